// Rows as typed columns: a chunk of a file in which every recognised cell has become one integer.

/// How a row came out of the reader.
package enum RowState: UInt8, Sendable {
  case good, wrongCellCount, brokenQuote
}

/// A chunk of rows of one file, column by column.
///
/// `value(row, column)` is what `CellKind` says of the column, or `Cell.missing`, or `Cell.invalid`. Rows that are
/// not data (blank lines, totals) are not in it. A row with a wrong cell count or a broken quote keeps the text cells
/// that can be told and no others.
package struct Table: Sendable {
  package let document: Document
  package let columns: [ColumnSpec]
  package let header: Header
  /// The physical line on which each row begins.
  package internal(set) var lines: [Int32] = []
  /// The byte of the document at which each row begins.
  package internal(set) var offsets: [Int] = []
  package internal(set) var states: [RowState] = []
  /// Whether any recognised cell of the row is invalid.
  package internal(set) var hasInvalidCell: [Bool] = []
  /// Equal for rows whose recognised cells are equal as trimmed text and unit.
  package internal(set) var digests: [RowDigest] = []
  /// Every invalid cell, broken row and skipped line of the chunk.
  package internal(set) var faults: [Fault] = []
  var values: [[Int64]]
  /// Texts that do not stand in the document as they are meant: folded codes, cells with doubled quotes.
  var folds: [UInt8] = []

  package var count: Int { lines.count }

  package func value(_ row: Int, _ column: Int) -> Int64 {
    let cells = values[column]
    return cells.isEmpty ? Cell.missing : cells[row]
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
    text.folded ? folds[text.start..<text.end] : document.bytes[text.start..<text.end]
  }

  /// Whether the text is the same, byte for byte.
  package func text(_ text: CellText, equals other: [UInt8]) -> Bool {
    text.length == other.count && same(bytes(text), other[...])
  }

  /// Whether two rows say the same in every column, however it is written.
  package func says(_ row: Int, theSameAs other: Int) -> Bool {
    columns.indices.allSatisfy { column in
      let (left, right) = (value(row, column), value(other, column))
      guard columns[column].kind.isText, Cell.isKnown(left), Cell.isKnown(right) else { return left == right }
      return same(bytes(CellText(bits: left)), bytes(CellText(bits: right)))
    }
  }

  package var source: TableSource { TableSource(document: document, columns: columns, header: header) }

  package func place(_ row: Int, _ column: Int? = nil) -> Place { source.place(line: Int(lines[row]), column) }

  /// The cell as it stands in the file, trimmed.
  package func raw(_ row: Int, _ column: Int) -> String { source.raw(at: offsets[row], column) }
}

/// Where rows came from: enough to say the place of a cell and to read it again as it was written.
package struct TableSource: Sendable {
  package let document: Document
  package let columns: [ColumnSpec]
  package let header: Header

  package init(document: Document, columns: [ColumnSpec], header: Header) {
    self.document = document
    self.columns = columns
    self.header = header
  }

  package func place(line: Int, _ column: Int? = nil) -> Place {
    guard let column else { return Place(file: document.file, line: line) }
    return Place(
      file: document.file, line: line, column: columns[column].name,
      position: header.positions[column].map { $0 + 1 } ?? 0)
  }

  /// The cell of the row that begins at this byte, as it stands in the file, trimmed.
  package func raw(at offset: Int, _ column: Int) -> String {
    guard let position = header.positions[column] else { return "" }
    var scanner = RecordScanner(position: offset)
    var index = RecordIndex()
    guard (try? scanner.read(1, from: document.bytes.span, into: &index)) != nil, position < index.cells.count else {
      return ""
    }
    return cellText(index.cells[position], in: document.bytes.span)
  }
}

/// 128 bits that stand for the recognised cells of a row.
package struct RowDigest: Hashable, Sendable {
  var high: UInt64 = 0x6A09_E667_F3BC_C908
  var low: UInt64 = 0xBB67_AE85_84CA_A73B

  @inline(__always)
  mutating func add(_ word: UInt64) {
    let left = (high ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    let right = (low ^ (word &+ 0xD6E8_FEB8_6659_FD93)).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    high = left.high ^ left.low &+ right.high
    low = right.high ^ right.low &+ left.low
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
  guard left.count == right.count else { return false }
  let offset = right.startIndex - left.startIndex
  for at in left.indices where left[at] != right[at + offset] { return false }
  return true
}
