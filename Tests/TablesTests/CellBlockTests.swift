// Rows that are written at once say what the same cells say one by one.

import Testing

@testable import Tables

/// Texts with everything that needs care, some longer than the words in which they are copied.
private func randomText(_ chance: inout Chance) -> [UInt8] {
  let pieces = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\"", "\\", ",", "'", " ", "　", "a", "1", "甲乙丙", "\u{1}", "\u{1F}", "/", ".",
    "WJ2024-000123", "江苏某某机械有限公司", "0123456789abcdef",
  ]
  return (0..<chance.below(5)).flatMap { _ in Array(chance.pick(pieces).utf8) }
}

private let numbers: [Int64] = [
  0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 9999, 10_000, 12_345_678, 99_999_999, 100_000_000, .max, -1, -10, -12_345,
  Cell.missing, Cell.invalid,
]

@Test func `A block writes texts as CSV and JSON do one by one`() {
  var chance = Chance(seed: 20)
  for rows in [1, 2, 7, 40] {
    let texts = (0..<rows).map { _ in [randomText(&chance), randomText(&chance)] }
    var all = Texts()
    for row in texts { all.append(row[0][...]) }
    let alike = AlikeTexts(all)
    let places = texts.map { _ in chance.below(rows) }.map { Int32($0) }
    var csv = CellBlock(RowForm(csv: [.text, .text, .words]), words: [Array("w,w".utf8), []])
    var json = CellBlock(
      RowForm(json: [(Array("{\"a\":".utf8), .text), (Array(",\"b\":".utf8), .text)], end: Array("}".utf8)), words: [])
    for _ in 0..<2 {
      csv.start(rows: rows)
      json.start(rows: rows)
      csv.set(0, in: places.indices.map { Int32($0) }[...], to: alike.found(places))
      json.set(0, in: places.indices.map { Int32($0) }[...], to: alike.found(places))
      for row in 0..<rows {
        csv.set(1, row, to: texts[row][1])
        json.set(1, row, to: texts[row][1])
      }
      csv.set([2], words: (0..<Int32(rows)).map { $0 % 3 - 1 })
    }
    var (written, oneByOne) = (CSVWriter(), CSVWriter())
    var (lines, lineByLine) = (Output(), Output())
    written.rows(csv)
    lines.append(json)
    for row in 0..<rows {
      let first = texts[Int(places[row])][0]
      oneByOne.text(first[...])
      oneByOne.text(texts[row][1][...])
      oneByOne.plain(row % 3 == 1 ? "w,w" : "")
      oneByOne.endRow()
      lineByLine.append("{\"a\":")
      lineByLine.append(json: first[...])
      lineByLine.append(",\"b\":")
      lineByLine.append(json: texts[row][1][...])
      lineByLine.append("}\n")
    }
    #expect(written.bytes == oneByOne.bytes)
    #expect(lines.bytes == lineByLine.bytes)
  }
}

@Test func `A block writes numbers, and what an empty cell says`() {
  let form = RowForm(csv: [.number, .millionths, .moment, .number], joined: [3])
  var block = CellBlock(form, words: [])
  block.start(rows: numbers.count)
  block.set([0], to: numbers)
  block.set([1], to: numbers.map { $0 < 0 ? Cell.missing : $0 })
  block.set([2], to: numbers.map { $0 < 0 || $0 > 1_000_000_000 ? Cell.missing : $0 * 200 })
  block.set([3], to: numbers.map { $0 == 99 ? 7 : Cell.missing })
  var (written, oneByOne) = (CSVWriter(), CSVWriter())
  written.rows(block)
  for number in numbers {
    if Cell.isKnown(number) { oneByOne.integer(number) } else { oneByOne.empty() }
    if number >= 0 { oneByOne.millionths(number) } else { oneByOne.empty() }
    let moment = number < 0 || number > 1_000_000_000 ? "" : momentText(number * 200)
    oneByOne.plain(moment + (number == 99 ? "7" : ""))
    oneByOne.endRow()
  }
  #expect(written.bytes == oneByOne.bytes)

  var json = CellBlock(
    RowForm(json: [(Array("[".utf8), .number), (Array(",".utf8), .words), (Array(",".utf8), .text)], end: [93]),
    words: [Array("\"w\"".utf8)])
  json.start(rows: 2)
  json.set([0], to: [-5, Cell.missing])
  json.set([1], words: [0, -1])
  var lines = Output()
  lines.append(json)
  #expect(String(decoding: lines.bytes, as: UTF8.self) == "[-5,\"w\",\"\"]\n[null,,\"\"]\n")
}

@Test func `Texts that lie in another run of bytes are written from there`() {
  var symbols = Symbols()
  let texts = ["甲公司", "b,c", "", "=1"]
  let numbers = texts.map { symbols.intern($0) } + [-1]
  var block = CellBlock(RowForm(csv: [.text]), words: [])
  block.start(rows: numbers.count)
  block.set(0, to: symbols.found(numbers))
  var written = CSVWriter()
  written.rows(block)
  #expect(String(decoding: written.bytes, as: UTF8.self) == "甲公司\r\n\"b,c\"\r\n\r\n'=1\r\n\r\n")
}

/// What cannot be written as it stands, in a CSV cell without quotes and in a JSON string.
private func needsCare(_ byte: UInt8, isJSON: Bool) -> Bool {
  isJSON ? byte < 0x20 || byte == 0x22 || byte == 0x5C : [0x2C, 0x22, 0x0A, 0x0D].contains(byte)
}

@Test(arguments: [false, true])
func `A byte that needs care is found wherever it stands, and no other`(isJSON: Bool) {
  for length in [0, 1, 7, 8, 9, 63, 64, 65, 100, 128, 129] {
    // What stands around a text does not count, whether there is much of it or none.
    for room in [0, 1, 63, 64, 200] {
      let around = [UInt8](repeating: 0x22, count: room)
      let unit = Array("甲a".utf8)
      let body: [UInt8] = (0..<length).map { unit[$0 % 4] }
      let (start, plain) = (around.count, [around, body, around].flatMap { $0 })
      let isPlain = !hasSpecial(plain.span, start, start + length, isJSON: isJSON)
      #expect(isPlain, "\(length) bytes among \(room)")
      for at in Set([0, length / 2, length - 1]) where body.indices.contains(at) {
        for byte in UInt8.min...UInt8.max {
          var text = plain
          text[start + at] = byte
          let isFound = hasSpecial(text.span, start, start + length, isJSON: isJSON)
          if isFound != needsCare(byte, isJSON: isJSON) { Issue.record("\(byte) at \(at) of \(length), room \(room)") }
        }
      }
    }
  }
}

@Test func `One text that needs care changes no other of its column`() {
  for count in [1, 5, 64, 300] {
    for special in [0, count / 2, count - 1] {
      let texts = (0..<count).map { $0 == special ? "甲,\($0)" : "乙公司\($0)" }
      var block = CellBlock(RowForm(csv: [.text]), words: [])
      block.start(rows: count)
      block.set(0, to: AlikeTexts(Texts(texts.map { Array($0.utf8) })).found(Array(0..<Int32(count))))
      var written = CSVWriter()
      written.rows(block)
      let lines = texts.map { $0.contains(",") ? "\"\($0)\"\r\n" : "\($0)\r\n" }
      #expect(String(decoding: written.bytes, as: UTF8.self) == lines.joined())
    }
  }
}
