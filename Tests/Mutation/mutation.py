"""Edits every operator and constant of the deciding rooms, one at a time, and looks whether the tests notice.

    mutation.py [--scratch .build/mutation] [--years 60] [--figures FILE] [--write]

All mutants are compiled into one program: `a < b` becomes `a ←↑ b`, an operator that is `<` unless MUTANT names it. What the
compiler refuses is left out. A mutant is killed if any paper of a shared case, the sample year or a random year comes out differently from
the unharmed program's, which the reference confirms on the same years; also if it crashes or takes ten times as long. Those still alive meet
more random years and the prices and lines that `simulate` tells, and those of Selection its own tests. Capacities are left alone: they change no result.

Who survives must stand in survivors.csv, by file, text of the line and edit: `equivalent` with the argument why no input tells it
from the program, or `open` with the test that would. One that stands there and is killed is taken out by --write, which adds the new."""
import argparse
import collections
import csv
import concurrent.futures
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Torture"))
import figures  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ROOMS = ["Scoring", "Screening", "Selection", "Decision"]

COMPARE = "func {op}<T: Comparable>(a: T, b: T) -> Bool {{ {on} ? a {new} b : a {old} b }}\n" \
    "func {op}<A: Comparable, B: Comparable>(a: (A, B), b: (A, B)) -> Bool {{ {on} ? a {new} b : a {old} b }}\n" \
    "func {op}<A: Comparable, B: Comparable, C: Comparable>(a: (A, B, C), b: (A, B, C)) -> Bool {{ {on} ? a {new} b : a {old} b }}\n"
EQUAL = "func {op}<T: Equatable>(a: T, b: T) -> Bool {{ {on} ? a {new} b : a {old} b }}\n" \
    "func {op}<T: Equatable>(a: T?, b: T?) -> Bool {{ {on} ? a {new} b : a {old} b }}\n"
LOGIC = "func {op}(a: Bool, b: @autoclosure () throws -> Bool) rethrows -> Bool {{ {on} ? try a {new} b() : try a {old} b() }}\n"
NUMBER = "func {op}<T: FixedWidthInteger>(a: T, b: T) -> T {{ {on} ? {new} : a {old} b }}\n"
JOIN = "func {op}<T: RangeReplaceableCollection>(a: T, b: T) -> T {{ {on} ? a : a + b }}\n"
CHANGE = "func {op}<T: FixedWidthInteger>(a: inout T, b: T) {{ if {on} {{ a = {new} }} else {{ a {old} b }} }}\n"
APPEND = "func {op}<T: RangeReplaceableCollection, S: Sequence>(a: inout T, b: S) where S.Element == T.Element {{ if !({on}) {{ a += b }} }}\n"
RANGE = "func {op}(a: Int, b: Int) -> Range<Int> {{ {on} && b > a ? a..<(b - 1) : a..<b }}\n"

# Operator: its precedence, and for each mutant the declaration and what it becomes.
OPERATORS = {
    "<": ("Comparison", [(COMPARE, "<="), (COMPARE, ">")]), "<=": ("Comparison", [(COMPARE, "<")]), ">": ("Comparison", [(COMPARE, ">="), (COMPARE, "<")]),
    ">=": ("Comparison", [(COMPARE, ">")]), "==": ("Comparison", [(EQUAL, "!=")]), "!=": ("Comparison", [(EQUAL, "==")]),
    "&&": ("LogicalConjunction", [(LOGIC, "||")]), "||": ("LogicalDisjunction", [(LOGIC, "&&")]),
    "+": ("Addition", [(NUMBER + JOIN, "a &- b")]), "-": ("Addition", [(NUMBER, "a &+ b")]), "*": ("Multiplication", [(NUMBER, "b == 0 ? a : a / b")]),
    "/": ("Multiplication", [(NUMBER, "a &* b")]), "%": ("Multiplication", [(NUMBER, "a / b")]),
    "+=": ("Assignment", [(CHANGE + APPEND, "a &- b")]), "-=": ("Assignment", [(CHANGE, "a &+ b")]), "..<": ("RangeFormation", [(RANGE, "")]),
}
SPACED = re.compile(r"(?<= )(?:" + "|".join(re.escape(name) for name in sorted(OPERATORS, key=len, reverse=True) if name != "..<") + r")(?= )")
BETWEEN = re.compile(r"(?<=[\w)\]])\.\.<(?=[\w(])")
CONSTANT = re.compile(r"(?<![\w.$])(?:\d[\d_]*|true|false)(?![\w.])")

COMMON = """import Glibc
let activeMutant: Int = unsafe getenv("MUTANT").map { unsafe Int(String(cString: $0)) ?? 0 } ?? 0
@inline(never) func mutant<T: FixedWidthInteger>(_ id: Int, _ value: T) -> T { activeMutant == id ? value &+ 1 : value }
@inline(never) func mutant(_ id: Int, _ value: Bool) -> Bool { activeMutant == id ? !value : value }
"""


def masked(text):
    """The text with comments and string literals blotted out, as long as before."""
    out, at = list(text), 0
    while at < len(text):
        if text.startswith("//", at):
            end = text.find("\n", at)
        elif text.startswith('"""', at):
            end = text.find('"""', at + 3) + 3
        elif text[at] == '"':
            end = at + 1
            while text[end] != '"':
                end += 2 if text[end] == "\\" else 1
            end += 1
        else:
            at += 1
            continue
        for place in range(at, end):
            if out[place] != "\n":
                out[place] = "\0"
        at = end
    return "".join(out)


def sign(number):
    """A Swift operator of arrows that stands for a number."""
    return chr(0x2190 + number // 112) + chr(0x2190 + number % 112)


class Mutant:
    def __init__(self, number, room, file, line, found, becomes, source):
        self.number, self.room, self.file, self.line, self.found, self.becomes, self.source = number, room, file, line, found, becomes, source

    def __str__(self):
        return f"{self.file}:{self.line}: {self.found} → {self.becomes}    {self.source.strip()[:110]}"


def account(found, write):
    """Holds the survivors against those that are listed. Gives how many are said to be equivalent, and what is wrong."""
    path = os.path.join(HERE, "survivors.csv")
    with open(path, encoding="utf-8", newline="") as file:
        listed = collections.defaultdict(list)
        for row in csv.DictReader(file):
            listed[row["file"], row["line"], row["edit"]].append((row["is"], row["why"]))
    rows, wrong = [], []
    for mutant in found:
        key = (mutant.file, mutant.source.strip(), f"{mutant.found} → {mutant.becomes}")
        known = listed[key].pop(0) if listed[key] else ("", "")
        rows.append((*key, *known))
        if not known[0]:
            wrong.append(f"survives and is not listed: {mutant}")
    wrong += [f"is listed as {kind} and was killed, or is gone: {file}: {edit}    {line}" for (file, line, edit), left in listed.items() for kind, _ in left]
    if write:
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("file", "line", "edit", "is", "why"), *rows])
    return sum(row[3] == "equivalent" for row in rows), wrong


def candidates():
    """Every edit: file, start, end, and what stands there; at most one set of mutants for each place."""
    for room in ROOMS:
        for name in sorted(os.listdir(os.path.join(ROOT, "Sources", room))):
            path = os.path.join("Sources", room, name)
            with open(os.path.join(ROOT, path), encoding="utf-8") as file:
                text = file.read()
            bare = masked(text)
            for match in sorted([*SPACED.finditer(bare), *BETWEEN.finditer(bare), *CONSTANT.finditer(bare)], key=lambda match: match.start()):
                line = bare.count("\n", 0, match.start()) + 1
                whole = bare.split("\n")[line - 1]
                head = whole.strip()
                before = whole[: match.start() - bare.rfind("\n", 0, match.start()) - 1]
                # Patterns, raw values, default arguments of declarations, operators' own declarations, preconditions.
                if "Capacity" in head or re.match(r"(case |#|@|import |infix |precondition|assert|func .*:.*= )", head) or "func " in before and match[0] in "-><" or "precondition" in head:
                    continue
                if "<" in match[0] and re.search(r"\b(struct|enum|func|extension|typealias)\b", before):
                    continue
                yield room, path, match.start(), match.end(), match[0], line, text.split("\n")[line - 1]


def write(scratch, refused):
    """Writes the sources with all mutants but the refused places. Gives the mutants, and the place of each line."""
    shutil.rmtree(scratch + "/Sources", ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "Sources"), scratch + "/Sources")
    with open(os.path.join(ROOT, "Package.swift"), encoding="utf-8") as file:
        package = file.read()
    package = package.replace("    .strictMemorySafety(),\n", "").replace("    .treatAllWarnings(as: .error),\n", "").replace("rooms + tests", "rooms")
    with open(scratch + "/Package.swift", "w", encoding="utf-8") as file:
        file.write(package)
    edits, declarations, mutants = collections.defaultdict(list), {room: [COMMON] for room in ROOMS}, []
    for place, (room, path, start, end, found, line, source) in enumerate(candidates()):
        if (path, line, found) in refused or (path, line) in refused:
            continue
        if found in OPERATORS:
            precedence, kinds = OPERATORS[found]
            op = sign(place)
            first = len(mutants) + 1
            body = ""
            kind = kinds[0][0]
            for number, (_, becomes) in enumerate(kinds):
                mutants.append(Mutant(first + number, room, path, line, found, becomes or "one less", source))
            body = kind.format(op=op, old=found, new=kinds[0][1], on=f"activeMutant == {first}")
            if len(kinds) > 1:
                body = re.sub(r"\{ activeMutant", "{ activeMutant == %d ? a %s b : activeMutant" % (first + 1, kinds[1][1]), body)
            declarations[room].append(f"infix operator {op}: {precedence}Precedence\n{body}")
            edits[path].append((start, end, op if found != "..<" else f" {op} "))
        else:
            mutants.append(Mutant(len(mutants) + 1, room, path, line, found, {"true": "false", "false": "true"}.get(found, f"{found} + 1"), source))
            edits[path].append((start, end, f"mutant({len(mutants)}, {found})"))
    for path, places in edits.items():
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            text = file.read()
        for start, end, new in sorted(places, reverse=True):
            text = text[:start] + new + text[end:]
        with open(os.path.join(scratch, path), "w", encoding="utf-8") as file:
            file.write(text)
    for room, texts in declarations.items():
        with open(f"{scratch}/Sources/{room}/Mutants.swift", "w", encoding="utf-8") as file:
            file.write("\n".join(texts))
    return mutants


def build(scratch):
    """Builds the program with as many mutants as the compiler takes."""
    refused, files = set(), {path for _, path, *_ in candidates()}
    for _ in range(40):
        mutants = write(scratch, refused)
        done = subprocess.run(["swift", "build", "-c", "release", "--product", "allot", "--package-path", scratch, "--scratch-path", scratch + "/.build"],
                              capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return mutants, refused
        bad = {(os.path.relpath(match[1], scratch), int(match[2])) for match in re.finditer(r"^(/\S+?\.swift):(\d+):\d+: error:", done.stdout + done.stderr, re.M)}
        bad = {place for place in bad if place[0] in files}
        # An error may stand a line or two beside the operator that caused it.
        wider = {(path, line + step) for path, line in bad for step in (0, 1)} if bad <= refused else bad
        wider = wider if not wider <= refused else {(path, line + step) for path, line in bad for step in range(-3, 4)}
        if not bad or wider <= refused:
            raise SystemExit("the mutants cannot be built:\n" + (done.stdout + done.stderr)[-4000:])
        refused |= wider
        print(f"  {len(refused)} lines left out so far", flush=True)
    raise SystemExit("the compiler goes on refusing")


def outcome(program, data, mutant, limit):
    """The sums of all papers of a year, or how the program ended without any; of `simulate:` a year, what it prints."""
    if data.startswith("simulate:"):
        words = ["simulate", "2024", "--json", "--quiet", "--data", data[9:]]
        try:
            done = subprocess.run([program, *words], capture_output=True, timeout=3 * limit, check=False, env={**os.environ, "MUTANT": str(mutant), "SWIFT_BACKTRACE": "enable=no"})
        except subprocess.TimeoutExpired:
            return "hangs"
        return [done.returncode, done.stdout]
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        try:
            done = subprocess.run([program, "run", "--quiet", "--data", data, "--reports", folder, "2024"], capture_output=True, timeout=limit, check=False,
                                  env={**os.environ, "MUTANT": str(mutant), "SWIFT_BACKTRACE": "enable=no"})
        except subprocess.TimeoutExpired:
            return "hangs"
        try:
            with open(f"{folder}/2024/latest/SHA256SUMS", "rb") as file:
                return [done.returncode, file.read()]
        except FileNotFoundError:
            return [done.returncode, b""]


def years(scratch, seeds):
    """The sample year, the harbour, the shared cases, and random years: their data folders."""
    found = [os.path.join(ROOT, "Data"), os.path.join(ROOT, "Tests", "Years", "harbour")]
    cases = os.path.join(ROOT, "..", "shared", "cases")
    if os.path.isdir(cases):
        found += [os.path.join(cases, name) for name in sorted(os.listdir(cases))]
    made = os.path.join(scratch, "years")
    shutil.rmtree(made, ignore_errors=True)
    for seed in seeds:
        subprocess.run([sys.executable, os.path.join(ROOT, "Tests", "Differential", "random_year.py"), "--seed", str(seed), "--out", f"{made}/{seed}"], check=True, capture_output=True)
        found.append(f"{made}/{seed}")
    return found


def confirm(count, program):
    """The reference must agree with the unharmed program on the random years, else they prove nothing."""
    done = subprocess.run([sys.executable, os.path.join(ROOT, "Tests", "Differential", "compare.py"), "--seeds", f"1..{count}", "--jobs", "2",
                           "--program", program + " run --quiet --data {data} --reports {out} 2024",
                           "--reference", f"python3 {ROOT}/Tests/Reference/reference.py {{year}} {{out}}"], capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise SystemExit("the reference disagrees with the unharmed program:\n" + done.stdout[-2000:] + done.stderr[-500:])


def selection_tests(scratch):
    """The tests of Selection alone, which also try what no year of a district's size comes to: built with the mutants."""
    place = scratch + "/selection"
    for name in ("Sources", "Tests"):
        shutil.rmtree(f"{place}/{name}", ignore_errors=True)
    shutil.copytree(scratch + "/Sources/Selection", place + "/Sources/Selection")
    shutil.copytree(os.path.join(ROOT, "Tests", "SelectionTests"), place + "/Tests/SelectionTests")
    features = ", ".join(f'.enableUpcomingFeature("{name}")' for name in ("ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility"))
    with open(place + "/Package.swift", "w", encoding="utf-8") as file:
        file.write(f"""// swift-tools-version: 6.2
import PackageDescription
let package = Package(name: "selection", targets: [
  .target(name: "Selection", swiftSettings: [{features}]),
  .testTarget(name: "SelectionTests", dependencies: ["Selection"], swiftSettings: [{features}]),
])
""")
    done = subprocess.run(["swift", "build", "--build-tests", "-c", "release", "-Xswiftc", "-enable-testing", "--package-path", place], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit("the tests of Selection cannot be built:\n" + (done.stdout + done.stderr)[-3000:])
    return place


def tests_notice(place, number, limit):
    start = subprocess.Popen(["swift", "test", "-c", "release", "--skip-build", "--disable-xctest", "--package-path", place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             start_new_session=True, env={**os.environ, "MUTANT": str(number), "SWIFT_BACKTRACE": "enable=no"})
    try:
        return start.wait(timeout=limit) != 0
    except subprocess.TimeoutExpired:
        os.killpg(start.pid, signal.SIGKILL)
        start.wait()
        return True


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--scratch", default=os.path.join(ROOT, ".build", "mutation"))
    options.add_argument("--years", type=int, default=60)
    options.add_argument("--figures")
    options.add_argument("--write", action="store_true")
    options = options.parse_args()
    os.makedirs(options.scratch, exist_ok=True)
    mutants, refused = build(options.scratch)
    program = options.scratch + "/.build/release/allot"
    print(f"{len(mutants)} mutants in {len({mutant.file for mutant in mutants})} files; {len(refused)} lines could not be edited", flush=True)
    confirm(3 * options.years, program)
    # The last are only for those that live on: as many random years twice again, and what would be otherwise.
    data = years(options.scratch, range(1, 3 * options.years + 1))
    data, more = data[: -2 * options.years], data[-2 * options.years:] + ["simulate:" + place for place in data[:2]]
    good = {place: outcome(program, place, 0, 60) for place in data + more}
    kills = collections.Counter()

    def killer(mutant):
        """The first year that tells the mutant from the program, those that told most mutants tried first."""
        for place in sorted(data, key=lambda place: -kills[place]) + more:
            if outcome(program, place, mutant.number, 10) != good[place]:
                kills[place] += 1
                return place
        return None

    with concurrent.futures.ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        found = list(pool.map(killer, mutants))
    place = selection_tests(options.scratch)
    started = time.monotonic()
    if tests_notice(place, 0, 600):
        raise SystemExit("the tests of Selection fail without a mutant")
    limit = 10 * (time.monotonic() - started) + 10
    for at, mutant in enumerate(mutants):
        if found[at] is None and mutant.room == "Selection" and tests_notice(place, mutant.number, limit):
            found[at] = "SelectionTests"
    rooms = {}
    for room in ROOMS:
        own = [at for at, mutant in enumerate(mutants) if mutant.room == room]
        rooms[room] = (sum(found[at] is not None for at in own), len(own))
        print(f"{room}: {rooms[room][0]} of {rooms[room][1]} killed")
    killed = sum(at is not None for at in found)
    alive = [mutant for mutant, at in zip(mutants, found) if at is None]
    equivalent, wrong = account(alive, options.write)
    print("survivors:", *alive, sep="\n  ")
    for text in wrong:
        print("FAILED:", text)
    counted = len(mutants) - equivalent
    print(f"mutation: {killed} of {len(mutants)} killed, {100 * killed / len(mutants):.1f} %; {equivalent} are argued to change nothing, without them {100 * killed / counted:.1f} %")
    figures.leave(options.figures, {"mutants": len(mutants), "killed": killed, "equivalent": equivalent, "unlisted": len(wrong), "rooms": rooms})
    sys.exit(0 if killed >= 0.9 * counted and not wrong else 1)


if __name__ == "__main__":
    main()
