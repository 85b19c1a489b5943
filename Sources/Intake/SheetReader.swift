// The experts' sheets.

import Rulebook
import Tables

extension RegisterReader {
  mutating func addScores(_ table: Table) {
    let experts = piece.words[1]!.numbers(in: &registers.panels.experts)
    let criteria = piece.words[2]!.numbers(in: &registers.panels.criteria)
    var applications = table.states.map { $0 == .good ? Chunk.unnumbered : Chunk.blank }
    table.intern(0, piece.hashes, in: &registers.panels.applications, &applications, where: Chunk.unnumbered)
    let (points, recusals) = (table.column(3) ?? [], table.column(4) ?? [])
    for row in applications.indices where applications[row] >= 0 {
      let application = applications[row]
      let recused = !recusals.isEmpty && recusals[row] == 1
      var faulty = table.hasInvalidCell[row]
      if points[row] == Cell.missing && !recused && !faulty {
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
          expert: experts[row], criterion: criteria[row], points: points[row], recused: recused),
        under: application)
      registers.panels.lines.append(table.lines[row])
    }
  }

  mutating func finishScores(_ source: TableSource) {
    let (tied, order) = sheets.tiedInOrder(keyCount: registers.panels.applications.count)
    registers.panels.sheets = tied
    let lines = registers.panels.lines
    if let order { registers.panels.lines = Runs(lines.at(order)) }
    for application in 0..<Int32(tied.keyCount) {
      findDoubledExperts(application, tied.rows, tied.range(application), source)
    }
  }

  /// Two sheets of one expert on one criterion, equal or not: nobody can know which was meant.
  private mutating func findDoubledExperts(
    _ application: Int32, _ sheets: [ScoreSheet], _ own: Range<Int>, _ source: TableSource
  ) {
    // Most sheets set a bit that none before them did, and need not be held against those.
    var bits: UInt64 = 0
    for at in own {
      let sheet = sheets[at]
      let bit = 1 << UInt64((sheet.expert &* 31 &+ sheet.criterion) & 63) as UInt64
      guard bits & bit != 0 else {
        bits |= bit
        continue
      }
      var isSecond = false
      for earlier in own.lowerBound..<at
      where sheets[earlier].expert == sheet.expert && sheets[earlier].criterion == sheet.criterion {
        isSecond = true
      }
      guard isSecond else { continue }
      let place = source.place(line: registers.panels.place(at).line, 1)
      notes.append(Fault(.error, place, found: registers.panels.experts.string(sheet.expert), .expertTwice))
      if registers.panels.unreadable[application] == nil { registers.panels.unreadable[application] = place }
    }
  }
}
