// What every open point of the law costs: the year decided again under each alternative, and compared.

package import Cores
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
package func prices(
  of decisions: Decisions, on cores: Cores, reread: @Sendable (Rulebook) -> Year?
) -> [RulingPrice] {
  let rulings = decisions.year.rulebook.rulings
  let jobs = rulings.flatMap { ruling in ruling.alternatives.map { (ruling, $0) } }
  var found = cores.map(jobs.count) { job -> Effect? in
    let (ruling, choice) = jobs[job]
    guard let other = try? decisions.year.rulebook.replacing(CellPath(ruling.location), with: choice) else {
      return nil
    }
    return replay(decisions, under: other, reread: reread).map { effect(of: $0, on: decisions) }
  }[...]
  return rulings.enumerated().map { index, ruling in
    let prices = ruling.alternatives.map { AlternativePrice(choice: $0, effect: found.removeFirst()) }
    return RulingPrice(ruling: index, alternatives: prices)
  }
}

/// The year decided under another policy. What the policies have in common is not done again: the tables are read
/// once, and where each claim alone is found to be the same, only the competition is decided.
///
/// - Returns: nil where the tables must be read again and cannot be.
package func replay(
  _ decisions: Decisions, under rulebook: Rulebook, reread: (Rulebook) -> Year?
) -> Decisions? {
  if decisions.year.rulebook.judgesAlike(rulebook) { return redecide(decisions, under: rulebook) }
  let kept = decisions.year.isAtHand ? decisions.year.under(rulebook) : nil
  return (kept ?? reread(rulebook)).map { decide($0) }
}

/// How other decisions on the same applications differ.
package func effect(of other: Decisions, on decisions: Decisions) -> Effect {
  var effect = Effect()
  for number in decisions.order.map({ Int($0) }) {
    let (before, after) = (decisions.amount(number), other.amount(number))
    effect.change += Int128(after) - Int128(before)
    if before == 0, after > 0 { effect.won.append(number) }
    if before > 0, after == 0 { effect.lost.append(number) }
    if before > 0, after > 0, before != after { effect.repriced += 1 }
    if decisions.statuses[number] != other.statuses[number] { effect.restated += 1 }
  }
  return effect
}
