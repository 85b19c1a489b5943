// One specimen for every fault that a policy can have: one thing wrong, and exactly that fault in its place.

import Tables
import Testing

@testable import Rulebook

/// The small policy with `old` of a table made `new`, and where and what the one fault is then.
struct Specimen: CustomTestStringConvertible {
  let table: PolicyTable
  let old: String
  let new: String
  let place: String
  let problem: Problem

  init(_ table: PolicyTable, _ old: String, _ new: String, _ place: String, _ problem: Problem) {
    (self.table, self.old, self.new, self.place, self.problem) = (table, old, new, place, problem)
  }

  var testDescription: String { "\(table.rawValue): \(old) → \(new)" }
}

private func line(_ table: PolicyTable, _ line: Int) -> Place { Place(file: table.file, line: line) }

@Suite struct FaultTests {
  @Test func theSmallPolicyIsSound() {
    #expect(faults(of: smallPolicy).map { $0.message(in: .en) } == [])
  }

  @Test(arguments: settingSpecimens + nameSpecimens + valueSpecimens + levelSpecimens)
  func oneWrongCellIsOneFault(_ specimen: Specimen) { check(specimen) }

  @Test(arguments: conditionSpecimens + scoreSpecimens + rulingSpecimens)
  func oneWrongRuleIsOneFault(_ specimen: Specimen) { check(specimen) }

  private func check(_ specimen: Specimen) {
    let found = faults(of: changed(specimen.table, specimen.old, specimen.new))
    #expect(found.map { "\($0.place.description) \($0.problem)" } == ["\(specimen.place) \(specimen.problem)"])
    #expect(found.allSatisfy { $0.severity == .error })
  }

  @Test func allFaultsAreListedInTheOrderOfTheTables() {
    var policy = smallPolicy
    policy[.budgets]!.replace("200万元", with: "很多")
    policy[.policy]!.replace("100元", with: "0元")
    policy[.items]!.replace("cash,projects,subject", with: "money,projects,each")
    #expect(
      faults(of: policy).map(\.place.description) == [
        "policy/policy.csv:9:2", "policy/items.csv:2:4", "policy/items.csv:2:6", "policy/budgets.csv:2:3",
      ])
  }

  @Test func messageSaysWhereWhatAndWhatWouldBeRight() {
    let found = faults(of: changed(.conditions, "500万元,pend", "2024-05-03,pend"))
    #expect(
      found.map { $0.message(in: .en) } == [
        "policy/conditions.csv:3:5: \"2024-05-03\": the field is money; write for example 500万元"
      ])
    #expect(
      found.map { $0.message(in: .zh) } == ["policy/conditions.csv:3:5: \"2024-05-03\": 字段是金额，应如 500万元"])
  }
}

private let settingSpecimens: [Specimen] = [
  Specimen(.policy, "notice_days,5", "", "policy/policy.csv", .missingSetting("notice_days")),
  Specimen(
    .policy, "notice_days,5", "notice_days,5\ncolour,red", "policy/policy.csv:11:1",
    .unknownWord(Setting.allCases.map(\.rawValue))),
  Specimen(
    .policy, "notice_days,5", "notice_days,5\nyear,2024", "policy/policy.csv:11:1", .doubledKey(of: line(.policy, 4))),
  Specimen(.policy, "year,2024", "year,24", "policy/policy.csv:4:2", .notYear),
  Specimen(.policy, "from,2024-01-01", "from,2024-02-30", "policy/policy.csv:7:2", .notDay),
  Specimen(.policy, "to,2024-12-31", "to,2023-12-31", "policy/policy.csv:8:2", .endsBeforeStart),
  Specimen(.policy, "pay_unit,100元", "pay_unit,0元", "policy/policy.csv:9:2", .notPositive),
  Specimen(.policy, "pay_unit,100元", "pay_unit,-100", "policy/policy.csv:9:2", .notMoney),
  Specimen(.policy, "notice_days,5", "notice_days,5.5", "policy/policy.csv:10:2", .notCount),
  Specimen(.policy, "title,小政策", "title,-", "policy/policy.csv:3:2", .blank),
]

private let nameSpecimens: [Specimen] = [
  Specimen(.levels, "amount,rate,of", "amount,rates,of", "policy/levels.csv:1:6", .unknownPolicyColumn(.levels)),
  Specimen(
    .items, "title,pays,group,", "title,group,", "policy/items.csv:1", .missingColumn(name: "pays", title: "pays")),
  Specimen(.items, "robots,1,", "robots,9,", "policy/items.csv:2:2", .noSuchClause),
  Specimen(.levels, "size,silver", "sizes,silver", "policy/levels.csv:6:1", .noSuchItem),
  Specimen(.conditions, "saving,old,", "saving,older,", "policy/conditions.csv:4:2", .noSuchLevel),
  Specimen(.conditions, "*,,", "*,old,", "policy/conditions.csv:2:2", .leaveBlank),
  Specimen(.conditions, "done_on,", "done_at,", "policy/conditions.csv:4:3", .noSuchField),
  Specimen(.conditions, "enterprise.region", "enterprise.colour", "policy/conditions.csv:2:3", .noSuchField),
  Specimen(.conditions, ",n1,", ",n2,", "policy/conditions.csv:2:10", .noSuchClause),
  Specimen(.bands, "kind,车间", "kinds,车间", "policy/bands.csv:6:2", .noSuchCriterion),
  Specimen(.titles, "size,gold", "size,platinum", "policy/titles.csv:2:3", .noSuchLevel),
  Specimen(.titles, "robots,", "saving,", "policy/titles.csv:3:3", .blank),
  Specimen(.titles, "金奖", "银牌", "policy/titles.csv:2:1", .doubledName(of: line(.levels, 6))),
  Specimen(.budgets, "robots;saving", "robots;savings", "policy/budgets.csv:2:2", .noSuchItem),
  Specimen(.budgets, "robots;saving", "robots;robots", "policy/budgets.csv:2:2", .doubledKey(of: line(.budgets, 2))),
  Specimen(.items, "later,1", "advice,1", "policy/items.csv:6:1", .doubledKey(of: line(.items, 5))),
  Specimen(.items, "later,1", "la;ter,1", "policy/items.csv:6:1", .badItemID),
  Specimen(.items, "技改", "诊断", "policy/items.csv:6:3", .doubledName(of: line(.items, 5))),
  Specimen(.levels, "银牌", "金牌", "policy/levels.csv:6:3", .doubledName(of: line(.levels, 4))),
  Specimen(.ties, "spend,low", "score,low", "policy/ties.csv:3:1", .doubledKey(of: line(.ties, 2))),
  Specimen(
    .limits, "saving,amount,subject", "robots,amount,enterprise", "policy/limits.csv:4:1",
    .doubledKey(of: line(.limits, 3))),
  Specimen(.fields, "mark,标志", "mark,类型", "policy/fields.csv:11:2", .doubledName(of: line(.fields, 8))),
  Specimen(.fields, "mark,标志", "kind,标志", "policy/fields.csv:11:1", .doubledKey(of: line(.fields, 8))),
  Specimen(.fields, "mark,标志", "uscc,标志", "policy/fields.csv:11:1", .coreColumn),
  Specimen(.fields, "mark,标志", "mark,事项", "policy/fields.csv:11:2", .coreColumn),
  Specimen(.fields, "mark,标志", "mark.a,标志", "policy/fields.csv:11:1", .badFieldName),
]

private let valueSpecimens: [Specimen] = [
  Specimen(.items, "1,机器人补助,cash", "1,机器人补助,", "policy/items.csv:2:4", .blank),
  Specimen(.items, "机器人补助", "", "policy/items.csv:2:3", .blank),
  Specimen(.items, "projects,level,", "projects,,", "policy/items.csv:4:6", .blank),
  Specimen(
    .items, "projects,level,", "projects,each,", "policy/items.csv:4:6",
    .unknownWord(["subject", "enterprise", "level"])),
  Specimen(.items, "service", "advice", "policy/items.csv:5:4", .unknownWord(["cash", "service", "later"])),
  Specimen(.items, "stack", "stacked", "policy/items.csv:4:8", .unknownWord(["top_up", "exclude", "stack"])),
  Specimen(.items, "100%", "101%", "policy/items.csv:4:10", .notRatio),
  Specimen(.limits, "year,20个", "year,20.5个", "policy/limits.csv:2:4", .notCount),
  Specimen(.limits, "50万元", "50个", "policy/limits.csv:3:4", .notMoney),
  Specimen(.limits, "60", "六十", "policy/limits.csv:5:4", .notPoints),
  Specimen(.limits, "slots,year", "slots,enterprise", "policy/limits.csv:2:3", .badLimit),
  Specimen(.limits, "amount,subject", "money,subject", "policy/limits.csv:4:2", .badLimit),
  Specimen(.budgets, "200万元", "二百万", "policy/budgets.csv:2:3", .notMoney),
  Specimen(.budgets, "robots;saving", "robots；saving", "policy/budgets.csv:2:2", .badList),
]

private let levelSpecimens: [Specimen] = [
  Specimen(.items, "later,1,技改,later,,,", "later,1,技改,cash,,subject,", "policy/items.csv:6:1", .itemWithoutAmount),
  Specimen(.levels, "silver,银牌,fixed,5万元", "silver,银牌,none,", "policy/levels.csv:6:4", .levelWithoutAmount),
  Specimen(.levels, "5万元", "", "policy/levels.csv:6:5", .blank),
  Specimen(.levels, "5万元", "5%", "policy/levels.csv:6:5", .notMoney),
  Specimen(.levels, "5万元,", "5万元,5%", "policy/levels.csv:6:6", .leaveBlank),
  Specimen(.levels, "12%,spend", ",spend", "policy/levels.csv:2:6", .blank),
  Specimen(.levels, "12%,spend", "12元,spend", "policy/levels.csv:2:6", .notRate),
  Specimen(.levels, "60万元", "60个", "policy/levels.csv:2:5", .notMoney),
  Specimen(.levels, "12%,spend", "12%,", "policy/levels.csv:2:7", .blank),
  Specimen(.levels, "12%,spend", "12%,tce", "policy/levels.csv:2:7", .rateOfMoney),
  Specimen(.levels, "12%,spend", "12%,score", "policy/levels.csv:2:7", .scoreNotYetKnown),
  Specimen(.levels, "吨标煤,tce", "吨标煤,spend", "policy/levels.csv:3:7", .priceOfQuantity),
  Specimen(.levels, "400元/吨标煤", "4%", "policy/levels.csv:3:6", .notUnitPrice),
  Specimen(.levels, "300元/吨", "300元/10吨", "policy/levels.csv:5:5", .notUnitPrice),
  Specimen(.levels, "300元/吨", "", "policy/levels.csv:5:6", .blank),
  Specimen(
    .levels, "fixed", "fix", "policy/levels.csv:6:4", .unknownWord(["up_to", "fixed", "rate", "per_unit", "none"])),
]

private let conditionSpecimens: [Specimen] = [
  Specimen(.conditions, "500万元,pend", "50吨,pend", "policy/conditions.csv:3:5", .notConstant(of: .money)),
  Specimen(.conditions, "50吨标煤", "50万元", "policy/conditions.csv:5:5", .notConstant(of: .number)),
  Specimen(.conditions, "50吨标煤", "50万吨", "policy/conditions.csv:5:5", .notConstant(of: .number)),
  Specimen(.conditions, "是,pend", "也许,pend", "policy/conditions.csv:6:5", .notConstant(of: .flag)),
  Specimen(.conditions, "in_year,,", "at_most,20,", "policy/conditions.csv:4:5", .notConstant(of: .day)),
  Specimen(
    .conditions, "done_on,in_year,,", "stamped,at_most,12:30,", "policy/conditions.csv:4:5", .notConstant(of: .moment)),
  Specimen(.conditions, "in_year,,", "in_year,2024,", "policy/conditions.csv:4:5", .leaveBlank),
  Specimen(.conditions, "over,500万元", "in_year,", "policy/conditions.csv:3:4", .testMisfit(.inYear, .money)),
  Specimen(.conditions, "equals,是", "over,是", "policy/conditions.csv:6:4", .testMisfit(.over, .flag)),
  Specimen(.conditions, "one_of,整厂;车间", "under,整厂", "policy/conditions.csv:7:4", .testMisfit(.under, .text)),
  Specimen(.conditions, "over,500万元", "starts_with,5", "policy/conditions.csv:3:4", .testMisfit(.startsWith, .money)),
  Specimen(
    .conditions, "over,500万元", "above,500万元", "policy/conditions.csv:3:4",
    .unknownWord(Condition.Test.allCases.map(\.rawValue))),
  Specimen(.conditions, "over,500万元", "over,", "policy/conditions.csv:3:5", .blank),
  Specimen(.conditions, "整厂;车间", "整厂;", "policy/conditions.csv:7:5", .badList),
  Specimen(.conditions, "整厂;车间", "整厂；车间", "policy/conditions.csv:7:5", .badList),
  Specimen(.conditions, "pend,pend", "wait,pend", "policy/conditions.csv:4:6", .unknownWord(["pend", "reject"])),
  Specimen(.conditions, "pend,pend", "pend,", "policy/conditions.csv:4:7", .blank),
  Specimen(.conditions, "bad_kind", "bad kind", "policy/conditions.csv:7:8", .badReason),
  Specimen(.conditions, "bad_kind", "Bad", "policy/conditions.csv:7:8", .badReason),
  Specimen(.conditions, "类型不符", "", "policy/conditions.csv:7:9", .blank),
  Specimen(
    .conditions, "robots,,kind,one_of,整厂;车间", "robots,,new,equals,是", "policy/conditions.csv:7:1",
    .doubledKey(of: line(.conditions, 6))),
  Specimen(.fields, "stamped,盖章时间,time", "stamped,盖章时间,moment", "policy/fields.csv:10:3", .badType),
  Specimen(.fields, "stamped,盖章时间,time", "stamped,盖章时间,", "policy/fields.csv:10:3", .blank),
  Specimen(.fields, "sum(declared;audited)", "sum(declared;spend)", "policy/fields.csv:12:3", .notEvidence),
  Specimen(.fields, "sum(declared;audited)", "sum(declared;figures.sales)", "policy/fields.csv:12:3", .notEvidence),
  Specimen(.fields, "sum(declared;audited)", "sum(declared;tce)", "policy/fields.csv:12:3", .mixedKinds),
  Specimen(.fields, "lower(declared;audited)", "lower(declared;done_on)", "policy/fields.csv:2:3", .mixedKinds),
  Specimen(.fields, "ratio(tce;audited)", "ratio(tce;kind)", "policy/fields.csv:13:3", .notMeasurable),
  Specimen(.fields, "ratio(tce;audited)", "ratio(tce)", "policy/fields.csv:13:3", .badType),
]

private let scoreSpecimens: [Specimen] = [
  Specimen(.criteria, "experts,,20", "experts,,21", "policy/criteria.csv:2:6", .pointsSum("101")),
  Specimen(.criteria, "experts,,20", "experts,,很多", "policy/criteria.csv:5:6", .notPoints),
  Specimen(.criteria, "experts,,20", "experts,spend,20", "policy/criteria.csv:5:5", .expertsWithField),
  Specimen(.criteria, "facts,kind", "facts,", "policy/criteria.csv:3:5", .factsWithoutField),
  Specimen(.criteria, "facts,kind", "facts,score", "policy/criteria.csv:3:5", .scoreNotYetKnown),
  Specimen(.criteria, "facts,kind", "fact,kind", "policy/criteria.csv:3:4", .unknownWord(["facts", "experts"])),
  Specimen(
    .criteria, "technology,技术,experts,,20", "technology,技术,facts,tce,20", "policy/criteria.csv:5:2", .factsWithoutBands),
  Specimen(
    .bands, "robots,novel,是,10", "robots,novel,是,10\nrobots,technology,1,5", "policy/bands.csv:9:2", .expertsWithBands),
  Specimen(.bands, "400万元", "800万元", "policy/bands.csv:3:3", .bandNotBelow),
  Specimen(.bands, "400万元", "900万元", "policy/bands.csv:3:3", .bandNotBelow),
  Specimen(.bands, "400万元", "40%", "policy/bands.csv:3:3", .notConstant(of: .money)),
  Specimen(.bands, "800万元,50", "800万元,50.000001", "policy/bands.csv:2:4", .bandAboveCriterion("50")),
  Specimen(.bands, "800万元,50", "800万元,", "policy/bands.csv:2:4", .blank),
  Specimen(.bands, "车间", "整厂", "policy/bands.csv:6:3", .doubledBand),
  Specimen(.bands, "robots,size,,5", "robots,size,,5\nrobots,size,,4", "policy/bands.csv:5:3", .doubledBand),
  Specimen(.bands, "\nrobots,novel,是,10", "", "policy/bands.csv:7:3", .bandsWithoutYes),
  Specimen(.ties, "spend,low", "spend,early", "policy/ties.csv:3:3", .preferMisfit([.high, .low])),
  Specimen(.ties, "early", "high", "policy/ties.csv:4:3", .preferMisfit([.early, .late])),
  Specimen(.ties, "spend,low", "kind,low", "policy/ties.csv:3:2", .textHasNoOrder),
  Specimen(.ties, "spend,low", "spends,low", "policy/ties.csv:3:2", .noSuchField),
]

private let rulingSpecimens: [Specimen] = [
  Specimen(.rulings, "year,items", "often,items", "policy/rulings.csv:3:4", .choiceDiffers("year")),
  Specimen(.rulings, "items/saving/once", "items/savings/once", "policy/rulings.csv:3:5", .noSuchRow(.items)),
  Specimen(.rulings, "items/saving/once", "items/saving/ones", "policy/rulings.csv:3:5", .unknownPolicyColumn(.items)),
  Specimen(.rulings, "items/saving/once", "item/saving/once", "policy/rulings.csv:3:5", .noSuchTable),
  Specimen(.rulings, "items/saving/once", "items", "policy/rulings.csv:3:5", .badPath),
  Specimen(
    .rulings, "items/saving/once", "levels/saving/rate", "policy/rulings.csv:3:5",
    .severalRows(["saving.old", "saving.new"])),
  Specimen(.rulings, "100%;50%", "100%;100%", "policy/rulings.csv:2:6", .doubledAlternative),
  Specimen(.rulings, "100%;50%", "100%;80%", "policy/rulings.csv:2:6", .doubledAlternative),
  Specimen(
    .rulings, "100%;50%", "100%;500%", "policy/rulings.csv:2:6",
    .badAlternative(
      "500%",
      Fault(
        .error, Place(file: "policy/items.csv", line: 2, column: "grant_ratio", position: 10), found: "500%", .notRatio)
    )),
  Specimen(.rulings, "区工信局", "", "policy/rulings.csv:2:8", .decidedByNobody),
  Specimen(.rulings, "default", "open", "policy/rulings.csv:3:7", .unknownWord(["default", "decided"])),
  Specimen(.rulings, "grant,1", "grant,7", "policy/rulings.csv:2:2", .noSuchClause),
  Specimen(.rulings, "once,n1", "grant,n1", "policy/rulings.csv:3:1", .doubledKey(of: line(.rulings, 2))),
]
