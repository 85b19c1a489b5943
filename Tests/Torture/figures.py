"""Writes the table of figures that the long runs left: figures.py FOLDER TARGET"""
import json
import os
import platform
import sys


def read(folder, name):
    try:
        with open(os.path.join(folder, name + ".json"), encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def rows(folder):
    """What was tried, how often, and what failed; a run that was not made says so."""
    torture = read(folder, "torture")
    yield "`make torture`", "a fault or a kill at every state-changing system call of a run", torture and f"{torture['positions']} positions, {torture['injections']} injections", torture and torture["failures"]
    places = read(folder, "places")
    yield "", "full disks, no names left, vanishing tables, closed outputs, power cuts", places and f"{places['cases']} cases" + (f", {places['skipped']} tests skipped" if places["skipped"] else ""), places and places["failures"]
    hostile = read(folder, "hostile")
    yield "", "hostile forms, each place named; endless lines", hostile and f"{hostile['files']} files", hostile and hostile["failures"]
    mutants = read(folder, "mutants")
    yield "`make mutants`", "publishers with one mistake each", mutants and f"{mutants['caught']} of {mutants['caught'] + len(mutants['missed'])} caught", mutants and len(mutants["missed"])
    fuzz = read(folder, "fuzz")
    yield "`make fuzz`", "coverage-guided fuzzing of the readers", fuzz and f"{fuzz['executions']:,} executions, {fuzz['targets']} targets", fuzz and fuzz["crashes"]
    mutation = read(folder, "mutation")
    yield "`make mutation`", "operators and constants of the deciding rooms", mutation and f"{mutation['killed']} of {mutation['mutants']} killed ({100 * mutation['killed'] / mutation['mutants']:.1f} %)", mutation and "–"
    coverage = read(folder, "coverage")
    if coverage:
        for room, (run, total, excused) in sorted(coverage["rooms"].items()):
            yield "`make coverage`", f"lines of {room}", f"{run} of {total} ({100 * run / total:.1f} %)" + (f", {excused} excused" if excused else ""), "–"
    else:
        yield "`make coverage`", "lines that tests run", None, None


def main():
    folder, target = sys.argv[1:]
    lines = ["# What was tried, and what failed", "",
             f"Written by `make figures` from the last runs that were asked for figures, long or sampled, on a machine with {os.cpu_count()} cores ({platform.system()} {platform.machine()}). `make test` runs a sample of each.", "",
             "| run by | what | how often | failures |", "|---|---|---|---|"]
    for by, what, often, failures in rows(folder):
        lines.append(f"| {by} | {what} | {often or 'not run'} | {'' if failures is None else failures} |")
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
