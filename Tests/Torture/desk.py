"""The desk of finance: a final run that two people signed, and the commands that read it. Each stands beside `World` for
the torture: what was there before, the command under strace, and what must be there after it."""
import hashlib
import itertools
import json
import os
import shutil
import stat
import subprocess

from world import HARBOUR, contents, ending, sums_hold

ACCOUNTS = """uscc,account_name,bank,bank_code,account
91370500HB0000012D,港样1号公司,示例银行,102304000001,9999000000000011
91370500HB00000208,港样2号公司,示例银行,102304000002,9999000000000012
91370500HB00000470,港样4号公司,示例银行,102304000004,9999000000000014
"""


class Bureau:
    """Data and reports with a final run, signed; the order and two payment files, if they are asked for."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.data, self.reports = folder + "/D", folder + "/R"
        shutil.copytree(HARBOUR, self.data)
        with open(self.data + "/2024/accounts.csv", "w", encoding="utf-8") as file:
            file.write(ACCOUNTS)
        self.must("run", "2024", "--final")
        self.run = os.path.realpath(self.reports + "/2024/latest")
        assert sums_hold(self.run)
        with open(self.data + "/2024/allowed_signers", "w", encoding="utf-8") as file:
            for role, name in (("review", "li"), ("approve", "wang")):
                subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{name}"], check=True)
                with open(f"{folder}/{name}.pub", encoding="utf-8") as public:
                    file.write(f"{name} {' '.join(public.read().split()[:2])}\n")
                subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", f"allot-{role}", "-f", f"{folder}/{name}", self.run + "/SHA256SUMS"],
                               check=True, stderr=subprocess.DEVNULL)
                os.rename(self.run + "/SHA256SUMS.sig", f"{self.run}/SHA256SUMS.{role}.sig")

    def must(self, *words):
        done = subprocess.run([self.program, *words, "--quiet", "--lang", "en", "--data", self.data, "--reports", self.reports], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr

    def order(self):
        """Makes the order, and payments by which it is settled and by which it is not."""
        self.must("order")
        with open(self.run + "/payments/order.csv", encoding="utf-8-sig", newline="") as file:
            rows = [line.split(",") for line in file.read().split("\r\n")[1:-1]]
        head = "voucher,batch,order,application_id,payee,uscc,account,amount,date,level,status\n"
        lines = [f"{level}{at},b,{row[0]},,{row[2]},{row[3]},{row[7]},{int(row[column]) / 100:.2f},2025-06-10,{level},paid\n"
                 for at, row in enumerate(rows) for level, column in (("district", 9), ("town", 10)) if int(row[column])]
        for name, some in (("settled", lines), ("open", lines[1:])):
            with open(f"{self.folder}/{name}.csv", "w", encoding="utf-8") as file:
                file.write(head + "".join(some))
        return self


class Desk:
    """One command at the desk. `product` is the folder below a place that it fills, `mode` what others may do there."""
    product = mode = None
    is_first, is_strict, jobs, root, points = False, True, 1, "", False
    # Whether what cannot be flushed is taken back; else it stands, whole, and the exit code says that nobody knows.
    takes_back = True

    def __init__(self, bureau, folder, name, *words):
        self.bureau, self.name, self.words, self.program = bureau, name, words, bureau.program
        self.folder = os.path.join(folder, name)
        self.numbers = itertools.count()
        self.before = self.folder + "/before"
        shutil.copytree(bureau.reports, self.before + "/R", symlinks=True)
        self.run = os.path.basename(bureau.run)
        self.prepare()
        self.old = self.product_of(self.before)
        place = self.place()
        self.code, self.said = self.attempt(place)
        assert self.code in (0, 1), self.said
        self.new = self.product_of(place)
        self.papers = set(self.new)
        self.after = {entry for entry in self.entries(place)}
        shutil.rmtree(place)

    def prepare(self):
        """What stands before the command, beside the reports."""

    def entries(self, place):
        """Every path of a place but the ledger and temporary files, which have their own laws."""
        return sorted(os.path.relpath(os.path.join(folder, name), place) for folder, folders, files in os.walk(place) for name in folders + files
                      if name not in ("log", "ledger.jsonl", ".lock") and not os.path.relpath(folder, place).startswith("tmp"))

    def product_of(self, place):
        found = contents(place + "/" + self.product.format(self.run)) if self.product else {}
        return {name: what for name, what in found.items() if ".staging" not in name and not name.endswith(".part")}

    def place(self):
        place = f"{self.folder}/place{next(self.numbers)}"
        shutil.copytree(self.before, place, symlinks=True)
        os.mkdir(place + "/tmp")
        return place

    def attempt(self, place, before=(), timeout=60, meanwhile=None, **options):
        words = [word.format(place=place, run=self.run, data=self.bureau.data, folder=self.bureau.folder) for word in self.words]
        done = subprocess.Popen([*before, self.bureau.program, *words, "--lang", "en", "--jobs", "1", "--data", self.bureau.data, "--reports", place + "/R"],
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
                                env={**os.environ, "TMPDIR": place + "/tmp", "SWIFT_BACKTRACE": "enable=no"}, **options)
        return ending(done, timeout, meanwhile)

    def is_published(self, place):
        return bool(self.new) and self.product_of(place) == self.new

    def left(self, place):
        """What lies about that has no name for people, and the temporary files."""
        return [path for path in self.entries(place) if ".staging" in path or path.endswith(".part")] + os.listdir(place + "/tmp")

    def half(self, found):
        """What is neither the old state nor the new one, whole."""
        return [] if found in (self.old, self.new) else [f"half: {sorted(found)}"]

    def faults_after(self, place, code, error, signalled=False):
        if code is None:
            return ["hangs"]
        found = self.product_of(place)
        wrong = self.half(found)
        folder = place + "/" + self.product.format(self.run) if self.product else ""
        if self.mode and os.path.isdir(folder) and stat.S_IMODE(os.stat(folder).st_mode) != self.mode:
            wrong.append(f"{folder} may be looked into")
        run = {name: what for name, what in contents(f"{place}/R/2024/{self.run}").items() if not name.startswith("payments/")}
        if run != {name: what for name, what in contents(self.bureau.run).items() if not name.startswith("payments/")}:
            wrong.append("the run is not what it was")
        told = code in (0, 1) or " stands, but" in error
        if told and found != self.new:
            wrong.append(f"success without the papers: exit {code}")
        if self.takes_back and not told and not signalled and found == self.new != self.old:
            wrong.append("a publication without success")
        if code < 0 and not signalled or code in (132, 133, 134, 139):
            wrong.append("a crash")
        return wrong + self.more_faults(place, code)

    def more_faults(self, place, code):
        return []

    def litter_after(self, place):
        shutil.rmtree(place + "/tmp")
        os.mkdir(place + "/tmp")
        code, error = self.attempt(place)
        if code not in (0, 1):
            return [f"the next call fails: {code} {error}"]
        wrong = self.faults_after(place, code, error)
        left = set(self.entries(place)) ^ self.after
        return wrong + ([f"left behind: {sorted(left)}"] if left else []) + ([f"left in TMPDIR: {os.listdir(place + '/tmp')}"] if os.listdir(place + "/tmp") else [])


class Ordering(Desk):
    """allot order: the whole order or none, and the ledger knows."""
    product, mode = "R/2024/{}/payments", 0o700

    def more_faults(self, place, code):
        with open(place + "/R/2024/ledger.jsonl", "rb") as file:
            lines = file.read().split(b"\n")[:-1]
        before = "0" * 64
        for line in lines:
            if json.loads(line)["previous"] != before:
                return ["the ledger is no chain"]
            before = hashlib.sha256(line).hexdigest()
        last = json.loads(lines[-1])
        known = last["mode"] == "order" and last["outcome"] in ("published", "unchanged")
        if code in (0, 1) and not known:
            return ["success that the ledger does not know"]
        return ["the ledger knows an order that is none"] if known and not self.product_of(place) else []


class Reconciling(Desk):
    """allot reconcile beside the order: a folder of its own, whole or not there."""
    product, mode = "R/2024/{}/payments", 0o700


class Replacing(Desk):
    """allot reconcile --output into a folder with the papers of other payments: each paper is the old one or the new one."""
    product, takes_back = "out", False

    def prepare(self):
        code, error = self.attempt_with("open")
        assert code == 1, error
        with open(self.before + "/out/notes of a clerk.txt", "w", encoding="utf-8") as file:
            file.write("mine")

    def attempt_with(self, payments):
        words, self.words = self.words, ["reconcile", "{run}", "--payments", "{folder}/" + payments + ".csv", "--output", "{place}/out"]
        os.makedirs(self.before + "/tmp")
        result = self.attempt(self.before)
        self.words = words
        os.rmdir(self.before + "/tmp")
        return result

    def half(self, found):
        return [f"{name} is half" for name in found if found[name] not in (self.old.get(name), self.new.get(name))]


class Proving(Desk):
    """allot prove --output: both files, each whole."""
    product, takes_back = "out", False

    def half(self, found):
        return [f"{name} is half" for name in found if found[name] != self.new.get(name)]


class Verifying(Desk):
    """allot verify: nothing is left, and a run that holds is never called broken."""

    def more_faults(self, place, code):
        return ["a run that holds is called broken"] if code == 1 else []


def desks(program, folder):
    """Every command at the desk, the one that pays first."""
    signed, ordered = (Bureau(program, made) for made in (folder + "/signed", folder + "/ordered") if not os.makedirs(made))
    ordered.order()
    return [Ordering(signed, folder, "an order", "order", "{run}"),
            Reconciling(ordered, folder, "a reconciliation", "reconcile", "{run}", "--payments", "{folder}/settled.csv"),
            Replacing(ordered, folder, "a reconciliation over another", "reconcile", "{run}", "--payments", "{folder}/settled.csv", "--output", "{place}/out"),
            Proving(signed, folder, "a proof", "prove", "A1", "--output", "{place}/out"),
            Verifying(signed, folder, "a verification", "verify", "{run}", "--final", "--inputs", "{data}/2024")]
