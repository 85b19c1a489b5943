// The CSV reader: any bytes, cut into chunks of any size, give the same rows; what it read it reads again as written.

import Tables

private let columns: [ColumnSpec] = [
  ColumnSpec("t", "文", .text, filled: true), ColumnSpec("c", "码", .code), ColumnSpec("u", "信用代码", .creditCode),
  ColumnSpec("y", "年", .year), ColumnSpec("m", "金额", .money), ColumnSpec("q", "数量", .quantity),
  ColumnSpec("p", "比例", .percent), ColumnSpec("d", "日期", .day), ColumnSpec("s", "时间", .moment),
  ColumnSpec("f", "是否", .flag), ColumnSpec("w", "词", .word([["one", "一"], ["two", "二"]])),
]

/// The first byte says how many rows a chunk takes.
func fuzzTable(_ bytes: [UInt8]) {
  guard let first = bytes.first else { return }
  let raw = Array(bytes.dropFirst())
  guard let document = try? Document(file: "f.csv", raw: raw) else { return }
  insist(firstInvalidUTF8(document.bytes) == nil, "a document is valid UTF-8")
  let (whole, chunked) = (readAll(document, by: .max), readAll(document, by: 1 + Int(first % 7)))
  insist(whole?.rows == chunked?.rows, "chunks change the rows")
  insist(whole?.faults == chunked?.faults, "chunks change the faults")
  guard let whole else { return }
  for message in whole.faults { insist(message.count < 400, "a message without end") }
  rewrite(whole.texts)
}

private struct Reading {
  /// Line, state, validity and every value of a row; texts as text.
  var rows: [[String]] = []
  /// In the order of their words: that of a chunk goes by column.
  var faults: [String] = []
  /// The plain texts.
  var texts: [String] = []
}

private func readAll(_ document: Document, by limit: Int) -> Reading? {
  var reading = Reading()
  do throws(Unusable) {
    var reader = try TableReader(document, columns: columns)
    while let table = try reader.next(limit) {
      for row in 0..<table.count {
        var cells = ["\(table.lines[row])", "\(table.states[row])", "\(table.hasInvalidCell[row])"]
        for (column, spec) in columns.enumerated() {
          let value = table.value(row, column)
          cells.append(spec.kind.isText && Cell.isKnown(value) ? table.string(row, column) : "\(value)")
          if !spec.kind.isText, spec.kind != .day, spec.kind != .moment {
            insist(!Cell.isKnown(value) || value >= 0, "\(spec.name) is negative")
          }
        }
        reading.rows.append(cells)
        if Cell.isKnown(table.value(row, 0)) { reading.texts.append(table.string(row, 0)) }
      }
      reading.faults += table.faults.map { $0.message(in: .zh) }
    }
    reading.faults.sort()
    return reading
  } catch {
    insist(!error.faults.isEmpty, "refused without a word")
    return nil
  }
}

/// What was read, written by the program and read again, is the same, but for the sign that keeps a formula from living.
private func rewrite(_ texts: [String]) {
  var writer = CSVWriter(header: ["t", "last"])
  for text in texts {
    writer.text(text)
    writer.plain("x")
    writer.endRow()
  }
  let specs = [ColumnSpec("t", "文", .text), ColumnSpec("last", "末", .text)]
  guard let document = try? Document(file: "w.csv", raw: writer.bytes),
    var reader = try? TableReader(document, columns: specs), let table = try? reader.readAll()
  else { fatalError("what was written cannot be read") }
  insist(table.count + table.faults.count == texts.count, "\(table.count) rows instead of \(texts.count)")
  guard table.faults.isEmpty else { return }
  for (row, text) in texts.enumerated() {
    let shown = "=+-@\t\r".utf8.contains(text.utf8.first ?? 0) ? "'" + text : text
    let found = Cell.isKnown(table.value(row, 0)) ? table.string(row, 0) : ""
    insist(Array(found.utf8) == Array(shown.utf8), "\(shown.debugDescription) came back as \(found.debugDescription)")
  }
}
