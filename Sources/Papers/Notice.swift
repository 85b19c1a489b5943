// 公示名单: what the public reads of the awards, and no more.
//
// Never a phone, an account, a credit code, a score, a figure of the enterprise or an expert: a line is made of six
// things, and nothing else can come in.

import Decision
package import Intake
package import Tables

/// A line of the public list.
package struct NoticeLine: Equatable, Sendable {
  package let serial: Int
  package let item: String
  package let enterprise: String
  package let subject: String
  package let town: String
  /// Fen.
  package let amount: Int64
}

/// The titles of the public list, in its order.
package let noticeTitles = ["序号", "事项", "单位名称", "项目（标的）名称", "所属镇街", "拟安排金额（万元）"]

package func noticeLines(_ roll: Roll) -> [NoticeLine] {
  roll.awards.enumerated().map { at, number in
    let entry = roll.entry(number)
    let level = roll.levelTitle(entry)
    return NoticeLine(
      serial: at + 1, item: roll.itemTitle(entry.item) + (level.isEmpty ? "" : "（\(level)）"), enterprise: entry.name,
      subject: entry.subjectName, town: roll.townName(entry.town), amount: roll.decisions.amount(number))
  }
}

/// notice.csv
package func noticeTable(_ lines: [NoticeLine]) -> Paper {
  var csv = CSVWriter(header: noticeTitles)
  for line in lines {
    csv.integer(Int64(line.serial))
    csv.text(line.item)
    csv.text(line.enterprise)
    csv.text(line.subject)
    csv.text(line.town)
    csv.plain(wanText(line.amount).filter { $0 != "," })
    csv.endRow()
  }
  return Paper(name: "notice.csv", bytes: csv.bytes)
}

/// How long the list is shown: working days, the first counted.
package struct NoticePeriod: Equatable, Sendable {
  package let days: Int
  /// Nil where the first day is not set yet.
  package let dates: ClosedRange<Day>?

  /// Counts working days by the calendar of the year's workdays.
  ///
  /// - Parameter start: a working day, or nil.
  package init(days: Int, from start: Day?, _ registers: Registers) {
    self.days = days
    dates = start.map { start in
      var (last, left) = (start, max(0, days - 1))
      while left > 0 {
        last = Day(number: last.number + 1)
        if registers.isWorkday(last) { left -= 1 }
      }
      return start...last
    }
  }

  /// `自2025年6月3日至2025年6月9日（5个工作日）`, or `自发布之日起5个工作日`.
  package var words: String {
    guard let dates else { return "自发布之日起\(days)个工作日" }
    return "自\(chineseDate(dates.lowerBound))至\(chineseDate(dates.upperBound))（\(days)个工作日）"
  }
}

/// `2025年6月3日`
package func chineseDate(_ day: Day) -> String {
  let (year, month, date) = day.parts
  return "\(year)年\(month)月\(date)日"
}
