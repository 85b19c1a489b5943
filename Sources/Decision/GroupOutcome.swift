// What the selection within one group means for its claims. Groups are settled apart, on any core, and their outcomes are
// taken over in policy order.

import Intake
import Rulebook
import Screening
import Tables

/// Who is paid in a group, and why the others are not; by row number.
struct GroupOutcome: Sendable {
  /// Paid what they are entitled to, since nobody rivals them; ascending.
  var unrivalled: [Int32] = []
  /// Those of rivals that are paid something.
  private(set) var awards: [(claim: Claim, paid: Int64)] = []
  /// Those that are not paid.
  var rest: [(number: Int32, status: Status, reason: ProgramReason)] = []
  /// The award that stands in an application's way.
  var winners: [(number: Int32, winner: Int32)] = []
  var ranks: [(number: Int32, value: Int32)] = []
  var competitions: [Competition] = []
  var rounds: [CutRound] = []
  /// Enterprises whose projects were chosen greedily.
  var greedy: Set<Int32> = []

  mutating func award(_ claim: Claim, _ paid: Int64) {
    if paid > 0 { awards.append((claim, paid)) }
  }
}

extension Decisions {
  /// Takes over how a group was settled.
  mutating func take(_ group: GroupOutcome) {
    year.applications.visit(group.unrivalled) { at, base, numbers in
      for number in numbers { statuses[Int(number)] = .awarded }
      outcomes.change(at) { outcomes in
        for row in numbers.lazy.map({ Int($0) - base }) where outcomes[row].isEmpty { outcomes[row] = .full }
      }
    }
    for (claim, paid) in group.awards { award(claim, paid) }
    for (number, status, reason) in group.rest { finish(Int(number), status, reason) }
    for (number, winner) in group.winners { winners[number] = winner }
    if !group.ranks.isEmpty { give(ranks: group.ranks) }
    competitions += group.competitions
    rounds += group.rounds
    greedy.formUnion(group.greedy)
  }

  private mutating func award(_ claim: Claim, _ paid: Int64) {
    statuses[Int(claim.number)] = .awarded
    let place = year.applications.locate(Int(claim.number))
    var reasons = outcomes[place]
    if paid < claim.entitlement {
      lower(place, to: paid)
      reasons.insert(.reducedByLimit)
    }
    outcomes[place] = reasons.isEmpty ? .full : reasons
  }

  mutating func finish(_ number: Int, _ status: Status, _ reason: ProgramReason) {
    statuses[number] = status
    outcomes[number] = OutcomeReasons(reason)
  }
}
