// The payment order read back for reconciliation, every order beside the award that it pays.

import Audit
import Rulebook
package import Tables
package import Verification

/// Which purse a part of an award comes from.
package enum FundLevel: Int, CaseIterable, Sendable {
  case district, town

  package var name: String { self == .district ? "district" : "town" }
  package func words(_ language: Language) -> String {
    switch self {
    case .district: language == .zh ? "区级" : "district"
    case .town: language == .zh ? "镇级" : "town"
    }
  }
}

/// One order; texts are numbers in the book's symbols, so that payments are compared as integers.
struct BookedOrder: Sendable {
  /// Index into the awards.
  let award: Int32
  let uscc: Int32
  let payee: Int32
  let account: Int32
}

/// The orders of a run.
package struct OrderBook: Sendable {
  package let awards: Awards
  private(set) var orders: [BookedOrder] = []
  /// By award, its order, -1 where it was set aside.
  private(set) var orderOfAward: [Int32] = []
  /// Application ids; those of the awards come first, with the numbers of the awards.
  var applications = Symbols()
  var codes = Symbols()
  var payees = Symbols()
  /// As `comparable` gives them.
  var accounts = Symbols()

  package var count: Int { orders.count }

  /// Reads an order and holds it against the run's awards and its own control totals.
  ///
  /// - Parameter order: payments/order.csv
  /// - Parameter totals: payments/totals.csv
  package init(_ awards: Awards, order: [UInt8], totals: [UInt8]) throws(Broken) {
    self.awards = awards
    let sums = try Cells("payments/totals.csv", totals, columns: totalColumns)
    let own = hex(sha256(order))
    guard (0..<sums.count).contains(where: { sums.string($0, 1) == "order.csv" && sums.string($0, 6) == own }) else {
      throw Broken("payments/order.csv", "was changed: its SHA-256 is not the one of payments/totals.csv")
    }
    for award in awards.rows { _ = applications.intern(awards.application(award)) }
    guard applications.count == awards.rows.count else { throw Broken("decisions.csv", "awards an application twice") }
    orderOfAward = [Int32](repeating: -1, count: awards.rows.count)
    let cells = try Cells("payments/order.csv", order, columns: orderColumns)
    for row in 0..<cells.count { try read(cells, row) }
  }

  private mutating func read(_ cells: Cells, _ row: Int) throws(Broken) {
    guard let award = applications.number(of: plain(cells.text(row, 1))), Int(award) < awards.rows.count,
      orderOfAward[Int(award)] < 0, cells.string(row, 0) == awards.orderNumber(Int(award)),
      cells.integer(row, 8) == awards.rows[Int(award)].amount,
      cells.integer(row, 9) == awards.rows[Int(award)].district,
      cells.integer(row, 10) == awards.rows[Int(award)].townPart
    else { throw Broken("payments/order.csv", "row \(row + 1) is not what the run awards") }
    orderOfAward[Int(award)] = Int32(orders.count)
    orders.append(
      BookedOrder(
        award: award, uscc: codes.intern(plain(cells.text(row, 3))), payee: payees.intern(plain(cells.text(row, 2))),
        account: accounts.intern(comparable(plain(cells.text(row, 7))))))
  }

  /// Fen that the order asks of a level.
  func ordered(_ order: Int, _ level: FundLevel) -> Int64 {
    let award = award(order)
    return level == .district ? award.district : award.townPart
  }

  func award(_ order: Int) -> Award { awards.rows[Int(orders[order].award)] }

  package func number(_ order: Int) -> String { awards.orderNumber(Int(orders[order].award)) }

  /// The award that an order number names, nil if it is none of this run's.
  func award(numbered text: ArraySlice<UInt8>) -> Int32? {
    let run = awards.run.utf8
    guard text.count > run.count + 6, text[text.startIndex + run.count] == UInt8(ascii: "-") else { return nil }
    for (byte, own) in zip(text, run) where byte != own && !(own >= 97 && byte == own - 32) { return nil }
    let digits = text.dropFirst(run.count + 1)
    guard digits.allSatisfy(isDigit), digits.count == 6 || digits.first != UInt8(ascii: "0"), digits.count < 10 else {
      return nil
    }
    let number = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    return (1...awards.rows.count).contains(number) ? Int32(number - 1) : nil
  }
}
