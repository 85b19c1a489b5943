// The enterprise register: one row to an enterprise; two that differ are a fault of both.

import Rulebook
import Tables

extension RegisterReader {
  mutating func readEnterprises(_ table: Table) {
    var rows: [Int] = []
    let facts: [(EnterpriseFact, Int)] = EnterpriseFact.allCases.map { fact in
      (fact, table.columns.firstIndex { $0.name == fact.rawValue }!)
    }
    var townOfWord: [Int32: Int32] = [:]
    for row in 0..<table.count {
      guard let code = key(table, row, 0) else { continue }
      while registers.enterprises.rowOfCode.count < registers.codes.count { registers.enterprises.rowOfCode.append(-1) }
      let known = registers.enterprises.rowOfCode[Int(code)]
      if known >= 0 {
        if !settleTwin(table, row, rows[Int(known)], found: table.string(row, 0)) {
          markFaulty(Int(known), code, table.place(row))
        }
        continue
      }
      let number = registers.enterprises.count
      registers.enterprises.rowOfCode[Int(code)] = Int32(number)
      registers.enterprises.names.append(word(table, row, 1))
      for (fact, column) in facts {
        let value = table.value(row, column)
        registers.enterprises.facts[fact.index].append(
          !Cell.isKnown(value)
            ? Enterprises.missing : fact.isDay ? Int32(truncatingIfNeeded: value) : word(table, row, column))
      }
      let townWord = registers.enterprises.fact(.town, of: number)
      if townOfWord[townWord] == nil {
        let name = townWord == Enterprises.missing ? "" : registers.words.string(townWord)
        townOfWord[townWord] = townNumbers[name].map(Int32.init) ?? -1
      }
      registers.enterprises.towns.append(townOfWord[townWord]!)
      registers.enterprises.faulty.append(false)
      registers.enterprises.lines.append(table.lines[row])
      registers.enterprises.offsets.append(table.offsets[row])
      rows.append(row)
      if table.hasInvalidCell[row] { markFaulty(number, code, table.place(row)) }
    }
  }

  private mutating func markFaulty(_ row: Int, _ code: Int32, _ place: Place) {
    registers.enterprises.faulty[row] = true
    if registers.unreadable[code] == nil { registers.unreadable[code] = place }
  }

  private mutating func word(_ table: Table, _ row: Int, _ column: Int) -> Int32 {
    let value = table.value(row, column)
    return Cell.isKnown(value) ? registers.words.intern(table.bytes(CellText(bits: value))) : Enterprises.missing
  }
}
