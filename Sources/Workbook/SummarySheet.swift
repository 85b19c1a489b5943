// 汇总: what was applied for and what is given, by item and by town, with charts.

import Decision
import Intake
import Papers
import Rulebook
import Screening
import Tables

extension Allocation {
  func summarySheet() -> Grid {
    let counted = Status.allCases.map { Grid.Column($0.words(.zh), 6.5, .center) }
    var grid = sheet(
      "汇总", "资金安排汇总", note: "单位：件、万元。",
      [
        Grid.Column("序号", 5, .center), Grid.Column("事项", 36), Grid.Column("条款", 10, .center),
        Grid.Column("申报", 6.5, .center),
      ]
        + counted
        + [
          Grid.Column("申请标准额", 12.5, .right), Grid.Column("应奖补额", 12.5, .right), Grid.Column("拟安排", 12.5, .right),
          Grid.Column("区级承担", 12.5, .right), Grid.Column("镇级承担", 12.5, .right),
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
    grid.breakPage()
    grid.add(.section, "图表")
    let start = grid.rows.count
    grid.charts = [
      Grid.Chart(
        title: "各事项拟安排资金（万元）", isBar: true, rows: itemRows, names: 1, values: 15, place: (start, 0),
        size: (720, 620))
    ]
    if let townRows {
      grid.charts.append(
        Grid.Chart(
          title: "各镇街拟安排资金（万元）", isBar: false, rows: townRows, names: 1, values: 15, place: (start, 11),
          size: (540, 620)))
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
        "预算“\(budget.id)” \(wanText(budget.amount)) 万元：按标准需 \(wanText(outcome.claimed)) 万元，拟安排 \(wanText(outcome.paid)) 万元。"
      )
    }
  }

  /// The rows of the towns, nil if no town applied.
  private func addTowns(to grid: inout Grid) -> ClosedRange<Int>? {
    grid.breakPage()
    grid.add(.section, "分镇街")
    grid.add(
      .header,
      grid.columns.enumerated().map { at, column in .text(at == 1 ? "所属镇街" : at == 2 ? "获支持企业" : column.title) })
    let start = grid.rows.count
    for (town, sums) in townTotals() where sums.read > 0 {
      let serial = grid.rows.count - start + 1
      grid.add(
        .body, [.count(serial), .text(roll.townName(town)), .count(supportedEnterprises(town).count)] + numbers(sums))
    }
    let rows = start < grid.rows.count ? start...grid.rows.count - 1 : nil
    let enterprises = townTotals().reduce(0) { $0 + supportedEnterprises($1.0).count }
    grid.add(.total, [.blank, .text("合计"), .count(enterprises)] + numbers(totals.total))
    return rows
  }

  /// Everything applied for, by town; those without a town (-1) last.
  private func townTotals() -> [(Int, Totals)] {
    let towns = roll.year.registers.towns.count
    var sums = Array(repeating: Totals(), count: towns + 1)
    decisions.year.visit(decisions.order.numbers(0..<decisions.order.count)) { stretch in
      for (number, figures) in zip(stretch.numbers, decisions.figures(of: stretch)) {
        let town = roll.town(Int(number))
        sums[town < 0 ? towns : town].add(figures.money)
      }
    }
    return sums.enumerated().map { ($0 == towns ? -1 : $0, $1) }
  }

  private func supportedEnterprises(_ town: Int) -> Set<Int32> {
    Set(
      roll.order.filter { decisions.statuses[$0] == .awarded && roll.town($0) == town }.map { number in
        let (at, row) = roll.year.applications.locate(number)
        return roll.year.applications.chunks[at].enterprises[row]
      })
  }
}
