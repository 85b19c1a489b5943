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
      if !beginsPlainly(record, index.cells.span, text) {
        if isBlank(record, index.cells.span, text) { continue }
        if record.count > 0, isTotals(index.cells[record.first], text) {
          let found = excerpt(cellText(index.cells[record.first], in: text))
          table.faults.append(Fault(.skipped, Place(file: file, line: record.line), found: found, .notData))
          continue
        }
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

  /// Whether it begins with a printed character of ASCII, as most do: it is then neither blank nor of totals.
  private func beginsPlainly(_ record: Record, _ cells: Span<CellRange>, _ text: Span<UInt8>) -> Bool {
    guard record.count > 0 else { return false }
    let cell = cells[record.first]
    return cell.start < cell.end && text[cell.start] &- 33 < 94
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
    return readCell(plain.span, start, end, kind, unit, inDocument: false, &folds)
  }
}

private let totalsWords: Set<String> = ["合计", "小计", "总计", "制表", "备注"]
