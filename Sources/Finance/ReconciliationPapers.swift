// The reconciliation as tables: a row for every order, a row for every payment, the sums, and what was wrong in the file.

package import Papers
import Rulebook
import Tables

extension Reconciliation {
  /// The tables for programs, private all of them; no account stands in them.
  package func tables(_ totals: ReconciliationTotals) -> [Paper] {
    let faults = faultTable(file.faults)
    return [orderTable, paymentTable]
      + [("totals.csv", totalsTable(totals)), ("statuses.csv", statusTable(totals)), (faults.name, faults.bytes)]
      .map { Paper(name: $0.0, bytes: $0.1, isPrivate: true) }
  }

  /// A table of many rows, which is made in parts.
  private func long(
    _ name: String, _ header: [String], rows: Int, write: @escaping @Sendable (Int, inout CSVWriter) -> Void
  ) -> Paper {
    let size = 4096
    return Paper(name: name, parts: max(1, (rows + size - 1) / size), isPrivate: true) { part in
      var csv = part == 0 ? CSVWriter(header: header) : CSVWriter()
      for row in part * size..<min(rows, (part + 1) * size) { write(row, &csv) }
      return csv.bytes
    }
  }

  private var orderTable: Paper {
    let parts = ["", "district_", "town_"]
    let header =
      ["order", "application_id", "item", "town", "payee", "uscc", "status", "statuses"]
      + parts.flatMap { part in ["ordered_fen", "paid_fen", "open_fen", "over_fen"].map { part + $0 } }
      + ["returned_fen", "recovered_fen", "payments"]
    let (awards, items) = (book.awards, book.awards.rulebook.items.map { Array($0.id.utf8) })
    return long("orders.csv", header, rows: outcomes.count) { at, csv in
      let (outcome, award) = (outcomes[at], book.award(at))
      csv.plain(book.number(at))
      csv.text(awards.application(award))
      csv.plain(items[Int(award.item)])
      csv.text(awards.towns[Int(award.town)])
      csv.text(awards.payee(award))
      csv.text(awards.uscc(award))
      csv.plain(outcome.statuses.leading?.name ?? "")
      csv.plain(outcome.statuses.names)
      for balance in [outcome.whole, outcome.district, outcome.town] { write(balance, &csv) }
      for fen in [outcome.whole.returned, outcome.whole.recovered] { csv.plain(String(fen)) }
      csv.integer(Int64(payments(of: at).count))
      csv.endRow()
    }
  }

  private func write(_ balance: Balance, _ csv: inout CSVWriter) {
    for fen in [balance.ordered, balance.paid, balance.open, balance.over] {
      if let small = Int64(exactly: fen) { csv.integer(small) } else { csv.plain(String(fen)) }
    }
  }

  /// Every row of the payment file: its order and the step by which it was found, and what holds of it.
  private var paymentTable: Paper {
    let header = [
      "line", "voucher", "batch", "order", "step", "application_id", "payee", "uscc", "amount_fen", "date", "level",
      "status", "counted", "findings",
    ]
    return long("payments.csv", header, rows: file.rows.count) { at, csv in
      func write(_ text: ArraySlice<UInt8>?) { if let text { csv.text(text) } else { csv.empty() } }
      let payment = file.rows[at]
      csv.integer(Int64(payment.line))
      write(file.voucher(payment))
      write(file.batch(payment))
      csv.plain(matches[at].order < 0 ? "" : book.number(Int(matches[at].order)))
      csv.plain(matches[at].step.name)
      write(payment.application < 0 ? nil : book.applications.bytes(payment.application))
      write(payment.payee < 0 ? nil : book.payees.bytes(payment.payee))
      write(payment.uscc < 0 ? nil : book.codes.bytes(payment.uscc))
      csv.integer(payment.amount)
      csv.plain(file.day(payment)?.description ?? "")
      csv.plain(payment.level.name)
      csv.plain(payment.ending.name)
      csv.plain(counts[at] ? "yes" : "no")
      csv.plain(findings[at].names)
      csv.endRow()
    }
  }

  /// Of everything, of every item and of every town: each level, and both together. A blank name is of payments whose
  /// item or town nobody knows.
  private func totalsTable(_ totals: ReconciliationTotals) -> [UInt8] {
    var csv = CSVWriter(header: [
      "kind", "name", "level", "ordered_fen", "paid_fen", "open_fen", "over_fen", "returned_fen", "recovered_fen",
    ])
    for group in groups(totals) {
      for (level, balance) in [("all", group.sum.whole), ("district", group.sum.district), ("town", group.sum.town)] {
        csv.plain(group.kind.rawValue)
        csv.text(group.name)
        csv.plain(level)
        write(balance, &csv)
        for fen in [balance.returned, balance.recovered] { csv.plain(String(fen)) }
        csv.endRow()
      }
    }
    return csv.bytes
  }

  private func statusTable(_ totals: ReconciliationTotals) -> [UInt8] {
    var csv = CSVWriter(header: ["status", "leads", "holds", "ordered_fen", "paid_fen", "open_fen", "over_fen"])
    for status in ReconciliationStatus.allCases {
      csv.plain(status.name)
      csv.integer(Int64(totals.leading[status.rawValue]))
      csv.integer(Int64(totals.holding[status.rawValue]))
      write(totals.balances[status.rawValue], &csv)
      csv.endRow()
    }
    return csv.bytes
  }
}

/// A sum of a reconciliation with its name.
package struct SumGroup: Sendable {
  package enum Kind: String, Sendable { case total, item, town }
  package let kind: Kind
  /// An item's id or a town's name; empty for the total, and where nobody knows.
  package let name: String
  /// For people.
  package let title: String
  package let sum: LevelBalance
}

extension Reconciliation {
  /// The sums that have anything in them: the total, items in policy order, towns by the bytes of their names.
  package func groups(_ totals: ReconciliationTotals) -> [SumGroup] {
    let unknown = "不在明细"
    let items = book.awards.rulebook.items
    let byItem = totals.items.enumerated().map { at, sum in
      at < items.count
        ? SumGroup(kind: .item, name: items[at].id, title: items[at].title, sum: sum)
        : SumGroup(kind: .item, name: "", title: unknown, sum: sum)
    }
    let towns = book.awards.towns
    let byTown = totals.towns.enumerated().map { at, sum in
      SumGroup(
        kind: .town, name: at < towns.count ? towns[at] : "", title: at < towns.count ? towns[at] : unknown, sum: sum)
    }
    let sorted = byTown.dropLast().sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } + byTown.suffix(1)
    return [SumGroup(kind: .total, name: "", title: "合计", sum: totals.total)]
      + (byItem + sorted).filter { $0.sum != LevelBalance() }
  }

  /// The orders that somebody has to look at, the gravest first.
  package var unsettled: [Int] {
    outcomes.indices.filter { !(outcomes[$0].statuses.leading?.isSettled ?? false) }
      .sorted { one, two in
        let (left, right) = (outcomes[one].statuses.leading!.rawValue, outcomes[two].statuses.leading!.rawValue)
        return left != right ? left < right : one < two
      }
  }
}

// What people read of an order or a payment, without its account.
extension Reconciliation {
  package func application(_ order: Int) -> String { text(book.awards.application(book.award(order))) }
  package func payee(_ order: Int) -> String { text(book.awards.payee(book.award(order))) }
  package func item(_ order: Int) -> String { book.awards.rulebook.items[Int(book.award(order).item)].title }
  package func town(_ order: Int) -> String { book.awards.towns[Int(book.award(order).town)] }

  package func voucher(_ payment: Int) -> String { file.voucher(file.rows[payment]).map(text) ?? "" }
  package func payeeOf(payment: Int) -> String {
    let name = file.rows[payment].payee
    return name < 0 ? "" : book.payees.string(name)
  }
  package func date(_ payment: Int) -> String { file.day(file.rows[payment])?.description ?? "" }

  private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
