// Towns with their aliases, and how the awards in each are shared with the district.

import Rulebook
import Tables

extension RegisterReader {
  mutating func addTowns(_ table: Table) {
    for row in 0..<table.count where table.states[row] == .good {
      let name = table.string(row, 0)
      if name.isEmpty { continue }
      if let known = registers.towns.firstIndex(where: { $0.name == name }) {
        if !settleTwin(table, row, of: "towns", registers.towns[known].place, found: name) {
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
          unreadable: table.hasInvalidCell[row], place: place(table, row)))
    }
  }

  mutating func finishTowns(_ source: TableSource) {
    for (number, town) in registers.towns.enumerated() { townNumbers[town.name] = number }
    for (number, town) in registers.towns.enumerated() {
      for alias in town.aliases { readAlias(alias, of: number, source) }
    }
  }

  /// A town's own name goes before an alias; an alias of two towns tells nobody which is meant.
  private mutating func readAlias(_ alias: String, of number: Int, _ source: TableSource) {
    guard let known = townNumbers[alias] else {
      townNumbers[alias] = number
      return
    }
    guard known != number, registers.towns[known].name != alias else { return }
    let (place, other) = (registers.towns[number].place, registers.towns[known].place)
    notes.append(
      Fault(
        .error, source.place(line: place.line, 1), found: excerpt(alias),
        .rowsDiffer(from: source.place(line: other.line))))
    for town in [known, number] { registers.towns[town].unreadable = true }
  }

  mutating func addShares(_ table: Table) {
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
        note(.error, table, row, 2, found: table.written(row).cell(2), .overWhole)
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
        let place = table.source.place(line: known.place.line)
        if known.district == share {
          note(.skipped, table, row, found: name, .repeatedRow(of: place))
        } else {
          registers.towns[town].unreadable = true
          note(.error, table, row, found: name, .rowsDiffer(from: place))
        }
        continue
      }
      registers.shares.append(
        Share(town: town, item: item, district: share, place: place(table, row)))
    }
  }
}
