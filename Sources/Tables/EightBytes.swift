// Eight or sixteen bytes at a time, as words.

/// A word of which every byte is this one.
@inline(__always)
func repeated(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

/// The eight bytes from a place of a text on; zeros stand for those behind its end.
@inline(__always)
func eightBytes(_ text: Span<UInt8>, _ at: Int) -> UInt64 {
  holds(text, at, 8) ? eightBytes(text, unchecked: at) : lastBytes(text, at)
}

private func lastBytes(_ text: Span<UInt8>, _ at: Int) -> UInt64 {
  guard at >= 0, at < text.count, text.count >= 8 else {
    return (at..<max(at, text.count)).reversed().reduce(0) { $0 << 8 | UInt64(text[$1]) }
  }
  return eightBytes(text, unchecked: text.count &- 8) &>> UInt64(truncatingIfNeeded: 8 &* (8 &- (text.count &- at)))
}

/// The bytes `start ..< end`, of which there are at most eight; zeros stand for those that there are not.
@inline(__always)
func eightBytes(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
  let word = eightBytes(text, start)
  return end &- start >= 8 ? word : word & ~(UInt64.max &<< UInt64(truncatingIfNeeded: 8 &* (end &- start)))
}

/// Whether all of `start ..< end` pass, eight bytes at a time; of a shorter text the last are zeros, and some bytes of
/// others are asked for twice.
@inline(__always)
func allPass(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ pass: (UInt64) -> Bool) -> Bool {
  guard end &- start > 8 else { return pass(eightBytes(text, start, end)) }
  precondition(holds(text, start, end &- start))
  var at = start
  while at &+ 8 < end {
    if !pass(eightBytes(text, unchecked: at)) { return false }
    at &+= 8
  }
  return pass(eightBytes(text, unchecked: end &- 8))
}

// MARK: Bounds, asked once for a run of bytes instead of at every word of it

/// Whether so many bytes stand from a place of a text on.
@inline(__always)
func holds(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Bool { start >= 0 && text.count &- start >= count }

/// The eight bytes from a place on, of which is known that the text holds them.
@inline(__always)
func eightBytes(_ text: Span<UInt8>, unchecked at: Int) -> UInt64 {
  // In bounds, as was asked before; every bit pattern is an integer.
  unsafe text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
}

/// The sixteen bytes from a place on, of which is known that the text holds them.
@inline(__always)
func sixteenBytes(_ text: Span<UInt8>, unchecked at: Int) -> SIMD2<UInt64> {
  // In bounds, as was asked before; every bit pattern is an integer.
  unsafe text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: SIMD2<UInt64>.self)
}
