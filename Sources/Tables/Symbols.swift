// Texts that stand for things (codes, ids, towns) get small dense numbers, so that tables join on integers.

/// An interner: equal texts, equal numbers; numbers run from 0 in order of first appearance.
package struct Symbols: Sendable {
  private var texts: [UInt8] = []
  private var ends: [UInt32] = [0]
  /// Open addressing, a power of two wide; 0 is free, else the number plus one.
  private var slots: [UInt32]

  package init(capacity: Int = 64) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
  }

  package var count: Int { ends.count - 1 }

  /// The number of a text, given one if it is new.
  package mutating func intern(_ text: ArraySlice<UInt8>) -> Int32 {
    let slot = find(text)
    if slots[slot] != 0 { return Int32(slots[slot] - 1) }
    texts.append(contentsOf: text)
    ends.append(UInt32(texts.count))
    slots[slot] = UInt32(count)
    if count * 2 > slots.count { grow() }
    return Int32(count - 1)
  }

  package mutating func intern(_ text: String) -> Int32 { intern(Array(text.utf8)[...]) }

  /// The number of a text, or nil if it was never seen.
  package func number(of text: ArraySlice<UInt8>) -> Int32? {
    let slot = find(text)
    return slots[slot] == 0 ? nil : Int32(slots[slot] - 1)
  }

  package func number(of text: String) -> Int32? { number(of: Array(text.utf8)[...]) }

  package func bytes(_ number: Int32) -> ArraySlice<UInt8> {
    texts[Int(ends[Int(number)])..<Int(ends[Int(number) + 1])]
  }

  package func string(_ number: Int32) -> String { String(decoding: bytes(number), as: UTF8.self) }

  private func find(_ text: ArraySlice<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash(text)) & mask
    while slots[slot] != 0, !equals(Int(slots[slot] - 1), text) { slot = (slot + 1) & mask }
    return slot
  }

  private func equals(_ number: Int, _ text: ArraySlice<UInt8>) -> Bool {
    let start = Int(ends[number])
    guard Int(ends[number + 1]) - start == text.count else { return false }
    var at = start
    for byte in text {
      if texts[at] != byte { return false }
      at += 1
    }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for number in 0..<count {
      var slot = Int(truncatingIfNeeded: hash(bytes(Int32(number)))) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(number + 1)
    }
  }

  @inline(__always)
  private func hash(_ text: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for byte in text {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return hash ^ hash >> 29
  }
}
