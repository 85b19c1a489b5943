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
  let chunks = screened.indices
  var decisions = Decisions(year, screened)
  decisions.otherPoints = points
  var claims = Claims(year.rulebook)
  let shared = SharedSubjects(year.applications, year.rulebook)
  for chunk in chunks { decisions.take(chunk, shared, &claims) }
  decisions.settle(claims, on: cores)
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
    self = cores.inOrder(year.rulebook.groups.count, into: consume written) { group in
      known.settled(group, claims)
    } take: { decisions, outcome in
      decisions.take(outcome)
    }
  }

  /// Takes what screening found of a chunk, corrected by what only shows when all rows are known.
  fileprivate mutating func take(_ at: Int, _ shared: SharedSubjects, _ claims: inout Claims) {
    let (chunk, verdicts) = (year.applications.chunks[at], screened[at].verdicts)
    takeWorth(of: at)
    for row in 0..<chunk.count {
      let corrected = correct(verdicts.standing(row), verdicts, chunk, row, shared)
      let standing = otherPoints.isEmpty ? corrected : mark(chunk.base + row, corrected, chunk, row)
      switch standing {
      case .decided(let status): statuses.append(status)
      case .dropped: statuses.append(.invalid)
      case .eligible:
        statuses.append(.invalid)
        claims.add(chunk, row)
      }
    }
  }

  /// The standing of a row under repeated ids and shared subjects; what was worked out of it is blank if they decide.
  private mutating func correct(
    _ standing: Standing, _ verdicts: Verdicts, _ chunk: Chunk, _ row: Int, _ shared: SharedSubjects
  ) -> Standing {
    let number = chunk.base + row
    if year.applications.dropped[number] {
      blank(number)
      return .dropped
    }
    if !chunk.invalid[row].isEmpty {
      if standing != .decided(.invalid) || chunk.invalid[row].contains(.duplicateID) {
        blank(number)
        lateReasons[Int32(number)] = chunk.invalid[row].reasons.map(\.id)
      }
      return .decided(.invalid)
    }
    let group = year.rulebook.items[Int(chunk.items[row])].group
    guard shared.contains(group: group, subject: chunk.subjects[row]), let reasons = verdicts.reasonsIfShared(row)
    else { return standing }
    blank(number)
    lateReasons[Int32(number)] = reasons
    return .decided(.pending)
  }

  /// The standing under other points: a mark may be passed that was not, or be missed.
  private func mark(_ number: Int, _ standing: Standing, _ chunk: Chunk, _ row: Int) -> Standing {
    guard let points = otherPoints[Int32(number)], standing == .eligible || standing == .decided(.reserve) else {
      return standing
    }
    let passes = year.rulebook.items[Int(chunk.items[row])].passScore.map { points >= $0 } ?? true
    return passes ? .eligible : .decided(.reserve)
  }

  private mutating func blank(_ number: Int) {
    outcomes[number] = []
    standard[number] = Cell.missing
  }
}
