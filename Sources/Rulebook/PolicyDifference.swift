// Two policies held against each other cell by cell, rows met by their keys and not by their lines.

import Tables

/// A policy cell that two policies write differently.
package struct PolicyChange: Equatable, Sendable {
  /// As people name the cell in rulings and what-ifs; of a row that only one policy has, the column is empty.
  package let path: CellPath
  /// Nil where the policy before has no such row.
  package let before: String?
  /// Nil where the policy after has no such row.
  package let after: String?
  /// The ruling after (else before) that rests on this cell, empty if none does.
  package let ruling: String

  package var table: PolicyTable { PolicyTable(rawValue: path.table)! }
}

extension Rulebook {
  /// Every cell that differs from this policy to another, in the order of the tables; rows that only one has count
  /// once, with their cells joined. Where two rows share a key, the first meets the first.
  package func changes(to other: Rulebook) -> [PolicyChange] {
    PolicyTable.allCases.flatMap { table -> [PolicyChange] in
      guard let (before, after) = pair(table, other) else { return [] }
      let (left, right) = (keyed(before, table), keyed(after, table))
      let found = Dictionary(right.map { ($0.key, $0.row) }) { first, _ in first }
      let known = Set(left.map(\.key))
      let kept = left.flatMap { entry in
        compare(entry.row, found[entry.key], named: entry.name, table, other)
      }
      return kept
        + right.filter { !known.contains($0.key) }.flatMap { compare(nil, $0.row, named: $0.name, table, other) }
    }
  }

  private func pair(_ table: PolicyTable, _ other: Rulebook) -> (Sheet, Sheet)? {
    guard let before = sheets.first(where: { $0.name == table.rawValue }),
      let after = other.sheets.first(where: { $0.name == table.rawValue })
    else { return nil }
    return (before, after)
  }

  /// A row's name and how many of that name came before it.
  private struct Key: Hashable {
    let name: String
    let number: Int
  }

  private func keyed(_ sheet: Sheet, _ table: PolicyTable) -> [(key: Key, name: String, row: Row)] {
    var seen: [String: Int] = [:]
    return sheet.rows.indices.map { index in
      let row = Row(sheet: sheet, index: index)
      let name = row.name(table)
      seen[name, default: 0] += 1
      return (Key(name: name, number: seen[name]!), name, row)
    }
  }

  private func compare(
    _ before: Row?, _ after: Row?, named name: String, _ table: PolicyTable, _ other: Rulebook
  ) -> [PolicyChange] {
    func whole(_ row: Row?) -> String? {
      row.map { row in table.columns.map { row[$0.name] }.joined(separator: " · ") }
    }
    guard let before, let after else {
      let path = CellPath(table: table.rawValue, key: name, column: "")
      return [PolicyChange(path: path, before: whole(before), after: whole(after), ruling: "")]
    }
    return table.columns.filter { before[$0.name] != after[$0.name] }.map { column in
      let path = CellPath(table: table.rawValue, key: name, column: column.name)
      return PolicyChange(
        path: path, before: before[column.name], after: after[column.name],
        ruling: other.ruling(on: path) ?? ruling(on: path) ?? "")
    }
  }

  /// The ruling that rests on a cell, if one does.
  private func ruling(on path: CellPath) -> String? {
    guard let cell = try? path.locate(in: sheets) else { return nil }
    return rulings.first { (try? CellPath($0.location).locate(in: sheets)) == cell }?.id
  }
}
