// A file is opened and cut into rows, a piece at a time.
//
// Nobody knows where a row begins in the middle of a file without reading all before it, because of quotes. So a piece
// guesses, unless it is told: the first line end behind its first byte. A file that is not UTF-8, or whose header is out of
// the ordinary, is decoded whole first, and the text is read like any file.

/// A file whose header is read, ready to be read row by row.
package struct FileReader: Sendable {
  package let source: TableSource
  /// What the header gave cause to say: unknown columns, a second reading of the encoding.
  package let remarks: [Fault]
  private let file: InputFile
  private let columns: [ColumnSpec]
  let pieceSize: Int

  /// Reads the header.
  ///
  /// - Parameter pieceSize: how many bytes are read at a time.
  /// - Throws: `Unusable` where the file cannot be decoded, or its header does not do.
  init(_ file: InputFile, columns: [ColumnSpec], pieceSize: Int) throws(Unusable) {
    var first = try file.read(0, pieceSize)
    if let (source, remarks) = plainHeader(of: file, first, columns) {
      self.init(file, source, remarks, columns, pieceSize)
      return
    }
    if file.size > longestRow, Document.mark(of: first) == nil {
      first = try file.read(0, longestRow)
      guard first.contains(where: { $0 == 10 || $0 == 13 }) else {
        throw Unusable([Fault(.error, Place(file: file.path, line: 1), found: "", .endlessRow)])
      }
    }
    try self.init(decoding: file, columns: columns, pieceSize: pieceSize)
  }

  /// Decodes the file whole.
  private init(decoding file: InputFile, columns: [ColumnSpec], pieceSize: Int) throws(Unusable) {
    let reader = try TableReader(Document(file: file.path, raw: try file.readWhole()), columns: columns)
    self.init(file, reader.source, reader.remarks, columns, pieceSize)
  }

  private init(
    _ file: InputFile, _ source: TableSource, _ remarks: [Fault], _ columns: [ColumnSpec], _ pieceSize: Int
  ) {
    self.file = file
    self.source = source
    self.remarks = remarks
    self.columns = columns
    self.pieceSize = pieceSize
  }

  /// The same file, decoded whole.
  func decoded() throws(Unusable) -> FileReader {
    try FileReader(decoding: file, columns: columns, pieceSize: pieceSize)
  }
}

/// Why a piece, and with it the file, cannot be read as it was begun.
enum Trouble: Sendable {
  case unusable(Unusable)
  case notUTF8

  func shifted(lines: Int) -> Trouble {
    switch self {
    case .notUTF8: self
    case .unusable(let unusable): .unusable(Unusable(unusable.faults.map { $0.shifted(lines: lines) }))
    }
  }
}

/// A piece of a file cut into rows: those that begin in it.
struct Cut<Made: Sendable>: Sendable {
  /// Where the piece begins and ends.
  let bounds: Range<Int>
  /// Where its first row begins, and where the first row behind it does.
  let start: Int
  let end: Int
  let firstLine: Int
  let endLine: Int
  let rows: (Table, Made)?
  let trouble: Trouble?
  /// The bytes that were read, the first of them standing at `origin`.
  let bytes: [UInt8]
  let origin: Int
}

/// A row that is longer has lost its line ends or a quote.
private let longestRow = 1 << 24

extension FileReader {
  /// Cuts a piece into rows.
  ///
  /// - Parameter start: where its first row begins; nil to guess.
  func cut<Made: Sendable>(_ bounds: Range<Int>, from start: Int?, _ make: (Table) -> Made) -> Cut<Made> {
    let (low, high) = (bounds.lowerBound, bounds.upperBound)
    let known = low == 0 ? source.body.position : start
    let origin = low == 0 ? 0 : low - 1
    let firstLine = low == 0 ? source.body.line : 1
    var room = high - origin + min(pieceSize / 8, 1 << 16)
    var found: Cut<Made>?
    while found == nil {
      let bytes: [UInt8]
      do throws(Unusable) { bytes = try source.text.read(origin, room) } catch {
        return Cut(
          bounds: bounds, start: known ?? low, end: high, firstLine: firstLine, endLine: firstLine, rows: nil,
          trouble: .unusable(error), bytes: [], origin: origin)
      }
      let isWhole = bytes.count < room || origin + bytes.count == source.text.size
      let from = (known ?? guess(low, high, bytes, origin)) - origin
      var scanner = RecordScanner(position: min(from, bytes.count), line: firstLine)
      var index = RecordIndex()
      index.reserve(bytes: bytes.count)
      var unclosed: Int?
      do throws(RecordScanner.Unclosed) {
        try scanner.read(.max, from: bytes.span, before: high - origin, into: &index)
      } catch {
        unclosed = error.line
      }
      // A row that ends with the bytes read may go on behind them.
      if !isWhole, unclosed != nil || scanner.position >= bytes.count {
        if room <= longestRow {
          room *= 4
          continue
        }
        unclosed = unclosed ?? index.records.last?.line ?? firstLine
      }
      var trouble: Trouble?
      if let unclosed {
        let problem = isWhole ? Problem.unclosedQuote : .endlessRow
        trouble = .unusable(Unusable([Fault(.error, Place(file: source.file, line: unclosed), found: "", problem)]))
      }
      if firstInvalidUTF8(bytes.span, from: min(from, bytes.count), to: scanner.position) != nil { trouble = .notUTF8 }
      var rows: (Table, Made)?
      if trouble == nil, !index.records.isEmpty {
        let table = source.table(of: bytes, origin: origin, end: scanner.position, &index)
        rows = (table, make(table))
      }
      found = Cut(
        bounds: bounds, start: from + origin, end: scanner.position + origin, firstLine: firstLine,
        endLine: scanner.line, rows: rows, trouble: trouble, bytes: bytes, origin: origin)
    }
    return found!
  }

  /// Tells the bytes of a piece itself, without what was read before and behind it.
  func hear<Made>(_ cut: Cut<Made>) {
    guard source.isInFile else { return }
    let end = min(cut.bytes.count, cut.bounds.upperBound - cut.origin)
    file.hear(cut.bounds.lowerBound, cut.bytes[cut.bounds.lowerBound - cut.origin..<end])
  }

  /// The first row that begins in `low ..< high`, if no quote is open there; `high` if no line ends before.
  private func guess(_ low: Int, _ high: Int, _ bytes: [UInt8], _ origin: Int) -> Int {
    var at = low - 1 - origin
    let end = min(bytes.count, high - origin)
    while at < end, bytes[at] != 10, bytes[at] != 13 { at += 1 }
    if at == end { return high }
    if at + 1 < bytes.count, bytes[at] == 13, bytes[at + 1] == 10 { at += 1 }
    return origin + at + 1
  }
}

/// The header of a file that is UTF-8 as far as it goes, with or without a mark; nil where it takes a closer look.
private func plainHeader(
  of file: InputFile, _ first: [UInt8], _ columns: [ColumnSpec]
) -> (TableSource, [Fault])? {
  if Document.mark(of: first) == nil || Document.mark(of: first) == .utf8,
    let (header, body, remarks) = try? readHeader(
      first, from: first.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, columns: columns, file: file.path),
    firstInvalidUTF8(first.span, from: 0, to: body.position) == nil,
    body.position < first.count || first.count == file.size
  {
    let source = TableSource(
      file: file.path, encoding: .utf8, columns: columns, header: header, text: file, body: body, isInFile: true)
    return (source, remarks)
  }
  return nil
}
