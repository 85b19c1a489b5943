"""Runs the program with a fault at every place where the system can refuse it, and with a kill at every step.

    torture.py --program .build/release/allot [--sample N] [--fail-fast] [--only WORLD] [--figures FILE]

After each: `latest` names the old run or the new one, whole; the exit code says truthfully which; the next run succeeds
and leaves no litter. Without --sample every position is tried, until strace has none left to hit."""
import argparse
import collections
import concurrent.futures
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import figures
import trace
from desk import desks
from world import FIRST, World, memory_folder

CHANGING = """write pwrite64 writev fsync fdatasync sync_file_range openat open creat close mkdir mkdirat rename renameat renameat2
  symlink symlinkat link linkat unlink unlinkat rmdir ftruncate truncate fallocate flock fchmod fchmodat chmod fchown copy_file_range
  sendfile""".split()
READING = "read pread64 readv getdents64 newfstatat fstat readlink clone3 fcntl lseek".split()
TRACED = ",".join(CHANGING + READING)
# A run waits much for strace: some more than there are cores.
WORKERS = 3 * (os.cpu_count() or 2)


def strace(log, calls, inject=None):
    words = ["strace", "-f", "-y", "-s", "8", "-o", log, "-e", "trace=" + calls]
    # Signals are not injected under --seccomp-bpf, which is otherwise twice as fast.
    quick = [] if inject and "signal" in inject else ["--seccomp-bpf"]
    return words + quick + (["-e", "inject=" + inject] if inject else [])


def terminate_at_stop(log):
    """Sends SIGTERM to a run that strace stopped. strace's own signals go to one thread, kill's to the process."""
    def meanwhile(start):
        while start.returncode is None:
            with open(log, "a+", encoding="utf-8", errors="replace") as file:
                file.seek(0)
                if "stopped by SIGSTOP" in file.read():
                    break
            time.sleep(0.003)
        try:
            with open(f"/proc/{start.pid}/task/{start.pid}/children", encoding="ascii") as file:
                program = int(file.read().split()[0])
        except (OSError, IndexError):
            return
        os.kill(program, signal.SIGTERM)
        # strace may miss that a thread goes on while another one is still being stopped: it is told again. A program that
        # ours started may be the one that stands still.
        while start.returncode is None:
            try:
                os.killpg(start.pid, signal.SIGCONT)
            except ProcessLookupError:
                return
            time.sleep(0.1)

    return meanwhile


def faults(call, is_first):
    """What can be done to a call, most for the first world; each at the N-th call alone, from there on, or three times."""
    if not is_first:
        # Other paths through the same code: what differs is what is written.
        kinds = [("error=EIO", "{}"), ("error=EIO", "{}+"), ("signal=KILL", "{}"), ("signal=STOP", "{}")]
        return [] if call in READING else kinds
    if call == "clone3":
        # libdispatch waits for as long as there is no thread to be had.
        return [("error=EAGAIN", "{}")]
    if call in READING:
        return [("error=EIO", "{}"), ("error=EIO", "{}+"), ("error=EINTR", "{}")]
    kinds = [("error=ENOSPC", "{}"), ("error=ENOSPC", "{}+"), ("error=EIO", "{}"), ("error=EIO", "{}+"), ("error=EINTR", "{}"),
             ("error=EINTR", "{}..{}"), ("signal=KILL", "{}"), ("signal=STOP", "{}")]
    # A disk that takes nothing, and one that says that it took a byte and lost it.
    return kinds + ([("retval=0", "{}"), ("retval=1", "{}"), ("retval=1", "{}..{}")] if call == "write" else [])


def positions(world):
    """How often each call that will be hit occurs in an unharmed run, in the thread that makes it most often: strace counts
    by thread."""
    place = world.place()
    log = place + "/log"
    world.attempt(place, before=strace(log, TRACED))
    calls, _ = trace.read(log, place)
    counts = collections.Counter((call.thread, call.name) for call in calls)
    shutil.rmtree(place)
    most = collections.Counter()
    for (_, name), count in counts.items():
        most[name] = max(most[name], count)
    return collections.Counter({call: count for call, count in most.items() if faults(call, world.is_first)})


def start_up(world):
    """How often each call is made before the program's own work begins: they are the same in every world, and all are hit in
    the first."""
    log = world.folder + "/log"
    subprocess.run([*strace(log, TRACED), world.program, "--version"], stdout=subprocess.DEVNULL, check=True)
    calls, _ = trace.read(log, world.folder)
    return collections.Counter(call.name for call in calls if call.name in ("openat", "close"))


def is_strict(world, place, call, what):
    """Whether a fault in this call must end the run: the paper, the folder, the pointer or the ledger is not on the disk."""
    if not (what.startswith("error=E") and "EINTR" not in what and call.injected):
        return False
    if call.name == "write" and call.arguments.startswith("1</dev/null>"):
        # Nobody was told.
        return True
    inside = call.target if call.name in ("openat", "mkdir", "rename", "symlink") else call.path
    if call.name == "openat" and "O_CREAT" not in call.arguments:
        return False
    if not inside.startswith(place + "/"):
        return False
    if call.name in ("fsync", "fdatasync", "rename", "symlink", "mkdir"):
        return call.name != "rename" or "/.staging-" in call.path or "/.latest-" in call.path or call.path.endswith(".part")
    below = re.match(re.escape(place) + r"/(?:.*/)?\.staging-[^/]*/(.*)$", inside)
    paper = bool(below) and any(known.endswith(below[1]) for known in world.papers) or inside.endswith(".part")
    if call.name == "close":
        return paper
    return call.name in ("write", "pwrite64", "writev", "openat", "ftruncate") and (paper or inside == place + "/R/2024/ledger.jsonl")


def attempt(world, call, what, when):
    """One run with one injection. Gives whether it happened, the exit code, and what is wrong."""
    place = world.place()
    log = place + "/log"
    signalled = what.startswith("signal=")
    stopped = what == "signal=STOP"
    code, error = world.attempt(place, before=strace(log, call, f"{call}:{what}:when={when}"), meanwhile=terminate_at_stop(log) if stopped else None)
    calls, text = trace.read(log, place) if os.path.exists(log) else ([], "")
    happened = trace.fired(text, what)
    wrong = world.faults_after(place, code, error, signalled)
    if world.is_strict and code in (0, 1):
        missed = [one for one in calls if is_strict(world, place, one, what)]
        wrong += [f"success although {missed[0]}"] if missed else []
    if stopped and code == -signal.SIGTERM and world.is_published(place):
        wrong.append("stopped by a signal, and published")
    if stopped and code == -signal.SIGTERM and world.left(place):
        wrong.append(f"stopped by a signal, and left behind: {world.left(place)}")
    told = [one for one in calls if one.injected and one.arguments.startswith(("1<", "2<"))]
    if told and "a publication without success" in wrong:
        # stderr took nothing either: nobody could be told more than by the exit code.
        wrong.remove("a publication without success")
    if code == 66 and what == "error=EIO" and any(
            one.injected and one.name in ("openat", "getdents64") and (one.target if one.name == "openat" else one.path).startswith(getattr(world, "data", "?")) for one in calls):
        wrong.append("a table or folder that was refused is called missing")
    wrong += world.litter_after(place)
    shutil.rmtree(place)
    return happened, code, wrong


def sweep(world, report, sample, seed):
    counts = positions(world)
    before = {} if world.is_first else start_up(world)
    work = [(call, what, when, number) for call in counts for what, when in faults(call, world.is_first)
            for number in range(before.get(call, 0) + 1, counts[call] + 2)]
    # The publishing is at the end of a run: a harness that stops at the first failure finds it sooner from there.
    work.sort(key=lambda each: each[3] - counts[each[0]], reverse=True)
    if sample:
        # The calls that a run makes a few times are those that publish: they are all tried.
        rare = [each for each in work if counts[each[0]] <= 4 and each[0] in CHANGING] if sample > 50 else []
        rest = [each for each in work if each not in rare]
        work = rare + random.Random(seed).sample(rest, min(max(0, sample - len(rare)), len(rest)))
    codes, fired, failed = collections.Counter(), 0, len(report.failures)

    def one(each):
        call, what, when, number = each
        if report.stop:
            return None
        place = when.format(number, number + 2)
        happened, code, wrong = attempt(world, call, what, place)
        # One beyond the last: strace must have nothing left to hit.
        if world.jobs == 1 and happened != (number <= counts[call]):
            wrong = wrong + [f"the injection {'happened' if happened else 'did not happen'}"]
        return happened, code, [f"{world.name}: {call} {what} when={place}: {text}" for text in wrong]

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for result in pool.map(one, work):
            if result:
                fired += result[0]
                codes[result[1]] += 1
                report.add(result[2])
    places = sum(count - before.get(call, 0) for call, count in counts.items())
    report.worlds[world.name] = {"positions": places, "injections": fired, "failures": len(report.failures) - failed, "commit": figures.COMMIT}
    report.injections += fired
    report.say(f"{world.name}: {fired} faults and kills at {places} positions of {len(counts)} calls; exit codes {dict(sorted(codes.items(), key=str))}")


def flush_order(world, report):
    """Every byte and every name is flushed before the step that relies on it, by the order of the calls."""
    place = world.place()
    log = place + "/log"
    reports = os.path.join(place, world.root).rstrip("/")
    existing = {os.path.join(folder, name) for folder, folders, files in os.walk(reports) for name in folders + files}
    world.attempt(place, before=strace(log, TRACED))
    calls, _ = trace.read(log, place)
    wrong = trace.late_flushes(calls, reports, existing, world.points)
    report.add([f"{world.name}: {text}" for text in wrong + ([] if world.product_of(place) else ["nothing was made"])])
    shutil.rmtree(place)
    report.say(f"{world.name}: the order of the flushes over {len(calls)} calls")


def a_held_lock(world, report):
    """While another run holds the lock nothing is read or written."""
    place = world.place()
    os.makedirs(place + "/R/2024", exist_ok=True)
    holder = subprocess.Popen(["flock", place + "/R/2024/.lock", "sh", "-c", "echo held; exec sleep 60"], stdout=subprocess.PIPE)
    holder.stdout.readline()
    code, error = world.attempt(place)
    holder.kill()
    holder.wait()
    report.add([] if code == 75 and world.latest(place) == world.old else [f"{world.name}: a held lock is not respected: exit {code}, {error}"])
    report.say(f"{world.name}: a held lock")
    shutil.rmtree(place)


def another_dead_run(world, report):
    """What a run of other inputs left when it was killed goes with the next run."""
    place = world.place()
    os.symlink("0" * 12, place + "/R/2024/.latest-" + "0" * 12)
    os.makedirs(place + "/R/2024/.staging-" + "0" * 12 + "/policy")
    report.add([f"{world.name}: another run died before: {text}" for text in world.litter_after(place)])
    report.say(f"{world.name}: what another dead run left")
    shutil.rmtree(place)


def growing_limits(world, report, sample):
    """A disk on which no file may grow beyond a limit: writes are cut short at any byte, then refused."""
    place = world.place()
    world.attempt(place)
    sizes = {os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(f"{place}/R/2024/{world.new}") for name in names}
    shutil.rmtree(place)
    limits = sorted({limit for size in sizes for limit in (0, 1, size // 2, size - 1)})
    limits = random.Random(5).sample(limits, min(sample, len(limits))) if sample else limits

    def one(limit):
        place = world.place()
        code, error = world.attempt(place, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        wrong = world.faults_after(place, code, error) + ([] if code == 74 else [f"exit {code}"]) + world.litter_after(place)
        shutil.rmtree(place)
        return [f"{world.name}: no file beyond {limit} bytes: {text}" for text in wrong]

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for wrong in pool.map(one, limits):
            report.add(wrong)
    report.injections += len(limits)
    report.say(f"{world.name}: {len(limits)} limits to the size of a file, each exit 74")


def cut_answers(world, report):
    """An answer that only fits in part: the file behind standard output may not grow, so that the last write is short."""
    words = [world.program, "policy", "--lang", "en", "--data", world.data, "2024"]

    def answer(limit):
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL, check=False,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
            output.seek(0)
            return done.returncode, output.read()

    _, whole = answer(1 << 30)
    limits = (0, 1, len(whole) // 2, len(whole) - 1, len(whole))
    for limit in limits:
        code, text = answer(limit)
        right = (0, whole) if limit == len(whole) else (74, whole[:limit])
        report.add([] if (code, text) == right else [f"an answer of {len(whole)} bytes where {limit} fit: exit {code}, {len(text)} bytes"])
    report.injections += len(limits)
    report.say(f"{len(limits)} answers that fit in part, each exit 74")


class Report:
    def __init__(self, fail_fast):
        self.fail_fast, self.failures, self.worlds, self.injections, self.stop = fail_fast, [], {}, 0, False
        self.began = self.last = time.monotonic()

    def add(self, wrong):
        for text in wrong:
            if len(self.failures) < 100:
                print("FAILED:", text, flush=True)
            self.failures.append(text)
            self.stop = self.fail_fast
        if self.stop:
            sys.exit(1)

    def say(self, text):
        now = time.monotonic()
        print(f"{text} ({now - self.last:.0f} s)", flush=True)
        self.last = now


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--sample", type=int, help="this many injections of each world, the same ones every time")
    options.add_argument("--fail-fast", action="store_true")
    options.add_argument("--only", help="this world; the figures of the others stay")
    options.add_argument("--figures")
    options = options.parse_args()
    if not shutil.which("strace") or subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        print("torture: skipped, strace cannot be used here")
        return
    report = Report(options.fail_fast)
    with memory_folder() as folder:
        folder, program = os.path.realpath(folder), os.path.abspath(options.program)
        worlds = [World(program, folder, FIRST), World(program, folder, "the first run", before=()),
                  World(program, folder, "an old run again", before=(2, 1)),
                  World(program, folder, "a run that prunes", before=(3, 1), words=("--keep", "1"), pruned=(0, 1)),
                  World(program, folder, "a run on two cores", jobs=2)]
        if not options.only:
            for world in worlds[:2]:
                flush_order(world, report)
            a_held_lock(worlds[0], report)
            another_dead_run(worlds[0], report)
            growing_limits(worlds[0], report, options.sample and options.sample // 10)
            cut_answers(worlds[0], report)
        for number, world in enumerate(worlds):
            if options.only not in (None, world.name):
                continue
            # The calls are those of the first world, in threads as it happens: a sample.
            sample = options.sample and options.sample // (1 if number == 0 else 6) or (400 if world.jobs > 1 else None)
            sweep(world, report, sample, number)
        for number, desk in enumerate(desks(program, folder), len(worlds)):
            if options.only not in (None, desk.name):
                continue
            if desk.product:
                flush_order(desk, report)
            sweep(desk, report, options.sample and options.sample // 12, number)
    print(f"torture: {report.injections} injections, {len(report.failures)} failures in {time.monotonic() - report.began:.0f} s")
    elsewhere = len(report.failures) - sum(world["failures"] for world in report.worlds.values())
    if not options.only or elsewhere:
        swept = sum(world["injections"] for world in report.worlds.values())
        report.worlds["flushes, locks and limits"] = {"positions": 0, "injections": report.injections - swept, "failures": elsewhere, "commit": figures.COMMIT}
    if options.only:
        report.worlds = {**(figures.read([os.path.dirname(options.figures or "")], "torture") or {}).get("worlds", {}), **report.worlds}
    figures.leave(options.figures, {"worlds": report.worlds})
    sys.exit(1 if report.failures else 0)


if __name__ == "__main__":
    main()
