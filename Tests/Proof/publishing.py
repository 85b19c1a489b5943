"""Publishes real runs and attacks them with nothing but stock tools: sha256sum, openssl, ssh-keygen, frictionless, signals.

    publishing.py --program .build/release/allot --data ../../Data [--frictionless COMMAND] [--only NAME]

Every function named test_… is one sentence that can be false. What a machine lacks (frictionless) is skipped and said.
"""
import argparse
import base64
import concurrent.futures
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import seal

PROGRAM = DATA = FRICTIONLESS = None


class Skip(Exception):
    pass


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, errors="replace", **options)


def allot(*words, **options):
    return run(PROGRAM, *words, **options)


def publish(reports, *words, data=None, **options):
    done = allot("run", "--quiet", "--data", data or DATA, "--reports", reports, "2024", *words, **options)
    assert done.returncode in (0, 1), done.stderr
    return os.path.realpath(os.path.join(options.get("cwd", "."), reports, "2024", "latest"))


def key(folder):
    path = os.path.join(folder, "key.pem")
    run("openssl", "genpkey", "-algorithm", "ed25519", "-out", path)
    run("openssl", "pkey", "-in", path, "-pubout", "-out", path + ".pub")
    return path


def verify(path, *words):
    return allot("verify", "--lang", "en", path, *words)


def flipped(data, bit):
    data = bytearray(data)
    data[bit // 8] ^= 1 << bit % 8
    return bytes(data)


def openssl_signer(pem):
    """A note's signature lines made by openssl, not by us."""
    def sign(origin, text):
        with tempfile.TemporaryDirectory() as folder:
            body = os.path.join(folder, "body")
            with open(body, "w", encoding="utf-8") as file:
                file.write(text)
            signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", pem, "-in", body], capture_output=True, check=True).stdout
        public = subprocess.run(["openssl", "pkey", "-in", pem, "-pubout", "-outform", "DER"], capture_output=True, check=True).stdout[-32:]
        identifier = hashlib.sha256(origin.encode() + b"\n\x01" + public).digest()[:4]
        return f"— {origin} {base64.b64encode(identifier + signature).decode()}\n"

    return sign


# The run by stock tools

def test_stock_commands_accept_a_run_and_refuse_a_changed_one(folder):
    pem = key(folder)
    latest = publish(folder, "--key", pem)
    good = [run("sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS", cwd=latest), run("sh", "verify.sh", cwd=latest),
            run("sh", latest + "/verify.sh", "-k", pem + ".pub"), verify(latest), verify(latest, "--pub", pem + ".pub")]
    assert [done.returncode for done in good] == [0] * 5, [done.stdout + done.stderr for done in good]
    files = seal.load(latest)
    chance = random.Random(1)
    names = sorted(files)
    for number in range(60):
        name = names[number % len(names)]
        if name.endswith(".sig"):
            continue
        copy = os.path.join(folder, "copy", os.path.basename(latest))
        seal.store({**files, name: flipped(files[name], chance.randrange(len(files[name]) * 8))}, copy)
        found = [run("sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS", cwd=copy).returncode, verify(copy).returncode]
        if name != "verify.sh":
            found.append(run("sh", "verify.sh", cwd=copy).returncode)
        # A hash in capitals says the same to sha256sum; the script and `allot verify` see it.
        assert all(found[1:]) and (found[0] or name == "SHA256SUMS"), (name, found)


def test_frictionless_accepts_the_package_and_refuses_a_changed_table(folder):
    if not FRICTIONLESS:
        raise Skip("no frictionless")
    latest = publish(folder)
    done = run(*FRICTIONLESS.split(), "validate", "datapackage.json", cwd=latest)
    assert done.returncode == 0, done.stdout[-2000:]
    files = seal.load(latest)
    copy = os.path.join(folder, "copy")
    seal.store({**files, "decisions.csv": files["decisions.csv"].replace(b",0,", b",1,", 1)}, copy)
    assert run(*FRICTIONLESS.split(), "validate", "datapackage.json", cwd=copy).returncode != 0


def test_openssl_alone_verifies_the_checkpoint(folder):
    pem = key(folder)
    latest = publish(folder, "--key", pem)
    with open(latest + "/checkpoint", encoding="utf-8") as file:
        lines = file.read().split("\n")
    for name, data in [("body", "\n".join(lines[:3]).encode() + b"\n"), ("sig", base64.b64decode(lines[4].split(" ")[2])[4:])]:
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    words = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", pem + ".pub", "-rawin", "-sigfile", folder + "/sig", "-in"]
    assert run(*words, folder + "/body").returncode == 0
    with open(folder + "/body", "a", encoding="utf-8") as file:
        file.write("x\n")
    assert run(*words, folder + "/body").returncode != 0


def test_a_checkpoint_signed_by_openssl_is_accepted(folder):
    pem = key(folder)
    latest = publish(folder, "--key", pem)
    files = seal.load(latest)
    again = seal.seal(dict(files), sign=openssl_signer(pem))
    assert {name for name in files if again[name] != files[name]} == set()
    copy = os.path.join(folder, "copy", os.path.basename(latest))
    seal.store(again, copy)
    assert verify(copy, "--pub", pem + ".pub").returncode == 0


def test_another_key_is_refused(folder):
    pem = key(folder)
    latest = publish(folder, "--key", pem)
    os.mkdir(folder + "/other")
    other = key(folder + "/other")
    done = verify(latest, "--pub", other + ".pub")
    assert done.returncode == 1 and "the checkpoint is not signed by the trusted key" in done.stdout
    assert run("sh", latest + "/verify.sh", "-k", other + ".pub").returncode == 1
    forged = seal.seal(seal.load(latest), sign=openssl_signer(other))
    copy = os.path.join(folder, "copy", os.path.basename(latest))
    seal.store(forged, copy)
    assert "✗ signature" in verify(copy).stdout


def test_one_decision_is_proved_to_anyone(folder):
    pem = key(folder)
    latest = publish(folder, "--key", pem)
    rows = seal.Table(seal.load(latest)["decisions.csv"]).rows
    out = os.path.join(folder, "out")
    for row in random.Random(2).sample([row for row in rows if row["status"] != "invalid"], 8):
        name = row["application_id"]
        assert allot("prove", name, "--run", latest, "--output", out).returncode == 0
        line, proof = os.path.join(out, name + ".line"), os.path.join(out, name + ".tlog-proof")
        assert os.path.getsize(proof) <= 1024
        done = run("sh", latest + "/verify.sh", "-k", pem + ".pub", line, proof)
        assert done.returncode == 0, done.stderr
    with open(line, "rb") as file:
        decision = json.loads(file.read())
    assert decision["id"] == name and len(decision["salt"]) == 32
    others = {row["application_id"] for row in rows} - {name, ""}
    with open(proof, encoding="utf-8") as file:
        text = file.read()
    assert not any(other in text for other in others)
    alone = os.path.join(folder, "alone")
    os.mkdir(alone)
    shutil.copy(latest + "/verify.sh", alone)

    def changed(number):
        bad, worse = os.path.join(alone, f"{number}.line"), os.path.join(alone, f"{number}.proof")
        with open(line, "rb") as file:
            data = file.read()
        with open(proof, "rb") as file:
            other = file.read()
        chance = random.Random(number)
        place = chance.randrange((len(data) - 1 + len(other)) * 8)
        if place < (len(data) - 1) * 8:
            data = flipped(data, place)
        else:
            other = flipped(other, place - (len(data) - 1) * 8)
        for path, content in [(bad, data), (worse, other)]:
            with open(path, "wb") as file:
                file.write(content)
        return run("sh", alone + "/verify.sh", "-k", pem + ".pub", bad, worse).returncode

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        assert 0 not in set(pool.map(changed, range(150)))


def test_a_run_is_made_again_byte_for_byte(folder):
    latest = publish(folder)
    assert verify(latest, "--inputs", DATA + "/2024").returncode == 0
    changed = os.path.join(folder, "data")
    shutil.copytree(DATA, changed)
    with open(changed + "/2024/shares.csv", "ab") as file:
        file.write(b"\n")
    done = verify(latest, "--inputs", changed + "/2024")
    assert done.returncode == 1 and "✗ recomputed" in done.stdout


def test_a_paper_that_is_not_made_again_is_missed(folder):
    latest = publish(folder)
    os.remove(latest + "/notice.csv")
    done = verify(latest, "--inputs", DATA + "/2024")
    assert done.returncode == 1 and "notice.csv is missing" in done.stdout, done.stdout


# Publishing

def test_the_same_inputs_give_the_same_bytes_everywhere(folder):
    kinds = [{"TZ": zone, "LC_ALL": locale} for zone in ("UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "")
             for locale in ("C", "zh_CN.UTF-8", "tr_TR.UTF-8", "POSIX")]
    sums = set()
    for number, kind in enumerate(kinds):
        mask = os.umask([0o022, 0o077, 0o002, 0o027][number % 4])
        place = os.path.join(folder, str(number))
        os.mkdir(place)
        latest = publish("R", "--jobs", str([1, 2, 3, 8][number % 4]), cwd=place, env={**os.environ, **kind})
        os.umask(mask)
        with open(latest + "/SHA256SUMS", "rb") as file:
            sums.add(file.read())
    assert len(kinds) == 20 and len(sums) == 1


def test_of_fifty_starts_one_publishes(folder):
    starts = [subprocess.Popen([PROGRAM, "run", "--quiet", "--data", DATA, "--reports", folder, "2024"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
              for _ in range(50)]
    codes = [start.wait() for start in starts]
    outcomes = [json.loads(line)["outcome"] for line in open(folder + "/2024/ledger.jsonl", encoding="utf-8")]
    # A start may come when the first has ended: then it finds nothing changed.
    assert outcomes.count("published") == 1 and set(outcomes) <= {"published", "unchanged"}, outcomes
    assert codes.count(75) == 50 - len(outcomes) and set(codes) <= {0, 1, 75}, codes
    assert verify(folder + "/2024/latest").returncode == 0


def test_who_waits_gets_the_lock(folder):
    publish(folder)
    holder = subprocess.Popen(["flock", folder + "/2024/.lock", "sleep", "1"])
    time.sleep(0.2)
    assert allot("run", "--quiet", "--data", DATA, "--reports", folder, "2024").returncode == 75
    assert allot("run", "--quiet", "--wait", "10", "--data", DATA, "--reports", folder, "2024").returncode == 0
    holder.wait()


def test_the_ledger_is_a_chain(folder):
    publish(folder)
    publish(folder)
    assert allot("run", "--final", "--quiet", "--data", DATA, "--reports", folder, "2024").returncode == 78
    lines = open(folder + "/2024/ledger.jsonl", "rb").read().split(b"\n")[:-1]
    assert [json.loads(line)["outcome"] for line in lines] == ["published", "unchanged", "refused"]
    before = "0" * 64
    for line in lines:
        assert json.loads(line)["previous"] == before
        before = hashlib.sha256(line).hexdigest()


def other_years(folder, count):
    for number in range(count):
        place = os.path.join(folder, f"data{number}")
        shutil.copytree(DATA, place)
        with open(place + "/2024/shares.csv", "ab") as file:
            file.write(b"\n" * (number + 1))
        yield place


def test_old_drafts_are_pruned(folder):
    reports = os.path.join(folder, "R")
    runs = [os.path.basename(publish(reports, data=place)) for place in other_years(folder, 4)]
    last = os.path.basename(publish(reports, "--keep", "2"))
    assert sorted(name for name in os.listdir(reports + "/2024") if re.fullmatch("[0-9a-f]{12}", name)) == sorted([runs[-1], last])


def test_a_signal_stops_within_a_second_and_leaves_nothing(folder):
    publish(folder)
    before = sorted(os.listdir(folder + "/2024"))
    data = next(other_years(folder, 1))
    delays = []
    for number, sent in enumerate([signal.SIGTERM, signal.SIGINT, signal.SIGHUP] * 8):
        shutil.rmtree(folder + "/R", ignore_errors=True)
        shutil.copytree(folder + "/2024", folder + "/R/2024", symlinks=True)
        start = subprocess.Popen([PROGRAM, "run", "--quiet", "--data", data, "--reports", folder + "/R", "2024"], stdout=subprocess.DEVNULL)
        time.sleep(0.004 * number)
        start.send_signal(sent)
        sent_at = time.monotonic()
        code = start.wait()
        delays.append(time.monotonic() - sent_at)
        after = sorted(os.listdir(folder + "/R/2024"))
        if code == -sent:
            assert after == before, (number, after)
            assert os.readlink(folder + "/R/2024/latest") == os.readlink(folder + "/2024/latest")
        else:
            assert code in (0, 1) and len(after) == len(before) + 1, (number, code, after)
    # A disk that others keep busy may hold one of them up.
    assert sorted(delays)[-2] < 1 and max(delays) < 5, delays


def test_a_year_too_large_for_people_leaves_the_papers_for_programs(folder):
    data, reports = folder + "/data", folder + "/R"
    assert allot("generate", "--data", DATA, "--applications", "450000", "--output", data).returncode == 0
    rulings = data + "/2024/policy/rulings.csv"
    with open(rulings, encoding="utf-8", newline="") as file:
        lines = file.readlines()
    with open(rulings, "w", encoding="utf-8", newline="") as file:
        file.writelines(lines[:1])
    done = allot("run", "2024", "--data", data, "--reports", reports, "--lang", "en")
    assert done.returncode in (0, 1) and "the forms are too large for the papers for people" in done.stderr, done.stderr
    papers = os.listdir(reports + "/2024/latest")
    assert "decisions.csv" in papers and "audit.jsonl" in papers and not {"report.html", "allocation.xlsx", "notice.csv", "trace.jsonl"} & set(papers)
    done = allot("simulate", "2024", "--data", data, "--lang", "en")
    assert done.returncode == 0 and "too many applications to tell how firm the lines are" in done.stdout, done.stderr
    # Such a year is not held: every row is read again, and says what it said.
    done = allot("simulate", "2024", "--data", data, "--lang", "en", "--set", "limits/smart-upgrade/slots=20个")
    assert done.returncode == 0 and "(+0 -0), 0 with another amount" in done.stdout, done.stdout + done.stderr
    # What changed since another run of that size is not looked for in passing.
    with open(data + "/2024/shares.csv", "ab") as file:
        file.write(b"\n")
    done = allot("run", "2024", "--data", data, "--reports", reports, "--lang", "en")
    assert "the counts are the same; why: allot diff" in done.stdout and "decisions that differ" not in done.stdout, done.stdout


def test_a_terminal_sees_how_far_long_work_is(folder):
    if not shutil.which("strace") or run("strace", "-o", "/dev/null", "true").returncode:
        raise Skip("no strace")
    # Every read of the forms takes its time.
    ours, theirs = os.openpty()
    forms = [word for name in sorted(os.listdir(DATA + "/2024/applications")) for word in ("-P", f"{DATA}/2024/applications/{name}")]
    words = ["strace", "-f", "-o", "/dev/null", *forms, "--seccomp-bpf", "-e", "trace=pread64", "-e", "inject=pread64:delay_enter=100000", PROGRAM, "check", "2024", "--data", DATA, "--lang"]
    for language, text in (("en", "rows/s"), ("zh", "行/秒")):
        start = subprocess.Popen([*words, language], stdout=subprocess.PIPE, stderr=theirs)
        start.communicate()
        told = os.read(ours, 1 << 16).decode()
        assert re.search("█+░*.*" + text, told) and told.endswith("\r\x1b[K"), told
        silent = run(*words, language, "--quiet")
        assert "█" not in silent.stderr and silent.returncode == 1
    os.close(ours)
    os.close(theirs)


# Two people

def test_two_people_sign_a_final_run(folder):
    data = os.path.join(folder, "data")
    shutil.copytree(DATA, data)
    path = data + "/2024/policy/rulings.csv"
    raw = open(path, "rb").read()
    open(path, "wb").write(raw.replace(b",default,,", b",decided,bureau,1"))
    latest = publish(folder, "--final", data=data)
    people = {}
    for name in ("li", "wang", "zhao"):
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{name}")
        people[name] = " ".join(open(f"{folder}/{name}.pub", encoding="utf-8").read().split()[:2])
    signers = os.path.join(folder, "allowed_signers")

    def allow(*entries):
        with open(signers, "w", encoding="utf-8") as file:
            file.writelines(entry + "\n" for entry in entries)

    def sign(role, name, namespace=None, path=None):
        target = f"{latest}/SHA256SUMS.{role}.sig"
        if os.path.exists(target):
            os.remove(target)
        copy = os.path.join(folder, "signed")
        shutil.copy(path or latest + "/SHA256SUMS", copy)
        run("ssh-keygen", "-Y", "sign", "-n", namespace or f"allot-{role}", "-f", f"{folder}/{name}", copy)
        shutil.move(copy + ".sig", target)

    def check(words):
        done = verify(latest, "--final", "--signers", signers)
        assert done.returncode == (1 if words else 0) and (words or "two people have signed") in done.stdout, (words, done.stdout[-600:])

    allow(f"li {people['li']}", f"wang {people['wang']}")
    check("SHA256SUMS.review.sig is missing")
    sign("review", "li")
    check("SHA256SUMS.approve.sig is missing")
    sign("approve", "wang")
    check("")
    done = run("ssh-keygen", "-Y", "verify", "-n", "allot-approve", "-f", signers, "-I", "wang", "-s", latest + "/SHA256SUMS.approve.sig",
               stdin=open(latest + "/SHA256SUMS", encoding="utf-8"))
    assert done.returncode == 0
    assert run("sha256sum", "--strict", "-c", "SHA256SUMS", cwd=latest).returncode == 0
    sign("approve", "li")
    check("signed both as reviewer and as approver")
    sign("approve", "zhao")
    check("is nobody's in allowed_signers")
    allow(f"li {people['li']}", f"li {people['zhao']}")
    check("signed both as reviewer and as approver")
    allow(f"li {people['li']}", f"wang {people['wang']}")
    sign("approve", "wang", namespace="allot-review")
    check("another namespace")
    sign("approve", "wang", path=latest + "/decisions.csv")
    check("not a signature of this run's SHA256SUMS")
    sign("approve", "wang")
    allow(f"li {people['li']}", f"wang valid-before=\"20200101\" {people['wang']}")
    check("may not sign as allot-approve now")
    allow(f"li {people['li']}")
    check("is nobody's in allowed_signers")
    allow(f"li {people['li']}", f"wang {people['wang']}")
    with open(latest + "/SHA256SUMS", "ab") as file:
        file.write(b"\n")
    check("not a signature of this run's SHA256SUMS")


def main():
    global PROGRAM, DATA, FRICTIONLESS
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--data", required=True)
    options.add_argument("--frictionless")
    options.add_argument("--only")
    options = options.parse_args()
    PROGRAM, DATA, FRICTIONLESS = os.path.abspath(options.program), os.path.abspath(options.data), options.frictionless
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_") and options.only in (None, name)]
    failed = skipped = 0
    for name, test in tests:
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(folder)
                verdict = "ok"
            except Skip as reason:
                verdict, skipped = f"skipped: {reason}", skipped + 1
            except Exception as error:  # a test that breaks has failed
                verdict, failed = f"FAILED: {type(error).__name__} {error}", failed + 1
        print(f"{name[5:].replace('_', ' ')}: {verdict} ({time.monotonic() - started:.1f} s)", flush=True)
    print(f"{len(tests) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
