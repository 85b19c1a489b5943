"""What every tool of the benchmark shares: the policy as masks and tables, the cut-off lines, the budgets.

The policy is read by the loader of ../Reference and compiled: a condition on a fact is one bit, a level is the mask of the
bits that concern it, so that a tool tests all conditions of a row with two ANDs. The selection looks only at enterprises
that stand near a line, as one would write it for millions of claims.
"""

import csv
import os
import sys
import time
from types import SimpleNamespace

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Reference"))

import cells  # noqa: E402
import policy as rules  # noqa: E402
from selection import Enterprise  # noqa: E402

CORE = {"申报编号": "application_id", "事项": "item", "级别": "level", "统一社会信用代码": "uscc", "单位名称": "enterprise_name",
        "标的编号": "subject", "标的名称": "subject_name", "受理时间": "received_at"}
GRANTED, UNDER_WAY = ("granted", "paid", "已下达", "已到账", "已拨付", "成功"), ("announced", "applied", "公示中", "申报中")
YES, NO = ("是", "Y", "yes", "true", "1", "√"), ("否", "N", "no", "false", "0", "×")


NOT_DATA = ("合计", "小计", "总计", "制表", "备注")
SPACE = " \t　"


def unsound(codes):
    """Which of the credit codes, one behind the other in a text, fail either check: over the matrix of their characters."""
    matrix = np.frombuffer(codes.encode("ascii", "replace"), np.uint8).reshape(-1, 18)
    outer, inner = np.full(256, 99, np.int32), np.full(256, 99, np.int32)
    for table, letters in ((outer, cells.ALPHABET), (inner, cells.LETTERS)):
        table[list(letters.encode())] = np.arange(len(letters))
    places = outer[matrix]
    good = (places < 99).all(axis=1)
    good &= (31 - places[:, :17] @ np.array([pow(3, i, 31) for i in range(17)]) % 31) % 31 == places[:, 17]
    return ~good | (np.frombuffer(b"0X987654321", np.uint8)[inner[matrix[:, 8:16]] @ np.array(cells.INNER_WEIGHTS) % 11]
                    != matrix[:, 16])


def stages(*steps):
    """Runs the steps; with BENCH_STAGES set, says how long each took."""
    for step in steps:
        start = time.monotonic()
        step()
        if os.environ.get("BENCH_STAGES"):
            print(f"{step.__name__.strip('_'):12} {time.monotonic() - start:7.2f} s", file=sys.stderr)


class Job:
    def __init__(self, year):
        self.year = year
        self.policy = policy = rules.load(year)
        self.items = policy.items
        self.levels = [(item, level) for item in policy.items for level in item.levels]
        self.level_no = {(item.id, level.id): n for n, (item, level) in enumerate(self.levels)}
        self.groups = list(dict.fromkeys(item.group for item in policy.items))
        self.competing = [item for item in policy.items if item.slots is not None]
        for item in policy.items:   # what no generated year has; say so rather than be wrong
            assert item.enterprise_limit is None or item.slots is not None, "an enterprise limit without slots"
            assert not (item.criteria and item.slots is None), "criteria without slots"
        self._conditions()
        self.forms = [Form(self, name) for name in sorted(os.listdir(os.path.join(year, "applications")))]

    def path(self, name):
        return os.path.join(self.year, name + ".csv")

    def has(self, name):
        return os.path.exists(self.path(name))

    def _conditions(self):
        """Equal conditions of several items are one bit; enterprise and figures have bits of their own."""
        self.evidence, self.register = [], []
        masks = {False: [[0, 0] for _ in self.levels], True: [[0, 0] for _ in self.levels]}
        for number, (item, level) in enumerate(self.levels):
            for c in item.conditions:
                if c.level and c.level != level.id:
                    continue
                of_register = c.field.startswith(("enterprise.", "figures."))
                known = self.register if of_register else self.evidence
                key = (c.field, c.test, c.value, c.if_missing, c.otherwise)
                if key not in [k.key for k in known]:
                    known.append(SimpleNamespace(key=key, field=c.field, test=c.test, value=c.value, if_missing=c.if_missing,
                                                 otherwise=c.otherwise, bit=1 << len(known), kind=self.policy.kind_of(c.field)))
                masks[of_register][number][0] |= next(k.bit for k in known if k.key == key)
        assert len(self.evidence) < 63 and len(self.register) < 63
        self.evidence_mask = [m[0] for m in masks[False]]
        self.register_mask = [m[0] for m in masks[True]]

    def item_texts(self):
        """Every text that names an item, with the item's number."""
        named = {}
        for item in self.items:
            named.setdefault(item.title, item.order)
        return {**named, **{item.id: item.order for item in self.items}}

    def level_texts(self):
        """(item number, text) → level number; the empty text is the only level."""
        named = {}
        for number, (item, level) in enumerate(self.levels):
            for text, target in item.aliases.items():
                if target == level.id:
                    named[item.order, text] = number
        for number, (item, level) in enumerate(self.levels):
            named[item.order, level.title] = number
        for number, (item, level) in enumerate(self.levels):
            named[item.order, level.id] = number
            if len(item.levels) == 1:
                named[item.order, ""] = number
        return named

    def town_facts(self):
        """(town or alias → (administered, district share), (town or alias, item number) → share of that item): a handful of rows."""
        with open(self.path("towns"), encoding="utf-8-sig") as file:
            towns = list(csv.DictReader(file))
        shares = {}
        if self.has("shares"):
            with open(self.path("shares"), encoding="utf-8-sig") as file:
                for row in csv.DictReader(file):
                    item = self.item_texts()[row["item"]] if row["item"] else None
                    shares[row["town"], item] = cells.percent(row["district_share"])
        facts, of_items = {}, {}
        for row in towns:
            for name in [row["town"], *filter(None, row["aliases"].split(";"))]:
                facts[name] = (row["administered"] in YES, shares.get((row["town"], None), 1_000_000))
                of_items |= {(name, item): share for (town, item), share in shares.items()
                             if town == row["town"] and item is not None}
        return facts, of_items

    # --- the selection, the budgets: numpy arrays in, numpy arrays out ---------------------------------------------

    def select(self, item_no, eno, subject, entitlement, score, tie, received, ids):
        """(status, amount, rank) of the eligible claims of the competitions; `tie` is the second key of each item.

        `subject` is any number that tells subjects apart.
        """
        status, amount, rank = np.full(len(eno), "", "U10"), np.zeros(len(eno), np.int64), np.zeros(len(eno), np.int64)
        for item in self.competing:
            marked = (item_no == item.order) & (score < (item.pass_score or 0))
            status[marked] = "reserve"
        for group in dict.fromkeys(item.group for item in self.competing):
            items = [item for item in self.items if item.group == group and item.pays == "cash"]
            assert all(item.slots for item in items)
            rankings = []
            for item in items:
                assert [f for f, _ in item.ties][::2] == ["score", "received_at"] and item.ties[1][1] == "high"
                own = np.flatnonzero((item_no == item.order) & (status == ""))
                order = np.lexsort((ids[own], received[own], -tie[own], -score[own]))
                rankings.append(own[order])
                rank[own[order]] = np.arange(1, len(own) + 1)
            lines = Lines(items, rankings, eno, subject, entitlement)
            winners = lines.winners()
            paid = {}
            for k, row in winners:   # in rank order within the item
                left = (items[k].enterprise_limit or 1 << 62) - paid.get((k, eno[row]), 0)
                amount[row] = min(entitlement[row], left)
                paid[k, eno[row]] = paid.get((k, eno[row]), 0) + amount[row]
                status[row] = "awarded"
            won = {(eno[row], subject[row]) for _, row in winners}
            for k, ranking in enumerate(rankings):
                rest = ranking[status[ranking] == ""]
                suspects = rest[np.isin(eno[rest], [e for e, _ in won])]
                taken = np.array([(eno[row], subject[row]) in won for row in suspects], bool)
                status[suspects[taken]] = "superseded"
                rest = rest[status[rest] == ""]
                status[rest] = np.where(rank[rest] > lines.lines[k], "reserve", "capped")
        return status, amount, rank

    def budgets(self):
        """(numbers of the items, fen) in table order."""
        numbers = {item.id: item.order for item in self.items}
        return [([numbers[name] for name in named], fen) for named, fen in self.policy.budgets]

    def scale(self, budget, amount, fixed, ids):
        """The amounts under one budget, by largest remainder (fine print 12); `fixed` awards stay."""
        left = max(0, budget - int(amount[fixed].sum()))
        free = np.flatnonzero(~fixed)
        w = amount[free]
        wanted = int(w.sum())
        if wanted <= left:
            return amount
        unit = self.policy.pay_unit
        units = left // unit
        assert int(w.max()) * units < 1 << 62
        base, remainder = w * units // wanted, w * units % wanted
        spare = units - int(base.sum())
        order = np.lexsort((ids[free], -w, -remainder))
        order = order[base[order] + 1 <= w[order] // unit][:spare]
        base[order] += 1
        result = amount.copy()
        result[free] = base * unit
        return result


class Lines:
    """One line per item, looking only at the enterprises near the lines."""

    def __init__(self, items, rankings, eno, subject, entitlement):
        self.slots, self.rankings, self.eno = [item.slots for item in items], rankings, eno
        self.caps = [float("inf") if item.enterprise_limit is None else item.enterprise_limit for item in items]
        rows = np.concatenate(rankings) if rankings else np.zeros(0, np.int64)
        item = np.concatenate([np.full(len(r), k) for k, r in enumerate(rankings)])
        place = np.concatenate([np.arange(1, len(r) + 1) for r in rankings])
        order = np.argsort(eno[rows], kind="stable")
        self.rows, self.item, self.place = rows[order], item[order], place[order]
        self.owners = eno[self.rows]
        self.subject, self.entitlement = subject, entitlement
        self.known = {}
        self.lines = [len(r) for r in rankings]
        while self._lower():
            pass
        while self._raise():
            pass

    def choose(self, row, lines):
        """The choice of the enterprise that owns the claim: (item, rank) pairs."""
        e = self.eno[row]
        if e not in self.known:
            first, last = np.searchsorted(self.owners, e), np.searchsorted(self.owners, e, "right")
            own = [[] for _ in self.rankings]
            for at in range(first, last):
                claim = self.rows[at]
                key = self.subject[claim]
                own[self.item[at]].append((int(self.place[at]), SimpleNamespace(
                    entitlement=int(self.entitlement[claim]), key=lambda key=key: key)))
            self.known[e] = Enterprise(own, self.caps)
        return self.known[e].choose(lines)

    def chosen(self, k, limit):
        """The first chosen ranks of an item, at most so many."""
        found = []
        for place in range(1, self.lines[k] + 1):
            if (k, place) in self.choose(self.rankings[k][place - 1], self.lines):
                found.append(place)
                if len(found) == limit:
                    break
        return found

    def _lower(self):
        chosen = [self.chosen(k, slots + 1) for k, slots in enumerate(self.slots)]
        over = [k for k, slots in enumerate(self.slots) if len(chosen[k]) > slots]
        for k in over:
            self.lines[k] = chosen[k][-1] - 1
        return bool(over)

    def _raise(self):
        moved = False
        for k in range(len(self.lines)):
            while self.lines[k] < len(self.rankings[k]):
                row = self.rankings[k][self.lines[k]]
                higher = [*self.lines[:k], self.lines[k] + 1, *self.lines[k + 1:]]
                old, new = self.choose(row, self.lines), self.choose(row, higher)
                if new != old:
                    counts = [len(self.chosen(j, slots + 1)) for j, slots in enumerate(self.slots)]
                    for j in range(len(counts)):
                        counts[j] += sum(i == j for i, _ in new) - sum(i == j for i, _ in old)
                    if any(count > slots for count, slots in zip(counts, self.slots)):
                        break
                self.lines, moved = higher, True
        return moved

    def winners(self):
        return [(k, self.rankings[k][place - 1]) for k, slots in enumerate(self.slots)
                for place in self.chosen(k, slots + 1)]


class Form:
    """An application form: its columns under their machine names, and how their cells are written."""

    def __init__(self, job, name):
        self.name, self.path = name, os.path.join(job.year, "applications", name)
        with open(self.path, encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file))
        titles = {**CORE, **{f.title: n for n, f in job.policy.fields.items() if not f.formula}}
        self.columns, self.units = [], {}
        for cell in header:
            title, _, unit = cell.partition("(")
            column = titles.get(title, title)
            self.columns.append(column)
            self.units[column] = cells.MONEY_UNITS[unit.rstrip(")")] if unit else 100
        fields = job.policy.fields
        self.evidence = {c: fields[c].kind for c in self.columns if c in fields}
        self.computed = {n: f for n, f in fields.items() if f.formula and all(part in self.evidence for part in f.of)}

    def has(self, field):
        return field in self.evidence or field in self.computed
