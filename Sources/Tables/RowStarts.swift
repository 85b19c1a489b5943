// Where the rows of a table stand, so that one of them can be read again by its line.

/// Where some rows of a table begin; the others are found from the one before them.
package struct RowStarts: Sendable {
  /// By row that is kept, the byte of the file's text and the physical line on which it begins.
  private var kept: [(offset: Int, line: Int)] = []

  package init() {}

  /// Adds the rows of a table, which stand behind all others.
  ///
  /// - Parameter step: one row of so many is kept; finding another costs as much as reading so many.
  package mutating func append(_ table: Table, every step: Int = 16) {
    for row in stride(from: 0, to: table.count, by: step) {
      kept.append((table.offset(row), Int(table.lines[row])))
    }
  }

  /// The first row of all.
  var first: (offset: Int, line: Int)? { kept.first }

  /// The last row that is kept and does not begin behind this line.
  func last(upTo line: Int) -> (offset: Int, line: Int)? {
    var (low, high) = (0, kept.count)
    while low < high {
      let middle = (low + high) / 2
      if kept[middle].line <= line { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : kept[low - 1]
  }

  /// Counts the lines from the file's first instead of the piece's.
  package mutating func shift(lines by: Int) {
    for at in kept.indices { kept[at].line += by }
  }
}
