// reconciliation.xlsx: what was ordered and what was paid, for the finance bureau; in yuan, to the fen.

package import Finance
package import Papers
import Rulebook
import Tables

/// The sheets of a reconciliation.
package struct ReconciliationBook: Sendable {
  let all: Reconciliation
  let totals: ReconciliationTotals
  let letterhead: Letterhead

  package init(_ all: Reconciliation, _ totals: ReconciliationTotals, _ letterhead: Letterhead) {
    self.all = all
    self.totals = totals
    self.letterhead = letterhead
  }

  package var grids: [Grid] { [summarySheet, lookSheet, paymentSheet] }

  /// reconciliation.xlsx, proofread.
  ///
  /// - Parameter folder: for temporary files.
  package func workbook(in folder: String) throws(WorkbookFailure) -> Paper {
    let paper = try workbookFile(grids, letterhead, name: "reconciliation.xlsx", in: folder)
    return Paper(name: paper.name, bytes: paper.bytes, isPrivate: true)
  }

  private func sheet(_ name: String, _ title: String, note: String, _ columns: [Grid.Column]) -> Grid {
    var grid = Grid(name, columns)
    grid.add(.title, title)
    grid.add(.note, "\(letterhead.settings.title)。单位：元。\(note)　\(letterhead.runLine)")
    return grid
  }

  private func cut(_ count: Int, _ table: String) -> String {
    count > Allocation.mostLines ? "共 \(count) 行，本表列前 \(Allocation.mostLines) 行，全部见 \(table)。" : ""
  }

  // MARK: 对账汇总

  private var summarySheet: Grid {
    var grid = sheet(
      "对账汇总", "拨付对账汇总表", note: "应拨 = 已拨 + 未拨 − 超拨，逐分相等，不互相冲抵。",
      [
        Grid.Column("类别", 10, .center), Grid.Column("名称", 34), Grid.Column("级次", 8, .center),
        Grid.Column("应拨", 18, .right), Grid.Column("已拨", 18, .right), Grid.Column("未拨", 18, .right),
        Grid.Column("超拨", 18, .right), Grid.Column("退汇", 16, .right), Grid.Column("追回", 16, .right),
      ])
    grid.addHeader()
    let words: [SumGroup.Kind: String] = [.total: "合计", .item: "事项", .town: "镇街"]
    for group in all.groups(totals) {
      let levels = [("合计", group.sum.whole), ("区级", group.sum.district), ("镇级", group.sum.town)]
      for (level, balance) in levels {
        grid.add(
          group.kind == .total ? .total : level == "合计" ? .subtotal : .body,
          [
            .text(words[group.kind]!), .text(group.title), .text(level), yuan(balance.ordered), yuan(balance.paid),
            yuan(balance.open), yuan(balance.over), yuan(balance.returned), yuan(balance.recovered),
          ])
      }
    }
    grid.endFilter()
    addStatuses(to: &grid)
    addSteps(to: &grid)
    return grid
  }

  private func addStatuses(to grid: inout Grid) {
    grid.add(.section, "分结论（一笔有几种情形时，列在最要紧的一种之下）")
    grid.add(.header, ["", "结论", "笔数", "应拨", "已拨", "未拨", "超拨", "有此情形的笔数", ""].map { .text($0) })
    for status in ReconciliationStatus.allCases where totals.holding[status.rawValue] > 0 {
      let balance = totals.balances[status.rawValue]
      grid.add(
        .body,
        [
          .blank, .text(status.words(.zh)), .count(totals.leading[status.rawValue]), yuan(balance.ordered),
          yuan(balance.paid), yuan(balance.open), yuan(balance.over), .count(totals.holding[status.rawValue]),
        ])
    }
  }

  private func addSteps(to grid: inout Grid) {
    grid.add(.section, "支付记录如何与明细对上")
    for step in MatchStep.allCases where totals.steps[step.rawValue] > 0 {
      grid.add(.body, [.blank, .text(step.words(.zh)), .count(totals.steps[step.rawValue])])
    }
    if !all.file.unreadable.isEmpty { grid.add(.body, [.blank, .text("无法读取的行"), .count(all.file.unreadable.count)]) }
  }

  // MARK: 需要处理

  private var lookSheet: Grid {
    let orders = all.unsettled
    var grid = sheet(
      "需要处理", "需要处理的拨付", note: cut(orders.count, "orders.csv"),
      [
        Grid.Column("拨付编号", 22, .center), Grid.Column("申报编号", 14, .center), Grid.Column("收款人", 30),
        Grid.Column("事项", 24), Grid.Column("镇街", 12, .center), Grid.Column("结论", 24), Grid.Column("应拨", 16, .right),
        Grid.Column("已拨", 16, .right), Grid.Column("区级未拨", 15, .right), Grid.Column("镇级未拨", 15, .right),
        Grid.Column("区级超拨", 15, .right), Grid.Column("镇级超拨", 15, .right),
      ])
    grid.addHeader()
    for order in orders.prefix(Allocation.mostLines) {
      let outcome = all.outcomes[order]
      grid.add(
        .body,
        [
          .text(all.book.number(order)), .text(all.application(order)), .text(all.payee(order)),
          .text(all.item(order)), .text(all.town(order)),
          .text(outcome.statuses.all.map { $0.words(.zh) }.joined(separator: "；")), yuan(outcome.whole.ordered),
          yuan(outcome.whole.paid), yuan(outcome.district.open), yuan(outcome.town.open),
          yuan(outcome.district.over), yuan(outcome.town.over),
        ])
    }
    if orders.isEmpty { grid.add(.note, "没有需要处理的拨付。") }
    grid.endFilter()
    return grid
  }

  // MARK: 支付记录

  private var paymentSheet: Grid {
    var grid = sheet(
      "支付记录", "支付记录与对应的明细", note: cut(all.file.rows.count, "payments.csv"),
      [
        Grid.Column("行", 8, .center), Grid.Column("支付凭证号", 20, .center), Grid.Column("收款人", 30),
        Grid.Column("金额", 16, .right), Grid.Column("日期", 12, .center), Grid.Column("级次", 8, .center),
        Grid.Column("状态", 9, .center), Grid.Column("拨付编号", 22, .center), Grid.Column("对上的依据", 14, .center),
        Grid.Column("情形", 26),
      ])
    grid.addHeader()
    for at in all.file.rows.indices.prefix(Allocation.mostLines) {
      let (payment, match) = (all.file.rows[at], all.matches[at])
      let told = payment.ending == .paid && !all.counts[at] ? ["同一凭证已退汇或追回，不计"] : []
      grid.add(
        .body,
        [
          .count(Int(payment.line)), .text(all.voucher(at)), .text(all.payeeOf(payment: at)), .yuan(payment.amount),
          .text(all.date(at)), .text(payment.level.words(.zh)), .text(payment.ending.words),
          .text(match.order < 0 ? "" : all.book.number(Int(match.order))), .text(match.step.words(.zh)),
          .text((all.findings[at].all.map { $0.words(.zh) } + told).joined(separator: "；")),
        ])
    }
    grid.endFilter()
    return grid
  }

  private func yuan(_ fen: Int128) -> Grid.Value { .yuan(Int64(clamping: fen)) }
}
