// The cells of a block become bytes.

extension CSVWriter {
  /// Writes the rows of a block. The row before has ended.
  package mutating func rows(_ block: CellBlock) { output.append(block) }
}

extension Output {
  /// Writes the rows of a block.
  package mutating func append(_ block: CellBlock) {
    // A text is copied in whole words, which may reach behind its end.
    write(upTo: block.mostBytes + 8) { room, at in block.write(to: &room, at: at) }
  }
}

extension CellBlock {
  /// Writes all rows; returns where they end.
  fileprivate func write(to room: inout MutableRawSpan, at start: Int) -> Int {
    var at = start
    let kinds = columns.map(\.kind)
    let isJSON = isJSON
    let (cells, before, blanks, pairs) = (cells.span, before.span, blanks.span, digitPairs.span)
    let texts = texts.whole
    let text = unsafe texts.span.bytes
    var cell = 0
    for _ in 0..<rows {
      for column in kinds.indices {
        copy(text, before[column], &room, &at)
        let value = cells[cell]
        cell += 1
        guard Cell.isKnown(value) else {
          copy(text, blanks[column], &room, &at)
          continue
        }
        switch kinds[column] {
        case .text: put(text: text, CellText(bits: value), isJSON, &room, &at)
        case .words: copy(text, CellText(bits: value), &room, &at)
        case .number: put(number: value, pairs, &room, &at)
        case .millionths: put(millionths: value, pairs, &room, &at)
        case .moment: put(moment: value, pairs, &room, &at)
        }
      }
      copy(text, end, &room, &at)
    }
    return at
  }
}

// MARK: Texts

@inline(__always)
private func put(_ byte: UInt8, _ room: inout MutableRawSpan, _ at: inout Int) {
  room.storeBytes(of: byte, toByteOffset: at, as: UInt8.self)
  at += 1
}

/// Copies a text in whole words. What stands behind it is written over by what is put next.
@inline(__always)
private func copy(_ text: RawSpan, _ place: CellText, _ room: inout MutableRawSpan, _ at: inout Int) {
  var from = place.start
  let (end, next) = (place.end, at + place.length)
  while from < end {
    // Bounds-checked on both sides; every bit pattern is an integer.
    let word = unsafe text.unsafeLoadUnaligned(fromByteOffset: from, as: UInt64.self)
    room.storeBytes(of: word, toByteOffset: at, as: UInt64.self)
    (from, at) = (from + 8, at + 8)
  }
  at = next
}

/// Whether a byte is in the text that cannot stand there as it is, in a cell without quotes or in a JSON string.
@inline(__always)
private func needsCare(_ text: RawSpan, _ place: CellText, _ isJSON: Bool) -> Bool {
  var (from, left) = (place.start, place.length)
  while left > 0 {
    var word = unsafe text.unsafeLoadUnaligned(fromByteOffset: from, as: UInt64.self)
    if left < 8 { word |= .max &<< UInt64(8 * left) }
    if isJSON ? isSpecialInJSON(word) : isSpecialInCSV(word) { return true }
    (from, left) = (from + 8, left - 8)
  }
  return false
}

@inline(__always)
private func isSpecialInCSV(_ word: UInt64) -> Bool {
  below(48, word) != 0
    && (bytes(UInt8(ascii: ","), in: word) | bytes(quote, in: word) | bytes(10, in: word) | bytes(13, in: word)) != 0
}

@inline(__always)
private func isSpecialInJSON(_ word: UInt64) -> Bool {
  below(32, word) | bytes(quote, in: word) | bytes(UInt8(ascii: "\\"), in: word) != 0
}

/// The high bits of the bytes that are ASCII and below a bound, itself ASCII.
@inline(__always)
private func below(_ bound: UInt8, _ word: UInt64) -> UInt64 {
  let high = repeated(0x80)
  return ~((word | high) &- repeated(bound)) & ~word & high
}

@inline(__always)
private func put(text: RawSpan, _ place: CellText, _ isJSON: Bool, _ room: inout MutableRawSpan, _ at: inout Int) {
  if isJSON {
    put(quote, &room, &at)
    if needsCare(text, place, true) { put(escaped: text, place, &room, &at) } else { copy(text, place, &room, &at) }
    put(quote, &room, &at)
  } else if place.length > 0 {
    let isMarked = startsFormula(byte(text, place.start))
    if isMarked || needsCare(text, place, false) {
      put(careful: text, place, isMarked, &room, &at)
    } else {
      copy(text, place, &room, &at)
    }
  }
}

@inline(__always)
private func byte(_ text: RawSpan, _ at: Int) -> UInt8 {
  // Bounds-checked; every bit pattern is an integer.
  unsafe text.unsafeLoadUnaligned(fromByteOffset: at, as: UInt8.self)
}

/// A text with the quotes and the mark that it may need in CSV.
private func put(
  careful text: RawSpan, _ place: CellText, _ isMarked: Bool, _ room: inout MutableRawSpan, _ at: inout Int
) {
  var isQuoted = false
  for from in place.start..<place.end where needsQuotes(byte(text, from)) { isQuoted = true }
  if isQuoted { put(quote, &room, &at) }
  if isMarked { put(UInt8(ascii: "'"), &room, &at) }
  for from in place.start..<place.end {
    if byte(text, from) == quote, isQuoted { put(quote, &room, &at) }
    put(byte(text, from), &room, &at)
  }
  if isQuoted { put(quote, &room, &at) }
}

/// A text as it stands between the quotes of a JSON string.
private func put(escaped text: RawSpan, _ place: CellText, _ room: inout MutableRawSpan, _ at: inout Int) {
  for from in place.start..<place.end {
    for byte in escaped(byte(text, from)) { put(byte, &room, &at) }
  }
}

// MARK: Numbers

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

private func put(moment value: Int64, _ pairs: Span<UInt16>, _ room: inout MutableRawSpan, _ at: inout Int) {
  let (date, rest) = dayAndSeconds(value)
  let (year, month, day) = date.parts
  put(digits: UInt64(year), width: 4, pairs, &room, &at)
  put(UInt8(ascii: "-"), month, pairs, &room, &at)
  put(UInt8(ascii: "-"), day, pairs, &room, &at)
  put(UInt8(ascii: " "), rest / 3600, pairs, &room, &at)
  put(UInt8(ascii: ":"), rest / 60 % 60, pairs, &room, &at)
  put(UInt8(ascii: ":"), rest % 60, pairs, &room, &at)
}

@inline(__always)
private func put(
  _ mark: UInt8, _ twoDigits: Int, _ pairs: Span<UInt16>, _ room: inout MutableRawSpan, _ at: inout Int
) {
  put(mark, &room, &at)
  put(digits: UInt64(twoDigits), width: 2, pairs, &room, &at)
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

private let quote = UInt8(ascii: "\"")
