"""Writes the table of figures that the long runs left: figures.py FOLDER… TARGET

The newest figure of each run counts, whichever folder it lies in; where there is none, the line that the table has stays.
A run leaves its figures by `leave`, from a shell by figures.py --leave FILE NAME=NUMBER…"""
import datetime
import json
import os
import platform
import subprocess
import sys


def git(folder, *words):
    done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


# Of the sources that were tried, not of those that are there when a long run ends.
HERE = os.path.dirname(os.path.abspath(__file__))
COMMIT = git(HERE, "rev-parse", "--short", "HEAD") + ("+" if git(HERE, "status", "--porcelain", "..", "../../Sources") else "")


def leave(path, figures):
    """Keeps the figures of a run, with the day and the commit."""
    if path:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump({**figures, "date": datetime.date.today().isoformat(), "commit": COMMIT}, file)


def read(folders, name):
    found = [path for path in (os.path.join(folder, name + ".json") for folder in folders) if os.path.exists(path)]
    if not found:
        return None
    with open(max(found, key=os.path.getmtime), encoding="utf-8") as file:
        figures = json.load(file)
    # The worlds of the torture are tried one by one, each on a commit of its own.
    commits = dict.fromkeys(world["commit"] for world in figures.get("worlds", {}).values()) or [figures["commit"]]
    return {**figures, "commit": ", ".join(commits)}


def sum_of(torture, what):
    return sum(world[what] for world in torture["worlds"].values())


def rows(folders):
    """What was tried, how often, what failed, and the figures with their day; None for a run that was not made."""
    def row(name, by, what, often, failures):
        figures = read(folders, name)
        return by, what, figures and often(figures), figures and failures(figures), figures

    yield row("torture", "`make torture`", "a fault or a kill at every state-changing system call of a run, an order, a reconciliation, a proof, a verification",
              lambda it: f"{sum_of(it, 'positions'):,} positions, {sum_of(it, 'injections'):,} injections", lambda it: sum_of(it, "failures"))
    yield row("places", "`make torture`", "full disks, no names left, vanishing tables, closed outputs, power cuts, private papers",
              lambda it: f"{it['cases']:,} cases" + (f", {it['skipped']} tests skipped" if it["skipped"] else ""), lambda it: it["failures"])
    yield row("places", "`make torture`", "exposure of the systemd unit, by systemd-analyze security: 0 is best, 10 worst", lambda it: it.get("exposure") or "not measured", lambda it: "–")
    yield row("hostile", "`make torture`", "hostile forms, each place named; endless lines", lambda it: f"{it['files']} files", lambda it: it["failures"])
    yield row("flips", "`make torture`", "single bits of a signed run turned over, each found by sha256sum or verify.sh", lambda it: f"{it['flips']:,} bits", lambda it: it["failures"])
    yield row("mutants", "`make mutants`", "publishers with one mistake each",
              lambda it: f"{it['caught']} of {it['caught'] + len(it['missed'])} caught", lambda it: len(it["missed"]))
    yield row("fuzz", "`make fuzz`", "coverage-guided fuzzing of the readers", lambda it: f"{it['executions']:,} executions, {it['targets']} targets", lambda it: it["crashes"])
    for kind in ("address", "thread"):
        yield row("sanitize-" + kind, "`make sanitize`", f"the Swift tests and the program under the {kind} sanitizer", lambda it: f"{it['tests']} tests", lambda it: it["failures"])
    yield row("mutation", "`make mutation`", "operators and constants of the deciding rooms",
              lambda it: f"{it['killed']} of {it['mutants']} killed ({100 * it['killed'] / it['mutants']:.1f} %)"
              + (f"; without {it['equivalent']} that change nothing {100 * it['killed'] / (it['mutants'] - it['equivalent']):.1f} %" if it.get("equivalent") else ""), lambda it: it.get("unlisted", "–"))
    coverage = read(folders, "coverage")
    for room, (run, total, excused) in sorted(coverage["rooms"].items()) if coverage else ():
        yield "`make coverage`", f"lines of {room}", f"{run} of {total} ({100 * run / total:.1f} %)" + (f", {excused} left with a reason" if excused else ""), total - run - excused, coverage


def main():
    *folders, target = sys.argv[1:]
    if folders[0] == "--leave":
        leave(folders[1], {name: int(number) for name, number in (word.split("=") for word in [*folders[2:], target])})
        return
    kept = []
    if os.path.exists(target):
        with open(target, encoding="utf-8") as file:
            kept = [line.rstrip("\n") for line in file if line.startswith("| `")]
    lines = ["# What was tried, and what failed", "",
             f"Written by `make figures` from the last runs that were asked for figures, each on a machine with {os.cpu_count()} cores ({platform.system()} {platform.machine()}). "
             "`make test` runs a sample of each.", "",
             "| run by | what | how often | failures | on |", "|---|---|---|---|---|"]
    for by, what, often, failures, figures in rows(folders):
        head = f"| {by} | {what} | "
        if figures:
            lines.append(f"{head}{often} | {failures} | {figures['date']}, {figures['commit']} |")
        else:
            lines += [line for line in kept if line.startswith(head)] or [head + "not run | | |"]
    if not any("`make coverage`" in line for line in lines):
        lines += [line for line in kept if line.startswith("| `make coverage`")] or ["| `make coverage` | lines that tests run | not run | | |"]
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
