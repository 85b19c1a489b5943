// The whole decision, a pure function: a year in, decisions out, in the order of the spec's steps.

package import Intake
import Rulebook
import Scoring
import Screening
import Selection
import Tables

/// Decides a year (spec 3).
package func decide(_ year: Year) -> Decisions {
  var decisions = Decisions(undecided: year)
  var claims = [[Claim]](repeating: [], count: year.rulebook.groups.count)
  let shared = SharedSubjects(year.applications, year.rulebook)
  let levelNames = levelNameNumbers(year.rulebook)
  for chunk in year.applications.chunks {
    let facts = Facts(chunk, year.rulebook, year.registers)
    var verdicts = Verdicts()
    for row in 0..<chunk.count {
      let standing = decisions.judge(row, facts, shared, &verdicts)
      guard standing == .eligible else { continue }
      let item = Int(chunk.items[row])
      claims[year.rulebook.items[item].group].append(
        Claim(
          number: Int32(chunk.base + row), code: chunk.enterprises[row],
          key: groupKey(chunk, row, year.rulebook, levelNames: levelNames), item: Int16(item),
          level: chunk.levels[row], entitlement: decisions.entitlement[chunk.base + row]))
    }
    decisions.verdicts.append(verdicts)
  }
  let idRank = ranks(of: year.applications)
  for group in year.rulebook.groups.indices {
    decisions.settle(group, claims[group], idRank)
  }
  decisions.competitions.sort { $0.item < $1.item }
  for budget in year.rulebook.budgets.indices { decisions.apply(budget, idRank) }
  decisions.split()
  return decisions
}

/// By row number, the place in the order of the papers.
private func ranks(of applications: Applications) -> [Int32] {
  var ranks = [Int32](repeating: 0, count: applications.count)
  for (rank, number) in applications.order.enumerated() { ranks[Int(number)] = Int32(rank) }
  return ranks
}

extension Decisions {
  fileprivate init(undecided year: Year) {
    let count = year.applications.count
    self.init(
      year: year, statuses: Array(repeating: .invalid, count: count), verdicts: [],
      outcomes: Array(repeating: [], count: count), standard: Array(repeating: Cell.missing, count: count),
      upper: Array(repeating: Cell.missing, count: count), entitlement: Array(repeating: Cell.missing, count: count),
      score: Array(repeating: Cell.missing, count: count), rank: Array(repeating: 0, count: count),
      amount: Array(repeating: 0, count: count), district: Array(repeating: 0, count: count))
  }

  /// Screens, entitles and scores one row: what can be said of it alone.
  fileprivate mutating func judge(
    _ row: Int, _ facts: Facts, _ shared: SharedSubjects, _ verdicts: inout Verdicts
  ) -> Standing {
    let chunk = facts.chunk
    let number = chunk.base + row
    var (standing, reasons): (Standing, [ReasonID])
    if year.applications.dropped[number] {
      (standing, reasons) = (.dropped, [])
    } else if !chunk.invalid[row].isEmpty {
      (standing, reasons) = (.decided(.invalid), chunk.invalid[row].reasons.map(\.id))
    } else {
      let found = findings(row, facts, sharedSubjects: shared)
      if !found.failures.isEmpty {
        (standing, reasons) = (.decided(.ineligible), found.failures)
      } else if !found.doubts.isEmpty {
        (standing, reasons) = (.decided(.pending), found.doubts)
      } else {
        (standing, reasons) = value(row, number, facts)
      }
    }
    verdicts.append(standing, reasons)
    if case .decided(let status) = standing { statuses[number] = status }
    return standing
  }

  /// Entitlement and score of an eligible row.
  private mutating func value(_ row: Int, _ number: Int, _ facts: Facts) -> (Standing, [ReasonID]) {
    let item = facts.rulebook.items[Int(facts.chunk.items[row])]
    switch item.pays {
    case .later: return (.decided(.deferred), [ProgramReason.rulesPending.id])
    case .service: return (.decided(.service), [ProgramReason.nonCash.id])
    case .cash: break
    }
    let level = facts.rulebook.levels[Int(facts.chunk.levels[row])]
    if let base = level.of, let missing = level.missing, !Cell.isKnown(facts.number(base, row)) {
      return (.decided(.pending), [missing])
    }
    let worth = entitle(row, facts)
    standard[number] = worth.standard
    upper[number] = worth.upper
    entitlement[number] = worth.amount
    if let (status, reason) = worth.refusal { return (.decided(status), [reason.id]) }
    if worth.reducedByUpper { outcomes[number].insert(OutcomeReasons(.reducedByUpper)) }
    if worth.reducedByPromotion { outcomes[number].insert(OutcomeReasons(.reducedByPromotion)) }
    guard !item.criteria.isEmpty else { return (.eligible, []) }
    guard let total = Scoring.score(row, facts).total else {
      return (.decided(.pending), [ProgramReason.panelIncomplete.id])
    }
    score[number] = total
    if let mark = item.passScore, total < mark { return (.decided(.reserve), [ProgramReason.belowPassMark.id]) }
    return (.eligible, [])
  }
}
