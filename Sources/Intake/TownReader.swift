// Towns with their aliases, and how the awards in each are shared with the district.

import Rulebook
import Tables

extension RegisterReader {
  mutating func readTowns(_ table: Table) {
    var rows: [Int] = []
    for row in 0..<table.count where table.states[row] == .good {
      let name = table.string(row, 0)
      if name.isEmpty { continue }
      if let known = registers.towns.firstIndex(where: { $0.name == name }) {
        if !settleTwin(table, row, rows[known], found: name) {
          registers.towns[known].unreadable = true
          registers.towns[known].administered = nil
        }
        continue
      }
      let aliases = table.string(row, 1).split(separator: ";").map(trimmedText).filter { !$0.isEmpty }
      let administered = table.value(row, 3)
      registers.towns.append(
        Town(
          name: name, aliases: aliases, administered: Cell.isKnown(administered) ? administered == 1 : nil,
          unreadable: table.hasInvalidCell[row], line: Int(table.lines[row])))
      rows.append(row)
    }
    for (number, town) in registers.towns.enumerated() { townNumbers[town.name] = number }
    for (number, town) in registers.towns.enumerated() {
      for alias in town.aliases { readAlias(alias, of: number, table, rows) }
    }
  }

  /// A town's own name goes before an alias; an alias of two towns tells nobody which is meant.
  mutating func readAlias(_ alias: String, of number: Int, _ table: Table, _ rows: [Int]) {
    guard let known = townNumbers[alias] else {
      townNumbers[alias] = number
      return
    }
    guard known != number, registers.towns[known].name != alias else { return }
    note(.error, table, rows[number], 1, found: alias, .rowsDiffer(from: table.place(rows[known])))
    for town in [known, number] { registers.towns[town].unreadable = true }
  }

  mutating func readShares(_ table: Table) {
    for row in 0..<table.count where table.states[row] == .good {
      let name = table.string(row, 0)
      if name.isEmpty { continue }
      guard let town = townNumbers[name] else {
        note(.warning, table, row, 0, found: name, .unknownTown)
        continue
      }
      let share = table.value(row, 2)
      if table.hasInvalidCell[row] {
        registers.towns[town].unreadable = true
        continue
      }
      guard share <= 1_000_000 else {
        note(.error, table, row, 2, found: table.raw(row, 2), .overWhole)
        registers.towns[town].unreadable = true
        continue
      }
      let itemName = table.string(row, 1)
      let item = itemName.isEmpty ? nil : rulebook.item(named: itemName)
      if !itemName.isEmpty && item == nil {
        note(.warning, table, row, 1, found: itemName, .unknownPolicyItem)
        continue
      }
      if let known = registers.shares.first(where: { $0.town == town && $0.item == item }) {
        let place = table.source.place(line: known.line)
        if known.district == share {
          note(.skipped, table, row, found: name, .repeatedRow(of: place))
        } else {
          registers.towns[town].unreadable = true
          note(.error, table, row, found: name, .rowsDiffer(from: place))
        }
        continue
      }
      registers.shares.append(
        Share(town: town, item: item, district: share, line: Int(table.lines[row]), offset: table.offsets[row]))
    }
  }
}
