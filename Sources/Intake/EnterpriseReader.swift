// The enterprise register: one row to an enterprise; two that differ are a fault of both.

import Rulebook
import Tables

extension RegisterReader {
  mutating func addEnterprises(_ table: Table) {
    var entries = piece.enterprises
    var farWords: [(row: Int, fact: EnterpriseFact, word: Int32)] = []
    for fact in EnterpriseFact.allCases where !fact.isDay {
      let words = piece.words[column(of: fact, table)]!.numbers(in: &registers.words, blank: Enterprises.missing)
      for row in entries.indices where !entries[row].set(fact, words[row]) { farWords.append((row, fact, words[row])) }
    }
    var row = 0
    while row < table.count {
      // Only this register has named codes so far, so that a new code is the number of its row.
      let (first, number) = (row, registers.enterprises.count)
      while row < table.count, Int(keys[row]) == number + row - first { row += 1 }
      registers.enterprises.append(entries[first..<row], named: piece.enterpriseNames, lines: table.lines)
      for row in first..<row where table.hasInvalidCell[row] { markFaulty(Int(keys[row]), table.place(row)) }
      guard row < table.count else { break }
      if let known = registers.enterprise(keys[row]) {
        let earlier = registers.enterprises.place(known)
        if !settleTwin(table, row, of: "enterprises", earlier, found: table.string(row, 0)) {
          markFaulty(known, table.place(row))
        }
      }
      row += 1
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
}

extension EnterpriseRow {
  /// The rows of a piece of the register, with the days that they name.
  static func withDays(_ table: Table) -> [EnterpriseRow] {
    var rows = [EnterpriseRow](repeating: EnterpriseRow(), count: table.count)
    for fact in EnterpriseFact.allCases where fact.isDay {
      for (row, day) in (table.column(column(of: fact, table)) ?? []).enumerated() where Cell.isKnown(day) {
        _ = rows[row].set(fact, Int32(truncatingIfNeeded: day))
      }
    }
    return rows
  }
}

private func column(of fact: EnterpriseFact, _ table: Table) -> Int {
  table.columns.firstIndex { $0.name == fact.rawValue }!
}
