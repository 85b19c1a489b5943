// Most rows give no cause to ask anything. They are told from the others column by column, which costs a fraction of
// asking every question of every row; the others are asked one by one.

import Intake
import Rulebook
import Tables

/// Which rows of a chunk come through screening without a word.
struct Sieve {
  private(set) var lets: [Bool]
  /// By row that leaves no doubt of who claims what, how many gates it is known to pass in a row; -1 for the others.
  private(set) var passed: [Int16]
  private let facts: Facts

  /// Sifts all rows: through are those that are valid, against which no register speaks, and that meet every condition.
  init(_ facts: Facts, _ gates: Gates) {
    self.facts = facts
    var history: [Int32] = []
    lets = facts.plainRows(&history)
    passed = lets.map { $0 ? 0 : -1 }
    for (level, rows) in facts.rowsByLevel(among: lets) {
      var left = rows
      for (at, gate) in gates.of(level: level).enumerated() where !left.isEmpty { sift(&left, gate, Int16(at)) }
    }
    for row in history where lets[Int(row)] {
      var found = Findings()
      askHistory(Int(row), facts, &found)
      lets[Int(row)] = found.failures.isEmpty && found.doubts.isEmpty
    }
  }

  /// Keeps the rows that meet the gate.
  private mutating func sift(_ rows: inout [Int32], _ gate: Gate, _ at: Int16) {
    let isMet = answers(gate, rows)
    guard isMet.contains(false) else { return }
    var left: [Int32] = []
    left.reserveCapacity(rows.count)
    for (row, isMet) in zip(rows, isMet) {
      if isMet {
        left.append(row)
      } else {
        (lets[Int(row)], passed[Int(row)]) = (false, at)
      }
    }
    rows = left
  }

  private func answers(_ gate: Gate, _ rows: [Int32]) -> [Bool] {
    switch gate.fact {
    // Points depend on the panel: a question for the row itself.
    case .score: return rows.map { _ in false }
    case .enterprise where gate.kind.isText: return answers(gate, words: facts.numbers(gate.fact, rows))
    case .field where gate.kind.isText: return answers(gate, texts: facts.numbers(gate.fact, rows))
    case .enterprise, .field, .figures, .receivedAt:
      let byNothing = gate.isMetByNothing
      return facts.numbers(gate.fact, rows).map { Cell.isKnown($0) ? gate.isMet(by: $0) : byNothing }
    }
  }

  /// The registers' words are mostly few: those that were asked about lately are not asked about again. A register of a
  /// million words takes no more room.
  private func answers(_ gate: Gate, words numbers: [Int64]) -> [Bool] {
    var lately = [(number: Int64, isMet: Bool)](repeating: (-1, false), count: 64)
    let byNothing = gate.isMetByNothing
    return numbers.map { number in
      guard Cell.isKnown(number) else { return byNothing }
      let at = Int(number % 64)
      if lately[at].number != number {
        lately[at] = (number, gate.isMet(by: facts.text(gate.fact, known: number)))
      }
      return lately[at].isMet
    }
  }

  /// In a form, neighbours often write the same word.
  private func answers(_ gate: Gate, texts: [Int64]) -> [Bool] {
    let isRepeated = facts.evidence.table.repeated(texts)
    var last = gate.isMetByNothing
    return texts.indices.map { row in
      guard Cell.isKnown(texts[row]) else { return gate.isMetByNothing }
      if !isRepeated[row] { last = gate.isMet(by: facts.text(gate.fact, known: texts[row])) }
      return last
    }
  }
}
