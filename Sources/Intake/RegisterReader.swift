// The registers are read one after another; a row that cannot be trusted is noted against whom it concerns.
//
// A row's key is its credit code (for sheets the application, for towns and shares the town). A faulty row whose key
// can be read leaves the claims that it concerns pending; one whose key cannot be read is only logged, as an error.

package import Rulebook
package import Tables

package struct RegisterReader {
  package internal(set) var registers = Registers()
  package internal(set) var faults: [Fault] = []
  let rulebook: Rulebook
  /// Towns by name and by alias.
  var townNumbers: [String: Int] = [:]

  package init(_ rulebook: Rulebook) { self.rulebook = rulebook }

  /// Reads one register's file. Towns come first, then shares and enterprises, then the rest.
  package mutating func read(_ schema: RegisterSchema, _ document: Document) throws(Unusable) {
    var reader = try TableReader(document, columns: schema.columns)
    faults += reader.remarks
    registers.sources[schema.name] = TableSource(
      document: reader.document, columns: schema.columns, header: reader.header)
    let table = try reader.readAll()
    faults += table.faults
    switch schema.name {
    case "towns": readTowns(table)
    case "shares": readShares(table)
    case "enterprises": readEnterprises(table)
    case "figures": readFigures(table)
    case "scores": readScores(table)
    case "upper_awards": readUpperAwards(table)
    case "special_deals": readSpecialDeals(table)
    case "vetoes": readVetoes(table)
    case "prior_awards": readPriorAwards(table)
    case "workdays": readWorkdays(table)
    default: preconditionFailure("no register is called \(schema.name)")
    }
  }

  // MARK: Rows

  /// Two rows for one thing: equal ones count once, and true is returned; others are a fault of both.
  mutating func settleTwin(_ table: Table, _ row: Int, _ earlier: Int, found: String) -> Bool {
    let same = table.says(row, theSameAs: earlier)
    let place = table.place(earlier)
    note(same ? .skipped : .error, table, row, found: found, same ? .repeatedRow(of: place) : .rowsDiffer(from: place))
    return same
  }

  // MARK: Cells

  /// The credit code of a row as a number in `codes`; nil if nobody can read it, which the reader has logged.
  mutating func key(_ table: Table, _ row: Int, _ column: Int) -> Int32? {
    let value = table.value(row, column)
    guard table.states[row] == .good, Cell.isKnown(value) else { return nil }
    return registers.codes.intern(table.bytes(CellText(bits: value)))
  }

  /// The code of an enterprise that the register knows; a faulty row is noted against it.
  mutating func knownEnterprise(_ table: Table, _ row: Int, _ column: Int) -> Int32? {
    guard let code = key(table, row, column) else { return nil }
    if registers.enterprise(code) == nil {
      note(.warning, table, row, column, found: registers.codes.string(code), .unknownEnterprise)
    }
    if table.hasInvalidCell[row], registers.unreadable[code] == nil { registers.unreadable[code] = table.place(row) }
    return code
  }

  /// The code of a row without faults.
  mutating func soundRow(_ table: Table, _ row: Int, _ column: Int) -> Int32? {
    guard let code = knownEnterprise(table, row, column), !table.hasInvalidCell[row] else { return nil }
    return code
  }

  mutating func policyItem(_ table: Table, _ row: Int, _ column: Int) -> Int? {
    let name = table.string(row, column)
    guard let item = rulebook.item(named: name) else {
      note(.warning, table, row, column, found: name, .unknownPolicyItem)
      return nil
    }
    return item
  }

  /// The level, the item's only one if blank, -1 if blank among several; nil if the policy has no such level.
  mutating func policyLevel(_ table: Table, _ row: Int, _ column: Int, of item: Int) -> Int? {
    let name = table.string(row, column)
    if name.isEmpty { return rulebook.items[item].levels.count == 1 ? rulebook.items[item].levels.lowerBound : -1 }
    guard let level = rulebook.level(named: name, of: item) else {
      note(.warning, table, row, column, found: name, .unknownPolicyItem)
      return nil
    }
    return level
  }

  mutating func subject(_ table: Table, _ row: Int, _ column: Int) -> Int32 {
    let value = table.value(row, column)
    return Cell.isKnown(value) ? registers.subjects.intern(table.bytes(CellText(bits: value))) : -1
  }

  func day(_ table: Table, _ row: Int, _ column: Int) -> Day? {
    let value = table.value(row, column)
    return Cell.isKnown(value) ? Day(number: Int(value)) : nil
  }

  func place(_ table: Table, _ row: Int) -> RowPlace {
    RowPlace(line: table.lines[row], offset: table.offsets[row])
  }

  mutating func note(
    _ severity: Fault.Severity, _ table: Table, _ row: Int, _ column: Int? = nil, found: String, _ problem: Problem
  ) {
    faults.append(Fault(severity, table.place(row, column), found: excerpt(found), problem))
  }
}
