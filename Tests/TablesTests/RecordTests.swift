import Testing

@testable import Tables

@Test func `A quoted cell holds commas, doubled quotes and line ends`() throws {
  let read = try table("a,b,c\n\"1,2\",\"say \"\"yes\"\"\",\"one\ntwo\r\nthree\rfour\"\n", threeTexts)
  #expect(texts(read) == [["1,2", "say \"yes\"", "one\ntwo\r\nthree\rfour"]])
}

@Test(arguments: ["\n", "\r", "\r\n"])
func `Each line end ends a line, and the last line may lack it`(end: String) throws {
  let lines = ["a,b,c", "1,2,3", "4,5,6"].joined(separator: end)
  for text in [lines, lines + end] {
    let read = try table(text, threeTexts)
    #expect(texts(read) == [["1", "2", "3"], ["4", "5", "6"]])
    #expect(read.lines == [2, 3])
  }
}

@Test func `A mix of line ends counts every line once`() throws {
  let read = try table("a,b,c\r\n1,,\r2,,\n3,,\n\r4,,\r\r\n5,,", threeTexts)
  #expect(texts(read).map(\.[0]) == ["1", "2", "3", "4", "5"])
  #expect(read.lines == [2, 3, 4, 6, 8])
}

@Test func `A row's line is where it begins, and lines inside quotes count`() throws {
  let read = try table("a,b,c\n\"1\n\n\",\"x\r\ny\rz\",\n2,,\n", threeTexts)
  #expect(read.lines == [2, 7])
  #expect((0..<2).map(read.offset) == [6, 22])
}

@Test func `Quoted and unquoted cells mean the same`() throws {
  let read = try table("\"a\",b,\"c\"\n\"1\",\"\",\" 3 \"\n1,,3\n", threeTexts)
  #expect(texts(read) == [["1", "", "3"], ["1", "", "3"]])
  #expect(says(read, 0, theSameAs: read, 1))
}

@Test func `A quote inside an unquoted cell is plain text`() throws {
  let read = try table("a,b,c\n5\"x,a\"\"b, \"c\"\n", threeTexts)
  #expect(texts(read) == [["5\"x", "a\"\"b", "\"c\""]])
}

@Test(arguments: ["\"x\"y", "\"x\" ", "\"x\"\t", "\"x\"\"\"\"y\"z", "\"x\"　", "\"\"x", "\"x\"\u{301}"])
func `Text behind a closing quote breaks the row, and reading resumes at its line end`(cell: String) throws {
  let read = try table("a,b,c\n1,\(cell),3\"\n4,5,6\n", threeTexts)
  #expect(read.states == [.brokenQuote, .good])
  #expect(read.faults == [fault(line: 2, .brokenQuote)])
  #expect(read.string(0, 0) == "1")
  #expect((read.string(0, 1), read.string(0, 2)) == ("", ""))
  #expect(texts(read)[1] == ["4", "5", "6"])
}

@Test func `A broken row that began with lines inside quotes leaves the next line number right`() throws {
  let read = try table("a,b,c\n\"1\n1\",\"2\n\"2,3\n4,5,6\n", threeTexts)
  #expect(read.lines == [2, 5])
  #expect(read.states == [.brokenQuote, .good])
}

@Test(arguments: [
  ("a,b,c\n\"", 2), ("a,b,c\n1,2,\"3\n4,5,6\n", 2), ("a,b,c\n1,2,3\n4,\"5\n6,7,8\n", 3), ("a,b,c\n\"1\n2\",\"3\n", 3),
  ("a,b,c\n1,\"2\"\"\n", 2), ("\"a,b,c\n1,2,3\n", 1),
])
func `A quote that is never closed refuses the file and names the line where it opened`(text: String, line: Int) {
  let found = faults { () throws(Unusable) in try table(text, threeTexts) }
  #expect(found == [fault(line: line, .unclosedQuote)])
}

@Test func `A comma is a comma even under a combining mark`() throws {
  let read = try table("a,b,c\n1,\u{301}x,\u{20DD}\n", threeTexts)
  #expect(texts(read) == [["1", "\u{301}x", "\u{20DD}"]])
}

@Test func `Characters that contain the bytes of no separator keep their cells`() throws {
  // U+2C22 and U+0A0D hold 2C, 0A and 0D as code points, never as bytes of UTF-8.
  let read = try table("a,b,c\n\u{2C22},\u{0A0D},\u{200F}שלום\u{202E}\n", threeTexts)
  #expect(texts(read) == [["\u{2C22}", "\u{0A0D}", "\u{200F}שלום\u{202E}"]])
}

@Test func `A mark in the middle of a file and a NUL are text`() throws {
  let read = try table("a,b,c\n\u{FEFF}1,x\u{0}y,\u{0}\n", threeTexts)
  #expect(texts(read) == [["\u{FEFF}1", "x\u{0}y", "\u{0}"]])
}

@Test func `Ten thousand columns are read, the last like the first`() throws {
  let header = (0..<10_000).map { "k\($0)" }.joined(separator: ",")
  let row = (0..<10_000).map(String.init).joined(separator: ",")
  let read = try table("\(header)\n\(row)\n", [ColumnSpec("k9999", "末", .text), ColumnSpec("k0", "首", .text)])
  #expect(texts(read) == [["9999", "0"]])
}

@Test func `A cell of a megabyte is read whole and shown short`() throws {
  let long = String(repeating: "1", count: 59) + String(repeating: "\n1", count: 1 << 19)
  let read = try table("a,b\n\"\(long)\",\"\(long)\"\n", [ColumnSpec("a", "甲", .text), ColumnSpec("b", "乙", .money)])
  #expect(read.string(0, 0).utf8.count == long.utf8.count)
  #expect(read.faults.count == 1)
  #expect(read.faults[0].found.count < 80)
}

// MARK: Against a reader that knows no method

/// RFC 4180 and fine print 30 once more, one character after the other: what `RecordScanner` must agree with.
private enum Plain {
  struct Row: Equatable {
    var line: Int
    var cells: [[UInt8]] = []
    var broken = false
  }

  static func records(_ text: [UInt8]) -> [Row]? {
    let (quote, comma, feed, back) = (UInt8(34), UInt8(44), UInt8(10), UInt8(13))
    var rest = text[...]
    var line = 1
    var rows: [Row] = []
    func atEnd() -> Bool { rest.isEmpty || rest.first == feed || rest.first == back }
    func endLine() {
      if rest.starts(with: [back, feed]) { rest.removeFirst(2) } else if !rest.isEmpty { rest.removeFirst() }
      line += 1
    }
    while !rest.isEmpty {
      var row = Row(line: line)
      reading: while true {
        var cell: [UInt8] = []
        if rest.first == quote {
          rest.removeFirst()
          while true {
            if rest.isEmpty { return nil }
            if rest.starts(with: [quote, quote]) {
              cell.append(quote)
              rest.removeFirst(2)
            } else if rest.first == quote {
              rest.removeFirst()
              break
            } else if atEnd() {
              let before = rest
              endLine()
              cell += before[..<rest.startIndex]
            } else {
              cell.append(rest.removeFirst())
            }
          }
          if !atEnd(), rest.first != comma {
            row.broken = true
            while !atEnd() { rest.removeFirst() }
          }
        } else {
          while !atEnd(), rest.first != comma { cell.append(rest.removeFirst()) }
        }
        if !row.broken { row.cells.append(cell) }
        if atEnd() { break reading }
        rest.removeFirst()
      }
      endLine()
      rows.append(row)
    }
    return rows
  }
}

/// Short ones of much punctuation, and long ones: of commas and LFs only, of other separators among them, of quotes here
/// and there, so that blocks of every kind stand beside each other.
private let kindsOfText = [
  ("\"\",,\n\r\n ab\"甲", 40), ("abcdefg,,\n", 500), ("abcdefghijk,,\n\r\t甲", 500),
  ("abcdefghijklmnopqrst,,,,\n\r\"", 500),
  (",,,,,,,,,,\n\n\r", 300), ("abcdefghijklmnopqrstuvwxyz,", 300),
]

/// A text of such signs; in a long one every third stretch has no quotes.
private func randomText(_ kind: (signs: String, length: Int), _ chance: inout Chance) -> [UInt8] {
  let signs = Array(kind.signs.utf8)
  let others = signs.filter { $0 != 34 }
  let length = chance.below(kind.length)
  return (0..<length).map { at in chance.pick(at / 150 % 3 == 1 ? others : signs) }
}

@Test(arguments: kindsOfText)
func `Random punctuation is cut into the same records by a reader that goes character by character`(
  kind: (signs: String, length: Int)
) throws {
  var chance = Chance(seed: 4180)
  for _ in 0..<(kind.length < 100 ? 3000 : 300) {
    let specimen = randomText(kind, &chance)
    var scanner = RecordScanner()
    var index = RecordIndex()
    var cut: [Plain.Row]?
    do throws(RecordScanner.Unclosed) {
      try scanner.read(.max, from: specimen.span, into: &index)
      cut = index.records.map { record in
        let cells = index.cells[record.first..<record.first + record.count].map { cell in
          cell.doubled ? singled(specimen[cell.start..<cell.end]) : Array(specimen[cell.start..<cell.end])
        }
        return Plain.Row(line: record.line, cells: cells, broken: record.broken)
      }
    } catch {}
    #expect(cut == Plain.records(specimen), "\(String(decoding: specimen, as: UTF8.self).debugDescription)")
  }
}

@Test(arguments: kindsOfText)
func `Records that are read some at a time, or up to a place, are those that are read at once`(
  kind: (signs: String, length: Int)
) throws {
  var chance = Chance(seed: 29)
  for _ in 0..<100 {
    let specimen = randomText(kind, &chance)
    var (scanner, whole) = (RecordScanner(), RecordIndex())
    guard (try? scanner.read(.max, from: specimen.span, into: &whole)) != nil else { continue }
    let offsets = whole.records.map(\.offset)

    var (some, parts) = (RecordScanner(), RecordIndex())
    while some.position < specimen.count {
      let before = parts.records.count
      let limit = chance.pick([1, 2, 60, 70, 200])
      try some.read(limit, from: specimen.span, into: &parts)
      try #require(parts.records.count == min(before + limit, offsets.count))
    }
    #expect(parts.records.map(\.offset) == offsets)
    #expect(parts.records.map(\.line) == whole.records.map(\.line))
    #expect(parts.records.map(\.count) == whole.records.map(\.count))
    #expect(parts.cells.map(\.start) == whole.cells.map(\.start))
    #expect(parts.cells.map(\.end) == whole.cells.map(\.end))

    let end = chance.below(specimen.count + 2)
    var (cutter, first) = (RecordScanner(), RecordIndex())
    try cutter.read(.max, from: specimen.span, before: end, into: &first)
    #expect(first.records.map(\.offset) == offsets.filter { $0 < end })
  }
}

private func singled(_ text: ArraySlice<UInt8>) -> [UInt8] {
  var plain: [UInt8] = []
  var skip = false
  for byte in text {
    if skip {
      skip = false
    } else {
      plain.append(byte)
      skip = byte == 34
    }
  }
  return plain
}
