"""The decision job in pandas: panda.py YEAR OUT.csv

The Arrow reader and Arrow strings, whole columns at a time; the few cells that do not read at once are read one by one.
"""

import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

import job
from job import GRANTED, NO, NOT_DATA, SPACE, UNDER_WAY, YES, Job, cells

STRING = pd.ArrowDtype(pa.string())
FLAGS = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}


def read_csv(path, columns=None):
    """(rows as Arrow strings, ids of the rows with another number of cells)."""
    broken = []

    def keep(row):
        broken.append(row.text.split(",")[0].strip())
        return "skip"

    if columns is None:
        with open(path, encoding="utf-8-sig") as file:
            columns = file.readline().strip().split(",")
    table = pa.csv.read_csv(
        path, read_options=pa.csv.ReadOptions(column_names=columns, skip_rows=1),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=keep),
        convert_options=pa.csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=True,
                                              null_values=[""]))
    return table.to_pandas(types_mapper={pa.string(): STRING}.get, split_blocks=True, self_destruct=True), broken


def typed(kind, column, unit=100):
    """A column's values; missing where the cell is blank or none."""
    if kind in ("date", "time"):
        slashes = kind == "date" and "/" in str(column.dropna().iloc[:1].tolist())
        fast = pd.to_datetime(column, format="%Y/%m/%d" if slashes else "%Y-%m-%d" if kind == "date" else "%Y-%m-%d %H:%M",
                              errors="coerce")
        if kind == "time":
            seconds = fast.isna() & (column.str.len() == 19).fillna(False).astype(bool)
            if seconds.any():
                fast[seconds] = pd.to_datetime(column[seconds], format="%Y-%m-%d %H:%M:%S", errors="coerce")
        slow, convert = cells.day if kind == "date" else cells.time, pd.Timestamp
    elif kind in ("money", "quantity"):
        scale = unit if kind == "money" else 1_000_000
        plain = column.str.replace(",", "", regex=False) if kind == "money" else column
        number = pd.to_numeric(plain, errors="coerce").astype("float64")
        number[column.str.contains("E", regex=False).fillna(False).astype(bool)] = np.nan
        fast = (number * scale).round().astype("Int64")
        slow, convert = (lambda t: cells.money(t, unit if unit != 100 else None)) if kind == "money" else cells.quantity, int
    elif kind == "flag":
        return column.map(FLAGS).astype("boolean")
    else:
        return column.str.strip(SPACE)
    left = fast.isna() & column.notna()
    for at in np.flatnonzero(left.to_numpy()):
        try:
            text = cells.trim(column.iat[at])
            if not cells.is_blank(text):
                fast.iat[at] = convert(slow(text))
        except cells.Bad:
            pass
    return fast


def holds(policy, c, fact):
    match c.test:
        case "equals":
            return fact == c.value
        case "not_equals":
            return fact != c.value
        case "over":
            return fact > c.value
        case "at_least":
            return fact >= c.value
        case "under":
            return fact < c.value
        case "at_most":
            return fact <= c.value
        case "one_of":
            return fact.isin(c.value)
        case "starts_with":
            return fact.str.startswith(c.value)
        case "in_year":
            return (fact >= policy.start) & (fact < pd.Timestamp(policy.end) + pd.Timedelta(days=1))
        case "by_year_end":
            return fact < pd.Timestamp(policy.end) + pd.Timedelta(days=1)
        case "present":
            return fact.notna()
    raise ValueError(c.test)


def bits(policy, conditions, fact_of, length):
    """(failures, doubts) as bits."""
    found = {"reject": np.zeros(length, np.int64), "pend": np.zeros(length, np.int64)}
    for c in conditions:
        fact = fact_of(c.field)
        if fact is None:
            found[c.if_missing] |= c.bit
            continue
        missing = fact.isna().to_numpy()
        found[c.if_missing][missing] |= c.bit
        found[c.otherwise][~missing & ~holds(policy, c, fact).fillna(False).to_numpy(bool)] |= c.bit
    return found["reject"], found["pend"]


def points(policy, criterion, fact):
    result = np.zeros(len(fact), np.int64)
    numeric = policy.kind_of(criterion.field) not in ("text", "code")
    for at, p in sorted((b for b in criterion.bands if b[0] is not None), key=lambda b: b[0]):
        result[(fact >= at if numeric else fact == at).fillna(False).to_numpy(bool)] = p
    result[fact.isna().to_numpy()] = next((p for at, p in criterion.bands if at is None), 0)
    return result


class Panda:
    def __init__(self, year, out):
        self.job, self.out = Job(year), out
        self.policy = self.job.policy

    def run(self):
        job.stages(self._enterprises, self._forms, self._repeats, self._awards, self._panels, self._entitle, self._compete,
                   self._groups, self._budgets, self._write)

    def table(self, name, columns):
        if not self.job.has(name):
            return pd.DataFrame(columns=columns.split(), dtype=STRING)
        return read_csv(self.job.path(name))[0]

    def _awards_of(self, name, columns):
        frame = self.table(name, columns)
        frame["item_no"] = frame["item"].map(self.job.item_texts())
        frame = frame[frame["item_no"].notna()].copy()
        frame["level_no"] = self._levels(frame["item_no"].to_numpy(np.int64), frame["level"])
        frame = frame[(frame["level_no"] >= 0) | frame["level"].isna()].copy()
        frame["amount"] = typed("money", frame["amount"])
        return frame

    def _levels(self, items, column):
        """The numbers of levels, -1 where the item has none of that text: through the distinct texts."""
        codes, texts = pd.factorize(column.fillna(""))
        table = np.full((len(self.job.items) + 1, max(1, len(texts))), -1, np.int64)
        place = {text: n for n, text in enumerate(texts)}
        for (item, text), number in self.job.level_texts().items():
            if text in place:
                table[item, place[text]] = number
        return table[items, codes]

    def _enterprises(self):
        policy, year = self.policy, self.policy.year
        end, start = pd.Timestamp(policy.end), pd.Timestamp(policy.start)
        register = self.table("enterprises", "uscc name legal_form region town industry status founded moved_in grade")
        if register["uscc"].duplicated().any():
            register = register.drop_duplicates()
        bad = register["uscc"].duplicated(keep=False).to_numpy(copy=True)
        for column in ("founded", "moved_in"):
            values = typed("date", register[column])
            bad |= (register[column].notna() & values.isna()).to_numpy()
            register[column] = values
        register["known"], register["bad"] = True, bad
        register = register.drop_duplicates("uscc")
        figures = self.table("figures", "uscc year sales output growth_list history_complete")
        for column, kind in (("sales", "money"), ("output", "money"), ("growth_list", "flag"), ("history_complete", "flag")):
            figures[column] = typed(kind, figures[column])
        figures["year"] = figures["year"].astype("int64")
        now = figures[figures["year"] == year].drop_duplicates("uscc").set_index("uscc")
        facts = now[["sales", "output", "growth_list"]].copy()
        facts["growth"] = facts["sales"] - figures[figures["year"] == year - 1].drop_duplicates("uscc").set_index("uscc")["sales"]
        record = figures[figures["year"] < year].groupby("uscc")["sales"].max()
        facts["record"] = record.reindex(facts.index).fillna(0).where(now["history_complete"].fillna(False).astype(bool))
        vetoes = self.table("vetoes", "uscc department kind date cleared advice document")
        cleared = typed("date", vetoes["cleared"])
        vetoes = vetoes[(typed("date", vetoes["date"]) <= end) & ~(cleared <= end)]
        self.deals = self.table("special_deals", "uscc agreement items from to")
        to = typed("date", self.deals["to"])
        self.deals = self.deals[(typed("date", self.deals["from"]) <= end) & (to.isna() | (to >= start))]
        self.prior = self._awards_of("prior_awards", "batch year uscc item level subject amount status")
        self.prior = self.prior[self.prior["status"].isin(["paid", "已到账", "已拨付", "成功"])]
        self.upper = self._awards_of("upper_awards", "uscc tier item level subject amount date status same_subject document")
        self.upper["same_subject"] = typed("flag", self.upper["same_subject"])
        self.upper = self.upper[self.upper["same_subject"].fillna(True).astype(bool)]
        others = pd.concat([figures["uscc"], vetoes["uscc"], self.deals["uscc"], self.prior["uscc"]]).drop_duplicates()
        others = others[~others.isin(register["uscc"])]
        everyone = pd.concat([register, pd.DataFrame({"uscc": others})], ignore_index=True).merge(
            facts, on="uscc", how="left")
        towns, self.of_items = self.job.town_facts()
        administered = everyone["town"].map({t: a for t, (a, _) in towns.items()}).fillna(False).to_numpy(bool)
        everyone["share"] = everyone["town"].map({t: s for t, (_, s) in towns.items()}).fillna(1_000_000).astype("int64")
        read_well = everyone["known"].fillna(False).to_numpy(bool) & ~everyone["bad"].fillna(False).to_numpy(bool)

        def fact(field):
            return everyone[field.partition(".")[2]]

        own = [c for c in self.job.register if c.field.startswith("enterprise.")]
        figured = [c for c in self.job.register if c.field.startswith("figures.")]
        (ef, ed), (ff, fd) = bits(policy, own, fact, len(everyone)), bits(policy, figured, fact, len(everyone))
        everyone["failing"], everyone["doubtful"] = np.where(read_well, ef, 0) | ff, np.where(read_well, ed, 0) | fd
        everyone["veto"] = everyone["uscc"].isin(vetoes["uscc"][vetoes["advice"].isin(["veto", "否决"])])
        held = everyone["uscc"].isin(vetoes["uscc"][vetoes["advice"].isin(["hold", "暂缓"])])
        everyone["doubt"] = ~read_well | ~administered | held.to_numpy(bool) | unsound(everyone["uscc"])
        for i in self.job.competing:
            for c in i.criteria:
                if c.field == "enterprise.grade":
                    everyone[f"grade{i.order}"] = points(policy, c, everyone["grade"])
        self.enterprises = everyone.drop(columns=["legal_form", "region", "industry", "status", "founded", "moved_in", "grade",
                                                  "known", "bad"])
        self.numbers = pd.Index(self.enterprises["uscc"])

    def _forms(self):
        self.claims = pd.concat([self._form(form) for form in self.job.forms], ignore_index=True)

    def _form(self, form):
        job, policy = self.job, self.policy
        frame, broken = read_csv(form.path, form.columns)
        frame = frame[~frame["application_id"].str.startswith(NOT_DATA).fillna(True).to_numpy(bool)].reset_index(drop=True)
        n = len(frame)
        item = frame["item"].map(job.item_texts()).fillna(len(job.items)).to_numpy(np.int64)
        level = self._levels(item, frame["level"])
        no = self.numbers.get_indexer(frame["uscc"])
        received = typed("time", frame["received_at"])
        invalid = received.isna().to_numpy() | (level < 0) | frame["uscc"].str.contains("+", regex=False).fillna(False).to_numpy(bool)
        values = {}
        for column, kind in form.evidence.items():
            values[column] = typed(kind, frame[column], form.units[column])
            if kind not in ("text", "code"):
                invalid |= (frame[column].notna() & values[column].isna()).to_numpy()
        for name, field in form.computed.items():
            a, b = (values[part] for part in field.of)
            if field.formula == "lower":
                values[name] = a.where(a <= b, b).where(a.notna() & b.notna())
            elif field.formula == "sum":
                values[name] = a + b
            else:
                divisor = b.where(b != 0)
                values[name] = a * 1_000_000 // divisor
        failing, doubtful = bits(policy, job.evidence, values.get, n)
        masks = np.array([*job.evidence_mask, 0]), np.array([*job.register_mask, 0])
        known = no >= 0
        own = self.enterprises.iloc[np.where(known, no, 0)]
        failed = (failing & masks[0][level]) != 0
        failed |= known & (((own["failing"].to_numpy() & masks[1][level]) != 0) | own["veto"].to_numpy())
        other_name = (own["name"].reset_index(drop=True) != frame["enterprise_name"]).fillna(True).to_numpy(bool)
        doubt = ((doubtful & masks[0][level]) != 0) | ~known | own["doubt"].to_numpy() \
            | ((own["doubtful"].to_numpy() & masks[1][level]) != 0)
        for at in np.flatnonzero(other_name & known & ~doubt):
            name = own["name"].iat[at]
            other_name[at] = name is pd.NA or cells.fold_name(name) != cells.fold_name(frame["enterprise_name"].iat[at] or "")
        doubt |= other_name
        base, scored, tie = np.full(n, -1, np.int64), np.zeros(n, np.int64), np.full(n, -1, np.int64)
        for number, (_, v) in enumerate(job.levels):
            if v.of in values:
                base = np.where(level == number, values[v.of].fillna(-1).to_numpy(np.int64), base)
        for i in job.competing:
            if any(form.has(t) for t, _ in i.ties):
                mine = item == i.order
                scored[mine] = sum(points(policy, c, values[c.field]) for c in i.criteria if c.field in values)[mine]
                tie[mine] = values[next(t for t, _ in i.ties if form.has(t))].fillna(-1).to_numpy(np.int64)[mine]
        # A cell with text behind its closing quote came out as no time: such a row is broken, not a twin of another.
        spoilt = received.isna().to_numpy() & ~frame["received_at"].str.match(r"^[\d\- :]*$").fillna(True).to_numpy(bool)
        part = pd.DataFrame({
            "id": frame["application_id"].str.strip(SPACE), "item": item.astype(np.int8), "level": level.astype(np.int8), "no": no,
            "subject": frame["subject"].fillna(""), "received": received.astype("datetime64[s]").astype("int64"), "invalid": invalid,
            "failed": failed, "doubt": doubt, "base": base, "points": scored, "tie": tie, "broken": spoilt,
            "code": frame["uscc"].where(frame["subject"].notna())})
        twins = part["id"].duplicated(keep=False).to_numpy()
        part["digest"] = 0
        part.loc[twins, "digest"] = pd.util.hash_pandas_object(frame[twins], index=False).to_numpy().astype(np.int64)
        lost = pd.DataFrame({"id": pd.Series(broken, dtype=STRING), "item": np.int8(len(job.items)), "level": np.int8(-1), "no": -1,
                             "subject": pd.Series([""] * len(broken), dtype=STRING), "received": 0, "invalid": True, "failed": False, "doubt": False, "base": -1,
                             "points": 0, "tie": -1, "broken": True, "code": pd.Series([None] * len(broken), dtype=STRING), "digest": 0})
        return pd.concat([part, lost], ignore_index=True)

    def _repeats(self):
        claims = self.claims
        twins = claims[~claims["broken"] & claims["id"].duplicated(keep=False)]
        kept = twins.drop_duplicates(["id", "digest"])
        clash = kept[kept["id"].duplicated(keep=False)]
        claims.loc[clash.index, "invalid"] = True
        claims = claims.drop(index=twins.index.difference(kept.index)).drop(columns=["broken", "digest"]).reset_index(drop=True)
        groups = np.array([self.job.groups.index(i.group) for i in self.job.items] + [-1])
        claims["grp"] = groups[claims["item"].to_numpy()]
        said = claims[(claims["subject"] != "") & ~claims["invalid"]]
        first = said.groupby(["grp", "subject"])["code"].agg(["min", "max"])
        shared = first[first["min"] != first["max"]].index
        claims.loc[said.index[pd.MultiIndex.from_frame(said[["grp", "subject"]]).isin(shared)], "doubt"] = True
        self.claims = claims.drop(columns="code")

    def _awards(self):
        job, claims = self.job, self.claims
        slots = np.array([i.group in self.policy.slot_groups for i in job.items])
        stacked = np.array([i.upper_overlap == "stack" for i in job.items])
        group = np.array([job.groups.index(i.group) for i in job.items])
        per = np.array([i.group_per for i in job.items])
        n = len(claims)
        self.upper_sum, self.earlier = np.zeros(n, np.int64), np.zeros(n, np.int64)
        doubt, failed = claims["doubt"].to_numpy().copy(), claims["failed"].to_numpy().copy()
        small = claims[["no", "item", "level", "grp", "subject"]].reset_index(names="row")

        def numbered(frame):
            frame = frame.copy()
            frame["no"] = self.numbers.get_indexer(frame["uscc"])
            return frame[frame["no"] >= 0]

        upper = numbered(self.upper)
        upper["item"] = upper["item_no"].astype(np.int8)
        pairs = upper.merge(small, on=["no", "item"], suffixes=("", "_c"))
        blank, said = pairs["subject"].isna().to_numpy(), (pairs["subject_c"] != "").to_numpy(bool)
        pairs = pairs[(blank | (pairs["subject"] == pairs["subject_c"]).fillna(False).to_numpy(bool)) & ~stacked[pairs["item"]]]
        blank, said = pairs["subject"].isna().to_numpy(), (pairs["subject_c"] != "").to_numpy(bool)
        granted, same = pairs["status"].isin(GRANTED).to_numpy(bool), pairs["same_subject"]
        sure = granted & same.fillna(False).to_numpy(bool) & (~blank | ~said)
        np.add.at(self.upper_sum, pairs["row"].to_numpy()[sure], pairs["amount"].to_numpy(np.int64)[sure])
        unclear = pairs["status"].isin(UNDER_WAY).to_numpy(bool) | (granted & (same.isna().to_numpy() | (blank & said)))
        doubt[pairs["row"].to_numpy()[unclear]] = True

        prior = numbered(self.prior)
        prior["subject"] = prior["subject"].fillna("")
        prior["grp"] = group[prior["item_no"].astype(int)]
        pairs = prior.merge(small, on=["no", "grp"], suffixes=("_p", ""))
        item = pairs["item"].to_numpy(int)
        alike = (pairs["subject"] == pairs["subject_p"]).to_numpy(bool)
        same_level = (item == pairs["item_no"].to_numpy(int)) & (pairs["level"].to_numpy(int) == pairs["level_no"].to_numpy(int))
        yearly = np.array([i.once == "year" for i in job.items])[item]
        hit = alike & (slots[item] | same_level) & (~yearly | (pairs["year"] == str(self.policy.year)).to_numpy(bool))
        failed[pairs["row"].to_numpy()[hit]] = True
        differing = np.array([i.promotion == "difference" for i in job.items])[item]
        scope = per[item]
        counts = differing & np.where(scope == "enterprise", True, np.where(
            scope == "level", pairs["level"].to_numpy(int) == pairs["level_no"].to_numpy(int), alike))
        np.add.at(self.earlier, pairs["row"].to_numpy()[counts], pairs["amount"].to_numpy(np.int64)[counts])

        pairs = numbered(self.deals).merge(small, on="no")
        names = np.array([i.id for i in job.items] + [""])
        for row, item, listed in zip(pairs["row"], pairs["item"], pairs["items"]):
            if listed is pd.NA:
                doubt[row] = True
            elif names[item] in listed.split(";"):
                failed[row] = True
        claims["doubt"], claims["failed"] = doubt, failed

    def _panels(self):
        scores = self.table("scores", "application_id expert criterion score recused")
        ids = self.claims[self.claims["item"].isin([i.order for i in self.job.competing])]["id"]
        place = pd.Index(ids[~ids.duplicated()])
        at = place.get_indexer(scores["application_id"])
        criteria = list(dict.fromkeys(c.id for i in self.job.competing for c in i.experts()))
        kind = pd.Index(criteria).get_indexer(scores["criterion"])
        out = scores["recused"].isin(YES).to_numpy(bool)
        mark = (pd.to_numeric(scores["score"], errors="coerce").astype("float64") * 1_000_000).round().astype("Int64")
        faulty = mark.isna().to_numpy() & ~out
        mark = mark.fillna(0).to_numpy(np.int64)
        expert, _ = pd.factorize(scores["expert"])
        fit = at >= 0
        cell = at * len(criteria) + kind
        size = len(place) * len(criteria)
        bad = np.zeros(len(place), bool)
        bad[at[fit & (faulty | (kind < 0))]] = True
        fit &= kind >= 0
        twice = pd.Series(cell[fit] * (expert.max(initial=0) + 1) + expert[fit]).duplicated().to_numpy()
        bad[at[fit][twice]] = True
        top = np.zeros(size, np.int64)
        np.maximum.at(top, cell[fit], mark[fit])
        fit &= ~out
        n, total = np.bincount(cell[fit], minlength=size), np.zeros(size, np.int64)
        np.add.at(total, cell[fit], mark[fit])
        low, high = np.full(size, 1 << 60), np.zeros(size, np.int64)
        np.minimum.at(low, cell[fit], mark[fit])
        np.maximum.at(high, cell[fit], mark[fit])
        mean = np.where(n >= 5, (total - low - high) // np.maximum(n - 2, 1), total // np.maximum(n, 1))
        shape = (len(place), len(criteria))
        mean, n, top = mean.reshape(shape), n.reshape(shape), top.reshape(shape)
        self.panel, self.complete = np.zeros(len(self.claims), np.int64), np.zeros(len(self.claims), bool)
        for i in self.job.competing:
            columns = {c.id: c.points for c in i.experts()}
            own = np.flatnonzero((self.claims["item"] == i.order).to_numpy())
            rows = place.get_indexer(self.claims["id"].iloc[own])
            mine = [criteria.index(c) for c in columns]
            alien = [k for k, c in enumerate(criteria) if c not in columns]
            self.panel[own] = mean[rows][:, mine].sum(axis=1)
            self.complete[own] = (n[rows][:, mine] >= 3).all(axis=1)
            spoilt = bad[rows] | (top[rows][:, mine] > np.array(list(columns.values()))).any(axis=1) | (n[rows][:, alien] > 0).any(axis=1)
            self.claims.iloc[own[spoilt], self.claims.columns.get_loc("doubt")] = True

    def _entitle(self):
        job, claims, unit = self.job, self.claims, self.policy.pay_unit
        level, item = claims["level"].to_numpy(int), claims["item"].to_numpy(int)
        huge = 1 << 60

        def of_level(value, dtype=np.int64):
            return np.array([*(value(i, v) for i, v in job.levels), value(*job.levels[0])], dtype)[level]

        fixed = of_level(lambda i, v: v.rule == "fixed", bool)
        by_amount = of_level(lambda i, v: v.rule in ("up_to", "fixed"), bool)
        by_field = of_level(lambda i, v: v.rule in ("rate", "per_unit"), bool)
        cash, later = of_level(lambda i, v: i.pays == "cash", bool), of_level(lambda i, v: i.pays == "later", bool)
        ratio = of_level(lambda i, v: 1_000_000 if v.rule == "fixed" else i.grant_ratio)
        most, rate = of_level(lambda i, v: v.amount or huge), of_level(lambda i, v: v.rate or 0)
        base = claims["base"].to_numpy()
        amount = np.where(by_amount, np.where(most < huge, most, 0) * ratio // 1_000_000, base * rate // 1_000_000 * ratio // 1_000_000)
        standard = np.minimum(np.minimum(amount, most), of_level(lambda i, v: i.subject_limit or huge))
        exclude = of_level(lambda i, v: i.upper_overlap == "exclude", bool)
        after = np.where(exclude, np.where(self.upper_sum > 0, 0, standard), np.maximum(0, standard - self.upper_sum))

        def down(value):
            return np.where(fixed, value, value // unit * unit)

        e = down(np.maximum(0, after - self.earlier))
        scored = of_level(lambda i, v: bool(i.criteria), bool)
        no = claims["no"].to_numpy()
        score = claims["points"].to_numpy() + self.panel
        share = np.where(no >= 0, self.enterprises["share"].to_numpy()[no], 1_000_000)
        for i in job.competing:
            if f"grade{i.order}" in self.enterprises:
                score += np.where(item == i.order, self.enterprises[f"grade{i.order}"].to_numpy()[no], 0)
        for (town, number), own in self.of_items.items():
            share = np.where((item == number) & (self.enterprises["town"] == town).fillna(False).to_numpy(bool)[no] & (no >= 0), own, share)
        doubt = claims["doubt"].to_numpy() | (cash & by_field & (base < 0))
        self.status = np.select(
            [claims["invalid"], claims["failed"], doubt, later, ~cash, down(standard) == 0, e == 0, scored & ~self.complete],
            ["invalid", "ineligible", "pending", "deferred", "service", "ineligible", "superseded", "pending"], "").astype(object)
        self.standard, self.e, self.score, self.share, self.fixed = standard, e, score, share, fixed
        self.amount, self.rank = np.where(self.status == "", e, 0), np.zeros(len(claims), np.int64)

    def _compete(self):
        claims = self.claims
        rows = np.flatnonzero((self.status == "") & claims["item"].isin([i.order for i in self.job.competing]).to_numpy())
        found = claims.iloc[rows]
        subject, _ = pd.factorize(found["subject"])
        status, self.amount[rows], self.rank[rows] = self.job.select(
            found["item"].to_numpy(), found["no"].to_numpy(), subject, self.e[rows], self.score[rows], found["tie"].to_numpy(),
            found["received"].to_numpy(), found["id"].to_numpy(dtype=object).astype("S"))
        self.status[rows] = status

    def _groups(self):
        claims = self.claims
        claims["e"] = self.e
        for per, key in (("enterprise", ["grp", "no"]), ("level", ["grp", "no", "level"]), ("subject", ["grp", "no", "subject"])):
            items = [i.order for i in self.job.items if i.group_per == per and i.group not in self.policy.slot_groups]
            open_ = claims[(self.status == "") & claims["item"].isin(items).to_numpy()]
            rivals = open_[open_.duplicated(key, keep=False)].sort_values(
                ["e", "item", "level", "received", "id"], ascending=[False, True, True, True, True])
            losers = rivals.index[rivals.duplicated(key)]
            self.status[losers], self.amount[losers] = "superseded", 0
        self.status[self.status == ""] = "awarded"

    def _budgets(self):
        for items, fen in self.job.budgets():
            rows = np.flatnonzero((self.status == "awarded") & self.claims["item"].isin(items).to_numpy())
            if len(rows):
                self.amount[rows] = self.job.scale(fen, self.amount[rows], self.fixed[rows],
                                                   self.claims["id"].iloc[rows].to_numpy(dtype=object).astype("S"))
                self.status[rows[self.amount[rows] == 0]] = "capped"

    def _write(self):
        job, claims = self.job, self.claims
        without = np.isin(self.status, ["deferred", "service", "invalid"])
        district = self.amount * self.share // 1_000_000

        def money(values):
            return pd.Series(values, dtype="Int64").mask(without)

        names = np.array([*(i.id for i in job.items), ""], object), np.array([*(v.id for _, v in job.levels), ""], object)
        pd.DataFrame({
            "application_id": claims["id"], "item": names[0][claims["item"].to_numpy(int)], "level": names[1][claims["level"].to_numpy(int)],
            "status": self.status, "standard_fen": self.standard, "upper_fen": self.upper_sum, "entitlement_fen": self.e,
            "score": self.score / 1_000_000, "rank": pd.Series(self.rank, dtype="Int64").mask(self.rank == 0),
            "amount_fen": money(self.amount), "district_fen": money(district), "town_fen": money(self.amount - district)},
        ).sort_values("application_id").to_csv(self.out, index=False)


def unsound(codes):
    texts = codes.fillna("").to_numpy(dtype=object)
    whole = np.fromiter((len(text) == 18 for text in texts), bool, len(texts))
    bad = np.ones(len(texts), bool)
    bad[whole] = job.unsound("".join(texts[whole]))
    return bad


if __name__ == "__main__":
    Panda(*sys.argv[1:3]).run()
