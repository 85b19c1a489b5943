// 汇总: what was applied for and what is given, by item and by town, with charts.

import Decision
import Intake
import Papers
import Rulebook
import Screening
import Tables

extension Allocation {
  func summarySheet() -> Grid {
    let counted = Status.allCases.map { Grid.Column($0.words(.zh), 7, .center) }
    var grid = sheet(
      "汇总", "资金安排汇总", note: "单位：件、万元。",
      [Grid.Column("序号", 6, .center), Grid.Column("事项", 40), Grid.Column("条款", 11, .center), Grid.Column("申报", 7, .center)]
        + counted
        + [
          Grid.Column("申请标准额", 13, .right), Grid.Column("应奖补额", 13, .right), Grid.Column("拟安排", 13, .right),
          Grid.Column("区级承担", 13, .right), Grid.Column("镇级承担", 13, .right),
        ])
    grid.addHeader()
    let first = grid.rows.count
    for (at, item) in rulebook.items.enumerated() {
      grid.add(
        .body,
        [.count(at + 1), .text(item.title), .text(roll.clauseWords(at))] + numbers(totals.items[at]))
    }
    let itemRows = first...grid.rows.count - 1
    if totals.unknown.read > 0 {
      grid.add(.body, [.blank, .text("（事项无法识别）"), .blank] + numbers(totals.unknown))
    }
    grid.endFilter()
    grid.add(.total, [.blank, .text("合计"), .blank] + numbers(totals.total))
    grid.add(.note, "拟安排资金合计（大写）：" + capitalAmount(Int64(clamping: totals.total.awarded)))
    addBudgets(to: &grid)
    let townRows = addTowns(to: &grid)
    grid.add(.section, "图表")
    let start = grid.rows.count
    grid.charts = [
      Grid.Chart(
        title: "各事项拟安排资金（万元）", isBar: true, rows: itemRows, names: 1, values: 15, place: (start, 0),
        size: (900, 640))
    ]
    if let townRows {
      grid.charts.append(
        Grid.Chart(
          title: "各镇街拟安排资金（万元）", isBar: false, rows: townRows, names: 1, values: 15, place: (start, 10),
          size: (720, 640)))
    }
    return grid
  }

  private func numbers(_ totals: Totals) -> [Grid.Value] {
    [.count(totals.read)] + Status.allCases.map { .count(totals.count($0)) }
      + [wan(totals.requested), wan(totals.entitled), wan(totals.awarded), wan(totals.district), wan(totals.town)]
  }

  private func addBudgets(to grid: inout Grid) {
    for outcome in decisions.budgets {
      let budget = rulebook.budgets[outcome.budget]
      grid.add(
        .note,
        "预算“\(budget.id)” \(wanText(budget.amount)) 万元：按标准需 \(wanText(outcome.claimed)) 万元，拟安排 \(wanText(outcome.paid)) 万元。")
    }
  }

  /// The rows of the towns, nil if no town gets anything.
  private func addTowns(to grid: inout Grid) -> ClosedRange<Int>? {
    grid.add(.section, "分镇街")
    let empty = [Grid.Value](repeating: .blank, count: Status.allCases.count)
    grid.add(
      .header,
      [.text("序号"), .text("所属镇街"), .text("事项数"), .text("项目数")] + empty
        + [.text("标准额"), .text("上级已奖补"), .text("拟安排"), .text("区级承担"), .text("镇级承担")])
    let start = grid.rows.count
    for (at, town) in funds.towns.enumerated() {
      let sum = funds.town(town)
      let items = funds.cells[town < 0 ? funds.cells.count - 1 : town].count { $0.count > 0 }
      grid.add(
        .body,
        [.count(at + 1), .text(roll.townName(town)), .count(items), .count(sum.count)] + empty
          + [wan(sum.standard), wan(sum.upper), wan(sum.amount), wan(sum.district), wan(sum.town)])
    }
    let rows = start < grid.rows.count ? start...grid.rows.count - 1 : nil
    let sum = funds.total
    grid.add(
      .total,
      [.blank, .text("合计"), .blank, .count(sum.count)] + empty
        + [wan(sum.standard), wan(sum.upper), wan(sum.amount), wan(sum.district), wan(sum.town)])
    return rows
  }
}
