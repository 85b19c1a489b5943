// One order and its payments: the parts are added up, then every status is looked at.

import Tables

struct Judge {
  /// No award is finer than this many fen, so that nobody pays an instalment of less.
  let unit: Int64
  /// Used again from order to order: the order's payments, and the amounts of the paid ones by level.
  private var rows: [Int32] = []
  private var amounts: [[Int64]] = [[], []]

  init(unit: Int64) { self.unit = unit }

  mutating func judge(_ order: Int, _ all: inout Reconciliation) {
    rows.removeAll(keepingCapacity: true)
    rows.append(contentsOf: all.payments(of: order))
    if rows.count > 1 { gather(all.file.rows) }
    takeBack(&all)
    var outcome = OrderOutcome()
    var held = StatusSet()
    let (lastPaid, lastReturned) = add(order, &outcome, &held, all)
    let twice = findTwice(outcome, &held, &all)
    let whole = outcome.whole
    held.insert(.amountDiffers, where: differs(outcome, twice))
    held.insert(.overpaid, where: whole.over > twice.district + twice.town)
    held.insert(.recovered, where: rows.contains { all.file.rows[Int($0)].ending == .recovered })
    if let lastReturned {
      let isOpen = whole.open > 0 || lastPaid.map { $0 < lastReturned } ?? true
      held.insert(isOpen ? .returned : .returnedAndRepaid)
    }
    held.insert(.unpaid, where: lastPaid == nil)
    held.insert(.partPaid, where: lastPaid != nil && whole.open > 0)
    held.insert(.matched, where: held.isEmpty)
    outcome.statuses = held
    all.outcomes[order] = outcome
  }

  /// Puts together what belongs together: level, voucher, amount; payments that arrived before those that did not.
  private mutating func gather(_ payments: [Payment]) {
    rows.sort { one, two in
      let (left, right) = (payments[Int(one)], payments[Int(two)])
      let (first, second) = (
        (left.level.rawValue, left.voucher, left.amount, left.ending.rawValue),
        (right.level.rawValue, right.voucher, right.amount, right.ending.rawValue)
      )
      return first != second ? first < second : (left.day, left.line) < (right.day, right.line)
    }
  }

  /// A voucher that is listed as paid and as returned or recovered is one payment that came back.
  private func takeBack(_ all: inout Reconciliation) {
    var at = 0
    while at < rows.count {
      let first = all.file.rows[Int(rows[at])]
      var end = at + 1
      while end < rows.count, isOneVoucher(first, all.file.rows[Int(rows[end])]) { end += 1 }
      let back = (at..<end).count { all.file.rows[Int(rows[$0])].ending != .paid }
      // The paid ones stand first.
      for row in rows[at..<min(end, at + back)] where all.file.rows[Int(row)].ending == .paid {
        all.counts[Int(row)] = false
      }
      at = end
    }
  }

  private func isOneVoucher(_ left: Payment, _ right: Payment) -> Bool {
    left.voucher == right.voucher && left.voucher >= 0 && left.level == right.level && left.amount == right.amount
  }

  /// Adds the payments up.
  ///
  /// - Returns: the last days on which something was paid and something came back, nil where nothing was.
  private mutating func add(
    _ order: Int, _ outcome: inout OrderOutcome, _ held: inout StatusSet, _ all: Reconciliation
  ) -> (Int32?, Int32?) {
    for level in FundLevel.allCases { amounts[level.rawValue].removeAll(keepingCapacity: true) }
    var (lastPaid, lastReturned): (Int32?, Int32?) = (nil, nil)
    for row in rows.map(Int.init) {
      let payment = all.file.rows[row]
      switch payment.ending {
      case .paid where !all.counts[row]: continue
      case .paid:
        outcome[payment.level].paid += Int128(payment.amount)
        amounts[payment.level.rawValue].append(payment.amount)
        lastPaid = max(lastPaid ?? .min, payment.day)
        for status in [ReconciliationStatus.payeeDiffers, .accountDiffers, .batchDiffers] {
          held.insert(status, where: all.findings[row].contains(status))
        }
      case .returned:
        outcome[payment.level].returned += Int128(payment.amount)
        lastReturned = max(lastReturned ?? .min, payment.day)
      case .recovered: outcome[payment.level].recovered += Int128(payment.amount)
      }
    }
    for level in FundLevel.allCases {
      outcome[level].ordered = Int128(all.book.ordered(order, level))
      outcome[level].open = max(0, outcome[level].ordered - outcome[level].paid)
      outcome[level].over = max(0, outcome[level].paid - outcome[level].ordered)
    }
    return (lastPaid, lastReturned)
  }

  /// How much of what is over comes of payments that repeat an amount, the largest first.
  private mutating func findTwice(
    _ outcome: OrderOutcome, _ held: inout StatusSet, _ all: inout Reconciliation
  ) -> (district: Int128, town: Int128) {
    guard rows.count > 1 else { return (0, 0) }
    markEqualRows(&held, &all)
    var explained: [Int128] = [0, 0]
    for level in FundLevel.allCases where outcome[level].over > 0 {
      amounts[level.rawValue].sort(by: >)
      let sorted = amounts[level.rawValue]
      for at in sorted.indices.dropFirst() where sorted[at] == sorted[at - 1] && sorted[at] > 0 {
        guard explained[level.rawValue] + Int128(sorted[at]) <= outcome[level].over else { continue }
        explained[level.rawValue] += Int128(sorted[at])
        held.insert(.paidTwice)
        mark(sorted[at], level, &all)
      }
    }
    return (explained[0], explained[1])
  }

  private func mark(_ amount: Int64, _ level: FundLevel, _ all: inout Reconciliation) {
    for row in rows.map(Int.init) where all.counts[row] {
      let payment = all.file.rows[row]
      all.findings[row].insert(.paidTwice, where: payment.amount == amount && payment.level == level)
    }
  }

  /// Two paid rows that are equal in all that they say: one payment listed twice, or made twice.
  private func markEqualRows(_ held: inout StatusSet, _ all: inout Reconciliation) {
    for at in rows.indices.dropFirst() {
      let (one, two) = (Int(rows[at - 1]), Int(rows[at]))
      let (left, right) = (all.file.rows[one], all.file.rows[two])
      guard all.counts[one], all.counts[two], isOneVoucher(left, right), left.day == right.day,
        left.batch == right.batch, left.payee == right.payee, left.account == right.account
      else { continue }
      held.insert(.paidTwice)
      for row in [one, two] { all.findings[row].insert(.paidTwice) }
    }
  }

  /// The whole is right and the parts are not; or a part that was paid is off by less than anything that is paid.
  private func differs(_ outcome: OrderOutcome, _ twice: (district: Int128, town: Int128)) -> Bool {
    let whole = outcome.whole
    if whole.open > 0, whole.paid == whole.ordered { return true }
    return FundLevel.allCases.contains { level in
      let part = outcome[level]
      let off = part.open + part.over - (level == .district ? twice.district : twice.town)
      return !amounts[level.rawValue].isEmpty && off > 0 && off < Int128(unit)
    }
  }
}
