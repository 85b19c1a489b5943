// What the rows of a piece of a form say: its typed cells, and the fields that are computed of them.

import Rulebook
package import Tables

package struct Evidence: Sendable {
  package let table: Table
  /// By field of the policy: the column of values, or nil if the form does not carry it.
  private let columns: [[Int64]?]
  /// Rows with a computed value that 64 bits cannot hold, and the field.
  let overflows: [(row: Int, field: Int)]

  init(_ table: Table, _ fields: [Field]) {
    self.table = table
    var next = Core.allCases.count
    var columns: [[Int64]?] = fields.map { field in
      guard field.source == .column else { return nil }
      defer { next += 1 }
      return table.column(next)
    }
    var overflows: [(row: Int, field: Int)] = []
    for (number, field) in fields.enumerated() {
      guard let (a, b, compute) = computation(field.source), let left = columns[a], let right = columns[b] else {
        continue
      }
      var values = [Int64](repeating: Cell.missing, count: table.count)
      for row in 0..<table.count where Cell.isKnown(left[row]) && Cell.isKnown(right[row]) {
        values[row] = compute(left[row], right[row])
        if values[row] == Cell.invalid, table.states[row] == .good { overflows.append((row, number)) }
      }
      columns[number] = values
    }
    self.columns = columns
    self.overflows = overflows
  }

  private init(_ table: Table, _ columns: [[Int64]?]) {
    self.table = table
    self.columns = columns
    overflows = []
  }

  /// The same as many lines further down.
  func shifted(lines: Int) -> Evidence {
    var table = table
    table.shift(lines: lines)
    return Evidence(table, columns)
  }

  /// The value of a field, `Cell.missing` if the form lacks it.
  package func field(_ field: Int, _ row: Int) -> Int64 {
    guard let values = columns[field] else { return Cell.missing }
    return values[row]
  }

  /// The values of a field in these rows.
  func field(_ field: Int, _ rows: [Int32]) -> [Int64] {
    guard let values = columns[field] else { return rows.map { _ in Cell.missing } }
    return rows.map { values[Int($0)] }
  }
}

/// The two fields of a formula and what is done with them; nil for a column.
private func computation(_ source: Field.Source) -> (Int, Int, (Int64, Int64) -> Int64)? {
  switch source {
  case .column: nil
  case .lower(let left, let right): (left, right, { min($0, $1) })
  case .sum(let left, let right): (left, right, sum)
  case .ratio(let left, let right): (left, right, ratio)
  }
}

private func sum(_ left: Int64, _ right: Int64) -> Int64 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  return overflow ? Cell.invalid : sum
}

/// a/b in millionths, truncated; missing if b is zero.
private func ratio(_ left: Int64, _ right: Int64) -> Int64 {
  guard right != 0 else { return Cell.missing }
  return Int64(exactly: Int128(left) * 1_000_000 / Int128(right)) ?? Cell.invalid
}
