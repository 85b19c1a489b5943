import Tables
import Testing

private func alike(_ all: [String]) -> AlikeTexts { AlikeTexts(Texts(all.map { Array($0.utf8) })) }

private let columns = [
  [], [""], ["", ""], ["SQ000001"], ["SQ1", "SQ"], ["a", "b"], ["a", "", "ab"], ["WJ", "WJ"],
  ["SQ000000000123456789", "SQ000000000123456788", "", "SQ000000000123456799"],
  ["常州-2024-0001", "常州-2024-001", "常州-2024-00015", "常州-2024-0001\u{0}"],
]

@Test(arguments: columns)
func `Texts that begin alike are whole when they are taken out`(all: [String]) {
  let texts = alike(all)
  #expect(all.indices.map { String(decoding: texts[$0], as: UTF8.self) } == all)
  #expect(texts.areBlank == all.allSatisfy(\.isEmpty))
}

@Test func `What texts begin with is kept once, and something follows it in each that is not blank`() {
  func beginning(_ all: [String]) -> String { String(decoding: alike(all).beginning, as: UTF8.self) }
  #expect(beginning([]) == "" && beginning(["", ""]) == "" && beginning(["SQ000001"]) == "SQ00000")
  #expect(beginning(["SQ1", "", "SQ2"]) == "SQ" && beginning(["SQ1", "SQ"]) == "S" && beginning(["a", "b"]) == "")
  #expect(beginning(columns[8]) == "SQ0000000001234567")
}

@Test func `Texts that begin alike are held against others in the order of bytes`() {
  for (one, other) in columns.flatMap({ one in columns.map { (one, $0) } }) {
    let (texts, others) = (alike(one), alike(other))
    for (at, text) in one.enumerated() {
      for (place, second) in other.enumerated() {
        let (bytes, more) = (Array(text.utf8), Array(second.utf8))
        #expect(texts.equals(at, others, place) == (bytes == more), "\(text), \(second)")
        let found = texts.compare(at, others, place)
        #expect((found < 0) == bytes.lexicographicallyPrecedes(more), "\(text), \(second)")
        #expect((found > 0) == more.lexicographicallyPrecedes(bytes), "\(text), \(second)")
      }
    }
  }
}

@Test(arguments: columns)
func `Keys are eight bytes behind what all begin with`(all: [String]) {
  let texts = alike(all)
  for skip in 0...texts.beginning.count {
    let expected = all.map { text in
      let bytes = text.isEmpty ? [] : Array(text.utf8.dropFirst(skip).prefix(8))
      return (bytes + Array(repeating: 0, count: 8 - bytes.count)).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    #expect(texts.keys(skip: skip) == expected, "behind \(skip)")
    #expect(all.indices.map { texts.key($0, skip: skip) } == expected, "behind \(skip)")
  }
}
