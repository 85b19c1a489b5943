// Whether bytes are well-formed UTF-8: many at once where they are ASCII and Chinese, to the byte where they are not.

/// The offset of the first byte that is not well-formed UTF-8 (Unicode table 3-7), or nil.
package func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? { firstInvalidUTF8(bytes.span, from: 0, to: bytes.count) }

/// The same within `start ..< end`.
func firstInvalidUTF8(_ text: Span<UInt8>, from start: Int, to end: Int) -> Int? {
  var at = start
  while at < end {
    if at - start >= 2, end - at > 64, arePlain(text, at) {
      at += 64
      continue
    }
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

/// Whether 64 bytes are ASCII and characters of three bytes, as most Chinese ones are; the first of them may go on with
/// a character that began in the two bytes before, the last may begin one.
@inline(__always)
private func arePlain(_ text: Span<UInt8>, _ at: Int) -> Bool {
  let bytes = SixtyFourBytes(text, at)
  let (last, secondToLast) = (beginsThree(text[at - 1]), beginsThree(text[at - 2]))
  let others = bytes.marks(0x80...0xFF)
  if others == 0 { return !last && !secondToLast }
  // What begins with E0 or ED has bounds of its own, and is rare.
  let begin = bytes.marks(0xE1...0xEC) | bytes.marks(0xEE...0xEF)
  let goOn = bytes.marks(0x80...0xBF)
  let due = begin &<< 1 | begin &<< 2 | (last ? 0b11 : secondToLast ? 0b1 : 0)
  return goOn == due && begin | goOn == others
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
