// The sums of a reconciliation: of everything, by item, by town, each by level.

import Rulebook
import Tables

/// The balances of both levels.
package struct LevelBalance: Equatable, Sendable {
  package var district = Balance()
  package var town = Balance()

  package var whole: Balance {
    var sum = district
    sum += town
    return sum
  }

  mutating func add(_ outcome: OrderOutcome) {
    district += outcome.district
    town += outcome.town
  }

  mutating func add(_ payment: Payment) {
    var balance = Balance()
    switch payment.ending {
    case .paid: (balance.paid, balance.over) = (Int128(payment.amount), Int128(payment.amount))
    case .returned: balance.returned = Int128(payment.amount)
    case .recovered: balance.recovered = Int128(payment.amount)
    }
    if payment.level == .district { district += balance } else { town += balance }
  }
}

package struct ReconciliationTotals: Sendable {
  package private(set) var total = LevelBalance()
  /// By item in policy order; last, payments of which nobody knows the item.
  package private(set) var items: [LevelBalance]
  /// By town as the awards number them; last, payments of which nobody knows the town.
  package private(set) var towns: [LevelBalance]
  /// Of the payments that belong to no order; they are in the other sums too.
  package private(set) var strays = LevelBalance()
  /// How many orders each status leads, and of how many it holds; `notInOrder` counts payments.
  package private(set) var leading = [Int](repeating: 0, count: ReconciliationStatus.allCases.count)
  package private(set) var holding = [Int](repeating: 0, count: ReconciliationStatus.allCases.count)
  /// By leading status, the sums of its orders.
  package private(set) var balances = [Balance](repeating: Balance(), count: ReconciliationStatus.allCases.count)
  /// By step, how many payments found their order by it.
  package private(set) var steps = [Int](repeating: 0, count: MatchStep.allCases.count)

  package init(_ all: Reconciliation) {
    let awards = all.book.awards
    items = Array(repeating: LevelBalance(), count: awards.rulebook.items.count + 1)
    towns = Array(repeating: LevelBalance(), count: awards.towns.count + 1)
    for (at, outcome) in all.outcomes.enumerated() {
      let award = all.book.award(at)
      total.add(outcome)
      items[Int(award.item)].add(outcome)
      towns[Int(award.town)].add(outcome)
      note(outcome.statuses, outcome.whole)
    }
    for match in all.matches { steps[match.step.rawValue] += 1 }
    for at in all.strays { add(all.file.rows[at], awards) }
  }

  /// A payment without order is over in full, on the item and the town of its application if that is an award's.
  private mutating func add(_ payment: Payment, _ awards: Awards) {
    let number = payment.award >= 0 ? payment.award : payment.application
    let award = number >= 0 && Int(number) < awards.rows.count ? awards.rows[Int(number)] : nil
    total.add(payment)
    strays.add(payment)
    items[award.map { Int($0.item) } ?? items.count - 1].add(payment)
    towns[award.map { Int($0.town) } ?? towns.count - 1].add(payment)
    var own = LevelBalance()
    own.add(payment)
    note(StatusSet([.notInOrder]), own.whole)
  }

  private mutating func note(_ statuses: StatusSet, _ balance: Balance) {
    guard let first = statuses.leading else { return }
    leading[first.rawValue] += 1
    balances[first.rawValue] += balance
    for status in ReconciliationStatus.allCases where statuses.contains(status) { holding[status.rawValue] += 1 }
  }
}
