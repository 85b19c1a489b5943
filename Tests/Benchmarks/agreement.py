"""Generated years decided by `allot run` and by the independent reference: every paper that both print must be equal.

    agreement.py --program .build/release/allot --applications 600 --seeds 1..3
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PAPERS = ("decisions", "rankings", "totals", "rounds", "lines")


def rows(folder, name):
    with open(os.path.join(folder, name + ".csv"), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def differences(program, data, applications, seed):
    with tempfile.TemporaryDirectory() as folder:
        year, ours, theirs = (os.path.join(folder, name) for name in ("data", "ours", "theirs"))
        subprocess.run([program, "generate", "2024", "--quiet", "--data", data, "--applications", str(applications), "--seed", str(seed),
                        "--output", year], check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run([program, "run", "2024", "--quiet", "--data", year, "--reports", ours], stdout=subprocess.DEVNULL)
        if done.returncode not in (0, 1):
            return [f"allot run: exit {done.returncode}"]
        subprocess.run([sys.executable, os.path.join(HERE, "..", "Reference", "reference.py"), os.path.join(year, "2024"), theirs],
                       check=True)
        found = []
        for name in PAPERS:
            mine, other = rows(os.path.join(ours, "2024", "latest"), name), rows(theirs, name)
            shared = list(other[0]) if other else []
            bare = [[row.get(column) for column in shared] for row in mine]
            if bare != [[row[column] for column in shared] for row in other]:
                found.append(f"seed {seed}: {name}.csv differs")
        statuses = {row["status"] for row in rows(theirs, "decisions")}
        missing = {"awarded", "superseded", "ineligible", "pending", "deferred", "service"} - statuses
        return found + [f"seed {seed}: no application is {status}" for status in sorted(missing)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", default="Data")
    parser.add_argument("--applications", type=int, default=600)
    parser.add_argument("--seeds", default="1..3")
    options = parser.parse_args()
    first, last = map(int, options.seeds.split(".."))
    found = [line for seed in range(first, last + 1)
             for line in differences(os.path.abspath(options.program), options.data, options.applications, seed)]
    print("\n".join(found) or f"generated years {options.seeds} of {options.applications} applications: equal to the reference")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
