// Records become typed rows: told from totals and blank lines, then read column by column, so that no String, class or
// existential exists per row.

extension TableSource {
  /// The records of an index as rows; blank lines and totals fall out.
  ///
  /// - Parameter end: where the last record ends in the bytes.
  func table(of bytes: [UInt8], origin: Int, end: Int, _ index: inout RecordIndex) -> Table {
    var table = Table(self, bytes: bytes, origin: origin, end: end)
    let text = bytes.span
    keepRows(text, &index, &table)
    for column in columns.indices where header.positions[column] != nil { readColumn(column, text, index, &table) }
    return table
  }

  // MARK: Rows

  /// Drops blank lines and totals from the index and notes the state of each row that stays.
  private func keepRows(_ text: Span<UInt8>, _ index: inout RecordIndex, _ table: inout Table) {
    var kept = 0
    table.lines.reserveCapacity(index.records.count)
    table.starts.reserveCapacity(index.records.count)
    table.states.reserveCapacity(index.records.count)
    for at in index.records.indices {
      let record = index.records[at]
      if isBlank(record, index, text) { continue }
      if record.count > 0, isTotals(index.cells[record.first], text) {
        let found = excerpt(cellText(index.cells[record.first], in: text))
        table.faults.append(Fault(.skipped, Place(file: file, line: record.line), found: found, .notData))
        continue
      }
      index.records[kept] = record
      kept += 1
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
    index.records.removeSubrange(kept...)
    table.hasInvalidCell = [Bool](repeating: false, count: kept)
  }

  private func isBlank(_ record: Record, _ index: RecordIndex, _ text: Span<UInt8>) -> Bool {
    guard !record.broken else { return false }
    for cell in record.first..<record.first + record.count {
      let (start, end) = trimmed(text, index.cells[cell].start, index.cells[cell].end)
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

  // MARK: Columns

  private func readColumn(_ column: Int, _ text: Span<UInt8>, _ index: RecordIndex, _ table: inout Table) {
    let spec = columns[column]
    guard let position = header.positions[column] else { return }
    let unit = header.units[column]
    var values = [Int64](repeating: Cell.missing, count: index.records.count)
    for row in index.records.indices {
      let record = index.records[row]
      guard position < record.count else { continue }
      let cell = index.cells[record.first + position]
      let value: Int64
      if cell.doubled {
        value = readUndoubled(cell, spec.kind, unit, text, &table)
      } else {
        let (start, end) = trimmed(text, cell.start, cell.end)
        value = readCell(text, start, end, spec.kind, unit, origin: 0, &table.folds)
      }
      values[row] = value
      guard table.states[row] == .good else {
        values[row] = spec.kind.isText ? value : Cell.missing
        continue
      }
      if value == Cell.invalid || (spec.filled && value == Cell.missing) {
        table.hasInvalidCell[row] = true
        let found = cellText(cell, in: text)
        let problem = value == Cell.missing ? .blank : problem(in: found, as: spec.kind, unit: unit)
        let place = Place(file: file, line: record.line, column: spec.name, position: position + 1)
        table.faults.append(Fault(.error, place, found: excerpt(found), problem))
      }
    }
    table.values[column] = values
  }

  /// A cell with doubled quotes: its text is kept among the folded ones.
  private func readUndoubled(
    _ cell: CellRange, _ kind: CellKind, _ unit: MoneyUnit?, _ text: Span<UInt8>, _ table: inout Table
  ) -> Int64 {
    let plain = undoubled(cell, in: text)
    let (start, end) = trimmed(plain.span, 0, plain.count)
    guard case .text = kind else { return readCell(plain.span, start, end, kind, unit, origin: nil, &table.folds) }
    if saysNothing(plain.span, start, end) { return Cell.missing }
    let at = table.folds.count
    table.folds.append(contentsOf: plain[start..<end])
    return CellText(start: at, length: end - start, folded: true).bits
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
  case .year:
    guard end - start == 4 else { return false }
    return (start..<end).allSatisfy { isDigit(text[$0]) }
  case .creditCode: return !isScientific(text, start, end)
  case .text, .code, .money, .quantity, .percent, .day, .moment, .flag, .word: return true
  }
}

/// Digits with an exponent: `9.13204E+17`, `9E17`. Seventeen digits around an E are still a code.
private func isScientific(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
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
