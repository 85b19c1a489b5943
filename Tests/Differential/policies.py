"""Random but valid policies: the 2024 policy with its switches turned, or a policy of another district made up whole.

Proves, together with random_year.py, that nothing of the 2024 policy is built into a program: items, groups, rules, gates,
criteria, ties, limits and budgets all come from the tables. Every policy made here obeys spec 2 ("checked as a whole").
"""

import csv
import datetime
import os
import re

MILLION = 1_000_000
MONEY_SCALE = {"元": 100, "千元": 100_000, "万元": 1_000_000, "亿元": 10_000_000_000}
HERE = os.path.dirname(os.path.abspath(__file__))

COLUMNS = {
    "policy": ["key", "value"],
    "clauses": ["clause", "title", "summary"],
    "items": [
        "item",
        "clause",
        "title",
        "pays",
        "group",
        "group_per",
        "once",
        "upper_overlap",
        "promotion",
        "grant_ratio",
    ],
    "levels": ["item", "level", "title", "rule", "amount", "rate", "of", "quote"],
    "conditions": [
        "item",
        "level",
        "field",
        "is",
        "value",
        "if_missing",
        "otherwise",
        "reason",
        "text",
        "clause",
        "quote",
    ],
    "limits": ["item", "limit", "per", "value", "quote"],
    "criteria": ["item", "criterion", "title", "kind", "field", "points"],
    "bands": ["item", "criterion", "at_least", "points"],
    "ties": ["item", "field", "prefer"],
    "fields": ["field", "title", "type", "unit", "note"],
    "titles": ["alias", "item", "level"],
    "rulings": ["ruling", "clause", "question", "choice", "where", "alternatives", "status", "decided_by", "document"],
    "budgets": ["budget", "items", "amount"],
}

FACT_TYPES = {
    "enterprise.region": "code",
    "enterprise.town": "text",
    "enterprise.legal_form": "text",
    "enterprise.industry": "code",
    "enterprise.status": "text",
    "enterprise.grade": "code",
    "enterprise.founded": "date",
    "enterprise.moved_in": "date",
    "figures.sales": "money",
    "figures.output": "money",
    "figures.growth": "money",
    "figures.record": "money",
    "figures.growth_list": "flag",
    "received_at": "time",
    "score": "quantity",
}
LEGAL_FORMS = ["企业法人", "社会团体", "民办非企业单位", "基金会"]
NUMERIC = ("money", "quantity", "percent")


def decimal(value, digits):
    """The exact decimal text of value / 10^digits, without needless zeros."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    whole, part = divmod(value, 10**digits)
    return sign + str(whole) + (("." + str(part).rjust(digits, "0").rstrip("0")) if part else "")


def exact(text, digits):
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(digits, "0")) if len(part) <= digits else None


def write_money(fen):
    """As the law writes it: 500万元."""
    for unit, digits in (("亿元", 10), ("万元", 6)):
        if fen and fen % 10 ** (digits - 4) == 0 and fen >= 10**digits // 10:
            return decimal(fen, digits) + unit
    return decimal(fen, 2) + "元"


def read_money(text):
    match = re.fullmatch(r"([0-9.]+)(亿元|万元|千元|元)(/.*)?", text)
    digits = {"亿元": 10, "万元": 6, "千元": 5, "元": 2}[match[2]]
    return exact(match[1], digits)


def read_number(text):
    """A quantity or a percent of a policy table, in millionths."""
    match = re.fullmatch(r"([0-9.]+)(.*)", text)
    if match[2] == "%":
        return exact(match[1], 6) // 100 if exact(match[1], 6) is not None else None
    return exact(match[1], 6)


class Policy:
    def __init__(self, tables):
        self.tables = tables
        self.memory = None

    def freeze(self):
        """From now on the tables stay as they are, and answers are remembered."""
        self.memory = {}

    def remember(self, key, answer):
        if self.memory is None:
            return answer()
        if key not in self.memory:
            self.memory[key] = answer()
        return self.memory[key]

    def rows(self, name, **match):
        return self.remember((name, *match.items()), lambda: self.find(name, match))

    def find(self, name, match):
        return [row for row in self.tables[name] if all(row[key] == value for key, value in match.items())]

    def setting(self, key):
        return self.rows("policy", key=key)[0]["value"]

    def set(self, key, value):
        self.rows("policy", key=key)[0]["value"] = value

    @property
    def period(self):
        return self.remember(
            "period", lambda: tuple(datetime.date.fromisoformat(self.setting(key)) for key in ("from", "to"))
        )

    @property
    def pay_unit(self):
        return read_money(self.setting("pay_unit"))

    @property
    def items(self):
        return self.tables["items"]

    def item(self, name):
        return self.rows("items", item=name)[0]

    def group(self, name):
        return self.item(name)["group"] or name

    def levels(self, name):
        return self.rows("levels", item=name)

    def group_items(self, group):
        return [row["item"] for row in self.items if (row["group"] or row["item"]) == group]

    def limit(self, item, limit, per):
        rows = self.rows("limits", item=item, limit=limit, per=per)
        return rows[0]["value"] if rows else None

    def slot_groups(self):
        """Groups with slots, in policy order, each with its cash items."""
        with_slots = {row["item"] for row in self.rows("limits", limit="slots")}
        groups = []
        for row in self.items:
            group = row["group"] or row["item"]
            if row["item"] in with_slots and group not in groups:
                groups.append(group)
        return groups

    def type(self, fact):
        """money, quantity, percent, date, time, flag, text, code, or ratio for a computed one; None if unknown."""
        return self.remember(("type", fact), lambda: self.find_type(fact))

    def find_type(self, fact):
        if fact in FACT_TYPES:
            return FACT_TYPES[fact]
        for row in self.rows("fields", field=fact):
            match = re.fullmatch(r"(lower|sum|ratio)\((.*);(.*)\)", row["type"])
            if not match:
                return row["type"]
            return "ratio" if match[1] == "ratio" else self.type(match[2])
        return None

    def formula(self, fact):
        return self.remember(("formula", fact), lambda: self.find_formula(fact))

    def find_formula(self, fact):
        for row in self.rows("fields", field=fact):
            match = re.fullmatch(r"(lower|sum|ratio)\((.*);(.*)\)", row["type"])
            if match:
                return match.groups()
        return None

    def evidence(self):
        """Evidence columns that a form can carry, field -> type."""
        return {row["field"]: row["type"] for row in self.tables["fields"] if "(" not in row["type"]}

    def conditions(self, item, level):
        return self.remember(("conditions", item, level), lambda: self.find_conditions(item, level))

    def find_conditions(self, item, level):
        return [
            row
            for row in self.tables["conditions"]
            if row["item"] == "*" or (row["item"] == item and row["level"] in ("", level))
        ]

    def value(self, fact, text):
        """A policy value read by the fact's type."""
        return self.remember(("value", fact, text), lambda: self.read(fact, text))

    def read(self, fact, text):
        kind = self.type(fact)
        if kind == "money":
            return read_money(text)
        if kind in ("quantity", "percent", "ratio"):
            return read_number(text)
        if kind == "date":
            return datetime.date.fromisoformat(text)
        if kind == "time":
            return datetime.datetime.fromisoformat(text)
        if kind == "flag":
            return text == "是"
        return text

    def passes(self, row, value):
        """Whether a fact meets a condition; a missing one passes only `absent`."""
        test = row["is"]
        if value is None:
            return test == "absent"
        if test in ("present", "absent"):
            return test == "present"
        if test in ("in_year", "by_year_end"):
            start, end = self.period
            value = value.date() if isinstance(value, datetime.datetime) else value
            return (start <= value or test == "by_year_end") and value <= end
        if test in ("one_of", "starts_with"):
            choices = row["value"].split(";")
            if test == "starts_with":
                return any(str(value).startswith(choice) for choice in choices)
            return value in [self.value(row["field"], choice) for choice in choices]
        bound = self.value(row["field"], row["value"])
        return (
            {"equals": value == bound, "not_equals": value != bound}[test]
            if test.endswith("equals")
            else {"over": value > bound, "at_least": value >= bound, "under": value < bound, "at_most": value <= bound}[
                test
            ]
        )

    # ---- a small reckoning of money and points, only to aim values at edges; never compared with anything

    def worth(self, item, level, facts):
        """W in fen before any subject limit, or None."""
        row = self.rows("levels", item=item, level=level)
        if not row or row[0]["rule"] == "none":
            return None
        row = row[0]
        amount = read_money(row["amount"]) if row["amount"] else None
        ratio = read_number(self.item(item)["grant_ratio"] or "100%") if row["rule"] != "fixed" else MILLION
        if row["rule"] in ("up_to", "fixed"):
            base = amount * ratio // MILLION
        elif facts.get(row["of"]) is None:
            return None
        else:
            price = read_number(row["rate"]) if row["rule"] == "rate" else read_money(row["rate"])
            base = facts[row["of"]] * price * ratio // (MILLION * MILLION)
        cap = self.limit(item, "amount", "subject")
        return min(x for x in (base, amount, read_money(cap) if cap else None) if x is not None)

    def facts_points(self, item, facts):
        """Points of the facts criteria, in millionths."""
        total = 0
        for row in self.rows("criteria", item=item, kind="facts"):
            value, bands = facts.get(row["field"]), self.rows("bands", item=item, criterion=row["criterion"])
            if self.type(row["field"]) in ("text", "code"):
                hits = [b for b in bands if b["at_least"] == (value or "")]
            elif value is None:
                hits = [b for b in bands if b["at_least"] == ""]
            else:
                hits = [b for b in bands if b["at_least"] and self.value(row["field"], b["at_least"]) <= value]
            total += max((exact(b["points"], 6) for b in hits), default=0)
        return total


# ------------------------------------------------------------------------------------------------- the 2024 policy, edited


def load_2024():
    tables = {}
    for name in COLUMNS:
        with open(os.path.join(HERE, "policy-2024", name + ".csv"), encoding="utf-8-sig", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    return Policy(tables)


RATIOS = ["80%", "66.6667%", "33.3333%", "95.5%", "50%", "99.9999%", "12.34%", "1%"]
PERIODS = [("2024-01-01", "2024-12-31")] * 3 + [
    ("2024-04-01", "2025-03-31"),
    ("2023-07-01", "2024-06-30"),
    ("2024-02-29", "2025-02-28"),
    ("2023-12-31", "2024-12-30"),
]


def edited_2024(rng, style):
    policy = load_2024()
    edit = rng.choice([0.0, 0.1, 0.3, 0.6])
    chance = lambda share: rng.random() < share
    start, end = rng.choice(PERIODS) if chance(edit) else PERIODS[0]
    policy.set("from", start)
    policy.set("to", end)
    policy.set("pay_unit", rng.choice(["1元", "100元", "100元", "1000元"]) if chance(0.5) else "100元")
    if chance(edit):
        policy.set("region", rng.choice(["3204", "32041", "320412"]))

    for row in policy.items:
        if row["pays"] != "cash":
            if chance(edit / 2):
                row["grant_ratio"] = ""
            continue
        if chance(edit):
            row["once"] = rng.choice(["", "life", "year"])
        if chance(edit):
            row["upper_overlap"] = rng.choice(["top_up", "exclude", "stack"])
        if chance(edit):
            row["promotion"] = rng.choice(["full", "difference"])
        if chance(edit):
            row["grant_ratio"] = rng.choice(RATIOS)
        if chance(edit) and not row["group"]:
            row["group_per"] = rng.choice(["subject", "enterprise", "level"])
    if chance(edit):  # ladders that exclude each other
        per = rng.choice(["subject", "enterprise", "level"])
        for name in rng.sample(
            ["smart-factory", "green-mfg", "service-mfg", "cloud-star", "iii-mgmt-cert"], rng.randint(2, 3)
        ):
            policy.item(name).update(group="honours", group_per=per)
    if chance(edit / 2):
        per = rng.choice(["subject", "level"])
        for name in policy.group_items("srdi"):
            policy.item(name)["group_per"] = per
    if chance(edit / 3) and style["name"] != "lines":
        per = rng.choice(["enterprise", "level"])
        for name in policy.group_items("article-1"):
            policy.item(name)["group_per"] = per
    if chance(edit / 3):
        policy.item("tech-renovation").update(group="")
    if chance(edit / 3) and style["name"] != "lines":
        policy.item("energy-saving").update(group="")

    slots = lambda: str(rng.choice([0, 1, 1, 2, 2, 3, 3, 4, 5, 6])) + "个"
    for name in ("smart-upgrade", "energy-saving"):
        row = policy.rows("limits", item=name, limit="slots")[0]
        if chance(0.75):
            row["value"] = slots()
        elif chance(0.2):
            row["value"] = rng.choice(["100个", "1000个"])
        if chance(edit):
            policy.rows("limits", item=name, limit="amount")[0]["value"] = rng.choice(
                ["20万元", "25.05万元", "40万元", "50万元", "10万元", "0.5万元"]
            )
        if chance(edit / 2):
            policy.tables["limits"].remove(policy.rows("limits", item=name, limit="amount")[0])
        mark = policy.rows("limits", item=name, limit="pass_score")[0]
        if chance(0.4):
            policy.tables["limits"].remove(mark)
        elif chance(0.5):
            mark["value"] = rng.choice(["50", "55.5", "70", "65.25", "60.000001", "0", "30"])
    if chance(edit / 3) and style["name"] != "lines":
        policy.tables["limits"].remove(policy.rows("limits", item="energy-saving", limit="slots")[0])
    add = lambda item, limit, per, value: policy.tables["limits"].append(
        {"item": item, "limit": limit, "per": per, "value": value, "quote": ""}
    )
    for name in (
        "green-product-title",
        "cloud-star",
        "first-set-equipment",
        "ics-security-star",
        "first-order-insurance",
    ):
        if chance(edit):
            add(name, "amount", "enterprise", rng.choice(["5万元", "7.5万元", "12万元", "20万元", "0.1万元"]))
        if chance(edit / 3):
            add(name, "slots", "year", slots())
    for name in ("smart-upgrade", "first-set-equipment", "green-product-title"):
        if chance(edit / 2):
            add(name, "amount", "subject", rng.choice(["4万元", "15.55万元", "30万元"]))
    if style["name"] == "lines":  # items that pay alike compete for projects
        even = rng.choice(["20万元", "30万元", "50万元"])
        for row in policy.rows("limits", limit="amount", per="enterprise"):
            row["value"] = even if row["item"] in ("smart-upgrade", "energy-saving") else row["value"]
    rng.shuffle(policy.tables["limits"])

    for name, own in (("smart-upgrade", "smart_spend"), ("energy-saving", "tce_audited")):
        if chance(edit):
            policy.tables["ties"] = [row for row in policy.tables["ties"] if row["item"] != name]
            if chance(0.75):
                extra = rng.sample(
                    [
                        (own, rng.choice(["high", "low"])),
                        ("invest_audited", "low"),
                        ("enterprise.founded", rng.choice(["early", "late"])),
                        ("received_at", rng.choice(["early", "early", "late"])),
                        ("figures.sales", "high"),
                        ("completed_on", "late"),
                    ],
                    rng.randint(0, 3),
                )
                keys = [("score", "high")] + extra
                if chance(0.3):
                    rng.shuffle(keys)
                policy.tables["ties"] += [{"item": name, "field": f, "prefer": p} for f, p in keys]
        experts = policy.rows("criteria", item=name, kind="experts")
        if chance(edit):
            one, two = rng.sample(experts, 2)
            step = rng.choice([1, 2])
            one["points"], two["points"] = str(int(one["points"]) + step), str(int(two["points"]) - step)
    for row in policy.tables["bands"]:  # points fall a little more gently
        if chance(edit / 6) and row["at_least"] and row["points"].isdigit():
            at = [b for b in policy.rows("bands", item=row["item"], criterion=row["criterion"]) if b["at_least"]]
            place = at.index(row)
            if place and policy.type(
                policy.rows("criteria", item=row["item"], criterion=row["criterion"])[0]["field"]
            ) not in ("text", "code"):
                points = int(row["points"])
                below = int(at[place + 1]["points"]) if place + 1 < len(at) else 0
                if points - below > 1:
                    row["points"] = str(points - 1) + rng.choice(["", ".5", ".25"])
    for row in policy.tables["conditions"]:
        if chance(edit / 3):
            row["if_missing"] = rng.choice(["pend", "reject"])
        if chance(edit / 3):
            row["otherwise"] = rng.choice(["pend", "reject"])
    if chance(edit):
        text = rng.choice(["100元", "0元", "50万元"])
        policy.tables["conditions"].append(
            condition("smart-upgrade", "", "it_audited", rng.choice(["at_least", "over"]), text, rng, "no_it", "1")
        )
    if chance(edit):
        policy.tables["conditions"].append(
            condition("*", "", "enterprise.grade", "not_equals", "D", rng, "grade_d", "n1")
        )
    if chance(edit / 2):
        policy.tables["conditions"].append(
            condition("cloud-star", "star5", "document_no", "present", "", rng, "no_document", "6")
        )

    drop_idle_rows(policy)
    budgets(
        policy,
        rng,
        [row["item"] for row in policy.items if row["pays"] == "cash"],
        ["300万元", "50万元", "1000万元", "0.0099万元", "123.4567万元", "8万元", "10亿元", "0元"],
    )
    sync_rulings(policy, rng)
    return policy


def drop_idle_rows(policy):
    """A pass mark or a tie key says something only where applications are ranked (fine print 8)."""
    ranked = {name for group in policy.slot_groups() for name in policy.group_items(group)}
    ranked |= {row["item"] for row in policy.rows("limits", limit="amount", per="enterprise")}
    policy.tables["limits"] = [
        row for row in policy.tables["limits"] if row["limit"] != "pass_score" or row["item"] in ranked
    ]
    policy.tables["ties"] = [row for row in policy.tables["ties"] if row["item"] in ranked]


def condition(item, level, field, test, value, rng, reason, clause, pend=0.25):
    return {
        "item": item,
        "level": level,
        "field": field,
        "is": test,
        "value": value,
        "if_missing": rng.choices(["pend", "reject"], [3, 1])[0],
        "otherwise": rng.choices(["reject", "pend"], [1 - pend, pend])[0],
        "reason": reason,
        "text": "不符合条件：" + reason,
        "clause": clause,
        "quote": "",
    }


def budgets(policy, rng, cash, amounts):
    policy.tables["budgets"] = []
    if rng.random() < 0.5:
        amounts = [text for text in amounts if read_money(text) >= 20_000_000]
    for number in range(rng.choice([0, 0, 0, 1, 1, 2, 3])):
        share = cash if rng.random() < 0.3 else rng.sample(cash, rng.randint(1, len(cash)))
        policy.tables["budgets"].append(
            {"budget": f"budget-{number + 1}", "items": ";".join(share), "amount": rng.choice(amounts)}
        )


def sync_rulings(policy, rng):
    """`choice` equals the cell that `where` names; the alternatives are the other words of that column."""
    others = {
        "upper_overlap": ["top_up", "exclude", "stack"],
        "promotion": ["full", "difference"],
        "group_per": ["subject", "enterprise", "level"],
        "grant_ratio": ["100%", "80%", "50%"],
    }
    for row in policy.tables["rulings"]:
        _, item, column = row["where"].split("/")
        row["choice"] = policy.item(item)[column]
        row["alternatives"] = ";".join(word for word in others[column] if word != row["choice"])
        if rng.random() < 0.3:
            row.update(status="decided", decided_by="区工信局", document="工信〔2025〕3号")


# ------------------------------------------------------------------------------------------------------ a policy made up whole

MONEY_FIELDS = [
    ("spend", "投入额"),
    ("invest_a", "申报投资额"),
    ("invest_b", "审定投资额"),
    ("premium", "保费支出"),
    ("device_cost", "设备购置费"),
]
QUANTITY_FIELDS = [("saved", "降碳量"), ("robots_n", "机器人台数"), ("energy_before", "原能耗"), ("patents", "专利数")]
DATE_FIELDS = [("recognised_on", "认定日期"), ("finished_on", "完成日期"), ("listed_on", "列入日期")]
FLAG_FIELDS = [("is_first", "是否首次"), ("in_list", "是否在册"), ("certified", "是否持证")]
TEXT_FIELDS = [
    ("kind", "认定性质", ["新认定", "升级", "复核", "更名"]),
    ("workshop", "车间类型", ["整厂", "车间", "产线"]),
]
AMOUNTS = [
    1_000_000,
    3_000_000,
    5_000_000,
    12_350_000,
    20_000_000,
    30_000_000,
    50_000_000,
    100_000_000,
    2_110_000,
    8_970_000,
    12_345,
    99_99,
]
RATES = ["5%", "7.5%", "12%", "33.3333%", "80%", "100%", "10%", "8.125%", "2.7183%"]


def made_up(rng, style):
    tables = {name: [] for name in COLUMNS}
    policy = Policy(tables)
    chance = lambda share: rng.random() < share
    start, end = rng.choice(PERIODS)
    region = rng.choice(["320412", "320499", "3204"])
    for key, value in (
        ("id", "shifan-2024"),
        ("title", "2024年度示范区专项办法"),
        ("year", "2024"),
        ("region", region),
        ("region_name", "示范区"),
        ("from", start),
        ("to", end),
        ("pay_unit", rng.choice(["1元", "100元", "1000元"])),
        ("notice_days", str(rng.choice([5, 7]))),
    ):
        tables["policy"].append({"key": key, "value": value})
    clauses = [str(n) for n in range(rng.randint(2, 6))]
    for clause in clauses:
        tables["clauses"].append({"clause": clause, "title": f"第{clause}条", "summary": f"第{clause}条内容"})

    fields(policy, rng, style)
    groups = rng.choices([0, 1, 2], [1, 5, 2])[0] if style.get("focus") != "selection" else rng.choice([1, 1, 1, 2])
    number = 0
    for group in range(groups):
        per = rng.choices(["subject", "enterprise", "level"], [8, 1, 1])[0] if style["name"] != "lines" else "subject"
        count = rng.choice([1, 1, 2, 2, 2, 3, 3, 4] if style["name"] != "lines" else [2, 2, 2, 3])
        name = f"projects-{group + 1}" if count > 1 or chance(0.5) else ""
        names = []
        for _ in range(count):
            number += 1
            names.append(
                add_item(
                    policy,
                    rng,
                    f"project-{number}",
                    clauses,
                    name,
                    per,
                    competitive=True,
                    even=style["name"] in ("lines", "heavy"),
                )
            )
        slotted = [n for n in names if chance(0.85 if style["name"] != "lines" else 0.95)] or [rng.choice(names)]
        for n in slotted:
            limit(
                policy,
                n,
                "slots",
                "year",
                str(rng.choice([0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 100 if chance(0.3) else 2])) + "个",
            )
    ladders = rng.randint(0 if groups else 1, 4) if style.get("focus") != "selection" else rng.randint(0, 1)
    for group in range(ladders):
        per = rng.choice(["subject", "enterprise", "level"])
        count = rng.choice([1, 1, 1, 2, 3])
        name = f"honours-{group + 1}" if count > 1 or chance(0.3) else ""
        alike = rng.sample(AMOUNTS[:7], 2) if count > 1 else None  # equal entitlements of different items and levels
        for _ in range(count):
            number += 1
            add_item(policy, rng, f"honour-{number}", clauses, name, per, competitive=False, amounts=alike)
    for word, pays in (("training", "service"), ("advice", "service"), ("renewal", "later")):
        if chance(0.35):
            add_item(policy, rng, word, clauses, "", "enterprise", competitive=False, pays=pays)
    if chance(0.25) and policy.slot_groups() and policy.rows("items", item="renewal"):
        group = policy.slot_groups()[0]
        if policy.item(policy.group_items(group)[0])["group"]:
            policy.item("renewal").update(group=group, group_per=policy.item(policy.group_items(group)[0])["group_per"])
    rng.shuffle(tables["items"])
    general_conditions(policy, rng, region, clauses)
    for row in tables["items"]:
        if chance(0.3):
            tables["titles"].append(
                {
                    "alias": "俗称" + row["item"],
                    "item": row["item"],
                    "level": rng.choice(policy.levels(row["item"]))["level"],
                }
            )
    drop_idle_rows(policy)
    cash = [row["item"] for row in tables["items"] if row["pays"] == "cash"]
    budgets(
        policy, rng, cash, ["300万元", "50万元", "90.0005万元", "5万元", "0.0099万元", "10亿元", "0元", "20.01万元"]
    )
    for number, name in enumerate(rng.sample(cash, min(len(cash), rng.randint(0, 3)))):
        column = rng.choice(["upper_overlap", "promotion", "group_per", "grant_ratio"])
        tables["rulings"].append(
            {
                "ruling": f"r{number}",
                "clause": rng.choice(clauses),
                "question": "怎么算",
                "choice": "",
                "where": f"items/{name}/{column}",
                "alternatives": "",
                "status": "default",
                "decided_by": "",
                "document": "",
            }
        )
    sync_rulings(policy, rng)
    rare_conditions(policy, rng, clauses)
    return policy


def fields(policy, rng, style):
    add = lambda field, title, kind, unit="": policy.tables["fields"].append(
        {"field": field, "title": title, "type": kind, "unit": unit, "note": ""}
    )
    money = rng.sample(MONEY_FIELDS, rng.randint(2, 4))
    quantity = rng.sample(QUANTITY_FIELDS, rng.randint(2, 3))
    for field, title in money:
        add(field, title, "money", rng.choice(["元", ""]))
    for field, title in quantity:
        add(field, title, "quantity", rng.choice(["吨", "台", ""]))
    for field, title in rng.sample(DATE_FIELDS, rng.randint(1, 3)):
        add(field, title, "date")
    for field, title in rng.sample(FLAG_FIELDS, rng.randint(1, 3)):
        add(field, title, "flag")
    for field, title, _ in rng.sample(TEXT_FIELDS, rng.randint(1, 2)):
        add(field, title, "text")
    if rng.random() < 0.5:
        add("own_share", "自筹占比", "percent")
    if "rare_types" in style["flags"]:
        add("signed_at", "签约时间", "time")
        add("permit_no", "许可编号", "code")
    m, q = [f for f, _ in money], [f for f, _ in quantity]
    computed = [
        ("low_money", "lower", m, m),
        ("sum_money", "sum", m, m),
        ("low_count", "lower", q, q),
        ("sum_count", "sum", q, q),
        ("money_share", "ratio", m, m),
        ("count_share", "ratio", q, q),
        ("count_per_wan", "ratio", q, m),
        ("wan_per_count", "ratio", m, q),
    ]
    for name, verb, left, right in rng.sample(computed, rng.randint(1, 5)):
        a = rng.choice(left)
        b = rng.choice([x for x in right if x != a])
        add(name, name + "指标", f"{verb}({a};{b})")
    rng.shuffle(policy.tables["fields"])


def of_type(policy, *kinds):
    return [row["field"] for row in policy.tables["fields"] if policy.type(row["field"]) in kinds]


def limit(policy, item, kind, per, value):
    policy.tables["limits"].append({"item": item, "limit": kind, "per": per, "value": value, "quote": ""})


def add_item(policy, rng, name, clauses, group, per, competitive, pays="cash", even=False, amounts=None):
    amounts = [20_000_000, 30_000_000, 50_000_000] if even else amounts or AMOUNTS
    chance = lambda share: rng.random() < share
    policy.tables["items"].append(
        {
            "item": name,
            "clause": rng.choice(clauses),
            "title": f"事项{name}补助",
            "pays": pays,
            "group": group,
            "group_per": per,
            "once": rng.choice(["", "life", "year"]),
            "upper_overlap": rng.choice(["top_up", "exclude", "stack"]),
            "promotion": rng.choices(["full", "difference"], [3, 2])[0],
            "grant_ratio": (
                ("" if chance(0.5) else "100%")
                if pays != "cash"
                else rng.choice(RATIOS) if chance(0.4) and not even else "100%"
            ),
        }
    )
    count = rng.choice([1, 1, 1, 2, 2, 3] if competitive else [1, 2, 3, 3, 4, 5]) if pays == "cash" else 1
    ids = ["only"] if count == 1 and chance(0.7) else rng.sample(["gold", "silver", "bronze", "A", "AA", "AAA"], count)
    money = of_type(policy, "money")
    counts = [f for f in of_type(policy, "quantity")]
    for order, level in enumerate(ids):
        rule = (
            "none"
            if pays != "cash"
            else rng.choices(["rate", "per_unit", "up_to", "fixed"], [5, 3, 1, 1] if competitive else [1, 1, 5, 2])[0]
        )
        row = {
            "item": name,
            "level": level,
            "title": f"{level}档",
            "rule": rule,
            "amount": "",
            "rate": "",
            "of": "",
            "quote": "",
        }
        if rule in ("up_to", "fixed"):
            row["amount"] = write_money(rng.choice(amounts) * (count - order))
        elif rule == "rate":
            row.update(
                rate=rng.choice(RATES),
                of=rng.choice(money),
                amount=write_money(rng.choice(amounts)) if chance(0.3) else "",
            )
        elif rule == "per_unit":
            row.update(
                rate=rng.choice(["400元/吨", "350元/吨", "0.05万元/台", "12.34元/件", "1万元/台"]),
                of=rng.choice(counts),
                amount=write_money(rng.choice(amounts)) if chance(0.3) else "",
            )
        policy.tables["levels"].append(row)
    if pays != "cash":
        return name
    if chance(0.65 if competitive else 0.2):
        limit(policy, name, "amount", "enterprise", write_money(rng.choice(amounts[:8])))
    if chance(0.2) and not even:
        limit(policy, name, "amount", "subject", write_money(rng.choice(amounts[:8])))
    scored = chance(0.95 if even else 0.65) if competitive else chance(0.1)
    if scored:
        criteria(
            policy, rng, name, ["experts"] * 5 + ["grade"] if even else ["experts", "facts", "facts", "words", "grade"]
        )
        if competitive and chance(0.65):
            limit(policy, name, "pass_score", "application", rng.choice(["60", "50", "59.5", "30", "70", "45.000001"]))
    if competitive and chance(0.95 if even else 0.75):
        ties(policy, rng, name, scored)
    item_conditions(policy, rng, name, ids, rng.choice(clauses), rng.choice([0, 0, 1] if even else [0, 1, 1, 2, 2, 3]))
    return name


def band_text(policy, field, value):
    kind = policy.type(field)
    if kind == "money":
        return write_money(value)
    if kind == "percent" or (kind == "ratio" and value <= MILLION and value % 10_000 == 0):
        return decimal(value, 4) + "%"
    unit = policy.rows("fields", field=field)[0]["unit"]
    return decimal(value, 6) + (unit if kind == "quantity" else "")


STEPS = {
    "money": [100_000_000, 40_000_000, 1_000_000_000, 500_000_000, 200_000_000],
    "quantity": [50_000_000, 100_000_000, 20_000_000, 10_000_000, 1_500_000],
    "percent": [300_000, 200_000, 50_000, 500_000],
    "ratio": [300_000, 200_000, 100_000, 1_000_000, 500_000],
}


def criteria(policy, rng, item, kinds):
    """One to four criteria whose points add up to 100; bands fall, the first gives all points."""
    numeric = of_type(policy, "money", "quantity", "percent", "ratio")
    words = [row[0] for row in TEXT_FIELDS if policy.type(row[0])]
    count = rng.choice([1, 2, 3, 3, 4])
    cuts = sorted(rng.sample(range(5, 96), count - 1))
    points = [b - a for a, b in zip([0] + cuts, cuts + [100])]
    used = set()
    for place, full in enumerate(points):
        name = f"c{place + 1}"
        kind = rng.choice(kinds)
        field = {"facts": rng.choice(numeric), "words": rng.choice(words), "grade": "enterprise.grade"}.get(kind, "")
        if rng.random() < 0.1 and kind == "facts":
            field = "figures.sales"
        if field in used:
            kind, field = "experts", ""
        used.add(field) if field else None
        policy.tables["criteria"].append(
            {
                "item": item,
                "criterion": name,
                "title": f"指标{place + 1}",
                "kind": "facts" if field else "experts",
                "field": field,
                "points": str(full),
            }
        )
        if not field:
            continue
        if field == "enterprise.grade":
            steps = rng.sample(["A", "B", "C"], rng.randint(1, 3))
        elif kind == "words":
            steps = rng.sample(next(w for f, _, w in TEXT_FIELDS if f == field), 2)
        else:
            bounds = sorted(rng.sample(STEPS[policy.type(field)], rng.randint(1, 4)), reverse=True)
            steps = [band_text(policy, field, v) if field != "figures.sales" else write_money(v) for v in bounds]
            if rng.random() < 0.4:
                steps.append({"money": "0元", "percent": "0%"}.get(policy.type(field), "0"))
        top = full
        for step, text in enumerate(steps):
            value = full if step == 0 else max(0, top - rng.randint(1, max(1, full // 3)))
            if step and value >= top:
                break
            top = value
            policy.tables["bands"].append({"item": item, "criterion": name, "at_least": text, "points": str(value)})
        if rng.random() < 0.35 and top > 0:
            policy.tables["bands"].append(
                {"item": item, "criterion": name, "at_least": "", "points": str(rng.randint(0, top - 1))}
            )


def ties(policy, rng, item, scored):
    numeric = of_type(policy, "money", "quantity", "percent", "ratio")
    keys = [(rng.choice(numeric), rng.choice(["high", "low"])) for _ in range(rng.randint(0, 2))]
    if rng.random() < 0.5:
        keys.append(("received_at", rng.choice(["early", "early", "late"])))
    if rng.random() < 0.2:
        keys.append(("enterprise.founded", rng.choice(["early", "late"])))
    if rng.random() < 0.15:
        keys.append((rng.choice(of_type(policy, "date")), rng.choice(["early", "late"])))
    if rng.random() < 0.1:
        keys.append((rng.choice(["figures.sales", "figures.growth"]), rng.choice(["high", "low"])))
    rng.shuffle(keys)
    if scored and rng.random() < 0.9:
        keys.insert(
            0 if rng.random() < 0.85 else rng.randint(0, len(keys)), ("score", "high" if rng.random() < 0.95 else "low")
        )
    seen = set()
    for field, prefer in keys:
        if field not in seen:
            seen.add(field)
            policy.tables["ties"].append({"item": item, "field": field, "prefer": prefer})


def random_condition(policy, rng, item, level, field, reason, clause):
    kind = policy.type(field)
    test, value = rng.choice(["present", "absent"] if rng.random() < 0.2 else ["present"]), ""
    if rng.random() < 0.9:
        if kind in ("money", "quantity", "percent", "ratio"):
            test = rng.choices(["over", "at_least", "under", "at_most", "equals", "not_equals"], [4, 4, 1, 1, 0.3, 1])[
                0
            ]
            bounds = (
                STEPS[kind] if not field.startswith("figures.") else [200_000_000_000, 50_000_000_000, 500_000_000_000]
            )
            low = min(bounds) if test in ("over", "at_least", "not_equals") else max(bounds)
            bound = low if rng.random() < 0.7 else rng.choice(bounds)
            value = write_money(bound) if kind == "money" else band_text(policy, field, bound)
            if field == "figures.growth":
                value = rng.choice(["0元", "10亿元", "1万元"])
        elif kind == "date":
            test = rng.choices(
                ["in_year", "by_year_end", "over", "at_least", "under", "at_most", "equals", "not_equals", "present"],
                [8, 3, 1, 1, 1, 1, 0.3, 0.5, 1],
            )[0]
            if test not in ("in_year", "by_year_end", "present"):
                start, end = policy.period
                day = {"over": start, "at_least": start, "under": end, "at_most": end}.get(
                    test, start + datetime.timedelta(days=40)
                )
                value = day.isoformat()
        elif kind == "flag":
            test, value = rng.choice([("equals", "是"), ("equals", "是"), ("equals", "否"), ("not_equals", "否")])
        elif kind == "text":
            words = next((w for f, _, w in TEXT_FIELDS if f == field), ["存续", "在业", "注销"])
            test, value = rng.choice(
                [
                    ("one_of", ";".join(words[:2])),
                    ("equals", words[0]),
                    ("not_equals", words[-1]),
                    ("starts_with", words[0][:1] + ";" + words[1][:1]),
                ]
            )
        elif kind == "code":
            test, value = rng.choice(
                [("starts_with", "P;Q"), ("one_of", "P-1;P-2;Q-1"), ("not_equals", "X-1"), ("equals", "P-1")]
            )
        else:
            test, value = "present", ""
    return condition(item, level, field, test, value, rng, reason, clause)


def item_conditions(policy, rng, item, levels, clause, count):
    pool = [row["field"] for row in policy.tables["fields"]] + rng.sample(
        [
            "figures.sales",
            "figures.growth",
            "figures.record",
            "figures.output",
            "figures.growth_list",
            "enterprise.moved_in",
            "enterprise.founded",
        ],
        2,
    )
    seen = set()
    for number in range(count):
        field = rng.choice(pool)
        level = rng.choice(levels) if rng.random() < 0.2 else ""
        row = random_condition(policy, rng, item, level, field, f"{item.replace('-', '_')}_rule_{number + 1}", clause)
        if (field, row["is"]) in seen:
            continue
        if any(f == field for f, _ in seen) and row["is"] in ("absent", "equals"):
            continue
        seen.add((field, row["is"]))
        policy.tables["conditions"].append(row)


def rare_conditions(policy, rng, clauses):
    """Gates that few policies have: on the points, on the time of acceptance, on a word that must not be said."""
    scored = [row["item"] for row in policy.items if policy.rows("criteria", item=row["item"])]
    every = [row["item"] for row in policy.items]
    add = lambda items, field, test, value, reason: policy.tables["conditions"].insert(
        rng.randint(0, len(policy.tables["conditions"])),
        condition(rng.choice(items), "", field, test, value, rng, reason, rng.choice(clauses)),
    )
    if scored and rng.random() < 0.25:
        test = rng.choice(["over", "at_least", "under", "at_most", "not_equals", "present"])
        value = rng.choice(["50", "60", "70", "72.5", "80"]) if test != "present" else ""
        add(scored * 3 + ["*"], "score", test, value, "points_rule")
    if rng.random() < 0.15:
        test = rng.choice(["in_year", "by_year_end", "in_year", "by_year_end", "over", "at_least", "under", "at_most"])
        value = "" if "year" in test else f"2025-03-0{rng.randint(1, 3)} 09:0{rng.randint(1, 3)}"
        add(every + ["*"], "received_at", test, value, "received_rule")
    if rng.random() < 0.15:
        add(every, rng.choice(of_type(policy, "text", "code")), "absent", "", "said_too_much")


def general_conditions(policy, rng, region, clauses):
    clause = rng.choice(clauses)
    rows = []
    add = lambda field, test, value, reason: rows.append(condition("*", "", field, test, value, rng, reason, clause))
    if rng.random() < 0.9:
        add("enterprise.region", "starts_with", region, "not_here")
    if rng.random() < 0.5:
        add("enterprise.legal_form", "one_of", ";".join(LEGAL_FORMS), "not_legal_person")
    if rng.random() < 0.5:
        add("enterprise.status", "equals", "存续", "not_active")
    if rng.random() < 0.3:
        add("enterprise.grade", rng.choice(["not_equals", "not_equals", "present"]), "D", "grade_d")
        rows[-1]["value"] = "" if rows[-1]["is"] == "present" else "D"
    if rng.random() < 0.3:
        add("enterprise.industry", rng.choice(["starts_with", "starts_with", "one_of"]), "C;B", "not_industry")
        if rows[-1]["is"] == "one_of":
            rows[-1]["value"] = "C34;C35;C2650;B06"
    if rng.random() < 0.25:
        add("enterprise.founded", rng.choice(["under", "at_most", "by_year_end"]), "2022-01-01", "too_young")
        if rows[-1]["is"] == "by_year_end":
            rows[-1]["value"] = ""
    if rng.random() < 0.15:
        add("enterprise.town", "not_equals", "洛阳镇", "town_excluded")
    if rng.random() < 0.1:
        add("enterprise.moved_in", rng.choice(["absent", "by_year_end"]), "", "moved_late")
    if rng.random() < 0.1:
        flags = of_type(policy, "flag")
        add(rng.choice(flags), "not_equals", "否", "flag_no")
    if rows and rng.random() < 0.2:  # one reason for two rules: it must stand once
        rows[-1]["reason"] = rows[0]["reason"]
    place = rng.choice([0, len(policy.tables["conditions"])])
    policy.tables["conditions"][place:place] = rows
