// 资金安排: every award by town and by item, with subtotals, and the whole in words; 公示名单: the public's part of it.

import Decision
import Papers
import Rulebook
import Screening
import Tables

extension Allocation {
  func fundsSheet() -> Grid {
    let awards = roll.awards
    var grid = sheet(
      "资金安排", "资金安排表", note: "单位：万元。按镇街、事项排列；一个事项在一个镇街只有一项的，不另列小计。" + cut(awards.count),
      [
        Grid.Column("序号", 6, .center), Grid.Column("所属镇街", 11, .center), Grid.Column("事项", 24), Grid.Column("级别", 18),
        Grid.Column("单位名称", 26), Grid.Column("项目（标的）名称", 26), Grid.Column("申报编号", 13, .center),
        Grid.Column("标准额", 11, .right), Grid.Column("上级已奖补", 11, .right), Grid.Column("应奖补额", 11, .right),
        Grid.Column("拟安排", 11, .right), Grid.Column("区级承担", 11, .right), Grid.Column("镇级承担", 11, .right),
      ])
    grid.addHeader()
    var byTown: [Int: [Int]] = [:]
    for number in awards { byTown[roll.town(number), default: []].append(number) }
    var serial = 0
    for town in funds.towns { addTown(town, byTown[town] ?? [], &serial, to: &grid) }
    grid.endFilter()
    grid.add(.total, sumLine("合计", "", funds.total))
    grid.add(.note, "合计（大写）：" + capitalAmount(Int64(clamping: funds.total.amount)))
    addItems(to: &grid)
    return grid
  }

  private func addTown(_ town: Int, _ numbers: [Int], _ serial: inout Int, to grid: inout Grid) {
    let name = roll.townName(town)
    let cells = funds.cells[town < 0 ? funds.cells.count - 1 : town]
    var item = -1
    for number in numbers {
      let entry = roll.entry(number)
      if item >= 0, entry.item != item { addSubtotal(name, item, cells[item], to: &grid) }
      item = entry.item
      serial += 1
      guard serial <= Allocation.mostLines else { continue }
      grid.add(
        .body,
        [
          .count(serial), .text(name), .text(roll.itemTitle(entry.item)), .text(roll.levelTitle(entry)),
          .text(entry.name), .text(entry.subjectName), .text(entry.id), .wan(decisions.standard[number]),
          .wan(decisions.upper(number)), .wan(decisions.entitlement(number)), .wan(decisions.amount(number)),
          .wan(decisions.district(number)), .wan(decisions.town(number)),
        ])
    }
    if item >= 0 { addSubtotal(name, item, cells[item], to: &grid) }
    grid.add(.total, sumLine(name, "\(name) 小计", funds.town(town)))
  }

  private func addSubtotal(_ town: String, _ item: Int, _ sum: Funds, to grid: inout Grid) {
    if sum.count > 1 { grid.add(.subtotal, sumLine(town, roll.itemTitle(item) + " 小计", sum)) }
  }

  private func addItems(to grid: inout Grid) {
    grid.add(.section, "分事项")
    grid.add(.header, grid.columns.map { .text($0.title) })
    for item in rulebook.items.indices where funds.item(item).count > 0 {
      grid.add(.body, sumLine("全区", roll.itemTitle(item), funds.item(item)))
    }
    grid.add(.total, sumLine("全区", "合计", funds.total))
  }

  /// A line of sums: how many awards, and their money.
  private func sumLine(_ town: String, _ item: String, _ sum: Funds) -> [Grid.Value] {
    [
      .blank, .text(town), .text(item), .blank, .text("\(sum.count) 项"), .blank, .blank, wan(sum.standard),
      wan(sum.upper), .blank, wan(sum.amount), wan(sum.district), wan(sum.town),
    ]
  }

  func noticeSheet() -> Grid {
    let lines = noticeLines(roll)
    let widths: [Double] = [6, 40, 32, 40, 12, 15]
    let aligns: [Grid.Column.Align] = [.center, .left, .left, .left, .center, .right]
    var grid = sheet(
      "公示名单", "拟安排资金公示名单", note: "公示期：\(period.words)。" + cut(lines.count),
      noticeTitles.indices.map { Grid.Column(noticeTitles[$0], widths[$0], aligns[$0]) })
    grid.addHeader()
    for line in lines.prefix(Allocation.mostLines) {
      grid.add(
        .body,
        [
          .count(line.serial), .text(line.item), .text(line.enterprise), .text(line.subject), .text(line.town),
          .wan(line.amount),
        ])
    }
    grid.endFilter()
    grid.add(.total, [.blank, .text("合计"), .text("\(lines.count) 项"), .blank, .blank, wan(funds.total.amount)])
    return grid
  }
}
