// What is done with a whole column of texts at once: the processor then waits for many look-ups together, not for each.

extension Table {
  /// By row, the hash by which `Symbols` finds the text; 0 where it is blank.
  package func hashes(_ column: Int) -> [UInt64] {
    let (plain, folded) = (bytes.span, folds.span)
    return cells(column).map { value in
      guard Cell.isKnown(value) else { return 0 }
      let text = CellText(bits: value)
      return Symbols.hash(text.folded ? folded : plain, text.start, text.end)
    }
  }

  /// By row, the number of the text.
  ///
  /// - Parameter hashes: of the column.
  /// - Parameter blank: stands for a blank text, and `unknown` for one that was never interned.
  package func numbers(
    _ column: Int, in symbols: Symbols, _ hashes: [UInt64], blank: Int32, unknown: Int32
  ) -> [Int32] {
    var numbers = symbols.candidates(hashes)
    let (plain, folded) = (bytes.span, folds.span)
    let cells = cells(column)
    for row in cells.indices {
      let value = cells[row]
      guard Cell.isKnown(value) else {
        numbers[row] = blank
        continue
      }
      let text = CellText(bits: value)
      let found = symbols.number(
        of: text.folded ? folded : plain, text.start, text.end, hashes[row], candidate: numbers[row])
      numbers[row] = found ?? unknown
    }
    return numbers
  }

  /// The texts of a column, blank ones empty.
  package func texts(_ column: Int) -> Texts {
    var texts = Texts()
    let cells = cells(column)
    texts.reserve(bytes: cells.reduce(0) { Cell.isKnown($1) ? $0 + CellText(bits: $1).length : $0 })
    for value in cells { texts.append(Cell.isKnown(value) ? bytes(CellText(bits: value)) : []) }
    return texts
  }

  /// By row, whether the text is the one that stands at a place of others; false where `place` knows none.
  package func equal(
    _ column: Int, _ others: [UInt8], at place: (_ row: Int) -> (start: Int, count: Int)?
  ) -> [Bool] {
    let (plain, folded, other) = (bytes.span, folds.span, others.span)
    let cells = cells(column)
    return cells.indices.map { row in
      let value = cells[row]
      guard Cell.isKnown(value), let (start, count) = place(row) else { return false }
      let text = CellText(bits: value)
      return text.length == count
        && sameBytes(text.folded ? folded : plain, text.start, other, start, count: count)
    }
  }

  /// The values of a column; all missing if the file lacks it.
  fileprivate func cells(_ column: Int) -> [Int64] {
    self.column(column) ?? [Int64](repeating: Cell.missing, count: count)
  }
}

/// Whether two runs of bytes of the same length are the same.
@inline(__always)
func sameBytes(_ one: Span<UInt8>, _ start: Int, _ other: Span<UInt8>, _ otherStart: Int, count: Int) -> Bool {
  let (first, second) = unsafe (one.bytes, other.bytes)
  var at = 0
  while at + 8 <= count {
    // Bounds-checked by RawSpan; every bit pattern is an integer.
    let (a, b) = unsafe (
      first.unsafeLoadUnaligned(fromByteOffset: start + at, as: UInt64.self),
      second.unsafeLoadUnaligned(fromByteOffset: otherStart + at, as: UInt64.self)
    )
    if a != b { return false }
    at += 8
  }
  while at < count {
    if one[start + at] != other[otherStart + at] { return false }
    at += 1
  }
  return true
}

/// A column of words that many rows share, numbered within its table.
package struct Words: Sendable {
  private let texts: Symbols
  /// By row; -1 where nothing was said or nobody can read it.
  package let numbers: [Int32]

  package init(_ table: Table, _ column: Int) {
    var texts = Symbols()
    let hashes = table.hashes(column)
    let cells = table.cells(column)
    numbers = cells.indices.map { row in
      let value = cells[row]
      return Cell.isKnown(value) ? texts.intern(table.bytes(CellText(bits: value)), hash: hashes[row]) : -1
    }
    self.texts = texts
  }

  /// The numbers that these words have among others, new ones being interned.
  package func numbers(in others: inout Symbols) -> [Int32] {
    let known = (0..<Int32(texts.count)).map { others.intern(texts.bytes($0)) }
    return numbers.map { $0 < 0 ? -1 : known[Int($0)] }
  }
}
