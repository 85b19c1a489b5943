// Eight bytes at a time, as a word.

/// A word of which every byte is this one.
@inline(__always)
func repeated(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

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
