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

  /// The same file, decoded whole.
  fileprivate func decoded() throws(Unusable) -> FileReader {
    try FileReader(decoding: file, columns: columns, pieceSize: pieceSize)
  }

  fileprivate func pieces(endSmall: Bool) -> Pieces { Pieces(of: source.text.size, pieceSize, endSmall: endSmall) }
}

/// Takes the rows of some files, which come one file after another, each file's in their order.
package protocol RowTaker: Sendable {
  /// What is made of a table before its turn comes.
  associatedtype Made: Sendable

  /// The rows of a file are next.
  mutating func begin(_ file: Int)

  /// Takes a table of the file.
  ///
  /// - Parameter lines: by how many lines to move what was made.
  mutating func take(_ table: Table, _ made: Made, lines: Int)

  /// Takes out what the file brought: it has to be read anew in another encoding.
  mutating func forget()

  /// All rows of the file were taken.
  ///
  /// - Parameter read: the file with the encoding that held throughout; or why it cannot be used: a quote that is never
  ///   closed, a row without an end, bytes that fit no encoding.
  mutating func end(_ read: Result<FileReader, Unusable>)
}

/// Reads all rows of some files, a table to a piece of a file. All pieces stand in one line, so that no core waits where
/// one file ends and the next begins.
///
/// - Parameter make: what is made of a table, on any core, before its lines are known: they count from the piece's first.
/// - Returns: the taker, who was handed everything.
package func readRows<Taker: RowTaker>(
  of files: [FileReader], on cores: Cores, into taker: consuming Taker,
  make: @Sendable (_ file: Int, Table) -> Taker.Made
) -> Taker {
  let pieces = files.enumerated().map { at, file in file.pieces(endSmall: at == files.count - 1) }
  let line = pieces.enumerated().flatMap { file, pieces in (0..<pieces.count).map { (file: file, piece: $0) } }
  return cores.inOrder(line.count, into: Reading(taker: taker)) { part in
    let (file, piece) = line[part]
    return (part, files[file].cut(pieces[file].bounds(piece), from: nil) { make(file, $0) })
  } take: { reading, made in
    let (part, cut) = made
    let (file, piece) = line[part]
    if piece == 0 { reading.begin(file, files[file]) }
    reading.take(cut, of: files[file]) { make(file, $0) }
    if piece == pieces[file].count - 1 { reading.end(files[file]) { make(file, $0) } }
  }.taker
}

/// How a file is parted: in pieces of one size, but towards the end of the last file in smaller ones, so that no core
/// waits long for the last piece of another.
private struct Pieces: Sendable {
  let count: Int
  private let size: Int
  private let large: Int
  private let small: Int
  /// How many pieces are large.
  private let largeCount: Int

  init(of size: Int, _ pieceSize: Int, endSmall: Bool) {
    (self.size, large, small) = (size, pieceSize, endSmall ? max(1, pieceSize / 4) : pieceSize)
    largeCount = max(0, size / large - 2)
    count = max(1, largeCount + (size - largeCount * large + small - 1) / small)
  }

  /// Where a piece begins and ends.
  func bounds(_ piece: Int) -> Range<Int> { start(piece)..<min(size, start(piece + 1)) }

  private func start(_ piece: Int) -> Int { min(piece, largeCount) * large + max(0, piece - largeCount) * small }
}

/// Where a reading stands.
private struct Reading<Taker: RowTaker>: Sendable {
  var taker: Taker
  /// Where the next row of the file begins, and on which line.
  private var next = 0
  private var line = 1
  private var trouble: Trouble?

  init(taker: Taker) { self.taker = taker }

  mutating func begin(_ number: Int, _ file: FileReader) {
    taker.begin(number)
    start(file)
  }

  private mutating func start(_ file: FileReader) {
    (next, line, trouble) = (file.source.body.position, file.source.body.line, nil)
  }

  /// Takes the file's next piece.
  ///
  /// - Parameter make: what is made of its table if it has to be cut anew.
  mutating func take(_ guessed: Cut<Taker.Made>, of file: FileReader, _ make: (Table) -> Taker.Made) {
    guard trouble == nil else { return }
    // A row that began earlier may go on through the whole piece.
    let isInside = next >= guessed.bounds.upperBound
    let cut = guessed.start == next || isInside ? guessed : file.cut(guessed.bounds, from: next, make)
    if let found = cut.trouble, !isInside || cut.bytes.isEmpty {
      trouble = found.shifted(lines: line - cut.firstLine)
      return
    }
    file.hear(cut)
    if isInside { return }
    let lines = line - cut.firstLine
    if let (table, made) = cut.rows {
      var placed = table
      placed.shift(lines: lines)
      taker.take(placed, made, lines: lines)
    }
    (next, line) = (cut.end, cut.endLine + lines)
  }

  /// Ends the file; what is not UTF-8 after all is decoded and read again first.
  mutating func end(_ file: FileReader, _ make: (Table) -> Taker.Made) {
    switch trouble {
    case nil: taker.end(.success(file))
    case .unusable(let unusable): taker.end(.failure(unusable))
    case .notUTF8:
      taker.forget()
      do throws(Unusable) {
        let decoded = try file.decoded()
        start(decoded)
        let pieces = decoded.pieces(endSmall: false)
        for piece in 0..<pieces.count { take(decoded.cut(pieces.bounds(piece), from: nil, make), of: decoded, make) }
        end(decoded, make)
      } catch {
        taker.end(.failure(error))
      }
    }
  }
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
  fileprivate func cut<Made: Sendable>(_ bounds: Range<Int>, from start: Int?, _ make: (Table) -> Made) -> Cut<Made> {
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
  fileprivate func hear<Made>(_ cut: Cut<Made>) {
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
