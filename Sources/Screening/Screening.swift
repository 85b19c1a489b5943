// Identify, hold against every condition, ask every register: eligible, or every reason why not.

package import Intake
package import Rulebook
import Tables

/// Finds the verdict of one row that is valid, with all reasons in the order in which they are listed: identity,
/// conditions in table order, special deals, vetoes, earlier awards, upper-level awards (spec 3, step 2 and 3).
package func findings(_ row: Int, _ facts: Facts, sharedSubjects: SharedSubjects) -> Findings {
  var found = Findings()
  identify(row, facts, sharedSubjects, &found)
  let item = Int(facts.chunk.items[row])
  for index in facts.rulebook.items[item].conditions {
    let condition = facts.rulebook.conditions[index]
    guard condition.level == nil || condition.level! == Int(facts.chunk.levels[row]) else { continue }
    apply(condition, evaluate(condition, row, facts), &found)
  }
  askSpecialDeals(row, item, facts, &found)
  askVetoes(row, facts, &found)
  askPriorAwards(row, item, facts, &found)
  askUpperAwards(row, item, facts, &found)
  return found
}

// MARK: Identity

private func identify(_ row: Int, _ facts: Facts, _ sharedSubjects: SharedSubjects, _ found: inout Findings) {
  let (chunk, registers) = (facts.chunk, facts.registers)
  let code = chunk.enterprises[row]
  let enterprise = registers.enterprise(code)
  let trusted = enterprise.flatMap { registers.enterprises.faulty[$0] ? nil : $0 }
  if enterprise == nil { found.doubt(.enterpriseUnknown) }
  if code < 0 || !isCreditCode(registers.codes.bytes(code)) { found.doubt(.usccInvalid) }
  var unreadable = registers.unreadable[code] != nil
  if let trusted {
    if !sameName(row, chunk, registers, trusted) { found.doubt(.nameDiffers) }
    let town = Int(registers.enterprises.towns[trusted])
    if town < 0 {
      found.doubt(.townUnknown)
    } else {
      if registers.towns[town].administered == false { found.doubt(.townNotAdministered) }
      if registers.towns[town].unreadable { unreadable = true }
    }
  }
  if sharedSubjects.contains(group: facts.rulebook.items[Int(chunk.items[row])].group, subject: chunk.subjects[row]) {
    found.doubt(.subjectShared)
  }
  if unreadable || hasUnreadableSheet(row, facts) { found.doubt(.registerUnreadable) }
}

private func sameName(_ row: Int, _ chunk: Chunk, _ registers: Registers, _ enterprise: Int) -> Bool {
  let cell = chunk.table.value(row, Core.name.rawValue)
  guard Cell.isKnown(cell) else { return false }
  let applied = chunk.table.bytes(CellText(bits: cell))
  let registered = registers.words.bytes(registers.enterprises.names[enterprise])
  if same(applied, registered) { return true }
  return foldedName(String(decoding: applied, as: UTF8.self))
    == foldedName(String(decoding: registered, as: UTF8.self))
}

/// A sheet of this application that cannot be read, is for no criterion of its item, or gives too many points.
private func hasUnreadableSheet(_ row: Int, _ facts: Facts) -> Bool {
  let panels = facts.registers.panels
  guard let application = panels.applications.number(of: facts.chunk.id(row)) else { return false }
  if panels.unreadable[application] != nil { return true }
  let criteria = facts.rulebook.items[Int(facts.chunk.items[row])].criteria
  return panels[application].contains { panels.fault(of: $0, under: criteria) != nil }
}

// MARK: Conditions

private func apply(_ condition: Condition, _ outcome: ConditionOutcome, _ found: inout Findings) {
  switch (outcome, condition.ifMissing, condition.otherwise) {
  case (.met, _, _), (.notEvaluated, _, _): break
  case (.failed, _, .reject), (.missing, .reject, _): found.failures.append(condition.failure)
  case (.failed, _, .pend): found.doubts.append(condition.failure)
  case (.missing, .pend, _): found.doubts.append(condition.missing)
  }
}

// MARK: Registers

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
  let rules = facts.rulebook.items[item]
  guard award.paid, award.subject == facts.chunk.subjects[row] else { return false }
  guard rules.once == .life || Int(award.year) == facts.rulebook.settings.year else { return false }
  if facts.rulebook.groups[rules.group].hasSlots {
    return facts.rulebook.items[award.item].group == rules.group
  }
  return award.item == item && award.level == Int(facts.chunk.levels[row])
}

private func askUpperAwards(_ row: Int, _ item: Int, _ facts: Facts, _ found: inout Findings) {
  guard facts.rulebook.items[item].overlap != .stack else { return }
  for award in facts.registers.upperAwards[facts.chunk.enterprises[row]] {
    switch bearing(of: award, on: row, item, facts.chunk) {
    case .none, .counts: break
    case .undecided: found.doubt(.upperAwardUndecided)
    case .unclear: found.doubt(.upperAwardUnclear)
    }
  }
  // The list is in the order of the registers; the codes are in theirs.
  let codes = [ProgramReason.upperAwardUndecided.id, ProgramReason.upperAwardUnclear.id]
  let own = found.doubts.filter(codes.contains)
  if own.count > 1 { found.doubts = found.doubts.filter { !codes.contains($0) } + codes.filter(own.contains) }
}

/// What an upper-level award means for a claim.
package enum Bearing: Equatable, Sendable {
  case none, undecided, unclear
  /// Its amount adds to H.
  case counts
}

package func bearing(of award: UpperAward, on row: Int, _ item: Int, _ chunk: Chunk) -> Bearing {
  let subject = chunk.subjects[row]
  guard award.item == item, award.subject == subject || award.subject < 0, award.sameSubject != false else {
    return .none
  }
  switch award.status {
  case .announced, .applied: return .undecided
  case .granted, .paid: return award.sameSubject == nil || (award.subject < 0 && subject >= 0) ? .unclear : .counts
  }
}
