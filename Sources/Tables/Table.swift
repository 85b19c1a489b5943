// Rows as typed columns: a chunk of a file in which every recognised cell has become one integer.

/// How a row came out of the reader.
package enum RowState: Sendable {
  case good, wrongCellCount, brokenQuote
}

/// A chunk of rows of one file, column by column.
///
/// `value(row, column)` is what `CellKind` says of the column, or `Cell.missing`, or `Cell.invalid`. Rows that are
/// not data (blank lines, totals) are not in it. A row with a wrong cell count or a broken quote keeps the text cells
/// that can be told and no others.
package struct Table: Sendable {
  package let source: TableSource
  /// The piece of the file's text that the rows were read from; nothing in it is cut.
  package let bytes: [UInt8]
  /// Where the piece begins in the file's text.
  package let origin: Int
  /// Where in the piece the last row ends.
  package let end: Int
  /// The physical line on which each row begins.
  package internal(set) var lines: [Int32] = []
  /// The byte of the piece at which each row begins.
  package internal(set) var starts: [Int] = []
  package internal(set) var states: [RowState] = []
  /// Whether any recognised cell of the row is invalid.
  package internal(set) var hasInvalidCell: [Bool] = []
  /// Every invalid cell, broken row and skipped line of the chunk.
  package internal(set) var faults: [Fault] = []
  var values: [[Int64]]
  /// Texts that do not stand in the piece as they are meant: folded codes, cells with doubled quotes.
  var folds: [UInt8] = []

  init(_ source: TableSource, bytes: [UInt8], origin: Int, end: Int) {
    self.source = source
    self.bytes = bytes
    self.origin = origin
    self.end = end
    values = [[Int64]](repeating: [], count: source.columns.count)
  }

  package var count: Int { lines.count }
  package var columns: [ColumnSpec] { source.columns }
  package var header: Header { source.header }

  package func value(_ row: Int, _ column: Int) -> Int64 {
    values[column].isEmpty ? Cell.missing : values[column][row]
  }

  /// The column's values, or nil if the file lacks it.
  package func column(_ column: Int) -> [Int64]? {
    values[column].isEmpty ? nil : values[column]
  }

  /// The text of a cell; empty where nothing was said or nobody can read it.
  package func string(_ row: Int, _ column: Int) -> String {
    let value = value(row, column)
    return Cell.isKnown(value) ? string(CellText(bits: value)) : ""
  }

  package func string(_ text: CellText) -> String {
    String(decoding: bytes(text), as: UTF8.self)
  }

  package func bytes(_ text: CellText) -> ArraySlice<UInt8> {
    text.folded ? folds[text.start..<text.end] : bytes[text.start..<text.end]
  }

  /// The text of a cell; no bytes where nothing was said or nobody can read it.
  package func text(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
    let value = value(row, column)
    return Cell.isKnown(value) ? bytes(CellText(bits: value)) : []
  }

  package func place(_ row: Int, _ column: Int? = nil) -> Place { source.place(line: Int(lines[row]), column) }

  /// Where the row begins in the file's text.
  package func offset(_ row: Int) -> Int { origin + starts[row] }

  /// The row as it stands in the file.
  package func written(_ row: Int) -> WrittenRow { source.written(bytes, from: starts[row]) }

  /// Counts the lines from the file's first instead of the piece's.
  package mutating func shift(lines by: Int) {
    guard by > 0 else { return }
    for row in lines.indices { lines[row] += Int32(truncatingIfNeeded: by) }
    for fault in faults.indices { faults[fault] = faults[fault].shifted(lines: by) }
  }
}

/// A cell's text, its doubled quotes made single, trimmed.
func cellText(_ cell: CellRange, in text: Span<UInt8>) -> String {
  guard cell.doubled else {
    let (start, end) = trimmed(text, cell.start, cell.end)
    return string(text, start, end)
  }
  let plain = undoubled(cell, in: text)
  let (start, end) = trimmed(plain.span, 0, plain.count)
  return string(plain.span, start, end)
}

/// The cell's bytes with doubled quotes made single.
func undoubled(_ cell: CellRange, in text: Span<UInt8>) -> [UInt8] {
  var plain: [UInt8] = []
  var at = cell.start
  while at < cell.end {
    plain.append(text[at])
    at += text[at] == UInt8(ascii: "\"") ? 2 : 1
  }
  return plain
}

/// Whether two runs of bytes are the same; the library's generic comparison costs tens of times more across modules.
package func same(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
  left.count == right.count && sameBytes(left.span, 0, right.span, 0, count: left.count)
}

/// The same of a whole array: no slice is made of it.
package func same(_ left: ArraySlice<UInt8>, _ right: [UInt8]) -> Bool {
  left.count == right.count && sameBytes(left.span, 0, right.span, 0, count: left.count)
}

/// Whether two rows of tables with the same columns say the same in every column, however it is written.
package func says(_ table: Table, _ row: Int, theSameAs other: Table, _ otherRow: Int) -> Bool {
  table.columns.indices.allSatisfy { column in
    let (left, right) = (table.value(row, column), other.value(otherRow, column))
    guard table.columns[column].kind.isText, Cell.isKnown(left), Cell.isKnown(right) else { return left == right }
    return same(table.bytes(CellText(bits: left)), other.bytes(CellText(bits: right)))
  }
}
