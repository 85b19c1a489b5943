// What is done with a whole column of texts at once.

extension Table {
  /// By row, the hash by which `Symbols` finds the text; 0 where it is blank.
  package func hashes(_ column: Int) -> [UInt64] {
    eachText(column, blank: 0) { text, start, end, _ in Symbols.hash(text, start, end) }
  }

  /// By row, the number of the text.
  ///
  /// - Parameter hashes: of the column.
  /// - Parameter blank: stands for a blank text, and `unknown` for one that was never interned.
  package func numbers(
    _ column: Int, in symbols: Symbols, _ hashes: [UInt64], blank: Int32, unknown: Int32
  ) -> [Int32] {
    let candidates = symbols.candidates(hashes)
    return eachText(column, blank: blank) { text, start, end, row in
      symbols.number(of: text, start, end, hashes[row], candidate: candidates[row]) ?? unknown
    }
  }

  /// The same of some rows only; the texts of others count as never interned.
  package func numbers(
    _ column: Int, in symbols: Symbols, _ hashes: [UInt64], blank: Int32, unknown: Int32, among isAsked: [Bool]
  ) -> [Int32] {
    eachText(column, blank: blank) { text, start, end, row in
      isAsked[row] ? symbols.number(of: text, start, end, hashes[row]) ?? unknown : unknown
    }
  }

  /// The same of a column of words that many rows share.
  package func numbers(_ column: Int, in symbols: Symbols, blank: Int32, unknown: Int32) -> [Int32] {
    var known = ShortWords()
    return eachText(column, blank: blank) { text, start, end, _ in
      known.number(text, start, end) {
        symbols.number(of: text, start, end, Symbols.hash(text, start, end)) ?? unknown
      }
    }
  }

  /// Gives numbers to the texts of the rows that have none, new ones being interned.
  ///
  /// - Parameter hashes: of the column.
  /// - Parameter numbers: by row; those that are `unnumbered` are set, a blank one to -1.
  /// - Parameter base: what the symbols' numbers are counted from.
  package func intern(
    _ column: Int, _ hashes: [UInt64], in symbols: inout Symbols, _ numbers: inout [Int32],
    where unnumbered: Int32, from base: Int32 = 0
  ) {
    let values = values[column]
    let (plain, folded, cells) = (bytes.span, folds.span, values.span)
    for row in numbers.indices where numbers[row] == unnumbered {
      guard !cells.isEmpty, Cell.isKnown(cells[row]) else {
        numbers[row] = -1
        continue
      }
      let text = CellText(bits: cells[row])
      numbers[row] =
        base + symbols.intern(text.folded ? folded : plain, text.start, text.end, hash: hashes[row])
    }
  }

  /// The texts of a column, blank ones empty.
  package func texts(_ column: Int) -> Texts {
    let lengths = eachText(column, blank: 0) { _, start, end, _ in end - start }
    let values = values[column]
    let (plain, folded, cells) = (bytes.span, folds.span, values.span)
    let length = lengths.reduce(0, +)
    var joined = Output(capacity: length)
    joined.write(upTo: length) { room, at in
      var at = at
      for row in cells.indices where Cell.isKnown(cells[row]) {
        let text = CellText(bits: cells[row])
        put(text.folded ? folded : plain, text.start, count: text.length, &room, &at)
      }
      return at
    }
    return Texts((consume joined).bytes, lengths: lengths)
  }

  /// By row, whether the text is the one that stands at a place of others; a place of no text has an endless length.
  package func equal(_ column: Int, _ others: [UInt8], at places: [(start: UInt32, length: UInt32)]) -> [Bool] {
    let other = others.span
    for place in places where place.length != .max { other.fetch(Int(place.start), Int(place.start + place.length)) }
    return eachText(column, blank: false) { text, start, end, row in
      let place = places[row]
      return end - start == Int(place.length)
        && sameBytes(text, start, other, Int(place.start), count: end - start)
    }
  }

  /// Of some values of a column of texts, whether each is the same text as the one before it.
  package func repeated(_ values: [Int64]) -> [Bool] {
    let (plain, folded) = (bytes.span, folds.span)
    return values.indices.map { at in
      guard at > 0, Cell.isKnown(values[at]), Cell.isKnown(values[at - 1]) else { return false }
      let (text, before) = (CellText(bits: values[at]), CellText(bits: values[at - 1]))
      return text.length == before.length
        && sameBytes(
          text.folded ? folded : plain, text.start, before.folded ? folded : plain, before.start, count: text.length)
    }
  }

  /// By row, what is made of the text; `blank` where there is none.
  @inline(__always)
  fileprivate func eachText<Made>(
    _ column: Int, blank: Made, _ make: (_ text: Span<UInt8>, _ start: Int, _ end: Int, _ row: Int) -> Made
  ) -> [Made] {
    let values = values[column]
    let (plain, folded, cells) = (bytes.span, folds.span, values.span)
    guard !cells.isEmpty else { return [Made](repeating: blank, count: count) }
    return [Made](capacity: cells.count) { made in
      for row in cells.indices {
        guard Cell.isKnown(cells[row]) else {
          made.append(blank)
          continue
        }
        let text = CellText(bits: cells[row])
        made.append(make(text.folded ? folded : plain, text.start, text.end, row))
      }
    }
  }
}

/// Whether two runs of bytes of the same length are the same.
@inline(__always)
func sameBytes(_ one: Span<UInt8>, _ start: Int, _ other: Span<UInt8>, _ otherStart: Int, count: Int) -> Bool {
  guard count >= 8 else {
    return eightBytes(one, start, start + count) == eightBytes(other, otherStart, otherStart + count)
  }
  precondition(holds(one, start, count) && holds(other, otherStart, count))
  var at = 0
  while at &+ 16 <= count {
    let differences = sixteenBytes(one, unchecked: start &+ at) ^ sixteenBytes(other, unchecked: otherStart &+ at)
    if differences[0] | differences[1] != 0 { return false }
    at &+= 16
  }
  func differ(_ at: Int) -> Bool {
    eightBytes(one, unchecked: start &+ at) != eightBytes(other, unchecked: otherStart &+ at)
  }
  // The last eight; some of them were compared before.
  return !(at &+ 8 < count && differ(at)) && !differ(count &- 8)
}

/// A column of words that many rows share, numbered within its table.
package struct Words: Sendable {
  private let texts: Symbols
  /// By row; -1 where nothing was said or nobody can read it.
  package let numbers: [Int32]

  package init(_ table: Table, _ column: Int) {
    var texts = Symbols()
    var known = ShortWords()
    numbers = table.eachText(column, blank: -1) { text, start, end, _ in
      known.number(text, start, end) { texts.intern(text, start, end, hash: Symbols.hash(text, start, end)) }
    }
    self.texts = texts
  }

  /// The numbers that these words have among others, new ones being interned.
  ///
  /// - Parameter blank: stands for a blank one.
  package func numbers(in others: inout Symbols, blank: Int32 = -1) -> [Int32] {
    let known = (0..<Int32(texts.count)).map { others.intern(texts.bytes($0)) }
    return numbers.map { $0 < 0 ? blank : known[Int($0)] }
  }
}

/// Short words and their numbers, found again by all their bytes at once.
private struct ShortWords {
  private struct Entry {
    var first: UInt64 = 0
    var last: UInt64 = 0
    var length: Int32 = 0
    var number: Int32 = 0
  }

  private var entries = [Entry](repeating: Entry(), count: 512)

  /// The number of a word; one that is long, or was not asked for lately, is looked for.
  @inline(__always)
  mutating func number(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ find: () -> Int32) -> Int32 {
    guard end - start <= 16 else { return find() }
    let first = eightBytes(text, start, end)
    let last = end - start <= 8 ? first : eightBytes(text, end - 8)
    let at = Int(truncatingIfNeeded: ((first ^ last &<< 1) &* 0x9E37_79B9_7F4A_7C15) &>> 55)
    let entry = entries[at]
    if entry.first == first, entry.last == last, Int(entry.length) == end - start { return entry.number }
    let number = find()
    entries[at] = Entry(first: first, last: last, length: Int32(end - start), number: number)
    return number
  }
}
