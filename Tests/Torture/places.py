"""Places that fail: full disks, folders that may not be read or written, tables that vanish or change, an output that takes
nothing, the power cut.

    places.py --program .build/release/allot [--long] [--only NAME] [--figures FILE]

Every function named test_… is one sentence that can be false. What needs root or a mount is skipped and said elsewhere."""
import argparse
import base64
import glob
import io
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import figures
import trace
from desk import ACCOUNTS, Bureau, Ordering, Replacing
from torture import terminate_at_stop
from world import World, contents, memory_folder

PROGRAM, LONG, CASES, EXPOSURE = None, False, 0, None
NOBODY = 65534
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Data")


class Skip(Exception):
    pass


def allot(*words, **options):
    return subprocess.run([PROGRAM, *words], **{"capture_output": True, "text": True, "errors": "replace", "timeout": 60, "check": False, **options})


def count(number=1):
    global CASES
    CASES += number


class Mount:
    """Something mounted for as long as the block lasts."""

    def __init__(self, place, *words):
        self.place, self.words = place, words

    def __enter__(self):
        if os.geteuid() != 0:
            raise Skip("not root")
        os.makedirs(self.place, exist_ok=True)
        done = subprocess.run(["mount", *self.words, self.place], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Skip("nothing can be mounted here: " + done.stderr.strip())
        return self.place

    def __exit__(self, *_):
        subprocess.run(["umount", self.place], check=True)


def leave_free(folder, kibibytes):
    """Fills a disk up to that."""
    ballast = folder + "/ballast"
    with open(ballast, "wb") as file:
        free = os.statvfs(folder)
        os.posix_fallocate(file.fileno(), 0, max(4096, free.f_bavail * free.f_frsize - kibibytes * 1024))
    return ballast


# Full disks

def test_a_full_disk_ends_a_run_with_74_and_leaves_the_old_one(folder):
    world = World(PROGRAM, folder, "w")
    published = 0
    with Mount(folder + "/disk", "-t", "tmpfs", "-o", "size=4m", "none") as disk:
        shutil.copytree(world.before, disk + "/R", symlinks=True)
        os.mkdir(disk + "/tmp")
        for free in range(0, 1000, 4 if LONG else 52):
            ballast = leave_free(disk, free)
            code, error = world.attempt(disk)
            wrong = world.faults_after(disk, code, error) + ([] if code in (1, 74) else [f"exit {code}: {error}"])
            assert not wrong, (free, wrong)
            os.remove(ballast)
            if code == 1:
                published += 1
                break
            assert world.latest(disk) == world.old and os.listdir(disk + "/R/2024").count(world.new) == 0
            count()
        assert not world.litter_after(disk)
    assert published, "the largest disk was meant to suffice"


def test_a_disk_without_names_left_ends_a_run_with_74(folder):
    world = World(PROGRAM, folder, "w")
    before = sum(len(files) + len(folders) for _, folders, files in os.walk(world.before))
    for more in range(2, 60, 1 if LONG else 9):
        with Mount(folder + "/disk", "-t", "tmpfs", "-o", f"size=4m,nr_inodes={before + more + 2}", "none") as disk:
            shutil.copytree(world.before, disk + "/R", symlinks=True)
            done = allot("run", "--quiet", "--data", world.data, "--reports", disk + "/R", "2024")
            wrong = world.faults_after(disk, done.returncode, done.stderr)
            assert not wrong and done.returncode in (1, 74), (more, done.returncode, done.stderr, wrong)
            count()


def test_a_full_tmpdir_harms_nothing(folder):
    world = World(PROGRAM, folder, "w")
    with Mount(folder + "/disk", "-t", "tmpfs", "-o", "size=64k", "none") as disk:
        leave_free(disk, 0)
        environment = {**os.environ, "TMPDIR": disk}
        place = world.place()
        done = allot("run", "--quiet", "--data", world.data, "--reports", place + "/R", "2024", env=environment)
        assert done.returncode == 1 and not world.faults_after(place, 1, ""), done.stderr
        again = allot("verify", place + "/R/2024/latest", "--inputs", world.data + "/2024", env=environment)
        assert again.returncode == 74, (again.returncode, again.stdout, again.stderr)
        count(2)


def test_a_full_disk_or_a_system_without_threads_makes_no_year(folder):
    with Mount(folder + "/disk", "-t", "tmpfs", "-o", "size=256k", "none") as disk:
        done = allot("generate", "--data", DATA, "--applications", "2000", "--output", disk + "/Made", "--lang", "en")
        assert done.returncode == 74 and "cannot be written: No space left" in done.stderr and not os.listdir(disk + "/Made"), done.stderr
    count()
    if not shutil.which("strace"):
        raise Skip("no strace")
    words = ["strace", "-f", "-o", "/dev/null", "-e", "inject=clone3:error=EAGAIN:when=1", PROGRAM, "run", "--data", DATA, "--reports", folder + "/R", "--lang", "en"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 74 and "pthread_create SIGTERM: Resource temporarily unavailable" in done.stderr, done.stderr
    assert not os.path.exists(folder + "/R")
    count()


def test_who_has_no_name_here_is_called_by_number(folder):
    if os.geteuid():
        raise Skip("not root")
    os.chmod(folder, 0o777)
    done = allot("run", "--quiet", "--data", DATA, "--reports", folder + "/R", "2024", preexec_fn=lambda: os.setuid(54321))
    assert done.returncode == 1, done.stderr
    with open(folder + "/R/2024/ledger.jsonl", encoding="utf-8") as file:
        assert json.loads(file.read())["actor"] == "uid 54321"
    count()


def test_signatures_without_ssh_keygen_are_an_error_not_a_verdict(folder):
    latest = os.path.join(folder, "R")
    allot("run", "--quiet", "--data", DATA, "--reports", latest, "2024")
    with open(folder + "/allowed_signers", "w", encoding="utf-8") as file:
        file.write("li ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVTqK0n0nMUvVqv4oZ8k1yV0d5pJ1u8g3q3p1a1b2c3\n")
    for role in ("review", "approve"):
        with open(f"{latest}/2024/latest/SHA256SUMS.{role}.sig", "w", encoding="utf-8") as file:
            file.write("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n")
    words = ["verify", latest + "/2024/latest", "--final", "--signers", folder + "/allowed_signers", "--lang", "en"]
    assert allot(*words).returncode == 1
    with open(folder + "/empty", "wb"):
        pass
    # Nobody else on the machine misses it.
    hide = ["unshare", "-m", "sh", "-c", 'mount --bind "$1" /usr/bin/ssh-keygen && shift && exec "$@"', "sh", folder + "/empty"]
    if os.geteuid() or subprocess.run([*hide, "true"], capture_output=True, check=False).returncode:
        raise Skip("nothing can be mounted here")
    done = subprocess.run([*hide, PROGRAM, *words], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 74 and "cannot run /usr/bin/ssh-keygen" in done.stderr, (done.returncode, done.stderr)
    count()


# Inputs

FORM = "/2024/applications/港区.csv"


def refused(world, place, word, code=65, **options):
    done = allot("run", "--quiet", "--lang", "en", "--data", place + "/D", "--reports", place + "/R", "2024", **options)
    assert done.returncode == code and word in done.stderr, (word, done.returncode, done.stderr)
    assert world.latest(place) == world.old
    count()
    return done


def with_data(world):
    place = world.place()
    shutil.copytree(world.data, place + "/D")
    return place


def test_an_input_that_is_no_plain_file_of_the_folder_is_refused_by_name(folder):
    world = World(PROGRAM, folder, "w")
    outside = folder + "/outside"
    shutil.copytree(world.data, outside)
    for name, change in [("applications/港区.csv", lambda path: os.symlink(outside + FORM, path)), ("towns.csv", lambda path: os.symlink("/etc/passwd", path)),
                         ("policy/items.csv", lambda path: os.symlink(outside + "/2024/policy/items.csv", path)), ("shares.csv", os.mkfifo), ("shares.csv", os.mkdir),
                         ("applications", lambda path: os.symlink(outside + "/2024/applications", path)), ("policy", lambda path: os.symlink(outside + "/2024/policy", path))]:
        place = with_data(world)
        path = f"{place}/D/2024/{name}"
        if os.path.isdir(path):
            shutil.rmtree(path)
        else:
            os.remove(path)
        change(path)
        refused(world, place, name, timeout=5)


def as_nobody(folder):
    """Options that run the program as a user who owns nothing; the folder is made readable to him."""
    if os.geteuid() != 0:
        return {}
    os.chmod(folder, 0o755)
    for path in [PROGRAM] + [folder]:
        while path != "/":
            if not os.stat(path).st_mode & 0o001:
                raise Skip(f"{path} is closed to others")
            path = os.path.dirname(path)
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def test_an_input_that_may_not_be_read_is_refused_by_name(folder):
    world = World(PROGRAM, folder, "w")
    for name, mode in [("applications/港区.csv", 0), ("policy/items.csv", 0), ("shares.csv", 0), ("applications", 0), ("applications", 0o100)]:
        place = with_data(world)
        options = as_nobody(folder)
        if options:
            for path, folders, files in os.walk(place + "/R"):
                for each in folders + files + ["."]:
                    os.chown(os.path.join(path, each), NOBODY, NOBODY, follow_symlinks=False)
        path = f"{place}/D/2024/{name}"
        os.chmod(path, mode)
        refused(world, place, name, **options)
        os.chmod(path, 0o755)


def stopped_at(world, place, call, path, change):
    """A run that is stopped when it calls for a path, and goes on after the change."""
    if not shutil.which("strace"):
        raise Skip("no strace")
    log = place + "/log"
    words = ["strace", "-f", "-o", log, "-P", path, "-e", f"trace={call}", "-e", f"inject={call}:signal=STOP:when=1"]
    start = subprocess.Popen([*words, PROGRAM, "run", "--quiet", "--lang", "en", "--data", place + "/D", "--reports", place + "/R", "2024"],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 40
    while time.monotonic() < until and start.poll() is None:
        if os.path.exists(log) and "stopped by SIGSTOP" in open(log, encoding="utf-8", errors="replace").read():
            break
        time.sleep(0.005)
    else:
        raise AssertionError(f"the run never called {call} for {path}")
    change(path)
    with open(f"/proc/{start.pid}/task/{start.pid}/children", encoding="ascii") as file:
        program = int(file.read().split()[0])
    # strace may miss that a thread goes on while another one is still being stopped: it is told again.
    while start.poll() is None and time.monotonic() < until:
        os.kill(program, signal.SIGCONT)
        time.sleep(0.05)
    error = start.communicate(timeout=30)[1]
    count()
    return start.returncode, error


def append(path):
    with open(path, "ab") as file:
        file.write(b"\n")


def rewrite(path):
    """Other bytes, as many as before."""
    with open(path, "r+b") as file:
        data = file.read().replace(b"1", b"2")
        file.seek(0)
        file.write(data)


def replace(path):
    with open(path + "~", "wb") as file:
        file.write(b"nothing")
    os.rename(path + "~", path)


def test_a_table_that_changes_while_it_is_read_is_refused(folder):
    world = World(PROGRAM, folder, "w")
    for change in (append, rewrite, lambda path: os.truncate(path, 10)):
        place = with_data(world)
        code, error = stopped_at(world, place, "read,pread64", place + "/D" + FORM, change)
        assert code == 65 and "changed while it was read" in error and world.latest(place) == world.old, (code, error)
    # A file that is replaced goes on under its old name until it is closed: what was opened is what is read.
    place = with_data(world)
    code, error = stopped_at(world, place, "read,pread64", place + "/D" + FORM, replace)
    assert code == 1 and world.latest(place) == world.new, (code, error)


def test_a_table_that_vanishes_between_list_and_reading_is_missed(folder):
    if not shutil.which("strace"):
        raise Skip("no strace")
    world = World(PROGRAM, folder, "w")
    place = with_data(world)
    words = ["strace", "-f", "-o", "/dev/null", "-P", place + "/D" + FORM, "-e", "inject=openat:error=ENOENT"]
    start = world.start(place + "/D", place + "/R", before=words)
    error = start.communicate()[1].decode()
    assert start.returncode in (65, 66) and "港区.csv" in error and world.latest(place) == world.old, (start.returncode, error)
    count()


# Outputs

def test_reports_that_may_not_be_written_are_73(folder):
    world = World(PROGRAM, folder, "w")
    place = world.place()
    with Mount(folder + "/disk", "-t", "tmpfs", "-o", "size=4m", "none") as disk:
        shutil.copytree(world.before, disk + "/R", symlinks=True)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        for reports in ("/R", "/other"):
            done = allot("run", "--quiet", "--data", world.data, "--reports", disk + reports, "2024")
            assert done.returncode == 73, (done.returncode, done.stderr)
            count()
    options = as_nobody(folder)
    for reports in ("/R", "/other"):
        done = allot("run", "--quiet", "--data", world.data, "--reports", place + reports, "2024", **options)
        assert done.returncode == 73, (done.returncode, done.stderr)
        count()


def sweep(world, call, path=None, what="error=EIO", numbers=None):
    """An attempt for each place of a call, for one path or for all, with this done to it there; the exit codes of those that
    were hit."""
    codes = []
    for number in numbers or itertools.count(1):
        place = world.place()
        log = place + "/log"
        words = ["strace", "-f", "-o", log, *(["-P", place + path] if path else []), "-e", "trace=" + call, "-e", f"inject={call}:{what}:when={number}"]
        code, error = world.attempt(place, before=words, meanwhile=terminate_at_stop(log) if "signal" in what else None)
        with open(log, encoding="utf-8", errors="replace") as file:
            happened = trace.fired(file.read(), what)
        wrong = world.faults_after(place, code, error, "signal" in what) + world.litter_after(place)
        assert not wrong, (call, path, what, number, code, error, wrong)
        if not happened:
            break
        codes.append(code)
        count()
    return codes


def test_each_step_that_shows_a_run_may_be_refused(folder):
    if not shutil.which("strace"):
        raise Skip("no strace")
    for world in (World(PROGRAM, folder, "another"), World(PROGRAM, folder, "the first", before=())):
        for call, name in [("flock", "/.lock"), ("fsync", ""), ("readlink", "/latest"), ("rename", "/.latest-" + world.new), ("ftruncate", "/ledger.jsonl"),
                           ("write", "/ledger.jsonl"), ("fsync", "/ledger.jsonl")]:
            codes = sweep(world, call, "/R/2024" + name)
            assert 74 in codes and set(codes) <= {1, 74}, (world.name, call, name, codes)
        # A ledger that takes nothing cannot be told that it took nothing.
        assert set(sweep(world, "write", "/R/2024/ledger.jsonl", "retval=0")) == {74}


def test_a_draft_that_cannot_be_looked_into_keeps_its_place_and_harms_no_run(folder):
    world = World(PROGRAM, folder, "w", before=(3, 1), words=("--keep", "1"), pruned=(0, 1))
    place = world.place()
    old = next(run for run in world.runs if run not in (world.old, world.new))
    os.rename(f"{place}/R/2024/{old}/run.json", place + "/run.json")
    os.symlink(place + "/run.json", f"{place}/R/2024/{old}/run.json")
    code, error = world.attempt(place)
    assert code == 1 and "old drafts stay" in error and world.latest(place) == world.new and {old, world.old} <= set(os.listdir(place + "/R/2024")), error
    count()


def test_a_signal_while_a_run_is_shown_comes_too_late(folder):
    if not shutil.which("strace"):
        raise Skip("no strace")
    world = World(PROGRAM, folder, "w")
    assert sweep(world, "rename", "/R/2024/.latest-" + world.new, "signal=STOP") == [1]


def test_an_order_that_the_ledger_cannot_keep_is_taken_back(folder):
    if not shutil.which("strace"):
        raise Skip("no strace")
    desk = Ordering(Bureau(PROGRAM, folder), folder, "an order", "order", "{run}")
    assert sweep(desk, "ftruncate", "/R/2024/ledger.jsonl") == [74]


def test_each_paper_of_a_reconciliation_may_be_refused_its_name(folder):
    if not shutil.which("strace"):
        raise Skip("no strace")
    desk = Replacing(Bureau(PROGRAM, folder).order(), folder, "again", "reconcile", "{run}", "--payments", "{folder}/settled.csv", "--output", "{place}/out")
    papers = [name for name in desk.new if name != "notes of a clerk.txt"]
    assert sweep(desk, "rename") == [74] * len(papers) and len(papers) > 3


def test_a_workbook_that_is_read_back_otherwise_is_refused(folder):
    if not shutil.which("strace"):
        raise Skip("no strace")
    desk = Replacing(Bureau(PROGRAM, folder).order(), folder, "again", "reconcile", "{run}", "--payments", "{folder}/settled.csv", "--output", "{place}/out")
    place = desk.place()
    desk.attempt(place, before=["strace", "-f", "-y", "-o", place + "/log", "-e", "trace=read"])
    calls, _ = trace.read(place + "/log", place)
    thread = next(call.thread for call in calls if call.path.endswith(".xlsx"))
    own = [call for call in calls if call.thread == thread]
    # It is written twice, and read back each time; behind what it holds nothing is missed.
    numbers = [at + 1 for at, call in enumerate(own) if call.path.endswith(".xlsx")]
    assert len(numbers) == 4
    # How often it reads what its children say, before, is chance: so is whether the same reads are hit.
    assert any(sweep(desk, "read", what="retval=0", numbers=numbers[:3]) == [74, 0, 74] for _ in range(12))


class Commands:
    """Every command that the overview names, with words that make it work, and each one's help."""

    def __init__(self, folder):
        self.folder, self.bureau, self.made = folder, Bureau(PROGRAM, folder), itertools.count()
        self.bureau.order()
        self.bureau.must("run", "2024")
        draft = os.path.basename(os.path.realpath(self.bureau.reports + "/2024/latest"))
        run = os.path.basename(self.bureau.run)
        self.folders = ["--data", self.bureau.data, "--reports", self.bureau.reports]
        names = re.findall(r"^  ([a-z]+) ", allot("--help", "--lang", "en").stdout, re.M)
        words = {"run": ["2024"], "check": ["2024"], "policy": ["2024"], "explain": ["A1"], "simulate": ["2024", "--set", "limits/crane/slots=1"],
                 "verify": [run, "--final"], "prove": ["A1", "--run", run, "--output", "{new}"], "order": [run], "diff": [draft, run],
                 "reconcile": [run, "--payments", folder + "/open.csv", "--output", "{new}"], "generate": ["2024", "--applications", "5", "--output", "{new}"]}
        assert set(words) == set(names), names
        self.work = [[name, *words[name], *self.folders] for name in names]
        self.help = [[name, "--help"] for name in names] + [["--help"], ["--version"]]

    def fresh(self, words):
        """The words with folders that nobody used before."""
        return [word.replace("{new}", f"{self.folder}/new{next(self.made)}") for word in words]


def test_an_output_that_takes_nothing_is_74_for_every_command(folder):
    commands = Commands(folder)
    for words in commands.work + commands.help:
        done = allot(*commands.fresh(words))
        assert done.returncode in (0, 1) and done.stdout, (words, done)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, *commands.fresh(words)], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 74 and done.stderr, (words, done)
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([PROGRAM, *commands.fresh(words)], stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
        os.close(writer)
        assert done.returncode == 74 and done.stderr, (words, done)
        done = subprocess.run([PROGRAM, *commands.fresh(words)], stderr=subprocess.PIPE, text=True, check=False, preexec_fn=lambda: os.close(1))
        assert done.returncode == 74, (words, "stdout is closed", done)
        count(3)


# Nothing goes out that should not

def test_no_command_calls_the_network(folder):
    if not shutil.which("strace"):
        raise Skip("no strace")
    commands = Commands(folder)
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", folder + "/key.pem"], check=True, capture_output=True)
    for words in commands.work + commands.help + [["run", "2024", "--key", folder + "/key.pem", *commands.folders]]:
        log = folder + "/log"
        done = subprocess.run(["strace", "-f", "-o", log, "-e", "trace=%network,execve", PROGRAM, *commands.fresh(words)], capture_output=True, check=False)
        assert done.returncode in (0, 1), (words, done.stderr)
        with open(log, encoding="utf-8") as file:
            lines = [line for line in file if not re.search(r"\+\+\+|---", line)]
        # ssh-keygen asks the C library who it is, and that asks a service of this machine.
        others = {line.split()[0] for line in lines if "ssh-keygen" in line}
        called = [line for line in lines if "execve(" not in line and not (line.split()[0] in others and "AF_UNIX" in line)]
        assert not called and bool(others) == (words[0] in ("verify", "order") and "--help" not in words), (words, called[:3])
        count()


def test_an_account_is_in_no_message_and_in_no_paper_but_the_order(folder):
    commands = Commands(folder)
    accounts = [line.split(",")[4] for line in ACCOUNTS.splitlines()[1:]] + ["8888000000000017", "888800000000000099", "7777000000000018"]
    with open(commands.bureau.data + "/2024/accounts.csv", "a", encoding="utf-8") as file:
        file.write(f"91370500HB00000395,别家公司,示例银行,102304000001,{accounts[3]}\n91370500HB0000063M,港样6号公司,示例银行,1,{accounts[4]},\n")
    with open(folder + "/open.csv", "a", encoding="utf-8") as file:
        file.write(f"x1,b,nothing,A1,港样1号公司,,{accounts[5]},1元,2025-06-10,district,paid\nx2,b,,A1,港样1号公司,,{accounts[5]},1,2025-06-10,nobody,paid\n")
    shutil.move(commands.bureau.run + "/payments", folder + "/kept")
    said, papers = "", 0
    for words in commands.work:
        for more in ([], ["--json-log"], ["--lang", "zh"]):
            done = allot(*commands.fresh(words), *more)
            assert done.returncode in (0, 1), (words, done)
            said += done.stdout + done.stderr
    assert "fault" in said and len(said) > 10_000
    assert not [account for account in accounts if account in said]
    for place in [commands.bureau.reports] + [path for path in glob.glob(folder + "/new*") if not os.path.exists(path + "/2024")]:
        for path, _, names in os.walk(place):
            for name in names:
                with open(os.path.join(path, name), "rb") as file:
                    data = file.read()
                if name.endswith(".xlsx"):
                    with zipfile.ZipFile(io.BytesIO(data)) as archive:
                        data = b"".join(archive.read(each) for each in archive.namelist())
                found = [account for account in accounts if account.encode() in data]
                if found:
                    assert name == "order.csv" and path.endswith("/payments"), (path, name, found)
                papers += not found
    assert papers > 50
    count(papers)


def test_a_key_is_in_no_paper_and_no_message(folder):
    world = World(PROGRAM, folder, "w")
    place = with_data(world)
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", place + "/key.pem"], check=True, capture_output=True)
    with open(place + "/key.pem", encoding="ascii") as file:
        secret = base64.b64decode("".join(file.read().split("\n")[1:-2]))[-32:]
    forms = [secret, secret.hex().encode(), secret.hex().upper().encode(), base64.b64encode(secret)[:-4], base64.b64encode(secret[1:])[:-4], base64.b64encode(secret[2:])[:-4]]
    said = b""
    for words in (["--json-log"], [], ["--final"]):
        done = allot("run", "2024", "--key", place + "/key.pem", "--data", place + "/D", "--reports", place + "/R", *words)
        said += (done.stdout + done.stderr).encode()
    broken = place + "/broken.pem"
    with open(place + "/key.pem", "rb") as file, open(broken, "wb") as other:
        other.write(file.read().replace(b"BEGIN", b"BEGUN"))
    done = allot("run", "2024", "--key", broken, "--data", place + "/D", "--reports", place + "/R")
    assert done.returncode == 65
    said += (done.stdout + done.stderr).encode()
    found = 0
    for path, _, names in os.walk(place + "/R"):
        for name in names:
            with open(os.path.join(path, name), "rb") as file:
                data = file.read()
            assert not any(form in data for form in forms), name
            found += 1
    assert found > 50 and not any(form in said for form in forms)
    count(found)


def syscalls(group):
    """The calls of one of systemd's groups, those of the groups within it included."""
    names = set()
    for word in subprocess.run(["systemd-analyze", "syscall-filter", group], capture_output=True, text=True, check=True).stdout.split("\n")[1:]:
        word = word.strip()
        if word.startswith("@"):
            names |= syscalls(word)
        elif re.fullmatch(r"\w+", word):
            names.add(word)
    return names


def test_the_service_is_tight_and_lets_a_run_do_its_work(folder):
    if not shutil.which("systemd-analyze") or not shutil.which("strace"):
        raise Skip("no systemd-analyze or no strace")
    with open(os.path.join(os.path.dirname(__file__), "..", "..", "Sources", "allot", "allot@.service"), encoding="utf-8") as file:
        unit = file.read()
    path = folder + "/allot@.service"
    with open(path, "w", encoding="utf-8") as file:
        file.write(re.sub("Documentation=.*\n", "", unit).replace("/usr/local/bin/allot", PROGRAM))
    for words in (["verify", path], ["security", "--offline=yes", "--threshold=15", path]):
        done = subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0 and "Unknown" not in done.stderr, (words, done.stderr, done.stdout[-300:])
        count()
    global EXPOSURE
    EXPOSURE = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)[1]
    world = World(PROGRAM, folder, "w")
    place = world.place()
    world.attempt(place, before=["strace", "-f", "-o", place + "/log"])
    with open(place + "/log", encoding="utf-8", errors="replace") as file:
        called = set(re.findall(r"^\d+ +(\w+)\(", file.read(), re.M))
    refused = called - syscalls("@system-service") - syscalls("@default") | called & syscalls("@privileged")
    assert not refused and len(called) > 20, refused
    count()


# The power cut

def test_a_power_cut_leaves_the_old_run_or_the_new_one(folder):
    """The disk as it is at a call, without what the kernel still holds: a copy of the image behind a loop device."""
    if not shutil.which("mkfs.ext4") or not shutil.which("strace"):
        raise Skip("no mkfs.ext4 or no strace")
    world = World(PROGRAM, folder, "w")
    image, cut = folder + "/image", folder + "/cut"
    outcomes = {}

    def disk(path):
        with open(path, "wb") as file:
            file.truncate(12 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-O", "^metadata_csum", path], check=True)

    calls = {"fsync": 90, "rename": 6, "symlink": 4, "mkdir": 8, "write": 400, "openat": 500, "close": 500, "exit_group": 2, "ftruncate": 3}
    step = {"fsync": 1, "write": 9, "openat": 11, "close": 11}
    disk(image)
    with Mount(folder + "/disk", "-o", "loop", image) as place:
        shutil.copytree(world.before, place + "/R", symlinks=True)
        os.mkdir(place + "/tmp")
    shutil.copy(image, folder + "/clean")
    for call, most in calls.items():
        for number in range(1, most, step.get(call, 1) * (1 if LONG else 13)):
            shutil.copy(folder + "/clean", image)
            with Mount(folder + "/disk", "-o", "loop", image) as place:
                words = ["strace", "-f", "-o", folder + "/log", "-e", f"inject={call}:signal=STOP:when={number}"]
                start = world.start(world.data, place + "/R", before=words)
                while start.poll() is None:
                    if os.path.exists(folder + "/log") and "stopped by SIGSTOP" in open(folder + "/log", encoding="utf-8", errors="replace").read():
                        break
                    time.sleep(0.003)
                was_stopped = start.poll() is None
                shutil.copy(image, cut)
                if was_stopped:
                    with open(f"/proc/{start.pid}/task/{start.pid}/children", encoding="ascii") as file:
                        os.kill(int(file.read().split()[0]), signal.SIGKILL)
                start.communicate()
            os.remove(folder + "/log")
            with Mount(folder + "/disk", "-o", "loop", cut) as place:
                latest = world.latest(place)
                assert latest in (world.old, world.new), (call, number, latest)
                assert contents(f"{place}/R/2024/{latest}") == world.runs[latest], (call, number, latest)
                if not was_stopped or call == "exit_group":
                    assert latest == world.new, (call, number, "success, and the power cut takes it back")
                os.makedirs(place + "/tmp", exist_ok=True)
                wrong = world.litter_after(place)
                assert not wrong, (call, number, wrong)
            outcomes[latest] = outcomes.get(latest, 0) + 1
            count()
            if not was_stopped:
                break
    assert len(outcomes) == 2, outcomes


def main():
    global PROGRAM, LONG
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--long", action="store_true")
    options.add_argument("--only")
    options.add_argument("--figures")
    options = options.parse_args()
    PROGRAM, LONG = os.path.abspath(options.program), options.long
    failed = skipped = 0
    for name, test in [(name, test) for name, test in globals().items() if name.startswith("test_") and options.only in (None, name)]:
        started = time.monotonic()
        with memory_folder() as folder:
            try:
                test(os.path.realpath(folder))
                verdict = "ok"
            except Skip as reason:
                verdict, skipped = f"skipped: {reason}", skipped + 1
            except Exception as error:  # a test that breaks has failed
                verdict, failed = f"FAILED: {type(error).__name__} {error}", failed + 1
        print(f"{name[5:].replace('_', ' ')}: {verdict} ({time.monotonic() - started:.1f} s)", flush=True)
    print(f"places: {CASES} cases, {failed} failed, {skipped} skipped")
    figures.leave(options.figures, {"cases": CASES, "failures": failed, "skipped": skipped, "exposure": EXPOSURE})
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
