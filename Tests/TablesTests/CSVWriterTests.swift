import Tables
import Testing

private let starts: Set<Character> = ["=", "+", "-", "@", "\t", "\r"]

/// What a spreadsheet sees: the cells of a file that `CSVWriter` wrote, as it stands behind the mark and the header.
private func cells(_ bytes: [UInt8]) -> [[String]] {
  var (rows, row, cell, quoted): ([[String]], [String], [UInt8], Bool) = ([], [], [], false)
  var rest = bytes.dropFirst(3)
  while let byte = rest.popFirst() {
    switch (byte, quoted) {
    case (34, true) where rest.first == 34: cell.append(rest.removeFirst())
    case (34, _): quoted.toggle()
    case (44, false), (13, false):
      row.append(String(decoding: cell, as: UTF8.self))
      cell = []
      if byte == 13 {
        rest.removeFirst()
        rows.append(row)
        row = []
      }
    default: cell.append(byte)
    }
  }
  return Array(rows.dropFirst())
}

private func randomText(_ chance: inout Chance) -> String {
  let pieces = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "\"", "\"\"", ",", "'", " ", "　", "a", "1", "甲", "\u{301}",
    "\u{202E}", "😀",
    "\u{0}", "\u{FEFF}", "/", "—", "无", "\u{A0}", "=1+1", "合计x",
  ]
  return (0..<chance.below(6)).map { _ in chance.pick(pieces) }.joined()
}

@Test func `A file begins with a mark, ends its lines with CR LF and quotes only where it must`() {
  var writer = CSVWriter(header: ["id", "文"])
  writer.text("plain 甲")
  writer.text("a,b")
  writer.endRow()
  writer.text("say \"yes\"")
  writer.text("two\nlines")
  writer.endRow()
  let text = "\u{FEFF}id,文\r\nplain 甲,\"a,b\"\r\n\"say \"\"yes\"\"\",\"two\nlines\"\r\n"
  #expect(writer.bytes == Array(text.utf8))
}

@Test func `Numbers are written exactly, to the ends of 64 bits`() {
  var writer = CSVWriter(header: ["n"])
  for value in [0, 9, 10, -1, .max, .min] as [Int64] { writer.integer(value) }
  writer.endRow()
  for value in [0, 1, 999_999, 1_000_000, 12_345_678, .max] as [Int64] { writer.millionths(value) }
  writer.empty()
  writer.endRow()
  #expect(
    cells(writer.bytes) == [
      ["0", "9", "10", "-1", "9223372036854775807", "-9223372036854775808"],
      ["0.000000", "0.000001", "0.999999", "1.000000", "12.345678", "9223372036854.775807", ""],
    ])
}

@Test(arguments: [
  "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=\"a\",1", "=cmd|' /C calc'!A0", "-2+3", "+\n", "=", "@",
])
func `A text that a spreadsheet would calculate is written behind an apostrophe`(payload: String) {
  var writer = CSVWriter(header: ["t"])
  writer.text(payload)
  writer.endRow()
  #expect(cells(writer.bytes) == [["'" + payload]])
}

@Test func `A text that a spreadsheet leaves alone is written as it is`() {
  for text in ["a=1", "1-2", "'=1", " =1", "甲@乙", "", "\"=1\"", "\n"] {
    var writer = CSVWriter(header: ["t"])
    writer.text(text)
    writer.endRow()
    #expect(cells(writer.bytes) == [[text]])
  }
}

@Test func `Reading what was written gives the same texts, over random texts`() throws {
  var chance = Chance(seed: 11)
  var writer = CSVWriter(header: ["id", "a", "b"])
  var written: [[String]] = []
  for row in 0..<2000 {
    let texts = ["r\(row)", randomText(&chance), randomText(&chance)]
    written.append(texts)
    for text in texts { writer.text(text) }
    writer.endRow()
  }
  let columns = [ColumnSpec("id", "编号", .text), ColumnSpec("a", "甲", .text), ColumnSpec("b", "乙", .text)]
  let read = try table(writer.bytes, columns)
  #expect(read.faults.isEmpty)
  #expect(texts(read) == written.map { $0.map(asRead) })
}

/// A text behind its apostrophe if it needs one, trimmed, and empty if it says nothing.
private func asRead(_ text: String) -> String {
  let guarded = text.unicodeScalars.first.map { starts.contains(Character($0)) } == true ? "'" + text : text
  let space: Set<Unicode.Scalar> = [" ", "\t", "\n", "\r", "\u{B}", "\u{C}", "\u{3000}"]
  var scalars = Array(guarded.unicodeScalars)[...]
  while let last = scalars.last, space.contains(last) { scalars.removeLast() }
  while let first = scalars.first, space.contains(first) { scalars.removeFirst() }
  var trimmed = ""
  trimmed.unicodeScalars.append(contentsOf: scalars)
  return ["-", "—", "/", "无", "空"].contains(trimmed) ? "" : trimmed
}

@Test func `No random text comes out as a formula, and none comes out changed otherwise`() {
  var chance = Chance(seed: 12)
  for _ in 0..<2000 {
    let text = randomText(&chance)
    var writer = CSVWriter(header: ["t"])
    writer.text(text)
    writer.endRow()
    let seen = cells(writer.bytes)[0][0]
    let first = seen.unicodeScalars.first.map(Character.init)
    #expect(first.map(starts.contains) != true, "\(text.debugDescription)")
    #expect(Array(seen.utf8) == Array(text.utf8) || Array(seen.utf8) == Array(("'" + text).utf8))
  }
}

@Test func `What was written from a table that was read is the same file again`() throws {
  var writer = CSVWriter(header: ["a", "b", "c"])
  for text in ["x,y", "\"", "two\r\nlines"] { writer.text(text) }
  writer.endRow()
  let read = try table(writer.bytes, threeTexts)
  var again = CSVWriter(header: ["a", "b", "c"])
  for row in texts(read) {
    for text in row { again.text(text) }
    again.endRow()
  }
  #expect(again.bytes == writer.bytes)
}
