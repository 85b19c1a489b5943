// Some hundred rows of a paper, put together column by column and written at once: one call between rooms for all their
// cells, and no look at who else holds a column.

/// The cells of some rows; each is empty until it is set.
package struct CellBlock: Sendable {
  /// What the cells of a column hold, and how they are written.
  package enum Kind: Sendable {
    /// Words that people wrote: with care.
    case text
    /// The program's own words, which need no care.
    case words
    /// Whole numbers.
    case number
    /// Millionths of a number, with six decimals; never negative.
    case millionths
  }

  fileprivate let kinds: [Kind]
  fileprivate var rows = 0
  /// Row by row: numbers, or where texts stand in `texts`; `Cell.missing` where empty.
  fileprivate var cells: [Int64] = []
  fileprivate var texts = Output()
  private var words: [Int64] = []
  /// Where the words end in `texts`.
  private var ground = 0
  /// No more than this is written.
  fileprivate var mostBytes = 0

  /// - Parameter words: stand in the rows again and again, and are set by their numbers.
  package init(_ kinds: [Kind], words: [[UInt8]]) {
    self.kinds = kinds
    for word in words { self.words.append(keep(word.span, 0, word.count)) }
    ground = texts.count
  }

  /// Begins with other rows, all of them empty.
  package mutating func start(rows: Int) {
    self.rows = rows
    cells.removeAll(keepingCapacity: true)
    cells += repeatElement(Cell.missing, count: kinds.count * rows)
    texts.removeAll(from: ground)
    mostBytes = rows * (kinds.count + 2)
  }

  /// Sets a column to numbers, `Cell.missing` where there is none.
  package mutating func set(_ column: Int, to numbers: [Int64]) {
    var most: UInt64 = 0
    var cell = column
    for number in numbers {
      cells[cell] = number
      cell += kinds.count
      if Cell.isKnown(number) { most = max(most, number.magnitude) }
    }
    // A sign, or a point and six decimals.
    mostBytes += rows * (decimalLength(most) + 8)
  }

  /// Sets a column to words by their numbers; a negative one stands for nothing.
  package mutating func set(_ column: Int, words numbers: [Int32]) {
    for (row, number) in numbers.enumerated() where number >= 0 { set(column, row, words[Int(number)]) }
  }

  /// Sets some cells of a column to one word.
  package mutating func set(_ column: Int, in rows: ArraySlice<Int32>, word number: Int32) {
    for row in rows { set(column, Int(row), words[Int(number)]) }
  }

  /// Sets a column to texts.
  package mutating func set(_ column: Int, to found: FoundTexts) {
    let span = found.bytes.span
    for (row, place) in found.places.enumerated() where place.start < place.end {
      set(column, row, keep(span, place.start, place.end))
    }
  }

  /// Sets some cells of a column to texts that lie together.
  ///
  /// - Parameter rows: of the block.
  /// - Parameter numbers: for each of them the number of its text.
  package mutating func set(_ column: Int, in rows: ArraySlice<Int32>, to found: Texts, _ numbers: [Int32]) {
    let span = found.bytes.span
    for row in rows {
      let (start, end) = found.range(Int(numbers[Int(row)]))
      set(column, Int(row), keep(span, start, end))
    }
  }

  /// Sets one cell to a text.
  package mutating func set(_ column: Int, _ row: Int, to text: [UInt8]) {
    set(column, row, keep(text.span, 0, text.count))
  }

  private mutating func set(_ column: Int, _ row: Int, _ text: Int64) {
    cells[row * kinds.count + column] = text
    // Every byte may be a quote, which is doubled; quotes around it, and a mark.
    mostBytes += 2 * CellText(bits: text).length + 3
  }

  private mutating func keep(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
    let at = texts.count
    texts.append(text, start, end)
    return CellText(start: at, length: end - start, folded: false).bits
  }
}

/// Texts where they lie: a run of bytes, and where each of them begins and ends in it.
package struct FoundTexts: Sendable {
  fileprivate let bytes: [UInt8]
  fileprivate let places: [(start: Int, end: Int)]

  package init(_ places: [(start: Int, end: Int)], in bytes: [UInt8]) {
    self.places = places
    self.bytes = bytes
  }
}

// MARK: Writing

extension CSVWriter {
  /// Writes the rows of a block. The row before has ended.
  package mutating func rows(_ block: CellBlock) {
    // A text is copied in whole words, which may reach behind its end.
    output.write(upTo: block.mostBytes + 8) { room, at in block.write(to: &room, at: at) }
  }
}

extension CellBlock {
  /// Writes all rows; returns where they end.
  fileprivate func write(to room: inout MutableRawSpan, at start: Int) -> Int {
    var at = start
    let (cells, kinds, pairs) = (cells.span, kinds.span, digitPairs.span)
    let texts = texts.whole
    let text = unsafe texts.span.bytes
    var cell = 0
    for _ in 0..<rows {
      for column in kinds.indices {
        let value = cells[cell]
        cell += 1
        if Cell.isKnown(value) {
          switch kinds[column] {
          case .text: putText(text, CellText(bits: value), &room, &at)
          case .words: _ = copy(text, CellText(bits: value), &room, &at)
          case .number: put(number: value, pairs, &room, &at)
          case .millionths: put(millionths: value, pairs, &room, &at)
          }
        }
        put(comma, &room, &at)
      }
      // Over the last comma.
      at -= 1
      put(13, &room, &at)
      put(10, &room, &at)
    }
    return at
  }
}

@inline(__always)
private func put(_ byte: UInt8, _ room: inout MutableRawSpan, _ at: inout Int) {
  room.storeBytes(of: byte, toByteOffset: at, as: UInt8.self)
  at += 1
}

/// Copies a text in whole words; whether a byte below `0` is in it, as are all that need quotes.
@inline(__always)
private func copy(_ text: RawSpan, _ place: CellText, _ room: inout MutableRawSpan, _ at: inout Int) -> Bool {
  var (from, left) = (place.start, place.length)
  var low: UInt64 = 0
  while left >= 8 {
    // Bounds-checked on both sides; every bit pattern is an integer.
    let word = unsafe text.unsafeLoadUnaligned(fromByteOffset: from, as: UInt64.self)
    room.storeBytes(of: word, toByteOffset: at, as: UInt64.self)
    low |= belowZero(word)
    (from, at, left) = (from + 8, at + 8, left - 8)
  }
  if left > 0 {
    // What stands behind the text is written over by what is put next.
    let word = unsafe text.unsafeLoadUnaligned(fromByteOffset: from, as: UInt64.self)
    room.storeBytes(of: word, toByteOffset: at, as: UInt64.self)
    low |= belowZero(word | .max &<< UInt64(8 * left))
    at += left
  }
  return low != 0
}

/// The high bits of the bytes that stand before the digit 0 in ASCII.
@inline(__always)
private func belowZero(_ word: UInt64) -> UInt64 {
  let high = repeated(0x80)
  return ~((word | high) &- repeated(48)) & ~word & high
}

@inline(__always)
private func putText(_ text: RawSpan, _ place: CellText, _ room: inout MutableRawSpan, _ at: inout Int) {
  guard place.length > 0 else { return }
  let start = at
  // No letter or digit begins a formula, and `=` and `@` are told by themselves.
  let first = unsafe text.unsafeLoadUnaligned(fromByteOffset: place.start, as: UInt8.self)
  if copy(text, place, &room, &at) || startsFormula(first) {
    at = start
    putCarefully(text, place, &room, &at)
  }
}

/// A text with the quotes and the mark that it may need.
private func putCarefully(_ text: RawSpan, _ place: CellText, _ room: inout MutableRawSpan, _ at: inout Int) {
  func byte(_ at: Int) -> UInt8 { unsafe text.unsafeLoadUnaligned(fromByteOffset: at, as: UInt8.self) }
  let isQuoted = (place.start..<place.end).contains { needsQuotes(byte($0)) }
  if isQuoted { put(quote, &room, &at) }
  if startsFormula(byte(place.start)) { put(UInt8(ascii: "'"), &room, &at) }
  for from in place.start..<place.end {
    if byte(from) == quote, isQuoted { put(quote, &room, &at) }
    put(byte(from), &room, &at)
  }
  if isQuoted { put(quote, &room, &at) }
}

@inline(__always)
private func put(number value: Int64, _ pairs: Span<UInt16>, _ room: inout MutableRawSpan, _ at: inout Int) {
  if value < 0 { put(UInt8(ascii: "-"), &room, &at) }
  put(digits: value.magnitude, width: decimalLength(value.magnitude), pairs, &room, &at)
}

private func put(millionths value: Int64, _ pairs: Span<UInt16>, _ room: inout MutableRawSpan, _ at: inout Int) {
  put(number: value / 1_000_000, pairs, &room, &at)
  put(UInt8(ascii: "."), &room, &at)
  put(digits: UInt64(value % 1_000_000), width: 6, pairs, &room, &at)
}

/// As many digits of a number, two at a time, the last ones first.
@inline(__always)
private func put(
  digits value: UInt64, width: Int, _ pairs: Span<UInt16>, _ room: inout MutableRawSpan, _ at: inout Int
) {
  var (rest, left) = (value, width)
  while left >= 2 {
    left -= 2
    room.storeBytes(of: pairs[Int(rest % 100)], toByteOffset: at + left, as: UInt16.self)
    rest /= 100
  }
  if left == 1 { room.storeBytes(of: UInt8(48 + rest % 10), toByteOffset: at, as: UInt8.self) }
  at += width
}

/// Of every number below 100 its two digits, as they lie in memory.
private let digitPairs: [UInt16] = (0..<100).map { UInt16(littleEndian: 48 + $0 / 10 | (48 + $0 % 10) << 8) }

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
