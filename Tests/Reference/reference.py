"""An independent reading of the spec, to compare `allot` with: python3 reference.py YEAR_DIR OUT_DIR"""

import os
import sys

sys.dont_write_bytecode = True  # leave nothing behind in the repository

import applications
import cells
import policy as rules
import registers as known
import screening
import selection
import tables

STATUSES = "awarded reserve capped superseded ineligible pending deferred service invalid".split()
WITHOUT_MONEY = ("deferred", "service", "invalid")


def decide(folder):
    """(policy, applications in print order, selection, screening) of a year folder."""
    policy = rules.load(folder)
    registers = known.load(folder, policy)
    claims = applications.load(folder, policy)
    screen = screening.Screening(policy, registers, claims)
    for app in claims:
        screen.decide(app)
        if app.status != "invalid" and app.uscc in registers.enterprises:
            app.share = registers.share(registers.enterprises[app.uscc]["town"], app.item.id)
    eligible = [app for app in claims if not app.status]
    selected = selection.Selection(policy, eligible, screen.fact)
    selection.apply_budgets(policy, eligible)
    claims.sort(key=lambda app: (app.id.encode(), app.order))
    return policy, claims, selected, screen


# --- the papers (spec 4, fine print 14–17, 32) --------------------------------------------------

def blank_if_none(value):
    return "" if value is None else value


def six_decimals(value):
    return "" if value is None else f"{value // cells.MILLION}.{value % cells.MILLION:06}"


def split(app):
    district = app.amount * app.share // cells.MILLION
    return app.amount, district, app.amount - district


def decision(app):
    money = ("", "", "") if app.status in WITHOUT_MONEY else split(app)
    return (tables.harmless(app.id), app.item.id if app.item else "", app.level.id if app.level else "",
            tables.harmless(app.uscc), tables.harmless(app.name), tables.harmless(app.subject), app.status,
            ";".join(app.reasons), blank_if_none(app.standard), blank_if_none(app.upper),
            blank_if_none(app.entitlement), six_decimals(app.score), blank_if_none(app.rank), *money,
            app.file, app.line)


def tie_text(policy, field, value):
    if value is None:
        return ""
    kind = policy.kind_of(field)
    if kind in ("quantity", "percent"):
        return six_decimals(value)
    if kind == "flag":
        return "yes" if value else "no"
    return str(value)


def ranking_rows(policy, selected, screen):
    for item in policy.items:
        if item.slots is None:
            continue
        for place, app in enumerate(selected.rankings[item.id], 1):
            keys = ";".join(f"{field}={tie_text(policy, field, screen.fact(app, field))}"
                            for field, _ in item.ties if field != "score")
            yield (item.id, place, tables.harmless(app.id), tables.harmless(app.uscc), tables.harmless(app.subject),
                   app.entitlement, six_decimals(app.score), keys,
                   "yes" if place <= selected.lines[item.id] else "no")


def line_rows(policy, selected):
    for item in policy.items:
        if item.slots is None:
            continue
        ranking, line = selected.rankings[item.id], selected.lines[item.id]
        yield (item.id, item.slots, selected.used[item.id], len(ranking), line,
               six_decimals(ranking[line - 1].score) if line else "",
               tables.harmless(ranking[line].id) if line < len(ranking) else "")


def total_row(name, claims, slots):
    paid = [split(app) for app in claims if app.status == "awarded"]
    return (name, len(claims), *(sum(app.status == status for app in claims) for status in STATUSES),
            sum(app.standard or 0 for app in claims), sum(app.entitlement or 0 for app in claims),
            *(sum(part[i] for part in paid) for i in range(3)), blank_if_none(slots))


def total_rows(policy, claims):
    by_item = {item.id: [] for item in policy.items}
    by_item[None] = []
    for app in claims:
        by_item[app.item.id if app.item else None].append(app)
    for item in policy.items:
        yield total_row(item.id, by_item[item.id], item.slots)
    yield total_row("unknown", by_item[None], None)
    yield total_row("total", claims, None)


HEADERS = {
    "decisions.csv": "application_id item level uscc enterprise_name subject status reasons standard_fen upper_fen "
                     "entitlement_fen score rank amount_fen district_fen town_fen file line",
    "rankings.csv": "item rank application_id uscc subject entitlement_fen score keys above_line",
    "lines.csv": "item slots used ranked line line_score next_application",
    "rounds.csv": "round phase item line_before line_after chosen",
    "totals.csv": "item read " + " ".join(STATUSES) +
                  " requested_fen entitled_fen awarded_fen district_fen town_fen slots",
}


def publish(folder, out):
    policy, claims, selected, screen = decide(folder)
    papers = {"decisions.csv": map(decision, claims), "rankings.csv": ranking_rows(policy, selected, screen),
              "lines.csv": line_rows(policy, selected), "rounds.csv": selected.rounds,
              "totals.csv": total_rows(policy, claims)}
    os.makedirs(out, exist_ok=True)
    for name, rows in papers.items():
        tables.write_table(out, name, HEADERS[name].split(), rows)


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    try:
        publish(*arguments)
    except tables.Refused as refusal:
        print(refusal, file=sys.stderr)
        return 65
    if os.environ.get("REFERENCE_LOG"):
        print("\n".join(tables.LOG), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
