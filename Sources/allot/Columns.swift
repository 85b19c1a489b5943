// A table on the terminal: columns that line up, double-width characters counted as two.

import Tables

struct Columns {
  enum Side { case left, right }

  private var rows: [[String]] = []
  private let sides: [Side]

  /// - Parameter header: the titles; those that begin with `>` head columns of numbers, which stand to the right.
  init(_ header: [String]) {
    sides = header.map { $0.hasPrefix(">") ? .right : .left }
    rows = [header.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }]
  }

  var isEmpty: Bool { rows.count == 1 }

  mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The lines, without blanks at their ends.
  func lines(indent: Int = 0) -> [String] {
    let widths = sides.indices.map { at in rows.map { displayWidth($0[at]) }.max() ?? 0 }
    return rows.map { row in
      var line = String(repeating: " ", count: indent)
      for (at, cell) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[at] - displayWidth(cell))
        line += (at > 0 ? "  " : "") + (sides[at] == .right ? blanks + cell : cell + blanks)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}
