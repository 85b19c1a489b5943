// Eight bytes at a time: which bytes of a word are a given one.

/// A word of which every byte is this one.
@inline(__always)
func repeated(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

/// The high bit of every byte that is zero, and no other bit.
@inline(__always)
func zeroBytes(_ word: UInt64) -> UInt64 {
  let low = repeated(0x7F)
  return ~((word & low &+ low) | word | low)
}

/// The high bits of the word's bytes that are this one.
@inline(__always)
func bytes(_ byte: UInt8, in word: UInt64) -> UInt64 { zeroBytes(word ^ repeated(byte)) }

/// The high bits of the bytes that are ASCII and below a bound, itself ASCII.
@inline(__always)
func below(_ bound: UInt8, _ word: UInt64) -> UInt64 {
  let high = repeated(0x80)
  return ~((word | high) &- repeated(bound)) & ~word & high
}

/// The eight bytes from a place of a text on; zeros stand for those behind its end.
@inline(__always)
func eightBytes(_ text: Span<UInt8>, _ at: Int) -> UInt64 {
  // Bounds-checked by RawSpan; every bit pattern is an integer.
  at + 8 <= text.count
    ? unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self) : lastBytes(text, at)
}

private func lastBytes(_ text: Span<UInt8>, _ at: Int) -> UInt64 {
  (at..<max(at, text.count)).reversed().reduce(0) { $0 << 8 | UInt64(text[$1]) }
}

/// The bytes `start ..< end`, of which there are at most eight; zeros stand for those that there are not.
@inline(__always)
func eightBytes(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
  let word = eightBytes(text, start)
  return end - start >= 8 ? word : word & ~(UInt64.max &<< UInt64(8 * (end - start)))
}

/// Whether all of `start ..< end` pass, eight bytes at a time; of a shorter text the last are zeros, and some bytes of
/// others are asked for twice.
@inline(__always)
func allPass(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ pass: (UInt64) -> Bool) -> Bool {
  guard end - start > 8 else { return pass(eightBytes(text, start, end)) }
  var at = start
  while at + 8 < end {
    if !pass(eightBytes(text, at)) { return false }
    at += 8
  }
  return pass(eightBytes(text, end - 8))
}

/// Where the byte stands next, at `start` or behind it; nil if it does not.
package func next(_ byte: UInt8, in text: [UInt8], from start: Int) -> Int? {
  let span = text.span
  let raw = unsafe span.bytes
  var at = start
  while at + 8 <= span.count {
    // Bounds-checked by RawSpan; every bit pattern is an integer.
    let found = bytes(byte, in: unsafe raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
    if found != 0 { return at + found.trailingZeroBitCount / 8 }
    at += 8
  }
  while at < span.count, span[at] != byte { at += 1 }
  return at < span.count ? at : nil
}
