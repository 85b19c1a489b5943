// decisions.csv: one row per application, what a program needs to know of its decision.

package import Decision
import Intake
import Rulebook
import Screening
import Tables

package func decisionTable(_ decisions: Decisions) -> Paper {
  let words = PaperWords(decisions.year)
  let header = [
    "application_id", "item", "level", "uscc", "enterprise_name", "subject", "status", "reasons", "standard_fen",
    "upper_fen", "entitlement_fen", "score", "rank", "amount_fen", "district_fen", "town_fen", "file", "line",
  ]
  return longTable("decisions.csv", header: header, decisions.order, rowSize: 224) { numbers, csv in
    decisions.year.visit(numbers) { writeDecision($0, $1, $2, $3, decisions, words, &csv) }
  }
}

private func writeDecision(
  _ number: Int, _ at: Int, _ chunk: Chunk, _ row: Int, _ decisions: Decisions, _ words: PaperWords,
  _ csv: inout CSVWriter
) {
  let (item, level) = chunk.subjectMatter(row)
  chunk.ids.write(row, to: &csv)
  csv.plain(words.item(item))
  csv.plain(words.level(level))
  decisions.year.registers.codes.write(chunk.enterprises[row], to: &csv)
  csv.text(chunk.name(row, decisions.year.registers))
  decisions.year.registers.subjects.write(chunk.subjects[row], to: &csv)
  csv.plain(words.status(decisions.statuses[number]))
  if let reason = decisions.onlyReason(number, chunk: at, row: row) {
    csv.plain(words.code(reason))
  } else {
    csv.plain(Array(decisions.reasons(number).map(words.code).joined(separator: [UInt8(ascii: ";")])))
  }
  let figures = decisions.figures(number, at, chunk, row)
  csv.number(figures.standard)
  csv.number(figures.upper)
  csv.number(figures.entitlement)
  if Cell.isKnown(figures.score) { csv.millionths(figures.score) } else { csv.empty() }
  csv.number(figures.rank)
  csv.number(figures.amount)
  csv.number(figures.district)
  csv.number(figures.town)
  csv.text(words.files[at][...])
  csv.integer(Int64(chunk.lines[row]))
  csv.endRow()
}

extension CSVWriter {
  /// A whole number, nothing where it is blank.
  fileprivate mutating func number(_ value: Int64) {
    if Cell.isKnown(value) { integer(value) } else { empty() }
  }
}
