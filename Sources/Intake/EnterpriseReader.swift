// The enterprise register: one row to an enterprise; two that differ are a fault of both.

import Rulebook
import Tables

extension RegisterReader {
  mutating func addEnterprises(_ table: Table) {
    let facts: [(EnterpriseFact, Int)] = EnterpriseFact.allCases.map { fact in
      (fact, table.columns.firstIndex { $0.name == fact.rawValue }!)
    }
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
      for (fact, column) in facts {
        let value = table.value(row, column)
        guard Cell.isKnown(value) else { continue }
        entry.facts[fact.index] = fact.isDay ? Int32(truncatingIfNeeded: value) : word(table, value)
      }
      entry.town = town(ofWord: entry.facts[EnterpriseFact.town.index])
      registers.enterprises.append(entry, name: table.text(row, 1))
      if table.hasInvalidCell[row] { markFaulty(Int(code), table.place(row)) }
    }
  }

  private mutating func markFaulty(_ row: Int, _ place: Place) {
    registers.enterprises.markFaulty(row)
    if registers.unreadable[Int32(row)] == nil { registers.unreadable[Int32(row)] = place }
  }

  private mutating func word(_ table: Table, _ value: Int64) -> Int32 {
    registers.words.intern(table.bytes(CellText(bits: value)))
  }

  private mutating func town(ofWord word: Int32) -> Int32 {
    if let known = townOfWord[word] { return known }
    let name = word == Enterprises.missing ? "" : registers.words.string(word)
    let town = townNumbers[name].map(Int32.init) ?? -1
    townOfWord[word] = town
    return town
  }
}
