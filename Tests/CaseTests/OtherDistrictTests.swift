// Another district's policy is another folder and no code: three items compete for one project, nothing is scored, the
// year runs from July to June, one budget is shared out.

import Decision
import Foundation
import Papers
import Testing

@Suite struct OtherDistrictTests {
  private func decisions() throws -> [String: [String: String]] {
    let folder = repository.appending(path: "Tests/Years/harbour/2024")
    let table = rows(decisionTable(decide(try year(filesOfYear(folder)))).bytes)
    return Dictionary(uniqueKeysWithValues: table.map { ($0["application_id"]!, $0) })
  }

  @Test func oneProjectIsPlacedOnceAmongThreeItems() throws {
    let decisions = try decisions()
    let placed = decisions.mapValues { "\($0["status"]!) \($0["reasons"]!)" }
    #expect(placed["A1"] == "awarded reduced_by_budget")
    #expect(placed["A2"] == "awarded reduced_by_budget")
    #expect(placed["A3"] == "superseded placed_elsewhere")
    #expect(placed["A4"] == "reserve below_line")
    #expect(placed["B1"] == "superseded placed_elsewhere")
    #expect(placed["B2"] == "superseded placed_elsewhere")
    #expect(placed["B3"] == "awarded reduced_by_budget")
    #expect(placed["B4"] == "ineligible too_few")
    #expect(placed["C1"] == "awarded reduced_by_budget")
    #expect(placed["C2"] == "superseded placed_elsewhere")
    #expect(placed["C3"] == "reserve below_line")
  }

  @Test func ratesUnitPricesAndRatiosAreTheTables() throws {
    let decisions = try decisions()
    #expect(decisions["A1"]!["entitlement_fen"] == "80000000")  // 20% of 500万元, at most 80万元
    #expect(decisions["A4"]!["entitlement_fen"] == "60000000")  // 20% of 300万元
    #expect(decisions["B1"]!["entitlement_fen"] == "30000000")  // 20 trucks at 3万元, half of it granted
    #expect(decisions["M1"]!["amount_fen"] == "6000000")
    #expect(decisions["M2"]!["reasons"] == "higher_in_group")
    #expect(decisions["M3"]!["reasons"] == "unknown_level")
  }

  @Test func theBudgetIsPaidToTheYuan() throws {
    let paid = try decisions().values.filter { ["crane", "truck", "shore-power"].contains($0["item"]!) }
      .compactMap { Int64($0["amount_fen"]!) }.reduce(0, +)
    #expect(paid == 150_000_000)
  }
}
