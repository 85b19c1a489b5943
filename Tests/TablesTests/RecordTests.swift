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

@Test func `Random punctuation is cut into the same records by a reader that goes character by character`() throws {
  var chance = Chance(seed: 4180)
  let signs = Array("\"\",,\n\r\n ab\"甲".utf8.map { $0 })
  for _ in 0..<3000 {
    let specimen = (0..<chance.below(40)).map { _ in chance.pick(signs) }
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
