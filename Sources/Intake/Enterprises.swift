// The enterprise register as it is kept: a row to an enterprise, all that screening asks of it side by side.

import Cores
package import Rulebook
import Tables

/// The enterprises of the register; the row of an enterprise is the number of its credit code.
package struct Enterprises: Sendable {
  package static let missing = Int32.min

  /// As the register writes them, one after another.
  private var names: [UInt8] = []
  private var rows: [EnterpriseRow] = []

  package var count: Int { rows.count }

  package func name(_ row: Int) -> ArraySlice<UInt8> {
    let (start, end) = nameRange(row)
    return names[start..<end]
  }

  private func nameRange(_ row: Int) -> (start: Int, end: Int) {
    let start = Int(rows[row].nameStart)
    return (start, start + Int(rows[row].nameLength))
  }

  /// A word as its number in `Registers.words`, a day as its number; `missing` where nothing was said.
  package func fact(_ fact: EnterpriseFact, of row: Int) -> Int32 { rows[row].facts[fact.index] }

  /// The same of many enterprises; `Cell.missing` where nothing was said or nobody knows the enterprise.
  func facts(_ fact: EnterpriseFact, of codes: [Int32]) -> [Int64] {
    let index = fact.index
    return codes.map { code in
      guard code >= 0, Int(code) < rows.count else { return Cell.missing }
      let value = rows[Int(code)].facts[index]
      return value == Enterprises.missing ? Cell.missing : Int64(value)
    }
  }

  /// Index into `Registers.towns`, or -1.
  package func town(_ row: Int) -> Int { Int(rows[row].town) }

  /// The row cannot be trusted: a bad cell, or another row that differs.
  package func isFaulty(_ row: Int) -> Bool { rows[row].isFaulty }

  package func place(_ row: Int) -> RowPlace { rows[row].place }

  /// By row of a form, the town of its enterprise, or -1; reading all of them at once spares waiting for each later.
  func towns(_ enterprises: [Int32]) -> [Int32] {
    enterprises.map { $0 >= 0 && Int($0) < rows.count ? rows[Int($0)].town : -1 }
  }

  /// By row of a form, whether its column says the name of its enterprise as the register writes it.
  func areNamed(_ column: Int, of table: Table, _ enterprises: [Int32]) -> [Bool] {
    let places = enterprises.map { code -> (start: UInt32, length: UInt32) in
      guard code >= 0, Int(code) < rows.count else { return (0, .max) }
      return (rows[Int(code)].nameStart, rows[Int(code)].nameLength)
    }
    return table.equal(column, names, at: places)
  }

  /// The names of these enterprises, in their order; an empty one for one that the register does not know.
  func names(of enterprises: [Int32]) -> Texts {
    let places = enterprises.map { code -> (start: Int, end: Int) in
      code >= 0 && Int(code) < rows.count ? nameRange(Int(code)) : (0, 0)
    }
    return Texts(places, of: names)
  }

  /// Keeps the names of rows that may be appended.
  mutating func keep(_ texts: Texts, for entries: inout [EnterpriseRow]) {
    let base = names.count
    names += texts.bytes
    for row in entries.indices {
      let (start, end) = texts.range(row)
      (entries[row].nameStart, entries[row].nameLength) = (UInt32(base + start), UInt32(end - start))
    }
  }

  /// Appends a row whose name is kept.
  mutating func append(_ row: EnterpriseRow) { rows.append(row) }

  mutating func markFaulty(_ row: Int) { rows[row].isFaulty = true }
}

struct EnterpriseRow: Sendable {
  fileprivate var nameStart: UInt32 = 0
  fileprivate var nameLength: UInt32 = 0
  var town: Int32 = -1
  /// By `EnterpriseFact`.
  var facts = [8 of Int32](repeating: Enterprises.missing)
  let place: RowPlace
  fileprivate(set) var isFaulty = false

  init(place: RowPlace) { self.place = place }
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
  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The code has its form and both check characters.
  @inlinable package static var isCreditCode: Marks { Marks(rawValue: 1) }
  /// A row that concerns it cannot be read.
  @inlinable package static var unreadable: Marks { Marks(rawValue: 2) }
  /// A figures row cannot be read, so that none of its figures counts.
  @inlinable package static var unreadableFigures: Marks { Marks(rawValue: 4) }
  @inlinable package static var specialDeals: Marks { Marks(rawValue: 8) }
  @inlinable package static var vetoes: Marks { Marks(rawValue: 16) }
  @inlinable package static var priorAwards: Marks { Marks(rawValue: 32) }
  @inlinable package static var upperAwards: Marks { Marks(rawValue: 64) }
  /// A sound row of the enterprise register, with a good code and a town of this district, and readable figures.
  @inlinable package static var plain: Marks { Marks(rawValue: 128) }
  /// What screening looks up row by row.
  @inlinable package static var history: Marks { [.specialDeals, .vetoes, .priorAwards, .upperAwards] }
}

extension Registers {
  /// Notes by code what the registers hold. Call once all are read.
  mutating func mark(on cores: Cores) {
    let (registers, step) = (self, 1 << 16)
    marks = cores.inOrder((codes.count + step - 1) / step, into: []) { part in
      (part * step..<min(registers.codes.count, (part + 1) * step)).map { registers.look(Int32($0)) }
    } take: {
      $0 += $1
    }
    for code in unreadable.keys { marks[Int(code)].insert(.unreadable) }
    for code in unreadableFigures { marks[Int(code)].insert(.unreadableFigures) }
    for row in 0..<enterprises.count where isPlain(row) { marks[row].insert(.plain) }
  }

  private func look(_ code: Int32) -> Marks {
    var found: Marks = Tables.isCreditCode(codes.bytes(code)) ? .isCreditCode : []
    if !specialDeals.range(code).isEmpty { found.insert(.specialDeals) }
    if !vetoes.range(code).isEmpty { found.insert(.vetoes) }
    if !priorAwards.range(code).isEmpty { found.insert(.priorAwards) }
    if !upperAwards.range(code).isEmpty { found.insert(.upperAwards) }
    return found
  }

  /// Reads the first awards of these enterprises; the sum says nothing.
  func awardsTouched(_ codes: [Int32]) -> Int {
    codes.reduce(0) { $0 + (upperAwards[$1].first?.item ?? 0) + (priorAwards[$1].first?.item ?? 0) }
  }

  private func isPlain(_ enterprise: Int) -> Bool {
    let town = enterprises.town(enterprise)
    guard marks[enterprise].subtracting(.history) == .isCreditCode, !enterprises.isFaulty(enterprise), town >= 0 else {
      return false
    }
    return towns[town].administered != false && !towns[town].unreadable
  }
}
