// Rows by key: all rows of one key lie together, in the order in which they were read.

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
    var next = [Int32](repeating: 0, count: keyCount + 1)
    for key in keys { next[Int(key) + 1] += 1 }
    for key in 0..<keyCount { next[key + 1] += next[key] }
    mark(next)
    // A register in the order of its keys lies as it should already.
    if !zip(keys, keys.dropFirst()).allSatisfy({ $0 <= $1 }) { order = Sheaf.order(of: keys, &next) }
    self.rows = order.map { $0.map { rows[Int($0)] } } ?? rows
  }

  /// Notes which keys have rows, and where they start.
  ///
  /// - Parameter all: where the rows of each key would start, and where the last ones end.
  private mutating func mark(_ all: [Int32]) {
    starts = []
    marks = [(bits: UInt64, before: Int32)](repeating: (0, 0), count: (keyCount + 63) / 64)
    for key in 0..<keyCount {
      if key & 63 == 0 { marks[key >> 6].before = Int32(starts.count) }
      guard all[key] < all[key + 1] else { continue }
      marks[key >> 6].bits |= 1 << UInt64(key & 63)
      starts.append(all[key])
    }
    starts.append(all[keyCount])
  }

  /// The places of the keys, ascending by key.
  private static func order(of keys: [Int32], _ next: inout [Int32]) -> [Int32] {
    var order = [Int32](repeating: 0, count: keys.count)
    for (index, key) in keys.enumerated() {
      order[Int(next[Int(key)])] = Int32(index)
      next[Int(key)] += 1
    }
    return order
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

  /// The same of many keys.
  func ranges(_ keys: [Int32]) -> [Range<Int>] { keys.map(range) }
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
