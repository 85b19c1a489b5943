// Rows by key: all rows of one key lie together, in the order in which they were read.

/// A generic of another module is not specialised, so that the subscripts are written out for the rows that there are.
package struct Sheaf<Row: Sendable>: Sendable {
  package private(set) var rows: [Row] = []
  /// Where the rows of each key start, and where the last ones end.
  private var starts: [Int32] = [0]
  /// The keys that have rows, ascending, where they are few; else all keys have their starts.
  private var listed: [Int32]?
  private(set) var keyCount = 0

  package init() {}

  /// Ties up rows with their keys, a key below `keyCount` to a row.
  ///
  /// - Parameter order: filled with the places that the rows had; left alone if they lie as they did.
  init(_ rows: [Row], keys: [Int32], keyCount: Int, order: inout [Int32]?) {
    self.keyCount = keyCount
    starts = [Int32](repeating: 0, count: keyCount + 1)
    for key in keys { starts[Int(key) + 1] += 1 }
    for key in 0..<keyCount { starts[key + 1] += starts[key] }
    // A register in the order of its keys lies as it should already.
    if !zip(keys, keys.dropFirst()).allSatisfy({ $0 <= $1 }) { order = self.order(of: keys) }
    self.rows = order.map { $0.map { rows[Int($0)] } } ?? rows
    guard keys.count * 16 < keyCount else { return }
    let listed = (0..<Int32(keyCount)).filter { starts[Int($0)] < starts[Int($0) + 1] }
    starts = listed.map { starts[Int($0)] } + [Int32(rows.count)]
    self.listed = listed
  }

  /// The places of the keys, ascending by key.
  private func order(of keys: [Int32]) -> [Int32] {
    var next = starts
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
    guard let listed else { return between(Int(key)) }
    var (low, high) = (0, listed.count)
    while low < high {
      let middle = (low + high) / 2
      if listed[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < listed.count && listed[low] == key ? between(low) : 0..<0
  }

  @inline(__always)
  private func between(_ start: Int) -> Range<Int> {
    guard start >= 0, start + 1 < starts.count else { return 0..<0 }
    return Int(starts[start])..<Int(starts[start + 1])
  }
}

/// Rows with their keys, as they are read.
struct Gathering<Row: Sendable>: Sendable {
  private(set) var rows: [Row] = []
  private(set) var keys: [Int32] = []

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
