// A cell of the policy as people name it, in rulings and in what-ifs: `items/smart-upgrade/upper_overlap`.
//
//     table/row/column
//
// - The table is one of `Rulebook.tables`; the column is one of its columns.
// - A row is called by its key cells joined by points, blank ones left out: `levels/smart-factory.national/amount`,
//   `policy/pay_unit/value`, `conditions/smart-upgrade.investment_not_over/value`. The keys are those of
//   `PolicyTable.pathKey`. The first of them are enough where they fit one row only:
//   `levels/smart-upgrade/rate`.
// - A limit may be named as if it were a column: `limits/smart-upgrade/slots` is
//   `limits/smart-upgrade.slots/value`.

package import Tables

package struct CellPath: Equatable, Sendable {
  package let table: String
  package let key: String
  package let column: String

  package init(table: String, key: String, column: String) {
    let names = PolicyTable.limits.columns.map(\.name)
    let isLimit = table == PolicyTable.limits.rawValue && !column.isEmpty && !names.contains(column)
    self.table = table
    self.key = isLimit ? "\(key).\(column)" : key
    self.column = isLimit ? "value" : column
  }

  /// Reads `table/row/column`; a text without two slashes leads nowhere.
  package init(_ path: String) {
    let first = path.firstIndex(of: "/") ?? path.endIndex
    let last = path.lastIndex(of: "/") ?? path.endIndex
    guard first < last else {
      self.init(table: path, key: "", column: "")
      return
    }
    self.init(
      table: String(path[..<first]), key: String(path[path.index(after: first)..<last]),
      column: String(path[path.index(after: last)...]))
  }

  package var description: String { column.isEmpty ? table : "\(table)/\(key)/\(column)" }

  /// The path leads to no cell, or to several.
  struct Lost: Error { let problem: Problem }

  struct Location: Equatable {
    var sheet: Int
    var row: Int
    var column: Int
  }

  func locate(in sheets: [Sheet]) throws(Lost) -> Location {
    guard !column.isEmpty else { throw Lost(problem: .badPath) }
    guard let table = PolicyTable(rawValue: table), let sheet = sheets.firstIndex(where: { $0.name == self.table })
    else { throw Lost(problem: .noSuchTable) }
    guard table.columns.contains(where: { $0.name == column }),
      let column = sheets[sheet].columns.firstIndex(of: column)
    else { throw Lost(problem: .unknownPolicyColumn(table)) }
    let rows = candidates(table, sheets[sheet]).map { Row(sheet: sheets[sheet], index: $0) }
    let named = rows.filter { $0.name(table) == key }
    let found = named.isEmpty ? rows.filter { $0.name(table).hasPrefix(key + ".") } : named
    guard let row = found.first else { throw Lost(problem: .noSuchRow(table)) }
    guard found.count == 1 else { throw Lost(problem: .severalRows(found.map { $0.name(table) })) }
    return Location(sheet: sheet, row: row.index, column: column)
  }

  /// The rows whose first key cell is blank, begins the key or is begun by it: only these can be meant.
  private func candidates(_ table: PolicyTable, _ sheet: Sheet) -> [Int] {
    let first = table.pathKey.first.flatMap { sheet.columns.firstIndex(of: $0) }
    guard let first else { return Array(sheet.rows.indices) }
    return sheet.rows.indices.filter { index in
      let cell = sheet.rows[index][first]
      return cell.isEmpty || key.hasPrefix(cell) || cell.hasPrefix(key)
    }
  }
}

extension Row {
  func name(_ table: PolicyTable) -> String {
    table.pathKey.map { self[$0] }.filter { !$0.isEmpty }.joined(separator: ".")
  }
}

extension Rulebook {
  /// What the cell says that a path names, as it stands in the table.
  ///
  /// - Throws: `Unusable` if the path leads to no cell or to several.
  package func cell(at path: CellPath) throws(Unusable) -> String {
    let location = try locate(path)
    return sheets[location.sheet].rows[location.row][location.column]
  }

  /// This policy with one cell changed. A ruling that rests on the cell then has the new value as its choice, and the
  /// old one among its alternatives.
  ///
  /// - Throws: `Unusable` if the path leads to no cell or to several, or if the changed policy is faulty.
  package func replacing(_ path: CellPath, with value: String) throws(Unusable) -> Rulebook {
    try replacing([(path, value)])
  }

  /// This policy with several cells changed at once: only the policy that comes out need hold together.
  package func replacing(_ edits: [(path: CellPath, value: String)]) throws(Unusable) -> Rulebook {
    var changed = sheets
    for (path, text) in edits {
      let location = try locate(path)
      let value = plainCell(text)
      changed[location.sheet].rows[location.row][location.column] = value
      for ruling in rulings where try locate(CellPath(ruling.location)) == location {
        Self.choose(value, in: ruling, &changed)
      }
    }
    return try Rulebook(sheets: changed)
  }

  /// As `replacing(_:with:)` with the parts of the path.
  package func replacing(
    _ table: String, key: String, column: String, with value: String
  ) throws(Unusable) -> Rulebook {
    try replacing(CellPath(table: table, key: key, column: column), with: value)
  }

  private func locate(_ path: CellPath) throws(Unusable) -> CellPath.Location {
    do throws(CellPath.Lost) {
      return try path.locate(in: sheets)
    } catch {
      let place = Place(file: PolicyTable(rawValue: path.table)?.file ?? "policy")
      throw Unusable([Fault(.error, place, found: excerpt(path.description), error.problem)])
    }
  }

  private static func choose(_ value: String, in ruling: Ruling, _ sheets: inout [Sheet]) {
    guard value != ruling.choice, let sheet = sheets.firstIndex(where: { $0.name == PolicyTable.rulings.rawValue })
    else { return }
    let columns = sheets[sheet].columns
    guard let id = columns.firstIndex(of: "ruling"), let choice = columns.firstIndex(of: "choice"),
      let others = columns.firstIndex(of: "alternatives"),
      let row = sheets[sheet].rows.firstIndex(where: { $0[id] == ruling.id })
    else { return }
    sheets[sheet].rows[row][choice] = value
    let alternatives = [ruling.choice] + ruling.alternatives.filter { $0 != value }
    sheets[sheet].rows[row][others] = alternatives.joined(separator: ";")
  }
}
