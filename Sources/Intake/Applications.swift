// The year's applications: chunks of typed rows, with items, enterprises and subjects as small numbers.

package import Rulebook
package import Tables

/// Why a row cannot be decided; several may hold.
@usableFromInline package struct Invalidity: OptionSet, Hashable, Sendable {
  @usableFromInline package let rawValue: UInt8
  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable package static var invalidCell: Invalidity { Invalidity(rawValue: 1) }
  @inlinable package static var wrongCellCount: Invalidity { Invalidity(rawValue: 2) }
  @inlinable package static var badQuote: Invalidity { Invalidity(rawValue: 4) }
  @inlinable package static var duplicateID: Invalidity { Invalidity(rawValue: 8) }
  @inlinable package static var unknownItem: Invalidity { Invalidity(rawValue: 16) }
  @inlinable package static var unknownLevel: Invalidity { Invalidity(rawValue: 32) }

  /// Said here so that the library's generic question is not asked across rooms.
  @inlinable package var isEmpty: Bool { rawValue == 0 }

  /// The reason codes, in the order in which they are listed.
  package var reasons: [ProgramReason] {
    let all: [(Invalidity, ProgramReason)] = [
      (.invalidCell, .invalidCell), (.wrongCellCount, .wrongCellCount), (.badQuote, .badQuote),
      (.duplicateID, .duplicateID), (.unknownItem, .unknownItem), (.unknownLevel, .unknownLevel),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}

/// Rows of one piece of a form, in file order: what is asked of all rows is kept, the rest can be read again.
package struct Chunk: Sendable {
  /// The number of a subject or code that is not there.
  package static let blank: Int32 = -1
  /// The number of one that no register knows, until the chunk's turn comes to have it numbered.
  static let unnumbered: Int32 = -2

  package let source: TableSource
  /// The number of its first row among all rows of the year.
  package internal(set) var base = 0
  /// Index into the rulebook's items, -1 if it cannot be told.
  package internal(set) var items: [Int16] = []
  /// Index into the rulebook's levels, -1 if it cannot be told.
  package internal(set) var levels: [Int16] = []
  /// A number in the registers' `codes`, -1 if blank or unreadable.
  package internal(set) var enterprises: [Int32] = []
  /// A number in the registers' `subjects`, -1 if blank.
  package internal(set) var subjects: [Int32] = []
  package internal(set) var invalid: [Invalidity] = []
  /// Seconds since 1970, or `Cell.missing`, or `Cell.invalid`.
  package internal(set) var received = Numbers()
  /// The physical line on which each row begins.
  package internal(set) var lines = Runs()
  /// The rows that have experts' sheets, each with its number in `Panels.applications`.
  package internal(set) var panels: [(row: Int32, application: Int32)] = []
  package internal(set) var ids = AlikeTexts()
  /// The names as applied, where they are not written as in the register.
  var names = Rare<[UInt8]>()
  /// Where its rows begin.
  var starts = RowStarts()
  /// Where its last row ends in the file's text.
  let end: Int
  let fields: [Field]
  /// What the rows say, if the year is small enough to be held.
  var kept: Evidence?

  init(_ table: Table, _ fields: [Field]) {
    source = table.source
    end = table.origin + table.end
    self.fields = fields
  }

  mutating func reserve(rows: Int) {
    items.reserveCapacity(rows)
    levels.reserveCapacity(rows)
    invalid.reserveCapacity(rows)
  }

  package var count: Int { items.count }

  /// The item and the level of a row, -1 where they cannot be told.
  package func subjectMatter(_ row: Int) -> (item: Int, level: Int) { (Int(items[row]), Int(levels[row])) }

  package func receivedAt(_ row: Int) -> Int64 { received[row] }

  /// The application id, empty if it cannot be read.
  package func id(_ row: Int) -> [UInt8] { ids[row] }

  /// The experts' sheets of a row are under this number in `Panels`; nil if it has none.
  package func panel(_ row: Int) -> Int32? {
    var (low, high) = (0, panels.count)
    while low < high {
      let middle = (low + high) / 2
      if panels[middle].row < Int32(row) { low = middle + 1 } else { high = middle }
    }
    return low < panels.count && panels[low].row == Int32(row) ? panels[low].application : nil
  }

  /// Whether the name is written as in the register.
  package func isNamedAsRegistered(_ row: Int) -> Bool { names[row] == nil }

  /// The name as applied, trimmed.
  package func name(_ row: Int, _ registers: Registers) -> ArraySlice<UInt8> {
    names[row].map { $0[...] } ?? registers.enterprises.name(Int(enterprises[row]))
  }

  /// Where a row stands, or one of its cells.
  package func place(_ row: Int, _ column: Int? = nil) -> Place { source.place(line: Int(lines[row]), column) }

  /// What the rows say, read again if it was not kept.
  package var evidence: Evidence {
    kept ?? Evidence(source.rows(starts, to: end), fields)
  }

  /// The value of a field, `Cell.missing` if the form lacks it.
  package func field(_ field: Int, _ row: Int) -> Int64 { evidence.field(field, row) }

  package func text(_ column: Core, _ row: Int) -> String {
    kept?.table.string(row, column.rawValue) ?? evidence.table.string(row, column.rawValue)
  }

  /// A row as it stands in the form.
  package func written(_ row: Int) -> WrittenRow { kept?.table.written(row) ?? source.written(Int(lines[row]), starts) }
}

/// All rows of the year's forms.
package struct Applications: Sendable {
  package internal(set) var chunks: [Chunk] = []
  /// Row numbers in the order of the papers: application id (bytes), then file and line; without repeated rows.
  package internal(set) var order = Runs()
  /// By row number: equal to an earlier row cell for cell, so that it counts no more.
  package internal(set) var dropped: [Bool] = []
  /// The forms, and by chunk the one that it is from.
  package private(set) var files: [String] = []
  package private(set) var fileOfChunk: [Int] = []
  package private(set) var layout = Layout()

  package var count: Int { dropped.count }

  /// The chunk and the row in it of a row number.
  package func locate(_ number: Int) -> (chunk: Int, row: Int) { layout.locate(number) }

  /// Whether a row stands before another in the order of the papers.
  package func precedes(_ left: Int, _ right: Int) -> Bool {
    order.isAscending ? left < right : precedesByID(left, right)
  }

  /// The same by the ids themselves: in byte order, equal ones in the order of the files.
  func precedesByID(_ left: Int, _ right: Int) -> Bool {
    let (one, other) = (locate(left), locate(right))
    let by = chunks[one.chunk].ids.compare(one.row, chunks[other.chunk].ids, other.row)
    return by == 0 ? left < right : by < 0
  }

  mutating func append(_ chunk: Chunk) {
    dropped += repeatElement(false, count: chunk.count)
    layout.append(rows: chunk.count)
    if files.last != chunk.source.file { files.append(chunk.source.file) }
    fileOfChunk.append(files.count - 1)
    chunks.append(chunk)
  }

  /// Forgets all chunks but the first ones.
  mutating func removeAll(behind kept: Int) {
    let left = chunks.prefix(kept)
    self = Applications()
    for chunk in left { append(chunk) }
  }
}
