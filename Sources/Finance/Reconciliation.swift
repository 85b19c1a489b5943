// Orders against payments: what holds of each, and what is open. Nothing is netted: too much on one part never makes
// up for too little on another, so that Σ ordered = Σ paid + Σ open − Σ over, of every part, and of any sum of parts.

import Rulebook
import Tables

/// Fen of one level of one order, or of a sum of them; 128 bits, for any number of rows.
package struct Balance: Equatable, Sendable {
  package var ordered: Int128 = 0
  package var paid: Int128 = 0
  package var open: Int128 = 0
  package var over: Int128 = 0
  package var returned: Int128 = 0
  package var recovered: Int128 = 0

  package init() {}

  package static func += (left: inout Balance, right: Balance) {
    left.ordered += right.ordered
    left.paid += right.paid
    left.open += right.open
    left.over += right.over
    left.returned += right.returned
    left.recovered += right.recovered
  }
}

/// What became of one order.
package struct OrderOutcome: Sendable {
  package internal(set) var statuses = StatusSet()
  package internal(set) var district = Balance()
  package internal(set) var town = Balance()

  package var whole: Balance {
    var sum = district
    sum += town
    return sum
  }

  subscript(level: FundLevel) -> Balance {
    get { level == .district ? district : town }
    set { if level == .district { district = newValue } else { town = newValue } }
  }
}

package struct Reconciliation: Sendable {
  package private(set) var file: PaymentFile
  package let batch: Batch
  /// By payment.
  package let matches: [Match]
  /// By payment, what holds of it.
  package internal(set) var findings: [StatusSet]
  /// By payment, whether its amount is among the paid: not where the same voucher is listed as come back.
  package internal(set) var counts: [Bool]
  /// By order.
  package internal(set) var outcomes: [OrderOutcome]
  /// The payments of each order lie together.
  private var sheaf: [Int32] = []
  private var starts: [Int32] = []

  package var book: OrderBook { file.book }

  /// - Parameter batch: the batch that the order is booked under, if somebody said so.
  package init(_ file: PaymentFile, batch: String? = nil) {
    self.file = file
    self.batch = Batch(file, said: batch)
    matches = match(file)
    findings = [StatusSet](repeating: StatusSet(), count: file.rows.count)
    counts = file.rows.map { $0.ending == .paid }
    outcomes = [OrderOutcome](repeating: OrderOutcome(), count: file.book.count)
    tie()
    compare()
    var judge = Judge(unit: file.book.awards.rulebook.settings.payUnit)
    for order in outcomes.indices { judge.judge(order, &self) }
    precondition(isConserved, "ordered is not paid + open - over")
  }

  /// The payments of an order, in no order that means anything.
  package func payments(of order: Int) -> ArraySlice<Int32> { sheaf[Int(starts[order])..<Int(starts[order + 1])] }

  /// The payments that belong to no order.
  package var strays: [Int] { matches.indices.filter { matches[$0].order < 0 } }

  /// Whether every order is settled, every payment has one, and the file could be read.
  package var isSettled: Bool {
    file.unreadable.isEmpty && !file.faults.contains { $0.severity == .error } && !matches.contains { $0.order < 0 }
      && outcomes.allSatisfy { $0.statuses.leading?.isSettled ?? false }
  }

  /// Gathers the payments of each order by counting.
  private mutating func tie() {
    starts = [Int32](repeating: 0, count: outcomes.count + 1)
    for match in matches where match.order >= 0 { starts[Int(match.order) + 1] += 1 }
    for order in outcomes.indices { starts[order + 1] += starts[order] }
    var next = starts
    sheaf = [Int32](repeating: 0, count: Int(starts[outcomes.count]))
    for (at, match) in matches.enumerated() where match.order >= 0 {
      sheaf[Int(next[Int(match.order)])] = Int32(at)
      next[Int(match.order)] += 1
    }
  }

  /// Holds each payment against its order: name, account, batch.
  private mutating func compare() {
    var names = FoldedNames()
    for (at, match) in matches.enumerated() {
      let payment = file.rows[at]
      guard match.order >= 0 else {
        findings[at].insert(.notInOrder)
        continue
      }
      let order = book.orders[Int(match.order)]
      let isPayee = payment.payee == order.payee || names.areEqual(payment.payee, order.payee, book.payees)
      let isCode = payment.uscc < 0 || payment.uscc == order.uscc
      findings[at].insert(.payeeDiffers, where: !isPayee || !isCode)
      findings[at].insert(.batchDiffers, where: payment.batch != batch.number)
      if payment.account != order.account {
        findings[at].insert(.accountDiffers)
        noteDamage(payment, order)
      }
      if match.step == .order, let other = file.order(of: payment.application), other != match.order {
        file.noteContradiction(payment)
      }
    }
    file.faults.sort { ($0.place.line, $0.place.position) < ($1.place.line, $1.place.position) }
  }

  private mutating func noteDamage(_ payment: Payment, _ order: BookedOrder) {
    guard payment.account >= 0 else { return }
    let found = file.account(of: payment)
    guard let damage = damage(found, of: book.accounts.bytes(order.account)) else { return }
    file.note(damage, String(decoding: found, as: UTF8.self), line: payment.line)
  }

  /// The law over everything, from the file and the book, not from the parts.
  private var isConserved: Bool {
    let total = ReconciliationTotals(self).total
    let paid = file.rows.indices.reduce(Int128(0)) { counts[$1] ? $0 + Int128(file.rows[$1].amount) : $0 }
    let ordered = book.orders.indices.reduce(Int128(0)) { $0 + Int128(book.award($1).amount) }
    return total.whole.paid == paid && total.whole.ordered == ordered
      && ordered == paid + total.whole.open - total.whole.over
  }
}

/// Which batch the order is booked under.
package struct Batch: Sendable {
  package enum Source: Sendable { case said, run, mostFrequent, none }

  /// The number among the file's batches, -2 if no payment carries it.
  let number: Int32
  package let name: String
  package let source: Source

  /// As somebody said; else the run's number, if any payment carries it; else what most payments carry.
  init(_ file: PaymentFile, said: String?) {
    if let said {
      (name, source) = (said, .said)
      number = file.batches.number(of: foldedCode(said)) ?? -2
      return
    }
    if let own = file.batches.number(of: foldedCode(file.book.awards.run)) {
      (number, name, source) = (own, file.book.awards.run, .run)
      return
    }
    var counts = [Int](repeating: 0, count: file.batches.count)
    for payment in file.rows where payment.batch >= 0 { counts[Int(payment.batch)] += 1 }
    let most = counts.indices.max { left, right in
      counts[left] != counts[right]
        ? counts[left] < counts[right]
        : file.batches.bytes(Int32(right)).lexicographicallyPrecedes(file.batches.bytes(Int32(left)))
    }
    number = most.map { Int32($0) } ?? -2
    name = most.map { file.name(ofBatch: Int32($0)) } ?? ""
    source = most == nil ? .none : .mostFrequent
  }
}

/// Names by number in their symbols, each folded once.
private struct FoldedNames {
  private var folded: [Int32: String] = [:]

  mutating func areEqual(_ left: Int32, _ right: Int32, _ names: Symbols) -> Bool {
    guard left >= 0, right >= 0 else { return false }
    return fold(left, names) == fold(right, names)
  }

  private mutating func fold(_ name: Int32, _ names: Symbols) -> String {
    if let known = folded[name] { return known }
    let new = foldedName(names.string(name))
    folded[name] = new
    return new
  }
}
