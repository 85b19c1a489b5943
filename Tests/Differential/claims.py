"""The people of a random year: enterprises, their projects and claims, their panels, and what the registers say about them.

Proves, together with random_year.py, the deciding half of the spec: values sit on the edges that the year's own policy draws
(a threshold, one fen above and below, a cap exactly reached, equal scores and entitlements), and enterprises have several
projects that apply to several items, so that lines, rounds and sweeps have work to do.
"""

import datetime

from policies import LEGAL_FORMS, MILLION, TEXT_FIELDS, exact, read_money, read_number

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DAY = datetime.timedelta(days=1)


def organisation_check(eight):
    total = sum(int(char, 36) * weight for char, weight in zip(eight, (3, 7, 9, 10, 5, 8, 4, 2)))
    return "0123456789X0"[(11 - total % 11)]


def last_check(seventeen):
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(seventeen))
    return ALPHABET[(31 - total % 31) % 31]


def credit_code(rng, fault=None):
    if fault == "sample":
        return "123456789012345678"
    eight = "".join(rng.choice(ALPHABET) for _ in range(8))
    nine = eight + organisation_check(eight)
    if fault == "inner":
        nine = eight + rng.choice([c for c in "0123456789X" if c != nine[8]])
    body = rng.choice(["91320412", "91320400", "52320412", "92320412"]) + nine
    code = body + last_check(body)
    if fault == "check":
        code = body + rng.choice([c for c in ALPHABET if c != code[17]])
    elif fault == "short":
        code = code[:17]
    elif fault == "letter":
        place = rng.randint(8, 16)
        code = code[:place] + rng.choice("IOSVZ") + code[place + 1 :]
    elif fault == "old":
        code = "320412000" + str(rng.randint(100000, 999999))
    return code


def pick(rng, pool, tests, share):
    """A value of the pool; with probability `share` one that passes the tests, if there is one."""
    if rng.random() < share:
        good = [value for value in pool if all(test(value) for test in tests)]
        if good:
            return rng.choice(good)
    return rng.choice(pool)


def unique(values):
    return list(dict.fromkeys(values))


class People:
    def __init__(self, policy, rng, style, counts):
        self.policy, self.rng, self.style, self.counts = policy, rng, style, counts
        self.start, self.end = policy.period
        self.palettes, self.worths = {}, {}
        self.ids = 0
        self.prefix = rng.choice(["WJ2024-", "SY2024-", "A", "申2024-", "wj-"])
        self.towns()
        self.enterprises, self.claims = [], []
        self.tables = {
            name: []
            for name in (
                "figures",
                "scores",
                "upper_awards",
                "special_deals",
                "vetoes",
                "prior_awards",
                "shares",
                "accounts",
                "workdays",
            )
        }
        self.needed = {
            (row["item"], row["level"]): self.needs(row["item"], row["level"]) for row in policy.tables["levels"]
        }

    def chance(self, share):
        return self.rng.random() < share

    def dirt(self, kind):
        if self.chance(self.style["dirt"].get(kind, 0)):
            self.counts[kind] += 1
            return True
        return False

    # ------------------------------------------------------------------------------------------------------------ palettes

    def tests(self, rows):
        return [lambda value, row=row: self.policy.passes(row, value) for row in rows]

    def edges(self, fact):
        """All values of a fact that some table of the policy makes interesting."""
        policy, kind = self.policy, self.policy.type(fact)
        values = []
        for row in policy.rows("conditions", field=fact):
            if row["value"]:
                for text in row["value"].split(";") if row["is"] in ("one_of", "starts_with") else [row["value"]]:
                    bound = policy.value(fact, text)
                    values += self.around(kind, bound)
                    if kind == "code" and row["is"] == "starts_with":
                        values += [bound + "34", bound + "01", bound + "2650"]
        for criterion in policy.rows("criteria", field=fact):
            for row in policy.rows("bands", item=criterion["item"], criterion=criterion["criterion"]):
                if row["at_least"]:
                    values += self.around(kind, policy.value(fact, row["at_least"]))
        for row in policy.rows("levels", of=fact):
            values += self.payers(row)
        if kind == "money":
            values += [50_000_000, 123_456_789, 300_000_000]
        elif kind in ("quantity", "ratio", "percent"):
            values += [100_000, 1_000_000, 33_333_333] if kind != "percent" else [100_000, 333_333, 1_000_000]
        elif kind == "date":
            values += [
                self.start,
                self.end,
                self.start - DAY,
                self.end + DAY,
                self.start + 100 * DAY,
                self.start + 200 * DAY,
            ]
        elif kind == "flag":
            values += [True, True, False]
        elif kind == "text":
            values += next(
                (words for field, _, words in TEXT_FIELDS if field == fact), ["新认定", "升级", "复核", "更名"]
            )
        elif kind == "code":
            values += ["P-1", "P-2", "Q-1", "X-1"]
        elif kind == "time":
            values += [datetime.datetime(2024, 5, 6, 9, 30), datetime.datetime(2024, 5, 6, 9, 30, 30)]
        if any(row["is"] == "absent" for row in policy.rows("conditions", field=fact)):
            values += [None, None, None]
        values = unique(values)
        return [v for v in values if not isinstance(v, int) or isinstance(v, bool) or v >= 0]

    def around(self, kind, bound):
        if kind in ("money", "quantity", "ratio", "percent"):
            return [bound, bound + 1, bound - 1, bound * 2, bound * 3]
        if kind == "date":
            return [bound, bound + DAY, bound - DAY]
        return [bound]

    def payers(self, row):
        """Values of the field of a rate that make the award meet a cap, a half or a third of it, or the pay unit."""
        policy = self.policy
        unit = policy.pay_unit
        caps = [
            read_money(cap)
            for cap in (
                policy.limit(row["item"], "amount", "enterprise"),
                policy.limit(row["item"], "amount", "subject"),
                row["amount"],
            )
            if cap
        ]
        caps = caps or [20_000_000, 1_234_500]
        price = read_number(row["rate"]) if row["rule"] == "rate" else read_money(row["rate"])
        ratio = read_number(policy.item(row["item"])["grant_ratio"] or "100%")
        values = []
        for cap in caps:
            for target in (
                cap,
                cap // 2,
                cap // 3,
                cap // 4,
                cap * 2 // 3,
                cap // 10,
                cap - unit,
                cap + unit,
                cap // 2 + unit,
                cap * 2,
            ):
                if target > 0:
                    values.append(-(-target * MILLION * MILLION // (price * ratio)))
        if self.style["name"] in ("lines", "heavy"):
            return [
                -(-caps[0] * tenth * MILLION * MILLION // (price * ratio * 10))
                for tenth in (1, 2, 3, 4, 5, 6, 7, 8, 10)
            ]
        for target in (
            (unit, unit - 1, unit * 7 - 1)
            if self.style["focus"] != "selection" or self.chance(0.2)
            else (unit * 7 - 1, unit * 100)
        ):
            values.append(-(-target * MILLION * MILLION // (price * ratio)))
        exactly = values[0]
        values += [exactly + 1, exactly - 1] + [0] * (self.style["focus"] != "selection")
        top = 10**15
        return [min(value, top) for value in values]

    def palette(self, fact):
        """(the year's few values of a fact, so that ties arise; all its edges)."""
        if fact not in self.palettes:
            edges = self.edges(fact)
            if self.style["name"] in ("lines", "heavy") and self.policy.rows("levels", of=fact):
                edges = [value for row in self.policy.rows("levels", of=fact) for value in self.payers(row)]
            few = self.rng.sample(edges, min(len(edges), self.style["colours"]))
            self.palettes[fact] = (few, edges)
        return self.palettes[fact]

    def choose(self, fact, rows, share=None):
        few, edges = self.palette(fact)
        tests = self.tests([row for row in rows if row["field"] == fact])
        share = self.style["pass"] if share is None else share
        if self.chance(0.75) and any(all(test(v) for test in tests) for v in few):
            return pick(self.rng, few, tests, share)
        return pick(self.rng, edges, tests, share)

    # --------------------------------------------------------------------------------------------------------------- towns

    def towns(self):
        rng = self.rng
        self.town_rows = [
            {"town": "湖塘镇", "aliases": "", "code": "320412100", "administered": True},
            {"town": "洛阳镇", "aliases": "", "code": "320412102", "administered": True},
            {"town": "南夏墅街道", "aliases": "武进高新区;高新区", "code": "320412104", "administered": True},
            {"town": "西湖街道", "aliases": "武进经开区", "code": "", "administered": True},
            {"town": "牛塘镇", "aliases": "", "code": "320412101", "administered": True},
            {"town": "横林镇", "aliases": "", "code": "320412105", "administered": False},
            {"town": "遥观镇", "aliases": "遥观", "code": "", "administered": False},
        ]
        del self.town_rows[rng.choice([3, 5]) : 5 if rng.random() < 0.5 else 4]
        self.good_towns = [row for row in self.town_rows if row["administered"]]
        self.bad_towns = [row for row in self.town_rows if not row["administered"]]

    # --------------------------------------------------------------------------------------------------------- enterprises

    def enterprise(self):
        rng, policy = self.rng, self.policy
        number = len(self.enterprises)
        rows = policy.tables["conditions"]
        general = [row for row in rows if row["item"] == "*"]
        share = self.style["pass"] + (1 - self.style["pass"]) / 2

        def fact(name, pool):
            tests = self.tests([row for row in general if row["field"] == name]) + (
                self.tests([r for r in rows if r["field"] == name and r["item"] != "*"]) if self.chance(0.85) else []
            )
            return pick(rng, pool, tests, share)

        fault = (
            rng.choice(["check", "inner", "inner", "short", "letter", "old", "sample"])
            if self.dirt("uscc_bad")
            else None
        )
        regions = [
            prefix for row in rows if row["field"] == "enterprise.region" for prefix in row["value"].split(";")
        ] or [policy.setting("region")]
        legal = self.edges("enterprise.legal_form")[:4] if self.chance(0.1) else LEGAL_FORMS
        town = rng.choice(self.bad_towns)["town"] if self.dirt("town_not_administered") else None
        town = "火星镇" if self.dirt("town_unknown") else town
        if town is None:
            row = rng.choice(self.good_towns)
            town = row["town"]
            if row["aliases"] and self.chance(0.5):
                town = rng.choice(row["aliases"].split(";"))
        start, end = self.start, self.end
        enterprise = {
            "uscc": credit_code(rng, fault),
            "name": rng.choice(
                [
                    "常州示例{}有限公司",
                    "常州精工(武进){}有限公司",
                    "常州智能 {}有限公司",
                    '常州"英杰"{}有限公司',
                    "常州示例,{}有限公司",
                    "常州ABC{}有限公司",
                    "常州㐀新材{}有限公司",
                    "常州𠮷田（中国）{}株式会社",
                ]
            ).format(f"{number:04}"),
            "legal_form": fact("enterprise.legal_form", legal + ["个体工商户"]),
            "region": fact(
                "enterprise.region", unique(regions + [region + "001" for region in regions] + ["320411", "330100"])
            ),
            "town": town,
            "industry": fact("enterprise.industry", ["C3484", "C2650", "C35", "C34", "B06", "B0610", "D4411", "F5111"]),
            "status": fact("enterprise.status", ["存续", "存续", "存续", "注销", "吊销"]),
            "founded": fact(
                "enterprise.founded",
                unique(
                    [datetime.date(2000 + n, 5, 6) for n in range(20)]
                    + [datetime.date(2022, 1, 1), datetime.date(2021, 12, 31), datetime.date(2024, 3, 1)]
                ),
            ),
            "moved_in": fact("enterprise.moved_in", [None, start, end, start - DAY, end + DAY, start + 30 * DAY]),
            "grade": fact("enterprise.grade", ["A", "A", "B", "B", "C", "D", None]),
            "number": number,
            "registered": True,
            "projects": 0,
            "maps": {},
            "figures": {},
        }
        if fault == "sample" and any(other["uscc"] == enterprise["uscc"] for other in self.enterprises):
            enterprise["uscc"] = credit_code(rng, "check")
        if self.dirt("enterprise_unknown") or (fault and self.chance(0.4)):
            enterprise["registered"] = False
        self.enterprises.append(enterprise)
        self.figures(enterprise)
        self.counts["enterprises"] += 1
        return enterprise

    def figures(self, enterprise):
        rng, policy = self.rng, self.policy
        used = [row for row in policy.tables["conditions"] if row["field"].startswith("figures.")]
        used_at_all = used or [
            row for name in ("ties", "criteria") for row in policy.tables[name] if row["field"].startswith("figures.")
        ]
        if not used_at_all and self.chance(0.8):
            return
        bounds = {
            name: [
                policy.value(row["field"], row["value"])
                for row in used
                if row["field"] == "figures." + name and row["value"]
            ]
            for name in ("sales", "growth", "record", "output")
        }
        near = lambda values, rest: (
            rng.choice(values) + rng.choice([0, 1, 1, 1, 100, -1, 10**9])
            if values and self.chance(0.8)
            else rng.choice(rest)
        )
        sales = max(
            0,
            near(bounds["sales"], [10_000_000_000, 200_000_000_000, 500_000_000_000, 500_000_000_001, 800_000_000_000]),
        )
        last = sales - near(bounds["growth"], [0, 1, -5_000_000, 100_000_000_000, 200_000_000])
        last = min(max(0, last), near(bounds["record"], [10**12])) if self.chance(0.6) else max(0, last)
        year = int(policy.setting("year"))
        complete = rng.choices([True, False, None], [8, 1, 1])[0]
        rows = [
            (year, sales, 0.95),
            (year - 1, last, 0.9),
            (year - 2, max(0, near(bounds["record"], [10_000_000_000, last]) - rng.choice([0, 1, 2, 10**9])), 0.6),
            (year - 5, 5_000_000_000, 0.2),
            (year + 1, 9_000_000_000_000, 0.05),
        ]
        for when, amount, share in rows:
            if self.chance(share):
                self.tables["figures"].append(
                    {
                        "uscc": enterprise["uscc"],
                        "year": str(when),
                        "sales": amount,
                        "output": rng.choice([amount, None, near(bounds["output"], [amount])]),
                        "growth_list": (
                            rng.choices([True, False, None], [6, 1, 1])[0]
                            if when == year
                            else rng.choice([None, True, False])
                        ),
                        "history_complete": complete if when == year else rng.choice([True, None, False]),
                    }
                )

    # -------------------------------------------------------------------------------------------------------------- claims

    def needs(self, item, level):
        """The evidence that a claim to this level is judged by, computed fields first."""
        policy = self.policy
        names = [row["of"] for row in policy.rows("levels", item=item, level=level) if row["of"]]
        names += [row["field"] for row in policy.conditions(item, level)]
        names += [row["field"] for row in policy.rows("criteria", item=item)] + [
            row["field"] for row in policy.rows("ties", item=item)
        ]
        known = {row["field"] for row in policy.tables["fields"]}
        names = unique(name for name in names if name in known)
        return sorted(names, key=lambda name: 0 if policy.formula(name) else 1)

    def fill(self, facts, item, level):
        """Give every needed field a value, keeping what the project already says."""
        rng, policy = self.rng, self.policy
        rows = policy.conditions(item, level)
        needed = list(self.needed[item, level])
        of = [row["of"] for row in policy.rows("levels", item=item, level=level)]
        needed.sort(
            key=lambda name: (
                0
                if name in of
                else (
                    1
                    if policy.formula(name) and policy.formula(name)[0] != "ratio"
                    else 2 if policy.formula(name) else 3
                )
            )
        )
        for name in needed:
            formula = policy.formula(name)
            if not formula:
                if name not in facts:
                    facts[name] = self.choose(name, rows)
                continue
            verb, a, b = formula
            if a in facts and b in facts:
                continue
            target = self.choose(name, rows)
            if target is None:
                facts[rng.choice([a, b])] = None
                continue
            if verb == "lower":
                other = target + rng.choice([0, 0, 1, 1_000_000, target])
                if a in facts or b in facts:
                    facts[b if a in facts else a] = target
                else:
                    facts[a], facts[b] = rng.choice([(target, other), (other, target)])
            elif verb == "sum":
                if a in facts or b in facts:
                    have, lack = (a, b) if a in facts else (b, a)
                    facts[lack] = max(0, target - (facts[have] or 0))
                else:
                    facts[a] = target * rng.choice([0, 1, 2, 3, 4]) // 4
                    facts[b] = target - facts[a]
            else:
                if a in facts:
                    facts[b] = (facts[a] or 0) * MILLION // target if target else 0
                else:
                    if b not in facts:
                        facts[b] = self.choose(b, rows) if self.chance(0.97) else 0
                    facts[a] = -(-target * (facts[b] or 0) // MILLION)
        for name in self.needed[item, level]:
            formula = policy.formula(name)
            if self.chance(self.style["missing"]):
                facts[rng.choice(formula[1:]) if formula else name] = None
                self.counts["missing evidence"] += 1

    def derived(self, facts, enterprise):
        """Facts with the computed and the register ones, as the rules would see them (roughly)."""
        known = dict(facts)
        for row in self.policy.tables["fields"]:
            formula = self.policy.formula(row["field"])
            if formula:
                a, b = (facts.get(name) for name in formula[1:])
                if a is None or b is None or (formula[0] == "ratio" and b == 0):
                    continue
                known[row["field"]] = {
                    "lower": lambda: min(a, b),
                    "sum": lambda: a + b,
                    "ratio": lambda: a * MILLION // b,
                }[formula[0]]()
        known["enterprise.grade"] = enterprise["grade"]
        return known

    def identifier(self):
        self.ids += 1
        number = self.numbers[self.ids % len(self.numbers)] + self.ids // len(self.numbers) * len(self.numbers)
        return self.prefix + (f"{number:05}" if self.style["padded_ids"] else str(number))

    def moment(self):
        rng = self.rng
        if self.policy.rows("conditions", field="received_at") and self.chance(0.6):
            first, last = (datetime.datetime.combine(day, datetime.time()) for day in (self.start, self.end + DAY))
            return rng.choice([first, last]) - datetime.timedelta(seconds=rng.choice([0, 0, 1, 1, 3600]))
        if self.chance(0.7):
            return datetime.datetime(2025, 3, rng.randint(1, 3), 9, rng.choice([1, 2, 3]), rng.choice([0, 0, 30]))
        return datetime.datetime(
            2025, rng.randint(1, 4), rng.randint(1, 28), rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59)
        )

    def claim(self, enterprise, item, level, subject, facts):
        rng = self.rng
        facts = dict(facts)
        self.fill(facts, item, level)
        claim = {
            "id": self.identifier(),
            "item": item,
            "level": level,
            "enterprise": enterprise,
            "subject": subject,
            "received_at": self.moment(),
            "facts": facts,
            "subject_name": rng.choice(
                [
                    None,
                    "柔性产线",
                    "一号,车间",
                    '带"引号"的',
                    "两行\n名称",
                    "两行\r\n名称",
                    "三\r行\n名\r\n称",
                    "=1+1" if "formula" in self.style["flags"] else '3"管',
                ]
            ),
        }
        claim["worth"] = self.policy.worth(item, level, self.derived(facts, enterprise))
        self.claims.append(claim)
        if self.policy.rows("criteria", item=item, kind="experts"):
            self.panel(claim)
        return claim

    def make(self, count):
        """About `count` claims."""
        rng, policy, style = self.rng, self.policy, self.style
        self.numbers = list(range(1, max(count * 2, 20)))
        rng.shuffle(self.numbers)
        groups = policy.slot_groups()
        others = [
            row["item"] for row in policy.items if not any(row["item"] in policy.group_items(group) for group in groups)
        ]
        share = (
            0
            if not groups
            else (
                1
                if not others
                else 1 if style["name"] == "lines" else {"selection": 0.88, "ladders": 0.12}.get(style["focus"], 0.5)
            )
        )
        wanted = max(1, count // style["per_enterprise"])
        favourites = rng.sample(others, min(len(others), rng.choice([2, 5, 30])))
        while len(self.claims) < count:
            if len(self.enterprises) < wanted:
                enterprise = self.enterprise()
            else:
                enterprise = rng.choice(self.enterprises)
            if self.chance(share):
                self.project(enterprise, rng.choice(groups))
            else:
                self.honour(enterprise, rng.choice(favourites if self.chance(0.8) else others))
        if style["heavy"] and groups:
            self.crowd(self.enterprise(), rng.choice(groups))
        self.share_subjects()

    def subject(self, enterprise, letters="XM"):
        enterprise["projects"] += 1
        return f"{letters}-{enterprise['number']}-{enterprise['projects']:03}"

    def project(self, enterprise, group):
        """One project of an enterprise applies to some or all of the group's items."""
        rng, policy = self.rng, self.policy
        items = [name for name in policy.group_items(group) if policy.item(name)["pays"] == "cash" or self.chance(0.1)]
        chosen = [name for name in items if self.chance(self.style["several_items"])] or [rng.choice(items)]
        chosen = chosen[:4]
        maps = enterprise["maps"].get(group, 1) * (len(chosen) + 1)
        if maps > self.style["maps"]:
            enterprise = self.enterprise()
            maps = len(chosen) + 1
        enterprise["maps"][group] = maps
        per = policy.item(items[0])["group_per"]
        blank = self.chance(0.06 if per == "subject" else 0.5)
        subject = None if blank else self.subject(enterprise)
        facts = {}
        for item in chosen:
            levels = [row["level"] for row in policy.levels(item)]
            for level in rng.sample(levels, 2) if len(levels) > 1 and self.chance(0.12) else [rng.choice(levels)]:
                self.claim(enterprise, item, level, subject, facts)
                if self.chance(0.8) and self.style["name"] != "lines":
                    facts.update(self.claims[-1]["facts"])
            if self.chance(0.05 if self.style["name"] != "lines" else 0):
                self.claim(enterprise, item, rng.choice(levels), subject, facts if self.chance(0.5) else {})

    def crowd(self, enterprise, group):
        """One enterprise with so many projects that nearly or more than 65,536 maps arise."""
        rng, policy = self.rng, self.policy
        items = [name for name in policy.group_items(group) if policy.item(name)["pays"] == "cash"]
        items = rng.sample(items, min(len(items), rng.randint(1, 3)))
        limit = rng.choice([2_000, 20_000, 65_536, 65_536, 65_536, 65_537, 65_537, 200_000, 10_000_000])
        maps = 1
        while maps < limit:
            maps *= len(items) + 1
            subject, facts = self.subject(enterprise), {}
            for item in items:
                self.claim(enterprise, item, rng.choice(policy.levels(item))["level"], subject, facts)
                facts.update(self.claims[-1]["facts"])
        self.counts["crowds"] += 1

    def honour(self, enterprise, item):
        rng, policy = self.rng, self.policy
        per = policy.item(item)["group_per"]
        letters = rng.choice(["CP", "XM"])
        if self.chance(0.8 if per == "subject" else 0.15):
            subject = (
                self.subject(enterprise, letters)
                if enterprise["projects"] == 0 or self.chance(0.6)
                else f"{letters}-{enterprise['number']}-{rng.randint(1, enterprise['projects']):03}"
            )
        else:
            subject = None
        levels = [row["level"] for row in policy.levels(item)]
        count = rng.choice([1, 1, 1, 2, 2, 3]) if policy.item(item)["pays"] == "cash" else 1
        for _ in range(count):
            claim = self.claim(enterprise, item, rng.choice(levels), subject, {})
            if self.chance(0.15):
                claim["received_at"] = self.claims[-2]["received_at"] if len(self.claims) > 1 else claim["received_at"]
        if self.chance(0.5):
            mates = [name for name in policy.group_items(policy.group(item)) if name != item]
            if mates:
                mate = rng.choice(mates)
                self.claim(enterprise, mate, rng.choice(policy.levels(mate))["level"], subject, {})

    def share_subjects(self):
        """Two enterprises claim one subject."""
        with_subject = [claim for claim in self.claims if claim["subject"]]
        for claim in self.claims:
            if with_subject and self.chance(self.style["dirt"].get("subject_shared", 0)):
                other = self.rng.choice(with_subject)
                if other["enterprise"] is not claim["enterprise"]:
                    self.counts["subject_shared"] += 1
                    claim["subject"] = other["subject"]

    # -------------------------------------------------------------------------------------------------------------- panels

    def panel(self, claim):
        rng, policy, style = self.rng, self.policy, self.style
        experts = [f"ZJ{n:02}" for n in range(1, 13)]
        criteria = policy.rows("criteria", item=claim["item"], kind="experts")
        quality = rng.choice(style["qualities"])
        if (
            style.get("contrary") and claim["worth"]
        ):  # what pays most ranks low: enterprises regret, and lines move back
            worths = self.worths.setdefault(claim["item"], [])
            worths.append(claim["worth"])
            quality = 100 - 60 * sum(worth < claim["worth"] for worth in worths) // len(worths) - rng.randint(0, 15)
        total = {row["criterion"]: exact(row["points"], 6) * quality // 100 for row in criteria}
        mark = policy.limit(claim["item"], "pass_score", "application")
        if mark and self.chance(style["aim"]):  # exactly the pass mark, or a hair beside it
            rest = (
                exact(mark, 6)
                - policy.facts_points(claim["item"], self.derived(claim["facts"], claim["enterprise"]))
                + rng.choice([0, 0, -1, 1])
            )
            for row in criteria:
                total[row["criterion"]] = min(max(rest, 0), exact(row["points"], 6))
                rest -= total[row["criterion"]]
            self.counts["totals aimed at the mark"] += 1
        incomplete = self.dirt("panel_incomplete")
        if incomplete and self.chance(0.2):
            return
        size = rng.choice([3, 3, 3, 4, 5, 5, 6, 7, 8])
        short = rng.choice(criteria)["criterion"]
        for row in criteria:
            points, mean = exact(row["points"], 6), total[row["criterion"]]
            n = size if not (incomplete and row["criterion"] == short) else rng.randint(0, 2)
            sheets = self.sheets(mean, n, points)
            for expert, score in zip(rng.sample(experts, n), sheets):
                self.tables["scores"].append(
                    {
                        "application_id": claim["id"],
                        "expert": expert,
                        "criterion": row["criterion"],
                        "score": score,
                        "recused": rng.choice([False, None]),
                    }
                )
            if self.chance(0.06):
                self.tables["scores"].append(
                    {
                        "application_id": claim["id"],
                        "expert": "ZJ99",
                        "criterion": row["criterion"],
                        "score": rng.choice([None, points, 0]),
                        "recused": True,
                    }
                )

    def sheets(self, mean, n, points):
        """n marks with this (trimmed) mean, or close to it."""
        rng = self.rng
        marks = [mean] * n
        if n >= 2 and self.chance(0.7):
            step = min(mean, points - mean, rng.choice([0, 250_000, 500_000, 1_000_000, 1, 333_333]))
            marks[0] += step
            marks[1] -= step
        if n >= 5 and self.chance(0.6):  # the extremes do not count
            marks[-1] = rng.choice([0, points, mean])
            marks[-2] = rng.choice([0, points, mean])
        if n >= 3 and self.chance(0.2) and mean >= 2:
            marks[2] -= rng.choice([1, 2])
        rng.shuffle(marks)
        return marks

    # ----------------------------------------------------------------------------------------------------------- registers

    def registers(self):
        rng, policy, style = self.rng, self.policy, self.style
        cash = [claim for claim in self.claims if policy.item(claim["item"])["pays"] == "cash"]
        for claim in self.claims:
            if self.chance(style["upper"]):
                self.upper(claim)
            if self.chance(style["prior"]):
                self.prior(claim)
        for enterprise in self.enterprises:
            own = (
                [claim for claim in self.claims if claim["enterprise"] is enterprise] if len(self.claims) < 500 else []
            )
            if self.chance(style["deals"]):
                self.deal(enterprise, own)
            if self.chance(style["vetoes"]):
                self.veto(enterprise)
            if self.chance(0.7):
                self.tables["accounts"].append(
                    {
                        "uscc": enterprise["uscc"],
                        "account_name": enterprise["name"],
                        "bank": "示例银行",
                        "bank_code": "000000000000",
                        "account": f"{len(self.tables['accounts']):020}",
                    }
                )
        for row in self.good_towns:
            if self.chance(0.8):
                self.tables["shares"].append({"town": row["town"], "item": None, "district_share": self.percent()})
            if self.chance(0.35) and cash:
                self.tables["shares"].append(
                    {
                        "town": rng.choice([row["town"]] + row["aliases"].split(";")) or row["town"],
                        "item": rng.choice(cash)["item"],
                        "district_share": self.percent(),
                    }
                )
        self.tables["workdays"] = [
            {"date": datetime.date(2025, 5, 1), "working": False},
            {"date": datetime.date(2025, 4, 27), "working": True},
        ]

    def percent(self):
        return self.rng.choice([500_000, 600_000, 333_300, 400_000, 471_234, 0, 1_000_000, 125_000, 999_999])

    def upper(self, claim):
        rng, policy = self.rng, self.policy
        worth = claim["worth"] or 5_000_000
        unit = policy.pay_unit
        amount = rng.choice(
            [
                1,
                worth,
                worth - 1,
                worth + 1,
                worth // 2,
                worth * 2,
                worth - unit,
                worth - unit + 1,
                worth // 3,
                1_000_000,
                unit,
            ]
        )
        level = rng.choice([claim["level"], claim["level"], None, rng.choice(policy.levels(claim["item"]))["level"]])
        for _ in range(rng.choice([1, 1, 1, 2])):
            self.tables["upper_awards"].append(
                {
                    "uscc": claim["enterprise"]["uscc"],
                    "tier": rng.choice(["国家", "省", "市"]),
                    "item": claim["item"] if self.chance(0.96) else rng.choice(["unknown-item", "别的事项"]),
                    "level": level,
                    "subject": rng.choice([claim["subject"]] * 4 + [None, "OTHER-1"]),
                    "amount": max(0, amount),
                    "date": rng.choice([self.start + 60 * DAY, self.start - 100 * DAY]),
                    "status": rng.choices(["granted", "paid", "announced", "applied"], [5, 5, 1, 1])[0],
                    "same_subject": rng.choices([True, False, None], [7, 2, 1])[0],
                    "document": rng.choice([None, "苏工信〔2024〕9号"]),
                }
            )
            amount = rng.choice([amount // 2, 1, amount])
            self.counts["upper awards"] += 1

    def prior(self, claim):
        rng, policy = self.rng, self.policy
        year = int(policy.setting("year"))
        item, level, subject = claim["item"], claim["level"], claim["subject"]
        kinds = ["same", "same", "level", "subject", "group", "other"]
        if policy.item(item)["promotion"] == "difference":
            kinds += ["level", "level", "group", "subject"]
        kind = rng.choice(kinds)
        if kind == "level":
            level = rng.choice(policy.levels(item))["level"]
        elif kind == "subject":
            subject = rng.choice([None, "OTHER-1"])
        elif kind == "group":
            item = rng.choice(policy.group_items(policy.group(item)))
            level = rng.choice(policy.levels(item))["level"]
        elif kind == "other":
            item = rng.choice(policy.items)["item"]
            level = rng.choice(policy.levels(item))["level"]
        if len(policy.levels(item)) == 1 and self.chance(0.4):
            level = None
        worth = claim["worth"] or 1_000_000
        if self.chance(0.03):
            item, level = rng.choice([("old-item", None), (item, "old-level")])
        when = rng.choice([year - 1] * 4 + [year - 2, year - 2, year, year, year - 6, year + 1])
        self.tables["prior_awards"].append(
            {
                "batch": f"P{when}-0{rng.randint(1, 3)}",
                "year": str(when),
                "uscc": claim["enterprise"]["uscc"],
                "item": item,
                "level": level,
                "subject": subject,
                "amount": max(
                    0,
                    rng.choice(
                        [
                            worth,
                            worth // 2,
                            worth // 3,
                            worth // 7,
                            worth - 1,
                            worth + 1,
                            1,
                            worth - policy.pay_unit,
                            3_000_000,
                        ]
                    ),
                ),
                "status": rng.choice(["paid", "paid", "paid", "recovered"]),
            }
        )
        self.counts["prior awards"] += 1
        if self.chance(0.15):
            self.tables["prior_awards"].append(dict(self.tables["prior_awards"][-1], status="recovered"))

    def deal(self, enterprise, own):
        rng = self.rng
        names = unique(
            ([rng.choice(own)["item"]] if own else [])
            + [rng.choice(self.policy.items)["item"] for _ in range(rng.randint(0, 2))]
        )
        self.tables["special_deals"].append(
            {
                "uscc": enterprise["uscc"],
                "agreement": f"YSYY-{len(self.tables['special_deals'])}",
                "items": rng.choice([names, names, names, None]) or None,
                "from": rng.choice([self.start - 300 * DAY, self.start, self.end, self.end, self.end + DAY]),
                "to": rng.choice([None, None, self.start, self.start - DAY, self.end, self.end + 500 * DAY]),
            }
        )
        self.counts["special deals"] += 1

    def veto(self, enterprise):
        rng = self.rng
        self.tables["vetoes"].append(
            {
                "uscc": enterprise["uscc"],
                "department": rng.choice(["应急管理局", "生态环境局", "税务局"]),
                "kind": rng.choice(["安全生产", "行政处罚", "欠税"]),
                "date": rng.choice([self.start + 30 * DAY, self.end, self.end + DAY, self.start - 200 * DAY]),
                "cleared": rng.choice([None, None, self.end, self.end + DAY, self.start + 60 * DAY]),
                "advice": rng.choices(["veto", "hold", "note"], [3, 3, 1])[0],
                "document": None,
            }
        )
        self.counts["vetoes"] += 1
