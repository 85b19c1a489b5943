// decisions.csv: one row per application, what a program needs to know of its decision.

package import Decision
import Intake
import Rulebook
import Screening
import Tables

package func decisionTable(_ decisions: Decisions) -> Paper {
  let (year, rulebook) = (decisions.year, decisions.year.rulebook)
  var csv = CSVWriter(header: [
    "application_id", "item", "level", "uscc", "enterprise_name", "subject", "status", "reasons", "standard_fen",
    "upper_fen", "entitlement_fen", "score", "rank", "amount_fen", "district_fen", "town_fen", "file", "line",
  ])
  for number in decisions.order.lazy.map({ Int($0) }) {
    let (at, row) = year.applications.locate(number)
    let chunk = year.applications.chunks[at]
    let (item, level) = (Int(chunk.items[row]), Int(chunk.levels[row]))
    csv.text(chunk.id(row))
    csv.plain(item < 0 ? "" : rulebook.items[item].id)
    csv.plain(level < 0 ? "" : rulebook.levels[level].id)
    for column in [Core.uscc, .name, .subject] { csv.text(cell(chunk, column, row)) }
    csv.plain(decisions.statuses[number].name)
    csv.plain(decisions.reasons(number).map(rulebook.reasons.code).joined(separator: ";"))
    for amount in [decisions.standard[number], decisions.upper[number], decisions.entitlement[number]] {
      if Cell.isKnown(amount) { csv.integer(amount) } else { csv.empty() }
    }
    if Cell.isKnown(decisions.score[number]) { csv.millionths(decisions.score[number]) } else { csv.empty() }
    if decisions.rank[number] > 0 { csv.integer(Int64(decisions.rank[number])) } else { csv.empty() }
    for amount in [decisions.amount[number], decisions.district[number], decisions.town(number)] {
      if decisions.statuses[number].hasAmount { csv.integer(amount) } else { csv.empty() }
    }
    csv.text(chunk.table.document.file)
    csv.integer(Int64(chunk.table.lines[row]))
    csv.endRow()
  }
  return Paper(name: "decisions.csv", bytes: csv.bytes)
}

/// A core cell's bytes; none where nothing was said or nobody can read it.
func cell(_ chunk: Chunk, _ column: Core, _ row: Int) -> ArraySlice<UInt8> {
  let value = chunk.table.value(row, column.rawValue)
  return Cell.isKnown(value) ? chunk.table.bytes(CellText(bits: value)) : []
}

extension Status {
  /// Whether an amount is said, be it 0; deferred, service and invalid rows have none.
  package var hasAmount: Bool {
    switch self {
    case .awarded, .reserve, .capped, .superseded, .ineligible, .pending: true
    case .deferred, .service, .invalid: false
    }
  }
}
