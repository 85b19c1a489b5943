"""The applications: one claim per row, read whole or `invalid` with every fault (spec 2, fine print 22–25)."""

import os
from collections import defaultdict
from dataclasses import dataclass, field

import cells
import tables

CORE = {  # column → (type, Chinese title)
    "application_id": ("code", "申报编号"), "item": ("text", "事项"), "level": ("text", "级别"),
    "uscc": ("credit_code", "统一社会信用代码"), "enterprise_name": ("text", "单位名称"),
    "subject": ("code", "标的编号"), "subject_name": ("text", "标的名称"), "received_at": ("time", "受理时间"),
}
REQUIRED = ("application_id", "item", "uscc", "enterprise_name", "received_at")


@dataclass(eq=False)
class Application:
    id: str = ""
    item: object = None
    level: object = None
    uscc: str = ""
    name: str = ""
    subject: str = ""
    facts: dict = field(default_factory=dict)
    file: str = ""
    line: int = 0
    order: int = 0

    status: str = ""
    reasons: list = field(default_factory=list)
    standard: int = None       # W, H, E, all in fen
    upper: int = None
    entitlement: int = None
    by_upper: bool = False     # H lowered the rounded E
    by_promotion: bool = False
    score: int = None
    rank: int = None
    amount: int = 0
    share: int = cells.MILLION

    def end(self, status, *reasons):
        self.status, self.reasons = status, list(reasons)

    def key(self):
        """The members of a group that share a key win once (fine print 7)."""
        per = self.item.group_per
        return per, {"subject": self.subject, "enterprise": "", "level": self.level.id}[per]


def load(folder, policy):
    """All applications in file name order, without the repeated ones."""
    columns = [tables.Column(name, kind, name in REQUIRED, title) for name, (kind, title) in CORE.items()]
    columns += [tables.Column(name, f.kind, False, f.title) for name, f in policy.fields.items() if not f.formula]
    rows = []
    names = [name for name in os.listdir(os.path.join(folder, "applications")) if name.endswith(".csv")]
    for name in sorted(names, key=os.fsencode):
        rows += tables.read_table(folder, "applications/" + name, columns, len(rows))
    read = [_application(row, columns, policy) for row in _without_repeats(rows)]
    _mark_duplicates(read)
    return read


def _without_repeats(rows):
    seen = set()
    for row in rows:
        if not row.fault:
            signature = row.signature()
            if signature in seen:
                tables.log(f"{row.file}:{row.line}: repeated")
                continue
            seen.add(signature)
        yield row


def _mark_duplicates(read):
    """One id, different rows: no program can know which was meant. Rows without readable cells take no part."""
    by_id = defaultdict(list)
    for application in read:
        if application.id and not {"wrong_cell_count", "bad_quote"} & set(application.reasons):
            by_id[application.id].append(application)
    order = ("invalid_cell", "duplicate_id", "unknown_item", "unknown_level")
    for same in by_id.values():
        if len(same) > 1:
            for application in same:
                application.status = "invalid"
                application.reasons = sorted(application.reasons + ["duplicate_id"], key=order.index)


def _application(row, columns, policy):
    values, bad = {}, False
    for column in columns:
        try:
            values[column.name] = cells.read(column.kind, row.text(column.name), row.units.get(column.name))
        except cells.Bad:
            values[column.name], bad = None, True
    application = Application(
        id=values["application_id"] or "", uscc=values["uscc"] or "", name=values["enterprise_name"] or "",
        subject=values["subject"] or "", facts=values, file=row.file, line=row.line, order=row.order)
    if row.fault:
        application.end("invalid", row.fault)  # what stands where is a guess: no item, no level, no other fault
        return application
    bad |= not values["application_id"] or not values["received_at"]
    try:
        _compute(values, policy)
    except cells.Bad:
        bad = True
    faults = ["invalid_cell"] if bad else []
    application.item = policy.item_named(values["item"]) if values["item"] else None
    if application.item is None:
        faults.append("unknown_item")
    else:
        application.level = application.item.level_named(values["level"] or "")
        if application.level is None:
            faults.append("unknown_level")
    if faults:
        application.end("invalid", *faults)
    return application


def _compute(values, policy):
    """The computed fields (fine print 27)."""
    for name, declared in policy.fields.items():
        if not declared.formula:
            continue
        operands = [values.get(part) for part in declared.of]
        if None in operands:
            values[name] = None
        elif declared.formula == "ratio":
            # fen are millionths of 万元, so that money against quantity needs no other formula
            over, under = operands
            values[name] = over * cells.MILLION // under if under else None
        else:
            values[name] = min(operands) if declared.formula == "lower" else sum(operands)
        if values[name] is not None and values[name] > cells.INT64_MAX:
            raise cells.Bad
