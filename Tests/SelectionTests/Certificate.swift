// Proves an outcome from the contest alone, whatever way it was found. An empty list is the proof.

@testable import Selection

func findings(_ contest: Contest, _ outcome: Outcome) -> [String] {
  let shape = shapeFindings(contest, outcome)
  if !shape.isEmpty { return shape }
  return slotFindings(contest, outcome) + bestFindings(contest, outcome) + lineFindings(contest, outcome)
    + roundFindings(contest, outcome)
}

private func shapeFindings(_ contest: Contest, _ outcome: Outcome) -> [String] {
  guard
    outcome.lines.count == contest.items.count, outcome.used.count == contest.items.count,
    outcome.next.count == contest.items.count, outcome.chosen.count == contest.entries.count
  else { return ["shape: the outcome belongs to another contest"] }
  return contest.items.indices.compactMap { item in
    let count = contest.items[item].entries.count
    if contest.items[item].slots == nil, outcome.lines[item] != count {
      return "shape: item \(item) has no slots, so all its applications stand above the line"
    }
    return (0...count).contains(outcome.lines[item]) ? nil : "shape: item \(item) has no rank \(outcome.lines[item])"
  }
}

/// F: slots hold, one award per project, and every award is above zero.
private func slotFindings(_ contest: Contest, _ outcome: Outcome) -> [String] {
  var found: [String] = []
  var awarded: Set<[Int32]> = []
  for (item, limits) in contest.items.enumerated() {
    let chosen = limits.entries.filter { outcome.chosen[$0] }
    if chosen.count > limits.slots ?? .max { found.append("F: item \(item) has \(chosen.count) chosen") }
    if chosen.count != outcome.used[item] { found.append("F: item \(item) says it used \(outcome.used[item])") }
    var paid: [Int32: Int128] = [:]
    for entry in chosen.map({ contest.entries[$0] }) {
      if !awarded.insert([entry.enterprise, entry.key]).inserted { found.append("F: a project is awarded twice") }
      if let cap = limits.cap, paid[entry.enterprise, default: 0] >= cap { found.append("F: an award of zero") }
      paid[entry.enterprise, default: 0] += Int128(entry.entitlement)
    }
  }
  return found
}

/// O: every enterprise has its best combination above the lines.
private func bestFindings(_ contest: Contest, _ outcome: Outcome) -> [String] {
  contest.owners.compactMap { enterprise in
    let has = contest.entries.indices.filter { outcome.chosen[$0] && contest.entries[$0].enterprise == enterprise }
    return contest.choice(of: enterprise, above: outcome.lines) == has ? nil : "O: enterprise \(enterprise) has \(has)"
  }
}

/// M: admitting the next in line would overfill the item that is named.
private func lineFindings(_ contest: Contest, _ outcome: Outcome) -> [String] {
  contest.items.indices.compactMap { item in
    guard outcome.lines[item] < contest.items[item].entries.count else {
      return outcome.next[item] == nil ? nil : "M: item \(item) has nobody next in line"
    }
    var lower = outcome.lines
    lower[item] += 1
    let next = NextInLine(
      entry: contest.entry(item, lower[item]), overfilled: contest.overfilled(contest.used(above: lower)) ?? -1)
    return outcome.next[item] == next ? nil : "M: item \(item) could move its line down, or names the wrong item"
  }
}

/// The rounds lead from the last ranks to the lines, first by cuts, then by admissions, each in its direction.
private func roundFindings(_ contest: Contest, _ outcome: Outcome) -> [String] {
  var lines = contest.items.map(\.entries.count)
  var isAdmitting = false
  for (index, round) in outcome.rounds.enumerated() {
    if round.phase == .admit { isAdmitting = true }
    let isDown = round.lineAfter > round.lineBefore
    guard lines.indices.contains(round.item), lines[round.item] == round.lineBefore, isAdmitting == isDown,
      isAdmitting == (round.phase == .admit)
    else { return ["rounds: number \(index) does not follow"] }
    lines[round.item] = round.lineAfter
  }
  return lines == outcome.lines ? [] : ["rounds: they lead to other lines"]
}
