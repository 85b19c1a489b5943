"""Two years that differ by one known edit: `allot diff` names exactly that edit, and everyone else as displaced.

    python3 Tests/WhatIf/edits.py --program .build/release/allot --data Data --seeds 1..60
"""

import argparse
import concurrent.futures
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

REGISTERS = ["enterprises", "figures", "scores", "upper_awards", "special_deals", "vetoes", "prior_awards", "shares", "towns"]
POLICY = ["items", "levels", "conditions", "limits", "bands", "policy", "titles", "ties"]
# A register row that is given to somebody else comes or goes as a row.
KEYS = {"uscc", "统一社会信用代码", "application_id", "申报编号", "item", "事项", "town", "镇街", "year", "年度", "subject", "标的编号"}
TITLES = {
    "申报编号": "application_id", "事项": "item", "级别": "level", "统一社会信用代码": "uscc", "单位名称": "enterprise_name",
    "标的编号": "subject", "标的名称": "subject_name", "受理时间": "received_at",
}


def run(program, *words):
    return subprocess.run([program, *words], capture_output=True, text=True, check=False)


def cells(line):
    return line.strip("\r\ufeff").split(",")


class Edit:
    """One edit of one file: a cell, a row taken out, a row put in."""

    def __init__(self, rng, year):
        forms = sorted(path for path in (year / "applications").iterdir())
        pool = rng.choice(["forms", "forms", "registers", "policy"])
        self.path = {
            "forms": lambda: rng.choice(forms),
            "registers": lambda: year / f"{rng.choice(REGISTERS)}.csv",
            "policy": lambda: year / "policy" / f"{rng.choice(POLICY)}.csv",
        }[pool]()
        self.file = str(self.path.relative_to(year))
        self.kind, self.isForm = None, pool == "forms"
        try:
            self.lines = self.path.read_bytes().decode("utf-8").split("\n")
        except UnicodeDecodeError:
            return
        header = cells(self.lines[0])
        rows = [at for at, line in enumerate(self.lines) if at and len(cells(line)) == len(header) and cells(line)[0] and '"' not in line]
        if not rows:
            return
        row, other = rng.choice(rows), rng.choice(rows)
        end = "\r" if self.lines[0].endswith("\r") else ""
        old = cells(self.lines[row])
        deed = rng.randrange(8)
        self.ids = {old[0]}
        if self.isForm and deed == 0:
            self.kind, self.line = "withdrawal", row + 1
            del self.lines[row]
        elif self.isForm and deed == 1:
            new = [f"WJ2024-9{rng.randrange(100)}"] + old[1:]
            self.kind, self.line, self.ids = "newcomer", other + 1, {new[0]}
            self.lines.insert(other, ",".join(new) + end)
        else:
            column = rng.randrange(len(header))
            fresh = rng.choice(["", "?", "1E5", "2024-02-31"]) if deed == 2 else cells(self.lines[other])[column]
            if fresh == old[column]:
                return
            self.kind, self.line = "cell", row + 1
            self.column, self.before, self.after = header[column], old[column].strip(), fresh.strip()
            self.ids |= {fresh}
            old[column] = fresh
            self.lines[row] = ",".join(old) + end

    def apply(self):
        self.path.write_bytes("\n".join(self.lines).encode("utf-8"))

    def names(self, cause):
        kind = cause["cause"]
        if kind == "displaced":
            return True
        if kind == "policy":
            whole = not cause["column"]
            same = cause["before"] == self.before and cause["after"] == self.after if self.kind == "cell" else False
            return self.file == f"policy/{cause['table']}.csv" and (whole or cause["column"] == self.column and same)
        if kind not in ("own", "register") or self.kind != "cell" or (kind == "own") != self.isForm:
            return False
        if cause["file"] == self.file and (cause["after"] or "").endswith(f" = {self.file}:{self.line}"):
            return self.column in KEYS  # two rows of one key, of which nothing was read before
        if cause["file"] != self.file or cause["row"] != self.line:
            return False
        if not cause["column"]:
            return self.column in KEYS
        title = self.column.split("(")[0].split("（")[0]
        return cause["column"] in (self.column, TITLES.get(title)) and all(
            found is None or found == right
            for found, right in ((cause["before"], self.before), (cause["after"], self.after)))

    def brings(self, change):
        if change["application_id"] not in self.ids:
            return False
        return self.kind == "cell" or change["change"] == {"withdrawal": "removed", "newcomer": "added"}[self.kind]

    def __str__(self):
        what = f"{self.column}: {self.before!r} -> {self.after!r}" if self.kind == "cell" else self.kind
        return f"{self.file}:{self.line} {what}"


def wrong(difference, edit):
    """What the comparison says that is not so."""
    found, roots = [], {change["application_id"]: change for change in difference["changes"]}
    for change in difference["changes"]:
        name = change["application_id"]
        if change["change"] in ("added", "removed"):
            if not edit.brings(change):
                found.append(f"{name} {change['change']}")
            continue
        if not change["causes"]:
            found.append(f"{name} has no cause")
        for cause in change["causes"]:
            if not edit.names(cause):
                found.append(f"{name} {cause}")
            if cause["cause"] == "displaced":
                root = roots[cause["root"]]
                if any(other["cause"] == "displaced" for other in root["causes"]):
                    found.append(f"{name} is led back to {cause['root']}, which was displaced itself")
    return found


def one(program, data, published, seed):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        shutil.copytree(data / "2024", folder / "Data" / "2024")
        edit = Edit(rng, folder / "Data" / "2024")
        if edit.kind is None:
            return "skipped", edit, []
        edit.apply()
        made = run(program, "run", "--quiet", "--data", str(folder / "Data"), "--reports", str(folder / "Reports"), "2024")
        if made.returncode > 1:
            return "unusable", edit, []
        compared = run(program, "diff", str(published), str(folder / "Reports" / "2024" / "latest"), "--format", "json")
        if compared.returncode > 1:
            return "failed", edit, [compared.stderr]
        difference = json.loads(compared.stdout)
        faults = wrong(difference, edit)
        if compared.returncode != (1 if difference["changes"] else 0):
            faults.append(f"exit {compared.returncode}")
        if edit.file not in difference["inputs"]:
            faults.append("the file is not among those that differ")
        return ("moving" if difference["changes"] else "still"), edit, faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", default="Data")
    parser.add_argument("--seeds", default="1..60")
    parser.add_argument("--jobs", type=int, default=2)
    words = parser.parse_args()
    first, last = (int(part) for part in words.seeds.split(".."))
    data = pathlib.Path(words.data)
    schema = json.loads((data / "2024" / "datapackage.json").read_text())
    for resource in schema["resources"]:
        for field in resource["schema"]["fields"]:
            TITLES.setdefault(field.get("title", field["name"]).split("（")[0], field["name"])
    for line in (data / "2024" / "policy" / "fields.csv").read_text().splitlines():
        name, title = line.strip("\ufeff").split(",")[:2]
        TITLES[title] = name
    counts, failures = {}, 0
    with tempfile.TemporaryDirectory() as folder:
        run(words.program, "run", "--quiet", "--data", str(data), "--reports", folder, "2024")
        published = pathlib.Path(folder) / "2024" / "latest"
        with concurrent.futures.ThreadPoolExecutor(words.jobs) as pool:
            seeds = range(first, last + 1)
            for seed, (state, edit, faults) in zip(seeds, pool.map(lambda at: one(words.program, data, published, at), seeds)):
                counts[state] = counts.get(state, 0) + 1
                if faults:
                    failures += 1
                    print(f"seed {seed}: {edit}")
                    for fault in faults[:4]:
                        print(f"    {fault}")
    print("edits: " + ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) + f"; {failures} told wrongly")
    return 1 if failures or not counts.get("moving") else 0


if __name__ == "__main__":
    sys.exit(main())
