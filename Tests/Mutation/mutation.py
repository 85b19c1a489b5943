"""Edits every operator and constant of the deciding rooms, one at a time, and looks whether the tests notice.

    mutation.py [--scratch .build/mutation] [--years 60] [--most N] [--figures FILE] [--write] [--unconfirmed]

All mutants are compiled into one program: `a < b` becomes `a ←↑ b`, an operator that is `<` unless MUTANT names it. What the
compiler refuses is left out. A mutant is killed if any paper of a shared case, a year of the repository or a random year comes out differently
from the unharmed program's, which the reference confirms on the same years; also if `simulate` answers otherwise, if it crashes, takes ten
times as long, or fails a test of SUITES. Capacities are left alone: they change no result.

Where an edit never gives another value than the line as it stands, the run is the same run. So every place is first met once by the unharmed
program that notes for each edit whether it would have: only those that would are tried there. Who killed a mutant last time is asked first, then who killed most.

Who survives must stand in survivors.csv, by file, text of the line and edit: `equivalent` with the argument why no input tells it
from the program, or `open` with the test that would. One that stands there and is killed is taken out by --write, which adds the new."""
import argparse
import collections
import concurrent.futures
import csv
import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Torture"))
import figures  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ROOMS = ["Scoring", "Screening", "Selection", "Decision"]

# What a mutated operator does: `edits` are its mutants' answers, `watch` notes those whose answer would have differed.
COMPARE = """func {op}<T: Comparable>(a: T, b: T) -> Bool {{ {edits}{watch} return a {old} b }}
@_disfavoredOverload func {op}<A: BinaryInteger, B: BinaryInteger>(a: A, b: B) -> Bool {{ {edits}{watch} return a {old} b }}
func {op}<A: Comparable, B: Comparable>(a: (A, B), b: (A, B)) -> Bool {{ {edits}{watch} return a {old} b }}
func {op}<A: Comparable, B: Comparable, C: Comparable>(a: (A, B, C), b: (A, B, C)) -> Bool {{ {edits}{watch} return a {old} b }}
"""
EQUAL = """func {op}<T: Equatable>(a: T, b: T) -> Bool {{ {edits}{watch} return a {old} b }}
func {op}<T: Equatable>(a: T?, b: T?) -> Bool {{ {edits}{watch} return a {old} b }}
func {op}<T>(a: T?, b: _OptionalNilComparisonType) -> Bool {{ {edits}{watch} return a {old} b }}
"""
# What is not asked for might have been: only where both are asked and say the same, nothing differs.
LOGIC = """func {op}(a: Bool, b: @autoclosure () throws -> Bool) rethrows -> Bool {{
  if activeMutant == {id} {{ return try a {new} b() }}
  let answer = try a {old} b()
  if answer == ("{old}" == "||") {{ tell({id}) }}
  return answer
}}
"""
NUMBER = "func {op}<T: FixedWidthInteger>(a: T, b: T) -> T {{ {edits}{watch} return a {old} b }}\n"
JOIN = "func {op}<T: RangeReplaceableCollection>(a: T, b: T) -> T {{ if !b.isEmpty {{ tell({id}) }}; return activeMutant == {id} ? a : a + b }}\n" \
    "@_disfavoredOverload func {op}<T: RangeReplaceableCollection, S: Sequence>(a: T, b: S) -> T where S.Element == T.Element {{ tell({id}); return activeMutant == {id} ? a : a + b }}\n" \
    "@_disfavoredOverload func {op}<S: Sequence, T: RangeReplaceableCollection>(a: S, b: T) -> T where S.Element == T.Element {{ tell({id}); return activeMutant == {id} ? b : a + b }}\n"
CHANGE = "func {op}<T: FixedWidthInteger>(a: inout T, b: T) {{ if b != 0 {{ tell({id}) }}; if activeMutant == {id} {{ a = {new} }} else {{ a {old} b }} }}\n"
APPEND = "func {op}<T: RangeReplaceableCollection, S: Sequence>(a: inout T, b: S) where S.Element == T.Element {{ tell({id}); if activeMutant != {id} {{ a += b }} }}\n"
RANGE = "func {op}<T: FixedWidthInteger>(a: T, b: T) -> Range<T> {{ if b > a {{ tell({id}) }}; return activeMutant == {id} && b > a ? a..<(b - 1) : a..<b }}\n"

# Operator: its precedence, how it is declared, and for each mutant what it becomes.
OPERATORS = {
    "<": ("Comparison", COMPARE, ["a <= b", "a > b"]), "<=": ("Comparison", COMPARE, ["a < b"]), ">": ("Comparison", COMPARE, ["a >= b", "a < b"]),
    ">=": ("Comparison", COMPARE, ["a > b"]), "==": ("Comparison", EQUAL, ["a != b"]), "!=": ("Comparison", EQUAL, ["a == b"]),
    "&&": ("LogicalConjunction", LOGIC, ["||"]), "||": ("LogicalDisjunction", LOGIC, ["&&"]),
    "+": ("Addition", NUMBER + JOIN, ["a &- b"]), "-": ("Addition", NUMBER, ["a &+ b"]), "*": ("Multiplication", NUMBER, ["b == 0 ? a : a / b"]),
    "/": ("Multiplication", NUMBER, ["a &* b"]), "%": ("Multiplication", NUMBER, ["a / b"]),
    "+=": ("Assignment", CHANGE + APPEND, ["a &- b"]), "-=": ("Assignment", CHANGE, ["a &+ b"]), "..<": ("RangeFormation", RANGE, ["one less"]),
}
SPACED = re.compile(r"(?<= )(?:" + "|".join(re.escape(name) for name in sorted(OPERATORS, key=len, reverse=True) if name != "..<") + r")(?= )")
BETWEEN = re.compile(r"(?<=[\w)\]])\.\.<(?=[\w(])")
CONSTANT = re.compile(r"(?<![\w.$])(?<!Array<)(?:\d[\d_]*|true|false)(?![\w.])")

COMMON = """import Glibc
let activeMutant: Int = unsafe getenv("MUTANT").map { unsafe Int(String(cString: $0)) ?? 0 } ?? 0
/// A byte for each mutant in a file that all rooms share, set when the edit would have given another value. Only where no mutant is asked for.
nonisolated(unsafe) let told: UnsafeMutablePointer<UInt8>? = unsafe getenv("MUTANTS_TOLD").flatMap { path in
  let file = unsafe open(path, O_RDWR)
  let map = unsafe mmap(nil, 65_536, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
  return unsafe map == MAP_FAILED ? nil : map?.assumingMemoryBound(to: UInt8.self)
}
@inline(never) func tell(_ id: Int) { if let told = unsafe told { unsafe told[id] = 1 } }
@inline(never) func mutant<T: FixedWidthInteger>(_ id: Int, _ value: T) -> T { tell(id); return activeMutant == id ? value &+ 1 : value }
@inline(never) func mutant(_ id: Int, _ value: Bool) -> Bool { tell(id); return activeMutant == id ? !value : value }
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

    @property
    def name(self):
        """What it is called as long as its line stands."""
        return f"{self.file}|{self.source.strip()}|{self.found} → {self.becomes}"

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
                # Raw values, default arguments of declarations, operators' own declarations, preconditions; patterns, but not what a case answers.
                if "Capacity" in head or "precondition" in head or re.match(r"(#|@|import |extension |infix |assert|func [^ ({]*\(.*:.*= .*\{$)", head):
                    continue
                if head.startswith("case ") and not re.search(r"[\w)]: ", before):
                    continue
                yield room, path, match.start(), match.end(), match[0], line, text.split("\n")[line - 1]


# Tests that see more than the papers of a year: each target, and which of its tests are asked.
SUITES = {"SelectionTests": "^SelectionTests\\.", "CaseTests": "^CaseTests\\.(Threshold|UpperAward|OtherDistrict|OwnCase|Panel|Reason|Sieve|Firmness)"}


def lay(scratch, files):
    """Makes folders of text files what they should be, and leaves what is so already: it need not be compiled again."""
    for folder in ("Sources", "Tests"):
        for path, _, names in os.walk(os.path.join(scratch, folder)):
            for name in names:
                place = os.path.join(path, name)
                if os.path.relpath(place, scratch) not in files:
                    os.unlink(place)
    for path, text in files.items():
        place = os.path.join(scratch, path)
        if os.path.exists(place):
            with open(place, encoding="utf-8", newline="") as file:
                if file.read() == text:
                    continue
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8", newline="") as file:
            file.write(text)


def texts():
    """The package with the rooms and the tests of SUITES: path to text."""
    found = {}
    for folder in ("Sources", *(f"Tests/{name}" for name in SUITES)):
        for path, _, names in os.walk(os.path.join(ROOT, folder)):
            for name in names:
                with open(os.path.join(path, name), encoding="utf-8", newline="") as file:
                    found[os.path.relpath(os.path.join(path, name), ROOT)] = file.read()
    with open(os.path.join(ROOT, "Package.swift"), encoding="utf-8", newline="") as file:
        package = file.read()
    chosen = f"rooms + tests.filter {{ {json.dumps(list(SUITES))}.contains($0.name) }}"
    for old, new in (("    .strictMemorySafety(),\n", ""), ("    .treatAllWarnings(as: .error),\n", ""), ("rooms + tests", chosen)):
        package = package.replace(old, new)
    return {**found, "Package.swift": package}


def write(scratch, refused):
    """Writes the sources with all mutants but the refused places. Gives the mutants."""
    files = texts()
    edits, declarations, mutants = collections.defaultdict(list), {room: [COMMON] for room in ROOMS}, []
    for place, (room, path, start, end, found, line, source) in enumerate(candidates()):
        if (path, line, found) in refused or (path, line) in refused:
            continue
        if found in OPERATORS:
            precedence, declaration, becomes = OPERATORS[found]
            op, first = sign(place), len(mutants) + 1
            mutants += [Mutant(first + number, room, path, line, found, new.removeprefix("a ").removesuffix(" b") if declaration in (COMPARE, EQUAL) else new, source)
                        for number, new in enumerate(becomes)]
            body = declaration.format(
                op=op, old=found, id=first, new=becomes[0], edits="".join(f"if activeMutant == {first + number} {{ return {new} }}; " for number, new in enumerate(becomes)),
                watch="".join(f"if told != nil, (a {found} b) != ({new}) {{ tell({first + number}) }};" for number, new in enumerate(becomes)))
            declarations[room].append(f"infix operator {op}: {precedence}Precedence\n{body}")
            edits[path].append((start, end, op if found != "..<" else f" {op} "))
        else:
            mutants.append(Mutant(len(mutants) + 1, room, path, line, found, {"true": "false", "false": "true"}.get(found, f"{found} + 1"), source))
            edits[path].append((start, end, f"mutant({len(mutants)}, {found})"))
    for path, places in edits.items():
        for start, end, new in sorted(places, reverse=True):
            files[path] = files[path][:start] + new + files[path][end:]
    for room, texts_of_room in declarations.items():
        files[f"Sources/{room}/Mutants.swift"] = "\n".join(texts_of_room)
    lay(scratch, files)
    # What the tests read.
    for name in ("Data", "Reports", "Tests/Years"):
        if not os.path.lexists(f"{scratch}/{name}"):
            os.symlink(os.path.join(ROOT, name), f"{scratch}/{name}")
    return mutants


def build(scratch):
    """Builds the program and the tests of SUITES with as many mutants as the compiler takes."""
    refused, files = set(), {path for _, path, *_ in candidates()}
    # What was refused of the same sources is not tried again.
    memory, key = scratch + "/refused.json", hash_of_edits()
    if os.path.exists(memory):
        with open(memory, encoding="utf-8") as file:
            known = json.load(file)
        refused = {tuple(place) for place in known["places"]} if known["of"] == key else refused
    for _ in range(40):
        mutants = write(scratch, refused)
        done = subprocess.run(["swift", "build", "--build-tests", "-c", "release", "-Xswiftc", "-enable-testing", "--package-path", scratch, "--scratch-path", scratch + "/.build"],
                              capture_output=True, text=True, check=False)
        if done.returncode == 0:
            with open(memory, "w", encoding="utf-8") as file:
                json.dump({"of": key, "places": sorted(refused)}, file)
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


def hash_of_edits():
    """What the mutants are made of: the rooms, and what is done to them."""
    sums = hashlib.sha256(repr([COMMON, OPERATORS, list(candidates())]).encode())
    for path in sorted({path for _, path, *_ in candidates()}):
        with open(os.path.join(ROOT, path), "rb") as file:
            sums.update(file.read())
    return sums.hexdigest()


def limited(words, mutant, seconds, told="", **more):
    """Runs a mutant for so many seconds of processor time: a machine that is busy or stopped meanwhile makes nothing hang."""
    environment = {**os.environ, "MUTANT": str(mutant), "SWIFT_BACKTRACE": "enable=no", "MUTANTS_TOLD": told}
    if not told:
        del environment["MUTANTS_TOLD"]
    return subprocess.run(["sh", "-c", 'ulimit -t "$0"; ulimit -v 8000000; exec "$@"', str(math.ceil(seconds)), *words],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, timeout=1200, check=False, env=environment, **more)


def outcome(program, place, mutant, seconds, told=""):
    """The sums of all papers of a year, or how the program ended without any; of `simulate:` a year, what it prints."""
    try:
        if place.startswith("simulate:"):
            done = limited([program, "simulate", "2024", "--json", "--quiet", "--data", place[9:]], mutant, seconds, told)
            return [done.returncode, done.stdout]
        with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
            done = limited([program, "run", "--quiet", "--data", place, "--reports", folder, "2024"], mutant, seconds, told)
            try:
                with open(f"{folder}/2024/latest/SHA256SUMS", "rb") as file:
                    return [done.returncode, file.read()]
            except FileNotFoundError:
                return [done.returncode, b""]
    except subprocess.TimeoutExpired:
        return "hangs"


class Watch:
    """Which mutants would have told anything of a place, by one run that computes what each would have answered."""

    def __init__(self, scratch):
        handle, self.path = tempfile.mkstemp(dir=scratch, prefix="told-")
        os.truncate(handle, 65_536)
        os.close(handle)

    def seen(self):
        with open(self.path, "rb") as file:
            marks = file.read()
        os.unlink(self.path)
        return frozenset(number for number, mark in enumerate(marks) if mark)


def years(scratch, seeds):
    """The sample year, the small years of the repository, the shared cases, and random years: their data folders."""
    found = [os.path.join(ROOT, "Data")]
    for cases in (os.path.join(ROOT, "Tests", "Years"), os.path.join(ROOT, "..", "shared", "cases")):
        found += [os.path.join(cases, name) for name in sorted(os.listdir(cases))] if os.path.isdir(cases) else []
    made = os.path.join(scratch, "years")
    shutil.rmtree(made, ignore_errors=True)

    def make(seed):
        subprocess.run([sys.executable, os.path.join(ROOT, "Tests", "Differential", "random_year.py"), "--seed", str(seed), "--out", f"{made}/{seed}"], check=True, capture_output=True)
        return f"{made}/{seed}"

    with concurrent.futures.ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        found += pool.map(make, seeds)
    return found


def confirm(count, program):
    """The reference must agree with the unharmed program on the random years, else they prove nothing."""
    done = subprocess.run([sys.executable, os.path.join(ROOT, "Tests", "Differential", "compare.py"), "--seeds", f"1..{count}", "--jobs", "2",
                           "--program", program + " run --quiet --data {data} --reports {out} 2024",
                           "--reference", f"python3 {ROOT}/Tests/Reference/reference.py {{year}} {{out}}"], capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise SystemExit("the reference disagrees with the unharmed program:\n" + done.stdout[-2000:] + done.stderr[-500:])


def tests_pass(place, target, number, seconds, told=""):
    words = [place + "/.build/release/allotPackageTests.xctest", "--testing-library", "swift-testing", "--filter", SUITES[target]]
    try:
        return limited(words, number, seconds, told, cwd=place).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--scratch", default=os.path.join(ROOT, ".build", "mutation"))
    options.add_argument("--years", type=int, default=60)
    options.add_argument("--most", type=int, help="how many of the places that would notice a difference are tried with a mutant, beside the tests: all; fewer on a busy machine")
    options.add_argument("--figures")
    options.add_argument("--write", action="store_true")
    options.add_argument("--unconfirmed", action="store_true", help="do not ask the reference first; for trying things out")
    options = options.parse_args()
    os.makedirs(options.scratch, exist_ok=True)
    mutants, refused = build(options.scratch)
    program = options.scratch + "/.build/release/allot"
    print(f"{len(mutants)} mutants in {len({mutant.file for mutant in mutants})} files; {len(refused)} lines could not be edited", flush=True)
    for path, line in sorted(place[:2] for place in refused):
        print(f"  not edited: {path}:{line}")
    if not options.unconfirmed:
        confirm(3 * options.years, program)
    data = years(options.scratch, range(1, 3 * options.years + 1))
    places = [*data, *("simulate:" + place for place in data if os.path.basename(place) in ("Data", "harbour")), *SUITES]
    started = time.monotonic()

    def meet(place, mutant, seconds, told=""):
        return tests_pass(options.scratch, place, mutant, seconds, told) if place in SUITES else outcome(program, place, mutant, seconds, told)

    def look(place):
        """The unharmed program's answer, how long it takes, and who could tell."""
        good, took = meet(place, 0, 600), time.monotonic()
        watch = Watch(options.scratch)
        watched = meet(place, 0, 600, watch.path)
        took = time.monotonic() - took
        if watched != good or place in SUITES and not good:
            raise SystemExit(f"{place}: the unharmed program does not answer twice alike")
        return good, took, watch.seen()

    with concurrent.futures.ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        known = dict(zip(places, pool.map(look, places)))
        print(f"{len(places)} places looked at in {time.monotonic() - started:.0f} s; no place would notice {sum(all(mutant.number not in known[place][2] for place in places) for mutant in mutants)} mutants", flush=True)
        hints_path, hints, kills = options.scratch + "/killers.json", {}, collections.Counter()
        if os.path.exists(hints_path):
            with open(hints_path, encoding="utf-8") as file:
                hints = json.load(file)

        def killer(mutant):
            """The first place that tells the mutant from the program: who did so last time is asked first, then who told most, then the quickest."""
            able = [place for place in places if mutant.number in known[place][2]]
            able.sort(key=lambda place: (place != hints.get(mutant.name), place in SUITES, -kills[place], known[place][1]))
            for place in [*able[:options.most], *(place for place in able[options.most or len(able):] if place in SUITES)]:
                good, took, _ = known[place]
                if meet(place, mutant.number, min(10 * took + 5, 60)) != good:
                    kills[place] += 1
                    hints[mutant.name] = place
                    return place
            # So that a run that is broken off is not lost.
            with open(hints_path, "w", encoding="utf-8") as file:
                json.dump(dict(hints), file, indent=0, ensure_ascii=False)
            print(f"  survives ({len(able)} places would notice a difference): {mutant}", flush=True)
            return None

        found = list(pool.map(killer, mutants))
    rooms = {}
    for room in ROOMS:
        own = [at for at, mutant in enumerate(mutants) if mutant.room == room]
        rooms[room] = (sum(found[at] is not None for at in own), len(own))
        print(f"{room}: {rooms[room][0]} of {rooms[room][1]} killed")
    killed = sum(at is not None for at in found)
    alive = [mutant for mutant, at in zip(mutants, found) if at is None]
    equivalent, wrong = account(alive, options.write)
    for text in wrong:
        print("FAILED:", text)
    print("places that killed:", ", ".join(f"{os.path.basename(place)} {count}" for place, count in collections.Counter(filter(None, found)).most_common()))
    counted = len(mutants) - equivalent
    print(f"mutation: {killed} of {len(mutants)} killed, {100 * killed / len(mutants):.1f} %; {equivalent} are argued to change nothing, without them {100 * killed / counted:.1f} %; {time.monotonic() - started:.0f} s")
    figures.leave(options.figures, {"mutants": len(mutants), "killed": killed, "equivalent": equivalent, "unlisted": len(wrong), "rooms": rooms})
    sys.exit(0 if killed >= 0.9 * counted and not wrong else 1)


if __name__ == "__main__":
    main()
