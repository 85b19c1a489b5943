// Records become typed rows: told from totals and blank lines, then read column by column, so that no String, class or
// existential exists per row.

extension TableSource {
  /// The records of an index as rows; blank lines and totals fall out.
  ///
  /// - Parameter end: where the last record ends in the bytes.
  func table(of bytes: [UInt8], origin: Int, end: Int, _ index: inout RecordIndex) -> Table {
    var table = Table(self, bytes: bytes, origin: origin, end: end)
    let text = bytes.span
    let rows = keepRows(text, &index, &table)
    for (column, position) in header.positions.enumerated() {
      guard let position else { continue }
      table.values[column] = readColumn(
        column, Cells(all: index.cells, firsts: rows.firsts, position: position), rows.bad, text, &table)
    }
    return table
  }

  // MARK: Rows

  /// Drops blank lines and totals from the index, and notes the state of the rows.
  ///
  /// - Returns: by row, its first cell in the index, and the rows that are not good. Every row has as many cells as the
  ///   header: blank ones are added.
  private func keepRows(
    _ text: Span<UInt8>, _ index: inout RecordIndex, _ table: inout Table
  ) -> (firsts: [UInt32], bad: [Int]) {
    var (kept, bad) = (0, [Int]())
    for at in index.records.indices {
      let record = index.records[at]
      if isBlank(record, index.cells.span, text) { continue }
      if record.count > 0, isTotals(index.cells[record.first], text) {
        let found = excerpt(cellText(index.cells[record.first], in: text))
        table.faults.append(Fault(.skipped, Place(file: file, line: record.line), found: found, .notData))
        continue
      }
      if let problem = trouble(with: record) {
        table.faults.append(Fault(.error, Place(file: file, line: record.line), found: "", problem))
        bad.append(kept)
      }
      if kept < at { index.records[kept] = record }
      kept += 1
    }
    index.records.removeSubrange(kept...)
    let records = index.records
    table.lines = records.map { Int32(truncatingIfNeeded: $0.line) }
    table.starts = records.map(\.offset)
    table.states = [RowState](repeating: .good, count: records.count)
    table.hasInvalidCell = [Bool](repeating: false, count: records.count)
    var firsts = records.map { UInt32($0.first) }
    for row in bad {
      table.states[row] = records[row].broken ? .brokenQuote : .wrongCellCount
      firsts[row] = UInt32(firstCell(of: records[row], &index.cells))
    }
    return (firsts, bad)
  }

  private func trouble(with record: Record) -> Problem? {
    if record.broken { return .brokenQuote }
    return record.count == header.width ? nil : .wrongCellCount(found: record.count, expected: header.width)
  }

  private func isBlank(_ record: Record, _ cells: Span<CellRange>, _ text: Span<UInt8>) -> Bool {
    guard !record.broken else { return false }
    for cell in record.first..<record.first + record.count {
      let (start, end) = trimmed(text, cells[cell].start, cells[cell].end)
      if start < end { return false }
    }
    return true
  }

  /// 合计, 小计, 总计, 制表, 备注 at the start of the first cell.
  private func isTotals(_ cell: CellRange, _ text: Span<UInt8>) -> Bool {
    let (start, end) = trimmed(text, cell.start, cell.end)
    guard end - start >= 6, text[start] >= 0xE5 else { return false }
    return totalsWords.contains(string(text, start, start + 6))
  }

  /// Where the cells of a row begin; those of one that has too few are copied, with blank ones behind them.
  private func firstCell(of record: Record, _ cells: inout [CellRange]) -> Int {
    guard record.count < header.width else { return record.first }
    let (first, blank) = (cells.count, CellRange(start: record.offset, end: record.offset, doubled: false))
    for at in record.first..<record.first + record.count { cells.append(cells[at]) }
    cells += repeatElement(blank, count: header.width - record.count)
    return first
  }

  // MARK: Columns

  /// Reads a column of cells; those that nobody can read, and blank ones that must not be, become faults of good rows.
  private func readColumn(
    _ column: Int, _ cells: Cells, _ bad: [Int], _ text: Span<UInt8>, _ table: inout Table
  ) -> [Int64] {
    let (spec, unit) = (columns[column], header.units[column])
    var (values, seen) = readCells(cells, spec.kind, unit, text, &table.folds)
    if seen.contains(.doubled) {
      for row in values.indices where cells[row].doubled {
        values[row] = readUndoubled(cells[row], spec.kind, unit, text, &table.folds)
        if !Cell.isKnown(values[row]) { seen.insert(values[row] == Cell.missing ? .blank : .invalid) }
      }
    }
    if seen.contains(.invalid) || spec.filled && seen.contains(.blank) {
      for row in values.indices where values[row] == Cell.invalid || spec.filled && values[row] == Cell.missing {
        if table.states[row] == .good { noteCell(cells[row], values[row], row, column, text, &table) }
      }
    }
    if !spec.kind.isText { for row in bad { values[row] = Cell.missing } }
    return values
  }

  private func noteCell(
    _ cell: CellRange, _ value: Int64, _ row: Int, _ column: Int, _ text: Span<UInt8>, _ table: inout Table
  ) {
    table.hasInvalidCell[row] = true
    let (found, kind) = (cellText(cell, in: text), columns[column].kind)
    let problem = value == Cell.missing ? .blank : problem(in: found, as: kind, unit: header.units[column])
    let place = place(line: Int(table.lines[row]), column)
    table.faults.append(Fault(.error, place, found: excerpt(found), problem))
  }

  /// A cell with doubled quotes: its text is kept among the folded ones.
  private func readUndoubled(
    _ cell: CellRange, _ kind: CellKind, _ unit: MoneyUnit?, _ text: Span<UInt8>, _ folds: inout [UInt8]
  ) -> Int64 {
    let plain = undoubled(cell, in: text)
    let (start, end) = trimmed(plain.span, 0, plain.count)
    guard case .text = kind else { return readCell(plain.span, start, end, kind, unit, origin: nil, &folds) }
    if saysNothing(plain.span, start, end) { return Cell.missing }
    let at = folds.count
    folds.append(contentsOf: plain[start..<end])
    return CellText(start: at, length: end - start, folded: true).bits
  }
}

/// The cells of a column, by row.
private struct Cells {
  let all: [CellRange]
  /// By row, its first cell.
  let firsts: [UInt32]
  let position: Int

  subscript(row: Int) -> CellRange { all[Int(firsts[row]) + position] }
}

/// What takes a second look at a column.
private struct Seen: OptionSet {
  let rawValue: UInt8
  static let doubled = Seen(rawValue: 1)
  static let blank = Seen(rawValue: 2)
  static let invalid = Seen(rawValue: 4)
}

/// The cells of a column as their kind reads them, with a loop for every kind; those with doubled quotes are left out.
private func readCells(
  _ cells: Cells, _ kind: CellKind, _ unit: MoneyUnit?, _ text: Span<UInt8>, _ folds: inout [UInt8]
) -> ([Int64], Seen) {
  func closely(_ start: Int, _ end: Int) -> Int64 { readCell(text, start, end, kind, unit, origin: 0, &folds) }
  func asItStands(_ start: Int, _ end: Int) -> Int64 { CellText(start: start, length: end - start, folded: false).bits }
  switch kind {
  case .text: return eachCell(cells, text) { asItStands($0, $1) }
  case .code: return eachCell(cells, text) { isFoldedCode(text, $0, $1) ? asItStands($0, $1) : closely($0, $1) }
  case .creditCode:
    return eachCell(cells, text) {
      isFoldedCode(text, $0, $1) && !isScientific(text, $0, $1) ? asItStands($0, $1) : closely($0, $1)
    }
  case .year: return eachCell(cells, text) { isYear(text, $0, $1) ? asItStands($0, $1) : closely($0, $1) }
  case .money:
    return eachCell(cells, text) { isASCII(text, $0, $1) ? readMoney(text, $0, $1, unit: unit) : closely($0, $1) }
  case .quantity: return eachCell(cells, text) { isASCII(text, $0, $1) ? readQuantity(text, $0, $1) : closely($0, $1) }
  case .day: return eachCell(cells, text) { isASCII(text, $0, $1) ? readDay(text, $0, $1) : closely($0, $1) }
  case .moment: return eachCell(cells, text) { isASCII(text, $0, $1) ? readMoment(text, $0, $1) : closely($0, $1) }
  case .flag: return eachCell(cells, text) { readFlag(text, $0, $1) }
  case .word(let words):
    let vocabulary = Vocabulary(words)
    return eachCell(cells, text) { vocabulary.index(text, $0, $1) }
  case .percent: return eachCell(cells, text) { closely($0, $1) }
  }
}

/// What is made of every cell, trimmed; `Cell.missing` of one that says nothing.
@inline(__always)
private func eachCell(
  _ cells: Cells, _ text: Span<UInt8>, _ read: (_ start: Int, _ end: Int) -> Int64
) -> ([Int64], Seen) {
  let (all, firsts, position) = (cells.all.span, cells.firsts.span, cells.position)
  var seen: Seen = []
  let values = [Int64](capacity: firsts.count) { values in
    for row in firsts.indices {
      let cell = all[Int(firsts[row]) + position]
      let (start, end) = trimmed(text, cell.start, cell.end)
      if cell.doubled {
        seen.insert(.doubled)
        values.append(Cell.missing)
      } else if saysNothing(text, start, end) {
        seen.insert(.blank)
        values.append(Cell.missing)
      } else {
        let value = read(start, end)
        if !Cell.isKnown(value) { seen.insert(value == Cell.missing ? .blank : .invalid) }
        values.append(value)
      }
    }
  }
  return (values, seen)
}

private let totalsWords: Set<String> = ["合计", "小计", "总计", "制表", "备注"]

/// One trimmed cell as its kind reads it. `origin` is 0 if the span is the document itself, so that plain text may
/// point into it; else text is kept in `folds`.
func readCell(
  _ text: Span<UInt8>, _ start: Int, _ end: Int, _ kind: CellKind, _ unit: MoneyUnit?, origin: Int?,
  _ folds: inout [UInt8]
) -> Int64 {
  if saysNothing(text, start, end) { return Cell.missing }
  // The words for nothing count in their folded forms too, where folding is the rule.
  switch kind {
  case .text:
    return CellText(start: start, length: end - start, folded: false).bits
  case .code, .creditCode, .year:
    return readCode(text, start, end, kind, inDocument: origin != nil, &folds)
  case .flag: return readFlag(text, start, end)
  case .word(let words): return readWord(text, start, end, among: words)
  case .money, .quantity, .percent, .day, .moment:
    if isASCII(text, start, end) { return readNumber(text, start, end, kind, unit) }
    let folded = Array(foldedForm(string(text, start, end)).utf8)
    if saysNothing(folded.span, 0, folded.count) { return Cell.missing }
    return readNumber(folded.span, 0, folded.count, kind, unit)
  }
}

private func readNumber(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ kind: CellKind, _ unit: MoneyUnit?) -> Int64 {
  switch kind {
  case .money: readMoney(text, start, end, unit: unit)
  case .quantity: readQuantity(text, start, end)
  case .percent: readPercent(text, start, end)
  case .day: readDay(text, start, end)
  case .moment: readMoment(text, start, end)
  case .text, .code, .creditCode, .year, .flag, .word: preconditionFailure("not a number: \(kind)")
  }
}

private func readCode(
  _ text: Span<UInt8>, _ start: Int, _ end: Int, _ kind: CellKind, inDocument: Bool, _ folds: inout [UInt8]
) -> Int64 {
  guard !(inDocument && isFoldedCode(text, start, end)) else {
    return accepts(text, start, end, kind)
      ? CellText(start: start, length: end - start, folded: false).bits : Cell.invalid
  }
  let code = Array(foldedCode(string(text, start, end)).utf8)
  if saysNothing(code.span, 0, code.count) { return Cell.missing }
  guard accepts(code.span, 0, code.count, kind) else { return Cell.invalid }
  let at = folds.count
  folds.append(contentsOf: code)
  return CellText(start: at, length: code.count, folded: true).bits
}

/// Whether a folded code can be one of its kind: a year has four digits, a credit code is no number like 9.1E+17.
private func accepts(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ kind: CellKind) -> Bool {
  switch kind {
  case .year: return isYear(text, start, end)
  case .creditCode: return !isScientific(text, start, end)
  case .text, .code, .money, .quantity, .percent, .day, .moment, .flag, .word: return true
  }
}

private func isYear(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
  end - start == 4 && (start..<end).allSatisfy { isDigit(text[$0]) }
}

/// Digits with an exponent: `9.13204E+17`, `9E17`. Seventeen digits around an E are still a code.
private func isScientific(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
  // Most codes have eighteen digits and letters, none of which stands before the digit 0.
  let high = repeated(0x80)
  if end - start == 18, allPass(text, start, end, { (($0 | high) &- repeated(48)) & high == high }) { return false }
  var (point, exponent, sign, digits) = (false, false, false, 0)
  for at in start..<end {
    let byte = text[at]
    if isDigit(byte) {
      digits += 1
    } else if byte == UInt8(ascii: "."), !point, !exponent, digits > 0 {
      point = true
    } else if byte == UInt8(ascii: "E"), !exponent, digits > 0 {
      exponent = true
      digits = 0
    } else if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), exponent, !sign, digits == 0 {
      sign = true
    } else {
      return false
    }
  }
  return exponent && digits > 0 && (point || sign || end - start != 18)
}

extension CellKind {
  /// Whether the value is a `CellText`.
  package var isText: Bool {
    switch self {
    case .text, .code, .creditCode, .year: true
    case .money, .quantity, .percent, .day, .moment, .flag, .word: false
    }
  }
}
