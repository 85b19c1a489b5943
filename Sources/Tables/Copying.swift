// Texts are copied in whole words, sixteen bytes at a time, so that some bytes behind them are touched.

/// How many bytes behind a text may be read and written.
let spareBytes = 16

/// Copies bytes of a text in whole words. What stands behind them is written over by what is put next.
@inline(__always)
func put(_ text: Span<UInt8>, _ start: Int, count: Int, _ room: inout MutableRawSpan, _ at: inout Int) {
  precondition(count >= 0)
  let to = at
  at += count
  guard holds(text, start, count &+ spareBytes), to >= 0, room.byteCount &- to >= count &+ spareBytes else {
    return putClosely(text, start, start + count, &room, to)
  }
  copySixteens(text, unchecked: start, count, &room, unchecked: to)
}

/// The same near the end of what is read.
private func putClosely(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ room: inout MutableRawSpan, _ at: Int) {
  precondition(start >= 0)
  var (from, to) = (start, at)
  while from < end {
    guard holds(text, from, 16) else { return putLast(text, from, end, &room, to) }
    room.storeBytes(of: sixteenBytes(text, unchecked: from), toByteOffset: to, as: SIMD2<UInt64>.self)
    (from, to) = (from + 16, to + 16)
  }
}

/// The same where less than sixteen bytes follow.
private func putLast(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ room: inout MutableRawSpan, _ at: Int) {
  room.storeBytes(of: eightBytes(text, start), toByteOffset: at, as: UInt64.self)
  if end - start > 8 {
    room.storeBytes(of: eightBytes(text, start + 8), toByteOffset: at + 8, as: UInt64.self)
  }
}

/// Copies so many bytes in sixteens, the last of them with what stands behind; both sides hold `spareBytes` more.
@inline(__always)
private func copySixteens(
  _ text: Span<UInt8>, unchecked start: Int, _ count: Int, _ room: inout MutableRawSpan, unchecked place: Int
) {
  copySixteen(text, unchecked: start, &room, unchecked: place)
  guard count > 16 else { return }
  copySixteen(text, unchecked: start &+ 16, &room, unchecked: place &+ 16)
  var at = 32
  while at < count {
    copySixteen(text, unchecked: start &+ at, &room, unchecked: place &+ at)
    at &+= 16
  }
}

@inline(__always)
private func copySixteen(
  _ text: Span<UInt8>, unchecked start: Int, _ room: inout MutableRawSpan, unchecked place: Int
) {
  // In bounds, as was asked before.
  unsafe room.storeBytes(
    of: sixteenBytes(text, unchecked: start), toUncheckedByteOffset: place, as: SIMD2<UInt64>.self)
}
