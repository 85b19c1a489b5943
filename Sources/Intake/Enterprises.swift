// The enterprise register as it is kept: a row to an enterprise, all that screening asks of it side by side.

package import Rulebook
import Tables

/// The enterprises of the register; the row of an enterprise is the number of its credit code.
package struct Enterprises: Sendable {
  package static var missing: Int32 { .min }

  /// As the register writes them, one after another.
  private var names: [UInt8] = []
  private var rows: [EnterpriseRow] = []
  /// The line on which each row stands.
  private var lines = Runs()
  /// Words whose numbers a row has no room for, by row and fact.
  private var farWords: [FarWord: Int32] = [:]
  /// Rows that cannot be trusted: a bad cell, or another row that differs.
  private var faulty: Set<Int32> = []
  /// By word, the town, or -1.
  private var townOfWord: [Int32] = []

  package var count: Int { rows.count }

  package func name(_ row: Int) -> ArraySlice<UInt8> {
    let (start, end) = nameRange(row)
    return names[start..<end]
  }

  private func nameRange(_ row: Int) -> (start: Int, end: Int) {
    (row == 0 ? 0 : Int(rows[row - 1].nameEnd), Int(rows[row].nameEnd))
  }

  /// A word as its number in `Registers.words`, a day as its number; `missing` where nothing was said.
  package func fact(_ fact: EnterpriseFact, of row: Int) -> Int32 {
    fact.word.map { word($0, of: row) } ?? day(fact, of: row)
  }

  @inline(__always)
  private func day(_ fact: EnterpriseFact, of row: Int) -> Int32 {
    if case .founded = fact { rows[row].founded } else { rows[row].movedIn }
  }

  @inline(__always)
  private func word(_ word: Int, of row: Int) -> Int32 {
    let near = rows[row].words[word]
    if near < EnterpriseRow.far { return Int32(near) }
    return near == EnterpriseRow.blank ? Enterprises.missing : farWords[FarWord(row: Int32(row), word: word)]!
  }

  /// The same of many enterprises; `Cell.missing` where nothing was said or nobody knows the enterprise.
  func facts(_ fact: EnterpriseFact, of codes: [Int32]) -> [Int64] {
    let word = fact.word
    return codes.map { code in
      guard code >= 0, Int(code) < rows.count else { return Cell.missing }
      let value = word.map { self.word($0, of: Int(code)) } ?? day(fact, of: Int(code))
      return value == Enterprises.missing ? Cell.missing : Int64(value)
    }
  }

  /// Index into `Registers.towns`, or -1.
  package func town(_ row: Int) -> Int {
    let word = word(townWord, of: row)
    return word == Enterprises.missing ? -1 : Int(townOfWord[Int(word)])
  }

  /// The row cannot be trusted: a bad cell, or another row that differs.
  package func isFaulty(_ row: Int) -> Bool { faulty.contains(Int32(row)) }

  package func place(_ row: Int) -> RowPlace { RowPlace(line: lines[row]) }

  /// Has the rows of these enterprises fetched.
  private func fetch(_ enterprises: [Int32]) {
    let rows = rows.span
    for code in enterprises where code >= 0 && Int(code) < rows.count { rows.fetch(Int(code)) }
  }

  /// The town of each of these enterprises, or -1.
  package func towns(_ enterprises: [Int32]) -> [Int32] {
    fetch(enterprises)
    return enterprises.map { $0 >= 0 && Int($0) < rows.count ? Int32(town(Int($0))) : -1 }
  }

  /// By row of a form, whether its column says the name of its enterprise as the register writes it.
  func areNamed(_ column: Int, of table: Table, _ enterprises: [Int32]) -> [Bool] {
    fetch(enterprises)
    let places = enterprises.map { code -> (start: UInt32, length: UInt32) in
      guard code >= 0, Int(code) < rows.count else { return (0, .max) }
      let (start, end) = nameRange(Int(code))
      return (UInt32(start), UInt32(end - start))
    }
    return table.equal(column, names, at: places)
  }

  /// The names of these enterprises, in their order; an empty one for one that the register does not know.
  func names(of enterprises: [Int32]) -> FoundTexts {
    fetch(enterprises)
    let places = enterprises.map { code -> (start: Int, end: Int) in
      code >= 0 && Int(code) < rows.count ? nameRange(Int(code)) : (0, 0)
    }
    return FoundTexts(places, in: names)
  }

  /// Makes room for enterprises like those that are there.
  mutating func reserve(_ wanted: Int) {
    rows.reserveCapacity(wanted)
    names.reserveCapacity(names.count / max(1, rows.count) * wanted)
  }

  /// Appends some of the rows of a piece of the register.
  ///
  /// - Parameter texts: by row, its name.
  mutating func append(_ piece: ArraySlice<EnterpriseRow>, named texts: Texts, lines: [Int32]) {
    guard let first = piece.indices.first, let last = piece.indices.last else { return }
    let start = texts.range(first).start
    let before = names.count
    names += texts.bytes[start..<texts.range(last).end]
    rows += piece
    for row in piece.indices {
      rows[rows.count - 1 - (last - row)].nameEnd = UInt32(before + texts.range(row).end - start)
      self.lines.append(lines[row])
    }
  }

  /// Keeps a word that its row has no room for.
  mutating func keep(farWord number: Int32, as fact: EnterpriseFact, of row: Int) {
    farWords[FarWord(row: Int32(row), word: fact.word!)] = number
  }

  mutating func markFaulty(_ row: Int) { faulty.insert(Int32(row)) }

  /// Notes by word the town that it names, or -1. Call once all rows are appended.
  mutating func note(townOfWord: [Int32]) { self.townOfWord = townOfWord }
}

/// An enterprise in 24 bytes.
struct EnterpriseRow: Sendable {
  /// The name stands between the end of the one before and this one.
  fileprivate(set) var nameEnd: UInt32 = 0
  /// By `EnterpriseFact.word`.
  fileprivate var words = [6 of UInt16](repeating: EnterpriseRow.blank)
  fileprivate var founded = Enterprises.missing
  fileprivate var movedIn = Enterprises.missing

  /// Stands for no word, and for one whose number is too large.
  fileprivate static var blank: UInt16 { .max }
  fileprivate static var far: UInt16 { .max - 1 }

  /// Notes a fact: a word as its number, a day as its number, `missing` where nothing was said.
  ///
  /// - Returns: whether there is room for it; the number of a far word is kept elsewhere.
  mutating func set(_ fact: EnterpriseFact, _ value: Int32) -> Bool {
    guard let word = fact.word else {
      if fact == .founded { founded = value } else { movedIn = value }
      return true
    }
    let isNear = value < Int32(EnterpriseRow.far)
    words[word] = value == Enterprises.missing ? EnterpriseRow.blank : isNear ? UInt16(value) : EnterpriseRow.far
    return isNear
  }
}

private struct FarWord: Hashable, Sendable {
  let row: Int32
  let word: Int
}

extension EnterpriseFact {
  /// Its place among the facts that are words; nil for a day.
  fileprivate var word: Int? {
    switch self {
    case .region: 0
    case .town: townWord
    case .legalForm: 2
    case .industry: 3
    case .status: 4
    case .grade: 5
    case .founded, .movedIn: nil
    }
  }

  /// Whether the value is a day; else it is a word.
  package var isDay: Bool { word == nil }
}

private let townWord = 1
