// Records become typed rows: told from totals and blank lines, then read column by column, so that no String, class or
// existential exists per row.

extension TableSource {
  /// The records of an index as rows; blank lines and totals fall out.
  ///
  /// - Parameter end: where the last record ends in the bytes.
  func table(of bytes: [UInt8], origin: Int, end: Int, _ index: inout RecordIndex) -> Table {
    var table = Table(self, bytes: bytes, origin: origin, end: end)
    let text = bytes.span
    let firsts = keepRows(text, &index, &table)
    for (column, position) in header.positions.enumerated() {
      guard let position else { continue }
      let cells = firsts.map { index.cells[Int($0) + position] }
      table.values[column] = readColumn(column, text, cells, &table)
    }
    return table
  }

  // MARK: Rows

  /// Tells the rows from blank lines and totals, and notes the state of each.
  ///
  /// - Returns: by row, its first cell in the index. Every row has as many as the header: blank ones are added.
  private func keepRows(_ text: Span<UInt8>, _ index: inout RecordIndex, _ table: inout Table) -> [UInt32] {
    var firsts: [UInt32] = []
    firsts.reserveCapacity(index.records.count)
    table.lines.reserveCapacity(index.records.count)
    table.starts.reserveCapacity(index.records.count)
    table.states.reserveCapacity(index.records.count)
    for at in index.records.indices {
      let record = index.records[at]
      if isBlank(record, index.cells.span, text) { continue }
      if record.count > 0, isTotals(index.cells[record.first], text) {
        let found = excerpt(cellText(index.cells[record.first], in: text))
        table.faults.append(Fault(.skipped, Place(file: file, line: record.line), found: found, .notData))
        continue
      }
      firsts.append(UInt32(firstCell(of: record, &index.cells)))
      table.lines.append(Int32(truncatingIfNeeded: record.line))
      table.starts.append(record.offset)
      let state: RowState = record.broken ? .brokenQuote : record.count == header.width ? .good : .wrongCellCount
      table.states.append(state)
      switch state {
      case .good: break
      case .brokenQuote:
        table.faults.append(Fault(.error, Place(file: file, line: record.line), found: "", .brokenQuote))
      case .wrongCellCount:
        let problem = Problem.wrongCellCount(found: record.count, expected: header.width)
        table.faults.append(Fault(.error, Place(file: file, line: record.line), found: "", problem))
      }
    }
    table.hasInvalidCell = [Bool](repeating: false, count: firsts.count)
    return firsts
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
    _ column: Int, _ text: Span<UInt8>, _ cells: [CellRange], _ table: inout Table
  ) -> [Int64] {
    let (spec, unit) = (columns[column], header.units[column])
    var values = readCells(cells.span, spec.kind, unit, text, &table.folds)
    for row in cells.indices where cells[row].doubled {
      values[row] = readUndoubled(cells[row], spec.kind, unit, text, &table.folds)
    }
    for row in values.indices where !Cell.isKnown(values[row]) || table.states[row] != .good {
      guard table.states[row] == .good else {
        if !spec.kind.isText { values[row] = Cell.missing }
        continue
      }
      guard values[row] == Cell.invalid || spec.filled else { continue }
      table.hasInvalidCell[row] = true
      let found = cellText(cells[row], in: text)
      let problem = values[row] == Cell.missing ? .blank : problem(in: found, as: spec.kind, unit: unit)
      let place = Place(
        file: file, line: Int(table.lines[row]), column: spec.name, position: header.positions[column]! + 1)
      table.faults.append(Fault(.error, place, found: excerpt(found), problem))
    }
    return values
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

/// The cells of a column as their kind reads them, with a loop for every kind; those with doubled quotes are left out.
private func readCells(
  _ cells: Span<CellRange>, _ kind: CellKind, _ unit: MoneyUnit?, _ text: Span<UInt8>, _ folds: inout [UInt8]
) -> [Int64] {
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
  _ cells: Span<CellRange>, _ text: Span<UInt8>, _ read: (_ start: Int, _ end: Int) -> Int64
) -> [Int64] {
  [Int64](capacity: cells.count) { values in
    for at in cells.indices {
      let (start, end) = trimmed(text, cells[at].start, cells[at].end)
      values.append(cells[at].doubled || saysNothing(text, start, end) ? Cell.missing : read(start, end))
    }
  }
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
