// A sheet as it is meant to be: cells, looks and page, before any file. The same grid is written and then compared.

package struct Grid: Sendable {
  package enum Value: Equatable, Sendable {
    case blank
    case text(String)
    /// Fen, shown as 万元.
    case wan(Int64)
    /// Fen, shown as 元.
    case yuan(Int64)
    /// Millionths.
    case points(Int64)
    case count(Int)
  }

  /// How a row looks.
  package enum Look: Int, CaseIterable, Sendable {
    /// The sheet's name in large characters, and the small line below it; both across all columns.
    case title, note
    case header, body
    /// A row of a competition that stands above the line.
    case chosen
    case subtotal, total
    /// A heading between tables, across all columns.
    case section
  }

  package struct Column: Equatable, Sendable {
    package enum Align: Int, CaseIterable, Sendable { case left, center, right }
    let title: String
    /// In characters of the digit 0; a Chinese character takes two.
    let width: Double
    let align: Align

    init(_ title: String, _ width: Double, _ align: Align = .left) {
      self.title = title
      self.width = width
      self.align = align
    }
  }

  package struct Row: Equatable, Sendable {
    package var look: Look
    package var values: [Value]
    /// A thick line below: the line of a competition.
    package var isLastAboveLine: Bool
  }

  /// A native chart over columns of the sheet's own rows.
  package struct Chart: Sendable {
    let title: String
    let isBar: Bool
    let rows: ClosedRange<Int>
    let names: Int
    let values: Int
    let place: (row: Int, column: Int)
    let size: (width: Int, height: Int)
  }

  package let name: String
  package let columns: [Column]
  package private(set) var rows: [Row] = []
  /// The row that stays in sight, and the rows that can be filtered under it.
  package private(set) var headerRow: Int?
  package private(set) var filterEnd: Int?
  package var charts: [Chart] = []
  /// Rows that begin a page.
  package private(set) var pageBreaks: [Int] = []

  init(_ name: String, _ columns: [Column]) {
    self.name = name
    self.columns = columns
  }

  mutating func add(_ look: Look, _ values: [Value], isLastAboveLine: Bool = false) {
    precondition(values.count <= columns.count, "a row of \(name) is wider than its columns")
    rows.append(Row(look: look, values: values, isLastAboveLine: isLastAboveLine))
  }

  /// A line of text across all columns.
  mutating func add(_ look: Look, _ text: String) { add(look, [.text(text)]) }

  /// The column titles; the first of a sheet stay in sight.
  mutating func addHeader() {
    if headerRow == nil { headerRow = rows.count }
    add(.header, columns.map { .text($0.title) })
  }

  /// Lets the next row begin a page.
  mutating func breakPage() { pageBreaks.append(rows.count) }

  /// Ends the rows that the filter of the first header covers.
  mutating func endFilter() {
    if filterEnd == nil, rows.count - 1 > headerRow ?? rows.count { filterEnd = rows.count - 1 }
  }
}

extension Grid.Look {
  /// Whether the row is one text across all columns.
  var isAcross: Bool { self == .title || self == .note || self == .section }
}

/// Whole numbers too large for a cell stand at the edge of what it can hold; no real year comes near.
func wan(_ fen: Int128) -> Grid.Value { .wan(Int64(clamping: fen)) }

/// Text as a cell can hold it: no control characters, at most 32,000, and nothing that a spreadsheet would take for
/// one of its own escapes (`_x0041_`).
func cellText(_ text: String) -> String {
  let bytes = text.utf8
  if bytes.count <= 32_000,
    !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 >= 0xC2 && $0 < 0xC3 || $0 == 0xEF }),
    !bytes.contains(UInt8(ascii: "_"))
  {
    return text
  }
  let scalars = text.unicodeScalars.prefix(32_000).map { scalar -> Unicode.Scalar in
    switch scalar.value {
    case 0x0A, 0x20..<0x7F, 0xA0..<0xFFFE, 0x10000...: scalar
    default: " "
    }
  }
  var clean = String.UnicodeScalarView()
  for (at, scalar) in scalars.enumerated() {
    let isEscape =
      scalar == "_" && at + 6 < scalars.count && scalars[at + 1] == "x" && scalars[at + 6] == "_"
      && scalars[at + 2..<at + 6].allSatisfy { $0.properties.isASCIIHexDigit }
    clean.append(contentsOf: isEscape ? "_x005F_".unicodeScalars : String(scalar).unicodeScalars)
  }
  return String(clean)
}
