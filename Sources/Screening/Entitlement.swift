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
package func entitle(_ row: Int, _ facts: Facts) -> Entitlement {
  let item = facts.rulebook.items[Int(facts.chunk.items[row])]
  let level = facts.rulebook.levels[Int(facts.chunk.levels[row])]
  let standard = standard(row, item, level, facts)
  let upper = upperAmount(row, item, facts)
  let earlier = item.promotion == .difference ? earlierAmount(row, item, facts) : 0
  func rounded(_ amount: Int64) -> Int64 {
    level.rule == .fixed ? amount : amount - amount % facts.rulebook.settings.payUnit
  }
  let afterUpper: Int64
  switch item.overlap {
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
private func standard(_ row: Int, _ item: Item, _ level: Level, _ facts: Facts) -> Int64 {
  let million: Int128 = 1_000_000
  // Numerator over one million (amounts) or a million squared (rates), so that the floor is taken once.
  let exact: Int128
  switch level.rule {
  case .none: return 0
  case .fixed: exact = Int128(level.amount ?? 0) * million * million
  case .upTo: exact = Int128(level.amount ?? 0) * Int128(item.grantRatio) * million
  case .rate, .perUnit:
    let value = level.of.map { facts.number($0, row) } ?? Cell.missing
    guard Cell.isKnown(value), value > 0 else { return 0 }
    let (product, overflow) = (Int128(level.rate ?? 0) * Int128(value)).multipliedReportingOverflow(
      by: Int128(item.grantRatio))
    exact = overflow ? .max : product
  }
  var amount = exact / (million * million)
  if level.rule == .rate || level.rule == .perUnit, let ceiling = level.amount { amount = min(amount, Int128(ceiling)) }
  if let limit = item.subjectLimit { amount = min(amount, Int128(limit)) }
  return Int64(clamping: amount)
}

/// H: the granted and paid upper-level awards for the same subject; 0 where they are not looked at.
private func upperAmount(_ row: Int, _ item: Item, _ facts: Facts) -> Int64 {
  guard item.overlap != .stack, facts.registers.marks(facts.chunk.enterprises[row]).contains(.upperAwards) else {
    return 0
  }
  var sum: Int64 = 0
  for award in facts.registers.upperAwards[facts.chunk.enterprises[row]]
  where bearing(of: award, on: row, Int(facts.chunk.items[row]), facts.chunk) == .counts {
    sum = saturating(sum, award.amount)
  }
  return sum
}

/// All paid earlier awards with the claim's group key.
private func earlierAmount(_ row: Int, _ item: Item, _ facts: Facts) -> Int64 {
  var sum: Int64 = 0
  for award in facts.registers.priorAwards[facts.chunk.enterprises[row]]
  where award.paid && facts.rulebook.items[award.item].group == item.group
    && sharesKey(award, row, item.groupPer, facts)
  {
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

private func saturating(_ left: Int64, _ right: Int64) -> Int64 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  return overflow ? .max : sum
}
