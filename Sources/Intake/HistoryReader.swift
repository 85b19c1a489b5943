// What is known of an enterprise by the year: its figures, upper-level and earlier awards, special deals, vetoes.

import Rulebook
import Tables

extension RegisterReader {
  mutating func addFigures(_ table: Table) {
    for row in 0..<table.count {
      guard let code = knownEnterprise(table, row, 0) else { continue }
      if table.hasInvalidCell[row] {
        registers.unreadableFigures.insert(code)
        continue
      }
      figures.add(
        FiguresRow(
          year: year(table, row, 1), sales: table.value(row, 2), output: table.value(row, 3),
          growthList: table.value(row, 4), historyComplete: table.value(row, 5), place: place(table, row)),
        under: code)
    }
  }

  /// Ties up the rows; of two for one year the first counts, and both are in doubt if they differ.
  mutating func finishFigures(_ source: TableSource) {
    let all = figures.tied(keyCount: registers.codes.count)
    var kept = Gathering<FiguresRow>()
    var hasTwins = false
    for code in 0..<Int32(all.keyCount) where all.range(code).count > 1 {
      let rows = all[code]
      for (at, row) in zip(rows.indices, rows) {
        if let earlier = rows[..<at].first(where: { $0.year == row.year }) {
          hasTwins = true
          settleFigures(row, earlier, code, source)
        }
      }
    }
    guard hasTwins else {
      registers.figures = all
      return
    }
    for code in 0..<Int32(all.keyCount) {
      let rows = all[code]
      for (at, row) in zip(rows.indices, rows) where !rows[..<at].contains(where: { $0.year == row.year }) {
        kept.add(row, under: code)
      }
    }
    registers.figures = kept.tied(keyCount: registers.codes.count)
  }

  private mutating func settleFigures(_ row: FiguresRow, _ earlier: FiguresRow, _ code: Int32, _ source: TableSource) {
    let (place, first) = (source.place(line: row.place.line), source.place(line: earlier.place.line))
    let found = padded(Int(row.year), 4)
    if row.says(theSameAs: earlier) {
      notes.append(Fault(.skipped, place, found: found, .repeatedRow(of: first)))
      return
    }
    notes.append(Fault(.error, place, found: found, .rowsDiffer(from: first)))
    if registers.unreadable[code] == nil { registers.unreadable[code] = place }
    registers.unreadableFigures.insert(code)
  }

  private func year(_ table: Table, _ row: Int, _ column: Int) -> Int32 {
    table.text(row, column).reduce(0) { $0 * 10 + Int32($1 &- 48) }
  }

  mutating func addUpperAwards(_ table: Table) {
    for row in 0..<table.count {
      guard let code = soundRow(table, row, 0), let item = policyItem(table, row, 2),
        policyLevel(table, row, 3, of: item) != nil
      else { continue }
      let same = table.value(row, 8)
      upperAwards.add(
        UpperAward(
          item: item, subject: subject(table, row, 4), amount: table.value(row, 5),
          status: UpperAward.Status(rawValue: table.value(row, 7))!,
          sameSubject: Cell.isKnown(same) ? same == 1 : nil, place: place(table, row)),
        under: code)
    }
  }

  mutating func addSpecialDeals(_ table: Table) {
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
      specialDeals.add(
        SpecialDeal(items: items, from: day(table, row, 3)!, to: day(table, row, 4), place: place(table, row)),
        under: code)
    }
  }

  mutating func addVetoes(_ table: Table) {
    for row in 0..<table.count {
      guard let code = soundRow(table, row, 0) else { continue }
      vetoes.add(
        Veto(
          advice: Veto.Advice(rawValue: table.value(row, 5))!, date: day(table, row, 3)!, cleared: day(table, row, 4),
          place: place(table, row)),
        under: code)
    }
  }

  mutating func addPriorAwards(_ table: Table) {
    for row in 0..<table.count {
      guard let code = soundRow(table, row, 2), let item = policyItem(table, row, 3),
        let level = policyLevel(table, row, 4, of: item)
      else { continue }
      priorAwards.add(
        PriorAward(
          year: year(table, row, 1), item: item, level: level, subject: subject(table, row, 5),
          amount: table.value(row, 6), paid: table.value(row, 7) == 0, place: place(table, row)),
        under: code)
    }
  }
}
