// A column of texts that are kept: one run of bytes, and where each text ends in it.

package struct Texts: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// Where each text ends, once they are not all of one length.
  private var ends: [UInt32] = []
  /// How long each is while `ends` is empty.
  private var width = 0
  package private(set) var count = 0

  package init() {}

  package init(_ texts: [[UInt8]]) {
    for text in texts { append(text.span, 0, text.count) }
  }

  /// Texts of these lengths that lie one behind another.
  init(_ bytes: [UInt8], lengths: [Int]) {
    self.bytes = bytes
    count = lengths.count
    width = lengths.first ?? 0
    guard !lengths.allSatisfy({ $0 == width }) else { return }
    ends.reserveCapacity(count)
    var end: UInt32 = 0
    for length in lengths {
      end += UInt32(length)
      ends.append(end)
    }
  }

  /// Makes room for texts like those that are there.
  mutating func reserve(_ wanted: Int) {
    guard count > 0 else { return }
    bytes.reserveCapacity(bytes.count / count * wanted)
    if !ends.isEmpty { ends.reserveCapacity(wanted) }
  }

  package subscript(index: Int) -> ArraySlice<UInt8> {
    let (start, end) = range(index)
    return bytes[start..<end]
  }

  /// Where the text begins and ends in `bytes`.
  package func range(_ index: Int) -> (start: Int, end: Int) {
    if ends.isEmpty { return (index * width, (index + 1) * width) }
    return (index == 0 ? 0 : Int(ends[index - 1]), Int(ends[index]))
  }

  /// How many bytes a text has.
  func length(_ index: Int) -> Int {
    if ends.isEmpty { return width }
    let (start, end) = range(index)
    return end - start
  }

  /// Notes that the next text ends here.
  @inline(__always)
  private mutating func end(at end: Int) {
    if count == 0 { width = end }
    count += 1
    if ends.isEmpty, end == count * width { return }
    endApart(at: end)
  }

  private mutating func endApart(at end: Int) {
    if ends.isEmpty { ends = (1..<count).map { UInt32($0 * width) } }
    ends.append(UInt32(end))
  }

  func equals(_ index: Int, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let own = range(index)
    return own.end - own.start == end - start && sameBytes(bytes.span, own.start, text, start, count: end - start)
  }

  package func equals(_ index: Int, _ text: ArraySlice<UInt8>) -> Bool { equals(index, text.span, 0, text.count) }

  /// Whether one of them is this text.
  package func contain(_ text: ArraySlice<UInt8>) -> Bool { (0..<count).contains { equals($0, text) } }

  /// Whether one of them is what this text begins with.
  package func containBeginning(of text: ArraySlice<UInt8>) -> Bool {
    (0..<count).contains { index in
      let (start, end) = range(index)
      return end - start <= text.count && equals(index, text.span, 0, end - start)
    }
  }

  /// Whether a text is one of others.
  package func equals(_ index: Int, _ others: Texts, _ other: Int) -> Bool {
    let (start, end) = others.range(other)
    return equals(index, others.bytes.span, start, end)
  }

  package mutating func append(_ text: ArraySlice<UInt8>) { append(text.span, 0, text.count) }

  /// Appends the bytes `start ..< end` of a text.
  mutating func append(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
    precondition(start <= end && holds(text, start, end - start))
    unsafe text.withUnsafeBufferPointer { source in
      // A run of the text, as was just asked.
      unsafe bytes += UnsafeBufferPointer(rebasing: source[start..<end])
    }
    self.end(at: bytes.count)
  }
}
