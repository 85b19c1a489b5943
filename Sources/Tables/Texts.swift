// A column of texts that are kept: one run of bytes, and where each text ends in it.

package struct Texts: Sendable {
  private(set) var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  package init() {}

  package var count: Int { ends.count }

  package subscript(index: Int) -> ArraySlice<UInt8> {
    let (start, end) = range(index)
    return bytes[start..<end]
  }

  /// Where the text begins and ends in `bytes`.
  func range(_ index: Int) -> (start: Int, end: Int) {
    (index == 0 ? 0 : Int(ends[index - 1]), Int(ends[index]))
  }

  func equals(_ index: Int, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let own = range(index)
    return own.end - own.start == end - start && sameBytes(bytes.span, own.start, text, start, count: end - start)
  }

  func touched(_ indices: [Int32]) -> Int {
    let lasts = indices.map { $0 >= 0 && Int($0) < ends.count ? Int(ends[Int($0)]) : 0 }
    return lasts.reduce(0) { $1 > 0 ? $0 + Int(bytes[$1 - 1]) : $0 }
  }

  package mutating func append(_ text: ArraySlice<UInt8>) {
    bytes.append(contentsOf: text)
    ends.append(UInt32(bytes.count))
  }

  package mutating func reserve(texts: Int, bytes: Int) {
    ends.reserveCapacity(texts)
    self.bytes.reserveCapacity(bytes)
  }
}
