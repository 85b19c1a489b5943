"""The sample year many times over: every enterprise, application and register row again under new codes and numbers.

    python3 Tests/WhatIf/many.py Data/2024 FOLDER TIMES
"""

import csv
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Differential"))
from claims import last_check, organisation_check  # noqa: E402

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE, ID, SUBJECT, NAME = ("uscc", "统一社会信用代码"), ("application_id", "申报编号"), ("subject", "标的编号"), ("name", "单位名称")


def rows_of(path):
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return list(csv.reader(text.splitlines(keepends=True)))


class Copies:
    """Codes and numbers of one copy of the year."""

    def __init__(self, number):
        self.number = number
        self.codes = {}

    def code(self, old):
        """A new code that passes both checks where the old one does; a damaged one stays as it is."""
        if len(old) != 18 or any(sign not in ALPHABET for sign in old):
            return old
        if old not in self.codes:
            good = organisation_check(old[8:16]) == old[16] and last_check(old[:17]) == old[17]
            body = f"{self.number:02d}{len(self.codes):06d}"
            seventeen = old[:8] + body + organisation_check(body)
            self.codes[old] = seventeen + (last_check(seventeen) if good else old[17])
        return self.codes[old]

    def cell(self, column, text):
        plain = text.strip()
        if not plain or plain in "-—/无空":
            return text
        if column in CODE:
            return self.code(plain)
        if column in ID or column in SUBJECT:
            return f"{plain}-{self.number:02d}"
        return text


def main(source, target, times):
    source, target = pathlib.Path(source), pathlib.Path(target)
    for path in sorted(source.rglob("*.csv")):
        table = rows_of(path)
        header = [name.strip().strip("\ufeff") for name in table[0]]
        out = target / path.relative_to(source)
        out.parent.mkdir(parents=True, exist_ok=True)
        keyed = any(name in CODE + ID for name in header) and "policy" not in path.parts
        copies = COPIES if keyed else COPIES[:1]
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            for copy in copies:
                for row in table[1:]:
                    if keyed and len(row) == len(header):
                        row = [copy.cell(name, text) for name, text in zip(header, row)]
                    writer.writerow(row)


if __name__ == "__main__":
    COPIES = [Copies(number) for number in range(int(sys.argv[3]))]
    main(*sys.argv[1:])
