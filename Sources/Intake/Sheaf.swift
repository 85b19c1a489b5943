// Rows by key: all rows of one key lie together, in the order in which they were read.

import Tables

/// A generic of another module is not specialised, so that the subscripts are written out for the rows that there are.
package struct Sheaf<Row: Sendable>: Sendable {
  package private(set) var rows: [Row] = []
  /// By every 64th key, which of the 64 have rows, a bit to a key, and how many keys before them have any.
  private var marks: [(bits: UInt64, before: Int32)] = []
  /// Where the rows of each key that has any start, and where the last ones end.
  private var starts: [Int32] = [0]
  private(set) var keyCount = 0

  package init() {}

  /// Ties up rows with their keys, a key below `keyCount` to a row.
  ///
  /// - Parameter order: filled with the places that the rows had; left alone if they lie as they did.
  init(_ rows: [Row], keys: [Int32], keyCount: Int, order: inout [Int32]?) {
    self.keyCount = keyCount
    // A register in the order of its keys lies as it should already.
    if zip(keys, keys.dropFirst()).allSatisfy({ $0 <= $1 }) {
      self.rows = rows
      mark(keys)
    } else {
      let places = places(of: keys)
      self.rows = places.map { rows[Int($0)] }
      mark(places.map { keys[Int($0)] })
      order = places
    }
  }

  /// Notes which keys have rows, and where they start.
  ///
  /// - Parameter keys: by row, ascending.
  private mutating func mark(_ keys: [Int32]) {
    marks = [(bits: UInt64, before: Int32)](repeating: (0, 0), count: (keyCount + 63) / 64)
    starts = []
    var last: Int32 = -1
    for (row, key) in keys.enumerated() where key != last {
      marks[Int(key) >> 6].bits |= 1 << UInt64(key & 63)
      starts.append(Int32(row))
      last = key
    }
    starts.append(Int32(keys.count))
    var before = 0
    for at in marks.indices {
      marks[at].before = Int32(before)
      before += marks[at].bits.nonzeroBitCount
    }
  }

  /// The places of the keys, ascending by key.
  private func places(of keys: [Int32]) -> [Int32] {
    var next = [Int32](repeating: 0, count: keyCount + 1)
    for key in keys { next[Int(key) + 1] += 1 }
    for key in 0..<keyCount { next[key + 1] += next[key] }
    var places = [Int32](repeating: 0, count: keys.count)
    for (index, key) in keys.enumerated() {
      places[Int(next[Int(key)])] = Int32(index)
      next[Int(key)] += 1
    }
    return places
  }

  @inline(__always)
  func of(_ key: Int32) -> ArraySlice<Row> { rows[range(key)] }

  /// Where the rows of a key lie.
  @inline(__always)
  func range(_ key: Int32) -> Range<Int> {
    guard key >= 0, Int(key) < keyCount else { return 0..<0 }
    let (mark, bit) = (marks[Int(key) >> 6], 1 << UInt64(key & 63) as UInt64)
    guard mark.bits & bit != 0 else { return 0..<0 }
    let at = Int(mark.before) + (mark.bits & (bit - 1)).nonzeroBitCount
    return Int(starts[at])..<Int(starts[at + 1])
  }

  /// The same of many keys; the first row of each is fetched.
  func ranges(_ keys: [Int32]) -> [Range<Int>] {
    let rows = rows.span
    return keys.map { key in
      let range = range(key)
      if !range.isEmpty { rows.fetch(range.lowerBound) }
      return range
    }
  }
}

/// Rows with their keys, as they are read.
struct Gathering<Row: Sendable>: Sendable {
  private(set) var rows: [Row] = []
  private(set) var keys: [Int32] = []

  mutating func reserve(_ wanted: Int) {
    rows.reserveCapacity(wanted)
    keys.reserveCapacity(wanted)
  }

  mutating func add(_ row: Row, under key: Int32) {
    rows.append(row)
    keys.append(key)
  }

  /// Empties the gathering into a sheaf.
  mutating func tied(keyCount: Int) -> Sheaf<Row> { tiedInOrder(keyCount: keyCount).0 }

  /// The same, with the places at which the rows of the sheaf were gathered, nil if they lie in the same order.
  mutating func tiedInOrder(keyCount: Int) -> (Sheaf<Row>, [Int32]?) {
    let (rows, keys) = (self.rows, self.keys)
    self = Gathering()
    var order: [Int32]?
    let sheaf = Sheaf(rows, keys: keys, keyCount: keyCount, order: &order)
    return (sheaf, order)
  }
}

extension Sheaf where Row == FiguresRow {
  package subscript(key: Int32) -> ArraySlice<FiguresRow> { of(key) }
}

extension Sheaf where Row == UpperAward {
  package subscript(key: Int32) -> ArraySlice<UpperAward> { of(key) }
}

extension Sheaf where Row == SpecialDeal {
  package subscript(key: Int32) -> ArraySlice<SpecialDeal> { of(key) }
}

extension Sheaf where Row == Veto {
  package subscript(key: Int32) -> ArraySlice<Veto> { of(key) }
}

extension Sheaf where Row == PriorAward {
  package subscript(key: Int32) -> ArraySlice<PriorAward> { of(key) }
}

extension Sheaf where Row == ScoreSheet {
  package subscript(key: Int32) -> ArraySlice<ScoreSheet> { of(key) }
}
