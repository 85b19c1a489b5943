import Tables
import Testing

@testable import Rulebook

@Suite struct PathTests {
  let rulebook: Rulebook

  init() throws { rulebook = try compile(smallPolicy) }

  @Test(arguments: [
    ("policy/pay_unit/value", "100元"), ("items/robots/upper_overlap", "exclude"), ("limits/robots/slots", "20个"),
    ("limits/robots.slots/value", "20个"), ("limits/robots.slots.year/quote", "每年不超过20个"),
    ("limits/robots/amount", "50万元"), ("levels/size.gold/amount", "30万元"), ("levels/robots/rate", "12%"),
    ("conditions/robots.spend_not_over/value", "500万元"), ("conditions/*/value", "3204;3205a"),
    ("criteria/robots.technology/points", "20"), ("bands/robots.size.400万元/points", "30.5"),
    ("ties/robots.spend/prefer", "low"), ("titles/size/alias", "金奖"), ("rulings/once/choice", "year"),
    ("budgets/total/amount", "200万元"), ("clauses/n1/title", "范围"), ("fields/tce/unit", "吨标煤"),
  ])
  func aPathNamesACell(_ path: String, _ text: String) throws { #expect(try rulebook.cell(at: CellPath(path)) == text) }

  @Test(arguments: [
    ("", Problem.badPath), ("items", .badPath), ("items/robots", .badPath), ("itens/robots/once", .noSuchTable),
    ("items/robot/once", .noSuchRow(.items)), ("limits/saving/slots", .noSuchRow(.limits)),
    ("items/robots/colour", .unknownPolicyColumn(.items)),
    ("levels/saving/rate", .severalRows(["saving.old", "saving.new"])),
  ])
  func aPathThatLeadsNowhereSaysWhy(_ path: String, _ problem: Problem) {
    let error = #expect(throws: Unusable.self) { try rulebook.cell(at: CellPath(path)) }
    #expect(error?.faults.map(\.problem) == [problem])
  }

  @Test func aWhatIfChangesItsCellAlone() throws {
    let changed = try rulebook.replacing("limits", key: "robots", column: "slots", with: " 25个 ")
    #expect(changed.items[0].slots == 25)
    #expect(changed.sheets.filter { !rulebook.sheets.contains($0) }.map(\.name) == ["limits"])
    #expect(try rulebook.replacing(CellPath("levels/size.silver/amount"), with: "6万元").levels[4].amount == 6_000_000)
  }

  @Test func aWhatIfOnARulingsCellIsItsNewChoice() throws {
    let changed = try rulebook.replacing("items", key: "robots", column: "grant_ratio", with: "50%")
    #expect(changed.items[0].grantRatio == 500_000)
    #expect((changed.rulings[0].choice, changed.rulings[0].alternatives) == ("50%", ["80%", "100%"]))
    #expect(try changed.replacing(CellPath("items/robots/grant_ratio"), with: "80%").items == rulebook.items)
  }

  @Test func everyAlternativeOfEveryRulingIsAPolicy() throws {
    for ruling in rulebook.rulings {
      for alternative in ruling.alternatives {
        #expect(throws: Never.self) { try rulebook.replacing(CellPath(ruling.location), with: alternative) }
      }
    }
  }

  @Test func aFaultyWhatIfIsRefusedWithItsPlace() {
    let error = #expect(throws: Unusable.self) {
      try rulebook.replacing("limits", key: "robots", column: "slots", with: "many")
    }
    #expect(error?.faults.map(\.place.description) == ["policy/limits.csv:2:4"])
  }
}
