// The policies of the ten cases: all valid, in their encodings and line ends.

import Foundation
import Rulebook
import Tables
import Testing

@Suite(.enabled(if: casesFolder != nil))
struct CasePolicyTests {
  @Test(arguments: ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"])
  func everyCaseCompiles(_ number: String) throws {
    do {
      let rulebook = try casePolicy(number)
      #expect(rulebook.sheets.map(\.name) == Rulebook.tables)
    } catch let error as Unusable {
      Issue.record("\(error.faults.map { $0.message(in: .en) }.joined(separator: "\n"))")
    }
  }

  @Test func theLawOf2024HasItsItemsAndLevels() throws {
    let rulebook = try casePolicy("01")
    #expect((rulebook.items.count, rulebook.levels.count) == (31, 62))
    #expect(rulebook.groups.filter(\.hasSlots).map(\.name) == ["article-1"])
    #expect(rulebook.items.filter { $0.slots != nil }.map(\.slots) == [20, 15])
  }

  @Test func theLawOf2024SaysEveryQuoteAndNoAmountIsLeftOut() throws {
    let file = casesFolder!.deletingLastPathComponent().appending(path: "law.txt")
    let result = try casePolicy("01").checkQuotes(in: try String(contentsOf: file, encoding: .utf8))
    #expect((result.faults, result.unquoted) == ([], []))
    #expect(result.checked > 100)
  }

  @Test func anotherDistrictHasItsOwnYearAndRatios() throws {
    let rulebook = try casePolicy("08")
    #expect(rulebook.settings.to == Day(year: 2025, month: 3, day: 31))
    #expect(rulebook.settings.payUnit == 100_000)
    #expect(rulebook.items.map(\.grantRatio) == [800_000, 1_000_000, 666_667, 950_000, 500_000, 1_000_000])
    #expect(rulebook.budgets.map(\.amount) == [200_000_000, 90_000_500])
  }
}
