"""The registers: what is known about enterprises, panels, earlier and upper-level awards (spec 2 "Registers").

A faulty row is never used. It leaves the claims that it would concern pending (fine print 21): those of its
enterprise, of its application or of its town. `unreadable` holds these keys.
"""

import os
from collections import defaultdict
from dataclasses import dataclass, field

import cells
import tables

# column:kind, * = must be filled. A kind in WORDS is a fixed list of words.
SCHEMAS = {
    "enterprises": "uscc:credit_code* name* legal_form* region:code* town* industry:code* status* "
                   "founded:date moved_in:date grade:code",
    "figures": "uscc:credit_code* year:year* sales:money* output:money growth_list:flag history_complete:flag",
    "scores": "application_id:code* expert:code* criterion* score:quantity recused:flag",
    "upper_awards": "uscc:credit_code* tier:tier* item* level subject:code amount:money* date:date* "
                    "status:upper_status* same_subject:flag document",
    "special_deals": "uscc:credit_code* agreement* items from:date* to:date",
    "vetoes": "uscc:credit_code* department* kind* date:date* cleared:date advice:advice* document",
    "prior_awards": "batch* year:year* uscc:credit_code* item* level subject:code amount:money* status:prior_status*",
    "towns": "town* aliases code:code administered:flag*",
    "shares": "town* item district_share:percent*",
}
ALSO_REQUIRED = {"scores": {"score"}}   # the column must be there; a recused sheet may leave the cell blank
MANDATORY = ("enterprises", "towns")
KEYS = {"scores": "application_id", "towns": "town", "shares": "town"}
WORDS = {"tier": ("国家", "省", "市"), "upper_status": ("granted", "paid", "announced", "applied"),
         "prior_status": ("paid", "recovered"), "advice": ("veto", "hold", "note")}
CHINESE = {"已下达": "granted", "已到账": "paid", "已拨付": "paid", "成功": "paid", "公示中": "announced",
           "申报中": "applied", "已追回": "recovered", "收回": "recovered",
           "否决": "veto", "暂缓": "hold", "提示": "note"}   # facts/columns.csv
TITLES = {  # facts/columns.csv
    "enterprises": "统一社会信用代码 单位名称 主体类型 注册地区划 所属镇街 行业代码 登记状态 成立日期 迁入日期 综合评价等级",
    "figures": "统一社会信用代码 年度 开票销售 工业总产值 新增长点名单 历史完整",
    "scores": "申报编号 专家编号 指标 得分 回避",
    "upper_awards": "统一社会信用代码 层级 事项 级别 标的编号 金额 日期 状态 是否同一奖励标的 文号",
    "special_deals": "统一社会信用代码 协议编号 事项 起始 截止",
    "vetoes": "统一社会信用代码 部门 类型 认定日期 解除日期 建议 文号",
    "prior_awards": "批次号 年度 统一社会信用代码 事项 级别 标的编号 金额 状态",
    "towns": "镇街 别名 区划码 本区管理",
    "shares": "镇街 事项 区级承担比例",
}


def columns_of(table):
    for spec, title in zip(SCHEMAS[table].split(), TITLES[table].split(), strict=True):
        name, _, kind = spec.rstrip("*").partition(":")
        starred = spec.endswith("*") or name in ALSO_REQUIRED.get(table, ())
        yield tables.Column(name, kind or "text", starred, title)


@dataclass
class Sheet:
    expert: str
    criterion: str
    score: int
    recused: bool


@dataclass
class Registers:
    enterprises: dict = field(default_factory=dict)       # uscc → values of its row
    figures: dict = field(default_factory=dict)           # (uscc, year) → values
    sheets: dict = field(default_factory=lambda: defaultdict(list))      # application_id → [Sheet]
    upper_awards: dict = field(default_factory=lambda: defaultdict(list))  # uscc → [values], and so on
    special_deals: dict = field(default_factory=lambda: defaultdict(list))
    vetoes: dict = field(default_factory=lambda: defaultdict(list))
    prior_awards: dict = field(default_factory=lambda: defaultdict(list))
    administered: dict = field(default_factory=dict)      # town → flag
    town_names: dict = field(default_factory=dict)        # town or alias → town
    shares: dict = field(default_factory=dict)            # (town, item id or "") → millionths
    unreadable: dict = field(default_factory=lambda: defaultdict(set))   # table → keys of its faulty rows

    def is_unreadable_for(self, uscc):
        return any(uscc in self.unreadable[table] for table in SCHEMAS if table not in KEYS)

    def town_is_unreadable(self, town):
        return bool({town, self.town_names.get(town)} & (self.unreadable["towns"] | self.unreadable["shares"]))

    def share(self, town, item):
        """The district's share: the row that names the item, else the row for any item, else all (fine print 13)."""
        town = self.town_names.get(town, town)
        return self.shares.get((town, item), self.shares.get((town, ""), cells.MILLION))


def _values(row, columns):
    """The row's values, and whether any cell is faulty: no value of its type, or blank where it must not be."""
    values, faulty = {}, False
    for column in columns:
        raw, value = row.text(column.name), None
        try:
            if column.kind in WORDS:
                if not cells.is_blank(raw):
                    value = CHINESE.get(raw, raw)
                    if value not in WORDS[column.kind]:
                        raise cells.Bad
            else:
                value = cells.read(column.kind, raw, row.units.get(column.name))
        except cells.Bad:
            faulty = True
        if value is None and column.required and column.name != "score":
            faulty = True
        values[column.name] = value
    if "score" in values and values["score"] is None and not values["recused"]:
        faulty = True  # a recused sheet needs no score
    return values, faulty


def _read(folder, table, registers):
    """The sound rows of a register; the keys of the others go to `unreadable`."""
    path = table + ".csv"
    if not os.path.exists(os.path.join(folder, path)):
        if table in MANDATORY:
            raise tables.Refused(f"{path}: missing")
        tables.log(f"{path}: missing, taken as empty")
        return
    columns = list(columns_of(table))
    for row in tables.read_table(folder, path, columns):
        if row.fault:
            tables.log(f"{path}:{row.line}: error, {row.fault}: no readable key")
            continue
        values, faulty = _values(row, columns)
        if not faulty:
            yield values
            continue
        key = values[KEYS.get(table, "uscc")]
        tables.log(f"{path}:{row.line}: error, faulty row of {key or 'an unreadable key'}")
        if key:
            registers.unreadable[table].add(key)
        if key and table == "towns":
            registers.unreadable[table].update(_aliases(values))


def _aliases(values):
    return [alias for alias in map(cells.trim, (values["aliases"] or "").split(";")) if alias]


def _put(registers, table, target, key, values, owner):
    """Two rows with one key must not differ; an equal one says nothing new."""
    if target.setdefault(key, values) != values:
        registers.unreadable[table].add(owner)


def load(folder, policy):
    registers = Registers()
    for values in _read(folder, "enterprises", registers):
        _put(registers, "enterprises", registers.enterprises, values["uscc"], values, values["uscc"])
    for values in _read(folder, "figures", registers):
        _put(registers, "figures", registers.figures, (values["uscc"], values["year"]), values, values["uscc"])
    for values in _read(folder, "scores", registers):
        registers.sheets[values["application_id"]].append(
            Sheet(values["expert"], values["criterion"], values["score"], bool(values["recused"])))
    for table in ("upper_awards", "special_deals", "vetoes", "prior_awards"):
        for values in _read(folder, table, registers):
            if _names_the_policy(values, table, policy):
                getattr(registers, table)[values["uscc"]].append(values)
    _load_towns(folder, registers)
    _load_shares(folder, registers, policy)
    return registers


def _names_the_policy(values, table, policy):
    """Resolves the item and level of a row; awards of items or levels unknown to the policy concern no claim."""
    if table == "special_deals":
        named = values["items"]
        values["items"] = None if named is None else {
            item.id for item in (policy.item_named(cells.trim(part)) for part in named.split(";")) if item}
    elif table in ("upper_awards", "prior_awards"):
        item = policy.item_named(values["item"])
        level = item.level_named(values["level"] or "") if item else None
        if not item or (values["level"] and not level):
            tables.log(f"{table}.csv: award of {values['item']} {values['level'] or ''}, unknown to the policy")
            return False
        values["item"], values["level"] = item, level
    return True


def _load_towns(folder, registers):
    alias_rows = []
    for values in _read(folder, "towns", registers):
        town = values["town"]
        _put(registers, "towns", registers.administered, town, values["administered"], town)
        alias_rows += [(alias, town) for alias in _aliases(values)]
    registers.town_names = {town: town for town in registers.administered}
    for alias, town in alias_rows:
        if alias not in registers.administered:  # a town's own name goes before another's alias
            _put(registers, "towns", registers.town_names, alias, town, alias)


def _load_shares(folder, registers, policy):
    for values in _read(folder, "shares", registers):
        town = registers.town_names.get(values["town"], values["town"])
        item = policy.item_named(values["item"]) if values["item"] else None
        if values["item"] and not item:
            tables.log(f"shares.csv: unknown item {values['item']}")
            continue
        if values["district_share"] > cells.MILLION:
            registers.unreadable["shares"].add(town)
            continue
        _put(registers, "shares", registers.shares, (town, item.id if item else ""), values["district_share"], town)
    for town in list(registers.unreadable["shares"]):  # a faulty row may name its town by an alias
        registers.unreadable["shares"].add(registers.town_names.get(town, town))
