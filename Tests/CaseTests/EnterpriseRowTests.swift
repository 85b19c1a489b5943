// What a row of the enterprise register says is kept, whatever the numbers of its words.

import Rulebook
import Tables
import Testing

@testable import Intake

@Suite struct EnterpriseRowTests {
  @Test func wordsWithLargeNumbersAreKept() {
    let values: [Int32] = [0, 65_533, 65_534, 65_535, 65_536, 3_000_000, Enterprises.missing]
    var enterprises = Enterprises()
    var said: [[Int32]] = []
    var entries: [EnterpriseRow] = []
    for row in 0..<50 {
      var entry = EnterpriseRow()
      var facts: [Int32] = []
      for (at, fact) in EnterpriseFact.allCases.enumerated() {
        let value = values[(row * 3 + at * at) % values.count]
        let isKept = entry.set(fact, value)
        #expect(isKept == (fact.isDay || value < 65_534))
        if !isKept { enterprises.keep(farWord: value, as: fact, of: row) }
        facts.append(value)
      }
      entries.append(entry)
      said.append(facts)
    }
    // A piece of the register is appended in stretches, which may be empty.
    let names = Texts(entries.indices.map { Array("厂\($0)".utf8) })
    let lines = entries.indices.map { Int32($0 * 2 + 2) }
    for (start, end) in [(0, 1), (1, 1), (1, 30), (30, 50), (50, 50)] {
      enterprises.append(entries[start..<end], named: names, lines: lines)
    }
    enterprises.note(townOfWord: [Int32](repeating: 4, count: 3_000_001))
    let codes: [Int32] = [-1, 0, 3, 49, 50, 7]
    for (row, facts) in said.enumerated() {
      #expect(EnterpriseFact.allCases.map { enterprises.fact($0, of: row) } == facts)
      #expect(enterprises.place(row).line == row * 2 + 2)
      #expect(String(decoding: enterprises.name(row), as: UTF8.self) == "厂\(row)")
      #expect(enterprises.town(row) == (facts[1] == Enterprises.missing ? -1 : 4))
    }
    for (at, fact) in EnterpriseFact.allCases.enumerated() {
      let wanted = codes.map { $0 < 0 || $0 > 49 ? Enterprises.missing : said[Int($0)][at] }
      #expect(enterprises.facts(fact, of: codes) == wanted.map { $0 == Enterprises.missing ? .min : Int64($0) })
    }
    #expect(enterprises.towns(codes) == codes.map { $0 < 0 || $0 > 49 ? -1 : Int32(enterprises.town(Int($0))) })
  }

  @Test func aRegisterOfVeryManyWordsIsRead() throws {
    let last = 65_999
    func row(_ code: String, _ industry: String) -> String { "\(code),厂,,,,\(industry),,,,\n" }
    var register = "uscc,name,legal_form,region,town,industry,status,founded,moved_in,grade\n"
    for number in 0...last { register += row("QY\(number)", "I\(number)") }
    // Nobody is named by the first; the second is another row of the last, which stays as it was.
    register += row("", "nobody's") + row("QY\(last)", "another's")
    var claim = OneClaim(item: "smart-upgrade")
    claim.registers = ["enterprises.csv": register]
    let registers = try claim.year().registers
    #expect(registers.enterprises.count == last + 1)
    for number in 0...last {
      let word = registers.enterprises.fact(.industry, of: number)
      if registers.words.string(word) != "I\(number)" { Issue.record("enterprise \(number): word \(word)") }
    }
  }
}
