"""Writes a shuffled copy of a year: `shuffle.py YEAR_DIR OUT_DIR --seed S`.

Proves, through compare.py --shuffled, that decisions do not depend on the order of rows or files: the rows of every application
file and register change places, rows move between application files that have the same header, and those files exchange their
names. The policy keeps its order, which has meaning. Cells are not touched; a moved row is written in its new file's encoding.
Only the columns `file` and `line` of decisions.csv may differ. (Which of two equal rows is dropped does not matter.)
"""

import argparse
import codecs
import os
import random
import shutil
import sys

BOMS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]


def decoded(data):
    """(byte order mark, encoding, text), as spec 2 finds them."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return mark, encoding, data[len(mark) :].decode(encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return b"", "gb18030", data.decode("gb18030")
    if "(Ԫ)" in text.split("\n")[0].split("\r")[0]:  # 元 in GB18030 happens to be valid UTF-8 (fine print 31)
        return b"", "gb18030", data.decode("gb18030")
    return b"", "utf-8", text


def records(text):
    """The records of a file as raw texts without their line ends, and the line ends; a bad quote ends at its line end."""
    found, ends = [], []
    start = place = 0
    while place < len(text):
        fresh = True  # at the first character of a cell
        while place < len(text) and text[place] not in "\r\n":
            if fresh and text[place] == '"':
                place += 1
                while place < len(text) and not (text[place] == '"' and text[place + 1 : place + 2] != '"'):
                    place += 2 if text[place] == '"' else 1
                place += 1
                if place < len(text) and text[place] not in ",\r\n":  # text after the closing quote
                    while place < len(text) and text[place] not in "\r\n":
                        place += 1
                fresh = False
                continue
            fresh = text[place] == ","
            place += 1
        end = "\r\n" if text[place : place + 2] == "\r\n" else text[place : place + 1]
        found.append(text[start:place])
        ends.append(end)
        place += len(end)
        start = place
    return found, ends


class File:
    def __init__(self, root, path):
        self.path = path
        with open(os.path.join(root, path), "rb") as file:
            self.mark, self.encoding, text = decoded(file.read())
        rows, self.ends = records(text)
        self.header, self.rows = rows[0], rows[1:]

    def data(self, rng):
        ends = [end for end in self.ends if end] or ["\n"]
        text = self.header + self.ends[0] if self.ends[0] else self.header + "\n"
        for number, row in enumerate(self.rows):
            last = number + 1 == len(self.rows)
            text += row + ("" if last and not self.ends[-1] and row else rng.choice(ends))
        data = self.mark + text.encode(self.encoding)
        if not self.mark and self.encoding == "gb18030" and decoded(data)[1] == "utf-8" and not data.isascii():
            return codecs.BOM_UTF8 + text.encode("utf-8")
        return data


def shuffled(year, out, seed):
    rng = random.Random(f"{seed}/shuffle")
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(year, out)
    forms = sorted(
        "applications/" + name for name in os.listdir(os.path.join(year, "applications")) if name.endswith(".csv")
    )
    registers = sorted(name for name in os.listdir(year) if name.endswith(".csv"))
    files = [File(year, path) for path in forms + registers]
    for file in files:
        rng.shuffle(file.rows)
    same = {}
    for file in files[: len(forms)]:
        same.setdefault(file.header, []).append(file)
    for mates in same.values():
        rows = [row for file in mates for row in file.rows]
        rng.shuffle(rows)
        sizes = [len(file.rows) for file in mates]
        for file, size in zip(mates, sizes):
            file.rows, rows = rows[:size], rows[size:]
    names = forms[:]
    rng.shuffle(names)
    for file, name in zip(files[: len(forms)], names):
        file.path = name
    for file in files:
        with open(os.path.join(out, file.path), "wb") as target:
            target.write(file.data(rng))


def main():
    parser = argparse.ArgumentParser(description="write a shuffled copy of a year")
    parser.add_argument("year")
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if os.path.abspath(options.year) == os.path.abspath(options.out):
        sys.exit("the copy must be another folder")
    shuffled(options.year, options.out, options.seed)


if __name__ == "__main__":
    main()
