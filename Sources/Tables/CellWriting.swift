// The cells of a block become bytes.

extension CSVWriter {
  /// Writes the rows of a block. The row before has ended.
  package mutating func rows(_ block: CellBlock) { output.append(block) }
}

extension Output {
  /// Writes the rows of a block.
  package mutating func append(_ block: CellBlock) {
    write(upTo: block.mostBytes) { room, at in block.write(to: &room, at: at) }
  }
}

extension CellBlock {
  /// Writes all rows; returns where they end.
  fileprivate func write(to room: inout MutableRawSpan, at start: Int) -> Int {
    var at = start
    let kinds = columns.map(\.kind)
    // A comma need not be copied.
    let marks = columns.map { $0.before.count == 1 ? $0.before[0] : 0 }
    let isJSON = isJSON
    let texts = texts.whole
    let (cells, before, blanks, text) = (cells.span, before.span, blanks.span, texts.span)
    var cell = 0
    for _ in 0..<rows {
      for column in kinds.indices {
        if marks[column] != 0 {
          put(marks[column], &room, &at)
        } else {
          copy(text, before[column], &room, &at)
        }
        let value = cells[cell]
        cell += 1
        guard Cell.isKnown(value) else {
          copy(text, blanks[column], &room, &at)
          continue
        }
        switch kinds[column] {
        case .text: put(text: text, CellText(bits: value), isJSON, &room, &at)
        case .words: copy(text, CellText(bits: value), &room, &at)
        case .number: put(number: value, &room, &at)
        case .millionths: put(millionths: value, &room, &at)
        case .moment: put(moment: value, &room, &at)
        }
      }
      copy(text, end, &room, &at)
    }
    return at
  }
}

// MARK: Texts

@inline(__always)
func put(_ byte: UInt8, _ room: inout MutableRawSpan, _ at: inout Int) {
  room.storeBytes(of: byte, toByteOffset: at, as: UInt8.self)
  at += 1
}

/// Copies a text that is not the last sixteen bytes of what it lies in, so that nobody need ask at every word; what stands
/// behind it is written over by what is put next.
@inline(__always)
private func copy(_ text: Span<UInt8>, _ place: CellText, _ room: inout MutableRawSpan, _ at: inout Int) {
  var from = place.start
  let (end, next) = (place.end, at + place.length)
  while from < end {
    // Bounds-checked on both sides; every bit pattern is an integer.
    let words = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: from, as: SIMD2<UInt64>.self)
    room.storeBytes(of: words, toByteOffset: at, as: SIMD2<UInt64>.self)
    (from, at) = (from + 16, at + 16)
  }
  at = next
}

@inline(__always)
private func put(text: Span<UInt8>, _ place: CellText, _ isJSON: Bool, _ room: inout MutableRawSpan, _ at: inout Int) {
  if isJSON { put(quote, &room, &at) }
  if !place.needsCare {
    copy(text, place, &room, &at)
  } else if isJSON {
    for from in place.start..<place.end { put(escaped(text[from]), &room, &at) }
  } else {
    put(guarded(text, place.start, place.end), &room, &at)
  }
  if isJSON { put(quote, &room, &at) }
}

private func put(_ bytes: [UInt8], _ room: inout MutableRawSpan, _ at: inout Int) {
  for byte in bytes { put(byte, &room, &at) }
}

private let quote = UInt8(ascii: "\"")
