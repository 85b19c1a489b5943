// accounts.csv: where an enterprise's money goes. Personal data: read for the payment order and for nothing else.

package import Tables

/// What accounts.csv says of one enterprise.
package struct Account: Equatable, Sendable {
  package let name: String
  package let bank: String
  package let bankCode: String
  package let number: String
}

/// Why there is no account to pay into; the codes are those of set_aside.csv.
package enum AccountTrouble: String, CaseIterable, Sendable {
  case missing = "account_missing"
  case unreadable = "account_unreadable"
  case damaged = "account_damaged"
  case doubled = "account_rows_differ"
  case nameDiffers = "account_name_differs"

  package func words(_ language: Language) -> String {
    switch self {
    case .missing: language == .zh ? "收款账户表中没有该单位" : "accounts.csv has no row for the enterprise"
    case .unreadable: language == .zh ? "收款账户的行不完整或无法读取" : "the account's row is incomplete or cannot be read"
    case .damaged:
      language == .zh
        ? "账号或联行号被表格软件当作数字改动过；请把该列设为文本后重填"
        : "a spreadsheet took the account or the bank code for a number; make the columns text and fill them again"
    case .doubled: language == .zh ? "该单位有两行账户而内容不同；只能保留一行" : "two rows of the enterprise differ; keep one"
    case .nameDiffers: language == .zh ? "户名与单位名称不一致" : "the account is not in the enterprise's name"
    }
  }
}

/// The register of accounts, by credit code.
package struct Accounts: Sendable {
  /// Everything that a person should be told of the table; accounts are masked.
  package private(set) var faults: [Fault] = []
  private var codes = Symbols()
  private var entries: [Entry] = []
  private let source: TableSource

  private struct Entry: Sendable {
    var account: Account
    var trouble: AccountTrouble?
    /// Where the trouble stands, or the row begins.
    var place: Place

    /// The bank without its branch: the first three digits of the bank code, else the bank as it is written.
    var bankKey: String { account.bankCode.isEmpty ? account.bank : String(account.bankCode.prefix(3)) }
  }

  static let columns = [
    ColumnSpec("uscc", "统一社会信用代码", .creditCode, required: true, filled: true),
    ColumnSpec("account_name", "户名", .text, required: true, filled: true),
    ColumnSpec("bank", "开户银行", .text, required: true, filled: true),
    ColumnSpec("bank_code", "联行号", .code),
    ColumnSpec("account", "账号", .code, required: true, filled: true),
  ]
  private static let (bankCode, number) = (3, 4)

  /// - Throws: `Unusable` if the file cannot be cut into rows.
  package init(_ document: Document) throws(Unusable) {
    var reader = try TableReader(document, columns: Accounts.columns)
    source = reader.source
    let table = try reader.readAll()
    faults = reader.remarks + table.faults.map(withoutAccount)
    for row in 0..<table.count { read(table, row) }
    suspectColumns()
  }

  /// The account of an enterprise, or what stands against it and where.
  ///
  /// - Parameter payee: the enterprise's name; names are compared as everywhere.
  package func account(
    of uscc: ArraySlice<UInt8>, payee: ArraySlice<UInt8>
  ) -> (account: Account?, trouble: AccountTrouble?, place: Place?) {
    guard let code = codes.number(of: uscc) else { return (nil, .missing, nil) }
    let entry = entries[Int(code)]
    if let trouble = entry.trouble { return (nil, trouble, entry.place) }
    guard foldedName(entry.account.name) == foldedName(String(decoding: payee, as: UTF8.self)) else {
      return (nil, .nameDiffers, Place(file: entry.place.file, line: entry.place.line, column: "account_name"))
    }
    return (entry.account, nil, nil)
  }

  private mutating func read(_ table: Table, _ row: Int) {
    let code = table.value(row, 0)
    guard table.states[row] == .good, Cell.isKnown(code) else { return }
    let texts = (1...4).map { table.string(row, $0) }
    let found = comparable(Array(texts[Accounts.number - 1].utf8)[...])
    var entry = Entry(
      account: Account(
        name: texts[0], bank: texts[1], bankCode: texts[2], number: String(decoding: found, as: UTF8.self)),
      trouble: nil, place: table.place(row))
    if table.hasInvalidCell[row] {
      entry.trouble = .unreadable
    } else if let damage = damage(found) {
      entry = damaged(entry, table.place(row, Accounts.number), damage, texts[Accounts.number - 1])
    } else if isCutShort(texts[Accounts.bankCode - 1]) {
      entry = damaged(entry, table.place(row, Accounts.bankCode), .leadingZeros, texts[Accounts.bankCode - 1])
    }
    let number = codes.intern(table.bytes(CellText(bits: code)))
    guard Int(number) < entries.count else {
      entries.append(entry)
      return
    }
    let earlier = entries[Int(number)]
    let isSame = earlier.account == entry.account
    faults.append(
      Fault(
        isSame ? .skipped : .error, table.place(row), found: table.string(row, 0),
        isSame ? .repeatedRow(of: earlier.place) : .rowsDiffer(from: earlier.place)))
    if !isSame { entries[Int(number)].trouble = .doubled }
  }

  private mutating func damaged(_ entry: Entry, _ place: Place, _ damage: AccountDamage, _ found: String) -> Entry {
    faults.append(Fault(.error, place, found: masked(found), damage.problem))
    var entry = entry
    entry.trouble = .damaged
    entry.place = place
    return entry
  }

  /// Damage that shows only beside the other rows: a column in which every long number ends in zeros, and a number
  /// that is shorter than those of its bank, which begin with zeros.
  private mutating func suspectColumns() {
    let long = entries.indices.filter { entries[$0].account.number.utf8.count > 15 }
    let rounded = long.filter { isRoundedOff(Array(entries[$0].account.number.utf8)[...]) }
    if long.count >= 3, rounded.count == long.count { for at in rounded { suspect(at, .roundedOff) } }
    var lengths: [String: Int] = [:]
    for entry in entries where entry.account.number.hasPrefix("0") {
      lengths[entry.bankKey, default: 0] = max(lengths[entry.bankKey] ?? 0, entry.account.number.utf8.count)
    }
    for at in entries.indices {
      let number = entries[at].account.number
      guard let length = lengths[entries[at].bankKey], number.utf8.count < length, !number.hasPrefix("0") else {
        continue
      }
      suspect(at, .leadingZeros)
    }
  }

  private mutating func suspect(_ at: Int, _ damage: AccountDamage) {
    guard entries[at].trouble == nil else { return }
    let place = source.place(line: entries[at].place.line, Accounts.number)
    entries[at] = damaged(entries[at], place, damage, entries[at].account.number)
  }
}

/// Whether a bank code of digits has fewer than the twelve that every one has.
private func isCutShort(_ bankCode: String) -> Bool {
  !bankCode.isEmpty && bankCode.utf8.count < 12 && bankCode.utf8.allSatisfy(isDigit)
}

/// The fault without the account number that the reader found.
func withoutAccount(_ fault: Fault) -> Fault {
  guard fault.place.column == "account" else { return fault }
  return Fault(fault.severity, fault.place, found: masked(fault.found), fault.problem)
}

extension AccountDamage {
  var problem: Problem {
    switch self {
    case .scientific: .spreadsheetDamage
    case .roundedOff: .digitsRoundedOff
    case .leadingZeros: .leadingZerosLost
    }
  }
}
