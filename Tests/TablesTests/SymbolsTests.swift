import Tables
import Testing

@Test func `Numbers run from 0 in the order of first appearance`() {
  var symbols = Symbols()
  #expect(["b", "a", "b", "", "甲", "a"].map { symbols.intern($0) } == [0, 1, 0, 2, 3, 1])
  #expect(symbols.count == 4)
  #expect((0..<4).map { symbols.string($0) } == ["b", "a", "", "甲"])
}

@Test func `A text that was never seen has no number and gets none by asking`() {
  var symbols = Symbols()
  #expect(symbols.number(of: "a") == nil)
  #expect(symbols.intern("a") == 0)
  #expect(symbols.number(of: "a") == 0)
  #expect(symbols.number(of: "A") == nil)
  #expect(symbols.number(of: "") == nil)
  #expect(symbols.count == 1)
}

@Test func `Texts are told apart by their bytes, not by what they look like`() {
  var symbols = Symbols()
  #expect(symbols.intern("\u{E9}") != symbols.intern("e\u{301}"))
}

@Test(arguments: [0, 64, 100_000])
func `Twenty thousand texts keep their numbers while the table grows`(capacity: Int) {
  var symbols = Symbols(capacity: capacity)
  var known: [String: Int32] = [:]
  var chance = Chance(seed: 7)
  for _ in 0..<30_000 {
    let text = "WJ2024-\(chance.below(20_000))"
    let number = symbols.intern(text)
    if let before = known[text] { if before != number { Issue.record("\(text) changed its number") } }
    known[text] = number
  }
  #expect(symbols.count == known.count)
  #expect(known.allSatisfy { symbols.number(of: $0.key) == $0.value && symbols.string($0.value) == $0.key })
}

@Test func `Symbols that are closed still tell every text`() {
  var symbols = Symbols()
  let texts = ["甲", "乙", "", "a"]
  for text in texts { _ = symbols.intern(text) }
  symbols.close()
  #expect(texts.indices.map { symbols.string(Int32($0)) } == texts)
}

/// Pairs of texts of one tag, which also says at which slot both are looked for.
private let lookAlikes = [("7108117", "9366076"), ("ABQGLDB", "AYVAIUB")]

@Test(arguments: lookAlikes, [false, true])
func `A column tells texts apart whose hashes look the same`(pair: (String, String), areBothKnown: Bool) throws {
  let seen = [pair.0, pair.1].map { Symbols.hash(Array($0.utf8)[...]) & 0xFFFF_FFFF_0000_0000 }
  try #require(seen[0] == seen[1], "the hash is another: so are the pairs")
  var symbols = Symbols()
  #expect(symbols.intern(pair.0) == 0)
  if areBothKnown { #expect(symbols.intern(pair.1) == 1) }
  let table = try table("a,b,c\n\(pair.1),,\n\(pair.0),,\n,x,\n", threeTexts)
  let numbers = table.numbers(0, in: symbols, table.hashes(0), blank: -1, unknown: -2)
  #expect(numbers == [areBothKnown ? 1 : -2, 0, -1])
}
