// decisions.csv: one row per application, what a program needs to know of its decision.

package import Decision
import Intake
import Rulebook
import Screening
import Tables

package func decisionTable(_ decisions: Decisions) -> Paper {
  let header = [
    "application_id", "item", "level", "uscc", "enterprise_name", "subject", "status", "reasons", "standard_fen",
    "upper_fen", "entitlement_fen", "score", "rank", "amount_fen", "district_fen", "town_fen", "file", "line",
  ]
  return longTable("decisions.csv", header: header, decisions.order, rowSize: 224) { numbers, csv in
    let (year, words) = (decisions.year, PaperWords(decisions.year))
    year.visit(numbers) { stretch in
      let texts = DecisionTexts(stretch, year)
      year.visit(stretch) { place, number, at, chunk, row in
        writeDecision(number, at, chunk, row, decisions, words, texts, place, &csv)
      }
    }
  }
}

/// What the registers say in some rows of the table.
private struct DecisionTexts {
  let ids: Texts
  let codes: Texts
  let names: Texts
  let ownNames: [[UInt8]?]
  let subjects: Texts

  init(_ stretch: Stretch, _ year: Year) {
    ids = stretch.ids
    codes = year.codes(of: stretch)
    names = year.names(of: stretch)
    ownNames = year.ownNames(of: stretch)
    subjects = year.subjects(of: stretch)
  }
}

private func writeDecision(
  _ number: Int, _ at: Int, _ chunk: Chunk, _ row: Int, _ decisions: Decisions, _ words: PaperWords,
  _ texts: DecisionTexts, _ place: Int, _ csv: inout CSVWriter
) {
  let (item, level) = chunk.subjectMatter(row)
  texts.ids.write(place, to: &csv)
  csv.plain(words.item(item))
  csv.plain(words.level(level))
  texts.codes.write(place, to: &csv)
  if let name = texts.ownNames[place] { csv.text(name[...]) } else { texts.names.write(place, to: &csv) }
  texts.subjects.write(place, to: &csv)
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
  csv.text(words.file(of: at)[...])
  csv.integer(Int64(chunk.lines[row]))
  csv.endRow()
}

extension CSVWriter {
  /// A whole number, nothing where it is blank.
  fileprivate mutating func number(_ value: Int64) {
    if Cell.isKnown(value) { integer(value) } else { empty() }
  }
}
