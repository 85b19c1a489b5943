// What every open point of the law costs: the year decided again under each alternative, and compared.

package import Decision
import Dispatch
package import Intake
package import Rulebook
import Screening
import Synchronization
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

/// Replays the decision under every alternative of every ruling, on as many cores as there are; the order in which
/// they finish does not show.
///
/// - Parameter reread: reads the year again under a policy whose columns or names differ; nil where that cannot be.
package func prices(
  of decisions: Decisions, reread: @Sendable (Rulebook) -> Year? = { _ in nil }
) -> [RulingPrice] {
  let rulings = decisions.year.rulebook.rulings
  let jobs = rulings.flatMap { ruling in ruling.alternatives.map { (ruling, $0) } }
  let effects = Mutex([Effect?](repeating: nil, count: jobs.count))
  DispatchQueue.concurrentPerform(iterations: jobs.count) { job in
    let found = effect(of: jobs[job].1, in: jobs[job].0, on: decisions, reread)
    effects.withLock { $0[job] = found }
  }
  let found = effects.withLock { $0 }
  var next = 0
  return rulings.enumerated().map { index, ruling in
    defer { next += ruling.alternatives.count }
    let prices = ruling.alternatives.enumerated().map { at, choice in
      AlternativePrice(choice: choice, effect: found[next + at])
    }
    return RulingPrice(ruling: index, alternatives: prices)
  }
}

/// What another choice would change; nil where the year cannot be decided under it.
private func effect(
  of choice: String, in ruling: Ruling, on decisions: Decisions, _ reread: (Rulebook) -> Year?
) -> Effect? {
  let other = try? decisions.year.rulebook.replacing(CellPath(ruling.location), with: choice)
  let year = other.flatMap { decisions.year.under($0) ?? reread($0) }
  return year.map { effect(of: decide($0), on: decisions) }
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
