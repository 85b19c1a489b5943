// Whether bytes are well-formed UTF-8: many at once where they are ASCII and Chinese, to the byte where they are not.

/// The offset of the first byte that is not well-formed UTF-8 (Unicode table 3-7), or nil.
package func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? { firstInvalidUTF8(bytes.span, from: 0, to: bytes.count) }

/// The same within `start ..< end`.
func firstInvalidUTF8(_ text: Span<UInt8>, from start: Int, to end: Int) -> Int? {
  var at = start
  while at < end {
    if at - start >= 2, end - at > 64, areASCII(text, at) || arePlain(text, at) {
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

/// Whether 64 bytes and the two before them are ASCII.
@inline(__always)
private func areASCII(_ text: Span<UInt8>, _ at: Int) -> Bool {
  let words = eightWords(text, at)
  let four = words.lowHalf | words.highHalf
  let two = four.lowHalf | four.highHalf
  return (two[0] | two[1]) & repeated(0x80) == 0 && (text[at - 2] | text[at - 1]) < 0x80
}

/// Whether 64 bytes are ASCII and characters of three bytes, as most Chinese ones are; the first of them may go on with
/// a character that began before, the last may begin one.
@inline(__always)
private func arePlain(_ text: Span<UInt8>, _ at: Int) -> Bool {
  // A character of two bytes right before would seem to go on.
  guard text[at - 2] & 0xE0 != 0xC0 else { return false }
  let (here, before, twoBefore) = (eightWords(text, at), eightWords(text, at - 1), eightWords(text, at - 2))
  // The bytes that begin a character, and those in which one goes on; of both the high bits count.
  let (begin, goOn) = (here & here &<< 1, here & ~(here &<< 1))
  let due = (before & before &<< 1) | (twoBefore & twoBefore &<< 1)
  // Three bytes begin with 1110; what begins with E0, E1, EC or ED has bounds of its own, or is as rare.
  let ofThree = here &<< 2 & ~(here &<< 3) & (here &<< 6 | (here &<< 4 ^ here &<< 5))
  let doubts = (goOn ^ due) | begin & ~ofThree
  let four = doubts.lowHalf | doubts.highHalf
  let two = four.lowHalf | four.highHalf
  return (two[0] | two[1]) & repeated(0x80) == 0
}

@inline(__always)
private func eightWords(_ text: Span<UInt8>, _ at: Int) -> SIMD8<UInt64> {
  // Bounds-checked by RawSpan; every bit pattern is an integer.
  unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: SIMD8<UInt64>.self)
}

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
