// Which order a payment belongs to: by its order number, else by its application id, else by credit code and amount.

package import Tables

/// How a payment found its order.
package enum MatchStep: Int, CaseIterable, Sendable {
  case order, application, usccAmount, noOrder

  /// As it stands in the tables.
  package var name: String {
    switch self {
    case .order: "order"
    case .application: "application_id"
    case .usccAmount: "uscc_amount"
    case .noOrder: ""
    }
  }

  package func words(_ language: Language) -> String {
    switch self {
    case .order: language == .zh ? "拨付编号" : "order number"
    case .application: language == .zh ? "申报编号" : "application id"
    case .usccAmount: language == .zh ? "信用代码和金额" : "credit code and amount"
    case .noOrder: language == .zh ? "不在明细" : "not in the order"
    }
  }
}

/// A payment's order.
package struct Match: Equatable, Sendable {
  /// -1 where there is none.
  package fileprivate(set) var order: Int32 = -1
  package fileprivate(set) var step = MatchStep.noOrder
}

/// Matches every payment; the order of the rows in the file means nothing.
func match(_ file: PaymentFile) -> [Match] {
  var matches = [Match](repeating: Match(), count: file.rows.count)
  var left: [Int32] = []
  let names = namesOne(file)
  for (at, payment) in file.rows.enumerated() {
    if payment.award >= 0, let order = file.order(of: payment.award) {
      matches[at] = Match(order: order, step: .order)
    } else if let order = file.order(of: payment.application) {
      matches[at] = Match(order: order, step: .application)
    } else if payment.uscc >= 0, payment.award < 0, payment.application < 0 || !names[Int(payment.application)] {
      // Who names an award that was set aside, or an application without one, says whose payment it is: of no order.
      left.append(Int32(at))
    }
  }
  if !left.isEmpty { matchByAmount(left, file, &matches) }
  return matches
}

/// By application id in the book, whether it is one of the run's; looked up only where payments name others.
private func namesOne(_ file: PaymentFile) -> [Bool] {
  let awards = file.book.awards
  guard file.book.applications.count > awards.rows.count else {
    return [Bool](repeating: true, count: awards.rows.count)
  }
  return awards.isKnown(file.book.applications)
}

/// A sum that payments of an enterprise can be told by: a part of an order, or all of it.
private struct Offer {
  let uscc: Int32
  let amount: Int64
  /// 0 and 1 the level, 2 the whole order.
  let part: Int
  let order: Int32
}

/// Each payment takes the first order of its enterprise with that amount which nothing was paid on yet, the parts of
/// its own level before whole orders; if all have been paid it is the first one's, which is then paid twice.
private func matchByAmount(_ left: [Int32], _ file: PaymentFile, _ matches: inout [Match]) {
  let book = file.book
  var paid = [Bool](repeating: false, count: book.count * 2)
  for (at, match) in matches.enumerated() where match.order >= 0 && file.rows[at].ending == .paid {
    paid[Int(match.order) * 2 + file.rows[at].level.rawValue] = true
  }
  let offers = offers(left, file)
  for at in left.sorted(by: { precedes(file.rows[Int($0)], file.rows[Int($1)], file) }).map(Int.init) {
    let payment = file.rows[at]
    let candidates = [payment.level.rawValue, 2].flatMap { part in
      find(offers, payment.uscc, payment.amount, part).map { offers[$0] }
    }
    func isFree(_ offer: Offer) -> Bool {
      let (district, town) = (paid[Int(offer.order) * 2], paid[Int(offer.order) * 2 + 1])
      return offer.part == 2 ? !district && !town : offer.part == 0 ? !district : !town
    }
    guard let chosen = candidates.first(where: isFree) ?? candidates.first else { continue }
    matches[at] = Match(order: chosen.order, step: .usccAmount)
    if payment.ending == .paid { paid[Int(chosen.order) * 2 + payment.level.rawValue] = true }
  }
}

/// The sums of the orders of those enterprises that unmatched payments name, sorted.
private func offers(_ left: [Int32], _ file: PaymentFile) -> [Offer] {
  var isNamed = [Bool](repeating: false, count: file.book.codes.count)
  for at in left { isNamed[Int(file.rows[Int(at)].uscc)] = true }
  var offers: [Offer] = []
  for (at, order) in file.book.orders.enumerated() where isNamed[Int(order.uscc)] {
    let award = file.book.award(at)
    for (part, amount) in [award.district, award.townPart, award.amount].enumerated() where amount > 0 {
      offers.append(Offer(uscc: order.uscc, amount: amount, part: part, order: Int32(at)))
    }
  }
  return offers.sorted { ($0.uscc, $0.amount, $0.part, $0.order) < ($1.uscc, $1.amount, $1.part, $1.order) }
}

private func find(_ offers: [Offer], _ uscc: Int32, _ amount: Int64, _ part: Int) -> Range<Int> {
  func bound(_ isBefore: (Offer) -> Bool) -> Int {
    var (low, high) = (0, offers.count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(offers[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
  let first = bound { ($0.uscc, $0.amount, $0.part) < (uscc, amount, part) }
  return first..<bound { ($0.uscc, $0.amount, $0.part) <= (uscc, amount, part) }
}

/// An order of payments that does not depend on where they stand: by what they say, payments that arrived first.
private func precedes(_ left: Payment, _ right: Payment, _ file: PaymentFile) -> Bool {
  let (one, two) = (
    (left.ending.rawValue, left.day, left.amount, left.level.rawValue),
    (right.ending.rawValue, right.day, right.amount, right.level.rawValue)
  )
  if one != two { return one < two }
  func voucher(_ payment: Payment) -> ArraySlice<UInt8> {
    payment.voucher < 0 ? [] : file.vouchers.bytes(payment.voucher)
  }
  let (first, second) = (voucher(left), voucher(right))
  return same(first, second) ? left.line < right.line : first.lexicographicallyPrecedes(second)
}
