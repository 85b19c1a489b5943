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
  let files = year.applications.chunks.map { Array($0.table.document.file.utf8)[...] }
  let items = rulebook.items.map { Array($0.id.utf8) }
  let levels = rulebook.levels.map { Array($0.id.utf8) }
  let statuses = Status.allCases.map { Array($0.name.utf8) }
  let codes = rulebook.reasons.codes.map { Array($0.utf8) }
  var reasons: [UInt8] = []
  for number in year.applications.order.lazy.map({ Int($0) }) where decisions.stands(number) {
    let (at, row) = year.applications.locate(number)
    let (item, level) = year.applications.chunks[at].subjectMatter(row)
    csv.text(year.applications.chunks[at].id(row))
    csv.plain(item < 0 ? [] : items[item])
    csv.plain(level < 0 ? [] : levels[level])
    for column in [Core.uscc, .name, .subject] { csv.text(cell(year.applications.chunks[at], column, row)) }
    csv.plain(statuses[Int(decisions.statuses[number].rawValue)])
    reasons.removeAll(keepingCapacity: true)
    for reason in decisions.reasons(number) {
      if !reasons.isEmpty { reasons.append(UInt8(ascii: ";")) }
      reasons += codes[Int(reason)]
    }
    csv.plain(reasons)
    writeAmounts(number, decisions, &csv)
    csv.text(files[at])
    csv.integer(Int64(year.applications.chunks[at].table.lines[row]))
    csv.endRow()
  }
  return Paper(name: "decisions.csv", bytes: csv.bytes)
}

private func writeAmounts(_ number: Int, _ decisions: Decisions, _ csv: inout CSVWriter) {
  func write(_ amount: Int64) {
    if Cell.isKnown(amount) { csv.integer(amount) } else { csv.empty() }
  }
  write(decisions.standard[number])
  write(decisions.upper[number])
  write(decisions.entitlement[number])
  if Cell.isKnown(decisions.score[number]) { csv.millionths(decisions.score[number]) } else { csv.empty() }
  if decisions.rank[number] > 0 { csv.integer(Int64(decisions.rank[number])) } else { csv.empty() }
  let hasAmount = decisions.statuses[number].hasAmount
  write(hasAmount ? decisions.amount[number] : Cell.missing)
  write(hasAmount ? decisions.district[number] : Cell.missing)
  write(hasAmount ? decisions.town(number) : Cell.missing)
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
