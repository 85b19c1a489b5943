// The year's applications as the papers for people call them: names instead of numbers, reasons in words.

package import Decision
package import Intake
package import Rulebook
package import Screening
import Tables

/// One application for people.
package struct Entry: Sendable {
  /// The row number.
  package let number: Int
  package let id: String
  package let uscc: String
  package let name: String
  package let subject: String
  package let subjectName: String
  /// Indices into the rulebook, -1 where nobody can tell.
  package let item: Int
  package let level: Int
  /// Index into `Registers.towns`, -1 where the enterprise or its town is unknown.
  package let town: Int
  package let status: Status
}

/// All applications of a year, each made an entry when it is asked for.
package struct Roll: Sendable {
  package let decisions: Decisions
  /// Row numbers by application id.
  package let order: [Int]
  /// Competitions by item.
  package let competitions: [Int: Competition]

  package init(_ decisions: Decisions) {
    self.decisions = decisions
    order = decisions.order.map { Int($0) }
    competitions = Dictionary(uniqueKeysWithValues: decisions.competitions.map { ($0.item, $0) })
  }

  package var year: Year { decisions.year }
  package var rulebook: Rulebook { decisions.year.rulebook }

  package func entry(_ number: Int) -> Entry {
    let (at, row) = year.applications.locate(number)
    let chunk = year.applications.chunks[at]
    return Entry(
      number: number, id: String(decoding: chunk.id(row), as: UTF8.self), uscc: text(year.uscc(at, row)),
      name: text(year.name(at, row)), subject: text(year.subject(at, row)), subjectName: chunk.text(.subjectName, row),
      item: Int(chunk.items[row]), level: Int(chunk.levels[row]), town: town(number),
      status: decisions.statuses[number])
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  package func item(_ number: Int) -> Int {
    let (at, row) = year.applications.locate(number)
    return Int(year.applications.chunks[at].items[row])
  }

  /// Index into `Registers.towns`, or -1.
  package func town(_ number: Int) -> Int {
    let (at, row) = year.applications.locate(number)
    return year.town(at, row)
  }

  package func townName(_ town: Int) -> String { town < 0 ? "（未明确）" : year.registers.towns[town].name }

  package func itemTitle(_ item: Int) -> String { item < 0 ? "（无法识别）" : rulebook.items[item].title }

  /// The level's title, empty where the item has only one.
  package func levelTitle(_ entry: Entry) -> String {
    guard entry.item >= 0, entry.level >= 0, rulebook.items[entry.item].levels.count > 1 else { return "" }
    return rulebook.levels[entry.level].title
  }

  /// The clause of an item, as `第1条`, `注意事项第2条`; empty where there is no item.
  package func clauseWords(_ item: Int) -> String {
    item < 0 ? "" : Papers.clauseWords(rulebook.clauses[rulebook.items[item].clause].id)
  }

  package func reasonWords(_ entry: Entry) -> [String] {
    decisions.reasons(entry.number).map { Papers.reasonWords($0, rulebook, item: entry.item, .zh) }
  }

  /// Row numbers of awards: by item in policy order, within it by rank where there is one, else by id.
  package var awards: [Int] {
    let awarded = order.filter { decisions.statuses[$0] == .awarded }
    return awarded.enumerated().sorted { left, right in
      let (a, b) = (item(left.element), item(right.element))
      if a != b { return a < b }
      let (first, second) = (decisions.rank(left.element), decisions.rank(right.element))
      return first != second ? first < second : left.offset < right.offset
    }.map(\.element)
  }
}

/// `1` is `第1条`; `n2` is `注意事项第2条`; any other name stands as it is.
package func clauseWords(_ clause: String) -> String {
  if !clause.isEmpty, clause.utf8.allSatisfy({ isDigit($0) }) { return "第\(clause)条" }
  let digits = clause.dropFirst()
  guard clause.hasPrefix("n"), !digits.isEmpty, digits.utf8.allSatisfy({ isDigit($0) }) else { return clause }
  return "注意事项第\(digits)条"
}

/// Money of a part of the year: fen; 128 bits, for ten million rows.
package struct Funds: Equatable, Sendable {
  package var count = 0
  package var standard: Int128 = 0
  package var upper: Int128 = 0
  package var amount: Int128 = 0
  package var district: Int128 = 0

  package init() {}

  package var town: Int128 { amount - district }

  package mutating func add(_ number: Int, _ decisions: Decisions) {
    count += 1
    if Cell.isKnown(decisions.standard[number]) { standard += Int128(decisions.standard[number]) }
    if Cell.isKnown(decisions.upper(number)) { upper += Int128(decisions.upper(number)) }
    amount += Int128(decisions.amount(number))
    district += Int128(decisions.district(number))
  }

  package mutating func add(_ other: Funds) {
    count += other.count
    standard += other.standard
    upper += other.upper
    amount += other.amount
    district += other.district
  }
}

/// Awards by town and item.
package struct FundsTable: Sendable {
  /// Towns in the order of the towns table; the last is for awards without a town.
  package private(set) var cells: [[Funds]]

  package init(_ roll: Roll) {
    let items = [Funds](repeating: Funds(), count: roll.rulebook.items.count)
    cells = Array(repeating: items, count: roll.year.registers.towns.count + 1)
    for number in roll.order where roll.decisions.statuses[number] == .awarded {
      let town = roll.town(number)
      cells[town < 0 ? cells.count - 1 : town][roll.item(number)].add(number, roll.decisions)
    }
  }

  /// Town numbers with an award, -1 (no town) last.
  package var towns: [Int] {
    cells.indices.filter { row in cells[row].contains { $0.count > 0 } }.map { $0 == cells.count - 1 ? -1 : $0 }
  }

  package func town(_ town: Int) -> Funds { sum(cells[town < 0 ? cells.count - 1 : town]) }
  package func item(_ item: Int) -> Funds { sum(cells.map { $0[item] }) }
  package var total: Funds { sum(cells.flatMap { $0 }) }

  private func sum(_ parts: [Funds]) -> Funds {
    var sum = Funds()
    for part in parts { sum.add(part) }
    return sum
  }
}
