"""Times `allot run` beside the same job by DuckDB, Polars and pandas on the same generated years.

    bench.py --program .build/release/allot --sizes 100000,1000000 [--rounds 3] [--years .build/bench] [--reports Reports/bench]

The contenders run in turn, A B C A B C, each in a process of its own; wall, CPU and peak memory are the kernel's (wait4),
medians over the rounds. Statuses and amounts of every application are held against ours before a time counts.
"""

import argparse
import csv
import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time

import picture

HERE = os.path.dirname(os.path.abspath(__file__))
DECISIONS_ONLY = ["--papers", "decisions"]   # the switch of `allot run` for decisions and small tables only
OURS, WHOLE = "allot, decisions only", "allot, everything"
PEERS = {"DuckDB": "duck.py", "Polars": "polar.py", "pandas": "panda.py"}
LARGEST = {"pandas": 1_000_000}
CHECK = """
import duckdb, sys
duckdb.sql("set enable_progress_bar = false")
rows = "select application_id, status, amount_fen from read_csv('{}', header = true, all_varchar = true)"
one, other = (rows.format(path) for path in sys.argv[1:3])
count = lambda a, b: duckdb.sql(f"select count(*) from ({a} except all {b})").fetchall()[0][0]
print(count(one, other) + count(other, one))
"""


def measure(command, limit, out):
    """(seconds, CPU seconds, peak MiB) of one process, or None if it fails or takes too long."""
    start = time.monotonic()
    with open(out, "w") as log:
        child = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() - start > limit:
            child.kill()
            os.wait4(child.pid, 0)
            return None
        time.sleep(0.002)
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1) or (child.returncode == 1 and command[0] == sys.executable):
        sys.stderr.write(open(out).read()[-2000:])
        return None
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


class Bench:
    def __init__(self, options):
        self.options = options
        self.program = os.path.abspath(options.program)
        help_text = subprocess.run([self.program, "run", "--help"], capture_output=True, text=True).stdout
        self.ours = ([OURS] if DECISIONS_ONLY[0] in help_text else []) + [WHOLE]
        self.results, self.wrong = [], []

    def year(self, size):
        folder = os.path.join(self.options.years, f"{size}-{self.options.seed}")
        if not os.path.isdir(os.path.join(folder, "2024")):
            subprocess.run([self.program, "generate", "2024", "--data", self.options.data, "--applications", str(size),
                            "--seed", str(self.options.seed), "--output", folder, "--quiet"], check=True)
        return folder

    @staticmethod
    def warm(folder):
        """Reads a year into the page cache; what was written before is on the disk, so that no run pays for another."""
        os.sync()
        for where, _, names in os.walk(folder):
            for name in names:
                with open(os.path.join(where, name), "rb") as file:
                    while file.read(1 << 24):
                        pass

    def contenders(self, size):
        wanted = self.options.tools.split(",") if self.options.tools else [*self.ours, *PEERS]
        names = [*self.ours, *(name for name in PEERS if size <= LARGEST.get(name, size))]
        return [name for name in names if name in wanted or name in self.ours[:1]]

    def run_one(self, name, folder, size):
        out = os.path.join(self.options.years, f"{name.replace(', ', '-').replace(' ', '-')}-{size}")
        shutil.rmtree(out, ignore_errors=True)
        os.makedirs(out)
        if name in PEERS:
            decisions = os.path.join(out, "decisions.csv")
            command = [sys.executable, os.path.join(HERE, PEERS[name]), os.path.join(folder, "2024"), decisions]
        else:
            decisions = os.path.join(out, "2024", "latest", "decisions.csv")
            command = [self.program, "run", "--quiet", "--data", folder, "--reports", out, "2024"]
            command += DECISIONS_ONLY if name == OURS else []
        self.warm(folder)
        return measure(command, self.options.limit, os.path.join(out, "log")), decisions, out

    def size(self, size):
        folder, names = self.year(size), self.contenders(size)
        found = {name: [] for name in names}
        reference = None
        for round_ in range(self.options.rounds):
            for name in list(names):
                figures, decisions, out = self.run_one(name, folder, size)
                if figures and not round_:
                    if reference is None:
                        reference = os.path.join(self.options.years, f"reference-{size}.csv")
                        shutil.copy(os.path.realpath(decisions), reference)
                    elif differing := self.differences(reference, decisions):
                        self.wrong.append(f"{name} at {size} rows: {differing} rows differ")
                        figures = None
                shutil.rmtree(out, ignore_errors=True)
                if not figures:
                    print(f"{size:>9} {name:24} no result", flush=True)
                    names.remove(name)
                    del found[name]
                    continue
                print(f"{size:>9} {name:24} {figures[0]:8.2f} s {figures[1]:8.2f} s CPU {figures[2]:8.0f} MiB", flush=True)
                found[name].append(figures)
        for name in names:
            self.results.append((size, name, *(statistics.median(column) for column in zip(*found[name]))))
        if reference:
            os.remove(reference)

    def differences(self, one, other):
        done = subprocess.run([sys.executable, "-c", CHECK, one, other], stdout=subprocess.PIPE, text=True, check=True)
        return int(done.stdout)

    # --- what is left behind -------------------------------------------------------------------------------------

    def table(self):
        lines = ["| rows | | wall s | CPU s | peak MiB | ns/row | B/row | wall × ours | peak × ours |",
                 "|---:|---|---:|---:|---:|---:|---:|---:|---:|"]
        first = {}
        for size, name, wall, cpu, peak in self.results:
            first.setdefault(size, (wall, peak))
            mine = first[size]
            lines.append(f"| {size:,} | {name} | {wall:.2f} | {cpu:.2f} | {peak:,.0f} | {wall / size * 1e9:,.0f} | "
                         f"{peak * 2**20 / size:,.0f} | {wall / mine[0]:.2f} | {peak / mine[1]:.2f} |")
        return "\n".join(lines)

    def write(self):
        folder = self.options.reports
        os.makedirs(folder, exist_ok=True)
        versions = subprocess.run([sys.executable, "-m", "pip", "list", "--format", "freeze"], capture_output=True, text=True).stdout
        tools = ", ".join(line.replace("==", " ") for line in versions.split() if line.split("==")[0] in ("duckdb", "polars", "pandas", "pyarrow"))
        machine = f"{os.cpu_count()} cores, {cpu_name()}, {memory()} GiB, {platform.system()} {platform.release().split('-')[0]}"
        with open(os.path.join(folder, "bench.md"), "w") as file:
            file.write(f"# `allot run` beside DuckDB, Polars and pandas\n\n{datetime.date.today()}, {machine}; {tools}; "
                       f"medians of {self.options.rounds} rounds in turn, seed {self.options.seed}, warm cache. "
                       "Statuses and amounts of every application were equal.\n\n" + self.table() + "\n\n![growth](bench.svg)\n")
        with open(os.path.join(folder, "bench.csv"), "w", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["rows", "contender", "wall_s", "cpu_s", "peak_mib"])
            out.writerows((s, n, f"{w:.3f}", f"{c:.3f}", f"{p:.1f}") for s, n, w, c, p in self.results)
        with open(os.path.join(folder, "bench.svg"), "w") as file:
            file.write(picture.growth(self.results))
        print(self.table())


def cpu_name():
    with open("/proc/cpuinfo") as file:
        return next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())


def memory():
    with open("/proc/meminfo") as file:
        return round(int(file.readline().split()[1]) / 2**20)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--sizes", default="100000,1000000,10000000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tools", help="only these, as DuckDB,Polars")
    parser.add_argument("--data", default="Data")
    parser.add_argument("--years", default=".build/bench")
    parser.add_argument("--reports", help="where table and picture go; without it they are only printed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=1800, help="seconds for one run")
    options = parser.parse_args()
    os.makedirs(options.years, exist_ok=True)
    bench = Bench(options)
    for size in options.sizes.replace(" ", ",").split(","):
        bench.size(int(size))
    bench.write() if options.reports else print(bench.table())
    print(*bench.wrong, sep="\n", end="")
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
