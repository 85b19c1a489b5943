// What every open point of the law costs: the year decided again under each alternative, and compared.

package import Decision
package import Intake
package import Rulebook
import Screening
import Tables

/// A ruling with the price of its alternatives, in the order in which the policy names them.
package struct RulingPrice: Sendable {
  /// Index into the rulebook's rulings.
  package let ruling: Int
  package let alternatives: [AlternativePrice]
}

/// What would be different under one alternative.
package struct AlternativePrice: Sendable {
  package let choice: String
  /// Nil where the year could not be decided under it.
  package let effect: Effect?
}

package struct Effect: Equatable, Sendable {
  /// Fen that would be awarded more, or less.
  package var change: Int128 = 0
  /// Row numbers, in the order of the papers: awarded only under the alternative, and only under the ruling as it is.
  package var won: [Int] = []
  package var lost: [Int] = []
  /// Awarded both ways, but with another amount.
  package var repriced = 0
  /// Ended in another status, awards won and lost among them.
  package var restated = 0

  package var isNothing: Bool { self == Effect() }
}

/// Replays the decision under every alternative of every ruling.
///
/// - Parameter reread: reads the year again under a policy whose columns or names differ; nil where that cannot be.
package func prices(of decisions: Decisions, reread: (Rulebook) -> Year? = { _ in nil }) -> [RulingPrice] {
  let rulebook = decisions.year.rulebook
  return rulebook.rulings.enumerated().map { index, ruling in
    RulingPrice(
      ruling: index,
      alternatives: ruling.alternatives.map { choice in
        let other = try? rulebook.replacing(CellPath(ruling.location), with: choice)
        let year = other.flatMap { decisions.year.under($0) ?? reread($0) }
        return AlternativePrice(choice: choice, effect: year.map { effect(of: decide($0), on: decisions) })
      })
  }
}

/// How other decisions on the same applications differ.
package func effect(of other: Decisions, on decisions: Decisions) -> Effect {
  var effect = Effect()
  for number in decisions.order.map({ Int($0) }) {
    let (before, after) = (decisions.amount[number], other.amount[number])
    effect.change += Int128(after) - Int128(before)
    if before == 0, after > 0 { effect.won.append(number) }
    if before > 0, after == 0 { effect.lost.append(number) }
    if before > 0, after > 0, before != after { effect.repriced += 1 }
    if decisions.statuses[number] != other.statuses[number] { effect.restated += 1 }
  }
  return effect
}
