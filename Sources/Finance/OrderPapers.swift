// payments/: the order for the bank, what was set aside, and the totals by which anyone can see that the order is
// whole and unchanged.

import Audit
package import Papers
import Rulebook
import Tables

/// The columns of payments/order.csv; a running number behind the run's makes the order number.
let orderColumns =
  "order application_id payee uscc account_name bank bank_code account amount_fen district_fen town_fen clause"

/// The columns of payments/totals.csv: `kind` is awarded, order, set_aside, item, town or file.
let totalColumns = "kind name count amount_fen district_fen town_fen sha256"

extension PaymentOrder {
  /// The papers of the order, private all of them.
  ///
  /// - Parameter accounts: the bytes of accounts.csv, whose hash stands among the totals.
  package func papers(accounts: [UInt8]) -> [Paper] {
    let (order, aside) = (orderTable, setAsideTable)
    let totals = totalsTable([("order.csv", order), ("set_aside.csv", aside), ("accounts.csv", accounts)])
    return [("order.csv", order), ("set_aside.csv", aside), ("totals.csv", totals)].map {
      Paper(name: $0.0, bytes: $0.1, isPrivate: true)
    }
  }

  private var orderTable: [UInt8] {
    var csv = CSVWriter(header: orderColumns.split(separator: " ").map(String.init))
    for order in orders {
      writeHead(order.award, &csv)
      for text in [order.account.name, order.account.bank, order.account.bankCode, order.account.number] {
        csv.text(text)
      }
      writeMoney(order.award, &csv)
      csv.endRow()
    }
    return csv.bytes
  }

  private var setAsideTable: [UInt8] {
    var csv = CSVWriter(header: [
      "order", "application_id", "payee", "uscc", "amount_fen", "district_fen", "town_fen", "clause", "reason", "words",
      "place",
    ])
    for row in setAside {
      writeHead(row.award, &csv)
      writeMoney(row.award, &csv)
      csv.plain(row.reason.rawValue)
      csv.text(row.reason.words(.zh))
      csv.text(row.place?.description ?? "")
      csv.endRow()
    }
    return csv.bytes
  }

  private func writeHead(_ number: Int, _ csv: inout CSVWriter) {
    let award = awards.rows[number]
    csv.plain(awards.orderNumber(number))
    csv.text(awards.application(award))
    csv.text(awards.payee(award))
    csv.text(awards.uscc(award))
  }

  private func writeMoney(_ number: Int, _ csv: inout CSVWriter) {
    let award = awards.rows[number]
    for fen in [award.amount, award.district, award.townPart] { csv.integer(fen) }
    csv.text(awards.clause(award))
  }

  private func totalsTable(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var csv = CSVWriter(header: totalColumns.split(separator: " ").map(String.init))
    func write(_ kind: String, _ name: String, _ sum: OrderSum) {
      csv.plain(kind)
      csv.text(name)
      csv.integer(Int64(sum.count))
      for fen in [sum.amount, sum.district, sum.townPart] { csv.plain(String(fen)) }
      csv.empty()
      csv.endRow()
    }
    write("awarded", "total", sum(Array(awards.rows.indices)))
    write("order", "total", sum(orders.map(\.award)))
    write("set_aside", "total", sum(setAside.map(\.award)))
    for (name, sum) in byItem { write("item", name, sum) }
    for (name, sum) in byTown { write("town", name, sum) }
    for file in files {
      csv.plain("file")
      csv.plain(file.name)
      for _ in 0..<4 { csv.empty() }
      csv.plain(hex(sha256(file.bytes)))
      csv.endRow()
    }
    return csv.bytes
  }

  /// The orders of each item, in policy order; items without any are left out.
  package var byItem: [(String, OrderSum)] {
    var sums = [OrderSum](repeating: OrderSum(), count: awards.rulebook.items.count)
    for order in orders { sums[Int(awards.rows[order.award].item)].add(awards.rows[order.award]) }
    return zip(awards.rulebook.items.map(\.id), sums).filter { $0.1.count > 0 }
  }

  /// The orders of each town, in the byte order of their names.
  package var byTown: [(String, OrderSum)] {
    var sums = [OrderSum](repeating: OrderSum(), count: awards.towns.count)
    for order in orders { sums[Int(awards.rows[order.award].town)].add(awards.rows[order.award]) }
    return zip(awards.towns, sums).filter { $0.1.count > 0 }
      .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
  }
}
