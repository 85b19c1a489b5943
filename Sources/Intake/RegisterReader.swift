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

<<<<<<< HEAD
  private mutating func readTowns(_ table: Table) {
    var digests: [RowDigest] = []
    for row in 0..<table.count where table.states[row] == .good {
      let name = table.string(row, 0)
      if name.isEmpty { continue }
      if let known = registers.towns.firstIndex(where: { $0.name == name }) {
        if digests[known] == table.digests[row] {
          note(.skipped, table, row, found: name, .repeatedRow(of: table.source.place(line: registers.towns[known].line)))
        } else {
          registers.towns[known].unreadable = true
          registers.towns[known].administered = nil
          note(.error, table, row, found: name, .rowsDiffer(from: table.source.place(line: registers.towns[known].line)))
        }
        continue
      }
      let aliases = table.string(row, 1).split(separator: ";").map(trimmedText).filter { !$0.isEmpty }
      registers.towns.append(
        Town(
          name: name, aliases: aliases,
          administered: Cell.isKnown(table.value(row, 3)) ? table.value(row, 3) == 1 : nil,
          unreadable: table.hasInvalidCell[row], line: Int(table.lines[row])))
      digests.append(table.digests[row])
    }
    for (number, town) in registers.towns.enumerated().reversed() {
      for alias in town.aliases { townNumbers[alias] = number }
    }
    for (number, town) in registers.towns.enumerated() { townNumbers[town.name] = number }
  }

  private mutating func readShares(_ table: Table) {
    for row in 0..<table.count where table.states[row] == .good {
      let name = table.string(row, 0)
      if name.isEmpty { continue }
      guard let town = townNumbers[name] else {
        note(.warning, table, row, 0, found: name, .unknownTown)
        continue
      }
      let share = table.value(row, 2)
      if table.hasInvalidCell[row] {
        registers.towns[town].unreadable = true
        continue
      }
      guard share <= 1_000_000 else {
        note(.error, table, row, 2, found: table.raw(row, 2), .overWhole)
        registers.towns[town].unreadable = true
        continue
      }
      let itemName = table.string(row, 1)
      let item = itemName.isEmpty ? nil : rulebook.item(named: itemName)
      if !itemName.isEmpty && item == nil {
        note(.warning, table, row, 1, found: itemName, .unknownPolicyItem)
        continue
      }
      if let known = registers.shares.first(where: { $0.town == town && $0.item == item }) {
        let place = table.source.place(line: known.line)
        if known.district == share {
          note(.skipped, table, row, found: name, .repeatedRow(of: place))
        } else {
          registers.towns[town].unreadable = true
          note(.error, table, row, found: name, .rowsDiffer(from: place))
        }
        continue
      }
      registers.shares.append(
        Share(town: town, item: item, district: share, line: Int(table.lines[row]), offset: table.offsets[row]))
    }
  }

  // MARK: Enterprises

  private mutating func readEnterprises(_ table: Table) {
    var digests: [RowDigest] = []
    let facts: [(EnterpriseFact, Int)] = EnterpriseFact.allCases.map { fact in
      (fact, table.columns.firstIndex { $0.name == fact.rawValue }!)
    }
    var townOfWord: [Int32: Int32] = [:]
    for row in 0..<table.count {
      guard let code = key(table, row, 0) else { continue }
      while registers.enterprises.rowOfCode.count < registers.codes.count { registers.enterprises.rowOfCode.append(-1) }
      let known = registers.enterprises.rowOfCode[Int(code)]
      if known >= 0 {
        let place = table.source.place(line: Int(registers.enterprises.lines[Int(known)]))
        if digests[Int(known)] == table.digests[row] {
          note(.skipped, table, row, found: table.string(row, 0), .repeatedRow(of: place))
        } else {
          note(.error, table, row, found: table.string(row, 0), .rowsDiffer(from: place))
          markFaulty(Int(known), code, place)
        }
        continue
      }
      let number = registers.enterprises.count
      registers.enterprises.rowOfCode[Int(code)] = Int32(number)
      registers.enterprises.names.append(word(table, row, 1))
      for (fact, column) in facts {
        let value = table.value(row, column)
        registers.enterprises.facts[fact.index].append(
          !Cell.isKnown(value)
            ? Enterprises.missing : fact.isDay ? Int32(truncatingIfNeeded: value) : word(table, row, column))
      }
      let townWord = registers.enterprises.fact(.town, of: number)
      if townOfWord[townWord] == nil {
        let name = townWord == Enterprises.missing ? "" : registers.words.string(townWord)
        townOfWord[townWord] = townNumbers[name].map(Int32.init) ?? -1
      }
      registers.enterprises.towns.append(townOfWord[townWord]!)
      registers.enterprises.faulty.append(false)
      registers.enterprises.lines.append(table.lines[row])
      registers.enterprises.offsets.append(table.offsets[row])
      digests.append(table.digests[row])
      if table.hasInvalidCell[row] { markFaulty(number, code, table.place(row)) }
    }
  }

  private mutating func markFaulty(_ row: Int, _ code: Int32, _ place: Place) {
    registers.enterprises.faulty[row] = true
    if registers.unreadable[code] == nil { registers.unreadable[code] = place }
  }

  private mutating func word(_ table: Table, _ row: Int, _ column: Int) -> Int32 {
    let value = table.value(row, column)
    return Cell.isKnown(value) ? registers.words.intern(table.bytes(CellText(bits: value))) : Enterprises.missing
  }

  // MARK: Registers by enterprise

  private mutating func readFigures(_ table: Table) {
    var rows: [(key: Int32, row: FiguresRow)] = []
    var digests: [Int64: (RowDigest, Int)] = [:]
    for row in 0..<table.count {
      guard let code = knownEnterprise(table, row, 0) else { continue }
      let yearText = table.string(row, 1)
      let year = Int32(yearText) ?? 0
      if table.hasInvalidCell[row] {
        registers.unreadableFigures.insert(code)
        continue
      }
      let identity = Int64(code) << 16 | Int64(year)
      if let (digest, line) = digests[identity] {
        let place = table.source.place(line: line)
        if digest == table.digests[row] {
          note(.skipped, table, row, found: yearText, .repeatedRow(of: place))
        } else {
          note(.error, table, row, found: yearText, .rowsDiffer(from: place))
          if registers.unreadable[code] == nil { registers.unreadable[code] = place }
          registers.unreadableFigures.insert(code)
        }
        continue
      }
      digests[identity] = (table.digests[row], Int(table.lines[row]))
      rows.append(
        (
          code,
          FiguresRow(
            year: year, sales: table.value(row, 2), output: table.value(row, 3), growthList: table.value(row, 4),
            historyComplete: table.value(row, 5), place: place(table, row))
        ))
    }
    registers.figures = Sheaf(rows, keys: registers.codes.count)
  }

  private mutating func readUpperAwards(_ table: Table) {
    var rows: [(key: Int32, row: UpperAward)] = []
    for row in 0..<table.count {
      guard let code = soundRow(table, row, 0), let item = policyItem(table, row, 2),
        policyLevel(table, row, 3, of: item) != nil
      else { continue }
      let same = table.value(row, 8)
      rows.append(
        (
          code,
          UpperAward(
            item: item, subject: subject(table, row, 4), amount: table.value(row, 5),
            status: UpperAward.Status(rawValue: table.value(row, 7))!,
            sameSubject: Cell.isKnown(same) ? same == 1 : nil, place: place(table, row))
        ))
    }
    registers.upperAwards = Sheaf(rows, keys: registers.codes.count)
  }

  private mutating func readSpecialDeals(_ table: Table) {
    var rows: [(key: Int32, row: SpecialDeal)] = []
    for row in 0..<table.count {
      guard let code = soundRow(table, row, 0) else { continue }
      let names = table.string(row, 2).split(separator: ";").map(trimmedText).filter { !$0.isEmpty }
      var items: [Int]? = table.string(row, 2).isEmpty ? nil : []
      for name in names {
        if let item = rulebook.item(named: name) {
          items?.append(item)
        } else {
          note(.warning, table, row, 2, found: name, .unknownPolicyItem)
        }
      }
      rows.append(
        (
          code,
          SpecialDeal(items: items, from: day(table, row, 3)!, to: day(table, row, 4), place: place(table, row))
        ))
    }
    registers.specialDeals = Sheaf(rows, keys: registers.codes.count)
  }

  private mutating func readVetoes(_ table: Table) {
    var rows: [(key: Int32, row: Veto)] = []
    for row in 0..<table.count {
      guard let code = soundRow(table, row, 0) else { continue }
      rows.append(
        (
          code,
          Veto(
            advice: Veto.Advice(rawValue: table.value(row, 5))!, date: day(table, row, 3)!, cleared: day(table, row, 4),
            place: place(table, row))
        ))
    }
    registers.vetoes = Sheaf(rows, keys: registers.codes.count)
  }

  private mutating func readPriorAwards(_ table: Table) {
    var rows: [(key: Int32, row: PriorAward)] = []
    for row in 0..<table.count {
      guard let code = soundRow(table, row, 2), let item = policyItem(table, row, 3),
        let level = policyLevel(table, row, 4, of: item)
      else { continue }
      rows.append(
        (
          code,
          PriorAward(
            year: Int32(table.string(row, 1)) ?? 0, item: item, level: level, subject: subject(table, row, 5),
            amount: table.value(row, 6), paid: table.value(row, 7) == 0, place: place(table, row))
        ))
    }
    registers.priorAwards = Sheaf(rows, keys: registers.codes.count)
  }

  // MARK: Workdays

  private mutating func readWorkdays(_ table: Table) {
    var lineOf: [Day: Int32] = [:]
    for row in 0..<table.count where table.states[row] == .good && !table.hasInvalidCell[row] {
      let (day, working) = (Day(number: Int(table.value(row, 0))), table.value(row, 1) == 1)
      if let known = registers.workdays[day], let line = lineOf[day] {
        let place = table.source.place(line: Int(line))
        if known == working {
          note(.skipped, table, row, found: day.description, .repeatedRow(of: place))
        } else {
          note(.error, table, row, found: day.description, .rowsDiffer(from: place))
        }
        continue
      }
      registers.workdays[day] = working
      lineOf[day] = table.lines[row]
    }
  }

  // MARK: Sheets

  private mutating func readScores(_ table: Table) {
    var panels = Panels()
    var rows: [(key: Int32, row: ScoreSheet)] = []
    for row in 0..<table.count where table.states[row] == .good && Cell.isKnown(table.value(row, 0)) {
      let application = panels.applications.intern(table.bytes(CellText(bits: table.value(row, 0))))
      let recused = table.value(row, 4) == 1
      var faulty = table.hasInvalidCell[row]
      if table.value(row, 3) == Cell.missing && !recused && !faulty {
        note(.error, table, row, 3, found: "", .blank)
        faulty = true
      }
      if faulty {
        if panels.unreadable[application] == nil { panels.unreadable[application] = table.place(row) }
        continue
      }
      rows.append(
        (
          application,
          ScoreSheet(
            expert: panels.experts.intern(table.bytes(CellText(bits: table.value(row, 1)))),
            criterion: panels.criteria.intern(table.bytes(CellText(bits: table.value(row, 2)))),
            points: table.value(row, 3), recused: recused, place: place(table, row))
        ))
    }
    panels.sheets = Sheaf(rows, keys: panels.applications.count)
    registers.panels = panels
    findDoubledExperts(table.source)
  }

  /// Two sheets of one expert on one criterion, equal or not: nobody can know which was meant.
  private mutating func findDoubledExperts(_ source: TableSource) {
    for application in 0..<Int32(registers.panels.applications.count) {
      let sheets = registers.panels[application]
      for (at, sheet) in zip(sheets.indices, sheets) {
        let earlier = sheets[..<at].contains { $0.expert == sheet.expert && $0.criterion == sheet.criterion }
        guard earlier else { continue }
        let place = source.place(line: Int(sheet.place.line), 1)
        faults.append(Fault(.error, place, found: registers.panels.experts.string(sheet.expert), .expertTwice))
        if registers.panels.unreadable[application] == nil { registers.panels.unreadable[application] = place }
      }
    }
=======
  /// Two rows for one thing: equal ones count once, and true is returned; others are a fault of both.
  mutating func settleTwin(_ table: Table, _ row: Int, _ earlier: Int, found: String) -> Bool {
    let same = table.says(row, theSameAs: earlier)
    let place = table.place(earlier)
    note(same ? .skipped : .error, table, row, found: found, same ? .repeatedRow(of: place) : .rowsDiffer(from: place))
    return same
>>>>>>> b12ef339c700dfba48905db04cd1cccaf28034c6
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
