// The year's applications: chunks of typed rows, with items, enterprises and subjects as small numbers.

package import Rulebook
package import Tables

/// Why a row cannot be decided; several may hold.
package struct Invalidity: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let invalidCell = Invalidity(rawValue: 1)
  package static let wrongCellCount = Invalidity(rawValue: 2)
  package static let badQuote = Invalidity(rawValue: 4)
  package static let duplicateID = Invalidity(rawValue: 8)
  package static let unknownItem = Invalidity(rawValue: 16)
  package static let unknownLevel = Invalidity(rawValue: 32)

  /// The reason codes, in the order in which they are listed.
  package var reasons: [ProgramReason] {
    let all: [(Invalidity, ProgramReason)] = [
      (.invalidCell, .invalidCell), (.wrongCellCount, .wrongCellCount), (.badQuote, .badQuote),
      (.duplicateID, .duplicateID), (.unknownItem, .unknownItem), (.unknownLevel, .unknownLevel),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}

/// Rows of one form, in file order.
package struct Chunk: Sendable {
  package let table: Table
  /// The number of its first row among all rows of the year.
  package let base: Int
  /// Index into the rulebook's items, -1 if it cannot be told.
  package internal(set) var items: [Int16]
  /// Index into the rulebook's levels, -1 if it cannot be told.
  package internal(set) var levels: [Int32]
  /// A number in the registers' `codes`, -1 if blank or unreadable.
  package internal(set) var enterprises: [Int32]
  /// A number in the registers' `subjects`, -1 if blank.
  package internal(set) var subjects: [Int32]
  package internal(set) var invalid: [Invalidity]
  /// By field of the policy: the column of values, or nil if the form does not carry it.
  var fields: [[Int64]?]

  package var count: Int { table.count }

  /// The value of a field, `Cell.missing` if the form lacks it.
  package func field(_ field: Int, _ row: Int) -> Int64 {
    fields[field]?[row] ?? Cell.missing
  }

  /// The item and the level of a row, -1 where they cannot be told.
  package func subjectMatter(_ row: Int) -> (item: Int, level: Int) { (Int(items[row]), Int(levels[row])) }

  package func receivedAt(_ row: Int) -> Int64 { table.value(row, Core.receivedAt.rawValue) }

  package func text(_ column: Core, _ row: Int) -> String { table.string(row, column.rawValue) }

  /// The application id, empty if it cannot be read.
  package func id(_ row: Int) -> ArraySlice<UInt8> {
    let value = table.value(row, Core.id.rawValue)
    return Cell.isKnown(value) ? table.bytes(CellText(bits: value)) : []
  }
}

/// All rows of the year's forms.
package struct Applications: Sendable {
  package internal(set) var chunks: [Chunk] = []
  /// Row numbers in the order of the papers: application id (bytes), then file and line.
  package internal(set) var order: [Int32] = []
  /// By row number: equal to an earlier row cell for cell, so that it counts no more.
  package internal(set) var dropped: [Bool] = []

  package var count: Int { dropped.count }

  /// The chunk and the row in it of a row number.
  package func locate(_ number: Int) -> (chunk: Int, row: Int) {
    var (low, high) = (0, chunks.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if chunks[middle].base <= number { low = middle } else { high = middle }
    }
    return (low, number - chunks[low].base)
  }
}
