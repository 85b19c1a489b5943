// The enterprise register: one row to an enterprise; two that differ are a fault of both.

import Rulebook
import Tables

extension RegisterReader {
  mutating func addEnterprises(_ table: Table) {
    var entries = (0..<table.count).map { EnterpriseRow(place: place(table, $0)) }
    for fact in EnterpriseFact.allCases {
      let (index, values) = (fact.index, values(of: fact, table))
      for row in entries.indices { entries[row].facts[index] = values[row] }
      if fact == .town { for row in entries.indices { entries[row].town = town(ofWord: values[row]) } }
    }
    registers.enterprises.keep(table.texts(1), for: &entries)
    for row in 0..<table.count where keys[row] >= 0 {
      if let known = registers.enterprise(keys[row]) {
        if !settleTwin(table, row, registers.enterprises.place(known), found: table.string(row, 0)) {
          markFaulty(known, table.place(row))
        }
        continue
      }
      // Only this register has named codes so far, so that a new code is the number of its row.
      registers.enterprises.append(entries[row])
      if table.hasInvalidCell[row] { markFaulty(Int(keys[row]), table.place(row)) }
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
    return words.numbers(in: &registers.words, blank: Enterprises.missing)
  }

  private mutating func town(ofWord word: Int32) -> Int32 {
    guard word != Enterprises.missing else { return -1 }
    while townOfWord.count <= Int(word) {
      townOfWord.append(townNumbers[registers.words.string(Int32(townOfWord.count))].map(Int32.init) ?? -1)
    }
    return townOfWord[Int(word)]
  }
}
