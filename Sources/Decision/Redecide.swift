// The same year decided again where only the competition differs: what was found of each claim alone is kept.

import Cores
import Intake
package import Rulebook
import Screening

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
/// - Parameter rulebook: a policy that judges alike.
package func redecide(_ decisions: Decisions, under rulebook: Rulebook) -> Decisions {
  let known = decisions.year.rulebook.judgesAlike(rulebook) ? decisions.year.under(rulebook) : nil
  guard let year = known else { preconditionFailure("another screening needs another decision") }
  return year.isAtHand ? decide(year, screened: decisions.screened, on: .one) : decide(year)
}

/// Decides the year again with other points.
///
/// - Parameter points: by row number, millionths for claims that were scored; the others keep theirs.
package func redecide(_ decisions: Decisions, points: [Int32: Int64]) -> Decisions {
  precondition(decisions.year.isAtHand, "a year that is not held is not decided again with other points")
  return decide(decisions.year, screened: decisions.screened, points: points, on: .one)
}
