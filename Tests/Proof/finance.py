"""Signs a final run with two people's keys and pays it: the order, and the reconciliation of the bank's answer.

    finance.py --program .build/release/allot --data Data [--only NAME] [--payments 1000000]

Every function named test_… is one sentence that can be false. Sums are added up here, from the papers, a second time.
"""
import argparse
import csv
import glob
import hashlib
import io
import json
import os
import random
import re
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import unicodedata

PROGRAM = DATA = MANY = None


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, errors="replace", **options)


def table(path):
    with open(path, "rb") as file:
        raw = file.read()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\n") == raw.count(b"\r\n"), path
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def sha(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def folded(name):
    return "".join(unicodedata.normalize("NFKC", name).split())


class Bureau:
    """A copy of the sample year with every ruling decided, and its final run, signed by two people."""

    def __init__(self, folder, signed=True):
        self.folder = folder
        self.data, self.reports = os.path.join(folder, "Data"), os.path.join(folder, "Reports")
        shutil.copytree(DATA, self.data)
        path = self.data + "/2024/policy/rulings.csv"
        with open(path, "rb") as file:
            raw = file.read()
        with open(path, "wb") as file:
            file.write(raw.replace(b",default,,", b",decided,bureau,1"))
        done = self.allot("run", "2024", "--final")
        assert done.returncode in (0, 1), done.stderr
        self.run = os.path.realpath(self.reports + "/2024/latest")
        with open(self.data + "/2024/allowed_signers", "w", encoding="utf-8") as file:
            for name in ("li", "wang"):
                run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{name}")
                with open(f"{folder}/{name}.pub", encoding="utf-8") as public:
                    file.write(f"{name} {' '.join(public.read().split()[:2])}\n")
        if signed:
            self.sign("review", "li")
            self.sign("approve", "wang")
        self.accounts = self.data + "/2024/accounts.csv"
        self.payments = self.run + "/payments"

    def allot(self, *words, **options):
        return run(PROGRAM, *words, "--data", self.data, "--reports", self.reports, "--lang", "en", **options)

    def sign(self, role, name):
        run("ssh-keygen", "-Y", "sign", "-n", f"allot-{role}", "-f", f"{self.folder}/{name}", self.run + "/SHA256SUMS")
        os.rename(self.run + "/SHA256SUMS.sig", f"{self.run}/SHA256SUMS.{role}.sig")

    def edit(self, old, new, path=None):
        path = path or self.accounts
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        assert old in text, old
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text.replace(old, new, 1))

    def paid_account(self, number):
        """The row of accounts.csv of some enterprise that has exactly one award."""
        rows = table(self.run + "/decisions.csv")
        awarded = [row["uscc"] for row in rows if row["status"] == "awarded"]
        with open(self.accounts, encoding="utf-8-sig", newline="") as file:
            accounts = list(csv.DictReader(file))
        names = {row["uscc"]: folded(row["enterprise_name"]) for row in rows}
        alone = [row for row in accounts if awarded.count(row["uscc"]) == 1 and folded(row["account_name"]) == names[row["uscc"]]]
        return alone[number]


# The order

def test_an_order_is_whole_and_private_and_leaves_the_run_as_it_was(folder):
    bureau = Bureau(folder)
    done = bureau.allot("order")
    assert done.returncode == 1, done.stdout + done.stderr  # the sample year has accounts that are missing
    order, aside, totals = [table(f"{bureau.payments}/{name}.csv") for name in ("order", "set_aside", "totals")]
    awarded = [row for row in table(bureau.run + "/decisions.csv") if row["status"] == "awarded"]
    assert len(order) > 200 and aside
    assert sorted(row["application_id"] for row in order + aside) == [row["application_id"] for row in awarded]
    for column in ("amount_fen", "district_fen", "town_fen"):
        assert sum(int(row[column]) for row in order + aside) == sum(int(row[column]) for row in awarded)
        for kind in ("item", "town"):
            assert sum(int(row[column]) for row in totals if row["kind"] == kind) == sum(int(row[column]) for row in order)
    by_id = {row["application_id"]: row for row in awarded}
    clauses = {row["item"]: row["clause"] for row in csv.DictReader(open(bureau.run + "/policy/items.csv", encoding="utf-8-sig"))}
    with open(bureau.accounts, encoding="utf-8-sig", newline="") as file:
        accounts = {row["uscc"]: row for row in csv.DictReader(file)}
    for row in order:
        award, account = by_id[row["application_id"]], accounts[row["uscc"]]
        assert [row[name] for name in ("amount_fen", "district_fen", "town_fen", "uscc")] == [award[name] for name in ("amount_fen", "district_fen", "town_fen", "uscc")]
        assert row["clause"] == clauses[award["item"]] and row["payee"] == award["enterprise_name"]
        assert [row[name] for name in ("account_name", "bank", "bank_code", "account")] == [account[name] for name in ("account_name", "bank", "bank_code", "account")]
        assert folded(row["account_name"]) == folded(row["payee"])
    numbers = [row["order"] for row in sorted(order + aside, key=lambda row: row["order"])]
    assert numbers == [f"{os.path.basename(bureau.run)}-{number + 1:06}" for number in range(len(awarded))]
    assert {row["reason"] for row in aside} == {"account_missing", "account_name_differs"}
    sums = {row["name"]: row["sha256"] for row in totals if row["kind"] == "file"}
    assert sums["order.csv"] == sha(bureau.payments + "/order.csv") and sums["accounts.csv"] == sha(bureau.accounts)
    modes = {stat.S_IMODE(os.stat(path).st_mode) for path in glob.glob(bureau.payments + "/*")}
    assert stat.S_IMODE(os.stat(bureau.payments).st_mode) == 0o700 and modes == {0o600}
    assert bureau.allot("verify", bureau.run, "--final").returncode == 0
    assert run("sh", bureau.run + "/verify.sh").returncode == 0
    assert run("sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS", cwd=bureau.run).returncode == 0
    assert bureau.allot("verify", bureau.run, "--inputs", bureau.data + "/2024").returncode == 0


def test_the_order_is_made_once_and_never_replaced(folder):
    bureau = Bureau(folder)
    assert bureau.allot("order").returncode == 1
    before = {path: (sha(path), os.stat(path).st_mtime_ns) for path in glob.glob(bureau.payments + "/*")}
    done = bureau.allot("order", os.path.basename(bureau.run))
    assert done.returncode == 0 and "nothing changed" in done.stdout
    account = bureau.paid_account(0)
    bureau.edit(account["account"], "9999000000099999")
    done = bureau.allot("order", bureau.run)
    assert done.returncode == 73 and "order.csv is there and differs" in done.stderr, (done.returncode, done.stderr)
    assert {path: (sha(path), os.stat(path).st_mtime_ns) for path in glob.glob(bureau.payments + "/*")} == before
    kept = table(bureau.payments + "/order.csv")
    os.rename(bureau.payments, folder + "/kept")
    assert bureau.allot("order", bureau.run).returncode == 1
    changed = [(old, new) for old, new in zip(kept, table(bureau.payments + "/order.csv")) if old != new]
    assert len(changed) == 1 and changed[0][0]["order"] == changed[0][1]["order"] and changed[0][1]["account"] == "9999000000099999"
    assert not glob.glob(bureau.reports + "/2024/.staging*")
    # The ledger knows every order, and a line of an order never passes for a run.
    with open(bureau.reports + "/2024/ledger.jsonl", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    assert [line["outcome"] for line in lines if line["mode"] == "order"] == ["published", "unchanged", "refused", "published"]
    with open(bureau.data + "/2024/shares.csv", "ab") as file:
        file.write(b"\n")
    assert bureau.allot("run", "2024", "--final").returncode in (0, 1)
    with open(bureau.reports + "/2024/latest/run.json", encoding="utf-8") as file:
        assert json.load(file)["previous"] == os.path.basename(bureau.run)


def test_there_is_no_order_without_two_signatures(folder):
    bureau = Bureau(folder, signed=False)

    def refused(words):
        done = bureau.allot("order", bureau.run)
        assert done.returncode == 65 and words in done.stderr and not os.path.exists(bureau.payments), (words, done.stderr)

    refused("SHA256SUMS.review.sig is missing")
    bureau.sign("review", "li")
    refused("SHA256SUMS.approve.sig is missing")
    bureau.sign("approve", "li")
    refused("li signed both as reviewer and as approver")
    os.remove(bureau.run + "/SHA256SUMS.approve.sig")
    bureau.sign("approve", "wang")
    with open(bureau.run + "/decisions.csv", "ab") as file:
        file.write(b"\r\n")
    refused("no payment order")
    with open(bureau.run + "/decisions.csv", "rb+") as file:
        file.truncate(os.path.getsize(bureau.run + "/decisions.csv") - 2)
    assert bureau.allot("order", bureau.run).returncode == 1
    draft = Bureau(folder + "/draft", signed=False)
    assert draft.allot("run", "2024").returncode in (0, 1)
    draft.run = os.path.realpath(draft.reports + "/2024/latest")
    draft.sign("review", "li")
    draft.sign("approve", "wang")
    done = draft.allot("order")
    assert done.returncode == 65 and "this run is a draft" in done.stderr


def test_every_account_that_cannot_be_paid_into_is_set_aside_with_its_reason(folder):
    bureau = Bureau(folder)
    cases = {
        "account_missing": lambda row: bureau.edit(",".join(row.values()) + "\r\n", ""),
        "account_name_differs": lambda row: bureau.edit(row["account_name"] + ",", row["account_name"] + "分公司,"),
        "account_rows_differ": lambda row: bureau.edit(",".join(row.values()), ",".join(row.values()) + "\r\n" + ",".join(row.values())[:-1] + "7"),
        "account_unreadable": lambda row: bureau.edit("," + row["account"], ","),
        "account_damaged": lambda row: bureau.edit("," + row["account"], ",9.999E+15"),
        "account_damaged cut": lambda row: bureau.edit(",".join([row["bank"], row["bank_code"], row["account"]]), f"{row['bank']},0,{row['account']}"),
        "account_damaged rounded": lambda row: bureau.edit("," + row["account"], ",6228480402564890000"),
        "fine": lambda row: bureau.edit("," + row["account"], ", 9999 0000-0000 " + row["account"][-4:]),
        "fine too": lambda row: bureau.edit(",".join(row.values()), ",".join(row.values()) + "\r\n" + ",".join(row.values())),
    }
    with open(bureau.accounts, "rb") as file:
        text = file.read()
    with open(bureau.accounts, "wb") as file:
        file.write(text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    rows = {name: bureau.paid_account(number) for number, name in enumerate(cases)}
    for name, change in cases.items():
        change(rows[name])
    done = bureau.allot("order")
    assert done.returncode == 1, done.stderr
    reasons = {row["uscc"]: row["reason"] for row in table(bureau.payments + "/set_aside.csv")}
    for name, row in rows.items():
        assert reasons.get(row["uscc"], "fine") == name.split()[0], (name, reasons.get(row["uscc"]))
    assert re.search(r"accounts\.csv:\d+:5: \"•\.•••E\+••\": a spreadsheet turned the code into scientific notation", done.stderr), done.stderr
    assert "9999" not in done.stderr and "62284" not in done.stderr
    order = {row["uscc"]: row for row in table(bureau.payments + "/order.csv")}
    assert order[rows["fine"]["uscc"]]["account"] == rows["fine"]["account"]


def test_what_cannot_be_read_is_told_and_nothing_is_made(folder):
    bureau = Bureau(folder)
    shutil.copy(bureau.accounts, folder + "/accounts.csv")
    account = re.compile(r",9999\d{12}")
    with open(bureau.accounts, encoding="utf-8", newline="") as file:
        lines = file.readlines()
    with open(bureau.accounts, "w", encoding="utf-8", newline="") as file:
        file.writelines(account.sub(",9.999E+15", line) if 0 < at < 26 else line for at, line in enumerate(lines))
    done = bureau.allot("order")
    assert done.returncode == 1 and done.stderr.count("accounts.csv:") == 20 and "and 5 more" in done.stderr, done.stderr
    shutil.rmtree(bureau.payments)
    with open(bureau.accounts, "w", encoding="utf-8") as file:
        file.write('uscc,account_name,bank,account\n"x,y,z,1\n')
    done = bureau.allot("order")
    assert done.returncode == 65 and "the register of accounts cannot be used" in done.stderr and "accounts.csv:2" in done.stderr, done.stderr
    assert not os.path.exists(bureau.payments)
    shutil.copy(folder + "/accounts.csv", bureau.accounts)
    assert bureau.allot("order").returncode in (0, 1)
    bureau.edit("awarded", "pending", bureau.run + "/decisions.csv")
    done = bureau.allot("reconcile", "latest", "--output", folder + "/out")
    assert done.returncode == 65 and "decisions.csv is not what SHA256SUMS says" in done.stderr, done.stderr
    assert not os.path.exists(folder + "/out")


# The reconciliation

COLUMNS = ["支付凭证号", "批次号", "拨付编号", "申报编号", "收款人", "统一社会信用代码", "收款账号", "金额(元)", "支付日期", "资金级次", "指标文号", "摘要", "状态"]


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02}"


def paid(order, level, fen, number, **changes):
    row = dict(zip(COLUMNS, [f"P{number:05}", "2025-01", order["order"], "", order["payee"], order["uscc"], order["account"], yuan(fen), "2025-06-10",
                             {"district": "区级", "town": "镇级"}[level], "", "", "成功"]))
    return {**row, **changes}


def write(path, rows, encoding="gb18030"):
    with open(path, "w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def test_orders_and_payments_are_reconciled_to_the_fen(folder):
    bureau = Bureau(folder)
    assert bureau.allot("order").returncode == 1
    orders = table(bureau.payments + "/order.csv")
    rows, number = [], 0
    for order in orders:
        for level in ("district", "town"):
            if int(order[level + "_fen"]):
                number += 1
                rows.append(paid(order, level, int(order[level + "_fen"]), number))
    path = folder + "/支付.csv"
    write(path, rows)
    done = bureau.allot("reconcile", "latest", "--payments", path)
    assert done.returncode == 0 and f"matched {len(orders)}\n" in done.stdout and done.stderr == "", done.stdout + done.stderr
    place = glob.glob(bureau.payments + "/reconciliation-*")
    assert len(place) == 1 and stat.S_IMODE(os.stat(place[0]).st_mode) == 0o700
    again = bureau.allot("reconcile", "latest", "--payments", path)
    assert again.returncode == 0 and "nothing was written" in again.stdout and glob.glob(bureau.payments + "/reconciliation-*") == place
    assert bureau.allot("verify", bureau.run, "--final").returncode == 0

    changes = {"收款人": "别人有限公司", "收款账号": "9.999E+15", "批次号": "2023-09", "状态": "退汇"}
    for at, (column, value) in enumerate(changes.items()):
        rows[2 * at][column] = value
    rows[20]["金额(元)"] = yuan(int(rows[20]["金额(元)"].replace(".", "")) - 1)
    rows.append({**rows[22], "支付凭证号": "P99998"})
    rows.append({**rows[24], "支付凭证号": "P99999", "拨付编号": "", "统一社会信用代码": ""})
    del rows[26]
    random.Random(1).shuffle(rows)
    write(path, rows)
    out = folder + "/out"
    done = bureau.allot("reconcile", "latest", "--payments", path, "--output", out)
    assert done.returncode == 1 and re.search(r"支付\.csv:\d+:7: .*scientific", done.stderr), done.stderr
    result, sums = table(out + "/orders.csv"), table(out + "/totals.csv")
    leading = {row["status"] for row in result}
    assert {"payee_differs", "account_differs", "batch_differs", "returned", "amount_differs", "paid_twice", "part_paid", "matched"} == leading | {"part_paid"}
    assert len(result) == len(orders)
    payments = table(out + "/payments.csv")
    assert len(payments) == len(rows) and [row["findings"] for row in payments].count("not_in_order") == 1
    counted = sum(int(row["amount_fen"]) for row in payments if row["counted"] == "yes")
    total = next(row for row in sums if row["kind"] == "total" and row["level"] == "all")
    assert int(total["paid_fen"]) == counted == sum(int(row["金额(元)"].replace(".", "")) for row in rows if row["状态"] == "成功")
    assert int(total["ordered_fen"]) == sum(int(order["amount_fen"]) for order in orders)
    for row in sums:
        assert int(row["ordered_fen"]) == int(row["paid_fen"]) + int(row["open_fen"]) - int(row["over_fen"]), row
    for kind in ("item", "town"):
        for column in ("ordered_fen", "paid_fen", "open_fen", "over_fen"):
            for level in ("all", "district", "town"):
                parts = [int(row[column]) for row in sums if row["kind"] == kind and row["level"] == level]
                assert sum(parts) == next(int(row[column]) for row in sums if row["kind"] == "total" and row["level"] == level)
    # Nobody's account stands in any paper of the reconciliation, nor in what the program said.
    secrets = {order["account"] for order in orders}
    for name in os.listdir(out):
        with open(os.path.join(out, name), "rb") as file:
            text = file.read().decode("utf-8", "replace")
        assert not any(secret in text for secret in secrets), name
    assert not any(secret in done.stdout + done.stderr for secret in secrets)


def test_the_sample_payments_show_every_status(folder):
    bureau = Bureau(folder)
    assert bureau.allot("order").returncode == 1
    done = bureau.allot("reconcile", "latest", "--output", folder + "/out")
    assert done.returncode == 1 and done.stderr.count("scientific notation") == 2, done.stderr
    statuses = table(folder + "/out/statuses.csv")
    assert len(statuses) == 13 and all(int(row["leads"]) for row in statuses), statuses


def test_many_payments_are_reconciled_in_seconds(folder):
    bureau = Bureau(folder)
    made = f"{folder}/big/2024/abcdefabcdef"
    shutil.copytree(bureau.run + "/policy", made + "/policy")
    os.mkdir(made + "/payments")
    with open(made + "/policy/items.csv", encoding="utf-8-sig", newline="") as file:
        items = [row["item"] for row in csv.DictReader(file)][:8]
    chance = random.Random(1)
    papers = {name: [] for name in ("decisions.csv", "entitlements.csv", "payments/order.csv", "payments.csv")}
    papers["decisions.csv"].append("application_id,item,level,uscc,enterprise_name,subject,status,reasons,standard_fen,upper_fen,entitlement_fen,score,rank,"
                                   "amount_fen,district_fen,town_fen,file,line")
    papers["entitlements.csv"].append("application_id,base,earlier_fen,received_at,keys,town,district_share")
    papers["payments/order.csv"].append("order,application_id,payee,uscc,account_name,bank,bank_code,account,amount_fen,district_fen,town_fen,clause")
    papers["payments.csv"].append("voucher,batch,order,application_id,payee,uscc,account,amount,date,level,status")
    for number in range(MANY // 2):
        name, code, account, amount = f"第{number}厂", f"9132041{number:011}", f"9999{number:012}", chance.randrange(100, 10_000) * 10_000
        part = amount * 6 // 10
        papers["decisions.csv"].append(f"B{number:08},{chance.choice(items)},,{code},{name},,awarded,full,{amount},0,{amount},,,{amount},{part},{amount - part},a.csv,{number + 2}")
        papers["entitlements.csv"].append(f"B{number:08},,0,2025-01-01 00:00:00,,{'湖塘镇' if number % 3 else '牛塘镇'},0.600000")
        order = f"abcdefabcdef-{number + 1:06}"
        papers["payments/order.csv"].append(f"{order},B{number:08},{name},{code},{name},银行,,{account},{amount},{part},{amount - part},1")
        by = number % 10  # one in ten by application id, one by code and amount, one to somebody else
        for level, fen in (("district", part), ("town", amount - part)):
            papers["payments.csv"].append(f"V{number}{level},b,{order if by > 1 else ''},{f'B{number:08}' if by == 1 else ''},{name if by != 2 else '别人'},{code},{account},"
                                          f"{yuan(fen)},2025-06-10,{level},paid")
    lines = papers["payments.csv"][1:]
    chance.shuffle(lines)
    papers["payments.csv"][1:] = lines
    for name, text in papers.items():
        with open(f"{made}/{name}", "wb") as file:
            file.write(b"\xef\xbb\xbf" + "".join(line + "\r\n" for line in text).encode())
    with open(made + "/payments/totals.csv", "wb") as file:
        file.write(f"\ufeffkind,name,count,amount_fen,district_fen,town_fen,sha256\r\nfile,order.csv,,,,,{sha(made + '/payments/order.csv')}\r\n".encode())
    with open(made + "/SHA256SUMS", "w", encoding="utf-8") as file:
        for name in ["decisions.csv", "entitlements.csv"] + ["policy/" + name for name in os.listdir(made + "/policy")]:
            file.write(f"{sha(made + '/' + name)}  {name}\n")
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = bureau.allot("reconcile", made, "--payments", made + "/payments.csv")
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert done.returncode == 1, done.stderr[-500:]
    tenth = len(lines) // 20
    assert f"payee_differs {tenth}\n" in done.stdout and f"application id {2 * tenth}, credit code and amount {2 * tenth}\n" in done.stdout, done.stdout
    print(f"      {len(lines)} payments: {wall:.1f} s, {spent:.1f} s of processor time, {after.ru_maxrss // 1024} MiB")
    assert spent < 5 + 15 * len(lines) / 1_000_000


def main():
    global PROGRAM, DATA, MANY
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--data", required=True)
    options.add_argument("--only")
    options.add_argument("--payments", type=int, default=100_000, help="how many the test of speed makes")
    options = options.parse_args()
    PROGRAM, DATA, MANY = os.path.abspath(options.program), os.path.abspath(options.data), options.payments
    if not shutil.which("ssh-keygen"):
        print("finance: skipped, no ssh-keygen")
        return
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_") and options.only in (None, name)]
    failed = 0
    for name, test in tests:
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(folder)
                verdict = "ok"
            except Exception as error:  # a test that breaks has failed
                verdict, failed = f"FAILED: {type(error).__name__} {error}", failed + 1
        print(f"{name[5:].replace('_', ' ')}: {verdict} ({time.monotonic() - started:.1f} s)", flush=True)
    print(f"{len(tests) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
