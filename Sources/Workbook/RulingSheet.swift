// 口径: the open points of the law, who decided them, and what every alternative would change.

import Decision
import Papers
import Pricing
import Rulebook
import Tables

extension Allocation {
  func rulingSheet() -> Grid {
    let open = rulebook.rulings.count { $0.status == .byDefault }
    var grid = sheet(
      "口径", "口径清单",
      note: "共 \(rulebook.rulings.count) 项口径，其中 \(open) 项未定（按默认口径计算）。影响为改用备选口径后与本次结果之差。"
        + (prices == nil ? "申报超过两万件，影响请用 allot simulate 计算。" : ""),
      [
        Grid.Column("序号", 6, .center), Grid.Column("条款", 12, .center), Grid.Column("问题", 42), Grid.Column("现行口径", 16),
        Grid.Column("状态", 8, .center), Grid.Column("决定人", 11), Grid.Column("文件", 13), Grid.Column("备选口径", 16),
        Grid.Column("资金增减（万元）", 13, .right), Grid.Column("新增支持", 9, .center), Grid.Column("不再支持", 9, .center),
        Grid.Column("金额变动", 9, .center), Grid.Column("结论变动", 9, .center), Grid.Column("口径编号", 24),
      ])
    grid.addHeader()
    for (at, ruling) in rulebook.rulings.enumerated() {
      let head: [Grid.Value] = [
        .count(at + 1), .text(clauseWords(ruling.clause)), .text(ruling.question), .text(choiceWords(ruling.choice)),
        .text(ruling.status == .byDefault ? "未定" : "已定"), .text(ruling.decidedBy), .text(ruling.document),
      ]
      let rest = [Grid.Value](repeating: .blank, count: 6)
      if ruling.alternatives.isEmpty { grid.add(.body, head + rest + [.text(ruling.id)]) }
      for (index, choice) in ruling.alternatives.enumerated() {
        let price = prices?[at].alternatives[index]
        grid.add(.body, head + [.text(choiceWords(choice))] + cells(price) + [.text(ruling.id)])
      }
    }
    grid.endFilter()
    return grid
  }

  private func cells(_ price: AlternativePrice?) -> [Grid.Value] {
    guard let effect = price?.effect else { return [.text("未计算"), .blank, .blank, .blank, .blank] }
    return [
      wan(effect.change), .count(effect.won.count), .count(effect.lost.count), .count(effect.repriced),
      .count(effect.restated),
    ]
  }
}
