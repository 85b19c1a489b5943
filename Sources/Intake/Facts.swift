// What is known of an application: its own evidence, and what the registers say of its enterprise.

package import Rulebook
package import Tables

/// The facts of a chunk's applications; one object, since it is handed on for every question.
package final class Facts: Sendable {
  package let rulebook: Rulebook
  package let registers: Registers
  package let chunk: Chunk
  /// What the rows say.
  package let evidence: Evidence

  package convenience init(_ chunk: Chunk, _ rulebook: Rulebook, _ registers: Registers) {
    self.init(chunk, chunk.evidence, rulebook, registers)
  }

  init(_ chunk: Chunk, _ evidence: Evidence, _ rulebook: Rulebook, _ registers: Registers) {
    self.chunk = chunk
    self.evidence = evidence
    self.rulebook = rulebook
    self.registers = registers
  }

  // MARK: Questions to the chunk, the registers and the policy: another room that asks these itself copies them whole.

  /// The item and the level of a row, -1 where they cannot be told.
  package func subjectMatter(_ row: Int) -> (item: Int, level: Int) { chunk.subjectMatter(row) }

  /// Where a row stands, or one of its cells.
  package func place(_ row: Int, _ column: Int? = nil) -> Place { chunk.place(row, column) }

  /// The row as it stands in the form.
  package func written(_ row: Int) -> WrittenRow { chunk.written(row) }

  /// What a core cell of the row was understood to say.
  package func text(_ column: Core, _ row: Int) -> String { evidence.table.string(row, column.rawValue) }

  package func receivedAt(_ row: Int) -> Int64 { chunk.receivedAt(row) }

  /// Whether the form has the column.
  package func has(_ column: Int) -> Bool { chunk.source.header.positions[column] != nil }

  /// What the registers hold of the claim's enterprise.
  package func marks(_ row: Int) -> Marks { registers.marks(chunk.enterprises[row]) }

  /// The experts' sheets of a row are under this number in `Panels`; nil if it has none.
  package func panel(_ row: Int) -> Int32? { chunk.panel(row) }

  /// The experts' sheets of a row.
  package func sheets(_ row: Int) -> ArraySlice<ScoreSheet> { panel(row).map { registers.panels[$0] } ?? [] }

  /// How the sheets number a criterion of an item; nil where none names it.
  package func criterion(_ at: Int, of item: Int) -> Int32? {
    registers.panels.number(ofCriterion: at, of: item)
  }

  /// Whether claims of the item are put in an order.
  package func isRanked(_ item: Int) -> Bool { rulebook.isRanked(item) }

  /// The row of the claim's enterprise in the enterprise register, nil if unknown.
  package func enterprise(_ row: Int) -> Int? { registers.enterprise(chunk.enterprises[row]) }

  /// Index into `Registers.towns`, or -1 where the enterprise, or its town, is unknown.
  package func town(_ row: Int) -> Int { registers.town(chunk.enterprises[row]) }

  /// A number, day, moment or flag as an integer; `Cell.missing` if it is not known.
  package func number(_ fact: Fact, _ row: Int) -> Int64 {
    switch fact {
    case .field(let field): return evidence.field(field, row)
    case .receivedAt: return chunk.receivedAt(row)
    case .figures(let fact): return figures(fact, row)
    case .enterprise(let fact):
      guard let enterprise = enterprise(row) else { return Cell.missing }
      let value = registers.enterprises.fact(fact, of: enterprise)
      return value == Enterprises.missing ? Cell.missing : Int64(value)
    case .score: return Cell.missing
    }
  }

  /// A text or code, nil if it is not known.
  package func text(_ fact: Fact, _ row: Int) -> ArraySlice<UInt8>? {
    let value = number(fact, row)
    return Cell.isKnown(value) ? text(fact, known: value) : nil
  }

  /// The text that a known value of `number` stands for.
  package func text(_ fact: Fact, known value: Int64) -> ArraySlice<UInt8> {
    switch fact {
    case .field: evidence.table.bytes(CellText(bits: value))
    case .enterprise: registers.words.bytes(Int32(value))
    case .figures, .receivedAt, .score: preconditionFailure("\(fact) is no text")
    }
  }

  // MARK: Figures

  /// The rows that a figures fact rests on: of the policy year, of the year before, of all earlier years.
  private func figures(_ fact: FiguresFact, _ row: Int) -> Int64 {
    let rows = registers.figures[chunk.enterprises[row]]
    let year = Int32(rulebook.settings.year)
    guard let current = rows.first(where: { $0.year == year }) else { return Cell.missing }
    switch fact {
    case .sales: return current.sales
    case .output: return current.output
    case .growthList: return current.growthList
    case .growth:
      guard let last = rows.first(where: { $0.year == year - 1 }) else { return Cell.missing }
      return current.sales - last.sales
    case .record:
      guard current.historyComplete == 1 else { return Cell.missing }
      return rows.reduce(0) { $1.year < year ? max($0, $1.sales) : $0 }
    }
  }

  /// Whether a figures row of the enterprise cannot be read, so that none of its figures counts.
  package func hasUnreadableFigures(_ row: Int) -> Bool {
    marks(row).contains(.unreadableFigures)
  }

  // MARK: All rows at once

  /// By row, whether it is valid and of a plain enterprise named as in the register, and what the registers hold of that.
  package func plainRows() -> (isPlain: [Bool], marks: [Marks]) {
    let known = registers.marks
    let marks = chunk.enterprises.map { $0 >= 0 && Int($0) < known.count ? known[Int($0)] : [] }
    var isPlain = marks.map { $0.contains(.plain) }
    for row in 0..<chunk.count where !chunk.invalid[row].isEmpty { isPlain[row] = false }
    for row in chunk.names.numbers { isPlain[Int(row)] = false }
    return (isPlain, marks)
  }

  /// Where the upper-level awards of these rows' enterprises lie in their register.
  package func upperAwards(of rows: [Int32]) -> [Range<Int>] {
    registers.upperAwards.ranges(rows.map { chunk.enterprises[Int($0)] })
  }

  /// Where their earlier awards lie.
  package func priorAwards(of rows: [Int32]) -> [Range<Int>] {
    registers.priorAwards.ranges(rows.map { chunk.enterprises[Int($0)] })
  }

  /// The rows of each level, of those that are asked for.
  package func rowsByLevel(among isAsked: [Bool]) -> [(level: Int, rows: [Int32])] {
    var rows = [[Int32]](repeating: [], count: rulebook.levels.count)
    for (row, level) in chunk.levels.enumerated() where isAsked[row] { rows[Int(level)].append(Int32(row)) }
    return rows.indices.filter { !rows[$0].isEmpty }.map { ($0, rows[$0]) }
  }

  /// What `number` says of each of these rows.
  package func numbers(_ fact: Fact, _ rows: [Int32]) -> [Int64] {
    switch fact {
    case .field(let field): evidence.field(field, rows)
    case .receivedAt: rows.map { chunk.received[Int($0)] }
    case .figures(let fact): rows.map { figures(fact, Int($0)) }
    case .enterprise(let fact): registers.enterprises.facts(fact, of: rows.map { chunk.enterprises[Int($0)] })
    case .score: rows.map { _ in Cell.missing }
    }
  }
}
