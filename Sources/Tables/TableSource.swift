// Where rows came from: the file, how it is written, its header; enough to say the place of a cell and to read it again.

/// One object, since every table of the file holds it.
package final class TableSource: Sendable {
  /// The path below the year folder.
  package let file: String
  package let encoding: Encoding
  package let columns: [ColumnSpec]
  package let header: Header
  /// The file's text: UTF-8, whatever the file itself is written in.
  let text: InputFile
  /// The cursor behind the header.
  let body: RecordScanner
  /// The text is the file itself, byte for byte.
  let isInFile: Bool

  init(
    file: String, encoding: Encoding, columns: [ColumnSpec], header: Header, text: InputFile, body: RecordScanner,
    isInFile: Bool
  ) {
    (self.file, self.encoding, self.columns, self.header) = (file, encoding, columns, header)
    (self.text, self.body, self.isInFile) = (text, body, isInFile)
  }

  package func place(line: Int, _ column: Int? = nil) -> Place {
    guard let column else { return Place(file: file, line: line) }
    return Place(
      file: file, line: line, column: columns[column].name, position: header.positions[column].map { $0 + 1 } ?? 0)
  }

  /// The row on a line as it stands in the file; without cells if none begins there or the text cannot be read any more.
  package func written(_ line: Int, _ starts: RowStarts) -> WrittenRow {
    let (piece, index, _) = record(line, starts)
    return WrittenRow(header, piece, index.cells)
  }

  /// The row that begins at `start` of a piece, as it stands in the file.
  func written(_ piece: [UInt8], from start: Int) -> WrittenRow {
    var (scanner, index) = (RecordScanner(position: start), RecordIndex())
    let isRead = (try? scanner.read(1, from: piece.span, into: &index)) != nil
    return WrittenRow(header, piece, isRead ? index.cells : [])
  }

  /// The row on a line, on its own; without rows if the text cannot be read any more.
  package func row(_ line: Int, _ starts: RowStarts) -> Table {
    var (piece, index, origin) = record(line, starts)
    return table(of: piece, origin: origin, end: piece.count, &index)
  }

  /// The record that begins on a line, and the piece that it was read from.
  private func record(_ line: Int, _ starts: RowStarts) -> (piece: [UInt8], RecordIndex, origin: Int) {
    guard let start = starts.last(upTo: line) else { return ([], RecordIndex(), 0) }
    var size = start.line == line ? 1 << 9 : 1 << 11
    while let piece = try? text.read(start.offset, size) {
      let isWhole = piece.count < size
      var (scanner, index) = (RecordScanner(line: start.line), RecordIndex())
      var isCut = false
      repeat {
        index.removeAll()
        isCut = (try? scanner.read(1, from: piece.span, into: &index)) == nil || scanner.position == piece.count
      } while !isCut && index.records[0].line < line
      if !isCut || isWhole {
        let isFound = index.records.first?.line == line
        return isFound ? (piece, index, start.offset) : ([], RecordIndex(), 0)
      }
      size *= 4
    }
    return ([], RecordIndex(), 0)
  }

  /// All rows that begin before a byte of the text; they were read before.
  package func rows(_ starts: RowStarts, to end: Int) -> Table {
    guard let start = starts.first else { return noRows }
    let piece = (try? text.read(start.offset, end - start.offset)) ?? []
    var (scanner, index) = (RecordScanner(line: start.line), RecordIndex())
    index.reserve(bytes: piece.count)
    try? scanner.read(.max, from: piece.span, into: &index)
    return table(of: piece, origin: start.offset, end: piece.count, &index)
  }

  package var noRows: Table { Table(self, bytes: [], origin: 0, end: 0) }

  /// What a row says in the recognised columns, as trimmed text, money with its unit: equal for rows that are equal,
  /// also in files that lack a column or name no unit.
  package func recognised(_ line: Int, _ starts: RowStarts) -> [String] {
    let row = written(line, starts)
    return columns.indices.map { column in
      let text = row.cell(column)
      guard columns[column].kind == .money, !text.isEmpty else { return text }
      return text + "\u{0}\((header.units[column] ?? .yuan).rawValue)"
    }
  }
}

/// A row as it stands in a file; one object, since it is asked for cell after cell.
package final class WrittenRow: Sendable {
  /// By recognised column, where it stands in the row.
  private let positions: [Int?]
  /// What it was read from, and where its cells stand there.
  private let piece: [UInt8]
  private let cells: [CellRange]

  init(_ header: Header, _ piece: [UInt8], _ cells: [CellRange]) {
    (positions, self.piece, self.cells) = (header.positions, piece, cells)
  }

  /// A recognised cell, trimmed; empty where the row has none.
  package func cell(_ column: Int) -> String {
    guard let position = positions[column], position < cells.count else { return "" }
    let piece = piece
    return cellText(cells[position], in: piece.span)
  }
}
