// What the registers hold of each credit code, found once for all questions.

import Cores
import Tables

/// What the registers hold of a credit code, so that most questions are answered without looking.
@usableFromInline package struct Marks: OptionSet, Sendable {
  @usableFromInline package let rawValue: UInt8
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
    var found: Marks = codes.isCreditCode(code) ? .isCreditCode : []
    if !specialDeals.range(code).isEmpty { found.insert(.specialDeals) }
    if !vetoes.range(code).isEmpty { found.insert(.vetoes) }
    if !priorAwards.range(code).isEmpty { found.insert(.priorAwards) }
    if !upperAwards.range(code).isEmpty { found.insert(.upperAwards) }
    return found
  }

  private func isPlain(_ enterprise: Int) -> Bool {
    let town = enterprises.town(enterprise)
    // A faulty row is an unreadable one.
    guard marks[enterprise].subtracting(.history) == .isCreditCode, town >= 0 else { return false }
    return towns[town].administered != false && !towns[town].unreadable
  }
}
