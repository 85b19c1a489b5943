"""Plants frauds in a published run, each sealed again by a forger who recomputes every hash, and asks `allot verify` to find them.

    frauds.py --program .build/release/allot --data ../../Data [--only NAME]

A fraud is a function that changes the run's files; beside it stand the check that must fail and words that its message must have.
Each fraud is tried on every place that fits it, up to `--places` of them.
"""
import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

import seal
from seal import Table

FRAUDS = []


def fraud(check, message, run="sample", sealed=True, totals=True):
    def register(function):
        FRAUDS.append((function.__name__, function, check, message, run, sealed, totals))
        return function
    return register


class Run:
    """The files of a run with their tables; changed tables are written back by `files`."""

    def __init__(self, files, place):
        self.raw, self.tables, self.place = dict(files), {}, place

    def __getattr__(self, name):
        return self.table(name + ".csv")

    def table(self, path):
        if path not in self.tables:
            self.tables[path] = Table(self.raw[path])
        return self.tables[path]

    def files(self):
        for path, table in self.tables.items():
            self.raw[path] = table.data()
        return self.raw

    def pick(self, test):
        """The row of this attempt among those that fit; StopIteration when there are no more."""
        return pick(self, [row for row in self.decisions.rows if test(row)])

    def level(self, row):
        return next(one for one in self.table("policy/levels.csv").rows if (one["item"], one["level"]) == (row["item"], row["level"]))

    def entitlement(self, row):
        return self.entitlements.find(application_id=row["application_id"])

    def limit(self, item, limit):
        return next((row["value"] for row in self.table("policy/limits.csv").rows if row["item"] == item and row["limit"] == limit), None)

    def pay(self, row, amount):
        """An award with its parts by the share."""
        share = self.entitlement(row)["district_share"]
        millionths = int(share.replace(".", "")) if share else 1_000_000
        row["amount_fen"] = str(amount)
        row["district_fen"] = str(amount * millionths // 1_000_000)
        row["town_fen"] = str(amount - int(row["district_fen"]))

    def award(self, row):
        row["status"], row["reasons"] = "awarded", "full"
        self.pay(row, int(row["entitlement_fen"]))

    def take(self, row, status="reserve", reasons="below_line"):
        row["status"], row["reasons"] = status, reasons
        row["amount_fen"] = row["district_fen"] = row["town_fen"] = "0"


class NoMore(Exception):
    pass


def pick(run, rows):
    if run.place >= len(rows):
        raise NoMore
    return rows[run.place]


def awarded(row):
    return row["status"] == "awarded"


def ranked(row):
    return bool(row["rank"])


# Amounts

@fraud("ceilings", "over its ceiling")
def one_fen_over_the_ceiling(run):
    row = run.pick(lambda row: awarded(row) and run.level(row)["rule"] == "up_to" and row["amount_fen"] == row["standard_fen"])
    run.pay(row, int(row["amount_fen"]) + 1)


@fraud("entitlements", "standard_fen says")
def one_unit_more_all_through(run):
    row = run.pick(lambda row: awarded(row) and row["amount_fen"] == row["standard_fen"])
    for name in ("standard_fen", "entitlement_fen"):
        row[name] = str(int(row[name]) + 10000)
    run.pay(row, int(row["amount_fen"]) + 10000)


@fraud("ceilings", "over its ceiling")
def fixed_award_raised(run):
    row = run.pick(lambda row: awarded(row) and run.level(row)["rule"] == "fixed")
    run.pay(row, int(row["amount_fen"]) + 100)


@fraud("entitlements", "entitlement_fen says")
def upper_award_not_deducted(run):
    row = run.pick(lambda row: awarded(row) and int(row["upper_fen"] or 0) > 0 and int(row["entitlement_fen"]) < int(row["standard_fen"]))
    row["entitlement_fen"] = row["standard_fen"]
    run.pay(row, int(row["standard_fen"]))


@fraud("entitlements", "standard_fen says")
def base_of_a_rate_raised(run):
    row = run.pick(lambda row: awarded(row) and run.level(row)["rule"] == "rate" and run.entitlement(row)["base"]
                   and int(row["standard_fen"]) * 100 < 10 ** 9 and run.level(row)["amount"] == "")
    run.entitlement(row)["base"] = str(int(run.entitlement(row)["base"]) * 2)


@fraud("ceilings", "not in whole units")
def one_fen_less(run):
    row = run.pick(lambda row: awarded(row) and run.level(row)["rule"] != "fixed" and not run.limit(row["item"], "amount"))
    run.pay(row, int(row["amount_fen"]) - 1)


@fraud("outcomes", "amount_fen says")
def award_lowered_by_a_unit(run):
    row = run.pick(awarded)
    run.pay(row, int(row["amount_fen"]) - 10000)


@fraud("outcomes", "amount_fen says")
def money_moved_between_awards(run):
    row = run.pick(lambda row: awarded(row) and int(row["amount_fen"]) > 10000)
    other = next(one for one in run.decisions.rows if awarded(one) and one is not row and int(one["amount_fen"]) > 10000)
    run.pay(row, int(row["amount_fen"]) - 10000)
    run.pay(other, int(other["amount_fen"]) + 10000)


@fraud("limits", "over the limit")
def cap_overrun_by_a_sibling(run):
    row = run.pick(lambda row: awarded(row) and row["reasons"] == "reduced_by_limit")
    row["reasons"] = "full"
    run.pay(row, int(row["entitlement_fen"]))


@fraud("statuses", "amount_fen says")
def a_deferred_claim_gets_money(run):
    row = run.pick(lambda row: row["status"] == "deferred")
    row["amount_fen"], row["district_fen"], row["town_fen"] = "10000", "5000", "5000"


@fraud("statuses", "amount_fen says")
def a_service_claim_gets_money(run):
    row = run.pick(lambda row: row["status"] == "service")
    row["amount_fen"], row["district_fen"], row["town_fen"] = "10000", "5000", "5000"


@fraud("statuses", "amount_fen says")
def an_invalid_row_gets_money(run):
    row = run.pick(lambda row: row["status"] == "invalid")
    row["amount_fen"], row["district_fen"], row["town_fen"] = "10000", "5000", "5000"


@fraud("statuses", "amount_fen says")
def an_award_of_nothing(run):
    row = run.pick(lambda row: row["status"] == "reserve")
    row["status"], row["reasons"] = "awarded", "full"


@fraud("entitlements", "has no row in entitlements.csv")
def an_ineligible_claim_awarded(run):
    row = run.pick(lambda row: row["status"] == "ineligible" and not row["standard_fen"])
    row.update(status="awarded", reasons="full", standard_fen="10000000", upper_fen="0", entitlement_fen="10000000", amount_fen="10000000",
               district_fen="5000000", town_fen="5000000")


@fraud("shares", "district_fen says")
def town_pays_less(run):
    row = run.pick(lambda row: awarded(row) and int(row["town_fen"]) > 100)
    row["town_fen"], row["district_fen"] = str(int(row["town_fen"]) - 100), str(int(row["district_fen"]) + 100)


@fraud("shares", "district_share .* says")
def a_towns_share_changed(run):
    row = run.pick(lambda row: awarded(row) and run.entitlement(row)["district_share"] not in ("", "1.000000"))
    run.entitlement(row)["district_share"] = "0.900000"
    run.pay(row, int(row["amount_fen"]))


@fraud("shares", "town_fen says")
def parts_do_not_add_up(run):
    row = run.pick(lambda row: awarded(row) and int(row["town_fen"]) > 0)
    row["town_fen"] = str(int(row["town_fen"]) - 1)


@fraud("inputs", "run.json inputs shares.csv says")
def shares_table_changed(run):
    if run.place:
        raise NoMore
    run.raw["registers/shares.csv"] = run.raw["registers/shares.csv"].replace(b"%", b"1%", 1)


@fraud("inputs", "run.json identity says")
def shares_table_changed_and_listed(run):
    if run.place:
        raise NoMore
    run.raw["registers/shares.csv"] = run.raw["registers/shares.csv"] + b"\n"
    manifest = json.loads(run.raw["run.json"])
    entry = next(one for one in manifest["inputs"] if one["path"] == "shares.csv")
    entry.update(sha256=seal.sha(run.raw["registers/shares.csv"]), bytes=len(run.raw["registers/shares.csv"]))
    run.raw["run.json"] = seal.canonical(manifest) + b"\n"


@fraud("inputs", "run.json inputs policy/levels.csv says")
def a_level_of_the_policy_changed(run):
    row = pick(run, run.table("policy/levels.csv").rows)
    row["amount"] = "9999万元"


@fraud("inputs", "policy/budgets.csv is missing")
def a_policy_table_left_out(run):
    if run.place:
        raise NoMore
    del run.raw["policy/budgets.csv"]


@fraud("budgets", "spends", run="harbour")
def a_budget_overspent(run):
    row = run.pick(lambda row: row["reasons"] == "reduced_by_budget")
    row["reasons"] = "full"
    run.pay(row, int(row["entitlement_fen"]))


@fraud("outcomes", "amount_fen says", run="harbour")
def a_budget_unit_moved(run):
    row = run.pick(lambda row: row["reasons"] == "reduced_by_budget")
    other = next(one for one in run.decisions.rows if one["reasons"] == "reduced_by_budget" and one is not row)
    run.pay(row, int(row["amount_fen"]) + 10000)
    run.pay(other, int(other["amount_fen"]) - 10000)


# Rows and statuses

@fraud("rows", "application rows were read")
def a_row_dropped(run):
    row = run.pick(lambda row: row["status"] in ("pending", "ineligible") and not row["standard_fen"])
    run.decisions.rows.remove(row)


@fraud("rows", "application rows were read")
def a_row_doubled(run):
    row = run.pick(lambda row: row["status"] == "ineligible" and not row["standard_fen"])
    run.decisions.rows.insert(run.decisions.rows.index(row), dict(row))


@fraud("statuses", "reasons says")
def a_reason_erased(run):
    run.pick(lambda row: row["status"] in ("ineligible", "pending"))["reasons"] = ""


@fraud("statuses", "reasons says")
def a_reason_of_another_status(run):
    run.pick(lambda row: row["status"] == "awarded")["reasons"] = "below_line"


@fraud("statuses", "reasons says")
def a_reason_made_up(run):
    run.pick(lambda row: row["status"] == "ineligible")["reasons"] = "not_our_friend"


@fraud("outcomes", "status says")
def an_award_taken_away(run):
    run.take(run.pick(lambda row: awarded(row) and not ranked(row)), "capped", "enterprise_limit")


@fraud("outcomes", "status says")
def a_refusal_put_on_the_list_of_reserves(run):
    run.take(run.pick(lambda row: row["status"] == "ineligible" and not row["entitlement_fen"]))


@fraud("outcomes", "status says")
def a_reduction_hidden(run):
    run.pick(lambda row: awarded(row) and row["reasons"].startswith("reduced"))["reasons"] = "full"


@fraud("decisions", "amount_fen says", sealed="tree")
def another_amount_in_the_log(run):
    row = run.pick(awarded)
    run.raw["audit.jsonl"] = run.raw["audit.jsonl"].replace(
        b'{"amount_fen":%s,' % row["amount_fen"].encode(), b'{"amount_fen":%s0,' % row["amount_fen"].encode(), 1)


@fraud("decisions", "", sealed="tree")
def a_line_of_the_log_moved(run):
    lines = run.raw["audit.jsonl"].splitlines(True)
    at = 1 + run.place * 7
    if at + 1 >= len(lines) - 40:
        raise NoMore
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    run.raw["audit.jsonl"] = b"".join(lines)


@fraud("decisions", "rows", sealed="tree")
def a_line_of_the_log_dropped(run):
    lines = run.raw["audit.jsonl"].splitlines(True)
    if run.place:
        raise NoMore
    run.raw["audit.jsonl"] = b"".join(lines[:5] + lines[6:])


@fraud("trace", "amount_fen says", sealed="package", totals=False)
def another_amount_in_the_trace(run):
    row = run.pick(awarded)
    lines = run.raw["trace.jsonl"].splitlines(True)
    at = next(at for at, line in enumerate(lines) if json.loads(line)["application_id"] == row["application_id"])
    line = json.loads(lines[at])
    line["amount_fen"] += 100
    lines[at] = seal.canonical(line) + b"\n"
    run.raw["trace.jsonl"] = b"".join(lines)


@fraud("trace", "missing or does not end", sealed="package", totals=False)
def the_trace_left_out(run):
    if run.place:
        raise NoMore
    del run.raw["trace.jsonl"]


@fraud("trace", "status says", sealed="package", totals=False)
def another_status_in_the_trace(run):
    lines = run.raw["trace.jsonl"].splitlines(True)
    at = [at for at, line in enumerate(lines) if json.loads(line)["status"] == "pending"][run.place]
    lines[at] = lines[at].replace(b'"status":"pending"', b'"status":"ineligible"')
    run.raw["trace.jsonl"] = b"".join(lines)


@fraud("trace", "is no JSON", sealed="package", totals=False)
def a_line_of_the_trace_erased(run):
    lines = run.raw["trace.jsonl"].splitlines(True)
    lines[run.place] = b"-\n"
    run.raw["trace.jsonl"] = b"".join(lines)


@fraud("totals", "awarded_fen says", totals=False)
def a_total_raised(run):
    row = pick(run, run.totals.rows)
    row["awarded_fen"] = str(int(row["awarded_fen"]) + 1)


@fraud("totals", "pending says", totals=False)
def a_count_changed(run):
    row = pick(run, run.totals.rows)
    row["pending"] = str(int(row["pending"]) + 1)


@fraud("notice", "is no award of the decisions")
def another_amount_in_the_notice(run):
    row = pick(run, run.notice.rows)
    row["拟安排金额（万元）"] = "77.77"


@fraud("notice", "leaves out")
def an_award_kept_from_the_notice(run):
    run.notice.rows.remove(pick(run, run.notice.rows))


# Competition

def pairs(run):
    """(winner, loser) of one item with different enterprises."""
    for item in [row["item"] for row in run.lines.rows]:
        own = [row for row in run.decisions.rows if row["item"] == item and ranked(row)]
        winners = [row for row in own if awarded(row)]
        losers = [row for row in own if row["reasons"] == "below_line"]
        for winner, loser in zip(sorted(winners, key=lambda row: -int(row["rank"])), sorted(losers, key=lambda row: int(row["rank"]))):
            yield winner, loser


@fraud("O-best", "its best combination above the lines")
def winner_and_loser_swapped(run):
    winner, loser = pick(run, list(pairs(run)))
    run.award(loser)
    run.take(winner)


@fraud("F-slots", "supports 21 projects|supports 16 projects")
def one_project_too_many(run):
    _, loser = pick(run, list(pairs(run)))
    run.award(loser)


@fraud("F-slots", "supports 21 projects|supports 16 projects")
def one_project_too_many_with_its_line(run):
    line = pick(run, run.lines.rows)
    rank = int(line["line"]) + 1
    ranking = run.rankings.find(item=line["item"], rank=str(rank))
    ranking["above_line"] = "yes"
    line["line"], line["used"] = str(rank), str(int(line["used"]) + 1)
    run.award(run.decisions.find(application_id=ranking["application_id"]))


@fraud("once", "are one subject")
def a_second_award_for_one_project(run):
    row = run.pick(lambda row: row["status"] == "superseded" and row["reasons"] in ("placed_elsewhere", "higher_in_group", "same_claim"))
    run.award(row)


@fraud("outcomes", "status says")
def the_lower_claim_of_a_ladder_paid(run):
    row = run.pick(lambda row: row["reasons"] == "higher_in_group" and row["subject"] == "")
    other = next((one for one in run.decisions.rows if awarded(one) and one["uscc"] == row["uscc"] and one["item"] == row["item"]), None)
    if other is None:
        raise NoMore
    run.award(row)
    run.take(other, "superseded", "higher_in_group")


@fraud("M-lines", "line says")
def a_line_moved_up(run):
    line = pick(run, run.lines.rows)
    run.rankings.find(item=line["item"], rank=line["line"])["above_line"] = "no"
    line["line"] = str(int(line["line"]) - 1)


@fraud("M-lines", "line says")
def a_line_moved_down(run):
    line = pick(run, run.lines.rows)
    line["line"] = str(int(line["line"]) + 1)
    run.rankings.find(item=line["item"], rank=line["line"])["above_line"] = "yes"


@fraud("M-lines", "why_not_next says")
def another_reason_against_the_next(run):
    pick(run, run.lines.rows)["why_not_next"] = ""


@fraud("M-lines", "next_application says")
def another_next_application(run):
    line = pick(run, run.lines.rows)
    line["next_application"] = run.rankings.find(item=line["item"], rank="1")["application_id"]


@fraud("F-slots", "used says")
def used_slots_changed(run):
    line = pick(run, run.lines.rows)
    line["used"] = str(int(line["used"]) - 1)


@fraud("F-slots", "slots says")
def slots_changed(run):
    line = pick(run, run.lines.rows)
    line["slots"] = str(int(line["slots"]) + 1)


@fraud("replay", "rounds.csv:")
def a_round_edited(run):
    row = pick(run, run.rounds.rows)
    row["line_after"] = str(int(row["line_after"]) + 1)


@fraud("replay", "rounds.csv:")
def a_round_dropped(run):
    run.rounds.rows.remove(pick(run, run.rounds.rows))


@fraud("R-ranks", "keys says")
def a_ranking_key_edited(run):
    row = pick(run, run.rankings.rows)
    row["keys"] = re.sub(r"=(\d)", lambda found: "=" + str((int(found[1]) + 1) % 10), row["keys"], count=1)


@fraud("R-ranks", "rankings.csv")
def two_ranks_exchanged(run):
    rows = run.rankings.rows
    row = pick(run, rows[:-1])
    other = rows[rows.index(row) + 1]
    if row["item"] != other["item"]:
        raise NoMore
    for name in ("application_id", "uscc", "subject", "entitlement_fen", "score", "keys"):
        row[name], other[name] = other[name], row[name]
    one, two = (run.decisions.find(application_id=each["application_id"]) for each in (row, other))
    one["rank"], two["rank"] = row["rank"], other["rank"]


@fraud("R-ranks", "rankings.csv")
def a_score_raised_but_not_its_rank(run):
    row = pick(run, [row for row in run.rankings.rows if int(row["rank"]) > 3])
    row["score"] = "99.000000"
    run.decisions.find(application_id=row["application_id"])["score"] = "99.000000"


@fraud("R-ranks", "")
def a_score_under_the_mark(run):
    row = pick(run, [row for row in run.rankings.rows if row["above_line"] == "yes"])
    row["score"] = "59.999999"
    run.decisions.find(application_id=row["application_id"])["score"] = "59.999999"


@fraud("R-ranks", "rankings.csv")
def a_rival_struck_from_the_ranking(run):
    run.rankings.rows.remove(pick(run, run.rankings.rows))


@fraud("R-ranks", "uscc says|rankings.csv")
def a_project_given_to_another(run):
    row = run.pick(lambda row: awarded(row) and ranked(row))
    row["uscc"] = next(one["uscc"] for one in run.decisions.rows if one["uscc"] and one["uscc"] != row["uscc"])


@fraud("R-ranks", "rank says")
def a_rank_raised(run):
    row = run.pick(ranked)
    row["rank"] = str(int(row["rank"]) + 1)


@fraud("R-ranks", "rank says")
def a_rank_erased(run):
    run.pick(ranked)["rank"] = ""


@fraud("R-ranks", "rank says")
def a_rank_for_a_claim_that_has_none(run):
    run.pick(lambda row: not ranked(row))["rank"] = "1"


# Seals

@fraud("sums", "SHA256SUMS", sealed=False)
def a_file_added(run):
    if run.place:
        raise NoMore
    run.raw["extra.csv"] = b"hello\n"


@fraud("sums", "SHA256SUMS", sealed=False)
def any_byte_changed(run):
    name = pick(run, sorted(run.raw))
    data = bytearray(run.raw[name])
    data[len(data) // 2] ^= 1
    run.raw[name] = bytes(data)


@fraud("manifest", "run.json", sealed="sums")
def a_file_added_and_summed(run):
    if run.place:
        raise NoMore
    run.raw["extra.csv"] = b"hello\n"


@fraud("log", "audit.jsonl run-end says", sealed="manifest")
def a_paper_changed_but_not_the_log(run):
    if run.place:
        raise NoMore
    run.raw["faults.csv"] += b"x,,,,x,warning\r\n"


@fraud("package", "datapackage.json", sealed="nopackage")
def the_package_left_behind(run):
    run.pick(lambda row: row["status"] == "ineligible")["enterprise_name"] = "某公司"


@fraud("checkpoint", "checkpoint says", sealed="sums")
def another_root(run):
    if run.place:
        raise NoMore
    lines = run.raw["checkpoint"].split(b"\n")
    lines[2] = b"A" + lines[2][1:] if lines[2][:1] != b"A" else b"B" + lines[2][1:]
    run.raw["checkpoint"] = b"\n".join(lines)


@fraud("inputs", "run.json identity says")
def a_draft_called_final(run):
    if run.place:
        raise NoMore
    manifest = json.loads(run.raw["run.json"])
    manifest["mode"] = "final"
    run.raw["run.json"] = seal.canonical(manifest) + b"\n"


@fraud("manifest", "run.json run says")
def another_runs_number(run):
    if run.place:
        raise NoMore
    manifest = json.loads(run.raw["run.json"])
    manifest["run"] = "0123456789ab"
    run.raw["run.json"] = seal.canonical(manifest) + b"\n"


@fraud("inputs", "run.json policy says")
def another_policy_hash(run):
    if run.place:
        raise NoMore
    manifest = json.loads(run.raw["run.json"])
    manifest["policy"] = "0" * 64
    run.raw["run.json"] = seal.canonical(manifest) + b"\n"


@fraud("inputs", "the inputs of run.json cannot be read")
def an_input_without_its_hash(run):
    manifest = json.loads(run.raw["run.json"])
    del manifest["inputs"][run.place]["sha256"]
    run.raw["run.json"] = seal.canonical(manifest) + b"\n"


@fraud("manifest", "run.json has no list of files", sealed="sums")
def no_list_of_files(run):
    if run.place:
        raise NoMore
    manifest = json.loads(run.raw["run.json"])
    del manifest["files"]
    run.raw["run.json"] = seal.canonical(manifest) + b"\n"


@fraud("manifest", "the list of files is not as it should be", sealed="sums")
def nothing_at_the_end_of_the_list_of_files(run):
    if run.place:
        raise NoMore
    manifest = json.loads(run.raw["run.json"])
    manifest["files"].append(None)
    run.raw["run.json"] = seal.canonical(manifest) + b"\n"


@fraud("signature", "run.json says signed, the checkpoint does not", sealed="package")
def a_run_called_signed(run):
    if run.place:
        raise NoMore
    manifest = json.loads(run.raw["run.json"])
    manifest["audit"]["signed"] = True
    run.raw["run.json"] = seal.canonical(manifest) + b"\n"


# Papers that nobody can read

def spoiled(name, message, change):
    """A paper that cannot be read at all is a check that fails."""
    def plant(run):
        if run.place:
            raise NoMore
        run.raw[name] = change(run.raw[name])

    plant.__name__ = f"{name} spoiled: {message}"
    fraud("readable", message, sealed="sums")(plant)


spoiled("run.json", "run.json is no JSON object", lambda data: b"[]\n")
spoiled("audit.jsonl", "audit.jsonl does not end", lambda data: data[:-1])
spoiled("lines.csv", "lines.csv line 2: a quote is never closed", lambda data: data.replace(b"\r\n", b'\r\n"', 1))
spoiled("rounds.csv", "rounds.csv does not begin with a byte order mark", lambda data: b"")
spoiled("totals.csv", "totals.csv", lambda data: data.replace(b"read", b"seen", 1))
spoiled("policy/levels.csv", "policy", lambda data: data.replace(b"up_to", b"upto", 1))
spoiled("decisions.csv", "decisions.csv row 2, status: \"granted\" cannot be", lambda data: data.replace(b",awarded,", b",granted,", 1))
spoiled("entitlements.csv", "entitlements.csv row 1, application_id", lambda data: data.replace(b"WJ2024-", b"XX2024-", 1))


def reseal(run, sealed, totals):
    files = run.files()
    if sealed is True:
        return seal.seal(files, totals=totals)
    if sealed == "package":
        return seal.seal(files, totals=False)
    if sealed == "tree":
        manifest = json.loads(files["run.json"])
        seal.retree(files, manifest)
        manifest["files"] = seal.listing(files, seal.OWN)
        files["run.json"] = seal.canonical(manifest) + b"\n"
        seal.repackage(files)
    elif sealed == "manifest":
        manifest = json.loads(files["run.json"])
        manifest["files"] = seal.listing(files, seal.OWN)
        files["run.json"] = seal.canonical(manifest) + b"\n"
        seal.repackage(files)
    elif sealed == "nopackage":
        package = files["datapackage.json"]
        seal.seal(files, totals=totals)
        files["datapackage.json"] = package
        seal.resum(files)
    elif sealed == "sums":
        seal.resum(files)
    return files


def attempt(program, base, number, entry, place):
    """None if the place does not exist, else '' or what went wrong."""
    name, function, check, message, _, sealed, totals = entry
    run = Run(base, place)
    try:
        function(run)
    except NoMore:
        return None
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, number)
        seal.store(reseal(run, sealed, totals), target)
        done = subprocess.run([program, "verify", "--lang", "en", target], capture_output=True, text=True, timeout=120)
    if done.returncode != 1:
        return f"{name} at place {place}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    failed = re.findall(r"^✗ (\S+).*\n    (.*)", done.stdout, re.M)
    if any(found == check and re.search(message, words) for found, words in failed):
        return ""
    return f"{name} at place {place}: expected {check} with \"{message}\", found {failed}"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--data", required=True)
    options.add_argument("--harbour", required=True)
    options.add_argument("--places", type=int, default=3)
    options.add_argument("--only")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bases = {}
        for name, data in [("sample", options.data), ("harbour", options.harbour)]:
            reports = os.path.join(folder, name)
            subprocess.run([options.program, "run", "--quiet", "--data", data, "--reports", reports, "2024"], stdout=subprocess.DEVNULL)
            latest = os.path.realpath(os.path.join(reports, "2024", "latest"))
            bases[name] = (seal.load(latest), os.path.basename(latest))
        failures, planted = [], 0
        for name, (files, _) in bases.items():
            again = seal.seal(dict(files))
            for path in files:
                if again[path] != files[path]:
                    failures.append(f"{name}: {path} sealed again differs")
        work = [(entry, place) for entry in FRAUDS if options.only in (None, entry[0]) for place in range(options.places)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            results = list(pool.map(lambda each: attempt(options.program, *bases[each[0][4]], *each), work))
        for (entry, place), result in zip(work, results):
            if result is None and place == 0:
                failures.append(f"{entry[0]}: no place for it in the run")
            planted += result is not None
            if result:
                failures.append(result)
    for failure in failures:
        print(failure)
    kinds = len({entry[0] for entry, _ in work})
    print(f"{kinds} kinds of fraud, {planted} planted, {planted - len([one for one in failures if 'at place' in one])} caught with the right message")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
