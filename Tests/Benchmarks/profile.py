"""Instructions per application, by room of the house: callgrind on two generated years, whose difference is the rows alone.

    profile.py --program .build/release/allot            prints the table
    profile.py … --record Tests/Benchmarks/instructions.csv   keeps it as the committed figure
    profile.py … --check Tests/Benchmarks/instructions.csv    fails where the total has grown by more than a tenth

A check is skipped, and says so, where valgrind is missing or the figure was recorded with another toolchain or processor family.
"""

import argparse
import collections
import csv
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile

SIZES = (2_000, 8_000)
GROWTH = 1.10
COMMANDS = [["run", "--quiet", "--papers", "decisions"], ["check", "--quiet"]]   # the second where the first is not known


def instructions(program, data, command, folder):
    """Instructions by room of one run."""
    out = os.path.join(folder, "callgrind.out")
    words = [program, *command, "--data", data, "--reports", os.path.join(folder, "reports"), "2024"]
    done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *words], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr[-2000:]}")
    shutil.rmtree(os.path.join(folder, "reports"), ignore_errors=True)
    return by_room(out)


def by_room(path):
    """Self costs of a callgrind file: a Swift symbol names its module, others go by their object."""
    names, costs = {"fn": {}, "ob": {}}, collections.Counter()
    function, shared, skip = "", "", False

    def name(kind, text):
        number, _, rest = text.partition(" ")
        return names[kind].setdefault(number, rest) if rest else names[kind].get(number, text)

    with open(path) as file:
        for line in file:
            key, sign, text = line.rstrip("\n").partition("=")
            if sign and key == "fn":
                function = name("fn", text)
            elif sign and key == "ob":
                shared = name("ob", text)
            elif sign and key in ("cfn", "cfi", "cfl"):
                if key == "cfn":
                    name("fn", text)
            elif sign and key == "cob":
                name("ob", text)
            elif sign and key == "calls":
                skip = True     # the next line is what the callee cost
            elif line[:1].isdigit() or line[:1] in "+-*":
                if skip:
                    skip = False
                else:
                    costs[room(function, shared)] += int(line.split()[-1])
    return costs


def room(function, shared):
    swift = re.match(r"\$s(\d+)(\w+)", function)
    if "allot" in os.path.basename(shared):
        return swift[2][:int(swift[1])] if swift else "Swift's library"
    return os.path.basename(shared).split(".so")[0] or "others"


def toolchain():
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout if shutil.which("swift") else ""
    version = re.search(r"Swift version (\S+)", swift)
    with open("/proc/cpuinfo") as file:
        flags = file.read()
    return f"swift {version[1] if version else '?'} {platform.machine()} {'avx2' if ' avx2' in flags else 'no avx2'}"


def measure(program, data):
    help_text = subprocess.run([program, "run", "--help"], capture_output=True, text=True).stdout
    command = COMMANDS[0] if "--papers" in help_text else COMMANDS[1]
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for size in SIZES:
            year = os.path.join(folder, str(size))
            subprocess.run([program, "generate", "2024", "--quiet", "--data", data, "--applications", str(size), "--output", year],
                           check=True, stdout=subprocess.DEVNULL)
            found.append(instructions(program, year, command, folder))
    small, large = found
    rows = SIZES[1] - SIZES[0]
    per_row = {name: (large[name] - small[name]) / rows for name in large}
    return " ".join(command), {name: value for name, value in sorted(per_row.items(), key=lambda pair: -pair[1]) if value >= 0.5}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", default="Data")
    parser.add_argument("--record")
    parser.add_argument("--check")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        print("instructions: skipped, valgrind cannot be had")
        return 0
    recorded = None
    if options.check:
        with open(options.check, encoding="utf-8") as file:
            recorded = {row["room"]: row for row in csv.DictReader(file)}
        if recorded["total"]["toolchain"] != toolchain():
            print(f"instructions: skipped, recorded with {recorded['total']['toolchain']}, this is {toolchain()}")
            return 0
    command, per_row = measure(os.path.abspath(options.program), options.data)
    total = sum(per_row.values())
    rows = [("total", total), *per_row.items()]
    for name, value in rows:
        before = f"   (recorded {float(recorded[name]['instructions']):,.0f})" if recorded and name in recorded else ""
        print(f"{name:24} {value:12,.0f} instructions per application{before}")
    if options.record:
        with open(options.record, "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["room", "instructions", "command", "toolchain"])
            out.writerows((name, f"{value:.0f}", command, toolchain()) for name, value in rows)
    if recorded and recorded["total"]["command"] != command:
        print(f"instructions: skipped, recorded for allot {recorded['total']['command']}")
    elif recorded and total > GROWTH * float(recorded["total"]["instructions"]):
        print(f"instructions per application have grown by more than a tenth: {total:,.0f}, recorded "
              f"{float(recorded['total']['instructions']):,.0f}; make profile shows where, RECORD=1 keeps a new figure")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
