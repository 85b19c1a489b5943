// 服务登记: claims that no money answers, with the day until which a first-set product counts as having a record.

import Decision
import Intake
import Papers
import Rulebook
import Screening
import Tables

extension Allocation {
  func serviceSheet() -> Grid {
    let services = roll.order.filter { decisions.statuses[$0] == .service }
    var grid = sheet(
      "服务登记", "服务事项登记表", note: "共 \(services.count) 件，不安排资金。" + recordNotes + cut(services.count),
      [
        Grid.Column("序号", 6, .center), Grid.Column("事项", 30), Grid.Column("条款", 10, .center),
        Grid.Column("申报编号", 13, .center),
        Grid.Column("单位名称", 28), Grid.Column("项目（产品）名称", 36), Grid.Column("所属镇街", 11, .center),
        Grid.Column("受理时间", 19, .center), Grid.Column("认定日期", 13, .center), Grid.Column("视同具备业绩至", 15, .center),
      ])
    grid.addHeader()
    for (at, number) in services.prefix(Allocation.mostLines).enumerated() {
      let entry = roll.entry(number)
      let recognised = recognisedOn(number)
      grid.add(
        .body,
        [
          .count(at + 1), .text(roll.itemTitle(entry.item)), .text(roll.clauseWords(entry.item)), .text(entry.id),
          .text(entry.name), .text(entry.subjectName), .text(roll.townName(entry.town)), receivedAt(number),
          recognised.map { Grid.Value.text($0.description) } ?? .blank,
          recordUntil(entry, recognised).map { Grid.Value.text($0.description) } ?? .blank,
        ])
    }
    grid.endFilter()
    return grid
  }

  /// The last day on which a product counts as having a record, where the level's quote grants years from recognition.
  private func recordUntil(_ entry: Papers.Entry, _ recognised: Day?) -> Day? {
    guard entry.level >= 0, let recognised, let years = recordYears(rulebook.levels[entry.level].quote) else {
      return nil
    }
    return anniversary(of: recognised, after: years)
  }

  /// The quotes that grant such years, each once.
  private var recordNotes: String {
    var quotes: [String] = []
    for level in rulebook.levels where recordYears(level.quote) != nil && !quotes.contains(level.quote) {
      quotes.append(level.quote)
    }
    return quotes.map { $0 + "。" }.joined()
  }

  private func recognisedOn(_ number: Int) -> Day? {
    guard let field = rulebook.fields.firstIndex(where: { $0.name == "recognised_on" && $0.kind == .day }) else {
      return nil
    }
    let (at, row) = roll.year.applications.locate(number)
    let value = roll.year.applications.chunks[at].field(field, row)
    return Cell.isKnown(value) ? Day(number: Int(value)) : nil
  }

  private func receivedAt(_ number: Int) -> Grid.Value {
    let (at, row) = roll.year.applications.locate(number)
    let moment = roll.year.applications.chunks[at].receivedAt(row)
    return Cell.isKnown(moment) ? .text(momentText(moment)) : .blank
  }
}

/// The years of `自认定之日起2年内…`, nil if the quote says no such thing.
func recordYears(_ quote: String) -> Int? {
  guard let start = quote.firstRange(of: "自认定之日起"), let end = quote[start.upperBound...].firstRange(of: "年内") else {
    return nil
  }
  return Int(quote[start.upperBound..<end.lowerBound])
}

/// The same day some years later (民法典 第201、202条), the month's last where it has no such day.
func anniversary(of day: Day, after years: Int) -> Day {
  let (year, month, date) = day.parts
  return Day(year: year + years, month: month, day: date) ?? Day(year: year + years, month: month, day: 28)!
}
