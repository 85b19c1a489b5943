// Texts that stand for things (codes, ids, towns) get small dense numbers, so that tables join on integers.

/// An interner: equal texts, equal numbers; numbers run from 0 in order of first appearance.
package struct Symbols: Sendable {
  private(set) var texts = Texts()
  /// Open addressing, a power of two wide; 0 is free, else the number plus one under the upper half of the text's hash,
  /// which also says where the text is looked for first.
  private var slots: [UInt64]

  package init(capacity: Int = 64) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
  }

  package var count: Int { texts.count }

  /// The number of a text, given one if it is new.
  package mutating func intern(_ text: ArraySlice<UInt8>) -> Int32 { intern(text, hash: Symbols.hash(text)) }

  /// The same for a text whose hash is known.
  package mutating func intern(_ text: ArraySlice<UInt8>, hash: UInt64) -> Int32 {
    intern(text.span, 0, text.count, hash: hash)
  }

  mutating func intern(_ text: Span<UInt8>, _ start: Int, _ end: Int, hash: UInt64) -> Int32 {
    let slot = find(text, start, end, hash)
    if slots[slot] != 0 { return number(slots[slot]) }
    texts.append(text, start, end)
    slots[slot] = hash & tagBits | UInt64(count)
    if count * 3 > slots.count * 2 { grow(to: slots.count * 2) }
    return Int32(count - 1)
  }

  package mutating func intern(_ text: String) -> Int32 { intern(Array(text.utf8)[...]) }

  /// Frees what finds a text; from then on numbers are only asked for their texts.
  package mutating func close() { slots = [] }

  /// The number of a text, or nil if it was never seen.
  package func number(of text: ArraySlice<UInt8>) -> Int32? {
    let slot = find(text.span, 0, text.count, Symbols.hash(text))
    return slots[slot] == 0 ? nil : number(slots[slot])
  }

  package func number(of text: String) -> Int32? { number(of: Array(text.utf8)[...]) }

  package func bytes(_ number: Int32) -> ArraySlice<UInt8> { texts[Int(number)] }

  /// Whether a text is a credit code.
  package func isCreditCode(_ number: Int32) -> Bool {
    let (start, end) = texts.range(Int(number))
    return Tables.isCreditCode(texts.bytes.span, start, end)
  }

  package func string(_ number: Int32) -> String { String(decoding: bytes(number), as: UTF8.self) }

  /// The texts of these numbers, in their order; an empty one for a negative number.
  package func found(_ numbers: [Int32]) -> FoundTexts {
    FoundTexts(numbers.map { $0 < 0 ? (0, 0) : texts.range(Int($0)) }, in: texts.bytes)
  }

  /// Has the slots fetched at which texts of these hashes are looked for first.
  package func fetch(_ hashes: [UInt64]) {
    let (slots, mask) = (slots.span, slots.count - 1)
    for hash in hashes { slots.fetch(place(hash, mask)) }
  }

  private func number(_ slot: UInt64) -> Int32 { Int32(truncatingIfNeeded: slot & numberBits) - 1 }

  private func find(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ hash: UInt64) -> Int {
    precondition(!slots.isEmpty, "no text is looked for in closed symbols")
    let mask = slots.count - 1
    var at = place(hash, mask)
    while slots[at] != 0 {
      if slots[at] & tagBits == hash & tagBits, texts.equals(Int(number(slots[at])), text, start, end) { return at }
      at = (at + 1) & mask
    }
    return at
  }

  /// For every hash the number of the first text that may have it, most likely the one that is looked for; -1 if none may.
  /// The texts are fetched.
  func candidates(_ hashes: [UInt64]) -> [Int32] {
    fetch(hashes)
    let mask = slots.count - 1
    let bytes = texts.bytes.span
    return hashes.map { hash in
      var at = place(hash, mask)
      while slots[at] != 0, slots[at] & tagBits != hash & tagBits { at = (at + 1) & mask }
      let candidate = number(slots[at])
      if candidate >= 0 {
        let (start, end) = texts.range(Int(candidate))
        bytes.fetch(start, end)
      }
      return candidate
    }
  }

  /// The number of a text, or nil if it was never seen.
  func number(of text: Span<UInt8>, _ start: Int, _ end: Int, _ hash: UInt64) -> Int32? {
    let slot = slots[find(text, start, end, hash)]
    return slot == 0 ? nil : number(slot)
  }

  /// The same where the first text is known that may be it, -1 if none may.
  func number(of text: Span<UInt8>, _ start: Int, _ end: Int, _ hash: UInt64, candidate: Int32) -> Int32? {
    if candidate < 0 { return nil }
    return texts.equals(Int(candidate), text, start, end) ? candidate : number(of: text, start, end, hash)
  }

  /// Makes room for texts like those that are there.
  package mutating func reserve(_ wanted: Int) {
    texts.reserve(wanted)
    var size = slots.count
    while wanted * 3 > size * 2 { size *= 2 }
    if size > slots.count { grow(to: size) }
  }

  /// A slot holds the part of the hash that says where it belongs: no text is read again.
  private mutating func grow(to size: Int) {
    let before = slots
    slots = [UInt64](repeating: 0, count: size)
    let mask = slots.count - 1
    for slot in before where slot != 0 {
      var at = place(slot, mask)
      while slots[at] != 0 { at = (at + 1) & mask }
      slots[at] = slot
    }
  }

  /// The hash by which `intern` finds a text.
  package static func hash(_ text: ArraySlice<UInt8>) -> UInt64 { hash(text.span, 0, text.count) }

  static func hash(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(end - start)
    guard end &- start >= 8 else { return mixed(hash ^ eightBytes(text, start, end)) }
    precondition(holds(text, start, end &- start))
    var at = start
    while at &+ 8 < end {
      hash = mixed(hash ^ eightBytes(text, unchecked: at))
      at &+= 8
    }
    return mixed(hash ^ eightBytes(text, unchecked: end &- 8))
  }
}

/// Where a text of this hash, or that of a slot, is looked for first.
@inline(__always)
private func place(_ hash: UInt64, _ mask: Int) -> Int { Int(truncatingIfNeeded: hash &>> 32) & mask }

private let tagBits: UInt64 = 0xFFFF_FFFF_0000_0000
private let numberBits: UInt64 = 0x0000_0000_FFFF_FFFF

@inline(__always)
private func mixed(_ word: UInt64) -> UInt64 {
  let (high, low) = word.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
  return high ^ low &+ 0x9E37_79B9_7F4A_7C15
}
