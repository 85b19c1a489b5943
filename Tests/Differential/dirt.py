"""How a year is written down: cells in every allowed and forbidden spelling, rows that break, files in every encoding.

Proves, together with random_year.py, the reading half of the spec (2 "Cells", 6 fine print 21-31): what is tidy and what is
dirty must be told apart by every program in the same way, and a tidy cell must mean the same however it is spelled.
"""

import codecs

from policies import MONEY_SCALE, decimal

BLANKS = ["", "", "", "-", "—", "/", "无", "空"]
WIDE = {ord(a): ord(a) + 0xFEE0 for a in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,-/:"}
SPACES = [" ", "  ", "　", " 　", "\t"]
LOG10 = {100: 2, 100_000: 5, 1_000_000: 6, 10_000_000_000: 10}
WORDS = {  # the second and later words are the Chinese ones of facts/columns.csv
    "granted": ["granted", "已下达"],
    "paid": ["paid", "已到账", "已拨付"],
    "announced": ["announced", "公示中"],
    "applied": ["applied", "申报中"],
    "recovered": ["recovered", "已追回", "收回"],
    "veto": ["veto", "否决"],
    "hold": ["hold", "暂缓"],
    "note": ["note", "提示"],
}


class Pen:
    """Writes one value; `fancy` is the share of cells in an unusual but allowed spelling."""

    def __init__(self, rng, fancy, counts):
        self.rng, self.fancy, self.counts = rng, fancy, counts

    def odd(self, share=1.0):
        return self.rng.random() < self.fancy * share

    def count(self, what):
        self.counts[what] += 1

    def cell(self, kind, value, unit=None):
        if value is None:
            text = self.rng.choice(BLANKS) if self.odd() else ""
        else:
            text = getattr(self, kind)(value, unit) if kind == "money" else getattr(self, kind)(value)
        if self.odd(0.25):
            self.count("cell: spaces around")
            text = self.rng.choice(SPACES + [""]) + text + self.rng.choice(SPACES)
        return text

    def wide(self, text):
        self.count("cell: full width")
        return text.translate(WIDE)

    def money(self, fen, unit=None):
        suffix = ""
        scale_unit = unit or "元"
        if self.odd(0.5):
            if unit is None:
                scale_unit = self.rng.choice(["元", "千元", "万元", "亿元"])
            suffix = self.rng.choice([scale_unit] + ([scale_unit[0]] if len(scale_unit) == 2 else []))
            self.count("cell: money suffix")
        text = decimal(fen, LOG10[MONEY_SCALE[scale_unit]])
        if self.odd(0.3) and scale_unit == "元" and "." not in text:
            text += self.rng.choice([".0", ".00"])
        if self.odd(0.4):
            whole, dot, part = text.partition(".")
            text = f"{int(whole):,}" + dot + part
            self.count("cell: thousands")
        if not suffix and self.odd(0.2):
            self.count("cell: yuan sign")
            text = self.rng.choice("￥¥") + text
        if self.odd(0.2):
            text = self.wide(text)
        elif suffix and self.odd(0.3):
            text += " "
        return text + suffix

    def quantity(self, millionths):
        text = decimal(millionths, 6)
        if self.odd(0.2):
            text = f"{int(text.partition('.')[0]):,}" + "".join(text.partition(".")[1:])
        elif self.odd(0.2) and "." not in text:
            text += self.rng.choice([".0", ".000000"])
        return self.wide(text) if self.odd(0.2) else text

    def percent(self, millionths):
        text = decimal(millionths, 4)
        return self.wide(text) + "％" if self.odd(0.2) else text + "%"

    def date(self, day):
        y, m, d = day.year, day.month, day.day
        text = f"{y:04}-{m:02}-{d:02}"
        if self.odd():
            text = self.rng.choice(
                [
                    f"{y}/{m}/{d}",
                    f"{y}.{m}.{d}",
                    f"{y}年{m}月{d}日",
                    f"{y}{m:02}{d:02}",
                    f"{y}-{m}-{d}",
                    f"{y}/{m:02}/{d:02}",
                    f"{y}年{m:02}月{d:02}日",
                ]
            )
            self.count("cell: other date form")
        return self.wide(text) if self.odd(0.15) else text

    def time(self, moment):
        date = self.date(moment.date())
        clock = f"{moment.hour:02}:{moment.minute:02}"
        if moment.second or self.rng.random() < 0.5:
            clock += f":{moment.second:02}"
        return date + " " + (self.wide(clock) if self.odd(0.1) else clock)

    def flag(self, value):
        if not self.odd(2):
            return "是" if value else "否"
        self.count("cell: other flag form")
        return self.rng.choice(
            ["Y", "y", "yes", "YES", "true", "True", "1", "√", "是"]
            if value
            else ["N", "n", "no", "No", "false", "FALSE", "0", "×", "否"]
        )

    def code(self, text):
        if self.odd(0.3):
            self.count("cell: lower-case or full-width code")
            return self.rng.choice([text.lower(), self.wide(text), self.wide(text.lower())])
        return text

    def text(self, text):
        return text

    year = code

    def word(self, word):
        return self.rng.choice(WORDS[word]) if self.odd(2) else word


def bad_cell(rng, kind, unit=None):
    """A text that is no value of its kind; None if there is none (an optional text is never bad)."""
    if kind == "money":
        other = [u for u in ("元", "千元", "万元", "亿元") if u != (unit or "元")]
        choices = [
            "1.2E+03",
            "1E5",
            "-5",
            "−5",
            "+5",
            "1,23.4",
            "12,34,567",
            "1,2345",
            ",123",
            "约五万",
            ".5",
            "5.",
            "5%",
            "1 000",
            "5万吨",
            "92233720368547758.08亿",
            "99999999999999999999",
            "100.5.5",
            "#REF!",
            "0.001",
            "￥",
            "元",
            "（5）",
            "12..5",
            "5万元元",
        ]
        if unit:
            choices += ["5" + rng.choice(other)] * 6
            if unit in ("万元", "亿元", "千元"):
                choices += ["0." + "0" * LOG10[MONEY_SCALE[unit]] + "1"] * 2
        return rng.choice(choices)
    if kind == "quantity":
        return rng.choice(
            [
                "1.2345678",
                "0.0000001",
                "-3",
                "+3",
                "1e3",
                "1.5E+2",
                ".5",
                "5.",
                "1,23",
                "12,34,567",
                "50吨标煤",
                "五十",
                "99999999999999999999",
                "5%",
                "1 000",
                "#N/A",
                "2.5.1",
            ]
        )
    if kind == "percent":
        return rng.choice(["5", "0.05", "-5%", "%", "5%%", "1e1%", "五%", "5.%", "#DIV/0!"])
    if kind == "date":
        return rng.choice(
            [
                "45417",
                "45292",
                "2024-02-30",
                "2023-02-29",
                "2024-13-01",
                "2024-00-10",
                "2024-04-31",
                "2024-06-00",
                "24-05-03",
                "2024-05",
                "2024",
                "5/3/2024",
                "20240230",
                "2024-5-3-1",
                "去年",
                "2024年5月",
                "1900-02-29",
            ]
        )
    if kind == "time":
        return rng.choice(
            [
                "2025-03-05",
                "09:12",
                "2025-03-05 25:00",
                "2025-03-05 24:00",
                "2025-03-05 09:60",
                "2025-03-05 09:12:61",
                "2025-02-29 09:12",
                "45721.5",
                "2025-03-05 09",
                "上午",
                "2025-03-05 09:12:",
            ]
        )
    if kind == "flag":
        return rng.choice(["对", "2", "有", "是的", "T", "yep", "是否", "11"])
    if kind == "code":
        return rng.choice(["9.13204E+17", "9.13204e+17", "9.1320412E+17"])
    if kind == "year":
        return rng.choice(["23", "2023年", "202", "二〇二三", "20233", "2023.0"])
    if kind == "word":
        return rng.choice(["撤销", "done", "？", "已办", "paid?"])
    return None


# --------------------------------------------------------------------------------------------------------------- files


class Sheet:
    """One CSV file to be: columns of (field, header text, unit), rows of {field: raw cell text} or ready lines."""

    def __init__(self, path, columns):
        self.path, self.columns, self.rows = path, columns, []

    def row(self, cells, **breakage):
        self.rows.append(("cells", cells, breakage))

    def line(self, cells):
        """A line outside the columns: totals, blanks; a list of cells."""
        self.rows.append(("line", cells, {}))


ENCODINGS = ["utf-8", "utf-8", "utf-8-sig", "utf-8-sig", "utf-8-sig", "gb18030", "gb18030"]


def unbroken(text):
    """Without what would need quotes."""
    return "".join(char for char in text if char not in ',"\r\n')


def quote(text, always):
    if always or text[:1] == '"' or any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def write_sheet(sheet, rng, habit, counts):
    """The bytes of a sheet. habit: encoding, ends, quoting, trailing."""
    always = {"all": lambda: True, "none": lambda: False, "some": lambda: rng.random() < 0.2}[habit["quoting"]]
    ends = {"lf": ["\n"], "crlf": ["\r\n"], "cr": ["\r"], "mixed": ["\n", "\r\n", "\r"]}[habit["ends"]]
    texts = [",".join(quote(header, always()) for _, header, _ in sheet.columns)]
    for kind, cells, breakage in sheet.rows:
        if kind == "line":
            texts.append(",".join(quote(cell, habit["quoting"] == "all" and bool(cells[0])) for cell in cells))
            continue
        written = []
        for field, _, _ in sheet.columns:
            text = cells.get(field, "")
            if "bad_quote" in breakage and breakage["bad_quote"] == field:
                inner = unbroken(text) or "某"
                written.append('"' + inner + '"' + rng.choice(["x", " ", "　", "产线", " \t", '1"']))
            elif "plain_quote" in breakage and breakage["plain_quote"] == field and unbroken(text):
                written.append(unbroken(text)[:2] + '"' + unbroken(text)[2:] + rng.choice(["", '"', '""']))
            else:
                written.append(quote(text, always()))
        if breakage.get("ragged"):
            if breakage["ragged"] > 0:
                written += [""] * breakage["ragged"] if rng.random() < 0.7 else ["多"] * breakage["ragged"]
            else:
                del written[breakage["ragged"] :]
        texts.append(",".join(written))
    text = texts[0] + rng.choice(ends)
    for number, line in enumerate(texts[1:]):
        text += line
        if number + 2 < len(texts) or habit["trailing"]:
            text += rng.choice(ends)
    encoding = habit["encoding"]
    counts["file: " + encoding] += 1
    counts["file: line ends " + habit["ends"]] += 1
    if encoding == "utf-16-le":
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    if encoding == "utf-16-be":
        return codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    return text.encode(encoding)


def is_utf8(data):
    try:
        data.decode("utf-8")
        return True
    except UnicodeDecodeError:
        return False


def habit(rng, style):
    """How this clerk's spreadsheet program saves."""
    if style["plain_files"]:
        return {
            "encoding": rng.choice(["utf-8", "utf-8-sig"]),
            "ends": rng.choice(["lf", "crlf"]),
            "quoting": "none",
            "trailing": True,
        }
    encoding = rng.choice(ENCODINGS)
    if "utf16" in style["flags"] and rng.random() < 0.3:
        encoding = rng.choice(["utf-16-le", "utf-16-be"])
    return {
        "encoding": encoding,
        "ends": rng.choices(["lf", "crlf", "cr", "mixed"], [3, 4, 2, 2])[0],
        "quoting": rng.choice(["none", "none", "all", "some"]),
        "trailing": rng.random() < 0.7,
    }


NOT_DATA = [
    ["合计", "", "1234"],
    ["小计：", "5"],
    ["总计"],
    ["制表人：某某"],
    ["备注：以上属实", "", ""],
    ["合计数", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""],
    ["备注\n第二行", "x"],
    ["制表日期 2025-03-01"],
    ["小计,", "合计"],
]


def sprinkle(sheet, rng, style, counts):
    """Totals rows, blank lines and rows of empty cells among the rows of a sheet."""
    for _ in range(len(sheet.rows) // 12 + 1):
        place = rng.randint(0, len(sheet.rows))
        if rng.random() < style["dirt"].get("not_data", 0):
            counts["row: not data"] += 1
            sheet.rows.insert(place if rng.random() < 0.5 else len(sheet.rows), ("line", rng.choice(NOT_DATA), {}))
        if rng.random() < style["dirt"].get("blank_line", 0):
            counts["row: blank"] += 1
            width = len(sheet.columns)
            sheet.rows.insert(place, ("line", [""] * rng.choice([1, 1, width, width, 2, width + 3]), {}))
