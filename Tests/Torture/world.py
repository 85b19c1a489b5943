"""A small year and its reports: what stood before a run, what must stand after it, and the run itself under strace."""
import hashlib
import itertools
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import threading

HARBOUR = os.path.join(os.path.dirname(__file__), "..", "Years", "harbour")
FIRST = "another run"
RUN = re.compile("[0-9a-f]{12}")


def memory_folder():
    """A folder in memory where there is one: nothing here tests the disk's own speed."""
    roomy = os.path.isdir("/dev/shm") and os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 1 << 30
    return tempfile.TemporaryDirectory(dir="/dev/shm" if roomy else None)


def another_year(folder, name, blank_lines):
    """The harbour's year with some blank lines: other bytes, and so another run."""
    data = os.path.join(folder, name)
    shutil.copytree(HARBOUR, data)
    with open(data + "/2024/shares.csv", "ab") as file:
        file.write(b"\n" * blank_lines)
    return data


def contents(run):
    """Every file of a run by its name, with its hash and mode; the hashes must be those of SHA256SUMS."""
    files = {}
    for folder, _, names in os.walk(run):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            files[os.path.relpath(path, run)] = (digest, stat.S_IMODE(os.stat(path).st_mode))
    return files


def sums_hold(run):
    """Whether SHA256SUMS names every file of the run and every hash is right."""
    files = contents(run)
    if "SHA256SUMS" not in files:
        return False
    with open(run + "/SHA256SUMS", encoding="utf-8") as file:
        lines = dict(reversed(line.rstrip("\n").split("  ", 1)) for line in file)
    return lines == {name: digest for name, (digest, _) in files.items() if name != "SHA256SUMS"}


def ending(done, timeout, meanwhile):
    """The exit code of a process that was started in a session of its own, negative for a signal, None if it hangs; and what it said."""
    if meanwhile:
        threading.Thread(target=meanwhile, args=(done,), daemon=True).start()
    try:
        error = done.communicate(timeout=timeout)[1]
    except subprocess.TimeoutExpired:
        os.killpg(done.pid, signal.SIGKILL)
        done.communicate()
        return None, "hangs"
    return done.returncode, error.decode(errors="replace")


class World:
    """The reports before a run, the run, and what it publishes. On one core every call has one place in the order; on more
    it is chance which thread makes it."""
    # Below a place, where flushes are watched, and whether a link must come to name what is made.
    root, points = "R", True

    def __init__(self, program, folder, name, before=(1,), now=2, words=(), pruned=(), jobs=1):
        self.program, self.name, self.words = program, name, list(words)
        self.jobs = jobs
        # The world in which everything is tried.
        self.is_first = name == FIRST
        # Pruning may fail, and the run stands all the same.
        self.is_strict = not words
        self.folder = os.path.join(folder, name)
        os.makedirs(self.folder)
        years = {lines: another_year(self.folder, f"data{lines}", lines) for lines in {*before, now}}
        self.data = years[now]
        self.numbers = itertools.count()
        reports = self.folder + "/before"
        os.makedirs(reports)
        runs = [self.publish(reports, years[lines]) for lines in before]
        self.old = runs[-1] if runs else None
        self.before = reports
        copy = shutil.copytree(reports, self.folder + "/after", symlinks=True)
        self.new = self.publish(copy, self.data, *self.words)
        self.runs = {run: contents(f"{reports}/2024/{run}") for run in runs}
        self.runs[self.new] = contents(f"{copy}/2024/{self.new}")
        assert sums_hold(f"{copy}/2024/{self.new}")
        self.pruned = {runs[at] for at in pruned}
        self.papers = set(self.runs[self.new])

    def start(self, data, reports, *words, before=(), **options):
        command = [*before, self.program, "run", "--quiet", "--lang", "en", "--jobs", str(self.jobs), "--data", data, "--reports", reports, "2024", *words]
        return subprocess.Popen(command, **{"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "start_new_session": True, **options})

    def publish(self, reports, data, *words):
        done = self.start(data, reports, *words)
        error = done.communicate()[1]
        assert done.returncode in (0, 1), error
        return os.readlink(reports + "/2024/latest")

    def place(self):
        """A copy of the reports as they were, with a folder for temporary files beside it."""
        place = f"{self.folder}/place{next(self.numbers)}"
        shutil.copytree(self.before, place + "/R", symlinks=True)
        os.mkdir(place + "/tmp")
        return place

    def attempt(self, place, before=(), timeout=60, meanwhile=None, **options):
        """One run there. Gives its exit code, negative for a signal, and what it said."""
        done = self.start(self.data, place + "/R", *self.words, before=before, env={**os.environ, "TMPDIR": place + "/tmp", "SWIFT_BACKTRACE": "enable=no"}, **options)
        return ending(done, timeout, meanwhile)

    def latest(self, place):
        try:
            return os.readlink(place + "/R/2024/latest")
        except FileNotFoundError:
            return None

    def product_of(self, place):
        return contents(f"{place}/R/2024/{self.new}")

    def is_published(self, place):
        return self.latest(place) == self.new

    def left(self, place):
        """What a run that was stopped must have taken away."""
        year = place + "/R/2024"
        return [name for name in (os.listdir(year) if os.path.isdir(year) else []) if name.startswith((".staging", ".latest"))]

    def faults_after(self, place, code, error, signalled=False):
        """What is wrong with the reports after a run that ended so; an empty list is what we want."""
        wrong = []
        latest = self.latest(place)
        if code is None:
            return ["hangs"]
        if latest not in (self.old, self.new):
            return [f"latest is {latest}"]
        for run in {name for name in os.listdir(place + "/R/2024") if RUN.fullmatch(name)} if os.path.isdir(place + "/R/2024") else ():
            if contents(f"{place}/R/2024/{run}") != self.runs.get(run):
                wrong.append(f"{run} is not whole")
        if latest and not os.path.isdir(f"{place}/R/2024/{latest}"):
            wrong.append("latest points nowhere")
        told = code in (0, 1) or "is published" in error
        if told and latest != self.new:
            wrong.append("success without a publication")
        if not told and not signalled and latest == self.new != self.old:
            wrong.append("a publication without success")
        if code < 0 and not signalled or code in (132, 133, 134, 139):
            wrong.append("a crash")
        return wrong + self.ledger_faults(place, code)

    def ledger_faults(self, place, code):
        try:
            with open(place + "/R/2024/ledger.jsonl", "rb") as file:
                lines = file.read().split(b"\n")[:-1]
        except FileNotFoundError:
            lines = []
        before = "0" * 64
        for line in lines:
            if json.loads(line)["previous"] != before:
                return ["the ledger is no chain"]
            before = hashlib.sha256(line).hexdigest()
        last = json.loads(lines[-1]) if lines else {}
        published = last.get("run") == self.new and last.get("outcome") in ("published", "unchanged")
        if code in (0, 1) and not published:
            return ["success that the ledger does not know"]
        if published and self.latest(place) != self.new:
            return ["the ledger knows a publication that was none"]
        return []

    def litter_after(self, place):
        """Runs once more, unharmed; what is wrong then."""
        code, error = self.attempt(place)
        if code not in (0, 1):
            return [f"the next run fails: {code} {error}"]
        wrong = self.faults_after(place, code, error)
        left = set(os.listdir(place + "/R/2024")) - (set(self.runs) - self.pruned) - {"latest", ".lock", "ledger.jsonl"}
        if left or self.latest(place) != self.new:
            wrong.append(f"left behind: {sorted(left)}")
        return wrong + ([f"left in TMPDIR: {os.listdir(place + '/tmp')}"] if os.listdir(place + "/tmp") else [])
