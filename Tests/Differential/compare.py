"""Runs a program and the independent reference on the same random years and compares every row that both print.

Proves that two implementations which share no code read, screen, rank, select, pay and count alike: decisions, rankings, lines,
totals and rounds, row for row and column by column, for as many seeds as one likes. A crash, a time-out or an exit status other
than 0 or 1 is a failure and shows its stderr. With --shuffled each program must also decide the same on a shuffled copy.

    compare.py --program '.build/release/allot run --data {data} --reports {out} 2024' \\
               --reference 'python3 ../Reference/reference.py {year} {out}' --seeds 1..1000 [--jobs 2] [--keep DIR]
    compare.py --reference 'python3 ../Reference/reference.py {year} {out}' --seeds 1..300 --coverage [--shuffled]

{data} is the folder that holds 2024/, {year} is 2024/ itself, {out} an empty folder. The papers are looked for in {out} and in
{out}/2024/latest/.
"""

import argparse
import collections
import concurrent.futures
import csv
import math
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # leave nothing behind in the repository

import random_year
import shuffle

PAPERS = {
    "decisions": ["application_id", "file", "line"],
    "rankings": ["item", "rank"],
    "lines": ["item"],
    "totals": ["item"],
    "rounds": None,
}
PLACES = ("file", "line")


def run(command, year, out, limit):
    """None, or what went wrong."""
    words = [word.format(data=os.path.dirname(year), year=year, out=out) for word in shlex.split(command)]
    os.makedirs(out, exist_ok=True)
    try:
        done = subprocess.run(words, capture_output=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return f"still running after {limit} s"
    except OSError as error:
        return str(error)
    if done.returncode in (0, 1):
        return None
    tail = done.stderr.decode("utf-8", "replace").strip().splitlines()[-8:]
    return f"exit {done.returncode}: " + "\n      ".join(tail)


def papers(out):
    """name -> (columns, rows as dicts) of the papers in a folder."""
    folder = next(
        (
            place
            for place in (out, os.path.join(out, "2024", "latest"))
            if os.path.exists(os.path.join(place, "decisions.csv"))
        ),
        None,
    )
    if folder is None:
        return None
    found = {}
    for name in PAPERS:
        path = os.path.join(folder, name + ".csv")
        if os.path.exists(path):
            with open(path, encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(file)
                found[name] = (reader.fieldnames or [], list(reader))
    return found


def keyed(rows, key):
    """Rows by key; a key that repeats is numbered."""
    seen, result = collections.Counter(), {}
    for place, row in enumerate(rows):
        name = "|".join(row[column] or "" for column in key) if key else str(place + 1)
        seen[name] += 1
        result[name if seen[name] == 1 else f"{name}#{seen[name]}"] = row
    return result


def differences(one, two, names, ignored=()):
    """(paper, key, column, first value, second value) for everything that differs."""
    for name in names:
        if name not in one or name not in two:
            if (name in one) != (name in two):
                yield name, "", "the paper", "there" if name in one else "missing", (
                    "there" if name in two else "missing"
                )
            continue
        (columns, rows), (others, mates) = one[name], two[name]
        both = [column for column in columns if column in others and column not in ignored]
        key = PAPERS[name] and [column for column in PAPERS[name] if column in both]
        left, right = keyed(rows, key), keyed(mates, key)
        for place, row in left.items():
            if place not in right:
                yield name, place, "the row", row.get(
                    "status"
                ) and f"{row['status']} {row.get('reasons')}" or "there", "missing"
                continue
            for column in both:
                if row[column] != right[place][column]:
                    yield name, place, column, row[column], right[place][column]
        for place, row in right.items():
            if place not in left:
                yield name, place, "the row", "missing", row.get(
                    "status"
                ) and f"{row['status']} {row.get('reasons')}" or "there"
        common = [place for place in left if place in right]
        if common != [place for place in right if place in left]:
            yield name, "", "the order", "", "differs"


def without_places(found):
    """Papers as a shuffled copy must print them too: no file and line, equal ids in any order."""
    result = {}
    for name, (columns, rows) in found.items():
        kept = [column for column in columns if column not in PLACES]
        rows = [{column: row[column] for column in kept} for row in rows]
        result[name] = (
            kept,
            sorted(rows, key=lambda row: [row[column] or "" for column in kept]) if name == "decisions" else rows,
        )
    return result


class Trial:
    """One seed: what was found, and what it covers."""

    def __init__(self, seed, options):
        self.seed, self.complaints, self.statuses, self.reasons = seed, [], collections.Counter(), collections.Counter()
        self.notes = collections.Counter()
        folder = tempfile.mkdtemp(prefix=f"allot-{seed}-")
        try:
            self.test(folder, options)
            if self.complaints and options.keep:
                kept = os.path.join(options.keep, str(seed))
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(folder, kept, symlinks=True)
                self.complaints.append(f"  kept in {kept}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def test(self, folder, options):
        year = random_year.Year(self.seed, options.size, options.without)
        style = year.style
        self.title = f"seed {self.seed} ({style['name']}, policy {style['policy']}{', ' + ' '.join(style['flags']) if style['flags'] else ''})"
        data = year.save(os.path.join(folder, "data"))
        found = {}
        for name, command in (("program", options.program), ("reference", options.reference)):
            if command:
                found[name] = self.run(name, command, data, os.path.join(folder, name), options)
        if None in found.values():
            return
        if options.verify:
            done = subprocess.run(options.verify.replace("{out}", os.path.join(folder, "program")), shell=True, capture_output=True, text=True, check=False)
            wrong = [line for line in done.stdout.splitlines() if line.startswith(("✗", "    "))] or [done.stderr]
            self.complaints += [f"  verify: {line}" for line in wrong if done.returncode]
        if len(found) == 2:
            self.compare(found["program"], found["reference"], ("program", "reference"), options, set(options.ignore))
        self.cover(found.get("reference") or found["program"], year.policy)
        if options.shuffled:
            copy = os.path.join(folder, "shuffled", "2024")
            shuffle.shuffled(data, copy, self.seed)
            for name, command in (("program", options.program), ("reference", options.reference)):
                if command:
                    again = self.run(
                        name + " on the shuffled copy", command, copy, os.path.join(folder, name + "-shuffled"), options
                    )
                    if again is not None:
                        self.compare(
                            without_places(found[name]),
                            without_places(again),
                            (name, "shuffled"),
                            options,
                            set(options.ignore),
                        )

    def run(self, name, command, data, out, options):
        wrong = run(command, data, out, options.timeout)
        found = None if wrong else papers(out)
        if found is None:
            self.complaints.append(f"  {name}: {wrong or 'no decisions.csv'}")
        return found

    def compare(self, one, two, names, options, ignored):
        wanted = [name for name in PAPERS if name in options.papers]
        found = list(differences(one, two, wanted, ignored))
        for paper, key, column, left, right in found[: options.show]:
            self.complaints.append(f"  {paper}.csv [{key}] {column}: {names[0]} {left!r}, {names[1]} {right!r}")
        if len(found) > options.show:
            self.complaints.append(f"  ... {len(found) - options.show} more")

    def cover(self, found, policy):
        for row in found["decisions"][1]:
            self.statuses[row["status"]] += 1
            for reason in row["reasons"].split(";"):
                self.reasons[row["status"], reason] += 1
        rounds = found.get("rounds", ([], []))[1]
        for phase in sorted({row["phase"] for row in rounds if row.get("phase")}):
            self.notes[f"years with phase {phase}"] += 1
            self.notes[f"rows in phase {phase}"] += sum(row["phase"] == phase for row in rounds)
        numbers = {row["round"] for row in rounds if row.get("phase") == "A"}
        if len(numbers) > 1:
            self.notes["years with two or more rounds A"] += 1
        for row in found.get("lines", ([], []))[1]:
            used, slots = int(row["used"] or 0), int(row["slots"] or 0)
            self.notes[
                "lines: " + ("no slots" if slots == 0 else "all slots used" if used == slots else "slots left")
            ] += 1
            if row["ranked"] and int(row["line"] or 0) < int(row["ranked"]):
                self.notes["lines that cut"] += 1
        for group in policy.slot_groups():
            self.notes["choices over 65,536 maps (greedy)"] += sum(
                count > 65_536 for count in maps(found, policy, group)
            )
            self.notes["choices of 10,000 to 65,536 maps"] += sum(
                10_000 <= count <= 65_536 for count in maps(found, policy, group)
            )
            self.notes["choices of exactly 65,536 maps"] += sum(count == 65_536 for count in maps(found, policy, group))


def maps(found, policy, group):
    """How many maps each enterprise has to choose from in a group with slots (only for subject keys)."""
    names = policy.group_items(group)
    if policy.item(names[0])["group_per"] != "subject":
        return []
    projects = collections.defaultdict(lambda: collections.defaultdict(set))
    for row in found.get("rankings", ([], []))[1]:
        if row["item"] in names:
            projects[row["uscc"]][row["subject"]].add(row["item"])
    return [math.prod(len(items) + 1 for items in own.values()) for own in projects.values()]


KNOWN = """awarded: full reduced_by_upper reduced_by_promotion reduced_by_limit reduced_by_budget
reserve: below_line below_pass_mark
capped: enterprise_limit reduced_by_budget
superseded: higher_in_group placed_elsewhere same_claim upper_award_covers promotion_paid
ineligible: special_deal veto already_awarded nothing_to_pay
pending: enterprise_unknown uscc_invalid name_differs town_unknown town_not_administered subject_shared register_unreadable special_deal_unclear veto_hold upper_award_undecided upper_award_unclear panel_incomplete
deferred: rules_pending
service: non_cash
invalid: invalid_cell wrong_cell_count bad_quote duplicate_id unknown_item unknown_level"""


def show_coverage(trials):
    statuses, reasons, years, notes = (collections.Counter() for _ in range(4))
    for trial in trials:
        statuses += trial.statuses
        reasons += trial.reasons
        notes += trial.notes
        years.update(trial.reasons.keys())
    total = sum(statuses.values())
    print(f"{'status':12}{'reason':28}{'rows':>8}{'seeds':>8}   of {total} rows, {len(trials)} seeds")
    for line in KNOWN.splitlines():
        status, _, codes = line.partition(": ")
        print(f"{status:12}{'':28}{statuses[status]:8}")
        codes = codes.split()
        for code in codes:
            print(
                f"{'':12}{code:28}{reasons[status, code]:8}{years[status, code]:8}{'   NEVER' if not reasons[status, code] else ''}"
            )
        rest = [pair for pair in reasons if pair[0] == status and pair[1] not in codes]
        missing = [pair for pair in rest if pair[1].startswith("missing_")]
        for title, pairs in (
            ("missing_<field>", missing),
            ("codes of conditions", [pair for pair in rest if pair not in missing]),
        ):
            if pairs:
                print(f"{'':12}{title:28}{sum(reasons[pair] for pair in pairs):8}{'':8}   {len(pairs)} different")
    for note, count in sorted(notes.items()):
        print(f"{note:40}{count:8}")


def main():
    parser = argparse.ArgumentParser(description="compare a program with the reference on random years")
    parser.add_argument("--program", help="command with {data} or {year} and {out}")
    parser.add_argument("--reference", help="command with {year} and {out}")
    parser.add_argument("--seeds", type=random_year.span, required=True, metavar="A..B")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", metavar="DIR", help="keep failing years here")
    parser.add_argument("--size", type=int, help="applications per year, instead of the seed's choice")
    random_year.add_without(parser)
    parser.add_argument("--shuffled", action="store_true", help="also run on a shuffled copy")
    parser.add_argument("--coverage", action="store_true", help="print how often each status and reason occurred")
    parser.add_argument(
        "--papers",
        type=lambda text: text.split(","),
        default=list(PAPERS),
        help="compare only these, for example decisions,lines",
    )
    parser.add_argument("--ignore", type=lambda text: text.split(","), default=[], help="columns not to compare")
    parser.add_argument("--show", type=int, default=5, help="differences to print per seed")
    parser.add_argument("--verify", help="command with {out} that must find nothing wrong with the program's run")
    parser.add_argument("--timeout", type=float, default=300)
    options = parser.parse_args()
    if not options.program and not options.reference:
        parser.error("--program and --reference, or one of them with --coverage or --shuffled")
    trials, failed = [], 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for trial in pool.map(lambda seed: Trial(seed, options), options.seeds):
            trials.append(trial)
            if trial.complaints:
                failed += 1
                print(trial.title, *trial.complaints, sep="\n", flush=True)
    if options.coverage:
        show_coverage(trials)
    print(f"{len(trials) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
