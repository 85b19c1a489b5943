// The enterprise register: one row to an enterprise; two that differ are a fault of both.

import Rulebook
import Tables

extension RegisterReader {
  mutating func addEnterprises(_ table: Table) {
    let facts = EnterpriseFact.allCases.map { fact in (fact.index, values(of: fact, table)) }
    for row in 0..<table.count {
      guard let code = key(table, row, 0) else { continue }
      if let known = registers.enterprise(code) {
        if !settleTwin(table, row, registers.enterprises.place(known), found: table.string(row, 0)) {
          markFaulty(known, table.place(row))
        }
        continue
      }
      // Only this register has named codes so far, so that a new code is the number of its row.
      var entry = EnterpriseRow(place: place(table, row))
      for (index, values) in facts { entry.facts[index] = values[row] }
      entry.town = town(ofWord: entry.facts[EnterpriseFact.town.index])
      registers.enterprises.append(entry, name: table.text(row, 1))
      if table.hasInvalidCell[row] { markFaulty(Int(code), table.place(row)) }
    }
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
    return words.numbers(in: &registers.words).map { $0 < 0 ? Enterprises.missing : $0 }
  }

  private mutating func town(ofWord word: Int32) -> Int32 {
    if let known = townOfWord[word] { return known }
    let name = word == Enterprises.missing ? "" : registers.words.string(word)
    let town = townNumbers[name].map(Int32.init) ?? -1
    townOfWord[word] = town
    return town
  }
}
