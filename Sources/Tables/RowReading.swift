// Files are read row by row on all cores, with bounded memory.
//
// The pieces of all files are cut on any core and taken in order. Each is held against where the one before it ended; one
// that guessed wrong where its first row begins is cut again from the right place.

package import Cores

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
  /// - Parameter read: the file with the encoding that held throughout; or why it cannot be used: a header that does not
  ///   do, a quote that is never closed, a row without an end, bytes that fit no encoding.
  mutating func end(_ read: Result<FileReader, Unusable>)
}

/// Reads all rows of some files, a table to a piece of a file. All pieces stand in one line, so that no core waits where
/// one file ends and the next begins.
///
/// - Parameter files: with the columns that each may have.
/// - Parameter pieceSize: how many bytes are read at a time.
/// - Parameter make: what is made of a table, on any core, before its lines are known: they count from the piece's first.
/// - Returns: the taker, who was handed everything.
package func readRows<Taker: RowTaker>(
  of files: [(file: InputFile, columns: [ColumnSpec])], pieceSize: Int = 1 << 19, on cores: Cores,
  into taker: consuming Taker, make: @Sendable (_ file: Int, Table) -> Taker.Made
) -> Taker {
  let readers = files.map { file, columns in
    Result { () throws(Unusable) in try FileReader(file, columns: columns, pieceSize: pieceSize) }
  }
  let pieces = readers.enumerated().map { Pieces(of: try? $1.get(), endSmall: $0 == readers.count - 1) }
  let line = pieces.enumerated().flatMap { file, pieces in (0..<pieces.count).map { (file: file, piece: $0) } }
  return cores.inOrder(line.count, into: Reading(taker: taker)) { part in
    let (file, piece) = line[part]
    return (part, try? readers[file].get().cut(pieces[file].bounds(piece), from: nil) { make(file, $0) })
  } take: { reading, made in
    let (part, cut) = made
    let (file, piece) = line[part]
    if piece == 0 { reading.begin(file, readers[file]) }
    if let cut, case .success(let reader) = readers[file] { reading.take(cut, of: reader) { make(file, $0) } }
    if piece == pieces[file].count - 1 { reading.end(readers[file]) { make(file, $0) } }
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

  /// - Parameter file: nil where it cannot be opened, which one piece has to say.
  init(of file: FileReader?, endSmall: Bool) {
    let (size, pieceSize) = (file?.source.text.size ?? 0, file?.pieceSize ?? 1)
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

  mutating func begin(_ number: Int, _ file: Result<FileReader, Unusable>) {
    taker.begin(number)
    switch file {
    case .success(let file): start(file)
    case .failure(let error): trouble = .unusable(error)
    }
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
  mutating func end(_ file: Result<FileReader, Unusable>, _ make: (Table) -> Taker.Made) {
    switch trouble {
    case nil: taker.end(file)
    case .unusable(let unusable): taker.end(.failure(unusable))
    case .notUTF8:
      taker.forget()
      do throws(Unusable) {
        let decoded = try file.get().decoded()
        start(decoded)
        let pieces = Pieces(of: decoded, endSmall: false)
        for piece in 0..<pieces.count { take(decoded.cut(pieces.bounds(piece), from: nil, make), of: decoded, make) }
        end(.success(decoded), make)
      } catch {
        taker.end(.failure(error))
      }
    }
  }
}
