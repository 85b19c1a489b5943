// A file becomes tables piece by piece, on all cores, with bounded memory.
//
// Nobody knows where a row begins in the middle of a file without reading all before it, because of quotes. So every
// piece guesses: the first line end behind its first byte. The pieces are taken in order, and each is held against where
// the one before it ended; a piece that guessed wrong is read again from the right place. A file that is not UTF-8, or
// whose header is out of the ordinary, is decoded whole first, and the text is read like any file.

package import Cores

/// A file whose header is read, ready to be read row by row.
package struct FileReader: Sendable {
  package let source: TableSource
  /// What the header gave cause to say: unknown columns, a second reading of the encoding.
  package let remarks: [Fault]
  private let file: InputFile
  private let columns: [ColumnSpec]
  private let pieceSize: Int

  /// Reads the header.
  ///
  /// - Parameter pieceSize: how many bytes are read at a time.
  /// - Throws: `Unusable` where the file cannot be decoded, or its header does not do.
  package init(_ file: InputFile, columns: [ColumnSpec], pieceSize: Int = 1 << 19) throws(Unusable) {
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

  /// Reads all rows, a table to a piece of the file, into the state.
  ///
  /// - Parameter make: what is made of a table, on any core, before its lines are known: they count from the piece's first.
  /// - Parameter take: adds a table to the state, in file order; it is told by how many lines to move what `make` made.
  /// - Parameter forget: takes out of the state what this file brought, when it has to be read anew in another encoding.
  /// - Returns: the state, and the source that the rows came from, with the encoding that held throughout.
  /// - Throws: `Unusable` at a quote that is never closed, at a row without an end, and where bytes fit no encoding.
  package func read<Made: Sendable, State: Sendable>(
    on cores: Cores, into state: consuming State, make: @Sendable (Table) -> Made,
    take: @Sendable (inout State, Table, Made, _ lines: Int) -> Void, forget: (inout State) -> Void
  ) throws(Unusable) -> (State, FileReader) {
    let (hears, pieces) = (source.isInFile, pieces)
    var reading = cores.inOrder(
      pieces.count, into: Reading(state: state, next: source.body.position, line: source.body.line)
    ) { piece in
      cut(piece, from: nil, make)
    } take: { reading, cut in
      guard reading.trouble == nil else { return }
      // A row that began earlier may go on through the whole piece.
      let (low, high) = pieces.bounds(cut.piece)
      let isInside = reading.next >= high
      let right = cut.start == reading.next || isInside ? cut : self.cut(cut.piece, from: reading.next, make)
      if let trouble = right.trouble, !isInside || right.bytes.isEmpty {
        reading.trouble = trouble.shifted(lines: reading.line - right.firstLine)
        return
      }
      if hears { file.hear(low, right.own(low, high)) }
      if isInside { return }
      let lines = reading.line - right.firstLine
      if let (table, made) = right.rows {
        var placed = table
        placed.shift(lines: lines)
        take(&reading.state, placed, made, lines)
      }
      (reading.next, reading.line) = (right.end, right.endLine + lines)
    }
    switch reading.trouble {
    case nil: return (reading.state, self)
    case .unusable(let unusable): throw unusable
    case .notUTF8:
      forget(&reading.state)
      let decoded = try FileReader(decoding: file, columns: columns, pieceSize: pieceSize)
      return try decoded.read(on: cores, into: reading.state, make: make, take: take, forget: forget)
    }
  }

  private var pieces: Pieces { Pieces(of: source.text.size, pieceSize) }
}

/// How a file is parted: in pieces of one size, but towards its end in smaller ones, so that no core waits long for the
/// last piece of another.
private struct Pieces: Sendable {
  let count: Int
  private let size: Int
  private let large: Int
  private let small: Int
  /// How many pieces are large.
  private let largeCount: Int

  init(of size: Int, _ pieceSize: Int) {
    (self.size, large, small) = (size, pieceSize, max(1, pieceSize / 4))
    largeCount = max(0, size / large - 2)
    count = max(1, largeCount + (size - largeCount * large + small - 1) / small)
  }

  /// Where a piece begins and ends.
  func bounds(_ piece: Int) -> (low: Int, high: Int) { (start(piece), min(size, start(piece + 1))) }

  private func start(_ piece: Int) -> Int { min(piece, largeCount) * large + max(0, piece - largeCount) * small }
}

/// Where a reading stands.
private struct Reading<State: Sendable>: Sendable {
  var state: State
  /// Where the next row begins, and on which line.
  var next: Int
  var line: Int
  var trouble: Trouble?
}

private enum Trouble: Sendable {
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
private struct Cut<Made: Sendable>: Sendable {
  let piece: Int
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

  /// The bytes of the piece itself, without what was read before and behind it.
  func own(_ low: Int, _ high: Int) -> ArraySlice<UInt8> { bytes[low - origin..<min(bytes.count, high - origin)] }
}

/// A row that is longer has lost its line ends or a quote.
private let longestRow = 1 << 24

extension FileReader {
  /// Cuts a piece into rows.
  ///
  /// - Parameter start: where its first row begins; nil to guess.
  private func cut<Made: Sendable>(_ piece: Int, from start: Int?, _ make: (Table) -> Made) -> Cut<Made> {
    let (low, high) = pieces.bounds(piece)
    let known = piece == 0 ? source.body.position : start
    let origin = piece == 0 ? 0 : low - 1
    let firstLine = piece == 0 ? source.body.line : 1
    var room = high - origin + min(pieceSize / 8, 1 << 16)
    var found: Cut<Made>?
    while found == nil {
      let bytes: [UInt8]
      do throws(Unusable) { bytes = try source.text.read(origin, room) } catch {
        return Cut(
          piece: piece, start: known ?? low, end: high, firstLine: firstLine, endLine: firstLine, rows: nil,
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
        piece: piece, start: from + origin, end: scanner.position + origin, firstLine: firstLine,
        endLine: scanner.line, rows: rows, trouble: trouble, bytes: bytes, origin: origin)
    }
    return found!
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
