"""Which lines of the sources no test runs: reads llvm-cov's lcov and holds it against the promise.

    coverage.py LCOV [--figures FILE] [--write]

Deciding rooms, readers and publisher: every line; the rest: 95 % at least. Lines that are left stand in left.csv, each run of
them by its file, the text of its first line and its length, with the reason, so that moving code changes nothing. What is
left and not listed fails, and so does what is listed and was run. `--write` lists what is left anew, keeping the reasons."""
import argparse
import collections
import csv
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Torture"))
import figures  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LEFT = os.path.join(HERE, "left.csv")
WHOLE = ["Scoring", "Screening", "Selection", "Decision", "Tables", "Rulebook", "Intake", "publisher"]
PUBLISHER = {"Publisher", "Presses", "Files", "Ledger", "RunLock", "Stop", "Drafts", "Execution", "Making", "OpenFile", "YearFolder"}


def room(name):
    return "publisher" if name.startswith("Sources/allot/") and os.path.basename(name)[:-6] in PUBLISHER else name.split("/")[1]


def read(path):
    """file -> line number -> how often it was run."""
    files, name = {}, None
    with open(path, encoding="utf-8") as lcov:
        for line in lcov:
            if line.startswith("SF:"):
                name = os.path.relpath(line[3:].strip(), ROOT)
                files.setdefault(name, {})
            elif line.startswith("DA:"):
                number, count = line[3:].strip().split(",")[:2]
                files[name][int(number)] = max(files[name].get(int(number), 0), int(count))
    return {name: lines for name, lines in files.items() if name.startswith("Sources/")}


def stretches(name, lines):
    """The stretches of a file that were not run: first line's number, its text, how many lines."""
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        text = file.read().split("\n")
    numbers, found = sorted(lines), []
    for at, number in enumerate(numbers):
        if lines[number]:
            continue
        if at and numbers[at - 1] == number - 1 and not lines[number - 1]:
            found[-1][2] += 1
        else:
            found.append([number, text[number - 1].strip(), 1])
    return found


def listed():
    with open(LEFT, encoding="utf-8", newline="") as file:
        return {(row["file"], row["line"], int(row["lines"]), at): row["reason"] for at, row in enumerate(csv.DictReader(file))}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("lcov")
    options.add_argument("--figures")
    options.add_argument("--write", action="store_true")
    options = options.parse_args()
    reasons = collections.defaultdict(list)
    for (name, line, count, _), reason in listed().items():
        reasons[name, line, count].append(reason)
    rooms, wrong, rows = {}, [], []
    for name, lines in sorted(read(options.lcov).items()):
        run, total, excused = rooms.get(room(name), (0, 0, 0))
        for number, line, count in stretches(name, lines):
            known = reasons[name, line, count]
            reason = known.pop(0) if known else ""
            rows.append((name, line, count, reason))
            excused += count if reason else 0
            if not reason:
                wrong.append(f"{name}:{number}: {count} not run, and not listed: {line}")
        rooms[room(name)] = (run + sum(1 for times in lines.values() if times), total + len(lines), excused)
    wrong += [f"{name}: listed as not run, but it was, or it is gone: {line} ({count})" for (name, line, count), left in reasons.items() for _ in left]
    for name, (run, total, excused) in sorted(rooms.items()):
        print(f"{name:13} {run:5} of {total:5} lines, {100 * run / total:6.2f} %{f', {excused} listed' if excused else ''}")
        if name in WHOLE and run + excused < total or run < 0.95 * total:
            wrong.append(f"{name}: less than was promised")
    run, total, excused = (sum(numbers) for numbers in zip(*rooms.values()))
    print(f"{'all':13} {run:5} of {total:5} lines, {100 * run / total:6.2f} %, {excused} listed")
    if options.write:
        with open(LEFT, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("file", "line", "lines", "reason"), *rows])
    for text in wrong:
        print("FAILED:", text)
    figures.leave(options.figures, {"rooms": rooms, "failures": len(wrong)})
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
