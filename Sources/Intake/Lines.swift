// The lines of a chunk's rows, which mostly follow one another.

/// The physical line on which each row begins.
package struct Lines: Sendable {
  /// Rows that stand elsewhere than on the line behind the one before: the first, and those behind blank lines, totals
  /// and rows of several lines.
  private var starts: [(row: Int32, line: Int32)] = []

  init(_ lines: [Int32]) {
    // How far the line is behind the row.
    var offset: Int32?
    for (row, line) in lines.enumerated() where line - Int32(row) != offset {
      offset = line - Int32(row)
      starts.append((Int32(row), line))
    }
  }

  package subscript(row: Int) -> Int32 {
    var (low, high) = (0, starts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle].row <= Int32(row) { low = middle } else { high = middle - 1 }
    }
    return starts[low].line + Int32(row) - starts[low].row
  }

  /// Counts the lines from the file's first instead of the piece's.
  mutating func shift(by lines: Int) {
    for at in starts.indices { starts[at].line += Int32(truncatingIfNeeded: lines) }
  }
}
