// Files as nobody should send them, and what each is answered: the place and the problem, never a trap.

import Tables
import Testing

private let columns = [
  ColumnSpec("uscc", "统一社会信用代码", .creditCode, required: true), ColumnSpec("name", "单位名称", .text, filled: true),
  ColumnSpec("amount", "金额", .money), ColumnSpec("date", "日期", .day), ColumnSpec("ok", "是否", .flag),
]

private let header = "uscc,name,amount,date,ok\n"

/// One hostile file: its name, its bytes, and every fault that it must be answered with.
struct Hostile: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let raw: [UInt8]
  let faults: [Fault]

  init(_ name: String, _ raw: [UInt8], _ faults: Fault...) {
    (testDescription, self.raw, self.faults) = (name, raw, faults)
  }

  init(_ name: String, row: String, _ faults: Fault...) {
    (testDescription, raw, self.faults) = (name, Array((header + row + "\nB,b,1,2024-01-01,1\n").utf8), faults)
  }
}

private let code = "91350100M000100Y43"
private let wide = String(repeating: "x", count: 61)
private let shortened = String(repeating: "x", count: 60) + "…"

private let files = [
  Hostile("nothing at all", [], fault(line: 0, .emptyFile)),
  Hostile("a mark and nothing else", [0xEF, 0xBB, 0xBF], fault(line: 0, .emptyFile)),
  Hostile(
    "a picture", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0xFF],
    fault(line: 0, found: "0xFF", .undecodable(.gb18030, offset: 9))),
  Hostile(
    "a workbook", Array("PK\u{3}\u{4}".utf8) + [0x14, 0x00, 0x06, 0x00, 0x08, 0x00, 0xFF],
    fault(line: 0, found: "0xFF", .undecodable(.gb18030, offset: 10))),
  Hostile(
    "UTF-32", [0xFF, 0xFE, 0x00, 0x00, 0x75, 0x00, 0x00, 0x00],
    fault(line: 1, .missingColumn(name: "uscc", title: "统一社会信用代码"))),
  Hostile(
    "a lone 0x80", Array(header.utf8) + [0x80], fault(line: 0, found: "0x80", .undecodable(.gb18030, offset: 25))),
  Hostile(
    "half a UTF-16 character", [0xFE, 0xFF, 0x00],
    fault(line: 0, found: "0x0", .undecodable(.utf16BigEndian, offset: 2))),
  Hostile(
    "semicolons", Array("uscc;name;amount\n1;2;3\n".utf8), fault(line: 1, found: "uscc;name;amount", .notParted)),
  Hostile("tabs", Array("note\tuscc\n1\t2\n".utf8), fault(line: 1, found: excerpt("note\tuscc"), .notParted)),
  Hostile(
    "semicolons in the name of a column", Array("a;b\n1\n".utf8),
    fault(line: 1, .missingColumn(name: "uscc", title: "统一社会信用代码"))),
  Hostile(
    "a quote that swallows the file", Array((header + "\"A,a,1,2024-01-01,1\nB,b,1,2024-01-01,1\n").utf8),
    fault(line: 2, .unclosedQuote)),
  Hostile("a quote that swallows the header", Array("\"uscc,name\nA,a\n".utf8), fault(line: 1, .unclosedQuote)),
  Hostile(
    "a header broken in its first cell", Array("\"uscc\"x,name\nuscc,name\nA,a\n".utf8), fault(line: 1, .brokenHeader)),
  Hostile(
    "one column twice", Array("uscc,统一社会信用代码\nA,B\n".utf8),
    fault(line: 1, column: "统一社会信用代码", position: 2, found: "统一社会信用代码", .doubledColumn(name: "uscc"))),
  Hostile("a formula for a header", Array("uscc,=1+1\nA,B\n".utf8)),
  Hostile("a row too short", row: "A,a", fault(line: 2, .wrongCellCount(found: 2, expected: 5))),
  Hostile(
    "a row of ten thousand cells", row: String(repeating: "1,", count: 9999) + "1",
    fault(line: 2, .wrongCellCount(found: 10_000, expected: 5))),
  Hostile("a row of commas that says one word", row: ",a", fault(line: 2, .wrongCellCount(found: 2, expected: 5))),
  Hostile("text behind a quote", row: "\"A\"a,a,1,2024-01-01,1", fault(line: 2, .brokenQuote)),
  Hostile(
    "a code that a spreadsheet damaged", row: "9.13204E+17,a,1,2024-01-01,1",
    fault(line: 2, column: "uscc", position: 1, found: "9.13204E+17", .spreadsheetDamage)),
  Hostile(
    "an amount that a spreadsheet damaged", row: "\(code),a,1.2E+03,2024-01-01,1",
    fault(line: 2, column: "amount", position: 3, found: "1.2E+03", .scientific)),
  Hostile(
    "a day that a spreadsheet damaged", row: "\(code),a,1,45292,1",
    fault(line: 2, column: "date", position: 4, found: "45292", .spreadsheetSerial(Day(number: 19_723)))),
  Hostile(
    "a NUL in a number", row: "\(code),a,1\u{0},2024-01-01,1",
    fault(line: 2, column: "amount", position: 3, found: "1\\u{0}", .notMoney)),
  Hostile(
    "a mark in the middle", row: "\u{FEFF}\(code),a,\u{FEFF}1,2024-01-01,1",
    fault(line: 2, column: "amount", position: 3, found: "\\u{feff}1", .notMoney)),
  Hostile(
    "an amount written backwards", row: "\(code),a,\u{202E}001,2024-01-01,1",
    fault(line: 2, column: "amount", position: 3, found: "\\u{202e}001", .notMoney)),
  Hostile(
    "a digit of another script", row: "\(code),a,٣,2024-01-01,1",
    fault(line: 2, column: "amount", position: 3, found: "٣", .notMoney)),
  Hostile(
    "a combining mark on a comma", row: "\(code),\u{301},1\u{301},2024-01-01,1",
    fault(line: 2, column: "amount", position: 3, found: "1\u{301}", .notMoney)),
  Hostile(
    "an amount of 2^63 fen", row: "\(code),a,92233720368547758.08,2024-01-01,1",
    fault(line: 2, column: "amount", position: 3, found: "92233720368547758.08", .tooLarge)),
  Hostile(
    "a long word for an amount", row: "\(code),a,\(wide),2024-01-01,1",
    fault(line: 2, column: "amount", position: 3, found: shortened, .notMoney)),
  Hostile(
    "an impossible day", row: "\(code),a,1,2023-02-29,1",
    fault(line: 2, column: "date", position: 4, found: "2023-02-29", .notDay)),
  Hostile(
    "perhaps", row: "\(code),a,1,2024-01-01,也许", fault(line: 2, column: "ok", position: 5, found: "也许", .notFlag)),
  Hostile(
    "a blank where none may be", row: "\(code),无,1,2024-01-01,1",
    fault(line: 2, column: "name", position: 2, found: "无", .blank)),
  Hostile(
    "everything wrong at once", row: "9E+17,-,-1,2024-13-01,2",
    fault(line: 2, column: "uscc", position: 1, found: "9E+17", .spreadsheetDamage),
    fault(line: 2, column: "name", position: 2, found: "-", .blank),
    fault(line: 2, column: "amount", position: 3, found: "-1", .negative),
    fault(line: 2, column: "date", position: 4, found: "2024-13-01", .notDay),
    fault(line: 2, column: "ok", position: 5, found: "2", .notFlag)),
  Hostile("a formula, which is text", row: "=1+1,=cmd|' /C calc'!A0,1,2024-01-01,1"),
  Hostile("markup, which is text", row: "A,<script>alert(1)</script>,1,2024-01-01,1"),
  Hostile("a totals row", row: "合计,,99", fault(.skipped, line: 2, found: "合计", .notData)),
]

@Test(arguments: files)
func `A hostile file is answered with its place and its problem`(file: Hostile) {
  let found = faults { () throws(Unusable) in try table(file.raw, columns) }
  #expect(found == file.faults)
}

@Test func `A bad row costs no other row`() throws {
  for file in files where file.raw.starts(with: header.utf8) && file.raw.count > header.utf8.count + 24 {
    guard let read = try? table(file.raw, columns) else { continue }
    #expect(read.string(read.count - 1, 0) == "B", "\(file.testDescription)")
    #expect(read.hasInvalidCell.last == false)
  }
}
