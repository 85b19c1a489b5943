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
