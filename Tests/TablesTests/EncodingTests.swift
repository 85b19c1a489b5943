import Tables
import Testing

private func decode(_ raw: [UInt8]) throws(Unusable) -> Document { try Document(file: "specimen.csv", raw: raw) }

private func text(_ document: Document) -> String { String(decoding: document.bytes, as: UTF8.self) }

private func refusal(_ raw: [UInt8]) -> Problem? {
  do throws(Unusable) {
    _ = try decode(raw)
    return nil
  } catch {
    return error.faults.count == 1 ? error.faults[0].problem : nil
  }
}

private let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]
private let gb18030Mark: [UInt8] = [0x84, 0x31, 0x95, 0x33]

@Test func `UTF-8 is taken with a mark and without, and the mark is no text`() throws {
  for raw in [Array("编号,名称".utf8), utf8Mark + Array("编号,名称".utf8)] {
    let document = try decode(raw)
    #expect(document.encoding == .utf8)
    #expect(text(document) == "编号,名称")
  }
  #expect(try decode([]).bytes.isEmpty)
  #expect(try decode(utf8Mark).bytes.isEmpty)
}

@Test func `UTF-16 is taken with its mark, in both byte orders`() throws {
  let units = Array("编号,1😀".utf16)
  let little = try decode([0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
  let big = try decode([0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
  #expect((little.encoding, big.encoding) == (.utf16LittleEndian, .utf16BigEndian))
  #expect(text(little) == "编号,1😀")
  #expect(text(big) == "编号,1😀")
}

@Test func `Half a UTF-16 character and a lone surrogate are refused where they stand`() {
  #expect(refusal([0xFF, 0xFE, 0x41, 0x00, 0x42]) == .undecodable(.utf16LittleEndian, offset: 4))
  #expect(refusal([0xFF, 0xFE, 0x41, 0x00, 0x00, 0xD8, 0x41, 0x00]) == .undecodable(.utf16LittleEndian, offset: 4))
  #expect(refusal([0xFE, 0xFF, 0xDC, 0x00]) == .undecodable(.utf16BigEndian, offset: 2))
}

@Test func `GB18030 is taken where UTF-8 does not fit: forms of one, two and four bytes`() throws {
  // 编号 in two bytes each, 𠀀 (U+20000) and U+0080 in four.
  let raw: [UInt8] = [0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0x95, 0x32, 0x82, 0x36, 0x2C, 0x81, 0x30, 0x81, 0x30]
  for document in [try decode(raw), try decode(gb18030Mark + raw)] {
    #expect(document.encoding == .gb18030)
    #expect(text(document) == "编号,\u{20000},\u{80}")
  }
}

@Test func `A mark decides: what contradicts it is refused and not read otherwise`() {
  #expect(refusal(utf8Mark + [0x61, 0xB1, 0xE0]) == .undecodable(.utf8, offset: 4))
  #expect(refusal(gb18030Mark + [0x61, 0x80]) == .undecodable(.gb18030, offset: 5))
}

@Test func `A lone 0x80 is refused with its offset and nothing is replaced`() throws {
  #expect(refusal([0x61, 0x2C, 0x80, 0x0A]) == .undecodable(.gb18030, offset: 2))
  #expect(refusal([0x80]) == .undecodable(.gb18030, offset: 0))
  #expect(refusal([0xFF]) == .undecodable(.gb18030, offset: 0))
  #expect(refusal([0x61, 0xB1]) == .undecodable(.gb18030, offset: 1))  // half a character at the end
  do throws(Unusable) { _ = try decode([0x61, 0x80]) } catch { #expect(error.faults[0].found == "0x80") }
}

@Test func `A file that fits neither encoding names the byte where the better reading ends`() {
  // Read as GB18030 the 0xFF behind 编 is the first bad byte; read as UTF-8 already 编 is.
  #expect(refusal([0xB1, 0xE0, 0xFF]) == .undecodable(.gb18030, offset: 2))
  // Four thousand bytes of UTF-8 and one that is wrong: GB18030 gave up on the way.
  let long = Array(repeating: Array("编,".utf8), count: 1000).flatMap { $0 }
  #expect(refusal(long + [0xFF]) == .undecodable(.utf8, offset: 4000))
}

@Test func `Strict UTF-8 has the boundaries of Unicode's table 3-7`() {
  let right: [[UInt8]] = [
    [0x7F], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBF],
    [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
  ]
  let wrong: [[UInt8]] = [
    [0x80], [0xC1, 0x80], [0xC2], [0xC2, 0x7F], [0xE0, 0x9F, 0x80], [0xE0, 0xA0], [0xED, 0xA0, 0x80],
    [0xEE, 0x80, 0xC0],
    [0xF0, 0x8F, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF1, 0x80, 0x80], [0xFF], [0xFE],
  ]
  for bytes in right { #expect(firstInvalidUTF8([0x61] + bytes + [0x61]) == nil, "\(bytes)") }
  for bytes in wrong { #expect(firstInvalidUTF8([0x61] + bytes + [0x61]) == 1, "\(bytes)") }
}

@Test func `Strict UTF-8 agrees with the standard library on random bytes`() {
  var chance = Chance(seed: 37)
  let bytes: [UInt8] = [
    0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5,
  ]
  for _ in 0..<3000 {
    let specimen = (0..<chance.below(8)).map { _ in chance.pick(bytes) }
    #expect((firstInvalidUTF8(specimen) == nil) == (String(validating: specimen, as: UTF8.self) != nil), "\(specimen)")
  }
}

@Test func `Yuan in GB18030 is valid UTF-8 and is reread where a required column is missing`() throws {
  // D4 AA is 元 in GB18030 and U+052A in UTF-8.
  let columns = [ColumnSpec("unit", "元", .text, required: true)]
  let reread = try TableReader(try decode([0xD4, 0xAA, 0x0A, 0x31]), columns: columns)
  #expect(reread.document.encoding == .gb18030)
  #expect(reread.remarks.map(\.problem) == [.readAsGB18030])
  let kept = try TableReader(try decode(Array("元\n1".utf8)), columns: columns)
  #expect(kept.document.encoding == .utf8)
  #expect(kept.remarks.isEmpty)
}

@Test func `Nothing is reread where no required column is missing, or where a mark has decided`() throws {
  let optional = try TableReader(try decode([0xD4, 0xAA, 0x0A, 0x31]), columns: [ColumnSpec("unit", "元", .text)])
  #expect(optional.document.encoding == .utf8)
  let required = [ColumnSpec("unit", "元", .text, required: true)]
  #expect(throws: Unusable.self) {
    try TableReader(try decode(utf8Mark + [0xD4, 0xAA, 0x0A, 0x31]), columns: required)
  }
}

@Test func `A file that lacks the column in both encodings is refused for the column`() {
  let required = [ColumnSpec("unit", "元", .text, required: true)]
  let found = faults { () throws(Unusable) in try table([0xD4, 0xAB, 0x0A, 0x31], required) }
  #expect(found.map(\.problem) == [.missingColumn(name: "unit", title: "元")])
}

/// Long runs are looked at 64 bytes at a time: wherever in them a byte goes wrong, it is found, and nothing else is.
@Test(arguments: ["甲乙丙丁", "a甲", "甲é", "é", "a", "😀甲", "\u{E000}\u{800}", "\u{D7FF}\u{FFFF}a"])
func `A byte that goes wrong within a long text is found`(unit: String) {
  let text = Array(String(repeating: unit, count: 240 / unit.utf8.count).utf8)
  #expect(firstInvalidUTF8(text) == nil)
  let bytes: [UInt8] = [
    0, 0x41, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xE4, 0xEC, 0xED, 0xEF, 0xF0, 0xF4, 0xFF,
  ]
  for place in 58..<142 {
    for (at, byte) in bytes.enumerated() {
      var other = text
      other[place] = byte
      // A second byte beside it, another one each time.
      if place % 2 == 0 { other[place + 1] = bytes[(at + place / 2) % bytes.count] }
      let found = firstInvalidUTF8(other)
      #expect((found == nil) == (String(validating: other, as: UTF8.self) != nil), "\(other[56..<148])")
      if let found {
        #expect(String(validating: other[..<found], as: UTF8.self) != nil, "\(found): \(other[56..<148])")
        let behind = other[..<min(other.count, found + 4)]
        #expect(String(validating: behind, as: UTF8.self) == nil, "\(found): \(other[56..<148])")
      }
    }
  }
}
