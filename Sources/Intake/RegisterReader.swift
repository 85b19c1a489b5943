// The registers are taken one after another; a row that cannot be trusted is noted against whom it concerns.
//
// A row's key is its credit code (for sheets the application, for towns and shares the town). A faulty row whose key
// can be read leaves the claims that it concerns pending; one whose key cannot be read is only logged, as an error.

package import Cores
package import Rulebook
package import Tables

package struct RegisterReader: Sendable {
  package internal(set) var registers = Registers()
  let rulebook: Rulebook
  private let names: NameTable
  /// The registers that are there, with their files' sizes.
  private var present: [(schema: RegisterSchema, size: Int)] = []
  /// Registers that nobody has to hand in and that are not there.
  private var missing: [Fault] = []
  /// Of the registers that were read, by line.
  private var found: [Fault] = []
  /// By register, why the year cannot be read.
  private var unusable: [String: [Fault]] = [:]
  /// Towns by name and by alias.
  var townNumbers: [String: Int] = [:]
  var figures = Gathering<FiguresRow>()
  var sheets = Gathering<ScoreSheet>()
  var upperAwards = Gathering<UpperAward>()
  var specialDeals = Gathering<SpecialDeal>()
  var vetoes = Gathering<Veto>()
  var priorAwards = Gathering<PriorAward>()
  var workdayPlaces: [Day: RowPlace] = [:]
  /// The register that is being read, and what there was before it.
  private var current = 0
  private var before = Registers()
  /// What the register that is being read gave cause to say, beside its tables' own faults.
  var notes: [Fault] = []
  private var tableFaults: [Fault] = []
  /// Of the piece that is being added.
  private(set) var piece = RegisterPiece()
  /// By row of it, the number of its credit code, -1 where nobody can read it.
  private(set) var keys: [Int32] = []

  private init(_ rulebook: Rulebook) {
    self.rulebook = rulebook
    names = NameTable(rulebook)
  }

  /// Reads registers. Towns come first, then shares and enterprises, then the rest.
  ///
  /// - Parameter files: the folder's files, in any order.
  package static func reading(
    _ schemas: [RegisterSchema] = Schema.registers, of files: [InputFile], under rulebook: Rulebook, on cores: Cores
  ) -> RegisterReader {
    var reader = RegisterReader(rulebook)
    let registers = schemas.compactMap { schema in
      reader.find(schema, among: files).map { (file: $0, columns: schema.columns) }
    }
    let (present, names) = (reader.present, reader.names)
    reader = readRows(of: registers, on: cores, into: consume reader) { file, table in
      RegisterPiece(table, present[file].schema, names)
    }
    reader.registers.mark(on: cores)
    reader.registers.panels.hold(under: rulebook)
    return reader
  }

  /// What should be said of the registers that the year can be read with.
  package var faults: [Fault] { missing + found }

  /// What stands in the way of reading the year.
  package var fatal: [Fault] { Schema.registers.flatMap { unusable[$0.name] ?? [] } }

  /// The register's file; that there is none is noted.
  private mutating func find(_ schema: RegisterSchema, among files: [InputFile]) -> InputFile? {
    if let file = files.first(where: { $0.path == schema.file }) {
      present.append((schema, file.size))
      return file
    }
    let fault = Fault(schema.required ? .error : .warning, Place(file: schema.file), found: "", .missingFile)
    if schema.required { unusable[schema.name] = [fault] } else { missing.append(fault) }
    return nil
  }

  private mutating func add(_ table: Table, of schema: RegisterSchema) {
    switch schema.name {
    case "towns": addTowns(table)
    case "shares": addShares(table)
    case "enterprises": addEnterprises(table)
    case "figures": addFigures(table)
    case "scores": addScores(table)
    case "upper_awards": addUpperAwards(table)
    case "special_deals": addSpecialDeals(table)
    case "vetoes": addVetoes(table)
    case "prior_awards": addPriorAwards(table)
    case "workdays": addWorkdays(table)
    default: preconditionFailure("no register is called \(schema.name)")
    }
  }

  /// Numbers the credit codes of all rows at once. In the register of enterprises hardly one was seen before.
  private mutating func lookUp(_ table: Table, _ schema: RegisterSchema) {
    guard let column = schema.codeColumn else { return }
    if schema.name == "enterprises" {
      registers.codes.fetch(piece.hashes)
      keys = [Int32](repeating: Chunk.unnumbered, count: table.count)
    } else {
      keys = table.numbers(column, in: registers.codes, piece.hashes, blank: Chunk.blank, unknown: Chunk.unnumbered)
    }
    for row in keys.indices where table.states[row] != .good { keys[row] = Chunk.blank }
    table.intern(column, piece.hashes, in: &registers.codes, &keys, where: Chunk.unnumbered)
  }

  /// Makes room for as many rows as a file of this size has if they all are like these, so that what grows is not copied
  /// again and again; a register that is smaller leaves the room untouched.
  private mutating func expect(rowsLike table: Table, _ size: Int, _ schema: RegisterSchema) {
    let bytes = table.end - table.starts[0]
    // A sound row is longer than its code and a word; a file that says otherwise must not ask for more room than it has.
    let rows = size / max(32, bytes / table.count)
    switch schema.name {
    case "enterprises":
      // Forms and other registers name some more.
      registers.codes.reserve(rows + rows / 32)
      registers.enterprises.reserve(rows)
    case "figures": figures.reserve(rows)
    case "scores": sheets.reserve(rows)
    case "upper_awards": upperAwards.reserve(rows)
    case "prior_awards": priorAwards.reserve(rows)
    default: break
    }
  }

  private mutating func finish(_ schema: RegisterSchema, _ source: TableSource) {
    let count = registers.codes.count
    switch schema.name {
    case "towns": finishTowns(source)
    case "enterprises": finishEnterprises()
    case "figures": finishFigures(source)
    case "scores": finishScores(source)
    case "upper_awards": registers.upperAwards = upperAwards.tied(keyCount: count)
    case "special_deals": registers.specialDeals = specialDeals.tied(keyCount: count)
    case "vetoes": registers.vetoes = vetoes.tied(keyCount: count)
    case "prior_awards": registers.priorAwards = priorAwards.tied(keyCount: count)
    default: break
    }
  }

  // MARK: Rows

  /// Two rows for one thing: equal ones count once, and true is returned; others are a fault of both.
  mutating func settleTwin(
    _ table: Table, _ row: Int, of register: String, _ earlier: RowPlace, found: String
  ) -> Bool {
    let other = registers.tables[register]!.row(earlier)
    let same = other.count == 1 && says(table, row, theSameAs: other, 0)
    let place = table.source.place(line: earlier.line)
    note(same ? .skipped : .error, table, row, found: found, same ? .repeatedRow(of: place) : .rowsDiffer(from: place))
    return same
  }

  // MARK: Cells

  /// The code of an enterprise that the register knows; a faulty row is noted against it.
  mutating func knownEnterprise(_ table: Table, _ row: Int, _ column: Int) -> Int32? {
    let code = keys[row]
    guard code >= 0 else { return nil }
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
    if let item = names.item(piece.names[column][row]) { return item }
    note(.warning, table, row, column, found: table.string(row, column), .unknownPolicyItem)
    return nil
  }

  /// The level, the item's only one if blank, -1 if blank among several; nil if the policy has no such level.
  mutating func policyLevel(_ table: Table, _ row: Int, _ column: Int, of item: Int) -> Int? {
    let word = piece.names[column][row]
    if word == NameTable.blank {
      return rulebook.items[item].levels.count == 1 ? rulebook.items[item].levels.lowerBound : -1
    }
    if let level = names.level(word, of: item) { return level }
    note(.warning, table, row, column, found: table.string(row, column), .unknownPolicyItem)
    return nil
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
    RowPlace(line: table.lines[row])
  }

  mutating func note(
    _ severity: Fault.Severity, _ table: Table, _ row: Int, _ column: Int? = nil, found: String, _ problem: Problem
  ) {
    notes.append(Fault(severity, table.place(row, column), found: excerpt(found), problem))
  }
}

extension RegisterReader: RowTaker {
  package typealias Made = RegisterPiece

  private var schema: RegisterSchema { present[current].schema }

  package mutating func begin(_ file: Int) {
    current = file
    before = registers.before(schema.name)
  }

  package mutating func take(_ table: Table, _ made: RegisterPiece, lines _: Int) {
    piece = made
    tableFaults += table.faults
    registers.append(table, to: schema.name)
    lookUp(table, schema)
    add(table, of: schema)
    if registers.isFirst(table, of: schema.name) { expect(rowsLike: table, present[current].size, schema) }
  }

  package mutating func forget() {
    let (codes, subjects, words) = (registers.codes, registers.subjects, registers.words)
    registers = before
    if schema.name != "enterprises" {
      (registers.codes, registers.subjects, registers.words) = (codes, subjects, words)
    }
    (notes, tableFaults) = ([], [])
    (figures, sheets, upperAwards) = (Gathering(), Gathering(), Gathering())
    (specialDeals, vetoes, priorAwards, workdayPlaces) = (Gathering(), Gathering(), Gathering(), [:])
  }

  package mutating func end(_ read: Result<FileReader, Unusable>) {
    switch read {
    case .success(let file):
      registers.close(schema.name, file.source)
      finish(schema, file.source)
      // A register is done with column by column, but people read it line by line.
      found += (file.remarks + tableFaults + notes).inLineOrder
      (notes, tableFaults) = ([], [])
    case .failure(let error):
      unusable[schema.name] = error.faults
      forget()
    }
    (before, piece, keys) = (Registers(), RegisterPiece(), [])
  }
}

/// What can be told of a piece of a register without knowing what stands before it.
package struct RegisterPiece: Sendable {
  /// By row, the hash of its key; 0 where it is blank.
  private(set) var hashes: [UInt64] = []
  /// By column, for columns of words that many rows share.
  private(set) var words: [Int: Words] = [:]
  /// By column and row, for columns of items and levels: the word's number in the table of their names.
  private(set) var names: [[Int32]] = []
  /// Of the register of enterprises, its rows with what takes no numbers, and their names.
  private(set) var enterprises: [EnterpriseRow] = []
  private(set) var enterpriseNames = Texts()

  init() {}

  init(_ table: Table, _ schema: RegisterSchema, _ names: NameTable) {
    if let key = schema.codeColumn ?? (schema.name == "scores" ? 0 : nil) { hashes = table.hashes(key) }
    for column in schema.wordColumns { words[column] = Words(table, column) }
    self.names = table.columns.indices.map { schema.nameColumns.contains($0) ? names.words(table, $0) : [] }
    if schema.name == "enterprises" {
      enterprises = EnterpriseRow.withDays(table)
      enterpriseNames = table.texts(1)
    }
  }
}

extension Registers {
  /// What is kept in case a register has to be read anew. The texts that were numbered meanwhile do no harm, and to hold
  /// them twice would copy all of them; but the first codes are those of the enterprises' rows.
  fileprivate func before(_ register: String) -> Registers {
    guard register != "enterprises" else { return self }
    var before = self
    (before.codes, before.subjects, before.words) = (Symbols(), Symbols(), Symbols())
    return before
  }
}
