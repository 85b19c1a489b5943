// The whole decision, a pure function: a year in, decisions out, in the order of the spec's steps.

package import Cores
package import Intake
import Rulebook
package import Screening
import Selection
import Tables

/// Decides a year (spec 3).
package func decide(_ year: Year, on cores: Cores = .one) -> Decisions {
  let chunks = year.applications.chunks
  let screened = cores.map(chunks.count) { screen(Facts(chunks[$0], year.rulebook, year.registers)) }
  return decide(year, screened: screened, on: cores)
}

/// Decides a year that was screened while it was read.
///
/// - Parameter screened: by chunk.
/// - Parameter points: by row number, other points than were found.
package func decide(
  _ year: Year, screened: consuming [Screened], points: [Int32: Int64] = [:], on cores: Cores
) -> Decisions {
  let shared = SharedSubjects(year.applications, year.rulebook)
  var decisions = Decisions(year, screened)
  decisions.otherPoints = points
  let verdicts = decisions.screened.map(\.verdicts)
  let standings = cores.inOrder(verdicts.count, into: Standings(year.rulebook)) {
    Standings(ofChunk: $0, verdicts[$0], year, shared, points: points)
  } take: {
    $0.add($1)
  }
  decisions.take(standings)
  decisions.settle(standings.claims, on: cores)
  decisions.competitions.sort { $0.item < $1.item }
  for budget in year.rulebook.budgets.indices { decisions.apply(budget, on: cores) }
  decisions.noteMissingShares(on: cores)
  return decisions
}

extension Decisions {
  /// Settles all groups.
  fileprivate mutating func settle(_ claims: Claims, on cores: Cores) {
    let written = self
    // What is written meanwhile, nobody else may hold.
    (statuses, outcomes) = ([], ByRow(year.applications.layout))
    let known = self
    let groups = year.rulebook.groups.count
    // The first groups may take as long as all others.
    self = cores.inOrder(groups, ahead: groups, into: consume written) { group in
      known.settled(group, claims)
    } take: { decisions, outcome in
      decisions.take(outcome)
    }
  }

  /// Takes over where the rows stand; what was worked out of those that ended otherwise is blank.
  fileprivate mutating func take(_ standings: Standings) {
    statuses = standings.statuses
    for (number, reasons) in standings.late {
      outcomes[number] = []
      standard[number] = Cell.missing
      if !reasons.isEmpty { lateReasons[Int32(number)] = reasons }
    }
  }
}
