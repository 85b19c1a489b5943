import Tables
import Testing

@Test(arguments: [
  ("是", 1), ("Y", 1), ("y", 1), ("yes", 1), ("YES", 1), ("Yes", 1), ("true", 1), ("TRUE", 1), ("1", 1), ("√", 1),
  ("否", 0), ("N", 0), ("n", 0), ("no", 0), ("No", 0), ("false", 0), ("False", 0), ("0", 0), ("×", 0),
])
func `A flag says yes or no in its words, in any case`(word: String, value: Int64) {
  #expect(read(word, as: .flag) == .value(value))
}

@Test(arguments: ["x", "on", "2", "是的", "不是", "yess", "✓", "对", "ye", "true1", "01", "y n"])
func `Any other word is no flag`(word: String) {
  #expect(read(word, as: .flag) == .no(.notFlag))
}

@Test func `A word is one of its vocabulary, exactly, and otherwise the message names them all`() {
  let tiers = CellKind.word([["national", "国家"], ["province", "省"], ["city", "市"]])
  #expect(read("国家", as: tiers) == 0)
  #expect(read("province", as: tiers) == 1)
  #expect(read(" 市 ", as: tiers) == 2)
  #expect(read("City", as: tiers) == .no(.unknownWord(["national", "国家", "province", "省", "city", "市"])))
  #expect(read("国家级", as: tiers) != 0)
}

@Test func `A word with a doubled quote is looked up as what it says`() {
  let kind = CellKind.word([["3\"", "三寸"], ["5\""]])
  #expect(read("5\"", as: kind) == 1)
  #expect(read(" 3\" ", as: kind) == 0)
  #expect(read("4\"", as: kind) == .no(.unknownWord(["3\"", "三寸", "5\""])))
}

@Test func `A year is four digits`() {
  #expect(read("2024", as: .year) == .text("2024"))
  #expect(read("２０２４", as: .year) == .text("2024"))
  for wrong in ["24", "02024", "2024年", "20x4", "２０２", "2024.0", "2,024"] {
    #expect(read(wrong, as: .year) == .no(.notYear), "\(wrong)")
  }
}

@Test func `A code is folded and upper-cased, and text is not`() {
  #expect(read("wj2024-0007", as: .code) == .text("WJ2024-0007"))
  #expect(read("ＷＪ２０２４－０００７", as: .code) == .text("WJ2024-0007"))
  #expect(read("3c39", as: .code) == read("３Ｃ３９", as: .code))
  #expect(read("ｗｊ甲", as: .text) == .text("ｗｊ甲"))
  #expect(read("Wj", as: .text) == .text("Wj"))
}

@Test(arguments: ["", "-", "—", "/", "无", "空", " - ", "　无　", "\t"])
func `A word for nothing is blank in every kind of column`(word: String) {
  let kinds: [CellKind] = [
    .text, .code, .creditCode, .year, .money, .quantity, .percent, .day, .moment, .flag, .word([["one"]]),
  ]
  for kind in kinds { #expect(read(word, as: kind) == .blank, "\(kind)") }
}

@Test(arguments: ["--", "——", "无无", "无此项", "n/a", "0", "\\", "–", "无。"])
func `What only resembles a word for nothing is text`(word: String) {
  #expect(read(word, as: .text) == .text(word))
}

@Test func `A full-width word for nothing is blank where folding is the rule`() {
  for kind: CellKind in [.money, .quantity, .day, .code, .creditCode] {
    #expect(read("－", as: kind) == .blank, "\(kind)")
    #expect(read("／", as: kind) == .blank, "\(kind)")
  }
  #expect(read("－", as: .text) == .text("－"))
}

@Test func `ASCII and ideographic space is trimmed at the ends and kept inside`() {
  #expect(read(" \t\u{B}\u{C}\r\n　甲 乙　丙　 \n", as: .text) == .text("甲 乙　丙"))
  #expect(read("　　", as: .text) == .blank)
  #expect(read("\u{A0}甲\u{A0}", as: .text) == .text("\u{A0}甲\u{A0}"))
  #expect(read("\u{200B}", as: .text) == .text("\u{200B}"))
}

@Test func `Trimming never cuts a character that ends like the ideographic space`() {
  #expect(read("\u{4000}", as: .text) == .text("\u{4000}"))  // E4 80 80
  #expect(read("\u{3000}\u{3001}\u{3000}", as: .text) == .text("\u{3001}"))
  #expect(read("\u{23000}", as: .text) == .text("\u{23000}"))  // F0 A3 80 80
}

@Test func `Names are compared without white space, with one kind of bracket`() {
  #expect(foldedName("江苏 甲（乙）　有限公司\u{A0}") == "江苏甲(乙)有限公司")
  #expect(foldedName("Ａ Ｂ") == "AB")
  #expect(foldedName("甲\t乙\r\n丙\u{2028}丁") == "甲乙丙丁")
  #expect(foldedName("ab") != foldedName("AB"))
}

@Test func `A blank cell is a fault where the column must be filled, and only there`() throws {
  let columns = [ColumnSpec("a", "甲", .text, filled: true), ColumnSpec("b", "乙", .money), ColumnSpec("c", "丙", .text)]
  let read = try table("a,b,c\n—,,x\ny,,\n", columns)
  #expect(read.faults == [fault(line: 2, column: "a", position: 1, found: "—", .blank)])
  #expect(read.hasInvalidCell == [true, false])
}
