"""Compares a program with the cases: python3 cases.py [--cases DIR] [PROGRAM_COMMAND]

PROGRAM_COMMAND is called as `PROGRAM_COMMAND YEAR_DIR OUT_DIR` and leaves the four files somewhere under OUT_DIR.
`{year}`, `{data}` (the folder that holds the year) and `{out}` in it are replaced instead, if it has any.
Without it the reference itself is run. Exit: 0 all agree, 1 there are differences.
"""

import argparse
import csv
import glob
import os
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))
FILES = ("decisions.csv", "rankings.csv", "lines.csv", "totals.csv")
SHOWN = 20   # differences printed per file


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], [dict(zip(rows[0], row)) for row in rows[1:]]


def name_of(row):
    return " ".join(row.get(column, "") for column in ("item", "rank", "application_id", "file", "line")).strip()


def differences(expected_path, actual_path):
    """Row for row, by the expected columns; extra columns are fine."""
    columns, expected = read(expected_path)
    if not os.path.exists(actual_path):
        return ["the file is missing"]
    header, actual = read(actual_path)
    lacking = [column for column in columns if column not in header]
    if lacking:
        return [f"missing columns {', '.join(lacking)}"]
    found = []
    for number, (wanted, got) in enumerate(zip(expected, actual), 2):
        wrong = [f"{column} {got.get(column)!r} instead of {wanted[column]!r}"
                 for column in columns if got.get(column) != wanted[column]]
        if wrong:
            found.append(f"row {number} ({name_of(wanted)}): {'; '.join(wrong)}")
    if len(expected) != len(actual):
        found.append(f"{len(actual)} rows instead of {len(expected)}")
    return found


def command_for(program, year, out):
    if not program:
        return [sys.executable, os.path.join(HERE, "reference.py"), year, out]
    if any(word in program for word in ("{year}", "{data}", "{out}")):
        return [word.format(year=year, data=os.path.dirname(year), out=out) for word in shlex.split(program)]
    return shlex.split(program) + [year, out]


def find(out, name):
    """The newest file of that name under OUT_DIR (a program may make a folder for its run)."""
    paths = [path for path in glob.glob(os.path.join(glob.escape(out), "**", name), recursive=True)]
    return max(paths, key=os.path.getmtime, default=os.path.join(out, name))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", default=os.path.join(REPOSITORY, "..", "shared", "cases"))
    parser.add_argument("program", nargs="?")
    arguments = parser.parse_args()
    folders = sorted(glob.glob(os.path.join(glob.escape(arguments.cases), "[0-9][0-9]-*")))
    if not folders:
        print(f"no cases in {arguments.cases}", file=sys.stderr)
        return 66
    wrong = 0
    for folder in folders:
        year = os.path.join(folder, "2024")
        with tempfile.TemporaryDirectory() as out:
            done = subprocess.run(command_for(arguments.program, year, out), capture_output=True, text=True)
            found = [(name, differences(os.path.join(folder, "expected", name), find(out, name))) for name in FILES]
        bad = [(name, lines) for name, lines in found if lines]
        wrong += bool(bad)
        print(f"{'differs' if bad else 'agrees '} {os.path.basename(folder)}")
        if bad and done.returncode:
            print(f"  exit {done.returncode}: {done.stderr.strip()[-1000:]}")
        for name, lines in bad:
            for line in lines[:SHOWN]:
                print(f"  {name}: {line}")
            if len(lines) > SHOWN:
                print(f"  {name}: … and {len(lines) - SHOWN} more")
    print(f"{len(folders) - wrong} of {len(folders)} cases agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
