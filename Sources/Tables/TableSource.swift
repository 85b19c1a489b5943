// Where rows came from: the file, how it is written, its header; enough to say the place of a cell and to read it again.

package struct TableSource: Sendable {
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

  package func place(line: Int, _ column: Int? = nil) -> Place {
    guard let column else { return Place(file: file, line: line) }
    return Place(
      file: file, line: line, column: columns[column].name, position: header.positions[column].map { $0 + 1 } ?? 0)
  }

  /// The cell of the row that begins at this byte of the text, as it stands in the file, trimmed.
  package func raw(at offset: Int, _ column: Int) -> String {
    guard let position = header.positions[column] else { return "" }
    let (piece, index) = record(at: offset)
    return position < index.cells.count ? cellText(index.cells[position], in: piece.span) : ""
  }

  /// The row that begins at this byte of the text, on its own; without rows if the text cannot be read any more.
  package func table(rowAt offset: Int) -> Table {
    var (piece, index) = record(at: offset)
    return table(of: piece, origin: offset, end: piece.count, &index)
  }

  private func record(at offset: Int) -> ([UInt8], RecordIndex) {
    var size = 1 << 9
    while let piece = try? text.read(offset, size) {
      let isWhole = piece.count < size
      var (scanner, index) = (RecordScanner(), RecordIndex())
      let isCut = (try? scanner.read(1, from: piece.span, into: &index)) == nil || scanner.position == piece.count
      if !isCut || isWhole { return (piece, index) }
      size *= 4
    }
    return ([], RecordIndex())
  }

  /// The rows that begin in `offset ..< end` of the text, the first of them on `line`; they were read before.
  package func table(from offset: Int, to end: Int, line: Int) -> Table {
    let piece = (try? text.read(offset, end - offset)) ?? []
    var (scanner, index) = (RecordScanner(line: line), RecordIndex())
    index.reserve(bytes: piece.count)
    try? scanner.read(.max, from: piece.span, into: &index)
    return table(of: piece, origin: offset, end: piece.count, &index)
  }

  package var noRows: Table { Table(self, bytes: [], origin: 0, end: 0) }

  /// A cell of the row that begins at `start` of a piece.
  func cell(_ column: Int, of piece: [UInt8], at start: Int) -> String {
    guard let position = header.positions[column] else { return "" }
    var (scanner, index) = (RecordScanner(position: start), RecordIndex())
    guard (try? scanner.read(1, from: piece.span, into: &index)) != nil, position < index.cells.count else { return "" }
    return cellText(index.cells[position], in: piece.span)
  }

  /// What a row says in the recognised columns, as trimmed text, money with its unit: equal for rows that are equal,
  /// also in files that lack a column or name no unit.
  package func recognised(at offset: Int) -> [String] {
    let (piece, index) = record(at: offset)
    return columns.indices.map { column in
      guard let position = header.positions[column], position < index.cells.count else { return "" }
      let text = cellText(index.cells[position], in: piece.span)
      guard columns[column].kind == .money, !text.isEmpty else { return text }
      return text + "\u{0}\((header.units[column] ?? .yuan).rawValue)"
    }
  }
}
