// Most rows give no cause to ask anything. They are told from the others column by column, which costs a fraction of
// asking every question of every row; the others are asked one by one.

import Intake
import Rulebook
import Tables

/// Which rows of a chunk come through screening without a word.
struct Sieve {
  private(set) var lets: [Bool]
  private let facts: Facts

  /// Sifts all rows: through are those that are valid, against which no register speaks, and that meet every condition.
  init(_ facts: Facts, _ gates: Gates) {
    self.facts = facts
    var history: [Int32] = []
    lets = facts.plainRows(&history)
    for (level, rows) in facts.rowsByLevel(among: lets) {
      var left = rows
      for gate in gates.of(level: level) where !left.isEmpty { sift(&left, gate) }
    }
    for row in history where lets[Int(row)] {
      var found = Findings()
      askHistory(Int(row), facts, &found)
      lets[Int(row)] = found == Findings()
    }
  }

  /// Keeps the rows that meet the gate.
  private mutating func sift(_ rows: inout [Int32], _ gate: Gate) {
    let isMet = answers(gate, rows)
    for (row, isMet) in zip(rows, isMet) where !isMet { lets[Int(row)] = false }
    var next = 0
    rows.removeAll { _ in
      next += 1
      return !isMet[next - 1]
    }
  }

  private func answers(_ gate: Gate, _ rows: [Int32]) -> [Bool] {
    // Points depend on the panel: a question for the row itself.
    if gate.fact == .score { return rows.map { _ in false } }
    let numbers = facts.numbers(gate.fact, rows)
    if !gate.kind.isText { return numbers.map { Cell.isKnown($0) ? gate.isMet(by: $0) : gate.isMetByNothing } }
    // Neighbours often say the same word.
    var last: (number: Int64, isMet: Bool) = (Cell.missing, gate.isMetByNothing)
    return numbers.map { number in
      if number != last.number {
        last = (
          number, Cell.isKnown(number) ? gate.isMet(by: facts.text(gate.fact, known: number)) : gate.isMetByNothing
        )
      }
      return last.isMet
    }
  }
}
