// What will soon be read all over the memory is asked for ahead, for some thousand rows at once: the processor then waits
// for many reads together, not for one after another. Nothing but time depends on it.

// Public, since what other rooms inline names it.
public import CVectors

extension Span {
  /// Has an element fetched.
  @inlinable @inline(__always)
  package func fetch(_ index: Index) {
    precondition(indices.contains(index))
    unsafe withUnsafeBufferPointer { unsafe CVectors.fetch($0.baseAddress! + index) }
  }
}

extension Span<UInt8> {
  /// Has a text fetched, as far as its first and last byte lie apart.
  @inline(__always)
  func fetch(_ start: Int, _ end: Int) {
    guard start < end else { return }
    fetch(start)
    fetch(end - 1)
  }
}
