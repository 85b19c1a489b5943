// What finance reads: the bank's payments beside an order, and the register of accounts from which an order is made.
// Whatever the bytes, nothing is netted, no fen is lost and no account is told.

import Audit
import Finance
import Papers
import Rulebook
import Tables
import Verification

private let accounts = """
  uscc,account_name,bank,bank_code,account
  91370500HB0000012D,港样1号公司,示例银行,102304000001,9999000000000011
  91370500HB00000208,港样2号公司,示例银行,102304000002,9999000000000012
  91370500HB00000395,港样3号公司,示例银行,102304000003,0620000000000013
  91370500HB00000470,港样4号公司,示例银行,102304000004,9999000000000014
  91370500HB0000063M,港样6号公司,示例银行,102304000006,9999000000000016
  """

private let awards: Awards = {
  let run = files(below: (setting("FUZZ_DATA") ?? ".") + "/run")
  let papers = Dictionary(uniqueKeysWithValues: run.map { ($0.path, $0.bytes) })
  guard let awards = try? Awards(papers, run: setting("FUZZ_RUN") ?? "") else { fatalError("FUZZ_DATA holds no run") }
  insist(awards.rows.count > 3, "a run of more than three awards")
  return awards
}()

private let book: OrderBook = {
  guard let register = try? Document(file: "accounts.csv", raw: Array(accounts.utf8)),
    let known = try? Accounts(register), let book = written(PaymentOrder(awards, known))
  else { fatalError("the accounts are good") }
  insist(book.count == awards.rows.count, "an order for every award")
  return book
}()

/// The first byte says which of the two tables.
func fuzzPayments(_ bytes: [UInt8]) {
  guard let first = bytes.first, let document = try? Document(file: "f.csv", raw: Array(bytes.dropFirst())) else {
    return
  }
  if first % 4 == 3 { fuzzAccounts(document) } else { fuzzPayments(document) }
}

private func fuzzPayments(_ document: Document) {
  guard let file = try? PaymentFile(document, book) else { return }
  let all = Reconciliation(file)
  let (totals, whole) = (ReconciliationTotals(all), sum(all.outcomes.map(\.whole)))
  for outcome in all.outcomes {
    for part in [outcome.district, outcome.town] {
      insist(part.ordered == part.paid + part.open - part.over, "a part that is netted")
      insist(part.open >= 0 && part.over >= 0 && (part.open == 0 || part.over == 0), "open and over at once")
    }
  }
  insist(whole.ordered == totals.total.whole.ordered, "the orders are not the sum")
  insist(all.matches.count == file.rows.count, "a payment without an answer")
  insist(
    all.strays.count + all.outcomes.indices.reduce(0) { $0 + all.payments(of: $1).count } == file.rows.count,
    "a payment is lost")
  isQuiet(all.file.faults)
  for paper in all.tables(totals) {
    for part in 0..<paper.parts { insist(firstInvalidUTF8(paper.part(part)) == nil, "\(paper.name) is not UTF-8") }
  }
  let again = Reconciliation((try? PaymentFile(document, book)) ?? file)
  insist(again.outcomes.map(\.whole) == all.outcomes.map(\.whole), "two readings differ")
}

private func fuzzAccounts(_ document: Document) {
  guard let known = try? Accounts(document) else { return }
  let order = PaymentOrder(awards, known)
  insist(order.orders.count + order.setAside.count == awards.rows.count, "an award is lost")
  isQuiet(known.faults)
  insist(written(order)?.count == order.orders.count, "an order that cannot be read back")
}

/// An order written and read again; nil if what was written is refused.
private func written(_ order: PaymentOrder) -> OrderBook? {
  let papers = order.papers(accounts: [])
  return try? OrderBook(order.awards, order: papers[0].bytes, totals: papers[2].bytes)
}

private func sum(_ balances: [Balance]) -> Balance { balances.reduce(into: Balance()) { $0 += $1 } }

/// No fault tells more of an account than its last four signs.
private func isQuiet(_ faults: [Fault]) {
  for fault in faults {
    insist(fault.message(in: .zh).count < 400, "a message without end")
    guard fault.place.column == "account" else { continue }
    insist(fault.found.count { $0.isNumber } <= 4, "an account is told: \(fault.found)")
  }
}
