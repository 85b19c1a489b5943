// A policy in the making: what has been read of it so far, and every fault found on the way.
//
// Each table has its reader in an extension, called in the order in which names are used. A faulty cell is noted and
// stood in for, so that it is not reported again wherever its row is named.

package import Tables

extension Rulebook {
  /// Compiles the tables and checks the policy as a whole.
  ///
  /// - Parameter sheets: one for each of `tables`, in any order.
  /// - Throws: `Unusable` with every fault, by table, line and column.
  package init(sheets: [Sheet]) throws(Unusable) {
    var draft = Draft(sheets)
    draft.read()
    guard draft.faults.isEmpty else { throw Unusable(draft.faults.sorted(by: precedes)) }
    self.init(
      settings: draft.settings, clauses: draft.clauses, items: draft.items, levels: draft.levels,
      conditions: draft.conditions, fields: draft.fields, aliases: draft.aliases, groups: draft.groups,
      rulings: draft.rulings, budgets: draft.budgets, reasons: draft.reasons, sheets: sheets)
  }

  /// Reads the policy's files and compiles them.
  ///
  /// - Parameter files: the files below the year folder, by path, as `policy/items.csv`; others are not looked at.
  /// - Throws: `Unusable` with every fault: of the files if any is missing or cannot be read, else of the policy.
  package init(files: [(path: String, bytes: [UInt8])]) throws(Unusable) {
    try self.init(sheets: Self.readSheets(files).sheets)
  }
}

struct Draft {
  var faults: [Fault] = []
  var settings = Settings.unread
  var clauses: [Clause] = []
  var items: [Item] = []
  var levels: [Level] = []
  var conditions: [Condition] = []
  var fields: [Field] = []
  var aliases: [Alias] = []
  var groups: [Group] = []
  var rulings: [Ruling] = []
  var budgets: [Budget] = []
  var reasons = ReasonCatalogue()
  /// Fields whose type cannot be read: what is compared with them is not looked at.
  var brokenFields: Set<Int> = []
  /// Tables with columns that nobody knows.
  var misspelt: Set<String> = []
  /// Where each item stands, to speak of it from other tables.
  var itemRows: [Row] = []
  let sheets: [Sheet]
  private var rowsByTable: [PolicyTable: [Row]] = [:]

  init(_ sheets: [Sheet]) { self.sheets = sheets }

  fileprivate mutating func read() {
    checkTables()
    guard faults.isEmpty else { return }
    checkColumns()
    keepRows()
    readSettings()
    readClauses()
    readFields()
    readItems()
    readLevels()
    readConditions()
    readCriteria()
    readLimits()
    readTies()
    readAliases()
    readBudgets()
    readRulings()
  }

  /// The rows of a table but for those whose key was said before.
  func rows(_ table: PolicyTable) -> [Row] { rowsByTable[table] ?? [] }

  func sheet(_ table: PolicyTable) -> Sheet? { sheets.first { $0.name == table.rawValue } }

  private mutating func checkTables() {
    for table in PolicyTable.allCases where sheet(table) == nil {
      faults.append(Fault(.error, Place(file: table.file), found: "", .missingFile))
    }
  }

  private mutating func checkColumns() {
    for table in PolicyTable.allCases {
      guard let sheet = sheet(table) else { continue }
      let known = table.columns.map(\.name)
      for (name, position) in zip(sheet.columns, sheet.positions) where !known.contains(name) {
        misspelt.insert(table.rawValue)
        let place = Place(file: table.file, line: 1, column: name, position: position)
        faults.append(Fault(.error, place, found: excerpt(name), .unknownPolicyColumn(table)))
      }
      for column in table.columns where column.required && !sheet.columns.contains(column.name) {
        let problem = Problem.missingColumn(name: column.name, title: column.title)
        faults.append(Fault(.error, Place(file: table.file, line: 1), found: "", problem))
      }
    }
  }

  /// Notes rows that say what a row before them said, and leaves them out.
  private mutating func keepRows() {
    for table in PolicyTable.allCases {
      guard let sheet = sheet(table) else { continue }
      var seen: [[String]: Row] = [:]
      for row in sheet.rows.indices.map({ Row(sheet: sheet, index: $0) }) {
        let key = table.uniqueKey.map { row[$0] }
        if !key.isEmpty, !key[0].isEmpty, let earlier = seen[key] {
          note(row, table.uniqueKey[0], .doubledKey(of: earlier.place()))
          continue
        }
        seen[key] = row
        rowsByTable[table, default: []].append(row)
      }
    }
  }
}

/// A row of a sheet, its cells by the names of their columns.
struct Row {
  let sheet: Sheet
  let index: Int

  /// The trimmed cell; empty where it is blank or the file lacks the column.
  subscript(column: String) -> String {
    sheet.columns.firstIndex(of: column).map { sheet.rows[index][$0] } ?? ""
  }

  func place(_ column: String? = nil) -> Place {
    let position = column.flatMap { sheet.columns.firstIndex(of: $0) }.map { sheet.positions[$0] }
    return Place(
      file: "policy/\(sheet.name).csv", line: sheet.lines[index], column: column ?? "", position: position ?? 0)
  }
}

/// Faults by table, line and column.
private func precedes(_ left: Fault, _ right: Fault) -> Bool {
  func rank(_ fault: Fault) -> (Int, Int, Int) {
    let table = PolicyTable.allCases.firstIndex { $0.file == fault.place.file }
    return (table ?? 0, fault.place.line, fault.place.position)
  }
  return rank(left) < rank(right)
}
