"""The policy: the year's rules from policy/*.csv (spec 2 "Policy tables").

The tables are taken as sound: checking a policy is not this program's business.
"""

import os
import re
from dataclasses import dataclass, field

import cells
import tables

FACT_KINDS = {
    "enterprise.region": "code", "enterprise.industry": "code", "enterprise.grade": "code",
    "enterprise.town": "text", "enterprise.legal_form": "text", "enterprise.status": "text",
    "enterprise.founded": "date", "enterprise.moved_in": "date",
    "figures.sales": "money", "figures.output": "money", "figures.growth": "money", "figures.record": "money",
    "figures.growth_list": "flag", "score": "quantity",
    "received_at": "time", "subject": "code", "subject_name": "text", "enterprise_name": "text",
}
TEXTUAL = ("text", "code")


@dataclass
class Level:
    id: str
    title: str
    rule: str
    amount: int      # fen, None if blank
    rate: int        # millionths; of a per_unit level the price of one unit in fen; None if blank
    of: str
    order: int


@dataclass
class Item:
    id: str
    title: str
    pays: str
    group: str
    group_per: str
    once: str
    upper_overlap: str
    promotion: str
    grant_ratio: int
    order: int
    levels: list = field(default_factory=list)
    aliases: dict = field(default_factory=dict)
    conditions: list = field(default_factory=list)
    criteria: list = field(default_factory=list)
    ties: list = field(default_factory=list)
    slots: int = None
    enterprise_limit: int = None
    subject_limit: int = None
    pass_score: int = None

    def level_named(self, text):
        """By id, title or alias; blank is the only level (None where there are several)."""
        if not text:
            return self.levels[0] if len(self.levels) == 1 else None
        for level in self.levels:
            if level.id == text:
                return level
        for level in self.levels:
            if level.title == text:
                return level
        alias = self.aliases.get(text)
        return next((level for level in self.levels if level.id == alias), None)

    def experts(self):
        return [criterion for criterion in self.criteria if criterion.kind == "experts"]


@dataclass
class Condition:
    level: str
    field: str
    test: str
    value: object     # parsed; a tuple for one_of and starts_with
    if_missing: str
    otherwise: str
    reason: str


@dataclass
class Criterion:
    id: str
    kind: str
    field: str
    points: int
    bands: list = field(default_factory=list)    # (at_least or None, points)


@dataclass
class Field:
    kind: str
    title: str
    formula: str = ""       # lower, sum or ratio
    of: tuple = ()


@dataclass
class Policy:
    year: int
    start: str
    end: str
    pay_unit: int
    items: list
    fields: dict
    budgets: list           # (set of item ids, fen)
    slot_groups: set

    def item_named(self, text):
        for item in self.items:
            if item.id == text:
                return item
        return next((item for item in self.items if item.title == text), None)

    def kind_of(self, name):
        if name in self.fields:
            return self.fields[name].kind
        return FACT_KINDS.get(name, "text")


def _rows(folder, name, required):
    path = f"policy/{name}.csv"
    with_header = {"policy": "key value",
                   "items": "item title pays group group_per once upper_overlap promotion grant_ratio",
                   "levels": "item level title rule amount rate of",
                   "conditions": "item level field is value if_missing otherwise reason",
                   "limits": "item limit per value", "criteria": "item criterion kind field points",
                   "bands": "item criterion at_least points", "ties": "item field prefer",
                   "fields": "field title type", "titles": "alias item level", "budgets": "budget items amount"}[name]
    if not os.path.exists(os.path.join(folder, path)):
        raise tables.Refused(f"{path}: missing")
    columns = [tables.Column(column, required=column in required.split()) for column in with_header.split()]
    for row in tables.read_table(folder, path, columns):
        if row.fault:
            raise tables.Refused(f"{path}:{row.line}: {row.fault}")
        yield row


def _optional(reader, text):
    return reader(text) if text else None


def _compared(kind, test, text):
    """The value of a condition or a band, read as its field's type."""
    if test in ("present", "absent", "in_year", "by_year_end"):
        return None
    if test in ("one_of", "starts_with"):
        return tuple(_compared(kind, "equals", cells.trim(part)) for part in text.split(";"))
    if kind == "money":
        return cells.policy_money(text)
    if kind in ("quantity", "percent"):
        return cells.policy_number(text)
    return cells.READERS[kind](text)


def _fields(folder):
    declared = {}
    for row in _rows(folder, "fields", "field type"):
        formula = re.fullmatch(r"(lower|sum|ratio)\((.*)\)", row.text("type"))
        if formula:
            of = tuple(cells.trim(part) for part in formula[2].split(";"))
            declared[row.text("field")] = Field("", row.text("title"), formula[1], of)
        else:
            declared[row.text("field")] = Field(row.text("type"), row.text("title"))
    for computed in declared.values():
        if computed.formula:
            computed.kind = "quantity" if computed.formula == "ratio" else declared[computed.of[0]].kind
    return declared


def _items(folder):
    items = {}
    for row in _rows(folder, "items", "item pays"):
        ratio = _optional(cells.policy_number, row.text("grant_ratio"))
        items[row.text("item")] = Item(
            row.text("item"), row.text("title"), row.text("pays"), row.text("group") or row.text("item"),
            row.text("group_per") or "subject", row.text("once") or "life", row.text("upper_overlap") or "top_up",
            row.text("promotion") or "full", cells.MILLION if ratio is None else ratio, len(items))
    for row in _rows(folder, "levels", "item level rule"):
        item, rule = items[row.text("item")], row.text("rule")
        amount = _optional(cells.policy_money, row.text("amount"))
        rate = _optional(cells.policy_money if rule == "per_unit" else cells.policy_number, row.text("rate"))
        if rule == "per_unit" and rate is None:
            amount, rate = None, amount  # fine print 1 calls the price the amount, the tables keep it under rate
        item.levels.append(Level(row.text("level"), row.text("title"), rule, amount, rate, row.text("of"),
                                 len(item.levels)))
    for row in _rows(folder, "titles", "alias item level"):
        items[row.text("item")].aliases[row.text("alias")] = row.text("level")
    for row in _rows(folder, "limits", "item limit value"):
        item, limit, value = items[row.text("item")], row.text("limit"), row.text("value")
        if limit == "slots":
            item.slots = cells.policy_number(value) // cells.MILLION
        elif limit == "pass_score":
            item.pass_score = cells.policy_number(value)
        elif row.text("per") == "enterprise":
            item.enterprise_limit = cells.policy_money(value)
        else:
            item.subject_limit = cells.policy_money(value)
    return items


def load(folder):
    settings = {row.text("key"): row.text("value") for row in _rows(folder, "policy", "key value")}
    items, fields = _items(folder), _fields(folder)
    policy = Policy(cells.year(settings["year"]), cells.day(settings["from"]), cells.day(settings["to"]),
                    cells.policy_money(settings["pay_unit"]), list(items.values()), fields, [],
                    {item.group for item in items.values() if item.slots is not None})

    for row in _rows(folder, "conditions", "item field is"):
        kind = policy.kind_of(row.text("field"))
        condition = Condition(row.text("level"), row.text("field"), row.text("is"),
                              _compared(kind, row.text("is"), row.text("value")),
                              row.text("if_missing") or "pend", row.text("otherwise") or "reject", row.text("reason"))
        for item in policy.items if row.text("item") == "*" else [items[row.text("item")]]:
            item.conditions.append(condition)
    criteria = {}
    for row in _rows(folder, "criteria", "item criterion kind points"):
        criterion = Criterion(row.text("criterion"), row.text("kind"), row.text("field"),
                              cells.policy_number(row.text("points")))
        criteria[row.text("item"), criterion.id] = criterion
        items[row.text("item")].criteria.append(criterion)
    for row in _rows(folder, "bands", "item criterion points"):
        criterion = criteria[row.text("item"), row.text("criterion")]
        at_least = row.text("at_least")
        criterion.bands.append((_compared(policy.kind_of(criterion.field), "equals", at_least) if at_least else None,
                                cells.policy_number(row.text("points"))))
    for row in _rows(folder, "ties", "item field prefer"):
        items[row.text("item")].ties.append((row.text("field"), row.text("prefer")))
    for row in _rows(folder, "budgets", "budget items amount"):
        named = {cells.trim(part) for part in row.text("items").split(";")}
        policy.budgets.append((named, cells.policy_money(row.text("amount"))))
    return policy
