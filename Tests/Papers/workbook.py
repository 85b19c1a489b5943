"""Opens a run's workbook with openpyxl and holds it against the run's tables: python3 workbook.py RUN

Exit: 0 they agree, 1 they differ.
"""

import csv
import decimal
import sys
import warnings

import openpyxl


def table(run, name):
    with open(f"{run}/{name}", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def wan(fen):
    return decimal.Decimal(fen) / 1_000_000


def number(value):
    """A cell's double as the decimal with six places that it stands for."""
    return decimal.Decimal(repr(float(value or 0))).quantize(decimal.Decimal("0.000001"))


def rows(book, name, title):
    """The rows under the header that has this title, as dictionaries, up to the first line that is none of them."""
    lines = list(book[name].iter_rows(values_only=True))
    at = next(index for index, line in enumerate(lines) if title in line)
    return [dict(zip(lines[at], line)) for line in lines[at + 1:]]


def main(run):
    warnings.simplefilter("error")
    book = openpyxl.load_workbook(f"{run}/allocation.xlsx")
    problems = []

    def check(what, found, wanted):
        if found != wanted:
            problems.append(f"{what}: {found!r} instead of {wanted!r}")

    check("sheets", book.sheetnames,
          ["汇总", "评审结果", "资金安排", "公示名单", "候补与不予支持", "待核", "企业汇总", "口径", "服务登记"])
    decisions = {row["application_id"]: row for row in table(run, "decisions.csv")}
    cells = 0
    for sheet in book:
        check(f"{sheet.title} orientation", sheet.page_setup.orientation, "landscape")
        check(f"{sheet.title} paper", str(sheet.page_setup.paperSize), "9")
        check(f"{sheet.title} is frozen", bool(sheet.freeze_panes), True)
        check(f"{sheet.title} page numbers", "&P" in str(sheet.oddFooter.center.text), True)
        for line in sheet.iter_rows():
            for cell in line:
                cells += cell.value is not None
                if cell.data_type == "f":
                    problems.append(f"{sheet.title} {cell.coordinate} is a formula")

    # 资金安排: every award, W, H, E, amount, district and town, to the fen.
    awards = [row for row in rows(book, "资金安排", "拟安排") if row["申报编号"] in decisions]
    for row in awards:
        wanted = decisions[row["申报编号"]]
        for title, column in [("标准额", "standard_fen"), ("上级已奖补", "upper_fen"), ("应奖补额", "entitlement_fen"),
                              ("拟安排", "amount_fen"), ("区级承担", "district_fen"), ("镇级承担", "town_fen")]:
            check(f"{row['申报编号']} {title}", number(row[title]), number(wan(wanted[column])))
        check(f"{row['申报编号']} name", row["单位名称"], wanted["enterprise_name"])
    check("awards", sorted(row["申报编号"] for row in awards),
          sorted(id for id, row in decisions.items() if row["status"] == "awarded"))

    # 公示名单 is notice.csv, line by line.
    public = [row for row in rows(book, "公示名单", "拟安排金额（万元）") if row["序号"] is not None]
    notice = table(run, "notice.csv")
    check("notice lines", len(public), len(notice))
    for row, wanted in zip(public, notice):
        for title in wanted:
            found, value = row[title], wanted[title]
            if title == "拟安排金额（万元）":
                check(f"notice {wanted['序号']}", number(found), number(decimal.Decimal(value)))
            else:
                check(f"notice {wanted['序号']} {title}", "" if found is None else str(found), value)
    check("notice sum", sum(decimal.Decimal(row["拟安排金额（万元）"]) for row in notice),
          sum(wan(row["amount_fen"]) for row in decisions.values() if row["amount_fen"]))

    # 评审结果 is rankings.csv.
    ranked = [row for row in rows(book, "评审结果", "名次") if row["名次"] is not None]
    rankings = table(run, "rankings.csv")
    check("ranked", [(row["申报编号"], str(row["名次"])) for row in ranked],
          [(row["application_id"], row["rank"]) for row in rankings])
    for row, wanted in zip(ranked, rankings):
        if wanted["score"]:
            check(f"{row['申报编号']} score", number(row["总分"]), decimal.Decimal(wanted["score"]))
        check(f"{row['申报编号']} line", row["入围线"], "线上" if wanted["above_line"] == "yes" else "线下")

    # 汇总 is totals.csv.
    totals = {row["item"]: row for row in table(run, "totals.csv")}
    overall = next(row for row in rows(book, "汇总", "拟安排") if row["事项"] == "合计")
    for title, column in [("申请标准额", "requested_fen"), ("应奖补额", "entitled_fen"), ("拟安排", "awarded_fen"),
                          ("区级承担", "district_fen"), ("镇级承担", "town_fen")]:
        check(f"total {title}", number(overall[title]), number(wan(totals["total"][column])))
    check("charts", len(book["汇总"]._charts), 2)

    for problem in problems[:20]:
        print(problem)
    print(f"workbook: {len(book.sheetnames)} sheets, {cells} cells, {len(awards)} awards, {len(problems)} differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
