"""Reads a published run and seals it again after any change: a second implementation of every format of the proof.

Nothing here is taken from the program: sums, canonical JSON, the RFC 6962 tree, the checkpoint, the tlog-proof, the manifest and
the data package are written from the spec alone. So `seal` on an unchanged run must give back its bytes, and on a forged one it
is the forger who knows every format and recomputes every hash.
"""
import base64
import csv
import hashlib
import io
import json
import os
import re
import shutil

OWN = ["run.json", "datapackage.json", "SHA256SUMS"]
PROOF = OWN + ["audit.jsonl", "audit.tree", "checkpoint", "checkpoint.pub", "run-end.line", "run-end.tlog-proof", "verify.sh"]
AMOUNTS = ["standard_fen", "upper_fen", "entitlement_fen", "amount_fen", "district_fen", "town_fen"]
STATUSES = ["awarded", "reserve", "capped", "superseded", "ineligible", "pending", "deferred", "service", "invalid"]


def sha(data):
    return hashlib.sha256(data).hexdigest()


def canonical(value):
    """Keys in byte order, no spaces, control characters all as \\u00xx."""
    short = {"b": "08", "t": "09", "n": "0a", "f": "0c", "r": "0d"}
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return re.sub(r"\\(.)", lambda found: "\\u00" + short[found[1]] if found[1] in short else found[0], text).encode()


def load(folder):
    files = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, folder)] = file.read()
    return files


def store(files, folder):
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)


class Table:
    """A CSV paper as dicts."""

    def __init__(self, data):
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        self.rows = list(reader)
        self.columns = reader.fieldnames

    def data(self):
        def cell(text):
            return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\r\n') else text

        lines = [",".join(self.columns)] + [",".join(cell(row[name]) for name in self.columns) for row in self.rows]
        return ("\ufeff" + "".join(line + "\r\n" for line in lines)).encode()

    def find(self, **wanted):
        return next(row for row in self.rows if all(row[name] == value for name, value in wanted.items()))


def tree(leaves):
    """Every level of the RFC 6962 tree, from the leaves."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    levels = [level]
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
        levels.append(level)
    return levels


def path(levels, index):
    hashes = []
    for level in levels[:-1]:
        if index ^ 1 < len(level):
            hashes.append(level[index ^ 1])
        index //= 2
    return hashes


def plain(text):
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@\t\r") else text


def number(text):
    return int(text.replace(".", "")) if text else None


def decision_line(row, salt):
    line = {name: number(row[name]) for name in AMOUNTS}
    line.update(
        kind="decision", id=plain(row["application_id"]), item=row["item"], level=row["level"], status=row["status"],
        reasons=[code for code in row["reasons"].split(";") if code], score=number(row["score"]), rank=number(row["rank"]), file=plain(row["file"]),
        line=int(row["line"]))
    if salt:
        line["salt"] = salt
    return canonical(line)


def listing(files, without):
    return [{"path": name, "bytes": len(files[name]), "sha256": sha(files[name])} for name in sorted(files, key=str.encode)
            if name not in without and not name.endswith(".sig")]


def retotal(files):
    """totals.csv from decisions.csv."""
    decisions, totals = Table(files["decisions.csv"]), Table(files["totals.csv"])
    for row in totals.rows:
        own = [one for one in decisions.rows if row["item"] == "total" or (one["item"] or "unknown") == row["item"]]
        row["read"] = str(len(own))
        for status in STATUSES:
            row[status] = str(sum(one["status"] == status for one in own))
        for column, source in [("requested_fen", "standard_fen"), ("entitled_fen", "entitlement_fen"), ("awarded_fen", "amount_fen"),
                               ("district_fen", "district_fen"), ("town_fen", "town_fen")]:
            row[column] = str(sum(number(one[source]) or 0 for one in own))
    files["totals.csv"] = totals.data()


def retrace(files):
    """Status, reasons and amount of trace.jsonl from decisions.csv."""
    if "trace.jsonl" not in files:
        return
    rows = Table(files["decisions.csv"]).rows
    lines = [json.loads(line) for line in files["trace.jsonl"].decode().splitlines()]
    places = {(line["file"], line["line"]): line for line in lines}
    fresh = []
    for row in rows:
        line = places.get((plain(row["file"]), int(row["line"])))
        if line is None:
            continue
        line["status"], line["amount_fen"] = row["status"], number(row["amount_fen"])
        line["reasons"] = row["reasons"].split(";")
        fresh.append(canonical(line) + b"\n")
    files["trace.jsonl"] = b"".join(fresh)


def seal(files, sign=None, totals=True):
    """All that is computed from other papers, computed again. `sign` makes signature lines of a note's text."""
    if totals:
        retotal(files)
        retrace(files)
    manifest = json.loads(files["run.json"])
    sums = Table(files["totals.csv"]).rows
    overall = {name: number(value) for name, value in sums[-1].items() if name not in ("item", "slots")}
    manifest["counts"] = {name: value for name, value in overall.items() if not name.endswith("_fen")}
    manifest["totals"] = {name: value for name, value in overall.items() if name.endswith("_fen")}
    relog(files, manifest, sums)
    retree(files, manifest, sign)
    manifest["files"] = listing(files, OWN)
    files["run.json"] = canonical(manifest) + b"\n"
    repackage(files)
    return files


def relog(files, manifest, sums):
    salts = {}
    for line in files["audit.jsonl"].decode().splitlines():
        old = json.loads(line)
        if "salt" in old:
            salts[old["id"]] = old["salt"]
    shared = ["run", "identity", "version", "semantics", "mode", "region", "year", "inputs", "policy", "rulings", "previous", "notice_from"]
    lines = [canonical({"kind": "run-start", **{name: manifest[name] for name in shared}})]
    rows = Table(files["decisions.csv"]).rows
    lines += [decision_line(row, salts.get(plain(row["application_id"]))) for row in rows]
    lines += [canonical({"kind": "total", "item": row["item"], **{name: number(value) for name, value in row.items() if name not in ("item", "slots")}})
              for row in sums]
    lines.append(canonical({"kind": "run-end", "run": manifest["run"], "decisions": len(rows), "files": listing(files, PROOF)}))
    files["audit.jsonl"] = b"".join(line + b"\n" for line in lines)


def retree(files, manifest, sign=None):
    leaves = files["audit.jsonl"].split(b"\n")[:-1]
    levels, at, ends = tree(leaves), 0, b""
    for leaf in leaves:
        at += len(leaf) + 1
        ends += at.to_bytes(8, "big")
    files["audit.tree"] = ends + b"".join(b"".join(level) for level in levels)
    root = levels[-1][0]
    origin = f"allot/{manifest['region']}/{manifest['year']}/{manifest['run']}"
    text = f"{origin}\n{len(leaves)}\n{base64.b64encode(root).decode()}\n"
    files["checkpoint"] = (text + "\n" + (sign(origin, text) if sign else "")).encode()
    files["run-end.line"] = leaves[-1] + b"\n"
    hashes = "".join(base64.b64encode(node).decode() + "\n" for node in path(levels, len(leaves) - 1))
    files["run-end.tlog-proof"] = f"c2sp.org/tlog-proof@v1\nindex {len(leaves) - 1}\n{hashes}\n".encode() + files["checkpoint"]
    manifest["audit"].update(size=len(leaves), root=root.hex())


def repackage(files):
    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        data = files.get(resource["path"])
        if data is not None:
            resource["bytes"], resource["hash"] = len(data), "sha256:" + sha(data)
    files["datapackage.json"] = canonical(package) + b"\n"
    resum(files)


def resum(files):
    names = sorted((name for name in files if name != "SHA256SUMS" and not name.endswith(".sig")), key=str.encode)
    files["SHA256SUMS"] = "".join(f"{sha(files[name])}  {name}\n" for name in names).encode()


def signer(key, origin_name=None):
    """Signature lines by an Ed25519 key of the `cryptography` package."""
    def sign(origin, text):
        name = origin_name or origin
        public = key.public_key().public_bytes_raw()
        identifier = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
        return f"— {name} {base64.b64encode(identifier + key.sign(text.encode())).decode()}\n"

    return sign
