// The lines of a chunk's rows, which mostly follow one another.

/// The physical line on which each row begins.
package struct Lines: Sendable {
  private var first: Int32
  /// By row, where the rows do not stand on consecutive lines.
  private var others: [Int32]

  init(_ lines: [Int32]) {
    first = lines.first ?? 0
    let isConsecutive = lines.indices.allSatisfy { lines[$0] == lines[0] + Int32($0) }
    others = isConsecutive ? [] : lines
  }

  package subscript(row: Int) -> Int32 { others.isEmpty ? first + Int32(row) : others[row] }

  /// Counts the lines from the file's first instead of the piece's.
  mutating func shift(by lines: Int) {
    first += Int32(truncatingIfNeeded: lines)
    for row in others.indices { others[row] += Int32(truncatingIfNeeded: lines) }
  }
}
