// A paper as rows of cells: read again from its bytes, byte for byte as the program writes CSV.

import Tables

/// The cells of one CSV paper, by row and column, as they stand there.
package struct Cells: Sendable {
  package let name: String
  let bytes: [UInt8]
  package let header: [String]
  private var cells: [CellRange] = []
  private var rows: [Int] = []

  /// - Throws: `Broken` with a reason if the bytes are no table with these columns.
  package init(_ name: String, _ raw: [UInt8], columns: String) throws(Broken) {
    self.name = name
    guard raw.starts(with: [0xEF, 0xBB, 0xBF]) else { throw Broken(name, "does not begin with a byte order mark") }
    bytes = Array(raw.dropFirst(3))
    guard firstInvalidUTF8(bytes) == nil else { throw Broken(name, "is not UTF-8") }
    header = columns.split(separator: " ").map(String.init)
    var (scanner, index) = (RecordScanner(), RecordIndex())
    do throws(RecordScanner.Unclosed) {
      try scanner.read(.max, from: bytes.span, into: &index)
    } catch {
      throw Broken(name, "line \(error.line): a quote is never closed")
    }
    guard let first = index.records.first else { throw Broken(name, "is empty") }
    cells = index.cells
    rows.reserveCapacity(index.records.count)
    for record in index.records {
      guard !record.broken, record.count == header.count else {
        throw Broken(name, "line \(record.line): \(record.count) cells, should be \(header.count)")
      }
      rows.append(record.first)
    }
    let found = (0..<first.count).map { String(decoding: self.raw(0, $0), as: UTF8.self) }
    guard found == header else { throw Broken(name, "has the columns \(found.joined(separator: ","))") }
    rows.removeFirst()
  }

  package var count: Int { rows.count }

  /// The cell's bytes, doubled quotes made single.
  package func text(_ row: Int, _ column: Int) -> ArraySlice<UInt8> { raw(rows[row], column) }

  private func raw(_ first: Int, _ column: Int) -> ArraySlice<UInt8> {
    let cell = cells[first + column]
    guard cell.doubled else { return bytes[cell.start..<cell.end] }
    var plain: [UInt8] = []
    var at = cell.start
    while at < cell.end {
      plain.append(bytes[at])
      at += bytes[at] == UInt8(ascii: "\"") ? 2 : 1
    }
    return plain[...]
  }

  package func string(_ row: Int, _ column: Int) -> String { String(decoding: text(row, column), as: UTF8.self) }

  /// A whole number, `Cell.missing` for an empty cell, nil for anything else.
  package func integer(_ row: Int, _ column: Int) -> Int64? {
    let text = text(row, column)
    if text.isEmpty { return Cell.missing }
    var value: Int64 = 0
    for byte in text {
      let (more, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, out) = more.addingReportingOverflow(Int64(byte) - 48)
      guard isDigit(byte), !over, !out else { return nil }
      value = sum
    }
    return text.count > 1 && text.first == 48 ? nil : value
  }

  /// A number with exactly six decimals in millionths, `Cell.missing` for an empty cell, nil for anything else.
  func millionths(_ row: Int, _ column: Int) -> Int64? {
    let text = text(row, column)
    return text.isEmpty ? Cell.missing : Verification.millionths(text)
  }
}

func millionths(_ text: ArraySlice<UInt8>) -> Int64? {
  guard text.count > 7, text[text.endIndex - 7] == UInt8(ascii: ".") else { return nil }
  return Int64(String(decoding: text.filter { $0 != UInt8(ascii: ".") }, as: UTF8.self))
}

/// A paper that cannot be read at all.
package struct Broken: Error {
  package let saying: Saying

  package init(_ name: String, _ reason: String) {
    saying = Saying(zh: "\(name) 无法读取：\(reason)", en: "\(name) \(reason)")
  }
}
