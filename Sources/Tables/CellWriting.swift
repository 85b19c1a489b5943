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
    let (cells, before, blanks, pairs) = (cells.span, before.span, blanks.span, digitPairs.span)
    let texts = texts.whole
    let text = unsafe texts.span.bytes
    var cell = 0
    for _ in 0..<rows {
      for column in kinds.indices {
        _ = copy(text, before[column], &room, &at)
        let value = cells[cell]
        cell += 1
        guard Cell.isKnown(value) else {
          _ = copy(text, blanks[column], &room, &at)
          continue
        }
        switch kinds[column] {
        case .text: put(text: text, CellText(bits: value), isJSON, &room, &at)
        case .words: _ = copy(text, CellText(bits: value), &room, &at)
        case .number: put(number: value, pairs, &room, &at)
        case .millionths: put(millionths: value, pairs, &room, &at)
        case .moment: put(moment: value, pairs, &room, &at)
        }
      }
      _ = copy(text, end, &room, &at)
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

/// Copies a text in whole words; whether a byte is in it that may need care: one below the digit 0, or a backslash.
@inline(__always)
private func copy(_ text: RawSpan, _ place: CellText, _ room: inout MutableRawSpan, _ at: inout Int) -> Bool {
  var (from, left) = (place.start, place.length)
  var found: UInt64 = 0
  while left >= 8 {
    // Bounds-checked on both sides; every bit pattern is an integer.
    let word = unsafe text.unsafeLoadUnaligned(fromByteOffset: from, as: UInt64.self)
    room.storeBytes(of: word, toByteOffset: at, as: UInt64.self)
    found |= careful(word)
    (from, at, left) = (from + 8, at + 8, left - 8)
  }
  if left > 0 {
    // What stands behind the text is written over by what is put next.
    let word = unsafe text.unsafeLoadUnaligned(fromByteOffset: from, as: UInt64.self)
    room.storeBytes(of: word, toByteOffset: at, as: UInt64.self)
    found |= careful(word | .max &<< UInt64(8 * left))
    at += left
  }
  return found != 0
}

/// The high bits of the bytes that may need care, in CSV or in JSON.
@inline(__always)
private func careful(_ word: UInt64) -> UInt64 {
  let high = repeated(0x80)
  return ~((word | high) &- repeated(48)) & ~word & high | bytes(UInt8(ascii: "\\"), in: word)
}

@inline(__always)
private func put(text: RawSpan, _ place: CellText, _ isJSON: Bool, _ room: inout MutableRawSpan, _ at: inout Int) {
  if isJSON { put(quote, &room, &at) }
  if place.length > 0 {
    let start = at
    let first = byte(text, place.start)
    if copy(text, place, &room, &at) || (startsFormula(first) && !isJSON) {
      at = start
      if isJSON { put(escaped: text, place, &room, &at) } else { put(careful: text, place, &room, &at) }
    }
  }
  if isJSON { put(quote, &room, &at) }
}

@inline(__always)
private func byte(_ text: RawSpan, _ at: Int) -> UInt8 {
  // Bounds-checked; every bit pattern is an integer.
  unsafe text.unsafeLoadUnaligned(fromByteOffset: at, as: UInt8.self)
}

/// A text with the quotes and the mark that it may need in CSV.
private func put(careful text: RawSpan, _ place: CellText, _ room: inout MutableRawSpan, _ at: inout Int) {
  var isQuoted = false
  for from in place.start..<place.end where needsQuotes(byte(text, from)) { isQuoted = true }
  if isQuoted { put(quote, &room, &at) }
  if startsFormula(byte(text, place.start)) { put(UInt8(ascii: "'"), &room, &at) }
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
