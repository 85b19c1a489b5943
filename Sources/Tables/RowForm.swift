// How the rows of a paper look: CSV, or a canonical JSON object to a line.

package struct RowForm: Sendable {
  /// What the cells of a column hold, and how they are written.
  package enum Kind: Sendable {
    /// Words that people wrote: with care.
    case text
    /// The program's own words, which need no care; in JSON they bring their quotes, also where they say nothing.
    case words
    /// Whole numbers.
    case number
    /// Millionths of a number, with six decimals; never negative.
    case millionths
    /// Seconds since 1970, as a day and a time.
    case moment
  }

  struct Column: Sendable {
    let kind: Kind
    let before: [UInt8]
    /// What an empty cell says.
    let blank: [UInt8]
  }

  let columns: [Column]
  let end: [UInt8]
  let isJSON: Bool

  /// Cells parted by commas.
  ///
  /// - Parameter joined: columns that are no cell of their own: they go on where the one before them ends.
  package init(csv kinds: [Kind], joined: Set<Int> = []) {
    columns = kinds.enumerated().map { column, kind in
      let before = column == 0 || joined.contains(column) ? [] : [UInt8(ascii: ",")]
      return Column(kind: kind, before: before, blank: [])
    }
    end = [13, 10]
    isJSON = false
  }

  /// Members of an object, with what stands before each value and behind the last.
  package init(json members: [(before: [UInt8], kind: Kind)], end: [UInt8]) {
    columns = members.map { before, kind in
      Column(kind: kind, before: before, blank: Array((kind == .text ? "\"\"" : kind == .words ? "" : "null").utf8))
    }
    self.end = end + [10]
    isJSON = true
  }
}
