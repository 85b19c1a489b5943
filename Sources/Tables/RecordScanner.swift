// RFC 4180 over bytes: where each record and each of its cells begins and ends.
//
// A cell that begins with a quote runs to the next single quote; anything between that and the comma or line end,
// white space too, breaks the record, and reading resumes at the line end. A quote anywhere else is plain text.
// LF, CR and CR LF each end a line, also inside quotes, so that line numbers are those of an editor.

/// The bytes of one cell within a document, without its quotes.
package struct CellRange: Sendable {
  private let bits: UInt64

  init(start: Int, end: Int, doubled: Bool) {
    bits = UInt64(start) << 29 | UInt64(min(end - start, CellRange.longest)) << 1 | (doubled ? 1 : 0)
  }

  /// Longer cells are cut here; no field of any table is that long.
  static let longest = 1 << 28 - 1

  package var start: Int { Int(bits >> 29) }
  package var end: Int { start + Int(bits >> 1 & (1 << 28 - 1)) }
  /// The cell holds doubled quotes that stand for single ones.
  package var doubled: Bool { bits & 1 == 1 }
}

/// One record: its cells lie at `first ..< first + count` in the index that it was read into.
package struct Record: Sendable {
  package let first: Int
  package let count: Int
  /// The physical line on which it begins, from 1.
  package let line: Int
  /// The byte at which it begins.
  package let offset: Int
  /// Text stands behind a closing quote: the cells read so far are those before the broken one.
  package let broken: Bool
}

/// A run of records with their cells, the ground of a chunk of typed columns.
package struct RecordIndex: Sendable {
  package var records: [Record] = []
  package var cells: [CellRange] = []

  package init() {}

  /// Makes room for what a text of this size may hold.
  mutating func reserve(bytes: Int) {
    records.reserveCapacity(bytes / 96)
    cells.reserveCapacity(bytes / 8)
  }

  package mutating func removeAll() {
    records.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
  }
}

/// A cursor over a document's bytes.
package struct RecordScanner: Sendable {
  package private(set) var position: Int
  package private(set) var line: Int

  package init(position: Int = 0, line: Int = 1) {
    self.position = position
    self.line = line
  }

  /// A quote was opened on this line and never closed: the file cannot be cut into records.
  package struct Unclosed: Error {
    package let line: Int
  }

  /// Appends up to `limit` records that begin before `end` to the index; fewer only where there are no more.
  package mutating func read(
    _ limit: Int, from text: Span<UInt8>, before end: Int = .max, into index: inout RecordIndex
  ) throws(Unclosed) {
    var left = limit
    let end = min(end, text.count)
    while left > 0, position < end {
      try readRecord(text, &index)
      left -= 1
    }
  }

  private mutating func readRecord(_ text: Span<UInt8>, _ index: inout RecordIndex) throws(Unclosed) {
    let first = index.cells.count
    let (startLine, offset) = (line, position)
    var broken = false
    while true {
      if position < text.count, text[position] == quote {
        guard let cell = try readQuoted(text) else {
          broken = true
          while position < text.count, !isLineEnd(text[position]) { position += 1 }
          break
        }
        index.cells.append(cell)
      } else {
        readPlain(text, &index)
      }
      guard position < text.count, text[position] == comma else { break }
      position += 1
    }
    endLine(text)
    index.records.append(
      Record(first: first, count: index.cells.count - first, line: startLine, offset: offset, broken: broken))
  }

  /// Reads cells without quotes, eight bytes at a time, up to the line end or to the comma before a quoted cell.
  private mutating func readPlain(_ text: Span<UInt8>, _ index: inout RecordIndex) {
    let raw = unsafe text.bytes
    var (start, at) = (position, position)
    words: while at + 8 <= text.count {
      // Bounds-checked by RawSpan; every bit pattern is an integer.
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
      var hits = bytes(comma, in: word) | zeroBytes(word & upperHalves)
      while hits != 0 {
        let stop = at + hits.trailingZeroBitCount / 8
        hits &= hits - 1
        if text[stop] == comma {
          index.cells.append(CellRange(start: start, end: stop, doubled: false))
          start = stop + 1
          if start < text.count, text[start] == quote {
            position = stop
            return
          }
        } else if isLineEnd(text[stop]) {
          at = stop
          break words
        }
      }
      at += 8
    }
    at = max(at, start)
    while at < text.count, text[at] != comma, !isLineEnd(text[at]) { at += 1 }
    index.cells.append(CellRange(start: start, end: at, doubled: false))
    position = at
  }

  /// Reads a quoted cell up to the comma or line end behind it; nil if something else stands there.
  private mutating func readQuoted(_ text: Span<UInt8>) throws(Unclosed) -> CellRange? {
    let opened = line
    position += 1
    let start = position
    var doubled = false
    while position < text.count {
      let byte = text[position]
      if byte == quote {
        if position + 1 < text.count, text[position + 1] == quote {
          doubled = true
          position += 2
          continue
        }
        let cell = CellRange(start: start, end: position, doubled: doubled)
        position += 1
        if position == text.count { return cell }
        let next = text[position]
        return next == comma || next == lineFeed || next == carriageReturn ? cell : nil
      }
      if byte == lineFeed || byte == carriageReturn { endLine(text) } else { position += 1 }
    }
    throw Unclosed(line: opened)
  }

  /// Steps over one line end, if the cursor stands on one.
  private mutating func endLine(_ text: Span<UInt8>) {
    guard position < text.count else { return }
    if text[position] == carriageReturn, position + 1 < text.count, text[position + 1] == lineFeed { position += 1 }
    position += 1
    line += 1
  }
}

private let quote = UInt8(ascii: "\"")
private let comma = UInt8(ascii: ",")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

/// LF and CR are bytes whose upper half is zero; so are few others, and no printed character.
private let upperHalves = repeated(0xF0)

@inline(__always)
private func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
