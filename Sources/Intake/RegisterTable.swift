// A register as a table: where its rows stand, and what they say there.

package import Tables

/// A register that was read, whose rows can be read again.
package struct RegisterTable: Sendable {
  package fileprivate(set) var source: TableSource
  private var starts = RowStarts()
  /// Its rows of data.
  private(set) var count = 0

  fileprivate init(_ source: TableSource) { self.source = source }

  fileprivate mutating func append(_ table: Table) {
    // All rows of a register that people ask of one by one; of a large one some.
    starts.append(table, every: count < 1 << 16 ? 1 : 16)
    count += table.count
  }

  /// A row as it stands in the file.
  package func written(_ row: RowPlace) -> WrittenRow { source.written(row.line, starts) }

  /// A row on its own; no row if the file cannot be read any more.
  func row(_ row: RowPlace) -> Table { source.row(row.line, starts) }
}

extension Registers {
  /// Adds rows of a register.
  mutating func append(_ table: Table, to name: String) {
    tables[name, default: RegisterTable(table.source)].append(table)
  }

  /// Whether no other rows of a register were added than these.
  func isFirst(_ table: Table, of name: String) -> Bool { table.count > 0 && tables[name]?.count == table.count }

  /// Notes where the rows of a register came from, of one without rows too.
  mutating func close(_ name: String, _ source: TableSource) {
    tables[name, default: RegisterTable(source)].source = source
  }
}

/// Where a register row stands: on which physical line.
package struct RowPlace: Sendable {
  private let number: UInt32

  init(line: Int32) { number = UInt32(bitPattern: line) }

  package var line: Int { Int(number) }
}
