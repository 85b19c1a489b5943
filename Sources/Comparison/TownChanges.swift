// towns.csv and shares.csv go into a run as they were read: their rows meet by town and item.

import Rulebook
import Tables

struct TownChange {
  /// The town and its aliases, before and after.
  let names: Set<String>
  let cell: CellChange
}

func townChanges(_ before: RunPapers, _ after: RunPapers) -> [TownChange] {
  let (one, two) = (CarriedTable("towns.csv", before.towns), CarriedTable("towns.csv", after.towns))
  let towns = (one.rows + two.rows).map { Set($0.names) }
  /// The towns that go by one of these words, by all their names.
  func names(_ words: [String]) -> Set<String> {
    towns.reduce(into: Set(words)) { found, names in
      if !names.isDisjoint(with: words) { found.formUnion(names) }
    }
  }
  let shares = compare(
    CarriedTable("shares.csv", before.shares ?? []), CarriedTable("shares.csv", after.shares ?? []))
  return (compare(one, two) + shares).map { key, cell in
    // An alias may belong to somebody else.
    let words =
      cell.column == "aliases" ? [cell.before ?? "", cell.after ?? ""].flatMap { $0.split(separator: ";") } : []
    return TownChange(names: names([key[0]] + words.map(String.init)), cell: cell)
  }
}

private struct CarriedTable {
  struct Row {
    /// The town, of shares also the item.
    let key: [String]
    let names: [String]
    let line: Int
    let cells: [String]
  }

  let file: String
  private(set) var rows: [Row] = []
  let columns: [String]

  init(_ file: String, _ bytes: [UInt8]) {
    self.file = file
    let specs =
      file == "towns.csv"
      ? [("town", "镇街"), ("aliases", "别名"), ("administered", "本区管理")]
      : [("town", "镇街"), ("item", "事项"), ("district_share", "区级承担比例")]
    columns = specs.map(\.0)
    guard let document = try? Document(file: file, raw: bytes),
      var reader = try? TableReader(document, columns: specs.map { ColumnSpec($0, $1, .text) }),
      let table = try? reader.readAll()
    else { return }
    rows = (0..<table.count).map { row in
      let cells = columns.indices.map { table.string(row, $0) }
      return Row(
        key: file == "towns.csv" ? [cells[0]] : Array(cells.prefix(2)),
        names: [cells[0]] + (file == "towns.csv" ? cells[1].split(separator: ";").map(String.init) : []),
        line: Int(table.lines[row]), cells: cells)
    }
  }
}

/// Rows meet by key and line, then by their keys, then by their lines; what is left over came or went.
private func compare(_ one: CarriedTable, _ two: CarriedTable) -> [(key: [String], cell: CellChange)] {
  var (left, right) = (one.rows, two.rows)
  var found: [(key: [String], cell: CellChange)] = []
  let ways: [(CarriedTable.Row, CarriedTable.Row) -> Bool] = [
    { $0.key == $1.key && $0.line == $1.line }, { $0.key == $1.key }, { $0.line == $1.line },
  ]
  for matches in ways {
    for row in left {
      guard let at = right.firstIndex(where: { matches(row, $0) }) else { continue }
      let other = right.remove(at: at)
      left.removeAll { $0.line == row.line }
      for (at, column) in one.columns.enumerated() where row.cells[at] != other.cells[at] {
        let cell = CellChange(
          file: one.file, row: other.line, column: column, before: row.cells[at], after: other.cells[at])
        found += Set([row.key, other.key]).map { ($0, cell) }
      }
    }
  }
  return found + left.map { ($0.key, whole($0, nil, one.file)) } + right.map { ($0.key, whole(nil, $0, two.file)) }
}

private func whole(_ old: CarriedTable.Row?, _ new: CarriedTable.Row?, _ file: String) -> CellChange {
  CellChange(
    file: file, row: (new ?? old)!.line, column: "", before: old?.cells.joined(separator: " · "),
    after: new?.cells.joined(separator: " · "))
}
