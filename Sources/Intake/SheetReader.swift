// The experts' sheets.

import Rulebook
import Tables

extension RegisterReader {
  mutating func readScores(_ table: Table) {
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
  }
}
