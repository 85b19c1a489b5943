"""Which lines of the sources no test runs: reads llvm-cov's lcov, holds it against the promise, and lists what is left.

    coverage.py LCOV [--figures FILE]

Deciding rooms, readers and publisher: every line. The rest: 95 %. A line that cannot be run stands in left.csv, by file and
number of lines, with its reason; a file that leaves more than that fails."""
import argparse
import csv
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WHOLE = ["Scoring", "Screening", "Selection", "Decision", "Tables", "Rulebook", "Intake", "publisher"]
PUBLISHER = {"Publisher.swift", "Files.swift", "Ledger.swift", "RunLock.swift", "Stop.swift", "YearFolder.swift", "Drafts.swift", "Execution.swift"}


def read(path):
    """file -> the numbers of the lines that were run, and of those that were not."""
    files, name = {}, None
    with open(path, encoding="utf-8") as lcov:
        for line in lcov:
            if line.startswith("SF:"):
                name = os.path.relpath(line[3:].strip(), ROOT)
                files.setdefault(name, ({}))
            elif line.startswith("DA:"):
                number, count = line[3:].strip().split(",")[:2]
                files[name][int(number)] = max(files[name].get(int(number), 0), int(count))
    return {name: lines for name, lines in files.items() if name.startswith("Sources/")}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("lcov")
    options.add_argument("--figures")
    options = options.parse_args()
    with open(os.path.join(HERE, "left.csv"), encoding="utf-8") as file:
        left = {row["file"]: (int(row["lines"]), row["reason"]) for row in csv.DictReader(file)}
    rooms, wrong = {}, []
    for name, lines in sorted(read(options.lcov).items()):
        room = "publisher" if os.path.basename(name) in PUBLISHER else name.split("/")[1]
        missing = sorted(number for number, count in lines.items() if not count)
        allowed = left.get(name, (0, ""))[0]
        run, total, excused = rooms.get(room, (0, 0, 0))
        rooms[room] = (run + len(lines) - len(missing), total + len(lines), excused + min(allowed, len(missing)))
        if missing and (room in WHOLE and len(missing) > allowed):
            wrong.append(f"{name}: {len(missing)} lines not run, {allowed} excused: {', '.join(map(str, missing[:30]))}")
        elif missing and room not in WHOLE:
            print(f"  {name}: {len(missing)} of {len(lines)}: {', '.join(map(str, missing[:20]))}")
    for room, (run, total, excused) in sorted(rooms.items()):
        share = 100 * run / total
        print(f"{room:13} {run:5} of {total:5} lines, {share:6.2f} %{f', {excused} excused' if excused else ''}")
        if room not in WHOLE and share < 95:
            wrong.append(f"{room}: under 95 %")
    for text in wrong:
        print("FAILED:", text)
    if options.figures:
        os.makedirs(os.path.dirname(options.figures), exist_ok=True)
        with open(options.figures, "w", encoding="utf-8") as file:
            json.dump({"rooms": rooms, "failures": len(wrong)}, file)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
