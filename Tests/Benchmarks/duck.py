"""The decision job in DuckDB: duck.py YEAR OUT.csv

One pass over each form with the conditions as bits, hash joins on compact keys, windows only over keys that occur twice.
"""

import sys

import duckdb
import numpy as np

import job
from job import GRANTED, NO, UNDER_WAY, YES, Job

WIDE = "'０１２３４５６７８９：－／．，', '0123456789:-/.,'"
CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def words(texts):
    return "(" + ", ".join(f"'{text}'" for text in texts) + ")"


def plain(cell):
    """Trimmed and with half-width digits: for the few cells that do not read at once."""
    return f"translate(trim({cell}, ' \t　'), {WIDE})"


def reader(kind, cell, unit=100):
    """SQL that reads a cell's text, NULL where it is none."""
    if kind == "date":
        # A slow expression stands once, or it is computed ahead for every row.
        return (f"coalesce(try_cast({cell} as date), "
                f"try_cast(rtrim(translate({plain(cell)}, '年月日.', '----'), '-') as date))")
    if kind == "time":
        return f"coalesce(try_cast({cell} as timestamp), try_cast({plain(cell)} as timestamp))"
    if kind == "money":
        factor = (f"case when ends_with({cell}, '亿') or ends_with({cell}, '亿元') then 10000000000 when ends_with({cell}, '万') or "
                  f"ends_with({cell}, '万元') then 1000000 when ends_with({cell}, '千') or ends_with({cell}, '千元') then 100000 "
                  f"else {unit} end")
        return (f"case when contains({cell}, 'E') or contains({cell}, '-') then null else coalesce("
                f"try_cast({cell} as decimal(18, 6)) * {unit}, try_cast(replace({cell}, ',', '') as decimal(18, 6)) * {unit}, "
                f"try_cast(rtrim(translate({plain(cell)}, ',￥¥', ''), '千万亿元') as decimal(18, 6)) * {factor})::bigint end")
    if kind == "quantity":
        return f"(coalesce(try_cast({cell} as decimal(18, 6)), try_cast({plain(cell)} as decimal(18, 6))) * 1000000)::bigint"
    if kind == "flag":
        return f"case when {cell} in {words(YES)} then true when {cell} in {words(NO)} then false end"
    if kind == "code":
        return f"upper(trim({cell}, ' \t　'))"
    return f"trim({cell}, ' \t　')"


def literal(kind, value):
    if kind in ("date", "time", "text", "code"):
        return f"'{value}'"
    return str(value).lower()


def holds(job, condition, fact):
    kind, value = condition.kind, condition.value
    start, end = job.policy.start, job.policy.end
    match condition.test:
        case "equals" | "not_equals" | "over" | "at_least" | "under" | "at_most":
            sign = {"equals": "=", "not_equals": "<>", "over": ">", "at_least": ">=", "under": "<", "at_most": "<="}
            return f"{fact} {sign[condition.test]} {literal(kind, value)}"
        case "one_of":
            return f"{fact} in ({', '.join(literal(kind, v) for v in value)})"
        case "starts_with":
            return "(" + " or ".join(f"starts_with({fact}, '{v}')" for v in value) + ")"
        case "in_year":
            return f"{fact}::date between date '{start}' and date '{end}'"
        case "by_year_end":
            return f"{fact}::date <= date '{end}'"
        case "present":
            return "true"
    raise ValueError(condition.test)


def bits(job, conditions, fact_of):
    """(bits of failures, bits of doubts) as SQL; `fact_of` gives the SQL of a fact, None where the table has none."""
    failing, doubtful = ["0::bigint"], ["0::bigint"]
    for c in conditions:
        fact = fact_of(c.field)
        (failing if c.if_missing == "reject" else doubtful).append(
            str(c.bit) if fact is None else f"case when {fact} is null then {c.bit} else 0 end")
        if fact is not None:
            (failing if c.otherwise == "reject" else doubtful).append(
                f"case when {fact} is not null and not ({holds(job, c, fact)}) then {c.bit} else 0 end")
    return " + ".join(failing), " + ".join(doubtful)


class Duck:
    def __init__(self, year, out):
        self.job, self.out = Job(year), out
        self.con = duckdb.connect()
        self.con.execute("set threads = 2; set preserve_insertion_order = false; set enable_progress_bar = false")

    def run(self):
        job.stages(self._policy, self._enterprises, self._forms, self._awards, self._panels, self._entitle, self._compete,
                   self._groups, self._budgets, self._write)

    def csv(self, name, columns, rejects=False):
        types = ", ".join(f"'{column}': 'varchar'" for column in columns)
        path = name if name.endswith(".csv") else self.job.path(name)
        keep = ", store_rejects = true, rejects_limit = 0" if rejects else ""
        return (f"read_csv('{path}', header = true, auto_detect = false, columns = {{{types}}}, delim = ',', "
                f"quote = '\"', escape = '\"', null_padding = false{keep})")

    def table(self, name, columns):
        """A register, by the names of its header; empty where the year has none."""
        if not self.job.has(name):
            return "(select " + ", ".join(f"null::varchar as {c}" for c in columns) + " where false)"
        with open(self.job.path(name), encoding="utf-8-sig") as file:
            return self.csv(name, file.readline().strip().split(","))

    def _policy(self):
        con, job = self.con, self.job
        con.execute("create table item_text (item_text varchar, item utinyint)")
        con.executemany("insert into item_text values (?, ?)", list(job.item_texts().items()))
        con.execute("create table level_text (of_item utinyint, level_text varchar, level utinyint)")
        con.executemany("insert into level_text values (?, ?, ?)", [(i, t, n) for (i, t), n in job.level_texts().items()])
        con.execute("create table items (item utinyint, grp utinyint, per varchar, pays varchar, overlap varchar, "
                    "difference bool, once varchar, in_slots bool, scored bool, subject_limit bigint, item_id varchar)")
        con.executemany("insert into items values (?,?,?,?,?,?,?,?,?,?,?)", [
            (i.order, job.groups.index(i.group), i.group_per, i.pays, i.upper_overlap, i.promotion == "difference", i.once,
             i.group in job.policy.slot_groups, bool(i.criteria), i.subject_limit, i.id) for i in job.items])
        con.execute("create table levels (level utinyint, evidence bigint, register bigint, rule varchar, amount bigint, "
                    "rate bigint, fixed bool, ratio bigint, of_field varchar, level_id varchar, level_order int)")
        con.executemany("insert into levels values (?,?,?,?,?,?,?,?,?,?,?)", [
            (n, job.evidence_mask[n], job.register_mask[n], v.rule, v.amount, v.rate, v.rule == "fixed",
             1_000_000 if v.rule == "fixed" else i.grant_ratio, v.of, v.id, v.order) for n, (i, v) in enumerate(job.levels)])
        con.execute("create table towns (town varchar, administered bool, share bigint)")
        towns, of_items = job.town_facts()
        con.executemany("insert into towns values (?,?,?)", [(t, a, s) for t, (a, s) in towns.items()])
        con.execute("create table item_shares (town varchar, item utinyint, share bigint)")
        for (town, item), share in of_items.items():
            con.execute("insert into item_shares values (?,?,?)", [town, item, share])

    def _enterprises(self):
        """One row for every code that a register names: `no` is its number, bits and doubts of its facts."""
        con, job = self.con, self.job
        con.execute(f"""create table register as select upper(uscc) as uscc, name, legal_form, region, town, industry, status,
            {reader('date', 'founded')} as founded, {reader('date', 'moved_in')} as moved_in, grade,
            (founded is not null and {reader('date', 'r.founded')} is null)
              or (moved_in is not null and {reader('date', 'r.moved_in')} is null) as bad from
            {self.table('enterprises', 'uscc name legal_form region town industry status founded moved_in grade'.split())} r""")
        con.execute("""create table twice as select uscc from register group by uscc having count(*) > 1""")
        con.execute(f"""create table figures as select upper(uscc) as uscc, year::int as year,
            {reader('money', 'sales')} as sales, {reader('money', 'output')} as output,
            {reader('flag', 'growth_list')} as growth_list, {reader('flag', 'history_complete')} as complete
            from {self.table('figures', 'uscc year sales output growth_list history_complete'.split())} r""")
        y = job.policy.year
        con.execute(f"""create table sales as select uscc, max(sales) filter (year = {y}) as sales,
            max(output) filter (year = {y}) as output, max(sales) filter (year = {y - 1}) as last,
            bool_or(growth_list) filter (year = {y}) as growth_list,
            case when bool_or(complete) filter (year = {y}) then coalesce(max(sales) filter (year < {y}), 0) end as record,
            bool_or(sales is null or year is null) as bad_figures from figures group by uscc""")
        con.execute(f"""create table vetoes as select upper(uscc) as uscc, bool_or(advice in ('veto', '否决')) as veto,
            bool_or(advice in ('hold', '暂缓')) as hold
            from {self.table('vetoes', 'uscc department kind date cleared advice document'.split())} r
            where {reader('date', 'date')} <= date '{job.policy.end}'
              and not coalesce({reader('date', 'cleared')} <= date '{job.policy.end}', false) group by 1""")
        con.execute(f"""create table deals as select upper(uscc) as uscc, r.items from
            {self.table('special_deals', 'uscc agreement items from to'.split())} r
            where {reader('date', 'r."from"')} <= date '{job.policy.end}'
              and coalesce({reader('date', 'r."to"')} >= date '{job.policy.start}', true)""")
        con.execute(f"""create table prior as select upper(uscc) as uscc, i.item, l.level, coalesce(upper(subject), '') as subject,
            {reader('money', 'amount')} as amount, year::int as year from
            {self.table('prior_awards', 'batch year uscc item level subject amount status'.split())} r
            join item_text i on i.item_text = r.item
            left join level_text l on l.of_item = i.item and l.level_text = coalesce(r.level, '')
            where r.status in ('paid', '已到账', '已拨付', '成功') and (l.level is not null or r.level is null)""")
        con.execute(f"""create table upper_awards as select upper(uscc) as uscc, i.item, upper(subject) as subject,
            {reader('money', 'amount')} as amount, r.status in {words(GRANTED)} as granted,
            r.status in {words(UNDER_WAY)} as under_way, {reader('flag', 'same_subject')} as same from
            {self.table('upper_awards', 'uscc tier item level subject amount date status same_subject document'.split())} r
            join item_text i on i.item_text = r.item
            left join level_text l on l.of_item = i.item and l.level_text = coalesce(r.level, '')
            where (l.level is not null or r.level is null) and same is distinct from false""")

        def fact(field):
            table, _, column = field.partition(".")
            if table == "figures" and column == "growth":
                return "(f.sales - f.last)"
            return f"{'r' if table == 'enterprise' else 'f'}.{column}"

        enterprise = [c for c in job.register if c.field.startswith("enterprise.")]
        figures = [c for c in job.register if c.field.startswith("figures.")]
        (ef, ed), (ff, fd) = bits(job, enterprise, fact), bits(job, figures, fact)
        grade = self._bands("r.grade", "enterprise.grade")
        con.execute(f"""create table enterprises as select row_number() over ()::uinteger as no, *,
            {self._unsound('uscc')} as unsound from (
            select u.uscc, r.name, r.town,
            case when r.uscc is null or coalesce(r.bad, false) then 0 else {ef} end
              + case when coalesce(f.bad_figures, false) then 0 else {ff} end as failing,
            case when r.uscc is null or coalesce(r.bad, false) then 0 else {ed} end
              + case when coalesce(f.bad_figures, false) then 0 else {fd} end as doubtful,
            r.uscc is null or coalesce(r.bad, false) or coalesce(f.bad_figures, false) or t.administered is distinct from true
              as doubt, coalesce(t.share, 1000000) as share, {grade} as grade_points,
            coalesce(v.veto, false) as veto, coalesce(v.hold, false) as hold
            from (select uscc from register union select uscc from figures union select uscc from vetoes
                  union select uscc from deals union select uscc from prior) u
            left join (select any_value(columns(*)) from register where uscc in (select uscc from twice) group by uscc
                       union all select * from register where uscc not in (select uscc from twice)) r using (uscc)
            left join sales f using (uscc) left join vetoes v using (uscc) left join towns t on t.town = r.town)""")
        con.execute("""update enterprises set doubt = true where uscc in (select uscc from register where uscc in
            (select uscc from twice) group by uscc having count(distinct (name, legal_form, region, town, industry, status,
             founded, moved_in, grade)) > 1)""")
        con.execute("drop table register; drop table figures; drop table sales")

    def _bands(self, fact, field):
        """Points by item for a fact of the register, as a struct of one column per item."""
        parts = []
        for item in self.job.competing:
            for criterion in item.criteria:
                if criterion.kind == "facts" and criterion.field == field:
                    parts.append(f"'i{item.order}': {self._points(criterion, fact)}")
        return "{" + (", ".join(parts) or "'none': 0") + "}"

    def _points(self, criterion, fact):
        kind = self.job.policy.kind_of(criterion.field)
        numeric = kind not in ("text", "code")
        steps = sorted((b for b in criterion.bands if b[0] is not None), key=lambda b: b[0], reverse=numeric)
        missing = next((points for at_least, points in criterion.bands if at_least is None), 0)
        cases = " ".join(f"when {fact} {'>=' if numeric else '='} {literal(kind, at)} then {points}" for at, points in steps)
        return f"case when {fact} is null then {missing} {cases} else 0 end"

    def _unsound(self, code):
        """GB 32100 and GB 11714 as one sum over the places of the characters."""
        place = lambda i: f"(strpos('{CODE}', {code}[{i}]) - 1)"
        letter = lambda i: f"(strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', {code}[{i}]) - 1)"
        outer = " + ".join(f"{place(i + 1)} * {pow(3, i, 31)}" for i in range(17))
        inner = " + ".join(f"{letter(9 + i)} * {w}" for i, w in enumerate((3, 7, 9, 10, 5, 8, 4, 2)))
        return (f"not (length({code}) = 18 and '{CODE}'[(31 - ({outer}) % 31) % 31 + 1] = {code}[18] "
                f"and '0X987654321'[({inner}) % 11 + 1] = {code}[17])")

    def _forms(self):
        con = self.con
        # The forms stream past the small tables and the enterprises; nobody knows their length beforehand.
        con.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
        con.execute(f"""create table claims as
            select row_number() over () as row, r.id, r.item, r.level, e.no, r.grp, r.subject, r.received, r.invalid,
              r.failed or coalesce((e.failing & r.register) <> 0 or e.veto, false) as failed,
              r.doubt or e.no is null or (e.doubtful & r.register) <> 0 or e.doubt or e.hold or e.unsound
                or case when e.name = r.enterprise_name then false
                   else replace(translate(e.name, '（）', '()'), ' ', '') is distinct from
                        replace(translate(trim(r.enterprise_name, ' \t　'), '（）', '()'), ' ', '') end as doubt,
              r.base, r.points, r.tie, r.digest, r.code_hash
            from ({' union all '.join(self._form(form) for form in self.job.forms)}) r
            left join enterprises e on e.uscc = r.uscc""")
        con.execute("reset disabled_optimizers")
        con.execute("""create table broken as select distinct trim(split_part(csv_line, ',', 1), ' \r\n') as id, file_id, line
                       from reject_errors""")
        # One id on several rows: equal rows count once, others are all invalid.
        con.execute("create table twins as select id from claims group by id having count(*) > 1")
        con.execute("""create table kept as select min(row) as row, id, count(*) over (partition by id) as n from (
            select * from claims where id in (select id from twins)) group by id, digest""")
        con.execute("""delete from claims where id in (select id from twins) and row not in (select row from kept)""")
        con.execute("update claims set invalid = true where id in (select id from kept where n > 1)")
        con.execute("""update claims set doubt = true where not invalid and subject <> '' and (grp, subject) in (
            select (grp, subject) from claims where subject <> '' and not invalid group by grp, subject
            having min(code_hash) <> max(code_hash))""")

    def _form(self, form):
        """One pass over a form: typed cells, computed fields, bits, the base of the award, points of the facts."""
        job = self.job
        cells_ = {c: f'r."{c}"' for c in form.columns}
        typed = [f"{reader(kind, cells_[c], form.units[c])} as {c}_" for c, kind in form.evidence.items()]
        bad = [f"({cells_[c]} is not null and {c}_ is null)" for c, kind in form.evidence.items() if kind not in ("text", "code")]
        for name, field in form.computed.items():
            a, b = (f"{part}_" for part in field.of)
            formula = {"lower": f"case when {b} is not null then least({a}, {b}) end", "sum": f"{a} + {b}",
                       "ratio": f"case when {b} <> 0 then ({a}::hugeint * 1000000 // {b})::bigint end"}[field.formula]
            if field.formula == "lower":
                formula = f"case when {a} is not null and {b} is not null then least({a}, {b}) end"
            typed.append(f"{formula} as {name}_")
        failing, doubtful = bits(job, job.evidence, lambda f: f"{f}_" if form.has(f) else None)
        bases = {level.of for _, level in job.levels if level.of and form.has(level.of)}
        base = "case l.of_field " + " ".join(f"when '{of}' then {of}_" for of in bases) + " end" if bases else "null::bigint"
        points, ties, scored = ["0::bigint"], [], [i for i in job.competing if any(form.has(t) for t, _ in i.ties)]
        for item in scored:
            facts = [c for c in item.criteria if c.kind == "facts" and form.has(c.field)]
            points.append(f"case when i.item = {item.order} then " + " + ".join(
                [self._points(c, c.field + "_") for c in facts] or ["0"]) + " else 0 end")
            ties.append(f"when {item.order} then {next(t for t, _ in item.ties if form.has(t))}_")
        tie = f"case i.item {' '.join(ties)} end::bigint" if ties else "null::bigint"
        columns = ", ".join(f'r."{c}"' for c in form.columns)
        return f"""
            select trim(r.application_id) as id, i.item, l.level, items.grp, l.register, r.uscc, r.enterprise_name,
              coalesce(upper(r.subject), '') as subject, {reader('time', 'r.received_at')} as received,
              received is null or i.item is null or l.level is null
                or case when contains(r.uscc, '+') then regexp_matches(r.uscc, '^[0-9.]+E[+]') else false end
                {''.join(' or ' + b for b in bad)} as invalid,
              (({failing}) & l.evidence) <> 0 as failed, (({doubtful}) & l.evidence) <> 0 as doubt,
              {base} as base, ({' + '.join(points)})::bigint as points, {tie} as tie,
              hash({columns}) as digest, hash(r.uscc) as code_hash
            from (select *, {', '.join(typed) or '0 as none_'} from {self.csv(form.path, form.columns, True)} r
                  where not (starts_with(application_id, '合计') or starts_with(application_id, '小计') or
                    starts_with(application_id, '总计') or starts_with(application_id, '制表') or starts_with(application_id, '备注'))) r
            left join item_text i on i.item_text = r.item
            left join items on items.item = i.item
            left join level_text t on t.of_item = i.item and t.level_text = coalesce(r.level, '')
            left join levels l on l.level = t.level"""

    def _awards(self):
        """What deals, earlier and upper-level awards say of the claims that they concern: few rows join few rows."""
        con, job = self.con, self.job
        con.execute("""create table upper_found as select c.row,
            sum(u.amount) filter (u.granted and u.same and (u.subject is not null or c.subject = '')) as upper,
            bool_or(u.under_way) as undecided,
            bool_or(u.granted and (u.same is null or (u.subject is null and c.subject <> ''))) as unclear
            from upper_awards u join enterprises e using (uscc) join claims c on c.no = e.no and c.item = u.item
            join items i on i.item = c.item
            where (u.subject is null or u.subject = c.subject) and i.overlap <> 'stack' group by c.row""")
        con.execute(f"""create table already as select distinct c.row
            from prior p join enterprises e using (uscc) join items pi on pi.item = p.item
            join claims c on c.no = e.no and c.grp = pi.grp and c.subject = p.subject join items i on i.item = c.item
            where (i.in_slots or (c.item = p.item and c.level = p.level))
              and (i.once = 'life' or p.year = {job.policy.year})
            union select c.row from deals d join enterprises e using (uscc) join claims c on c.no = e.no
            join items i on i.item = c.item where list_contains(string_split(d.items, ';'), i.item_id)""")
        con.execute("""create table deal_unclear as select distinct c.row from deals d join enterprises e using (uscc)
            join claims c on c.no = e.no where d.items is null""")
        con.execute("""create table earlier as select c.row, sum(p.amount) as earlier
            from prior p join enterprises e using (uscc) join items pi on pi.item = p.item
            join claims c on c.no = e.no and c.grp = pi.grp join items i on i.item = c.item
            where i.difference and case i.per when 'enterprise' then true when 'level' then p.level = c.level
                                   else p.subject = c.subject end group by c.row""")

    def _panels(self):
        con, job = self.con, self.job
        con.execute("create table criteria (item utinyint, criterion varchar, points bigint)")
        con.executemany("insert into criteria values (?, ?, ?)", [
            (i.order, c.id, c.points) for i in job.competing for c in i.experts()])
        con.execute(f"""create table marks as select id, criterion, count(*) filter (not out) as n,
            sum(score) filter (not out) as sum, min(score) filter (not out) as low, max(score) filter (not out) as high,
            max(score) as top, count(distinct expert) <> count(*) or bool_or(bad) as bad from (
              select application_id as id, criterion, expert, coalesce({reader('flag', 'recused')}, false) as out,
              {reader('quantity', 'r.score')} as score, score is null and not out as bad from
              {self.table('scores', 'application_id expert criterion score recused'.split())} r) group by id, criterion""")
        experts = " ".join(f"when {i.order} then {len(i.experts())}" for i in job.competing)
        con.execute(f"""create table panels as select c.row,
            sum(case when m.n >= 5 then (m.sum - m.low - m.high)::bigint // (m.n - 2) when m.n >= 3 then m.sum::bigint // m.n end) as score,
            count(*) filter (m.n >= 3 and k.points is not null) = case c.item {experts} end as complete,
            bool_or(m.bad or k.points is null or m.top > k.points) as bad
            from claims c join marks m on m.id = c.id left join criteria k on k.item = c.item and k.criterion = m.criterion
            group by c.row, c.item""")
        con.execute("drop table marks")

    def _entitle(self):
        """Statuses as far as a claim's own facts decide; `open` is what goes on to groups and competitions."""
        unit = self.job.policy.pay_unit
        down = lambda amount: f"case when l.fixed then {amount} else {amount} // {unit} * {unit} end"
        grade = "case c.item " + " ".join(
            f"when {i.order} then e.grade_points.i{i.order}" for i in self.job.competing
            if any(c.field == "enterprise.grade" for c in i.criteria)) + " else 0 end"
        self.con.execute(f"""create table decided as select row, id, item, level, grp, no, subject, received, standard, upper, e,
            score, tie, share, case
              when invalid then 'invalid' when failed then 'ineligible' when doubt then 'pending'
              when pays = 'later' then 'deferred' when pays = 'service' then 'service'
              when w = 0 then 'ineligible' when u = 0 then 'superseded' when e = 0 then 'superseded'
              when scored and not complete then 'pending' else 'open' end as status from (
            select *, {down('greatest(0, after - earlier)').replace('l.fixed', 'fixed')} as e,
              {down('standard').replace('l.fixed', 'fixed')} as w, {down('after').replace('l.fixed', 'fixed')} as u from (
            select *, case when overlap = 'exclude' then case when upper > 0 then 0 else standard end
              else greatest(0, standard - upper) end as after from (
            select c.row, c.id, c.item, c.level, c.grp, c.no, c.subject, c.received, c.invalid, c.tie, i.pays, i.overlap,
              i.scored, l.fixed, coalesce(x.share, e.share, 1000000) as share,
              c.failed or a.row is not null as failed,
              c.doubt or coalesce(f.undecided or f.unclear, false) or d.row is not null or coalesce(p.bad, false)
                or (i.pays = 'cash' and l.rule in ('rate', 'per_unit') and c.base is null) as doubt,
              coalesce(f.upper, 0) as upper, coalesce(g.earlier, 0) as earlier, coalesce(p.complete, false) as complete,
              p.score + c.points + {grade} as score,
              least(case when l.rule in ('up_to', 'fixed') then l.amount * l.ratio // 1000000
                    when l.rule = 'rate' then (c.base::hugeint * l.rate * l.ratio // 1000000000000)::bigint
                    when l.rule = 'per_unit' then (c.base::hugeint * l.rate * l.ratio // 1000000000000)::bigint end,
                    coalesce(l.amount, 1::bigint << 60), coalesce(i.subject_limit, 1::bigint << 60)) as standard
            from claims c left join items i using (item) left join levels l using (level) left join enterprises e on e.no = c.no
            left join item_shares x on x.town = e.town and x.item = c.item left join upper_found f on f.row = c.row left join already a on a.row = c.row
            left join deal_unclear d on d.row = c.row left join earlier g on g.row = c.row
            left join panels p on p.row = c.row)))""")
        self.con.execute("drop table claims")

    def _compete(self):
        con, job = self.con, self.job
        numbers = words(i.order for i in job.competing).replace("'", "")
        found = con.execute(f"""select row, item, no, hash(subject) as subject, e, score, coalesce(tie, -1) as tie,
            epoch_us(received) as received, id from decided where status = 'open' and item in {numbers}""").fetchnumpy()
        ids = found["id"].astype("S")
        status, amount, rank = job.select(*(np.ma.getdata(found[c]) for c in
                                            ("item", "no", "subject", "e", "score", "tie", "received")), ids)
        result = {"row": np.ma.getdata(found["row"]), "status": status.astype(object), "amount": amount, "rank": rank}  # noqa: F841
        con.execute("create table settled as select row, status, amount, nullif(rank, 0) as rank from result")

    def _groups(self):
        """Groups without slots: of a key that occurs twice the best claim wins."""
        con, job = self.con, self.job
        for name, per, subject in (("enterprise", "enterprise", "''"), ("level", "level", "''"), ("subject", "subject", "subject")):
            key = f"grp, no, {subject}" + (", level" if per == "level" else "")
            con.execute(f"""insert into settled select row, 'superseded', 0, null from (
                select row, row_number() over (partition by {key} order by e desc, item, level, received, id) as place
                from decided semi join (
                  select grp, no, {subject} as s{', level' if per == 'level' else ''} from decided join items using (item, grp)
                  where status = 'open' and not in_slots and per = '{per}' group by all having count(*) > 1) k
                on k.grp = decided.grp and k.no = decided.no and k.s = {subject if subject == "''" else 'decided.subject'}
                   {'and k.level = decided.level' if per == 'level' else ''}
                where status = 'open') where place > 1""")

    def _budgets(self):
        con, job = self.con, self.job
        for items, fen in job.budgets():
            found = con.execute(f"""select d.row, coalesce(s.amount, d.e) as amount, l.fixed, d.id from decided d
                join levels l using (level) left join settled s using (row)
                where d.item in ({', '.join(map(str, items))}) and (s.status = 'awarded' or (s.row is null and d.status = 'open'))
                """).fetchnumpy()
            amount = np.ma.getdata(found["amount"])
            if not len(amount):
                continue
            scaled = job.scale(fen, amount, np.ma.getdata(found["fixed"]), found["id"].astype("S"))
            changed = scaled != amount
            result = {"row": np.ma.getdata(found["row"])[changed], "amount": scaled[changed]}  # noqa: F841
            con.execute("delete from settled where row in (select row from result)")
            con.execute("""insert into settled select row, case when amount = 0 then 'capped' else 'awarded' end, amount, null
                           from result""")

    def _write(self):
        money = lambda amount: f"case when status in ('deferred', 'service', 'invalid') then null else {amount} end"
        self.con.execute(f"""copy (
            select id as application_id, i.item_id as item, l.level_id as level, status, standard_fen, upper_fen, entitlement_fen,
              score, rank, {money('paid')} as amount_fen, {money('paid * share // 1000000')} as district_fen,
              {money('paid - paid * share // 1000000')} as town_fen from (
              select d.id, d.item, d.level, d.share, d.standard as standard_fen, d.upper as upper_fen, d.e as entitlement_fen,
                d.score / 1000000 as score, s.rank, coalesce(s.status, case when d.status = 'open' then 'awarded' else d.status end)
                as status, coalesce(s.amount, case when d.status = 'open' then d.e else 0 end) as paid
              from decided d left join settled s using (row)
              union all select id, null, null, 0, null, null, null, null, null, 'invalid', 0 from broken)
            left join items i using (item) left join levels l using (level) order by application_id
            ) to '{self.out}' (header, delimiter ',')""")


if __name__ == "__main__":
    Duck(*sys.argv[1:3]).run()
