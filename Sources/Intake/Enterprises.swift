// The enterprise register as it is kept: a row to an enterprise, all that screening asks of it side by side.

package import Rulebook
import Tables

/// The enterprises of the register; the row of an enterprise is the number of its credit code.
package struct Enterprises: Sendable {
  package static let missing = Int32.min

  /// As the register writes them.
  private var names = Texts()
  private var rows: [EnterpriseRow] = []

  package var count: Int { rows.count }

  package func name(_ row: Int) -> ArraySlice<UInt8> { names[row] }

  /// A word as its number in `Registers.words`, a day as its number; `missing` where nothing was said.
  package func fact(_ fact: EnterpriseFact, of row: Int) -> Int32 { rows[row].facts[fact.index] }

  /// Index into `Registers.towns`, or -1.
  package func town(_ row: Int) -> Int { Int(rows[row].town) }

  /// The row cannot be trusted: a bad cell, or another row that differs.
  package func isFaulty(_ row: Int) -> Bool { rows[row].isFaulty }

  package func place(_ row: Int) -> RowPlace { rows[row].place }

  mutating func append(_ row: EnterpriseRow, name: ArraySlice<UInt8>) {
    names.append(name)
    rows.append(row)
  }

  mutating func markFaulty(_ row: Int) { rows[row].isFaulty = true }
}

struct EnterpriseRow: Sendable {
  /// By `EnterpriseFact`.
  var facts = [8 of Int32](repeating: Enterprises.missing)
  var town: Int32 = -1
  var isFaulty = false
  let place: RowPlace
}

extension EnterpriseFact {
  package var index: Int {
    switch self {
    case .region: 0
    case .town: 1
    case .legalForm: 2
    case .industry: 3
    case .status: 4
    case .grade: 5
    case .founded: 6
    case .movedIn: 7
    }
  }

  /// Whether the value is a day; else it is a word.
  package var isDay: Bool { self == .founded || self == .movedIn }
}

/// What the registers hold of a credit code, so that most questions are answered without looking.
package struct Marks: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The code has its form and both check characters.
  package static let isCreditCode = Marks(rawValue: 1)
  /// A row that concerns it cannot be read.
  package static let unreadable = Marks(rawValue: 2)
  /// A figures row cannot be read, so that none of its figures counts.
  package static let unreadableFigures = Marks(rawValue: 4)
  package static let specialDeals = Marks(rawValue: 8)
  package static let vetoes = Marks(rawValue: 16)
  package static let priorAwards = Marks(rawValue: 32)
  package static let upperAwards = Marks(rawValue: 64)
}

extension Registers {
  /// Notes by code what the registers hold. Call once all are read.
  mutating func mark() {
    marks = (0..<Int32(codes.count)).map { code in
      var found: Marks = Tables.isCreditCode(codes.bytes(code)) ? .isCreditCode : []
      if !specialDeals[code].isEmpty { found.insert(.specialDeals) }
      if !vetoes[code].isEmpty { found.insert(.vetoes) }
      if !priorAwards[code].isEmpty { found.insert(.priorAwards) }
      if !upperAwards[code].isEmpty { found.insert(.upperAwards) }
      return found
    }
    for code in unreadable.keys { marks[Int(code)].insert(.unreadable) }
    for code in unreadableFigures { marks[Int(code)].insert(.unreadableFigures) }
  }
}
