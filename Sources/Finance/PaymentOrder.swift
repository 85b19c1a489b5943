// The payment order: every award of the run with its account, and those that cannot be paid with the reason. Nothing
// is lost: awards = orders + set aside, in number and in fen.

package import Tables

/// An award that can be paid.
package struct Order: Sendable {
  /// Index into `Awards.rows`.
  package let award: Int
  package let account: Account
}

/// An award that waits for its account.
package struct SetAside: Sendable {
  package let award: Int
  package let reason: AccountTrouble
  /// Where accounts.csv stands against it; nil where it says nothing.
  package let place: Place?
}

package struct PaymentOrder: Sendable {
  package let awards: Awards
  package private(set) var orders: [Order] = []
  package private(set) var setAside: [SetAside] = []

  package init(_ awards: Awards, _ accounts: Accounts) {
    self.awards = awards
    for (at, award) in awards.rows.enumerated() {
      let found = accounts.account(of: awards.uscc(award), payee: awards.payee(award))
      if let account = found.account {
        orders.append(Order(award: at, account: account))
      } else {
        setAside.append(SetAside(award: at, reason: found.trouble ?? .missing, place: found.place))
      }
    }
    precondition(
      sum(orders.map(\.award)) + sum(setAside.map(\.award)) == sum(Array(awards.rows.indices)),
      "an award was lost on the way to the order")
  }

  /// The sums of some awards.
  package func sum(_ numbers: [Int]) -> OrderSum {
    numbers.reduce(into: OrderSum()) { $0.add(awards.rows[$1]) }
  }
}

/// How many awards, and their fen.
package struct OrderSum: Equatable, Sendable {
  package private(set) var count = 0
  package private(set) var amount: Int128 = 0
  package private(set) var district: Int128 = 0
  package private(set) var townPart: Int128 = 0

  mutating func add(_ award: Award) {
    count += 1
    amount += Int128(award.amount)
    district += Int128(award.district)
    townPart += Int128(award.townPart)
  }

  static func + (left: OrderSum, right: OrderSum) -> OrderSum {
    var sum = left
    sum.count += right.count
    sum.amount += right.amount
    sum.district += right.district
    sum.townPart += right.townPart
    return sum
  }
}
