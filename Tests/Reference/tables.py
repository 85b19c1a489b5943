"""Tables: bytes to rows (spec 2 "Cells", fine print 24, 25, 30, 31)."""

import os
import re
from dataclasses import dataclass, field

import cells

NOT_DATA = ("合计", "小计", "总计", "制表", "备注")
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\x84\x31\x95\x33", "gb18030"),
        (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

CELL_END = re.compile(r"[,\r\n]|\Z")
LINE_END = re.compile(r"\r\n|\r|\n")
CUT = re.compile(r"[\r\n]|\Z")


class Refused(Exception):
    """A file that cannot be used at all."""


@dataclass
class Row:
    file: str
    line: int
    order: int                                   # position among the rows of all files of its table
    texts: dict = field(default_factory=dict)    # column → trimmed text
    units: dict = field(default_factory=dict)    # money column → factor of the header's unit, if it has one
    fault: str = ""                              # "", "wrong_cell_count" or "bad_quote"

    def text(self, column):
        return self.texts.get(column, "")

    def signature(self):
        """What makes two rows equal: trimmed text and, where there is a text, its unit (fine print 24)."""
        return tuple(sorted((column, text, self.units.get(column) or cells.MONEY_UNITS["元"])
                            for column, text in self.texts.items() if text))


@dataclass
class Column:
    """What a table may hold: a machine name, a Chinese title, a type."""
    name: str
    kind: str = "text"
    required: bool = False
    title: str = ""


# --- bytes to text ---------------------------------------------------------------------------

def _decode(data, path, columns):
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom):], encoding, path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "gb18030", path)
    if _lacks_required(text, columns, path):
        try:  # GB18030 that happens to be valid UTF-8 (fine print 31)
            other = data.decode("gb18030")
        except UnicodeDecodeError:
            return text
        if not _lacks_required(other, columns, path):
            log(f"{path}: read as GB18030")
            return other
    return text


def _strictly(data, encoding, path):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: byte {error.start} is not {encoding}") from None


def _lacks_required(text, columns, path):
    try:
        header = next(_records(text, path), (1, [], False))[1]
        return bool(_missing(_match_header(header, columns, path), columns))
    except Refused:
        return True


# --- text to records -------------------------------------------------------------------------

def _quoted(text, position, line, path):
    """A quoted cell that opens at `position`: its value, the position after it, and the line there."""
    parts, start = [], position + 1
    while True:
        end = text.find('"', start)
        if end < 0:
            raise Refused(f"{path}:{line}: this quote is never closed")
        parts.append(text[start:end])
        if not text.startswith('""', end):
            value = '"'.join(parts)
            return value, end + 1, line + len(LINE_END.findall(value))
        start = end + 2


def _records(text, path):
    """(line, cells, broken) for each record. A broken record holds the cells before the broken one."""
    position, line = 0, 1
    while position < len(text):
        start, values, broken = line, [], False
        while True:
            if text.startswith('"', position):
                value, position, line = _quoted(text, position, line, path)
                end = CELL_END.search(text, position).start()
                if end > position:  # text after the closing quote: reading resumes at the line end (fine print 30)
                    broken, position = True, CUT.search(text, position).start()
                    break
            else:
                end = CELL_END.search(text, position).start()
                value, position = text[position:end], end
            values.append(value)
            if not text.startswith(",", position):
                break
            position += 1
        if position < len(text):
            position, line = LINE_END.match(text, position).end(), line + 1
        yield start, values, broken


# --- records to rows -------------------------------------------------------------------------

def _match_header(header, columns, path):
    """One (column, unit factor) or None for each cell of the header."""
    names = {}
    for column in columns:
        names[column.name] = column
        if column.title:
            names.setdefault(column.title, column)
    matched = []
    for cell in map(cells.trim, header):
        column, unit = names.get(cell), None
        if column is None:
            column, unit = _money_header(cell, names)
        if column and any(other and other[0] is column for other in matched):
            raise Refused(f"{path}: two columns mean {column.name}")
        matched.append((column, unit) if column else None)
    return matched


def _money_header(cell, names):
    """`总投资(万元)`: only a money column may carry a unit."""
    for opening, closing in (("(", ")"), ("（", "）")):
        if cell.endswith(closing) and opening in cell:
            name, _, unit = cell[:-1].rpartition(opening)
            column = names.get(cells.trim(name))
            if column and column.kind == "money" and cells.trim(unit) in cells.MONEY_UNITS:
                return column, cells.MONEY_UNITS[cells.trim(unit)]
    return None, None


def _missing(matched, columns):
    present = {pair[0].name for pair in matched if pair}
    return [column.name for column in columns if column.required and column.name not in present]


def read_table(folder, path, columns, order=0):
    """The rows of one file; blank lines and rows that are no data are left out."""
    with open(os.path.join(folder, path), "rb") as file:
        text = _decode(file.read(), path, columns)
    rows, header = [], None
    for line, values, broken in _records(text, path):
        values = [cells.trim(value) for value in values]
        if not broken and not any(values):
            continue  # a blank line (fine print 24)
        if header is None:
            if broken:
                raise Refused(f"{path}:{line}: text after a closing quote in the header")
            header = _match_header(values, columns, path)
            if _missing(header, columns):
                raise Refused(f"{path}: missing columns {', '.join(_missing(header, columns))}")
            continue
        if values and values[0].startswith(NOT_DATA):
            log(f"{path}:{line}: skipped, no data")
            continue
        row = Row(path, line, order + len(rows))
        if broken:
            row.fault = "bad_quote"
        elif len(values) != len(header):
            row.fault = "wrong_cell_count"
        for pair, value in zip(header, values):
            if pair:
                row.texts[pair[0].name] = value
                if pair[1]:
                    row.units[pair[0].name] = pair[1]
        rows.append(row)
    if header is None:
        raise Refused(f"{path}: no header")
    return rows


def log(message):
    LOG.append(message)


LOG = []


# --- rows to files ---------------------------------------------------------------------------

def _field(value):
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def harmless(text):
    """A text cell never starts a formula (spec 4)."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") and text else text


def write_table(folder, name, header, rows):
    lines = [",".join(header)] + [",".join(_field(value) for value in row) for row in rows]
    with open(os.path.join(folder, name), "wb") as file:
        file.write(b"\xef\xbb\xbf" + "".join(line + "\r\n" for line in lines).encode("utf-8"))
