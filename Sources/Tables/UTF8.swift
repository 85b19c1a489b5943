// Whether bytes are well-formed UTF-8: many at once where they are ASCII and Chinese, to the byte where they are not.

/// The offset of the first byte that is not well-formed UTF-8 (Unicode table 3-7), or nil.
package func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? { firstInvalidUTF8(bytes.span, from: 0, to: bytes.count) }

/// The same within `start ..< end`.
func firstInvalidUTF8(_ text: Span<UInt8>, from start: Int, to end: Int) -> Int? {
  var at = start
  // Which of the next two bytes go on with a character; unknown behind bytes that were read one by one.
  var begun: UInt64?
  while at < end {
    if at - start >= 2, end - at > 64, let next = plainBytes(text, at, begun ?? begunBefore(text, at)) {
      begun = next
      at += 64
      continue
    }
    begun = nil
    let next = min(end, at + 64)
    // The bytes so far may have ended within a character.
    at = max(start, at - 3)
    while at > start, text[at] & 0xC0 == 0x80 { at -= 1 }
    while at < next {
      guard let length = wellFormed(text, at, end) else { return at }
      at += length
    }
  }
  return nil
}

/// Whether 64 bytes are ASCII and characters of three bytes, as most Chinese ones are; nil if they are not.
///
/// - Parameter begun: which of them go on with a character that began in the two bytes before: a bit to a byte.
/// - Returns: the same of the bytes behind them.
@inline(__always)
private func plainBytes(_ text: Span<UInt8>, _ at: Int, _ begun: UInt64) -> UInt64? {
  let bytes = SixtyFourBytes(text, at)
  let others = bytes.marks(0x80...0xFF)
  if others == 0 { return begun == 0 ? 0 : nil }
  // What begins with E0 or ED has bounds of its own, and is rare.
  let begin = bytes.marks(0xE1...0xEF) & ~bytes.marks(0xED...0xED)
  let due = begin &<< 1 | begin &<< 2 | begun
  guard bytes.marks(0x80...0xBF) == due, begin | due == others else { return nil }
  return begin &>> 63 | begin &>> 62
}

/// Which of the next two bytes go on with a character of three bytes.
private func begunBefore(_ text: Span<UInt8>, _ at: Int) -> UInt64 {
  beginsThree(text[at - 1]) ? 0b11 : beginsThree(text[at - 2]) ? 0b1 : 0
}

@inline(__always)
private func beginsThree(_ byte: UInt8) -> Bool { byte & 0xF0 == 0xE0 && byte != 0xE0 && byte != 0xED }

/// How long the character at `at` is; nil if it is not well-formed.
private func wellFormed(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> Int? {
  let (length, low, high): (Int, UInt8, UInt8)
  switch text[at] {
  case 0..<0x80: return 1
  case 0xC2...0xDF: (length, low, high) = (2, 0x80, 0xBF)
  case 0xE0: (length, low, high) = (3, 0xA0, 0xBF)
  case 0xED: (length, low, high) = (3, 0x80, 0x9F)
  case 0xE1...0xEF: (length, low, high) = (3, 0x80, 0xBF)
  case 0xF0: (length, low, high) = (4, 0x90, 0xBF)
  case 0xF1...0xF3: (length, low, high) = (4, 0x80, 0xBF)
  case 0xF4: (length, low, high) = (4, 0x80, 0x8F)
  default: return nil
  }
  guard at + length <= end, text[at + 1] >= low, text[at + 1] <= high else { return nil }
  return (at + 2..<at + length).allSatisfy { text[$0] & 0xC0 == 0x80 } ? length : nil
}
