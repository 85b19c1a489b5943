// rulings.csv: the open points of the law, each tied to the cell that carries its choice.

package import Tables

extension Draft {
  mutating func readRulings() {
    for row in rows(.rulings) {
      let id = filled(row, "ruling")
      if !row["clause"].isEmpty { _ = clause(row, "clause") }
      let question = filled(row, "question")
      let status: Ruling.Status? = word(row, "status")
      if status == .decided, row["decided_by"].isEmpty { note(row, "decided_by", .decidedByNobody) }
      checkChoice(row)
      let alternatives = row["alternatives"].isEmpty ? [] : list(row, "alternatives") ?? []
      if Set(alternatives + [row["choice"]]).count <= alternatives.count {
        note(row, "alternatives", .doubledAlternative)
      }
      guard let id, let question, let status else { continue }
      rulings.append(
        Ruling(
          id: id, clause: row["clause"], question: question, choice: row["choice"], location: row["where"],
          alternatives: alternatives, status: status, decidedBy: row["decided_by"], document: row["document"]))
    }
  }

  /// The choice must be what the cell says that carries it.
  private mutating func checkChoice(_ row: Row) {
    guard let choice = filled(row, "choice"), let path = filled(row, "where") else { return }
    do throws(CellPath.Lost) {
      let cell = try CellPath(path).locate(in: sheets)
      let text = sheets[cell.sheet].rows[cell.row][cell.column]
      if text != choice { note(row, "choice", .choiceDiffers(text)) }
    } catch {
      note(row, "where", error.problem)
    }
  }
}

extension Rulebook {
  /// Alternatives under which the policy would not hold together, so that their price could not be told. Compiles the
  /// policy once for each: for a check, not for every run.
  package func faultsOfAlternatives() -> [Fault] {
    guard let sheet = sheets.first(where: { $0.name == PolicyTable.rulings.rawValue }) else { return [] }
    var faults: [Fault] = []
    for (index, ruling) in rulings.enumerated() {
      for alternative in ruling.alternatives {
        do throws(Unusable) {
          _ = try replacing(CellPath(ruling.location), with: alternative)
        } catch {
          let row = Row(sheet: sheet, index: index)
          let problem = error.faults.first.map { Problem.badAlternative(alternative, $0) } ?? .badPath
          faults.append(Fault(.error, row.place("alternatives"), found: excerpt(alternative), problem))
        }
      }
    }
    return faults
  }
}
