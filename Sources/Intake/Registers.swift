// What the registers say: the facts that applications are checked against, joined by small numbers.

package import Rulebook
package import Tables

/// The year's registers.
///
/// Credit codes are numbers in `codes`; per-code arrays may be shorter than `codes`, which grows as applications
/// name codes that no register knows.
package struct Registers: Sendable {
  /// Credit codes, folded; those of the enterprise register and of every other table.
  package var codes = Symbols()
  /// Subject numbers, folded.
  package var subjects = Symbols()
  /// Names, towns, industries and other words of the enterprise register.
  package var words = Symbols()
  package var enterprises = Enterprises()
  package var towns: [Town] = []
  package var shares: [Share] = []
  package var figures = Sheaf<FiguresRow>()
  package var upperAwards = Sheaf<UpperAward>()
  package var specialDeals = Sheaf<SpecialDeal>()
  package var vetoes = Sheaf<Veto>()
  package var priorAwards = Sheaf<PriorAward>()
  package var panels = Panels()
  /// The days of workdays.csv, and whether people work on them.
  package var workdays: [Day: Bool] = [:]
  /// By credit code: a row that concerns this enterprise cannot be read; where it stands.
  package var unreadable: [Int32: Place] = [:]
  /// Credit codes with a figures row that cannot be read: none of their figures is taken for a fact.
  package var unreadableFigures: Set<Int32> = []
  /// By register name, where rows came from.
  package var sources: [String: TableSource] = [:]

  package init() {}

  /// The enterprise's row, or nil if the register does not know the code.
  package func enterprise(_ code: Int32) -> Int? {
    guard code >= 0, Int(code) < enterprises.rowOfCode.count else { return nil }
    let row = enterprises.rowOfCode[Int(code)]
    return row < 0 ? nil : Int(row)
  }

  /// Whether people work on the day: as workdays.csv says, else Monday to Friday.
  package func isWorkday(_ day: Day) -> Bool {
    // 1970-01-01 was a Thursday.
    workdays[day] ?? !(2...3).contains(((day.number % 7) + 7) % 7)
  }

  /// The district's share of an award, millionths, with its line in shares.csv; nil if no row speaks of the town.
  package func share(town: Int, item: Int) -> Share? {
    shares.first { $0.town == town && $0.item == item } ?? shares.first { $0.town == town && $0.item == nil }
  }
}

/// The enterprise register, column by column; `Enterprises.missing` where nothing was said.
package struct Enterprises: Sendable {
  package static let missing = Int32.min

  /// By credit code, the row or -1.
  package var rowOfCode: [Int32] = []
  /// Numbers in `words`.
  package var names: [Int32] = []
  /// By `EnterpriseFact`: words as numbers in `words`, days as day numbers.
  package var facts: [[Int32]] = Array(repeating: [], count: EnterpriseFact.allCases.count)
  /// Index into `towns`, or -1.
  package var towns: [Int32] = []
  /// The row cannot be trusted: a bad cell, or another row that differs.
  package var faulty: [Bool] = []
  package var lines: [Int32] = []
  package var offsets: [Int] = []

  package var count: Int { names.count }

  package func fact(_ fact: EnterpriseFact, of row: Int) -> Int32 { facts[fact.index][row] }
}

extension EnterpriseFact {
  package var index: Int { EnterpriseFact.allCases.firstIndex(of: self)! }

  /// Whether the value is a day; else it is a word.
  package var isDay: Bool { self == .founded || self == .movedIn }
}

package struct Town: Sendable {
  package let name: String
  package let aliases: [String]
  /// Whether this district administers it; nil if the row cannot be read or another row says otherwise.
  package var administered: Bool?
  /// The row, or a share of the town, cannot be read.
  package var unreadable: Bool
  package let line: Int
}

package struct Share: Sendable {
  package let town: Int
  /// Nil for any item.
  package let item: Int?
  /// Millionths.
  package let district: Int64
  package let line: Int
  package let offset: Int
}

/// Where a register row stands.
package struct RowPlace: Sendable {
  package let line: Int32
  package let offset: Int

  package init(line: Int32, offset: Int) {
    self.line = line
    self.offset = offset
  }
}

package struct FiguresRow: Sendable {
  package let year: Int32
  /// Fen, or `Cell.missing`.
  package let sales: Int64
  package let output: Int64
  /// 0, 1 or `Cell.missing`.
  package let growthList: Int64
  package let historyComplete: Int64
  package let place: RowPlace
}

package struct UpperAward: Sendable {
  package enum Status: Int64, Sendable { case granted, paid, announced, applied }
  package let item: Int
  /// A number in `subjects`, -1 if blank.
  package let subject: Int32
  package let amount: Int64
  package let status: Status
  /// Nil if the register does not say.
  package let sameSubject: Bool?
  package let place: RowPlace
}

package struct SpecialDeal: Sendable {
  /// Nil if the agreement names none.
  package let items: [Int]?
  package let from: Day
  package let to: Day?
  package let place: RowPlace
}

package struct Veto: Sendable {
  package enum Advice: Int64, Sendable { case veto, hold, note }
  package let advice: Advice
  package let date: Day
  package let cleared: Day?
  package let place: RowPlace
}

package struct PriorAward: Sendable {
  package let year: Int32
  package let item: Int
  /// Index into the rulebook's levels.
  package let level: Int
  /// A number in `subjects`, -1 if blank.
  package let subject: Int32
  package let amount: Int64
  package let paid: Bool
  package let place: RowPlace
}

/// Rows by key: all rows of one key lie together, in the order in which they were read.
package struct Sheaf<Row: Sendable>: Sendable {
  package private(set) var rows: [Row] = []
  private var starts: [Int32] = [0]

  package init() {}

  /// Ties up rows with their keys.
  package init(_ keyed: [(key: Int32, row: Row)], keys: Int) {
    starts = [Int32](repeating: 0, count: keys + 1)
    for (key, _) in keyed { starts[Int(key) + 1] += 1 }
    for key in 0..<keys { starts[key + 1] += starts[key] }
    var next = starts
    var order = [Int](repeating: 0, count: keyed.count)
    for (index, entry) in keyed.enumerated() {
      order[Int(next[Int(entry.key)])] = index
      next[Int(entry.key)] += 1
    }
    rows = order.map { keyed[$0].row }
  }

  package subscript(key: Int32) -> ArraySlice<Row> {
    guard key >= 0, Int(key) + 1 < starts.count else { return [] }
    return rows[Int(starts[Int(key)])..<Int(starts[Int(key) + 1])]
  }
}
