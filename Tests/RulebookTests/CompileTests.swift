// What a sound policy becomes.

import Foundation
import Tables
import Testing

@testable import Rulebook

@Suite struct CompileTests {
  let rulebook: Rulebook

  init() throws { rulebook = try compile(smallPolicy) }

  private func fact(_ name: String) -> Fact { .field(rulebook.fields.firstIndex { $0.name == name }!) }

  @Test func settingsAreRead() {
    #expect(
      rulebook.settings
        == Settings(
          id: "small-2024", title: "小政策", year: 2024, region: "3204", regionName: "示范区",
          from: Day(year: 2024, month: 1, day: 1)!, to: Day(year: 2024, month: 12, day: 31)!, payUnit: 10_000,
          noticeDays: 5, issuer: "", contact: ""))
  }

  @Test func threeItemsShareAGroupAndOneSlotMakesItAMatching() {
    #expect(rulebook.groups.map(\.name) == ["projects", "advice", "later"])
    #expect(rulebook.groups[0] == Group(name: "projects", items: [0, 1, 2], hasSlots: true))
    #expect(rulebook.items.map(\.group) == [0, 0, 0, 1, 2])
    #expect(rulebook.items[..<3].map(\.groupPer) == [.subject, .enterprise, .level])
    #expect(rulebook.groups[1].hasSlots == false)
  }

  @Test func blankCellsHaveTheirDefaults() {
    let size = rulebook.items[2]
    #expect((size.once, size.promotion, size.grantRatio) == (.life, .full, 1_000_000))
    #expect((size.overlap, rulebook.items[3].overlap) == (.stack, .topUp))
    #expect(rulebook.items[1].grantRatio == 1_000_000)
    #expect(rulebook.items[0].grantRatio == 800_000)
  }

  @Test func levelsStandByItemInTableOrder() {
    #expect(rulebook.levels.map(\.id) == ["only", "old", "new", "gold", "silver", "only", "only"])
    #expect(rulebook.items.map(\.levels) == [0..<1, 1..<3, 3..<5, 5..<6, 6..<7])
    #expect(rulebook.levels[5].rule == .none)
  }

  @Test func rulesHaveTheirNumbers() {
    let (rate, price, amountAsPrice) = (rulebook.levels[0], rulebook.levels[1], rulebook.levels[2])
    #expect((rate.amount, rate.rate, rate.of, rate.amountText) == (60_000_000, 120_000, fact("spend"), "12%"))
    #expect((price.amount, price.rate, price.of) == (nil, 40_000, fact("tce")))
    #expect((amountAsPrice.amount, amountAsPrice.rate, amountAsPrice.amountText) == (nil, 30_000, "300元/吨"))
    #expect((rulebook.levels[3].amount, rulebook.levels[3].rule) == (30_000_000, .upTo))
  }

  @Test func conditionsConcernTheirItemsInTableOrder() {
    #expect(rulebook.items[0].conditions == [0, 1, 4, 5])
    #expect(rulebook.items[1].conditions == [0, 2, 3])
    #expect(rulebook.items[3].conditions == [0])
    #expect(rulebook.conditions[2].level == 1)
    #expect(rulebook.conditions.map(\.line) == [2, 3, 4, 5, 6, 7])
  }

  @Test func conditionsHaveTheirValuesAndReasons() {
    let region = rulebook.conditions[0]
    #expect(region.words == [Array("3204".utf8), Array("3205A".utf8)])
    #expect(rulebook.reasons.code(region.failure) == "not_here")
    #expect(rulebook.reasons.code(region.missing) == "missing_enterprise.region")
    #expect(rulebook.conditions[3].failure == region.failure)
    #expect(rulebook.conditions[1].numbers == [500_000_000])
    #expect(rulebook.conditions[3].numbers == [50_000_000])
    #expect(rulebook.conditions[4].numbers == [1])
    #expect((rulebook.conditions[2].ifMissing, rulebook.conditions[2].otherwise) == (.pend, .pend))
    #expect((rulebook.conditions[3].clause, region.clause) == (nil, 1))
  }

  @Test func aReasonMayBeOneOfTheProgramsOwn() throws {
    let rulebook = try compile(changed(.conditions, "bad_kind", "veto"))
    #expect(rulebook.conditions[5].failure == ProgramReason.veto.id)
  }

  @Test func fieldsMayBeComputedOfColumnsBehindThem() {
    let declared = 1
    #expect(rulebook.fields[0].source == .lower(declared, 2))
    #expect((rulebook.fields[0].kind, rulebook.fields[0].cell) == (.money, .money))
    #expect(rulebook.fields[10].source == .sum(declared, 2))
    #expect((rulebook.fields[11].source, rulebook.fields[11].kind) == (.ratio(3, 2), .number))
    #expect((rulebook.fields[8].cell, rulebook.fields[8].kind) == (.moment, .moment))
  }

  @Test func bandsAreTypedByTheirFact() {
    let criteria = rulebook.items[0].criteria
    #expect(criteria[0].bands.map(\.from) == [.atLeast(800_000_000), .atLeast(400_000_000), .missing])
    #expect(criteria[0].bands.map(\.points) == [50_000_000, 30_500_000, 5_000_000])
    #expect(criteria[1].bands.map(\.from) == [.equals(Array("整厂".utf8)), .equals(Array("车间".utf8))])
    #expect(criteria[2].bands.map(\.from) == [.atLeast(0), .atLeast(1)])
    #expect((criteria[3].kind, criteria[3].fact, criteria[3].points) == (.experts, nil, 20_000_000))
  }

  @Test func limitsTiesAliasesAndBudgets() {
    let (robots, saving) = (rulebook.items[0], rulebook.items[1])
    #expect((robots.slots, robots.enterpriseLimit, robots.passScore) == (20, 50_000_000, 60_000_000))
    #expect((robots.subjectLimit, saving.subjectLimit, saving.slots) == (nil, 20_000_000, nil))
    #expect(robots.ties.map(\.fact) == [.score, fact("spend"), .receivedAt])
    #expect(rulebook.level(named: "金奖", of: 2) == 3)
    #expect(rulebook.level(named: "机器人换人", of: 0) == 0)
    #expect(rulebook.budgets == [Budget(id: "total", items: [0, 1], amount: 200_000_000)])
  }

  @Test func anItemWhoseGroupNamesAnotherItemJoinsIt() throws {
    let rulebook = try compile(changed(.items, "later,1,技改,later,,", "later,1,技改,later,advice,"))
    #expect(rulebook.groups.map(\.items) == [[0, 1, 2], [3, 4]])
  }
}

@Suite struct SheetTests {
  private func files(_ encode: (String) -> [UInt8]) -> [(path: String, bytes: [UInt8])] {
    PolicyTable.allCases.map { ($0.file, encode(smallPolicy[$0]!)) }
  }

  @Test func everyEncodingAndLineEndGivesTheSamePolicy() throws {
    let plain = try compile(smallPolicy)
    let crlf = try Rulebook(files: files { Array("\u{FEFF}\($0.replacing("\n", with: "\r\n"))\r\n".utf8) })
    let wide = try Rulebook(files: files { [0xFF, 0xFE] + $0.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } })
    #expect(crlf.sheets == plain.sheets)
    #expect(wide.sheets == plain.sheets)
  }

  @Test func columnsMayStandInAnyOrderAndSomeMayBeAbsent() throws {
    var policy = smallPolicy
    policy[.budgets] = "amount,items,budget\n200万元,robots;saving,total"
    policy[.fields] = policy[.fields]!.split(separator: "\n").map { $0.dropLast($0.hasSuffix("note") ? 10 : 0) }
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).prefix(3).joined(separator: ",") }
      .joined(separator: "\n")
    let rulebook = try compile(policy)
    #expect(rulebook.budgets.map(\.amount) == [200_000_000])
    let budgets = rulebook.sheets.last!
    #expect((budgets.columns, budgets.positions) == (["budget", "items", "amount"], [3, 2, 1]))
    let fields = rulebook.sheets.first { $0.name == "fields" }!
    #expect(fields.positions == [1, 2, 3, 0, 0])
  }

  @Test func missingFilesAreAllNamed() {
    var policy = smallPolicy
    policy[.ties] = nil
    policy[.bands] = nil
    #expect(faults(of: policy).map(\.place.file) == ["policy/bands.csv", "policy/ties.csv"])
    #expect(faults(of: policy).allSatisfy { $0.problem == .missingFile })
  }

  @Test func aRowOfWrongLengthIsAFault() {
    let found = faults(of: changed(.ties, "spend,low", "spend,low,low"))
    #expect(found.map(\.place.description) == ["policy/ties.csv:3"])
    #expect(found.map(\.problem) == [.wrongCellCount(found: 4, expected: 3)])
  }

  @Test func totalsRowsArePassedOverAndSaid() throws {
    let raw = Array((smallPolicy[.budgets]! + "\n合计,,200万元").utf8)
    let (sheet, remarks) = try Rulebook.readSheet(named: "budgets", raw: raw)
    #expect(sheet.rows.count == 1)
    #expect(remarks.map(\.problem) == [.notData])
  }

  @Test func sheetsLackingAColumnAreFaultyToo() throws {
    var sheets = try compile(smallPolicy).sheets
    sheets[2].columns[3] = "payments"
    #expect(throws: Unusable.self) { try Rulebook(sheets: sheets) }
  }
}

/// No policy, however odd, stops the program: it compiles, or its faults are listed with their files.
@Test func junkInAnyCellIsCompiledOrListed() throws {
  let sound = try compile(smallPolicy).sheets
  let junk = ["", "*", ";", "0", "-1", "999999999999999999999", "99999999亿元", "score", "是", "items/robots/title", "("]
  for sheet in sound.indices {
    for row in sound[sheet].rows.indices {
      for column in sound[sheet].columns.indices {
        var sheets = sound
        sheets[sheet].rows[row][column] = junk[(row * 7 + column * 3 + sheet) % junk.count]
        do throws(Unusable) {
          _ = try Rulebook(sheets: sheets)
        } catch {
          #expect(!error.faults.isEmpty)
          #expect(error.faults.allSatisfy { fault in PolicyTable.allCases.contains { $0.file == fault.place.file } })
        }
      }
    }
  }
}
