"""Writes a random but reproducible year: `random_year.py --seed S --out DIR [--size N]` makes DIR/2024/ complete.

Proves nothing alone: it is the half of the differential test that asks the questions. The seed chooses a style (clean and
congested for the selection, ladders for overlaps and promotion, dirty for reading, registers for fine print 21, mixed, tiny,
large) and a policy (the 2024 one edited, or one made up), always a valid one. The year may be ugly but never unusable: by the
spec every program must end with 0 or 1. `--stats A..B` counts what the seeds contain; a few years carry a
flag (utf16, or a point that the spec leaves moot), which `--plain` or `--without FLAG` leaves out.

    random_year.py --seed 7 --out /tmp/y
    random_year.py --stats 1..300
"""

import argparse
import collections
import json
import os
import random
import shutil
import sys

sys.dont_write_bytecode = True  # leave nothing behind in the repository

import dirt
import policies
from claims import People, credit_code
from schema import CORE, OWN_TITLES, REGISTERS, TITLES
from styles import MOOT, choose_style


class Year:
    def __init__(self, seed, size=None, without=()):
        self.counts = collections.Counter()
        self.style = choose_style(seed, size, without)
        self.rng = random.Random(f"{seed}/year")
        make = policies.edited_2024 if self.style["policy"] == "2024" else policies.made_up
        self.policy = make(random.Random(f"{seed}/policy"), self.style)
        self.policy.freeze()
        self.people = People(self.policy, random.Random(f"{seed}/people"), self.style, self.counts)
        self.people.make(self.style["n"])
        self.congest()
        self.people.registers()
        self.pen = dirt.Pen(random.Random(f"{seed}/pen"), self.style["fancy"], self.counts)
        self.files = {}
        self.write_policy()
        self.write_applications()
        self.write_registers()
        self.counts["style: " + self.style["name"]] += 1
        self.counts["policy: " + self.style["policy"]] += 1
        self.counts["claims"] += len(self.people.claims)
        self.count_policy()
        for flag in self.style["flags"]:
            self.counts["flag: " + flag] += 1

    def count_policy(self):
        tables = self.policy.tables
        if self.style["policy"] == "2024":
            return
        for row in tables["conditions"]:
            self.counts["condition: " + row["is"]] += 1
            self.counts[f"condition on: {row['field'] if '.' in row['field'] else self.policy.type(row['field'])}"] += 1
            self.counts[
                f"condition: {row['if_missing']}/{row['otherwise']}{' for a level' * bool(row['level'])}{' for all' * (row['item'] == '*')}"
            ] += 1
        for row in tables["levels"]:
            self.counts["rule: " + row["rule"] + " with a ceiling" * bool(row["rate"] and row["amount"])] += 1
            self.counts["rule on a computed field"] += bool(row["of"] and self.policy.formula(row["of"]))
        for row in tables["fields"]:
            verb, _, names = row["type"].partition("(")
            kinds = "".join(" " + self.policy.type(name) for name in names.rstrip(")").split(";")) if names else ""
            self.counts["field: " + verb + kinds] += 1
        for row in tables["items"]:
            for column in ("pays", "group_per", "once", "upper_overlap", "promotion"):
                self.counts[f"items.{column}: {row[column] or 'blank'}"] += 1
        for row in tables["limits"]:
            self.counts[f"limit: {row['limit']} per {row['per']}"] += 1
        for row in tables["ties"]:
            self.counts[
                "tie: "
                + (
                    row["field"]
                    if "." in row["field"] or row["field"] in ("score", "received_at")
                    else self.policy.type(row["field"])
                )
                + " "
                + row["prefer"]
            ] += 1
        for row in tables["criteria"]:
            self.counts[
                "criterion: "
                + (
                    row["kind"]
                    if row["kind"] == "experts"
                    else row["field"] if "." in row["field"] else self.policy.type(row["field"])
                )
            ] += 1
        self.counts["band for a missing fact"] += sum(not row["at_least"] for row in tables["bands"])
        self.counts["budgets"] += len(tables["budgets"])
        self.counts[
            f"items with slots in one group: {max([len([n for n in self.policy.group_items(g) if self.policy.limit(n, 'slots', 'year')]) for g in self.policy.slot_groups()], default=0)}"
        ] += 1

    def congest(self):
        """Where the selection is the point, slots are a share of what applies."""
        if self.style["name"] == "budgets":
            self.fit_budgets()
        if self.style["focus"] != "selection":
            return
        share = self.rng.choice([0.8, 1, 1, 1, 1.2])
        for row in self.policy.tables["limits"]:
            count = sum(claim["item"] == row["item"] for claim in self.people.claims)
            if row["limit"] == "slots" and self.style["name"] == "lines":
                enterprises = len(
                    {claim["enterprise"]["uscc"] for claim in self.people.claims if claim["item"] == row["item"]}
                )
                row["value"] = f"{max(1, round(enterprises * self.rng.choice([0.5, 0.8, 1, 1.2])))}个"
            elif row["limit"] == "slots" and self.chance(0.85):
                row["value"] = f"{round(count * self.rng.choice([0.08, 0.15, 0.25, 0.35, 0.5]))}个"
        if self.style["name"] == "heavy" and self.chance(0.8):
            self.policy.tables["limits"] = [row for row in self.policy.tables["limits"] if row["limit"] != "pass_score"]
        if self.style["name"] == "lines":
            self.cap()
        if self.style["name"] == "heavy":
            self.cap(lambda worths: worths[-1] * self.rng.choice([1, 2, 3, 4]))
        self.policy.freeze()  # forget what was remembered of the old limits

    def fit_budgets(self):
        """Budgets a little below, at, or at a simple part of what the items without slots will probably award."""
        policy, rng, unit = self.policy, self.rng, self.policy.pay_unit
        limits = policy.tables["limits"]
        slotted = {name for group in policy.slot_groups() for name in policy.group_items(group)}
        rules = {(row["item"], row["level"]): row["rule"] for row in policy.tables["levels"]}
        due = {}  # (group, enterprise, key) -> (E, item, fixed)
        for claim in self.people.claims:
            row = policy.item(claim["item"])
            fixed = rules[claim["item"], claim["level"]] == "fixed"
            amount = (claim["worth"] or 0) // (1 if fixed else unit) * (1 if fixed else unit)
            if row["pays"] == "cash" and amount and claim["item"] not in slotted:
                key = (
                    policy.group(claim["item"]),
                    claim["enterprise"]["uscc"],
                    {"subject": claim["subject"], "enterprise": None, "level": claim["level"]}[row["group_per"]],
                )
                due[key] = max(due.get(key, (0,)), (amount, claim["item"], fixed))
        items = list(dict.fromkeys(item for _, item, _ in due.values()))
        for item in items:
            if self.chance(0.8):  # limits that leave half a pay unit
                whole = (
                    rng.choice([amount for amount, name, _ in due.values() if name == item])
                    * rng.choice([1, 1, 1, 2, 3])
                    // rng.choice([1, 2, 2, 3])
                )
                whole = 0 if self.chance(0.2) else whole
                cap = whole // unit * unit + rng.choice([unit // 2, unit // 2, unit // 2, unit // 4, 0, 1, unit - 1])
                limits[:] = [
                    row for row in limits if (row["item"], row["limit"], row["per"]) != (item, "amount", "enterprise")
                ]
                limits.append(
                    {
                        "item": item,
                        "limit": "amount",
                        "per": "enterprise",
                        "value": policies.write_money(max(cap, 1)),
                        "quote": "",
                    }
                )
        policy.freeze()
        policy.tables["budgets"] = []
        for number in range(rng.randint(1, 3) if items else 0):
            chosen = rng.sample(items, rng.randint(1, len(items)))
            sums = {}  # (enterprise, item) -> scaled, fixed
            for (_, uscc, _), (amount, item, fixed) in due.items():
                if item in chosen:
                    one = sums.setdefault((uscc, item), [0, 0])
                    one[fixed] += amount
            scaled = held = 0
            for (_, item), (one, two) in sums.items():
                cap = policy.limit(item, "amount", "enterprise")
                cap = policies.read_money(cap) if cap else one + two
                scaled, held = scaled + min(one, max(0, cap - two)), held + min(two, cap)
            part = rng.choice(
                [
                    scaled,
                    scaled,
                    scaled - 1,
                    scaled - unit // 4,
                    scaled - unit // 2,
                    scaled - unit,
                    scaled - unit * rng.randint(1, 9),
                    scaled // 2,
                    scaled // 2,
                    scaled // 2,
                    scaled // 3,
                    scaled // 4,
                    scaled * 2 // 3,
                    scaled + 1,
                    unit,
                    unit - 1,
                ]
            )
            policy.tables["budgets"].append(
                {
                    "budget": f"fitted-{number + 1}",
                    "items": ";".join(chosen),
                    "amount": policies.write_money(max(0, part + held)),
                }
            )

    def cap(self, amount=lambda worths: worths[-1]):
        """An enterprise limit of a project or two, or as `amount` says, for every item with slots."""
        limits = self.policy.tables["limits"]
        for item in [item for group in self.policy.slot_groups() for item in self.policy.group_items(group)]:
            worths = sorted(claim["worth"] for claim in self.people.claims if claim["item"] == item and claim["worth"])
            if worths and self.chance(0.9):
                cap = amount(worths) * self.rng.choice([6, 7, 8, 8, 9, 10, 12]) // 10
                limits[:] = [
                    row for row in limits if (row["item"], row["limit"], row["per"]) != (item, "amount", "enterprise")
                ]
                limits.append(
                    {
                        "item": item,
                        "limit": "amount",
                        "per": "enterprise",
                        "value": policies.write_money(cap),
                        "quote": "",
                    }
                )
                if self.chance(0.7):
                    limits[:] = [row for row in limits if (row["item"], row["limit"]) != (item, "pass_score")]

    def chance(self, share):
        return self.rng.random() < share

    def dirt(self, kind, times=1.0):
        if self.rng.random() < self.style["dirt"].get(kind, 0) * times:
            self.counts[kind] += 1
            return True
        return False

    def save(self, directory):
        root = os.path.join(directory, "2024")
        shutil.rmtree(root, ignore_errors=True)
        for path, data in sorted(self.files.items()):
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as file:
                file.write(data)
        return root

    # -------------------------------------------------------------------------------------------------------------- policy

    def write_policy(self):
        rng = self.rng
        for name, columns in policies.COLUMNS.items():
            columns = list(columns)
            if self.chance(0.2) and not self.style["plain_files"]:
                rng.shuffle(columns)
            sheet = dirt.Sheet(f"policy/{name}.csv", [(c, c, None) for c in columns])
            for row in self.policy.tables[name]:
                sheet.row(row)
            self.put(sheet, tidy=True)

    def put(self, sheet, tidy=False, encoding=None):
        habit = dirt.habit(self.rng, dict(self.style, flags=[]) if tidy else self.style)
        if encoding:
            habit["encoding"] = encoding
        data = dirt.write_sheet(sheet, self.rng, habit, collections.Counter() if tidy else self.counts)
        if (
            tidy and habit["encoding"] == "gb18030" and dirt.is_utf8(data)
        ):  # 元 alone (D4 AA) would be read as UTF-8: a faulty policy
            data = data.decode("gb18030").encode("utf-8-sig")
        self.files[sheet.path] = data

    # --------------------------------------------------------------------------------------------------------------- cells

    def item_name(self, item):
        rows = self.policy.rows("items", item=item)
        return rows[0]["title"] if rows and self.chance(0.3) else item

    def level_name(self, item, level):
        if level is None:
            return None
        rows = self.policy.rows("levels", item=item, level=level)
        names = (
            [level, level, level]
            + [row["title"] for row in rows]
            + [row["alias"] for row in self.policy.rows("titles", item=item, level=level)]
        )
        if len(self.policy.levels(item)) == 1 and self.chance(0.4):
            return None
        return self.rng.choice(names)

    def header(self, table, field, kind, chinese, title=None):
        title = title or OWN_TITLES.get((table, field), TITLES.get(field, field))
        text = title if self.chance(chinese) else field
        unit = None
        if (
            kind == "money"
            and self.chance(self.style["dirt"].get("header_unit", 0.1))
            and not (self.style["plain_files"] and self.chance(0.8))
        ):
            unit = self.rng.choice(["元", "元", "万元", "万元", "万元", "千元", "亿元"])
            text += self.rng.choice(["({})", "（{}）"]).format(unit)
            self.counts["header with unit"] += 1
        if "header_spaces" in self.style["flags"]:
            text = self.rng.choice(["", " ", "　"]) + text + self.rng.choice(["", " "])
        return (field, text, unit)

    # -------------------------------------------------------------------------------------------------------- applications

    def write_applications(self):
        rng, style = self.rng, self.style
        claims = list(self.people.claims)
        if not self.chance(0.3):
            rng.shuffle(claims)
        bunches = self.bunches(claims)
        self.sheets = []
        names = [
            "projects",
            "申报汇总",
            "form-1",
            "10",
            "9",
            "B表",
            "a表",
            "z-last",
            "申报1",
            "申报10",
            "申报2",
            "其他",
            "Form-1",
            "x.y",
            "form 2",
        ]
        rng.shuffle(names)
        for number, bunch in enumerate(bunches):
            self.sheets.append(
                self.form(f"applications/{names[number % len(names)]}{number // len(names) or ''}.csv", bunch)
            )
        if self.style["dirt"].get("cross_repeated") and self.sheets:
            self.sheets.append(self.twin(rng.choice(self.sheets), "applications/twin.csv"))
        self.seen = []
        for sheet, bunch in zip(self.sheets, bunches):
            for claim in bunch:
                self.claim_row(sheet, claim)
        if len(self.sheets) > len(bunches):
            twin = self.sheets[-1]
            for sheet, claim, cells in self.seen:
                if sheet.path == twin.source.path and self.dirt("cross_repeated", 4):
                    twin.row(dict(cells))
        if self.chance(0.03):
            self.sheets.append(dirt.Sheet("applications/空表.csv", self.sheets[0].columns))
            self.counts["file: header only form"] += 1
        for sheet in self.sheets:
            dirt.sprinkle(sheet, rng, style, self.counts)
            if "spaced_blanks" in style["flags"]:
                sheet.line([" ", "　", ""])
            if "spaced_totals" in style["flags"]:
                sheet.line([rng.choice([" 合计", "　备注：x", "合计"])])
            self.put(sheet)
        if self.chance(0.05):
            self.files["applications/说明.txt"] = "不是表格".encode()

    def bunches(self, claims):
        if self.chance(0.35) or len(claims) < 4:
            return [claims]
        if self.chance(0.5):
            by = collections.defaultdict(list)
            for claim in claims:
                by[self.policy.group(claim["item"])].append(claim)
            bunches = [by[group] for group in sorted(by)]
            while len(bunches) > 8:
                bunches[0] = bunches[0] + bunches.pop()
            return bunches
        count = self.rng.randint(2, 5)
        return [part for part in (claims[k::count] for k in range(count)) if part]

    def form(self, path, bunch):
        rng = self.rng
        evidence = self.policy.evidence()
        used = [
            field
            for field in evidence
            if any(claim["facts"].get(field) is not None for claim in bunch) or self.chance(0.05)
        ]
        titles = {row["field"]: row["title"] for row in self.policy.tables["fields"]}
        chinese = rng.choice([0, 0, 1, 0.5])
        core = [
            (field, kind)
            for field, kind in CORE
            if "short_forms" not in self.style["flags"]
            or field not in ("subject", "subject_name")
            or any(claim[field] for claim in bunch)
        ]
        columns = [self.header("applications", field, kind, chinese) for field, kind in core]
        columns += [self.header("applications", field, evidence[field], chinese, titles[field]) for field in used]
        if self.dirt("unknown_column"):
            columns.append((None, rng.choice(["联系电话", "phone", "经办人(签字)", "金额（万元）"]), None))
        if self.dirt("computed_column"):
            computed = [row for row in self.policy.tables["fields"] if "(" in row["type"]]
            if computed:
                columns.append((None, rng.choice(computed)["field"], None))
        if self.chance(0.5) and not self.style["plain_files"]:
            rng.shuffle(columns)
        return dirt.Sheet(path, columns)

    def twin(self, source, path):
        """A form with the same columns in other order, by other names, with units spelled otherwise but equal."""
        titles = {row["field"]: row["title"] for row in self.policy.tables["fields"]}
        columns = []
        for field, text, unit in source.columns:
            if field is None:
                continue
            name = self.rng.choice([field, titles.get(field) or TITLES.get(field)])
            if unit and unit != "元":
                name += self.rng.choice(["({})", "（{}）"]).format(unit)
            elif unit or self.policy.type(field) == "money":
                name += self.rng.choice(["", "(元)", "（元）"])
            columns.append((field, name, unit))
        self.rng.shuffle(columns)
        sheet = dirt.Sheet(path, columns)
        sheet.source = source
        return sheet

    def name(self, claim):
        rng, name = self.rng, claim["enterprise"]["name"]
        if self.dirt("name_differs"):
            return rng.choice(["别家有限公司", name + "1", name.replace("常州", "常川"), name[:-1]])
        if self.dirt("blank_name"):
            return None
        if self.dirt("name_spelled"):
            return rng.choice(
                [
                    name.replace("(", "（").replace(")", "）"),
                    name.replace("（", "(").replace("）", ")"),
                    name[:2] + " " + name[2:],
                    name.replace(" ", "　"),
                    name.replace("ABC", "ＡＢＣ"),
                    name.replace(" ", ""),
                ]
            )
        return name

    def claim_row(self, sheet, claim):
        rng, pen, evidence = self.rng, self.pen, self.policy.evidence()
        kinds = {**dict(CORE), **evidence}
        item, level, identifier, uscc = claim["item"], claim["level"], claim["id"], claim["enterprise"]["uscc"]
        if self.seen and self.dirt("duplicate_id"):
            identifier = rng.choice(self.seen)[1]["id"]
        if self.dirt("other_uscc") and len(self.people.enterprises) > 1:
            uscc = credit_code(rng) if self.chance(0.3) else rng.choice(self.people.enterprises)["uscc"]
        level_text = self.level_name(item, level)
        cells = {
            "application_id": pen.cell("code", identifier),
            "item": pen.cell("text", self.item_name(item)),
            "level": pen.cell("text", level_text),
            "uscc": pen.cell("code", uscc),
            "enterprise_name": pen.cell("text", self.name(claim)),
            "subject": pen.cell("code", claim["subject"]),
            "subject_name": pen.cell("text", claim["subject_name"]),
            "received_at": pen.cell("time", claim["received_at"]),
            None: "13800000000" if self.chance(0.9) else "1E9",
        }
        for field, _, unit in sheet.columns:
            if field in evidence:
                cells[field] = pen.cell(evidence[field], claim["facts"].get(field), unit)
        for kind, field, value in (
            ("blank_id", "application_id", ""),
            ("blank_received", "received_at", rng.choice(["", "-"])),
            ("blank_item", "item", rng.choice(["", "/"])),
            ("blank_uscc", "uscc", rng.choice(["", "无"])),
            (
                "unknown_item",
                "item",
                rng.choice(
                    [
                        "smart upgrade",
                        "不存在的事项",
                        "Smart-Upgrade",
                        item + "x",
                        "小巨人",
                        item.upper() if item != item.upper() else "?",
                    ]
                ),
            ),
            ("unknown_level", "level", rng.choice(["国家", "ONLY", "nothing", "别的级别", "AAAA"])),
            ("scientific_uscc", "uscc", rng.choice(["9.13204E+17", "9.1320412E+17", "9.13204e+17"])),
        ):
            if self.dirt(kind):
                cells[field] = value
        if len(self.policy.levels(item)) > 1 and self.dirt("blank_level"):
            cells["level"] = ""
        for _ in range(2 if self.chance(0.1) else 1):
            if self.dirt("bad_cell"):
                fields = [
                    (field, unit)
                    for field, _, unit in sheet.columns
                    if field in evidence and dirt.bad_cell(rng, evidence[field], unit) is not None
                ]
                if fields:
                    field, unit = rng.choice(fields)
                    cells[field] = dirt.bad_cell(rng, evidence[field], unit)
                    self.counts["bad cell: " + evidence[field]] += 1
        if "huge" in self.style["flags"] and self.chance(0.1):  # the largest amounts that 64 bits hold, and one more
            fields = [field for field, _, _ in sheet.columns if evidence.get(field) in ("money", "quantity")]
            if fields:
                field = rng.choice(fields)
                whole = "92233720368547758.0" if evidence[field] == "money" else "9223372036854.77580"
                cells[field] = whole + rng.choice("78")
        if self.dirt("bad_core_cell"):
            cells["received_at"] = dirt.bad_cell(rng, "time")
        breakage = {}
        if self.dirt("ragged"):
            breakage["ragged"] = rng.choice([1, 1, 2, -1, -1, -2])
        elif self.dirt("bad_quote"):
            breakage["bad_quote"] = rng.choice([field for field, _, _ in sheet.columns if field is not None])
            if "nasty_quote" not in self.style["flags"]:
                cells = {field: text.replace("\r", "").replace("\n", "") for field, text in cells.items()}
        elif self.dirt("plain_quote"):
            breakage["plain_quote"] = (
                rng.choice(["subject_name", "subject_name", "enterprise_name"])
                if self.chance(0.9)
                else rng.choice([field for field, _, _ in sheet.columns if field])
            )
        sheet.row(cells, **breakage)
        if breakage:
            return
        if cells["application_id"].strip() and self.unsuffixed(cells, evidence):
            self.seen.append((sheet, claim, cells))
        if self.dirt("repeated"):
            again = {
                field: (rng.choice(["", " ", "　"]) + text + rng.choice(["", " "]) if self.chance(0.2) else text)
                for field, text in cells.items()
            }
            again[None] = str(rng.randint(10**10, 10**11))
            if cells["application_id"].strip():
                self.insert(sheet, again)
        if self.dirt("near_repeated"):
            again = dict(cells)
            field = rng.choice([field for field in again if field and field != "application_id"])
            again[field] = rng.choice(
                [again[field] + "0", again[field] + "号", "-" if not again[field].strip() else ""]
            )
            self.insert(sheet, again)
        if self.dirt("folded_duplicate"):
            again = dict(
                cells,
                application_id=(
                    identifier.lower()
                    if identifier.lower() != cells["application_id"]
                    else identifier.translate(dirt.WIDE)
                ),
            )
            self.insert(sheet, again)

    def insert(self, sheet, cells):
        sheet.rows.insert(
            self.rng.randint(0, len(sheet.rows)) if self.chance(0.5) else len(sheet.rows), ("cells", cells, {})
        )

    def unsuffixed(self, cells, evidence):
        """No money suffix: such a row means the same under `投入` and `投入(元)`."""
        return not any(
            kind == "money" and any(mark in cells.get(field, "") for mark in "元千万亿")
            for field, kind in evidence.items()
        )

    # ----------------------------------------------------------------------------------------------------------- registers

    def write_registers(self):
        people, rng = self.people, self.rng
        tables = dict(people.tables)
        tables["enterprises"] = [enterprise for enterprise in people.enterprises if enterprise["registered"]]
        tables["towns"] = people.town_rows
        for name in list(REGISTERS):
            rows = list(tables[name])
            optional = name not in ("enterprises", "towns")
            if optional and (self.dirt("missing_register") or (not rows and self.chance(0.4))):
                self.counts["register missing"] += 1
                continue
            if optional and self.dirt("header_only"):
                rows = []
            if not self.chance(0.3):
                rng.shuffle(rows)
            self.register(name, rows)
        if self.chance(0.5):
            resources = [
                {"name": name.replace("_", "-"), "path": name + ".csv", "format": "csv"}
                for name in REGISTERS
                if name + ".csv" in self.files
            ]
            self.files["datapackage.json"] = json.dumps(
                {
                    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
                    "name": "random",
                    "resources": resources,
                },
                ensure_ascii=False,
                indent=1,
            ).encode()

    def register(self, name, rows):
        rng = self.rng
        columns = REGISTERS[name]
        if name in ("enterprises", "figures", "upper_awards", "vetoes") and self.dirt("short_register"):
            columns = [column for column in columns if column[2] or self.chance(0.5)]
        chinese = rng.choice([0, 0, 1, 0.5])
        trap = name in ("figures", "prior_awards") and self.dirt("trap_d4aa")
        headers = [self.header(name, field, kind, 0 if trap else chinese) for field, kind, _ in columns]
        if trap:  # 元 in GB18030 is valid UTF-8: only the missing required column shows the encoding
            headers = [
                (
                    f,
                    "sales(元)" if f == "sales" else "amount(元)" if f == "amount" else f,
                    "元" if f in ("sales", "amount") else None,
                )
                for f, _, _ in headers
            ]
        if self.dirt("unknown_column"):
            headers.append((None, "note2" if trap else "备用列", None))
        if self.chance(0.3) and not self.style["plain_files"]:
            rng.shuffle(headers)
        sheet = dirt.Sheet(name + ".csv", headers)
        units = {field: unit for field, _, unit in headers}
        kinds = {field: kind for field, kind, _ in columns}
        stars = [field for field, _, star in columns if star]
        key = {"scores": "application_id", "towns": "town", "shares": "town", "workdays": "date"}.get(name, "uscc")
        faulty = name not in ("accounts", "workdays", "towns", "shares")
        pen = dirt.Pen(rng, 0, self.counts) if trap else self.pen
        times = 0.08 if name == "scores" else 1  # a claim has a dozen sheets
        for row in rows:
            cells = {
                field: self.register_cell(pen, kind, row, field, units.get(field), trap) for field, kind, _ in columns
            }
            breakage = {}
            if faulty and self.dirt("reg_bad_cell", times) and not trap:
                candidates = [
                    f
                    for f in kinds
                    if f != key and dirt.bad_cell(rng, kinds[f], units.get(f)) is not None and (kinds[f] != "code")
                ]
                if candidates:
                    field = rng.choice(candidates)
                    cells[field] = dirt.bad_cell(rng, kinds[field], units.get(field))
                    self.counts["bad register cell: " + name] += 1
            if faulty and self.dirt("reg_blank_cell", times):
                cells[rng.choice([f for f in stars if f != key])] = "" if trap else rng.choice(["", "-", "无"])
                self.counts["blank register cell: " + name] += 1
            if faulty and self.dirt("reg_key", times):
                cells[key] = rng.choice(["", "9.13204E+17", "/"]) if key == "uscc" else rng.choice(["", "-"])
            if faulty and self.dirt("reg_unknown", times):
                cells[key] = credit_code(rng) if key == "uscc" else "NOBODY-1"
            if faulty and self.dirt("reg_ragged", times):
                breakage["ragged"] = rng.choice([1, -1])
            elif faulty and not trap and self.dirt("reg_bad_quote", times):
                breakage["bad_quote"] = rng.choice([f for f in kinds if f in units])
            if name == "scores" and self.dirt("scores_over", times):
                cells["score"] = rng.choice(["100.5", "36", "99.000001", "100"])
            if name == "upper_awards" and "unknown_tier" in self.style["flags"] and self.chance(0.3):
                cells["tier"] = "县"
            if name == "scores" and "unknown_criterion" in self.style["flags"] and self.chance(0.02):
                cells["criterion"] = "no-such"
            sheet.row(cells, **breakage)
            again = dict(cells)
            if name in ("enterprises", "figures", "vetoes") and self.dirt("reg_dup_equal"):
                self.insert(sheet, again)
            elif name in ("enterprises", "figures") and self.dirt("reg_dup_differ") and not trap:
                field = "founded" if "founded" in units else "name" if name == "enterprises" else "sales"
                again[field] = {"founded": "2011-11-11", "name": "另名公司", "sales": "12345"}[field]
                self.insert(sheet, again)
            elif name == "scores" and self.dirt("scores_twice", times):
                if self.chance(0.5):
                    again["score"] = "1"
                self.insert(sheet, again)
            elif name == "upper_awards" and "twice_upper" in self.style["flags"] and self.chance(0.3):
                self.insert(sheet, again)
        if sheet.rows and (
            (name == "towns" and self.dirt("town_fault")) or (name == "shares" and self.dirt("share_fault"))
        ):
            cells = rng.choice(sheet.rows)[1]
            field = "administered" if name == "towns" else "district_share"
            cells[field] = rng.choice(["", dirt.bad_cell(rng, kinds[field])])
        if self.dirt("town_fault", 0.3) and name == "towns":
            sheet.rows.append(("cells", {"town": "", "aliases": "", "code": "1", "administered": "是"}, {}))
        dirt.sprinkle(sheet, rng, dict(self.style, dirt={}) if trap else self.style, self.counts)
        self.put(sheet, encoding="gb18030" if trap else None)

    def register_cell(self, pen, kind, row, field, unit, trap):
        value = row[field]
        if trap:
            if kind == "flag":
                return {True: "Y", False: "N", None: ""}[value]
            if kind == "item":
                return value
        if kind == "item":
            return "" if value is None else self.item_name(value)
        if kind == "items":
            return "" if value is None else ";".join(self.item_name(item) for item in value)
        if kind == "level":
            if value is None:
                return ""
            rows = self.policy.rows("levels", item=row["item"], level=value)
            names = [value, value] + (
                [row["title"] for row in rows]
                + [row["alias"] for row in self.policy.rows("titles", item=row["item"], level=value)]
                if not trap
                else []
            )
            return self.rng.choice(names)
        if kind == "text":
            return pen.cell("text", value or None) if value or not trap else ""
        return pen.cell(kind, value, unit)


def show(counts, seeds):
    print(f"{'what':46}{'count':>9}   over {seeds} seeds")
    for what, count in sorted(counts.items()):
        print(f"{what:46}{count:9}")


def span(text):
    first, _, last = text.partition("..")
    return range(int(first), int(last or first) + 1)


def add_without(parser):
    parser.add_argument(
        "--without",
        type=lambda text: text.split(","),
        default=[],
        metavar="FLAG,...",
        help="leave out these flags: utf16 " + " ".join(MOOT),
    )
    parser.add_argument(
        "--plain",
        action="store_const",
        const=MOOT,
        dest="without",
        help="leave out every flag but utf16: the points that the spec leaves moot",
    )


def main():
    parser = argparse.ArgumentParser(description="write a random year")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--out")
    parser.add_argument("--size", type=int)
    add_without(parser)
    parser.add_argument("--stats", metavar="A..B", type=span, help="count what the years of these seeds contain")
    options = parser.parse_args()
    if options.stats:
        counts = collections.Counter()
        for seed in options.stats:
            counts += Year(seed, options.size, options.without).counts
        show(counts, len(options.stats))
        return
    if options.seed is None or not options.out:
        parser.error("--seed and --out, or --stats")
    year = Year(options.seed, options.size, options.without)
    year.save(options.out)
    style = year.style
    print(
        f"seed {options.seed}: {style['name']}, policy {style['policy']}, {len(year.people.claims)} claims, flags {','.join(style['flags']) or 'none'}",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
