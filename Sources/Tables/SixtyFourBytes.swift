// 64 bytes at a time: which of them are of a kind, a bit to a byte, the first the lowest.

import CVectors

/// The 64 bytes from a place of a text on.
struct SixtyFourBytes {
  private let bytes: SIMD64<UInt8>

  /// There must be so many.
  @inline(__always)
  init(_ text: Span<UInt8>, _ at: Int) {
    // Bounds-checked by RawSpan; every bit pattern is an integer.
    bytes = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: SIMD64<UInt8>.self)
  }

  /// Which of them lie in the range.
  @inline(__always)
  func marks(_ range: ClosedRange<UInt8>) -> UInt64 { bytes_between(bytes, range.lowerBound, range.upperBound) }
}

/// Where the byte stands next, at `start` or behind it; nil if it does not.
package func next(_ byte: UInt8, in text: [UInt8], from start: Int) -> Int? {
  let span = text.span
  var at = start
  while at + 64 <= span.count {
    let found = SixtyFourBytes(span, at).marks(byte...byte)
    if found != 0 { return at + found.trailingZeroBitCount }
    at += 64
  }
  while at < span.count, span[at] != byte { at += 1 }
  return at < span.count ? at : nil
}
