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
/// a character that began before, the last may begin one.
@inline(__always)
private func arePlain(_ text: Span<UInt8>, _ start: Int) -> Bool {
  let raw = unsafe text.bytes
  var doubts = SIMD2<UInt64>()
  for at in stride(from: start, to: start + 64, by: 16) {
    // Bounds-checked by RawSpan; every bit pattern is an integer.
    let (here, before, twoBefore) = unsafe (
      raw.unsafeLoadUnaligned(fromByteOffset: at, as: SIMD2<UInt64>.self),
      raw.unsafeLoadUnaligned(fromByteOffset: at - 1, as: SIMD2<UInt64>.self),
      raw.unsafeLoadUnaligned(fromByteOffset: at - 2, as: SIMD2<UInt64>.self)
    )
    let (second, third, fourth) = (here &<< 1, here &<< 2, here &<< 3)
    let (leads, others) = (here & second & third & ~fourth, here & ~second)
    let due = areLeads(before) | areLeads(twoBefore)
    // E0 and ED have bounds of their own.
    let (fifth, sixth, seventh, eighth) = (here &<< 4, here &<< 5, here &<< 6, here &<< 7)
    let strange = ~(fifth | sixth | seventh | eighth) | fifth & sixth & ~seventh & eighth
    doubts |= (others ^ due) | (here ^ leads ^ others) | leads & strange
  }
  return (doubts[0] | doubts[1]) & repeated(0x80) == 0
}

/// The high bits of the bytes that begin a character of three.
@inline(__always)
private func areLeads(_ bytes: SIMD2<UInt64>) -> SIMD2<UInt64> {
  bytes & bytes &<< 1 & bytes &<< 2 & ~(bytes &<< 3)
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
