// What was agreed, found and paid before: questions to the registers of deals, vetoes and awards.

package import Intake
package import Rulebook
import Tables

/// Asks the registers of what was agreed, found and paid before.
///
/// - Parameter marks: what they hold of the claim's enterprise.
func askHistory(_ row: Int, _ marks: Marks, _ awards: AwardsBefore, _ facts: Facts, _ found: inout Findings) {
  if marks.contains(.specialDeals) { askSpecialDeals(row, facts.subjectMatter(row).item, facts, &found) }
  if marks.contains(.vetoes) { askVetoes(row, facts, &found) }
  awards.tell(&found)
}

// MARK: Deals and vetoes

private func askSpecialDeals(_ row: Int, _ item: Int, _ facts: Facts, _ found: inout Findings) {
  for deal in facts.registers.specialDeals[facts.chunk.enterprises[row]] where counts(deal, facts.rulebook.settings) {
    if let items = deal.items {
      if items.contains(item) { found.fail(.specialDeal) }
    } else {
      found.doubt(.specialDealUnclear)
    }
  }
}

/// Whether the agreement touches the policy year.
package func counts(_ deal: SpecialDeal, _ settings: Settings) -> Bool {
  deal.from <= settings.to && (deal.to.map { $0 >= settings.from } ?? true)
}

private func askVetoes(_ row: Int, _ facts: Facts, _ found: inout Findings) {
  for veto in facts.registers.vetoes[facts.chunk.enterprises[row]] where inForce(veto, facts.rulebook.settings) {
    switch veto.advice {
    case .veto: found.fail(.veto)
    case .hold: found.doubt(.vetoHold)
    case .note: break
    }
  }
}

/// Whether the finding stands at the end of the policy year.
package func inForce(_ veto: Veto, _ settings: Settings) -> Bool {
  veto.date <= settings.to && !(veto.cleared.map { $0 <= settings.to } ?? false)
}

// MARK: Awards

/// What the earlier and the upper-level awards of its enterprise mean for a claim.
struct AwardsBefore: Equatable, Sendable {
  private var isAlreadyAwarded = false
  private var isUndecided = false
  private var isUnclear = false
  /// H: the granted and paid upper-level awards for the same subject; 0 where they are not looked at.
  private(set) var upper: Int64 = 0

  /// No award bears on the claim.
  init() {}

  /// Looks at the awards of one claim's enterprise.
  init(_ row: Int, _ marks: Marks, _ facts: Facts, _ rules: OnceRules) {
    guard !marks.isDisjoint(with: [.priorAwards, .upperAwards]) else { return }
    let claim = rules.claim(facts.subjectMatter(row), facts.chunk.subjects[row])
    for award in facts.registers.priorAwards[facts.chunk.enterprises[row]] { add(award, claim, rules) }
    for award in facts.registers.upperAwards[facts.chunk.enterprises[row]] { add(award, claim) }
  }

  /// Looks at the awards of many: no slice is made, and nothing counts references that all cores share.
  static func of(_ rows: [Int32], _ facts: Facts, _ rules: OnceRules) -> [AwardsBefore] {
    let (priors, uppers) = (facts.registers.priorAwards.rows, facts.registers.upperAwards.rows)
    let (priorRanges, upperRanges) = (facts.priorAwards(of: rows), facts.upperAwards(of: rows))
    let (items, levels, subjects) = (facts.chunk.items, facts.chunk.levels, facts.chunk.subjects)
    return rows.indices.map { at in
      let row = Int(rows[at])
      var awards = AwardsBefore()
      let claim = rules.claim((Int(items[row]), Int(levels[row])), subjects[row])
      for award in priorRanges[at] { awards.add(priors[award], claim, rules) }
      for award in upperRanges[at] { awards.add(uppers[award], claim) }
      return awards
    }
  }

  private mutating func add(_ award: PriorAward, _ claim: OnceRules.Claim, _ rules: OnceRules) {
    if rules.repeats(award, claim) { isAlreadyAwarded = true }
  }

  private mutating func add(_ award: UpperAward, _ claim: OnceRules.Claim) {
    guard !claim.stacks else { return }
    switch bearing(of: award, on: claim.subject, claim.item) {
    case .none: break
    case .undecided: isUndecided = true
    case .unclear: isUnclear = true
    case .counts: upper = saturating(upper, award.amount)
    }
  }

  /// The codes, each said once, in the order of the list.
  func tell(_ found: inout Findings) {
    if isAlreadyAwarded { found.fail(.alreadyAwarded) }
    if isUndecided { found.doubt(.upperAwardUndecided) }
    if isUnclear { found.doubt(.upperAwardUnclear) }
  }
}

/// What the policy says of claims that were paid before, item by item.
struct OnceRules: Sendable {
  /// What of a claim earlier awards are held against.
  struct Claim {
    let item: Int
    let level: Int
    let subject: Int32
    /// Upper-level awards are not looked at.
    let stacks: Bool
  }

  private struct Item: Sendable {
    let group: Int
    let isInGroupWithSlots: Bool
    /// An award of another year does not count.
    let isYearly: Bool
    let stacks: Bool
  }

  private let items: [Item]
  private let year: Int

  init(_ rulebook: Rulebook) {
    year = rulebook.settings.year
    items = rulebook.items.map {
      Item(
        group: $0.group, isInGroupWithSlots: rulebook.groups[$0.group].hasSlots, isYearly: $0.once == .year,
        stacks: $0.overlap == .stack)
    }
  }

  func claim(_ matter: (item: Int, level: Int), _ subject: Int32) -> Claim {
    Claim(item: matter.item, level: matter.level, subject: subject, stacks: items[matter.item].stacks)
  }

  /// Whether the earlier award is for the same as the claim: same item, level and subject, or in a group with slots
  /// the same subject under any item of the group.
  func repeats(_ award: PriorAward, _ claim: Claim) -> Bool {
    guard award.paid, award.subject == claim.subject else { return false }
    let item = items[claim.item]
    if item.isYearly, Int(award.year) != year { return false }
    if item.isInGroupWithSlots { return items[award.item].group == item.group }
    return award.item == claim.item && award.level == claim.level
  }
}

/// Whether the earlier award is for the same as the claim of a row.
package func repeats(_ award: PriorAward, _ row: Int, _ facts: Facts, _ gates: Gates) -> Bool {
  gates.once.repeats(award, gates.once.claim(facts.subjectMatter(row), facts.chunk.subjects[row]))
}

/// H of a claim.
package func upperAmount(_ row: Int, _ facts: Facts, _ gates: Gates) -> Int64 {
  AwardsBefore(row, facts.marks(row), facts, gates.once).upper
}

/// Whether an upper-level award lowers what a claim is worth.
package enum Bearing: Equatable, Sendable {
  case none, undecided, unclear
  /// Its amount adds to H.
  case counts
}

/// What an award means for a claim.
///
/// - Parameter subject: the claim's.
package func bearing(of award: UpperAward, on subject: Int32, _ item: Int) -> Bearing {
  guard award.item == item, award.subject == subject || award.subject == Chunk.blank, award.sameSubject != false
  else { return .none }
  switch award.status {
  case .announced, .applied: return .undecided
  case .granted, .paid:
    return award.sameSubject == nil || (award.subject == Chunk.blank && subject != Chunk.blank) ? .unclear : .counts
  }
}

func saturating(_ left: Int64, _ right: Int64) -> Int64 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  return overflow ? .max : sum
}
