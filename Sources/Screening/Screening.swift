// Identify, hold against every condition, ask every register: eligible, or every reason why not.

package import Intake
package import Rulebook
import Tables

/// Finds the verdict of one row that is valid, with all reasons in the order in which they are listed: identity,
/// conditions in table order, special deals, vetoes, earlier awards, upper-level awards (spec 3, step 2 and 3).
///
/// - Parameter sharedSubjects: nil while not all rows are known.
package func findings(_ row: Int, _ facts: Facts, _ gates: Gates, sharedSubjects: SharedSubjects?) -> Findings {
  var found = Findings()
  identify(row, facts, sharedSubjects, &found)
  let (_, level) = facts.subjectMatter(row)
  for gate in gates.of(level: level) { found.add(gate, evaluate(gate, row, facts)) }
  askHistory(row, facts.marks(row), facts, &found)
  return found
}

// MARK: Identity

private func identify(_ row: Int, _ facts: Facts, _ sharedSubjects: SharedSubjects?, _ found: inout Findings) {
  let code = facts.chunk.enterprises[row]
  let (enterprise, marks) = (facts.registers.enterprise(code), facts.registers.marks(code))
  if enterprise == nil { found.doubt(.enterpriseUnknown) }
  if !isCreditCode(row, facts, marks) { found.doubt(.usccInvalid) }
  var unreadable = marks.contains(.unreadable)
  if let enterprise, !facts.registers.enterprises.isFaulty(enterprise) {
    if !hasNameOfRegister(row, facts, enterprise) { found.doubt(.nameDiffers) }
    let town = facts.town(row)
    if town < 0 {
      found.doubt(.townUnknown)
    } else {
      if facts.registers.towns[town].administered == false { found.doubt(.townNotAdministered) }
      if facts.registers.towns[town].unreadable { unreadable = true }
    }
  }
  found.doubtsBeforeShared = found.doubts.count
  if let sharedSubjects {
    let group = facts.rulebook.items[Int(facts.chunk.items[row])].group
    if sharedSubjects.contains(group: group, subject: facts.chunk.subjects[row]) { found.doubt(.subjectShared) }
  }
  if unreadable || hasUnreadableSheet(row, facts) { found.doubt(.registerUnreadable) }
}

/// Whether the code that the row gives has its form and both check characters.
private func isCreditCode(_ row: Int, _ facts: Facts, _ marks: Marks) -> Bool {
  guard facts.registers.marks.count <= Int(facts.chunk.enterprises[row]) || facts.chunk.enterprises[row] < 0 else {
    return marks.contains(.isCreditCode)
  }
  return Tables.isCreditCode(facts.evidence.table.text(row, Core.uscc.rawValue))
}

private func hasNameOfRegister(_ row: Int, _ facts: Facts, _ enterprise: Int) -> Bool {
  if facts.chunk.isNamedAsRegistered(row) { return true }
  let applied = facts.chunk.name(row, facts.registers)
  guard !applied.isEmpty else { return false }
  return foldedName(String(decoding: applied, as: UTF8.self))
    == foldedName(String(decoding: facts.registers.enterprises.name(enterprise), as: UTF8.self))
}

/// A sheet of this application that cannot be read, is for no criterion of its item, or gives too many points.
func hasUnreadableSheet(_ row: Int, _ facts: Facts) -> Bool {
  guard let application = facts.panel(row) else { return false }
  if facts.registers.panels.unreadable[application] != nil { return true }
  let item = Int(facts.chunk.items[row])
  return facts.registers.panels[application].contains { facts.registers.panels.fault(of: $0, for: item) != nil }
}

// MARK: Registers

/// Asks the registers of what was agreed, found and paid before.
///
/// - Parameter marks: what they hold of the claim's enterprise.
func askHistory(_ row: Int, _ marks: Marks, _ facts: Facts, _ found: inout Findings) {
  guard !marks.isDisjoint(with: .history) else { return }
  let item = facts.subjectMatter(row).item
  if marks.contains(.specialDeals) { askSpecialDeals(row, item, facts, &found) }
  if marks.contains(.vetoes) { askVetoes(row, facts, &found) }
  if marks.contains(.priorAwards) { askPriorAwards(row, item, facts, &found) }
  if marks.contains(.upperAwards) { askUpperAwards(row, item, facts, &found) }
}

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

private func askPriorAwards(_ row: Int, _ item: Int, _ facts: Facts, _ found: inout Findings) {
  let paid = facts.registers.priorAwards[facts.chunk.enterprises[row]]
  if paid.contains(where: { repeats($0, row, item, facts) }) { found.fail(.alreadyAwarded) }
}

/// Whether the earlier award is for the same as the claim: same item, level and subject, or in a group with slots
/// the same subject under any item of the group.
package func repeats(_ award: PriorAward, _ row: Int, _ item: Int, _ facts: Facts) -> Bool {
  guard award.paid, award.subject == facts.chunk.subjects[row] else { return false }
  switch facts.rulebook.items[item].once {
  case .life: break
  case .year: if Int(award.year) != facts.rulebook.settings.year { return false }
  }
  let group = facts.rulebook.items[item].group
  if facts.rulebook.groups[group].hasSlots { return facts.rulebook.items[award.item].group == group }
  return award.item == item && award.level == Int(facts.chunk.levels[row])
}

/// The list is in the order of the registers; the codes, each said once, are in theirs.
private func askUpperAwards(_ row: Int, _ item: Int, _ facts: Facts, _ found: inout Findings) {
  if case .stack = facts.rulebook.items[item].overlap { return }
  let subject = facts.chunk.subjects[row]
  var (undecided, unclear) = (false, false)
  for award in facts.registers.upperAwards[facts.chunk.enterprises[row]] {
    switch bearing(of: award, on: subject, item) {
    case .none, .counts: break
    case .undecided: undecided = true
    case .unclear: unclear = true
    }
  }
  if undecided { found.doubt(.upperAwardUndecided) }
  if unclear { found.doubt(.upperAwardUnclear) }
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
