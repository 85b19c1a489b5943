// The same year decided again where only the competition differs: what was found of each claim alone is kept.

import Intake
package import Rulebook
import Screening
import Tables

extension Rulebook {
  /// Whether another policy finds the same of every claim alone: verdict, entitlement, points, tie facts. How many slots
  /// there are, how much one enterprise may get, budgets and the ledger of rulings touch only what comes after.
  package func judgesAlike(_ other: Rulebook) -> Bool {
    settings == other.settings && groups == other.groups && levels == other.levels && conditions == other.conditions
      && fields == other.fields && aliases == other.aliases && items.map(\.alone) == other.items.map(\.alone)
      && reasons.codes == other.reasons.codes
  }
}

extension Item {
  /// The item without what only the competition looks at: that there is a limit counts, but not how high it is.
  fileprivate var alone: Item {
    var item = self
    item.slots = slots.map { _ in 0 }
    item.enterpriseLimit = enterpriseLimit.map { _ in 0 }
    return item
  }
}

/// Decides the year of some decisions again from what screening and scoring found there.
///
/// - Parameter rulebook: a policy that judges alike; nil for the same.
/// - Parameter points: by row number, millionths for claims that were scored; the others keep theirs.
package func redecide(
  _ found: Decisions, under rulebook: Rulebook? = nil, points: [Int32: Int64] = [:]
) -> Decisions {
  let rulebook = rulebook ?? found.year.rulebook
  guard found.year.rulebook.judgesAlike(rulebook), let year = found.year.under(rulebook) else {
    preconditionFailure("another screening needs another decision")
  }
  var decisions = Decisions(year, found.screened)
  decisions.takeWorth(of: found)
  decisions.otherPoints = points
  decisions.conclude()
  return decisions
}

extension Decisions {
  /// Takes the worth of every claim from decisions on the same year, and how it was lowered.
  fileprivate mutating func takeWorth(of found: Decisions) {
    (standard, entitlement) = (found.standard, found.entitlement)
    outcomes = Array(repeating: [], count: found.outcomes.count)
    for (at, chunk) in year.applications.chunks.enumerated() {
      for row in Set(screened[at].upper.numbers + screened[at].earlier.numbers) {
        outcomes[chunk.base + Int(row)] = reductions(chunk, at, Int(row))
      }
    }
  }

  /// As `entitle` finds them, of claims with something to pay.
  private func reductions(_ chunk: Chunk, _ at: Int, _ row: Int) -> OutcomeReasons {
    let (whole, left) = (standard[chunk.base + row], entitlement[chunk.base + row])
    guard Cell.isKnown(whole), Cell.isKnown(left), left > 0 else { return [] }
    let isFixed = year.rulebook.levels[Int(chunk.levels[row])].rule == .fixed
    let unit = isFixed ? 1 : year.rulebook.settings.payUnit
    let upper = screened[at].upper[row] ?? 0
    let afterUpper =
      switch year.rulebook.items[Int(chunk.items[row])].overlap {
      case .topUp: whole - min(upper, whole)
      case .exclude: upper > 0 ? 0 : whole
      case .stack: whole
      }
    var reasons: OutcomeReasons = []
    if afterUpper / unit < whole / unit { reasons.insert(OutcomeReasons(.reducedByUpper)) }
    if left / unit < afterUpper / unit { reasons.insert(OutcomeReasons(.reducedByPromotion)) }
    return reasons
  }
}
