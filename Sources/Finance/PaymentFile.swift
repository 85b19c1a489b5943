// What the bank or the treasury says was paid: a table, read into integers, a chunk of rows at a time.

package import Tables

/// What became of a payment. Rows stand alone: a row says how its own payment ended.
package enum Ending: Int, Sendable {
  /// The money arrived.
  case paid
  /// The bank sent it back.
  case returned
  /// It arrived and was taken back later.
  case recovered

  /// As the table writes it.
  package var name: String {
    switch self {
    case .paid: "paid"
    case .returned: "returned"
    case .recovered: "recovered"
    }
  }

  package var words: String {
    switch self {
    case .paid: "已支付"
    case .returned: "退汇"
    case .recovered: "已追回"
    }
  }
}

/// One row of the payment file; texts are numbers in the file's symbols, -1 where nothing was said.
package struct Payment: Sendable {
  package let line: Int32
  let voucher: Int32
  let batch: Int32
  /// The award whose order number the row gives; -1 for none, -2 for a number that is none of the run's.
  let award: Int32
  let application: Int32
  let payee: Int32
  let uscc: Int32
  /// -1 also where the number is damaged.
  let account: Int32
  /// Days since 1970-01-01, `Int32.min` where nobody can read it.
  let day: Int32
  package let level: FundLevel
  package let ending: Ending
  package let amount: Int64
}

/// The payment file, read beside the book of orders.
package struct PaymentFile: Sendable {
  package private(set) var rows: [Payment] = []
  /// Lines whose amount, level or status nobody can read: they count nowhere, and the faults say why.
  package private(set) var unreadable: [Int32] = []
  /// Everything that a person should be told, in the order of the file; accounts are masked.
  package internal(set) var faults: [Fault] = []
  private(set) var book: OrderBook
  private(set) var vouchers = Symbols()
  /// Folded.
  private(set) var batches = Symbols()
  /// Batches as they are written, and the number of each in `batches`.
  private var writtenBatches = Symbols()
  private var batchOfWritten: [Int32] = []
  private var source: TableSource

  /// The columns of payments.csv, in the order of `Column`.
  package static let columns: [ColumnSpec] = [
    needed("voucher", "支付凭证号", .code), needed("batch", "批次号", .text), ColumnSpec("order", "拨付编号", .text),
    ColumnSpec("application_id", "申报编号", .code), needed("payee", "收款人", .text),
    ColumnSpec("uscc", "统一社会信用代码", .creditCode), needed("account", "收款账号", .code),
    needed("amount", "金额", .money), needed("date", "支付日期", .day),
    needed("level", "资金级次", .word([["district", "区级"], ["town", "镇级"]])), ColumnSpec("document", "指标文号", .text),
    ColumnSpec("note", "摘要", .text),
    needed(
      "status", "状态",
      .word([["paid", "已到账", "已拨付", "成功"], ["returned", "退汇"], ["recovered", "已追回", "收回"]])),
  ]

  private enum Column: Int {
    case voucher, batch, order, application, payee, uscc, account, amount, date, level, document, note, status
  }

  private static func needed(_ name: String, _ title: String, _ kind: CellKind) -> ColumnSpec {
    ColumnSpec(name, title, kind, required: true, filled: true)
  }

  /// - Throws: `Unusable` if the file cannot be cut into rows.
  package init(_ document: Document, _ book: OrderBook) throws(Unusable) {
    self.book = book
    var reader = try TableReader(document, columns: PaymentFile.columns)
    source = reader.source
    faults = reader.remarks
    while let table = try reader.next() {
      faults += table.faults.map(withoutAccount)
      for row in 0..<table.count { read(table, row) }
    }
  }

  private mutating func read(_ table: Table, _ row: Int) {
    func value(_ column: Column) -> Int64 { table.value(row, column.rawValue) }
    func text(_ column: Column) -> ArraySlice<UInt8>? {
      let value = value(column)
      return Cell.isKnown(value) ? table.bytes(CellText(bits: value)) : nil
    }
    let (amount, level, status, date) = (value(.amount), value(.level), value(.status), value(.date))
    guard table.states[row] == .good, Cell.isKnown(amount), Cell.isKnown(level), Cell.isKnown(status) else {
      unreadable.append(table.lines[row])
      return
    }
    let named = text(.order).map { award($0, line: table.lines[row]) } ?? -1
    // What the order itself says needs no looking up.
    let own = self.order(of: named).map { book.orders[Int($0)] }
    func symbol(_ text: ArraySlice<UInt8>?, _ expected: Int32?, _ symbols: inout Symbols) -> Int32 {
      guard let text else { return -1 }
      if let expected, same(symbols.bytes(expected), text) { return expected }
      return symbols.intern(text)
    }
    rows.append(
      Payment(
        line: table.lines[row], voucher: symbol(text(.voucher), nil, &vouchers),
        batch: text(.batch).map { batch($0) } ?? -1, award: named,
        application: symbol(text(.application), own?.award, &book.applications),
        payee: symbol(text(.payee), own?.payee, &book.payees), uscc: symbol(text(.uscc), own?.uscc, &book.codes),
        account: account(text(.account), own?.account, line: table.lines[row]),
        day: Cell.isKnown(date) ? Int32(date) : .min, level: FundLevel(rawValue: Int(level))!,
        ending: Ending(rawValue: Int(status))!, amount: amount))
  }

  /// A file names few batches, which are folded once.
  private mutating func batch(_ text: ArraySlice<UInt8>) -> Int32 {
    let written = Int(writtenBatches.intern(text))
    if written == batchOfWritten.count {
      batchOfWritten.append(batches.intern(foldedCode(String(decoding: text, as: UTF8.self))))
    }
    return batchOfWritten[written]
  }

  /// A batch as the file writes it first.
  func name(ofBatch number: Int32) -> String {
    batchOfWritten.firstIndex(of: number).map { writtenBatches.string(Int32($0)) } ?? ""
  }

  private mutating func award(_ text: ArraySlice<UInt8>, line: Int32) -> Int32 {
    if let award = book.award(numbered: text) { return award }
    let folded = Array(foldedCode(String(decoding: text, as: UTF8.self)).utf8)
    if let award = book.award(numbered: folded[...]) { return award }
    let place = source.place(line: Int(line), Column.order.rawValue)
    faults.append(Fault(.warning, place, found: excerpt(String(decoding: text, as: UTF8.self)), .unknownOrder))
    return -2
  }

  private mutating func account(_ text: ArraySlice<UInt8>?, _ expected: Int32?, line: Int32) -> Int32 {
    guard let text else { return -1 }
    let account = comparable(text)
    if let expected, same(book.accounts.bytes(expected), account) { return expected }
    if let known = book.accounts.number(of: account) { return known }
    guard let damage = damage(account) else { return book.accounts.intern(account) }
    note(damage, String(decoding: text, as: UTF8.self), line: line)
    return -1
  }

  /// Notes what a spreadsheet did to the account on a line.
  mutating func note(_ damage: AccountDamage, _ found: String, line: Int32) {
    let place = source.place(line: Int(line), Column.account.rawValue)
    faults.append(Fault(.error, place, found: masked(found), damage.problem))
  }

  /// Notes a row whose application id and order number speak of two orders.
  mutating func noteContradiction(_ payment: Payment) {
    let place = source.place(line: Int(payment.line), Column.application.rawValue)
    faults.append(
      Fault(.error, place, found: excerpt(book.applications.string(payment.application)), .contradictsOrder))
  }

  func voucher(_ payment: Payment) -> ArraySlice<UInt8>? {
    payment.voucher < 0 ? nil : vouchers.bytes(payment.voucher)
  }
  func batch(_ payment: Payment) -> ArraySlice<UInt8>? { payment.batch < 0 ? nil : batches.bytes(payment.batch) }
  func day(_ payment: Payment) -> Day? { payment.day == .min ? nil : Day(number: Int(payment.day)) }
  func account(of payment: Payment) -> ArraySlice<UInt8> { book.accounts.bytes(payment.account) }
  /// The order that an application has, nil if it has none.
  func order(of application: Int32) -> Int32? {
    guard application >= 0, Int(application) < book.orderOfAward.count else { return nil }
    let order = book.orderOfAward[Int(application)]
    return order < 0 ? nil : order
  }
}
