// 企业汇总: everything that one enterprise applied for and gets.

import Decision
import Intake
import Papers
import Rulebook
import Screening
import Tables

extension Allocation {
  func enterpriseSheet() -> Grid {
    let list = enterprises()
    var grid = sheet(
      "企业汇总", "企业汇总表", note: "单位：件、万元。标准额、上级已奖补为获支持项目之和；按拟安排金额排列。" + cut(list.count),
      [
        Grid.Column("序号", 6, .center), Grid.Column("单位名称", 28), Grid.Column("统一社会信用代码", 21, .center),
        Grid.Column("所属镇街", 11, .center), Grid.Column("申报", 7, .center), Grid.Column("获支持", 7, .center),
        Grid.Column("待核", 7, .center), Grid.Column("标准额", 11, .right), Grid.Column("上级已奖补", 11, .right),
        Grid.Column("拟安排", 11, .right), Grid.Column("区级承担", 11, .right), Grid.Column("镇级承担", 11, .right),
        Grid.Column("获支持事项", 46),
      ])
    grid.addHeader()
    for (at, enterprise) in list.prefix(Allocation.mostLines).enumerated() {
      let first = roll.entry(enterprise.numbers[0])
      let awards = enterprise.numbers.filter { decisions.statuses[$0] == .awarded }
      let items = awards.map { "\(roll.itemTitle(roll.item($0))) \(wanText(decisions.amount($0)))" }
      let sum = enterprise.funds
      grid.add(
        .body,
        [
          .count(at + 1), .text(first.name), .text(first.uscc), .text(roll.townName(first.town)),
          .count(enterprise.numbers.count), .count(sum.count),
          .count(enterprise.numbers.count { decisions.statuses[$0] == .pending }), wan(sum.standard), wan(sum.upper),
          wan(sum.amount), wan(sum.district), wan(sum.town), .text(items.joined(separator: "；")),
        ])
    }
    grid.endFilter()
    let sum = funds.total
    grid.add(
      .total,
      [
        .blank, .text("合计"), .text("\(list.count) 家"), .blank, .count(roll.order.count), .count(sum.count),
        .count(totals.total.count(.pending)), wan(sum.standard), wan(sum.upper), wan(sum.amount), wan(sum.district),
        wan(sum.town), .blank,
      ])
    return grid
  }

  private struct Enterprise {
    var numbers: [Int]
    var funds = Funds()
  }

  /// The enterprises by what they get, then by their first application; those without a readable code one by one.
  private func enterprises() -> [Enterprise] {
    var list: [Enterprise] = []
    var places: [Int32: Int] = [:]
    for number in roll.order {
      let (at, row) = roll.year.applications.locate(number)
      let code = roll.year.applications.chunks[at].enterprises[row]
      let place = code < 0 ? nil : places[code]
      if let place {
        list[place].numbers.append(number)
      } else {
        if code >= 0 { places[code] = list.count }
        list.append(Enterprise(numbers: [number]))
      }
      if decisions.statuses[number] == .awarded { list[place ?? list.count - 1].funds.add(number, decisions) }
    }
    return list.enumerated().sorted { left, right in
      let (a, b) = (left.element.funds.amount, right.element.funds.amount)
      return a != b ? a > b : left.offset < right.offset
    }.map(\.element)
  }
}
