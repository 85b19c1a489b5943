"""The decision job in Polars: polar.py YEAR OUT.csv

Each form is one streaming query: typed cells, a join with the enterprises, conditions as bits, a few compact columns out.
Polars' reader stops at text behind a closing quote, so that forms are first copied with such cells blotted out.
"""

import mmap
import os
import sys
import tempfile

import numpy as np
import polars as pl

import job
from job import GRANTED, NO, NOT_DATA, SPACE, UNDER_WAY, YES, Job, cells



def readable(source, target):
    """A copy with one more column, in which a cell with text behind its closing quote can be read (and is none)."""
    with open(source, "rb") as file, open(target, "wb+") as copy:
        header = file.readline()
        copy.write(header.rstrip(b"\r\n") + b",more" + header[len(header.rstrip(b"\r\n")):])
        copy.flush()
        size, at = os.fstat(file.fileno()).st_size, file.tell()
        while at < size:
            at += os.sendfile(copy.fileno(), file.fileno(), at, size - at)
        with mmap.mmap(copy.fileno(), 0) as text:
            at, inside = text.find(b'"'), False
            while at >= 0:
                if not inside:
                    inside = text[at - 1] in b",\n"
                elif text[at + 1] == 34:
                    at += 1
                elif text[at + 1] in b",\r\n":
                    inside = False
                else:
                    end = at + 1
                    while text[end] not in b",\r\n":
                        end += 1
                    text[at:end] = b"x" * (end - at - 1) + b'"'
                    at, inside = end - 1, False
                at = text.find(b'"', at + 1)


TYPES = {"date": pl.Date, "time": pl.Datetime("us"), "money": pl.Int64, "quantity": pl.Int64}


def read(kind, text, unit=100):
    """A column's values: at one go what reads at once, the few other cells one by one."""
    fast = at_once(kind, text, unit)
    left = (fast.is_null() & text.is_not_null()).arg_true()
    if not len(left):
        return fast
    slow = {"date": cells.day, "time": cells.time, "quantity": cells.quantity,
            "money": lambda t: cells.money(t, unit if unit != 100 else None)}[kind]
    values = pl.Series([one_by_one(slow, cell) for cell in text.gather(left)], dtype=pl.String)
    if kind == "date":
        values = values.str.to_date("%Y-%m-%d")
    else:
        values = values.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us") if kind == "time" else values.cast(pl.Int64)
    return fast.scatter(left, values)


def at_once(kind, text, unit):
    if kind == "date":
        slashes = "/" in (text.drop_nulls().head(1).to_list() or [""])[0]
        return text.str.to_date("%Y/%m/%d" if slashes else "%Y-%m-%d", strict=False)
    if kind == "time":
        fast = text.str.to_datetime("%Y-%m-%d %H:%M", strict=False, time_unit="us")
        seconds = fast.is_null() & (text.str.len_bytes() == 19)
        if not seconds.any():
            return fast
        return fast.zip_with(~seconds.fill_null(False), text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us"))
    plain = text.str.replace_all(",", "", literal=True) if kind == "money" else text
    fast = (plain.cast(pl.Decimal(18, 6), strict=False) * (unit if kind == "money" else 1_000_000)).cast(pl.Int64, strict=False)
    # The cast reads 1.2E+06, which is no amount.
    return fast.zip_with(~text.str.contains("E", literal=True).fill_null(False), pl.Series([None], dtype=pl.Int64))


def one_by_one(reader, text):
    try:
        text = cells.trim(text)
        return None if cells.is_blank(text) else str(reader(text))
    except cells.Bad:
        return None


def cell(kind, column, unit=100):
    if kind == "flag":
        return pl.col(column).replace_strict({**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}, default=None,
                                             return_dtype=pl.Boolean)
    if kind not in TYPES:
        return pl.col(column).str.strip_chars(SPACE)
    return pl.col(column).map_batches(lambda text: read(kind, text, unit), return_dtype=TYPES[kind], is_elementwise=True)


def holds(policy, c, fact):
    start, end = (pl.lit(day).str.to_date() for day in (policy.start, policy.end))
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
            return fact.is_in(list(c.value))
        case "starts_with":
            return pl.any_horizontal([fact.str.starts_with(v) for v in c.value])
        case "in_year":
            return fact.cast(pl.Date).is_between(start, end)
        case "by_year_end":
            return fact.cast(pl.Date) <= end
        case "present":
            return pl.lit(True)
    raise ValueError(c.test)


def bits(policy, conditions, fact_of):
    """(failures, doubts) as bits."""
    parts = {"reject": [pl.lit(0, pl.Int64)], "pend": [pl.lit(0, pl.Int64)]}
    for c in conditions:
        fact = fact_of(c.field)
        if fact is None:
            parts[c.if_missing].append(pl.lit(c.bit, pl.Int64))
            continue
        parts[c.if_missing].append(fact.is_null().cast(pl.Int64) * c.bit)
        if c.test != "present":
            parts[c.otherwise].append((~holds(policy, c, fact)).fill_null(False).cast(pl.Int64) * c.bit)
    return pl.sum_horizontal(parts["reject"]), pl.sum_horizontal(parts["pend"])


def points(policy, criterion, fact):
    kind = policy.kind_of(criterion.field)
    numeric = kind not in ("text", "code")
    expression = pl.when(fact.is_null()).then(next((p for at, p in criterion.bands if at is None), 0))
    for at, p in sorted((b for b in criterion.bands if b[0] is not None), key=lambda b: b[0], reverse=numeric):
        expression = expression.when(fact >= at if numeric else fact == at).then(p)
    return expression.otherwise(0).cast(pl.Int64)


def unsound(codes):
    text = codes.fill_null("")
    whole = (text.str.len_bytes() == 18).to_numpy()
    bad = np.ones(len(text), bool)
    bad[whole] = job.unsound(text.filter(whole).str.join("").item())
    return pl.Series(bad)


class Polar:
    def __init__(self, year, out):
        self.job, self.out = Job(year), out
        self.policy = self.job.policy

    def run(self):
        job.stages(self._enterprises, self._forms, self._repeats, self._awards, self._panels, self._entitle, self._compete,
                   self._groups, self._budgets, self._write)

    def table(self, name, columns):
        if not self.job.has(name):
            return pl.LazyFrame(schema={c: pl.String for c in columns.split()})
        return pl.scan_csv(self.job.path(name), infer_schema=False)

    def _awards_of(self, name, columns):
        """Awards of earlier years or upper levels whose item and level the policy knows."""
        job = self.job
        items = job.item_texts()
        levels = pl.LazyFrame([(i, t, n) for (i, t), n in job.level_texts().items()],
                              schema={"item_no": pl.Int64, "level": pl.String, "level_no": pl.Int64}, orient="row")
        return (self.table(name, columns).with_columns(item_no=pl.col("item").replace_strict(items, default=None, return_dtype=pl.Int64))
                .filter(pl.col("item_no").is_not_null()).with_columns(pl.col("level").fill_null(""), blank=pl.col("level").is_null())
                .join(levels, on=["item_no", "level"], how="left").filter(pl.col("level_no").is_not_null() | pl.col("blank"))
                .with_columns(cell("money", "amount")).collect())

    def _enterprises(self):
        policy, year = self.policy, self.policy.year
        end, start = pl.lit(policy.end).str.to_date(), pl.lit(policy.start).str.to_date()
        register = self.table("enterprises", "uscc name legal_form region town industry status founded moved_in grade").with_columns(
            founded_=cell("date", "founded"), moved_in_=cell("date", "moved_in")).with_columns(
            known=True, bad=(pl.col("founded").is_not_null() & pl.col("founded_").is_null())
            | (pl.col("moved_in").is_not_null() & pl.col("moved_in_").is_null())).with_columns(
            moved_in=pl.col("moved_in_"), founded=pl.col("founded_")).drop("moved_in_", "founded_").collect()
        if register["uscc"].is_duplicated().any():
            register = register.unique()
            register = register.with_columns(bad=pl.col("bad") | pl.col("uscc").is_duplicated()).unique("uscc")
        figures = self.table("figures", "uscc year sales output growth_list history_complete").with_columns(
            cell("money", "sales"), cell("money", "output"), cell("flag", "growth_list"), cell("flag", "history_complete"),
            pl.col("year").cast(pl.Int32))
        now, sales = pl.col("year") == year, pl.col("sales")
        figures = figures.group_by("uscc").agg(
            sales=sales.filter(now).max(), output=pl.col("output").filter(now).max(), last=sales.filter(pl.col("year") == year - 1).max(),
            growth_list=pl.col("growth_list").filter(now).max(), complete=pl.col("history_complete").filter(now).max(),
            record=sales.filter(pl.col("year") < year).max()).with_columns(
            record=pl.when("complete").then(pl.col("record").fill_null(0)), growth=pl.col("sales") - pl.col("last")).collect()
        vetoes = self.table("vetoes", "uscc department kind date cleared advice document").with_columns(
            cell("date", "date"), cell("date", "cleared")).filter(
            (pl.col("date") <= end) & (pl.col("cleared").is_null() | (pl.col("cleared") > end))).group_by("uscc").agg(
            veto=pl.col("advice").is_in(["veto", "否决"]).any(), hold=pl.col("advice").is_in(["hold", "暂缓"]).any()).collect()
        self.deals = self.table("special_deals", "uscc agreement items from to").with_columns(
            cell("date", "from"), cell("date", "to")).filter(
            (pl.col("from") <= end) & (pl.col("to").is_null() | (pl.col("to") >= start))).collect()
        self.prior = self._awards_of("prior_awards", "batch year uscc item level subject amount status").filter(
            pl.col("status").is_in(["paid", "已到账", "已拨付", "成功"]))
        self.upper = self._awards_of("upper_awards", "uscc tier item level subject amount date status same_subject document").with_columns(
            cell("flag", "same_subject")).filter(pl.col("same_subject").is_null() | pl.col("same_subject"))
        others = [figures["uscc"], vetoes["uscc"], self.deals["uscc"], self.prior["uscc"]]
        others = pl.concat(others).unique()
        others = others.filter(~others.is_in(register["uscc"].implode()))
        everyone = pl.concat([register, pl.DataFrame({"uscc": others})], how="diagonal")
        everyone = everyone.join(figures, on="uscc", how="left").join(vetoes, on="uscc", how="left")
        towns, of_items = self.job.town_facts()
        towns = pl.DataFrame([(t, a, s) for t, (a, s) in towns.items()], schema=["town", "administered", "share"], orient="row")
        self.of_items = pl.DataFrame([(t, i, s) for (t, i), s in of_items.items()],
                                     schema={"town": pl.String, "item": pl.Int8, "item_share": pl.Int64}, orient="row")
        everyone = everyone.join(towns, on="town", how="left")

        def fact(field):
            return pl.col(field.partition(".")[2])

        registered = [c for c in self.job.register if c.field.startswith("enterprise.")]
        (ef, ed), (ff, fd) = bits(policy, registered, fact), bits(
            policy, [c for c in self.job.register if c.field.startswith("figures.")], fact)
        read_well = pl.col("known").fill_null(False) & ~pl.col("bad").fill_null(False)
        grades = [points(policy, c, pl.col("grade")).alias(f"grade{i.order}") for i in self.job.competing for c in i.criteria
                  if c.field == "enterprise.grade"]
        everyone = everyone.select(
            "uscc", "name", "town", pl.col("share").fill_null(1_000_000), *grades,
            failing=pl.when(read_well).then(ef).otherwise(0) + ff, doubtful=pl.when(read_well).then(ed).otherwise(0) + fd,
            veto=pl.col("veto").fill_null(False),
            doubt=~read_well | ~pl.col("administered").fill_null(False) | pl.col("hold").fill_null(False))
        everyone = everyone.with_columns(doubt=pl.col("doubt") | unsound(everyone["uscc"])).with_row_index("no")
        self.enterprises = everyone

    # --- forms ---------------------------------------------------------------------------------------------------

    def _forms(self):
        names = ["uscc", "name", "no", "failing", "doubtful", "veto", "doubt"]
        with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(self.out))) as folder:
            forms = []
            for form in self.job.forms:
                readable(form.path, os.path.join(folder, form.name))
                forms.append(self._form(form, os.path.join(folder, form.name)))
            same_name = pl.col("name") == pl.col("enterprise_name")
            doubt = pl.any_horizontal("unsure", (pl.col("doubtful") & pl.col("register")) != 0, pl.col("doubt"), pl.col("no").is_null())
            self.claims = (pl.concat(forms).join(self.enterprises.lazy().select(names), on="uscc", how="left").select(
                "id", "item", "level", "no", "subject", "received", "broken", "invalid",
                failed=pl.any_horizontal("failed", (pl.col("failing") & pl.col("register")) != 0, "veto").fill_null(False),
                doubt=(doubt | ~same_name).fill_null(True), misnamed=pl.when(~same_name).then(pl.col("enterprise_name")),
                otherwise_fine=~doubt.fill_null(True), base="base", points="points", tie="tie", digest="digest", code="code")
                .collect(engine="streaming").with_row_index("row"))

    def _form(self, form, copy):
        job, policy = self.job, self.policy
        frame = pl.scan_csv(copy, infer_schema=False, truncate_ragged_lines=True, new_columns=form.columns + ["more"])
        frame = frame.filter(pl.col("application_id").is_not_null()
                             & ~pl.col("application_id").str.head(2).is_in(NOT_DATA))
        texts, levels = job.item_texts(), job.level_texts()
        of_level = pl.LazyFrame([(i, t, n, job.evidence_mask[n], job.register_mask[n]) for (i, t), n in levels.items()], orient="row",
                                schema={"item_no": pl.Int8, "level": pl.String, "level_no": pl.Int8, "evidence": pl.Int64,
                                        "register": pl.Int64})
        typed = [cell(kind, c, form.units[c]).alias(c + "_") for c, kind in form.evidence.items()]
        bad = [pl.col(c).is_not_null() & pl.col(c + "_").is_null() for c, kind in form.evidence.items() if kind not in ("text", "code")]
        frame = frame.with_columns(
            *typed, received=cell("time", "received_at"), level=pl.col("level").fill_null(""),
            subject=pl.col("subject").fill_null(""),
            item_no=pl.col("item").replace_strict(texts, default=None, return_dtype=pl.Int8))
        computed = []
        for name, field in form.computed.items():
            a, b = (pl.col(part + "_") for part in field.of)
            computed.append({"lower": pl.when(a.is_not_null() & b.is_not_null()).then(pl.min_horizontal(a, b)), "sum": a + b,
                             "ratio": pl.when(b != 0).then(a * 1_000_000 // b)}[field.formula].alias(name + "_"))
        frame = frame.with_columns(computed)
        frame = frame.join(of_level, on=["item_no", "level"], how="left")
        failing, doubtful = bits(policy, job.evidence, lambda f: pl.col(f + "_") if form.has(f) else None)
        base = pl.lit(None, pl.Int64)
        for n, (_, level) in enumerate(job.levels):
            if level.of and form.has(level.of):
                base = pl.when(pl.col("level_no") == n).then(pl.col(level.of + "_")).otherwise(base)
        scored, tie = pl.lit(0, pl.Int64), pl.lit(None, pl.Int64)
        for item in job.competing:
            if not any(form.has(t) for t, _ in item.ties):
                continue
            own = pl.col("item_no") == item.order
            facts = [points(policy, c, pl.col(c.field + "_")) for c in item.criteria if c.kind == "facts" and form.has(c.field)]
            scored = pl.when(own).then(pl.sum_horizontal(facts)).otherwise(scored)
            tie = pl.when(own).then(pl.col(next(t for t, _ in item.ties if form.has(t)) + "_")).otherwise(tie)
        broken = (pl.col("more").is_not_null() | pl.col("received_at").str.ends_with("x")).fill_null(True)
        damaged = pl.col("uscc").str.contains("+", literal=True).fill_null(False)
        return frame.select(
            "uscc", "enterprise_name", "register", id=pl.col("application_id").str.strip_chars(SPACE), item=pl.col("item_no"),
            level=pl.col("level_no"), subject=pl.col("subject"), received=pl.col("received").dt.epoch("s"), broken=broken,
            invalid=pl.any_horizontal(pl.col("received").is_null(), pl.col("more").is_not_null(), pl.col("item_no").is_null(),
                                      pl.col("level_no").is_null(), damaged, *bad),
            failed=((failing & pl.col("evidence")) != 0).fill_null(False),
            unsure=((doubtful & pl.col("evidence")) != 0).fill_null(False), base=base, points=scored, tie=tie,
            digest=pl.struct(form.columns).hash(), code=pl.col("uscc").hash())

    def _repeats(self):
        """Names that differ only in width, brackets and spaces; ids on several rows; subjects of two enterprises."""
        claims = self.claims
        named = claims.filter(pl.col("misnamed").is_not_null() & pl.col("no").is_not_null()).join(
            self.enterprises.select("no", "name"), on="no")
        fine = [row for row, name, own, good in zip(named["row"], named["misnamed"], named["name"], named["otherwise_fine"])
                if good and own is not None and cells.fold_name(name) == cells.fold_name(own)]
        claims = claims.with_columns(doubt=pl.col("doubt") & ~pl.col("row").is_in(fine)).drop("misnamed", "otherwise_fine")
        twins = claims.filter(~pl.col("broken") & pl.col("id").is_duplicated())
        kept = twins.filter(pl.col("row") == pl.col("row").min().over("id", "digest"))
        clash = kept.filter(pl.col("id").is_duplicated())
        drop = np.zeros(len(claims), bool)
        drop[twins["row"].to_numpy()] = True
        drop[kept["row"].to_numpy()] = False
        invalid = claims["invalid"].to_numpy().copy()
        invalid[clash["row"].to_numpy()] = True
        claims = claims.drop("broken", "digest").with_columns(invalid=pl.Series(invalid)).filter(~pl.Series(drop)).drop("row").with_row_index("row")
        groups = np.array([self.job.groups.index(i.group) for i in self.job.items], np.int8)
        claims = claims.with_columns(grp=pl.col("item").replace_strict(
            {i.order: int(groups[i.order]) for i in self.job.items}, return_dtype=pl.Int8, default=None))
        shared = (claims.lazy().filter((pl.col("subject") != "") & ~pl.col("invalid")).select("row", "grp", "subject", "code")
                  .group_by("grp", "subject").agg(pl.col("row"), n=pl.col("code").n_unique()).filter(pl.col("n") > 1)
                  .explode("row").collect())
        doubt = claims["doubt"].to_numpy().copy()
        doubt[shared["row"].to_numpy()] = True
        self.claims = claims.with_columns(doubt=pl.Series(doubt)).drop("code")

    # --- registers -----------------------------------------------------------------------------------------------

    def _awards(self):
        job, claims = self.job, self.claims.lazy().select("row", "no", "item", "level", "grp", "subject")
        own = self.enterprises.lazy().select("uscc", "no")
        slots = [i.order for i in job.items if i.group in self.policy.slot_groups]
        yearly = [i.order for i in job.items if i.once == "year"]
        stacked = [i.order for i in job.items if i.upper_overlap == "stack"]
        group = {i.order: job.groups.index(i.group) for i in job.items}
        blank, said = pl.col("subject").is_null(), pl.col("claimed") != ""
        granted = pl.col("status").is_in(GRANTED)
        self.found = (self.upper.lazy().join(own, on="uscc").join(
            claims.rename({"subject": "claimed"}).with_columns(pl.col("item").cast(pl.Int64)), left_on=["no", "item_no"],
            right_on=["no", "item"]).filter((blank | (pl.col("subject") == pl.col("claimed"))) & ~pl.col("item_no").is_in(stacked))
            .group_by("row").agg(
                upper=pl.col("amount").filter(granted & pl.col("same_subject").fill_null(False) & (~blank | ~said)).sum(),
                undecided=pl.col("status").is_in(UNDER_WAY).any(),
                unclear=(granted & (pl.col("same_subject").is_null() | (blank & said))).any()).collect())
        prior = self.prior.lazy().with_columns(pl.col("subject").fill_null(""), grp=pl.col("item_no").replace_strict(group, return_dtype=pl.Int8)).join(
            own, on="uscc").join(claims, on=["no", "grp"], suffix="_c")
        item = pl.col("item_c") if "item_c" in prior.collect_schema().names() else pl.col("item")
        same_level = (item.cast(pl.Int64) == pl.col("item_no")) & (pl.col("level_c").cast(pl.Int64) == pl.col("level_no"))
        already = prior.filter((pl.col("subject") == pl.col("subject_c")) & (item.is_in(slots) | same_level)
                               & (~item.is_in(yearly) | (pl.col("year") == str(self.policy.year)))).select("row").collect()
        per = {i.order: i.group_per for i in job.items}
        scope = item.replace_strict(per, return_dtype=pl.String)
        differing = [i.order for i in job.items if i.promotion == "difference"]
        self.earlier = prior.filter(item.is_in(differing) & pl.when(scope == "enterprise").then(True).when(scope == "level").then(
            pl.col("level_no") == pl.col("level_c")).otherwise(pl.col("subject") == pl.col("subject_c"))).group_by("row").agg(
            earlier=pl.col("amount").sum()).collect()
        deals = self.deals.lazy().join(own, on="uscc").join(claims, on="no", suffix="_c")
        unclear = deals.filter(pl.col("items").is_null()).select("row").collect()
        names = {i.order: i.id for i in job.items}
        dealt = deals.filter(pl.col("items").str.split(";").list.contains(pl.col("item").replace_strict(
            names, return_dtype=pl.String, default=None)).fill_null(False)).select("row").collect()
        self.failed, self.doubted = pl.concat([already["row"], dealt["row"]]).unique(), unclear["row"].unique()

    def _panels(self):
        marks = self.table("scores", "application_id expert criterion score recused").with_columns(
            mark=(pl.col("score").cast(pl.Float64, strict=False) * 1_000_000).round().cast(pl.Int64),
            out=pl.col("recused").is_in(YES)).group_by("application_id", "criterion").agg(
            n=(~pl.col("out")).sum().cast(pl.Int64), sum=pl.col("mark").filter(~pl.col("out")).sum(), low=pl.col("mark").filter(~pl.col("out")).min(),
            high=pl.col("mark").filter(~pl.col("out")).max(), top=pl.col("mark").max(),
            bad=(pl.col("expert").n_unique() != pl.len()) | (pl.col("mark").is_null() & ~pl.col("out")).any()).collect(engine="streaming")
        criteria = pl.DataFrame([(i.order, c.id, c.points) for i in self.job.competing for c in i.experts()],
                                schema={"item": pl.Int8, "criterion": pl.String, "most": pl.Int64}, orient="row")
        experts = {i.order: len(i.experts()) for i in self.job.competing}
        mean = pl.when(pl.col("n") >= 5).then((pl.col("sum") - pl.col("low") - pl.col("high")) // (pl.col("n") - 2)).when(
            pl.col("n") >= 3).then(pl.col("sum") // pl.col("n"))
        self.panels = (marks.lazy().join(self.claims.lazy().select("id", "row", "item"), left_on="application_id", right_on="id")
                       .join(criteria.lazy(), on=["item", "criterion"], how="left").group_by("row").agg(
                           panel=mean.sum(), judged=((pl.col("n") >= 3) & pl.col("most").is_not_null()).sum().cast(pl.Int64),
                           item=pl.col("item").first(),
                           spoilt=(pl.col("bad") | pl.col("most").is_null() | (pl.col("top") > pl.col("most"))).any())
                       .with_columns(complete=pl.col("judged") == pl.col("item").replace_strict(experts, return_dtype=pl.Int64, default=-1))
                       .drop("item", "judged").collect())

    def _entitle(self):
        """Statuses as far as a claim's own facts decide; null is what goes on to groups and competitions."""
        job, unit = self.job, self.policy.pay_unit
        levels = pl.DataFrame({
            "level": pl.Series(range(len(job.levels)), dtype=pl.Int8), "rule": [v.rule for _, v in job.levels],
            "most": pl.Series([v.amount for _, v in job.levels], dtype=pl.Int64),
            "rate": pl.Series([v.rate for _, v in job.levels], dtype=pl.Int64), "fixed": [v.rule == "fixed" for _, v in job.levels],
            "ratio": [1_000_000 if v.rule == "fixed" else i.grant_ratio for i, v in job.levels],
            "pays": [i.pays for i, _ in job.levels], "overlap": [i.upper_overlap for i, _ in job.levels],
            "scored": [bool(i.criteria) for i, _ in job.levels],
            "ceiling": pl.Series([i.subject_limit for i, _ in job.levels], dtype=pl.Int64)})
        doubtful, failed = self.claims["doubt"].to_numpy().copy(), self.claims["failed"].to_numpy().copy()
        doubtful[self.doubted.to_numpy()], failed[self.failed.to_numpy()] = True, True
        grades = pl.lit(0, pl.Int64)
        for i in job.competing:
            if any(c.field == "enterprise.grade" for c in i.criteria):
                grades = pl.when(pl.col("item") == i.order).then(pl.col(f"grade{i.order}")).otherwise(grades)
        enterprises = self.enterprises.drop("uscc", "name", "failing", "doubtful", "veto", "doubt")
        # The numbers of enterprises and levels are their places: no join is needed to look them up.
        claims = self.claims.with_columns(doubt=pl.Series(doubtful), failed=pl.Series(failed))
        self.claims = None
        share = pl.col("no").map_batches(lambda s: enterprises["share"].gather(s), return_dtype=pl.Int64, is_elementwise=True)
        frame = claims.lazy().join(levels.lazy(), on="level", how="left").with_columns(share=share.fill_null(1_000_000))
        towns = enterprises.join(self.of_items.select("town").unique(), on="town").select("no", "town")
        exact = claims.lazy().select("row", "no", "item").join(towns.lazy(), on="no").join(
            self.of_items.lazy(), on=["town", "item"]).select("row", "item_share")
        competing = [i.order for i in job.competing]
        graded = claims.lazy().filter(pl.col("item").is_in(competing)).select("row", "no", "item").join(
            enterprises.lazy(), on="no", how="left").select("row", graded=grades)
        for other in (exact, self.found.lazy(), self.earlier.lazy(), self.panels.lazy(), graded):
            frame = frame.join(other, on="row", how="left")
        amount = pl.when(pl.col("rule").is_in(["up_to", "fixed"])).then(pl.col("most") * pl.col("ratio") // 1_000_000).otherwise(
            pl.col("base") * pl.col("rate") // 1_000_000 * pl.col("ratio") // 1_000_000)
        frame = frame.with_columns(
            share=pl.coalesce("item_share", "share"), upper=pl.col("upper").fill_null(0), earlier=pl.col("earlier").fill_null(0),
            standard=pl.min_horizontal(amount, "most", "ceiling"))
        frame = frame.with_columns(after=pl.when(pl.col("overlap") == "exclude").then(
            pl.when(pl.col("upper") > 0).then(0).otherwise(pl.col("standard"))).otherwise(
            (pl.col("standard") - pl.col("upper")).clip(0)))

        def down(value):
            return pl.when("fixed").then(value).otherwise(value // unit * unit)

        doubt = pl.any_horizontal("doubt", "undecided", "unclear", "spoilt", (pl.col("pays") == "cash")
                                  & pl.col("rule").is_in(["rate", "per_unit"]) & pl.col("base").is_null()).fill_null(False)
        self.decided = frame.with_columns(e=down((pl.col("after") - pl.col("earlier")).clip(0)), doubt=doubt).with_columns(
            status=pl.when("invalid").then(pl.lit("invalid")).when("failed").then(pl.lit("ineligible")).when("doubt").then(
                pl.lit("pending")).when(pl.col("pays") == "later").then(pl.lit("deferred")).when(pl.col("pays") == "service").then(
                pl.lit("service")).when(down(pl.col("standard")) == 0).then(pl.lit("ineligible")).when(pl.col("e") == 0).then(
                pl.lit("superseded")).when(pl.col("scored") & ~pl.col("complete").fill_null(False)).then(pl.lit("pending"))).select(
            "row", "id", "item", "level", "grp", "no", "subject", "received", "standard", "upper", "e", "tie", "share", "status", "fixed",
            score=pl.col("panel") + pl.col("points") + pl.col("graded")).sort("row").collect()
        self.status = self.decided["status"].cast(pl.Enum(["awarded", "reserve", "capped", "superseded", "ineligible", "pending",
                                                           "deferred", "service", "invalid"])).to_physical()

    # --- groups, competitions, budgets: few rows change ----------------------------------------------------------

    def _compete(self):
        job = self.job
        found = self.decided.filter(pl.col("status").is_null() & pl.col("item").is_in([i.order for i in job.competing]))
        status, amount, rank = job.select(
            found["item"].to_numpy(), found["no"].to_numpy(), found["subject"].hash().to_numpy(), found["e"].to_numpy(),
            found["score"].to_numpy(), found["tie"].fill_null(-1).to_numpy(), found["received"].to_numpy(),
            found["id"].to_numpy().astype("S"))
        self.settled = pl.DataFrame({"row": found["row"], "now": status, "paid": amount,
                                     "rank": pl.Series(rank).replace(0, None)})

    def _groups(self):
        job = self.job
        losers = []
        for per, key in (("enterprise", ["grp", "no"]), ("level", ["grp", "no", "level"]), ("subject", ["grp", "no", "subject"])):
            items = [i.order for i in job.items if i.group_per == per and i.group not in self.policy.slot_groups]
            open_ = self.decided.lazy().filter(pl.col("status").is_null() & pl.col("item").is_in(items)).select(
                "row", "e", "item", "received", "id", *dict.fromkeys([*key, "level"]))
            twice = open_.group_by(key).agg(pl.len()).filter(pl.col("len") > 1).select(key)
            rivals = open_.join(twice, on=key, how="semi").sort(["e", "item", "level", "received", "id"],
                                                               descending=[True, False, False, False, False])
            losers.append(rivals.filter(~pl.struct(key).is_first_distinct()).select("row").collect())
        rows = pl.concat(losers)["row"]
        self.settled = pl.concat([self.settled, pl.DataFrame({"row": rows}).with_columns(
            now=pl.lit("superseded"), paid=pl.lit(0, pl.Int64), rank=pl.lit(None, pl.Int64))])

    def _budgets(self):
        for items, fen in self.job.budgets():
            found = self.decided.filter(pl.col("item").is_in(items) & pl.col("status").is_null()).join(
                self.settled.select("row", "now", "paid"), on="row", how="left").filter(
                pl.col("now").is_null() | (pl.col("now") == "awarded")).with_columns(paid=pl.coalesce("paid", "e"))
            if not len(found):
                continue
            amount = found["paid"].to_numpy()
            scaled = self.job.scale(fen, amount, found["fixed"].to_numpy(), found["id"].to_numpy().astype("S"))
            changed = scaled != amount
            new = pl.DataFrame({"row": found["row"].filter(changed), "paid": scaled[changed]}).with_columns(
                now=pl.when(pl.col("paid") == 0).then(pl.lit("capped")).otherwise(pl.lit("awarded")), rank=pl.lit(None, pl.Int64))
            self.settled = pl.concat([self.settled.filter(~pl.col("row").is_in(new["row"].implode())),
                                      new.select("row", "now", "paid", "rank")])

    def _write(self):
        job = self.job
        status = pl.coalesce("now", "status", pl.lit("awarded"))
        paid = pl.when(status.is_in(["deferred", "service", "invalid"])).then(None).otherwise(
            pl.coalesce("paid", pl.when(pl.col("status").is_null()).then(pl.col("e")).otherwise(0)))
        district = paid * pl.col("share") // 1_000_000
        items = {i.order: i.id for i in job.items}
        levels = {n: v.id for n, (_, v) in enumerate(job.levels)}
        (self.decided.lazy().join(self.settled.lazy(), on="row", how="left").select(
            application_id="id", item=pl.col("item").replace_strict(items, return_dtype=pl.String, default=None),
            level=pl.col("level").replace_strict(levels, return_dtype=pl.String, default=None), status=status,
            standard_fen="standard", upper_fen="upper", entitlement_fen="e", score=pl.col("score") / 1_000_000, rank="rank",
            amount_fen=paid, district_fen=district, town_fen=paid - district)
         .sort("application_id").sink_csv(self.out))


if __name__ == "__main__":
    Polar(*sys.argv[1:3]).run()
