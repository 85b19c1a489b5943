// Of most rows there is no doubt of who claims what. They are held against the gates column by column, which costs a
// fraction of asking every question of every row; the others are asked one by one.

import Intake
import Rulebook
import Tables

/// How the plain rows of a chunk come out of the gates of their levels.
struct Sieve {
  /// By row, what the registers hold of its enterprise.
  let marks: [Marks]
  /// By row, whether it is valid and leaves no doubt of who claims what, so that what follows holds for it.
  private(set) var isPlain: [Bool]
  /// By row, what it does not pass.
  private(set) var barred: [Barred]
  /// The plain rows whose enterprises stand in the registers of awards, deals or vetoes; ascending.
  let history: [(row: Int32, awards: AwardsBefore)]
  private let facts: Facts

  /// Holds all plain rows against their gates.
  init(_ facts: Facts, _ gates: Gates) {
    self.facts = facts
    let (plain, marks) = facts.plainRows()
    (isPlain, self.marks) = (plain, marks)
    let rows = (0..<Int32(plain.count)).filter { plain[Int($0)] && !marks[Int($0)].isDisjoint(with: .history) }
    history = zip(rows, AwardsBefore.of(rows, facts, gates.once)).map { (row: $0, awards: $1) }
    for row in facts.chunk.panels.map({ Int($0.0) }) where isPlain[row] && hasUnreadableSheet(row, facts) {
      isPlain[row] = false
    }
    barred = [Barred](repeating: Barred(), count: isPlain.count)
    for (level, rows) in facts.rowsByLevel(among: isPlain) {
      let gates = gates.of(level: level)
      guard gates.count <= Barred.mostGates else {
        for row in rows { isPlain[Int(row)] = false }
        continue
      }
      for (at, gate) in gates.enumerated() { bar(rows, gate, UInt64(at)) }
    }
  }

  private mutating func bar(_ rows: [Int32], _ gate: Gate, _ at: UInt64) {
    for (row, outcome) in zip(rows, answers(gate, rows)) {
      switch outcome {
      case .met, .notEvaluated: continue
      case .failed: barred[Int(row)].failed |= 1 << at
      case .missing: barred[Int(row)].missing |= 1 << at
      }
    }
  }

  private func answers(_ gate: Gate, _ rows: [Int32]) -> [ConditionOutcome] {
    switch gate.fact {
    // Points depend on the panel: a question for the row itself.
    case .score: return rows.map { evaluate(gate, Int($0), facts) }
    case .enterprise where gate.kind.isText: return answers(gate, words: facts.numbers(gate.fact, rows))
    case .field where gate.kind.isText: return answers(gate, texts: facts.numbers(gate.fact, rows))
    case .enterprise, .field, .figures, .receivedAt:
      let byNothing = gate.byNothing
      return facts.numbers(gate.fact, rows).map {
        Cell.isKnown($0) ? gate.isMet(by: $0) ? .met : .failed : byNothing
      }
    }
  }

  /// The registers' words are mostly few: those that were asked about lately are not asked about again. A register of a
  /// million words takes no more room.
  private func answers(_ gate: Gate, words numbers: [Int64]) -> [ConditionOutcome] {
    var lately = [(number: Int64, outcome: ConditionOutcome)](repeating: (-1, .met), count: 64)
    let byNothing = gate.byNothing
    return numbers.map { number in
      guard Cell.isKnown(number) else { return byNothing }
      let at = Int(number % 64)
      if lately[at].number != number {
        lately[at] = (number, gate.isMet(by: facts.text(gate.fact, known: number)) ? .met : .failed)
      }
      return lately[at].outcome
    }
  }

  /// In a form, neighbours often write the same word.
  private func answers(_ gate: Gate, texts: [Int64]) -> [ConditionOutcome] {
    let isRepeated = facts.evidence.table.repeated(texts)
    let byNothing = gate.byNothing
    var last = byNothing
    return texts.indices.map { row in
      guard Cell.isKnown(texts[row]) else { return byNothing }
      if !isRepeated[row] { last = gate.isMet(by: facts.text(gate.fact, known: texts[row])) ? .met : .failed }
      return last
    }
  }
}

/// The gates of its level that a row does not pass, a bit to each of them.
struct Barred: Hashable, Sendable {
  /// Those that it fails.
  var failed: UInt64 = 0
  /// Those that ask for what is not known.
  var missing: UInt64 = 0

  static let mostGates = 64

  var isEmpty: Bool { failed | missing == 0 }

  /// What it means for the row.
  func findings(_ gates: [Gate]) -> Findings {
    var found = Findings()
    var left = failed | missing
    while left != 0 {
      let at = left.trailingZeroBitCount
      found.add(gates[at], failed >> UInt64(at) & 1 == 1 ? .failed : .missing)
      left &= left - 1
    }
    return found
  }
}
