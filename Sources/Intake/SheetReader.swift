// The experts' sheets.

import Rulebook
import Tables

extension RegisterReader {
  mutating func addScores(_ table: Table) {
    let hashes = piece.hashes
    let experts = piece.words[1]!.numbers(in: &registers.panels.experts)
    let criteria = piece.words[2]!.numbers(in: &registers.panels.criteria)
    var last: (hash: UInt64, row: Int, number: Int32) = (0, 0, -1)
    for row in 0..<table.count where table.states[row] == .good && Cell.isKnown(table.value(row, 0)) {
      // Sheets of one application mostly stand together.
      if hashes[row] != last.hash || !same(table.text(row, 0), table.text(last.row, 0)) {
        last = (hashes[row], row, registers.panels.applications.intern(table.text(row, 0), hash: hashes[row]))
      }
      let application = last.number
      let recused = table.value(row, 4) == 1
      var faulty = table.hasInvalidCell[row]
      if table.value(row, 3) == Cell.missing && !recused && !faulty {
        note(.error, table, row, 3, found: "", .blank)
        faulty = true
      }
      if faulty {
        if registers.panels.unreadable[application] == nil {
          registers.panels.unreadable[application] = table.place(row)
        }
        continue
      }
      sheets.add(
        ScoreSheet(
          expert: experts[row], criterion: criteria[row], points: table.value(row, 3), recused: recused,
          place: place(table, row)),
        under: application)
    }
  }

  mutating func finishScores(_ source: TableSource) {
    let tied = sheets.tied(keyCount: registers.panels.applications.count)
    registers.panels.sheets = tied
    for application in 0..<Int32(tied.keyCount) { findDoubledExperts(application, tied[application], source) }
  }

  /// Two sheets of one expert on one criterion, equal or not: nobody can know which was meant.
  private mutating func findDoubledExperts(
    _ application: Int32, _ sheets: ArraySlice<ScoreSheet>, _ source: TableSource
  ) {
    for (at, sheet) in zip(sheets.indices, sheets) {
      let earlier = sheets[..<at].contains { $0.expert == sheet.expert && $0.criterion == sheet.criterion }
      guard earlier else { continue }
      let place = source.place(line: sheet.place.line, 1)
      notes.append(Fault(.error, place, found: registers.panels.experts.string(sheet.expert), .expertTwice))
      if registers.panels.unreadable[application] == nil { registers.panels.unreadable[application] = place }
    }
  }
}
