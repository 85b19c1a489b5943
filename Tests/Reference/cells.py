"""Cells: what the text of one cell means (spec 2 "Cells", fine print 23 and 26).

Values: money is integer fen; quantities, points and percents are integer millionths (5% = 50,000);
a day is "YYYY-MM-DD", a time "YYYY-MM-DD HH:MM:SS", so that both compare as text. There is no float.
Every reader takes trimmed text that is not blank and raises `Bad` when the text is no such value.
"""

import datetime
import re
import sys
import unicodedata

MILLION = 1_000_000
INT64_MAX = 2**63 - 1
sys.set_int_max_str_digits(0)  # a cell of ten thousand digits is a bad cell, not a crash
SPACE = " \t\n\v\f\r\u3000"  # "ASCII and ideographic space"
BLANK = {"", "-", "—", "/", "无", "空"}

# in fen
MONEY_UNITS = {"元": 100, "千元": 100_000, "万元": 1_000_000, "亿元": 10_000_000_000,
               "千": 100_000, "万": 1_000_000, "亿": 10_000_000_000}

FLAGS = {"是": True, "y": True, "yes": True, "true": True, "1": True, "√": True,
         "否": False, "n": False, "no": False, "false": False, "0": False, "×": False}

NUMBER = r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?"


class Bad(Exception):
    """The cell's text is no value of its type."""


def trim(text):
    return text.strip(SPACE)


def nfkc(text):
    return unicodedata.normalize("NFKC", text)


def fold_code(text):
    return nfkc(text).upper()


def is_blank(text):
    return text in BLANK


def fold_name(text):
    """Names are compared after NFKC (which also makes （） into ()), without white space."""
    return "".join(nfkc(text).split())


# --- numbers ---------------------------------------------------------------------------------

def _scaled(whole, fraction, scale):
    """whole.fraction × scale as an integer; `Bad` when it is finer than 1 or beyond Int64."""
    fraction = fraction or ""
    value, rest = divmod(int(whole.replace(",", "") + fraction) * scale, 10 ** len(fraction))
    if rest or value > INT64_MAX:
        raise Bad
    return value


def money(text, header_unit=None):
    """Fen. `header_unit` is the factor of the header's unit, None when the header names none."""
    match = re.fullmatch(r"¥? *" + NUMBER + r" *(元|千元|万元|亿元|千|万|亿)?", nfkc(text))
    if not match:
        raise Bad
    whole, fraction, suffix = match.groups()
    unit = MONEY_UNITS[suffix] if suffix else header_unit or MONEY_UNITS["元"]
    if suffix and header_unit and unit != header_unit:
        raise Bad  # a suffix that contradicts the header
    return _scaled(whole, fraction, unit)


def quantity(text):
    match = re.fullmatch(NUMBER, nfkc(text))
    if not match:
        raise Bad
    return _scaled(*match.groups(), MILLION)


def percent(text):
    match = re.fullmatch(NUMBER + "%", nfkc(text))
    if not match:
        raise Bad
    return _scaled(*match.groups(), MILLION // 100)


# --- days and times --------------------------------------------------------------------------

def day(text):
    folded = nfkc(text)
    for pattern in (r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", r"(\d{4})(年)(\d{1,2})月(\d{1,2})日",
                    r"(\d{4})()(\d{2})(\d{2})"):
        match = re.fullmatch(pattern, folded, re.ASCII)
        if match:
            year, _, month, date = match.groups()
            try:
                return datetime.date(int(year), int(month), int(date)).isoformat()
            except ValueError:
                raise Bad from None
    raise Bad


def time(text):
    match = re.fullmatch(r"(\S+) +(\d{2}):(\d{2})(?::(\d{2}))?", nfkc(text), re.ASCII)
    if not match:
        raise Bad
    date, hour, minute, second = match.groups()
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        raise Bad
    return f"{day(date)} {hour}:{minute}:{second or '00'}"


# --- words and codes -------------------------------------------------------------------------

def flag(text):
    try:
        return FLAGS[text.lower()]
    except KeyError:
        raise Bad from None


def year(text):
    folded = fold_code(text)
    if not re.fullmatch(r"[0-9]{4}", folded):
        raise Bad
    return int(folded)


def credit_code(text):
    """A folded code; only spreadsheet damage is invalid, a wrong checksum is a doubt (see below)."""
    folded = fold_code(text)
    damaged = re.fullmatch(r"[0-9]+(\.[0-9]+)?E[+-]?[0-9]+", folded)
    if damaged and not (len(folded) == 18 and folded.isalnum()):
        raise Bad
    return folded


def text(text):
    return text


READERS = {"text": text, "code": fold_code, "credit_code": credit_code, "money": money, "quantity": quantity,
           "percent": percent, "date": day, "time": time, "flag": flag, "year": year}


def read(kind, raw, header_unit=None):
    """The value of a cell's trimmed text, or None where it is blank."""
    if is_blank(raw) or (kind != "text" and is_blank(nfkc(raw))):
        return None
    if kind == "money":
        return money(raw, header_unit)
    return READERS[kind](raw)


# --- credit codes (spec 2) -------------------------------------------------------------------

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # GB 11714 counts all of them
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code_is_sound(code):
    if len(code) != 18 or any(letter not in ALPHABET for letter in code):
        return False
    total = sum(ALPHABET.index(letter) * pow(3, i, 31) for i, letter in enumerate(code[:17]))
    if ALPHABET[(31 - total % 31) % 31] != code[17]:
        return False
    inner = 11 - sum(LETTERS.index(letter) * w for letter, w in zip(code[8:16], INNER_WEIGHTS)) % 11
    return code[16] == {10: "X", 11: "0"}.get(inner, str(inner))


# --- amounts as the law writes them (spec 2 "Policy tables") ---------------------------------

def policy_money(text):
    """`500万元`, `400元/吨标煤`"""
    return money(text.partition("/")[0])


def policy_number(text):
    """`50吨标煤`, `20个`, `5%`, `1.0`: millionths; what follows the number is for people."""
    match = re.fullmatch(NUMBER + r"(%?)[^0-9.,%]*", nfkc(text))
    if not match:
        raise Bad
    whole, fraction, sign = match.groups()
    return _scaled(whole, fraction, MILLION // 100 if sign else MILLION)
