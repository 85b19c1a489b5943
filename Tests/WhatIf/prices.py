"""What `allot simulate` says against whole runs of edited years: the price of every alternative of rulings.csv, every
point of sweeps, and the one score that turns the winners, with the score one millionth nearer that does not.

    python3 Tests/WhatIf/prices.py --program .build/release/allot Data/2024 ../shared/cases/*/2024
"""

import argparse
import concurrent.futures
import csv
import io
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

KEYS = {
    "policy": ["key"], "items": ["item"], "levels": ["item", "level"], "conditions": ["item", "reason", "level", "field"],
    "limits": ["item", "limit", "per"], "criteria": ["item", "criterion"], "bands": ["item", "criterion", "at_least"],
    "ties": ["item", "field"], "fields": ["field"],
}
SHEET = {"application_id": "申报编号", "criterion": "指标", "score": "得分"}
SCORE, LIMIT = 10**6, {"slots", "amount", "pass_score"}


def read(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def write(path, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8"))


def find(rows, table, key):
    """The row that a path names: by its key cells joined with points, or by the first of them."""
    def name(row):
        cells = dict(zip(rows[0], row))
        return ".".join(filter(None, (cells.get(column, "").strip() for column in KEYS[table])))
    exact = [row for row in rows[1:] if name(row) == key]
    found = exact or [row for row in rows[1:] if name(row).startswith(key + ".")]
    assert len(found) == 1, (table, key, found)
    return found[0]


def set_cell(policy, where, value):
    """Changes a cell, and the ruling that rests on it."""
    table, rest = where.split("/", 1)
    key, column = rest.rsplit("/", 1)
    if table == "limits" and column in LIMIT:
        key, column = f"{key}.{column}", "value"
    rows = read(policy / f"{table}.csv")
    row = find(rows, table, key)
    row[rows[0].index(column)] = value
    write(policy / f"{table}.csv", rows)
    rulings = read(policy / "rulings.csv")
    at = {name: index for index, name in enumerate(rulings[0])}
    for ruling in rulings[1:]:
        same = ruling[at["where"]].split("/")
        same = f"{same[1]}.{same[2]}" if same[0] == "limits" and same[2] in LIMIT else same[1]
        if ruling[at["where"]].split("/")[0] == table and (same == key or same.startswith(key + ".") or key.startswith(same + ".")):
            if table != "limits" and ruling[at["where"]].rsplit("/", 1)[1] != column:
                continue
            others = [ruling[at["choice"]]] + [part for part in ruling[at["alternatives"]].split(";") if part and part != value]
            ruling[at["choice"]], ruling[at["alternatives"]] = value, ";".join(part for part in others if part != value)
    write(policy / "rulings.csv", rulings)


class Year:
    def __init__(self, program, folder):
        self.program, self.folder = program, pathlib.Path(folder)
        self.base = self.amounts(lambda year: None)

    def amounts(self, edit):
        """The award of every application in a whole run of the edited year."""
        with tempfile.TemporaryDirectory() as work:
            work = pathlib.Path(work)
            shutil.copytree(self.folder, work / "Data" / "2024")
            edit(work / "Data" / "2024")
            words = ["run", "2024", "--quiet", "--papers", "decisions", "--data", str(work / "Data"), "--reports", str(work / "R")]
            done = subprocess.run([self.program, *words], capture_output=True, text=True, check=False)
            if done.returncode > 1:
                return done.stderr
            rows = read(work / "R" / "2024" / "latest" / "decisions.csv")
            self.items = {row[0]: row[1] for row in rows[1:]}
            columns = {name: at for at, name in enumerate(rows[0])}
            return [(row[0], int(row[columns["amount_fen"]] or 0)) for row in rows[1:]]

    def simulate(self, *words):
        data = str(self.folder.parent)
        done = subprocess.run(
            [self.program, "simulate", "2024", "--json", "--data", data, *words], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def effect(self, amounts):
        if isinstance(amounts, str):
            return None
        pairs = list(zip(self.base, amounts))
        return {
            "change_fen": sum(after[1] - before[1] for before, after in pairs),
            "won": [before[0] for before, after in pairs if not before[1] and after[1]],
            "lost": [before[0] for before, after in pairs if before[1] and not after[1]],
        }


def told(entry):
    return None if entry["change_fen"] is None else {key: entry[key] for key in ("change_fen", "won", "lost")}


def check(year, pool):
    """(what was looked at, what was told wrongly)"""
    wrong = []
    answer = year.simulate()
    jobs = [
        (f"{price['ruling']}={price['alternative']}", told(price), price["where"], price["alternative"]) for price in answer["prices"]]
    for item in {line["item"] for line in answer.get("firmness", [])}:
        swept = year.simulate("--sweep", f"limits/{item}/slots=1..7..2")["sweep"]
        jobs += [(f"{item} slots={point['value']}", told(point), f"limits/{item}/slots", point["value"]) for point in swept["points"]]
    runs = pool.map(lambda job: year.amounts(lambda folder: set_cell(folder / "policy", job[2], job[3])), jobs)
    for (name, said, _, _), amounts in zip(jobs, runs):
        found = year.effect(amounts)
        if said != found:
            wrong.append(f"{name}: simulate says {said}, two runs say {found if found is not None else amounts}")
    count = len(jobs)
    for line in answer.get("firmness", []):
        looked, faults = check_score(year, line, pool)
        count += looked
        wrong += faults
    return count, wrong


def check_score(year, line, pool):
    """The score that is told turns the winners as told; one millionth less, and smaller steps elsewhere, turn nothing."""
    change = line["score"]
    if change is None:
        return 0, []
    raw = (year.folder / "scores.csv").read_bytes()
    try:
        lines = raw.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        lines = raw.decode("gb18030").split("\n")
    header = [name.strip() for name in lines[0].split(",")]
    at = {name: next((at for at, cell in enumerate(header) if cell in (name, title)), None) for name, title in SHEET.items()}
    if None in at.values():
        print(f"{year.folder}: the lines of scores.csv are not plain, its one score is not tried")
        return 0, []
    most = {(row[0], row[1]): float(row[5]) for row in read(year.folder / "policy" / "criteria.csv")[1:]}

    def cells(row):
        return lines[row - 1].rstrip("\r").split(",")

    def with_score(row, millionths):
        def edit(folder):
            changed = cells(row)
            changed[at["score"]] = f"{millionths // SCORE}.{millionths % SCORE:06d}"
            text = "\n".join(lines[: row - 1] + [",".join(changed)] + lines[row:])
            (folder / "scores.csv").write_bytes(text.encode("utf-8"))
        return year.amounts(edit)

    def score(row):
        whole, _, part = cells(row)[at["score"]].partition(".")
        return int(whole) * SCORE + int(part.ljust(6, "0"))

    sign = 1 if change["to_millionths"] > change["from_millionths"] else -1
    turned = year.effect(with_score(change["row"], change["to_millionths"]))
    near = year.effect(with_score(change["row"], change["to_millionths"] - sign))
    wrong = []
    if turned is None or (turned["won"], turned["lost"]) != (change["won"], change["lost"]) or not (turned["won"] or turned["lost"]):
        wrong.append(f"{line['item']}: {change} gives {turned}")
    if near is None or near["won"] or near["lost"]:
        wrong.append(f"{line['item']}: one millionth nearer than {change} gives {near}")
    step = abs(change["to_millionths"] - change["from_millionths"]) - 1
    rng = random.Random(line["item"])
    steps = []
    for row in rng.sample(range(2, len(lines) + 1), len(lines) - 1) if step > 0 else []:
        sheet = cells(row)
        if len(sheet) != len(header) or not re.fullmatch(r"\d+(\.\d{1,6})?", sheet[at["score"]]):
            continue
        new = score(row) + rng.choice([1, -1]) * rng.randint(1, step)
        limit = most.get((line["item"], sheet[at["criterion"]]), 0) * SCORE
        if year.items.get(sheet[at["application_id"]]) == line["item"] and 0 <= new <= limit:
            steps.append((row, new))
    steps = steps[:20]
    for (row, new), effect in zip(steps, pool.map(lambda pair: year.effect(with_score(*pair)), steps)):
        if effect is None or effect["won"] or effect["lost"]:
            wrong.append(f"{line['item']}: a smaller step, scores.csv:{row} to {new}, gives {effect}")
    return 2 + len(steps), wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("years", nargs="+")
    words = parser.parse_args()
    failures = 0
    with concurrent.futures.ThreadPoolExecutor(words.jobs) as pool:
        for folder in words.years:
            count, wrong = check(Year(words.program, folder), pool)
            failures += len(wrong)
            print(f"{folder}: {count} prices, points and scores; {len(wrong)} told wrongly")
            for fault in wrong[:5]:
                print(f"    {fault[:400]}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
