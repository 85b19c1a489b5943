// RFC 4180 over bytes: where each record and each of its cells begins and ends.
//
// A cell that begins with a quote runs to the next single quote; anything between that and the comma or line end,
// white space too, breaks the record, and reading resumes at the line end. A quote anywhere else is plain text.
// LF, CR and CR LF each end a line, also inside quotes, so that line numbers are those of an editor.

/// The bytes of one cell within a document, without its quotes.
package struct CellRange: Sendable {
  private let bits: UInt64

  init(start: Int, end: Int, doubled: Bool) {
    let length = min(UInt64(truncatingIfNeeded: end &- start), CellRange.longest)
    bits = UInt64(truncatingIfNeeded: start) &<< 29 | length &<< 1 | (doubled ? 1 : 0)
  }

  /// Longer cells are cut here; no field of any table is that long.
  static let longest: UInt64 = 1 << 28 - 1

  package var start: Int { Int(bits >> 29) }
  package var end: Int { start &+ Int(bits >> 1 & (1 << 28 - 1)) }
  /// The cell holds doubled quotes that stand for single ones.
  package var doubled: Bool { bits & 1 == 1 }
}

/// One record: its cells lie at `first ..< first + count` in the index that it was read into.
package struct Record: Sendable {
  package let first: Int
  /// The byte at which it begins.
  package let offset: Int
  private let startLine: UInt32
  /// How many cells, twice, and whether it is broken.
  private let counts: UInt32

  init(first: Int, count: Int, line: Int, offset: Int, broken: Bool) {
    self.first = first
    self.offset = offset
    startLine = UInt32(line)
    counts = UInt32(count) << 1 | (broken ? 1 : 0)
  }

  package var count: Int { Int(counts >> 1) }
  /// The physical line on which it begins, from 1.
  package var line: Int { Int(startLine) }
  /// Text stands behind a closing quote: the cells read so far are those before the broken one.
  package var broken: Bool { counts & 1 == 1 }
}

/// A run of records with their cells, the ground of a chunk of typed columns.
package struct RecordIndex: Sendable {
  package var records: [Record] = []
  package var cells: [CellRange] = []

  package init() {}

  /// Makes room for what a text of this size may hold.
  mutating func reserve(bytes: Int) {
    records.reserveCapacity(bytes / 64)
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
    var run = Run(left: limit, end: min(end, text.count), first: index.cells.count, line: line, offset: position)
    guard run.left > 0, position < run.end else { return }
    while !run.isDone {
      if position < text.count, text[position] == quote {
        try readQuoted(text, &run, &index)
      } else {
        readPlain(text, &run, &index.cells, &index.records)
      }
    }
  }

  /// What is left to read, and the record that has begun.
  private struct Run {
    /// How many records may still be read, and where the last of them begins at the latest.
    var left: Int
    let end: Int
    /// Where the record begins: its first cell in the index, its line, its byte.
    var first: Int
    var line: Int
    var offset: Int

    var isDone: Bool { left == 0 || offset >= end }

    /// Whether it goes on behind a place, though every byte of a block before it ended a record.
    @inline(__always)
    func goesOn(behind place: Int) -> Bool { place < end && left > 64 }

    /// Ends the record, so that the next one begins at these places.
    @inline(__always)
    mutating func end(broken: Bool = false, cells: Int, line nextLine: Int, offset nextOffset: Int) -> Record {
      let record = Record(first: first, count: cells - first, line: line, offset: offset, broken: broken)
      (first, line, offset) = (cells, nextLine, nextOffset)
      left -= 1
      return record
    }
  }

  /// Reads cells without quotes, up to a cell that begins with one or to the end of the run.
  private mutating func readPlain(
    _ text: Span<UInt8>, _ run: inout Run, _ cells: inout [CellRange], _ records: inout [Record]
  ) {
    var isDone = false
    while !isDone {
      let before = cells.count
      cells.append(addingCapacity: min(1 << 12, text.count - position + 65)) { room in
        isDone = readBlocks(text, &run, before, &room, &records)
      }
    }
  }

  /// Reads on while there is room for the cells of a block; whether all is read.
  private mutating func readBlocks(
    _ text: Span<UInt8>, _ run: inout Run, _ before: Int, _ cells: inout OutputSpan<CellRange>,
    _ records: inout [Record]
  ) -> Bool {
    var (start, at) = (position, position)
    while cells.freeCapacity > 64 {
      let block = Separators(text, at)
      if block.arePlain, start <= at, run.goesOn(behind: at + 64) {
        readPlainBlock(block, at, &start, &run, before, &cells, &records)
      } else if readBlock(block.all, text, at, &start, &run, before, &cells, &records) {
        return true
      }
      at += 64
      if at >= text.count {
        cells.append(CellRange(start: start, end: text.count, doubled: false))
        position = text.count
        records.append(run.end(cells: before + cells.count, line: line, offset: position))
        return true
      }
      if start == at, text[start] == quote {
        position = start
        return true
      }
    }
    position = start
    return false
  }

  /// Reads the cells that end in a block of commas and LFs, and of nothing that takes a closer look.
  @inline(__always)
  private mutating func readPlainBlock(
    _ block: Separators, _ at: Int, _ start: inout Int, _ run: inout Run, _ before: Int,
    _ cells: inout OutputSpan<CellRange>, _ records: inout [Record]
  ) {
    var (marks, lineEnds) = (block.all, block.lineEnds)
    while marks != 0 {
      // Those up to the first line end; all if there is none.
      let row = marks & (lineEnds ^ (lineEnds &- 1))
      marks ^= row
      var left = row
      while left != 0 {
        let stop = at &+ left.trailingZeroBitCount
        left &= left &- 1
        cells.append(CellRange(start: start, end: stop, doubled: false))
        start = stop &+ 1
      }
      if lineEnds != 0 {
        lineEnds &= lineEnds &- 1
        line += 1
        records.append(run.end(cells: before + cells.count, line: line, offset: start))
      }
    }
  }

  /// Reads cells up to one that begins with a quote or to the end of the run; whether there is such a one.
  private mutating func readBlock(
    _ all: UInt64, _ text: Span<UInt8>, _ at: Int, _ start: inout Int, _ run: inout Run, _ before: Int,
    _ cells: inout OutputSpan<CellRange>, _ records: inout [Record]
  ) -> Bool {
    var marks = all
    while marks != 0 {
      let stop = at &+ marks.trailingZeroBitCount
      marks &= marks &- 1
      let byte = text[stop]
      if byte == comma {
        cells.append(CellRange(start: start, end: stop, doubled: false))
        start = stop + 1
      } else if isLineEnd(byte), stop >= start {
        // The LF of a CR LF is read with it.
        cells.append(CellRange(start: start, end: stop, doubled: false))
        start = stop + 1
        if byte == carriageReturn, start < text.count, text[start] == lineFeed { start += 1 }
        line += 1
        records.append(run.end(cells: before + cells.count, line: line, offset: start))
        if run.isDone {
          position = start
          return true
        }
      } else {
        continue
      }
      if start < text.count, text[start] == quote {
        position = start
        return true
      }
    }
    return false
  }

  /// Reads a quoted cell, and ends the record if a line end stands behind it or if it is broken.
  private mutating func readQuoted(
    _ text: Span<UInt8>, _ run: inout Run, _ index: inout RecordIndex
  ) throws(Unclosed) {
    let cell = try readQuoted(text)
    if let cell {
      index.cells.append(cell)
    } else {
      while position < text.count, !isLineEnd(text[position]) { position += 1 }
    }
    if cell != nil, position < text.count, text[position] == comma {
      position += 1
      return
    }
    endLine(text)
    index.records.append(run.end(broken: cell == nil, cells: index.cells.count, line: line, offset: position))
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

@inline(__always)
private func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

/// What parts cells and records among 64 bytes: a bit to a byte, the first the lowest.
private struct Separators {
  /// Commas and bytes below 16, as line ends are and no printed character.
  let all: UInt64
  let lineEnds: UInt64
  /// All of them are commas and LFs, and no quote stands there.
  let arePlain: Bool

  @inline(__always)
  init(_ text: Span<UInt8>, _ at: Int) {
    guard at + 64 <= text.count else {
      all = (at..<text.count).reduce(0) {
        text[$1] == comma || text[$1] < 16 ? $0 | 1 << UInt64($1 - at) : $0
      }
      (lineEnds, arePlain) = (0, false)
      return
    }
    let bytes = SixtyFourBytes(text, at)
    let controls = bytes.marks(0...15)
    lineEnds = bytes.marks(lineFeed...lineFeed)
    all = bytes.marks(comma...comma) | controls
    arePlain = controls == lineEnds && bytes.marks(quote...quote) == 0
  }
}
