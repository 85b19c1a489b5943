"""Files as nobody should send them, handed in as one form of a small year: each is answered with its file, row and column,
within two seconds and a bounded memory, and costs no row of another file.

    hostile.py --program .build/release/allot [--long | --small] [--show] [--figures FILE]"""
import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import figures
from world import HARBOUR, memory_folder

HEADER = "application_id,item,level,uscc,enterprise_name,subject,received_at,cost,trucks\n"
ID, ITEM, LEVEL, USCC, NAME, SUBJECT, RECEIVED, COST, TRUCKS = range(1, 10)
GIBIBYTE = 1 << 30


def row(**cells):
    """A good row but for some cells."""
    good = {"application_id": "X1", "item": "crane", "level": "", "uscc": "91370500HB0000012D", "enterprise_name": "港样1号公司",
            "subject": "P9", "received_at": "2024-08-01 09:00", "cost": "500万元", "trucks": ""}
    return ",".join({**good, **cells}.values())


def form(*rows, header=HEADER, end="\n"):
    return (header.replace("\n", end) + end.join(rows) + end).encode()


# A header of which no title is known.
MISSING = [f"1: {name}" for name in ("application_id", "item", "uscc", "enterprise_name", "received_at")]


class Case:
    """places: every line:column that must be named, with a word that must stand there; nothing else may be named."""

    def __init__(self, name, raw, *places, code=1):
        self.name, self.raw, self.places, self.code = name, raw, places, code


def cases():
    good = row(application_id="X0")
    yield Case("a good form", form(good))
    # Quotes
    yield Case("a quote inside a cell is text", form(row(enterprise_name='港样"1号"公司')))
    yield Case("a quote behind a space is text", form(row(enterprise_name=' "港样1号公司"')))
    yield Case("text behind a closing quote", form(row(enterprise_name='"港样1号公司"x'), good), "2: quote")
    yield Case("a space behind a closing quote", form(row(enterprise_name='"港样1号公司" '), good), "2: quote")
    yield Case("a quote behind a closing quote and a space", form(row(enterprise_name='"港样1号公司" "'), good), "2: quote")
    yield Case("an odd number of quotes", form(row(enterprise_name='"港样""1号""""公司""'), good), "2: quote", code=65)
    yield Case("three quotes", form(row(enterprise_name='"""'), good), "2: quote", code=65)
    yield Case("a quote that swallows the rest", form('"' + good, good, good), "2: quote", code=65)
    yield Case("a last cell that never closes", form(row(trucks='"12')), "2: quote", code=65)
    yield Case("a quote as the last byte", form(good)[:-1] + b'"', "2: quote", code=65)
    yield Case("a file of quotes", b'"' * 100_001, "1: quote", code=65)
    yield Case("text behind a quoted header", form(good, header=HEADER.replace("item", '"item"x')), "1: header", code=65)
    yield Case("a header that never closes", form(good, header='"' + HEADER), "1: quote", code=65)
    yield Case("a header over two lines", form(good, header=HEADER.replace("trucks", '"truc\nks"')), "1:9")
    yield Case("a good row over three lines", form(row(enterprise_name='"港样1号公司\n\n"')))
    # NUL, CR, marks
    yield Case("NUL in an amount", form(row(cost="5\0"), good), "2:8")
    yield Case("NUL in a level", form(row(level="\0"), good), "2:3")
    yield Case("NUL in a header", form(good, header=HEADER.replace("cost", "co\0st")), "1:8")
    yield Case("nothing but NUL", b"\0" * 5000, *MISSING, code=65)
    yield Case("lone CR as line ends", form(good, row(application_id="X2", cost="x"), end="\r"), "3:8")
    yield Case("CR LF, CR and LF by turns", (HEADER.strip() + "\r\n" + good + "\r" + row(application_id="X2", cost="x") + "\n\r\n" + row(application_id="X3", cost="y") + "\r").encode(), "3:8", "5:8")
    yield Case("a CR within a quoted cell is a line", form(row(subject='"P\r9"'), row(application_id="X2", cost="x")), "4:8")
    yield Case("a mark at a later line", form(good, "\ufeff" + row(application_id="X2"), row(application_id="X3", cost="x")), "4:8")
    yield Case("a mark in an amount", form(row(cost="5\ufeff00"), good), "2:8")
    yield Case("two marks at the start", b"\xef\xbb\xbf\xef\xbb\xbf" + form(good), "1: application_id", code=65)
    # Encodings
    for name, bad in [("a lone continuation byte", b"\xbf\xff"), ("an overlong slash", b"\xc0\xaf\xff"), ("a surrogate", b"\xed\xa0\x80\xff"), ("a byte beyond Unicode", b"\xf5\x80\x80\x80\xff")]:
        yield Case(name, form(row(subject="P@9")).replace(b"@", bad), ": byte", code=65)
    yield Case("half a character at the end", form(good)[:-1] + "港".encode()[:2], ": byte", code=65)
    yield Case("a lone 0x80 in GB18030", form(good).decode().encode("gb18030") + b"\x80", ": byte", code=65)
    yield Case("half a GB18030 character", form(good).decode().encode("gb18030") + b"\xb8", ": byte", code=65)
    yield Case("half of four GB18030 bytes", form(good).decode().encode("gb18030") + b"\x81\x30\x81", ": byte", code=65)
    yield Case("a good form in GB18030", form(good).decode().encode("gb18030"))
    yield Case("half a UTF-16 character", b"\xff\xfe" + form(good).decode().encode("utf-16-le") + b"\x00", ": byte", code=65)
    yield Case("half a surrogate pair in UTF-16", b"\xff\xfe" + form(good).decode().encode("utf-16-le") + b"\x3d\xd8", ": byte", code=65)
    # Sizes and shapes
    yield Case("a text of a megabyte", form(row(subject="P" * 1_000_000)))
    yield Case("a quoted text of a megabyte and a half", form(row(subject='"' + "P,\n" * 500_000 + '"')))
    yield Case("an amount of a megabyte of digits", form(row(cost="9" * 1_000_000), good), "2:8")
    yield Case("an amount of a megabyte of letters", form(row(cost="x" * 1_000_000), good), "2:8")
    yield Case("a column title of a megabyte", form(good, header=HEADER.replace("trucks", "x" * 1_000_000)), "1:9")
    yield Case("ten thousand columns", form(good + ",x" * 9991, header=HEADER[:-1] + "".join(f",c{at}" for at in range(9991)) + "\n"), *[f"1:{at}" for at in range(10, 10_001)])
    yield Case("a row of ten thousand cells", form(good + "," * 9991, good), "2: cells")
    yield Case("a million commas", form("x" + "," * 1_000_000, good), "2: cells")
    yield Case("a million commas, which are a blank line", form("," * 1_000_000, good))
    yield Case("a million blank lines", HEADER.encode() + b"\n" * 1_000_000 + good.encode() + b"\n" + row(application_id="X2", cost="x").encode(), "1000003:8")
    yield Case("a header twice", form(good + ",1", header=HEADER[:-1] + ",cost\n"), "1:10", code=65)
    yield Case("a header under two names", form(good + ",crane", header=HEADER[:-1] + ",事项\n"), "1:10", code=65)
    yield Case("a row too short, one too long, one of one cell", form("X1,crane", good + ",,", "X1", good), "2: cells", "3: cells", "4: cells")
    yield Case("a header and nothing else", HEADER.encode())
    yield Case("nothing", b"", ": header", code=65)
    yield Case("a mark and nothing else", b"\xef\xbb\xbf", ": header", code=65)
    yield Case("spaces and line ends", b" \n\t\n ,,, \n", ": header", code=65)
    for mark in (b";", b"\t", b"|"):
        yield Case(f"parted by {mark.decode()!r}", form(good).replace(b",", mark), "1: parted", code=65)
    yield Case("a spreadsheet", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xff" * 100, ": byte", code=65)
    # Unicode
    yield Case("a combining mark behind a comma", form(row(cost="\u0301" + "5"), good), "2:8")
    yield Case("a combining mark alone as a level", form(row(level="\u0301"), good), "2:3")
    yield Case("a text that begins with a combining mark", form(row(subject="\u0301P9")))
    yield Case("an amount turned right to left", form(row(cost="\u202e005"), good), "2:8")
    yield Case("a right-to-left mark in an amount", form(row(cost="\u200f500"), good), "2:8")
    yield Case("a zero-width space in an amount", form(row(cost="5\u200b00"), good), "2:8")
    yield Case("digits of other scripts", form(row(cost="٥٠٠"), row(application_id="X2", cost="५००"), good), "2:8", "3:8")
    yield Case("full-width digits", form(row(cost="５００万元")))
    # Numbers at every edge: the largest that fits, and the next one
    top = (1 << 63) - 1
    for unit, shift in [("元", 2), ("千元", 5), ("万元", 6), ("亿元", 10)]:
        digits = str(top).rjust(shift + 1, "0")
        edge, beyond = (f"{text[:-shift]}.{text[-shift:]}{unit}" for text in (digits, str(top + 1)))
        yield Case(f"the largest amount in {unit}", form(row(cost=edge)))
        yield Case(f"one fen more in {unit}", form(row(cost=beyond), good), "2:8")
        yield Case(f"a tenth of a fen in {unit}", form(row(cost=f"1.{'0' * shift}1{unit}"), good), "2:8")
        yield Case(f"zeros behind the fen in {unit}", form(row(cost=f"1.{'0' * shift}0{unit}"), good))
    millionths = str(top)
    yield Case("the largest quantity", form(row(item="truck", cost="", trucks=f"{millionths[:-6]}.{millionths[-6:]}")))
    yield Case("a millionth more", form(row(item="truck", cost="", trucks=f"{str(top + 1)[:-6]}.{str(top + 1)[-6:]}"), good), "2:9")
    yield Case("a ten-millionth", form(row(item="truck", cost="", trucks="1.0000001"), good), "2:9")
    for text in ["18446744073709551616", "340282366920938463463374607431768211456", "9" * 400, "1e400", "1E5", "-1", "-0", "+1", ".5", "5.", "1.2.3", "1,00", "12,34,567", ",123", "1,234,", "0x10", "NaN", "inf", "1_000", "1 000", "--1", "5-", "½", "一百", "%", "万元", "5元元", "5万千元", "￥", "¥ ", "$5", "1/2"]:
        yield Case(f"{text[:20]} is no amount", form(row(cost='"' + text + '"'), good), "2:8")
    yield Case("a thousand zeros before a number", form(row(cost="0" * 1000 + "5")))
    for text in ["0000-01-01 00:00", "10000-01-01 00:00", "2023-02-29 09:00", "2024-02-30 09:00", "2024-13-01 09:00", "2024-00-01 09:00", "2024-01-00 09:00", "2024-08-01 24:00", "2024-08-01 09:60", "2024-08-01", "09:00", "45505.375", "2024-08-01T09:00", "99999999999999999999", "2024-8", "二〇二四年八月一日"]:
        yield Case(f"{text} is no moment", form(row(received_at=text), good), "2:7")
    for text in ["0001-01-01 00:00", "9999-12-31 23:59:59"]:
        yield Case(f"{text} is a moment", form(row(received_at=text)))
    for text in ["9.13705E+17", "9E17"]:
        yield Case(f"{text} is a code that a spreadsheet damaged", form(row(uscc=text), good), "2:4")


PLACE = re.compile(r"^(?:allot: )?\s*applications/hostile\.csv(?::(\d+))?(?::(\d+))?: (.*)$")


def spare_the_machine():
    """A program that wants far too much is stopped before the machine is."""
    resource.setrlimit(resource.RLIMIT_AS, (6 * GIBIBYTE, 6 * GIBIBYTE))


def check(program, data, raw):
    """Exit code, the places that were named, seconds, peak bytes."""
    with open(data + "/2024/applications/hostile.csv", "wb") as file:
        if callable(raw):
            raw(file)
        else:
            file.write(raw)
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        start = subprocess.Popen([program, "check", "--lang", "en", "--data", data, "2024"], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                 env={**os.environ, "SWIFT_BACKTRACE": "enable=no"}, preexec_fn=spare_the_machine)
        _, status, usage = os.wait4(start.pid, 0)
        seconds = time.monotonic() - started
        output.seek(0)
        text = output.read().decode(errors="replace")
    return os.waitstatus_to_exitcode(status), [match for match in map(PLACE.match, text.splitlines()) if match], seconds, usage.ru_maxrss * 1024, text


def faults(case, code, named, seconds, peak):
    wrong = []
    said = [f"{match[1] or ''}" + (f":{match[2]}" if match[2] else ": " + match[3]) for match in named]
    for place in case.places:
        at = next((text for text in said if text == place or ": " in place and text.startswith(place.split(": ")[0] + ":") and place.split(": ")[1] in text), None)
        if at is None:
            wrong.append(f"{place} is not named, but {said[:3]}")
        else:
            said.remove(at)
    if said:
        wrong.append(f"named without cause: {said[:3]}")
    if code != case.code:
        wrong.append(f"exit {code}")
    if seconds > 2:
        wrong.append(f"{seconds:.1f} s")
    if peak > GIBIBYTE:
        wrong.append(f"{peak >> 20} MiB")
    return wrong


def giants(long):
    """Forms of one endless line, as a broken server sends them."""
    size = 2 * GIBIBYTE if long else 64 << 20

    def line(start, byte):
        def write(file):
            file.write(start)
            if byte == b"\0":
                file.truncate(len(start) + size)
                return
            for _ in range(size >> 20):
                file.write(byte * (1 << 20))
        return write

    header = HEADER.encode()
    return [("one line of NUL", line(b"", b"\0")), ("one cell", line(header, b"x")), ("one row of commas", line(header + b"x", b",")),
            ("one open quote", line(header + b'"', b"x")), ("one cell of quotes", line(header, b'"'))]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--long", action="store_true")
    options.add_argument("--small", action="store_true", help="without the endless lines")
    options.add_argument("--show", action="store_true")
    options.add_argument("--figures")
    options = options.parse_args()
    program, failures, count, most = os.path.abspath(options.program), 0, 0, 0
    with memory_folder() as folder:
        data = folder + "/data"
        shutil.copytree(HARBOUR, data)
        for case in cases():
            code, named, seconds, peak, text = check(program, data, case.raw)
            wrong = faults(case, code, named, seconds, peak)
            count, failures, most = count + 1, failures + bool(wrong), max(most, peak)
            if wrong or options.show:
                print(f"{'FAILED' if wrong else 'ok'}: {case.name}: {'; '.join(wrong)}")
                for match in named[:4]:
                    print("     ", match[0][:150])
        for name, write in () if options.small else giants(options.long):
            code, named, seconds, peak, text = check(program, data, write)
            size = os.path.getsize(data + "/2024/applications/hostile.csv")
            wrong = (["more than a gibibyte"] if peak > GIBIBYTE else []) + ([] if code in (1, 65) and named else [f"exit {code}: {text[-300:]}"])
            count, failures = count + 1, failures + bool(wrong)
            print(f"{'FAILED: ' if wrong else ''}{name} of {size >> 20} MiB: exit {code}, {seconds:.1f} s, {peak >> 20} MiB {'; '.join(wrong)}")
    print(f"hostile: {count} files, {failures} failures, {most >> 20} MiB at most for the small ones")
    figures.leave(options.figures, {"files": count, "failures": failures})
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
