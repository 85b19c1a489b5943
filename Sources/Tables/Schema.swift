// What a table is made of, and how a file's header answers to it.

/// One column of a table as its readers know it.
package struct ColumnSpec: Sendable {
  /// The machine name, as `received_at`.
  package let name: String
  /// The Chinese title.
  package let title: String
  package let kind: CellKind
  /// The file is refused without it.
  package let required: Bool
  /// A blank cell is a fault of its row.
  package let filled: Bool

  package init(_ name: String, _ title: String, _ kind: CellKind, required: Bool = false, filled: Bool = false) {
    self.name = name
    self.title = title
    self.kind = kind
    self.required = required
    self.filled = filled
  }
}

/// A file's header matched to the columns that its reader knows.
package struct Header: Sendable {
  /// For every known column its position in the file, or nil.
  package let positions: [Int?]
  /// For every known column the unit that its header names.
  package let units: [MoneyUnit?]
  /// How many cells a row must have.
  package let width: Int
  /// The header cells as they stand, trimmed.
  package let names: [String]
}

/// Matches header cells to columns: the machine name or the title, money with a unit in brackets behind it.
func matchHeader(
  _ cells: [String], to columns: [ColumnSpec], in file: String, line: Int
) throws(Unusable) -> (Header, [Fault]) {
  var positions = [Int?](repeating: nil, count: columns.count)
  var units = [MoneyUnit?](repeating: nil, count: columns.count)
  var (fatal, remarks): ([Fault], [Fault]) = ([], [])
  for (position, cell) in cells.enumerated() {
    let place = Place(file: file, line: line, column: cell, position: position + 1)
    guard let (column, unit) = match(cell, columns) else {
      remarks.append(Fault(.skipped, place, found: excerpt(cell), .unknownColumn))
      continue
    }
    if positions[column] != nil {
      fatal.append(Fault(.error, place, found: excerpt(cell), .doubledColumn(name: columns[column].name)))
    }
    positions[column] = position
    units[column] = unit
  }
  for (column, position) in zip(columns, positions) where column.required && position == nil {
    fatal.append(
      Fault(.error, Place(file: file, line: line), found: "", .missingColumn(name: column.name, title: column.title)))
  }
  if !fatal.isEmpty, let only = cells.first, cells.count == 1, isParted(only, columns) {
    fatal = [Fault(.error, Place(file: file, line: line), found: excerpt(only), .notParted)]
  }
  guard fatal.isEmpty else { throw Unusable(fatal) }
  return (Header(positions: positions, units: units, width: cells.count, names: cells), remarks)
}

/// Whether a header is parted by something else than commas, as some spreadsheets save it.
private func isParted(_ header: String, _ columns: [ColumnSpec]) -> Bool {
  [";", "\t", "|"].contains { mark in
    let cells = header.split(separator: Character(mark))
    return cells.count > 1 && cells.contains { match(trimmedText($0), columns) != nil }
  }
}

private func match(_ cell: String, _ columns: [ColumnSpec]) -> (Int, MoneyUnit?)? {
  if let index = columns.firstIndex(where: { $0.name == cell || $0.title == cell }) { return (index, nil) }
  for (open, close) in [("(", ")"), ("（", "）")] where cell.hasSuffix(close) {
    guard let bracket = cell.lastIndex(of: Character(open)) else { continue }
    let unit = MoneyUnit(cell[cell.index(after: bracket)...].dropLast())
    let name = trimmedText(cell[..<bracket])
    let known = columns.firstIndex { $0.kind == .money && ($0.name == name || $0.title == name) }
    if let unit, let known { return (known, unit) }
  }
  return nil
}
