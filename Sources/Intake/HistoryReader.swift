// What is known of an enterprise by the year: its figures, upper-level and earlier awards, special deals, vetoes.

import Rulebook
import Tables

extension RegisterReader {
  mutating func readFigures(_ table: Table) {
    var rows: [(key: Int32, row: FiguresRow)] = []
    var seen: [Int64: Int] = [:]
    for row in 0..<table.count {
      guard let code = knownEnterprise(table, row, 0) else { continue }
      let yearText = table.string(row, 1)
      let year = Int32(yearText) ?? 0
      if table.hasInvalidCell[row] {
        registers.unreadableFigures.insert(code)
        continue
      }
      let identity = Int64(code) << 16 | Int64(year)
      if let earlier = seen[identity] {
        if !settleTwin(table, row, earlier, found: yearText) {
          if registers.unreadable[code] == nil { registers.unreadable[code] = table.place(row) }
          registers.unreadableFigures.insert(code)
        }
        continue
      }
      seen[identity] = row
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

  mutating func readUpperAwards(_ table: Table) {
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

  mutating func readSpecialDeals(_ table: Table) {
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

  mutating func readVetoes(_ table: Table) {
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

  mutating func readPriorAwards(_ table: Table) {
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
}
