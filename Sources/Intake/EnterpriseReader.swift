// The enterprise register: one row to an enterprise; two that differ are a fault of both.

import Rulebook
import Tables

extension RegisterReader {
  mutating func addEnterprises(_ table: Table) {
    var entries = [EnterpriseRow](repeating: EnterpriseRow(), count: table.count)
    var farWords: [(row: Int, fact: EnterpriseFact, word: Int32)] = []
    for fact in EnterpriseFact.allCases {
      for (row, value) in values(of: fact, table).enumerated() where !entries[row].set(fact, value) {
        farWords.append((row, fact, value))
      }
    }
    for row in 0..<table.count where keys[row] >= 0 {
      if let known = registers.enterprise(keys[row]) {
        let earlier = registers.enterprises.place(known)
        if !settleTwin(table, row, of: "enterprises", earlier, found: table.string(row, 0)) {
          markFaulty(known, table.place(row))
        }
        continue
      }
      // Only this register has named codes so far, so that a new code is the number of its row.
      registers.enterprises.append(entries[row], named: table.text(row, 1), line: table.lines[row])
      if table.hasInvalidCell[row] { markFaulty(Int(keys[row]), table.place(row)) }
    }
    for (row, fact, word) in farWords where keys[row] >= 0 {
      let enterprise = Int(keys[row])
      let isKept = registers.enterprises.place(enterprise).line == Int(table.lines[row])
      if isKept { registers.enterprises.keep(farWord: word, as: fact, of: enterprise) }
    }
  }

  /// Notes which words name towns.
  mutating func finishEnterprises() {
    let words = registers.words
    registers.enterprises.note(
      townOfWord: (0..<Int32(words.count)).map { townNumbers[words.string($0)].map { Int32($0) } ?? -1 })
  }

  private mutating func markFaulty(_ row: Int, _ place: Place) {
    registers.enterprises.markFaulty(row)
    if registers.unreadable[Int32(row)] == nil { registers.unreadable[Int32(row)] = place }
  }

  /// By row, a fact as it is kept.
  private mutating func values(of fact: EnterpriseFact, _ table: Table) -> [Int32] {
    let column = table.columns.firstIndex { $0.name == fact.rawValue }!
    guard let words = piece.words[column] else {
      return (0..<table.count).map { row in
        let value = table.value(row, column)
        return Cell.isKnown(value) ? Int32(truncatingIfNeeded: value) : Enterprises.missing
      }
    }
    return words.numbers(in: &registers.words, blank: Enterprises.missing)
  }
}
