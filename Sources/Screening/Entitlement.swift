// How much a claim is worth before any competition: W by the rule, less H, less what was paid before, rounded down.

package import Intake
package import Rulebook
import Tables

/// The amounts of one claim in fen, each step rounded to the pay unit where the award is not fixed.
package struct Entitlement: Equatable, Sendable {
  /// W: the district's standard.
  package var standard: Int64
  /// H: upper-level awards for the same subject.
  package var upper: Int64
  /// Earlier awards in the group that a promotion pays the difference to.
  package var earlier: Int64
  /// E: what is left, rounded down.
  package var amount: Int64
  /// H lowered the rounded amount; earlier awards lowered it further.
  package var reducedByUpper: Bool
  package var reducedByPromotion: Bool

  /// Why nothing is left, nil if something is.
  package var refusal: (Status, ProgramReason)? {
    guard amount == 0 else { return nil }
    if reducedByPromotion { return (.superseded, .promotionPaid) }
    return reducedByUpper ? (.superseded, .upperAwardCovers) : (.ineligible, .nothingToPay)
  }
}

/// Works out the entitlement of an eligible row under a cash item (spec 3 step 4, spec 6 points 1–6).
///
/// - Parameter upper: H.
package func entitle(_ row: Int, upper: Int64, _ facts: Facts) -> Entitlement {
  let (item, level) = facts.subjectMatter(row)
  let standard = standard(row, item, level, facts)
  var earlier: Int64 = 0
  if case .difference = facts.rulebook.items[item].promotion { earlier = earlierAmount(row, item, facts) }
  var unit = facts.rulebook.settings.payUnit
  if case .fixed = facts.rulebook.levels[level].rule { unit = 1 }
  func rounded(_ amount: Int64) -> Int64 { amount - amount % unit }
  let afterUpper: Int64
  switch facts.rulebook.items[item].overlap {
  case .topUp: afterUpper = max(0, standard - min(upper, standard))
  case .exclude: afterUpper = upper > 0 ? 0 : standard
  case .stack: afterUpper = standard
  }
  let amount = rounded(max(0, afterUpper - min(earlier, afterUpper)))
  return Entitlement(
    standard: standard, upper: upper, earlier: earlier, amount: amount,
    reducedByUpper: rounded(afterUpper) < rounded(standard), reducedByPromotion: amount < rounded(afterUpper))
}

/// W = ⌊min(base × grant ratio, the level's amount, the subject limit)⌋ in fen.
private func standard(_ row: Int, _ item: Int, _ level: Int, _ facts: Facts) -> Int64 {
  let (rule, ratio) = (facts.rulebook.levels[level].rule, facts.rulebook.items[item].grantRatio)
  let named = facts.rulebook.levels[level].amount
  var amount: Int64
  switch rule {
  case .none: return 0
  case .fixed: amount = named ?? 0
  case .upTo: amount = share(named ?? 0, million, ratio)
  case .rate, .perUnit:
    let value = facts.rulebook.levels[level].of.map { facts.number($0, row) } ?? Cell.missing
    guard Cell.isKnown(value), value > 0 else { return 0 }
    amount = min(share(value, facts.rulebook.levels[level].rate ?? 0, ratio), named ?? .max)
  }
  if let limit = facts.rulebook.items[item].subjectLimit { amount = min(amount, limit) }
  return amount
}

/// ⌊value × rate × ratio⌋, both in millionths, rounded once; the most there is where 64 bits cannot hold it.
private func share(_ value: Int64, _ rate: Int64, _ ratio: Int64) -> Int64 {
  // One of the two is mostly a whole: 128 bits are only taken where they are needed.
  if rate == million || ratio == million {
    let (product, overflow) = value.multipliedReportingOverflow(by: rate == million ? ratio : rate)
    if !overflow { return product / million }
  }
  let (product, overflow) = (Int128(rate) * Int128(value)).multipliedReportingOverflow(by: Int128(ratio))
  return overflow ? .max : Int64(clamping: product / Int128(million * million))
}

private let million: Int64 = 1_000_000

/// All paid earlier awards with the claim's group key.
private func earlierAmount(_ row: Int, _ item: Int, _ facts: Facts) -> Int64 {
  let (group, per) = (facts.rulebook.items[item].group, facts.rulebook.items[item].groupPer)
  var sum: Int64 = 0
  for award in facts.registers.priorAwards[facts.chunk.enterprises[row]]
  where award.paid && facts.rulebook.items[award.item].group == group && sharesKey(award, row, per, facts) {
    sum = saturating(sum, award.amount)
  }
  return sum
}

private func sharesKey(_ award: PriorAward, _ row: Int, _ per: Item.GroupPer, _ facts: Facts) -> Bool {
  switch per {
  case .subject: award.subject == facts.chunk.subjects[row]
  case .enterprise: true
  case .level:
    award.level >= 0 && facts.rulebook.levels[award.level].id == facts.rulebook.levels[Int(facts.chunk.levels[row])].id
  }
}
