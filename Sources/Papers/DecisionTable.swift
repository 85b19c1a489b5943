// decisions.csv: one row per application, what a program needs to know of its decision.

package import Decision
import Intake
import Tables

package func decisionTable(_ decisions: Decisions) -> Paper {
  let header = [
    "application_id", "item", "level", "uscc", "enterprise_name", "subject", "status", "reasons", "standard_fen",
    "upper_fen", "entitlement_fen", "score", "rank", "amount_fen", "district_fen", "town_fen", "file", "line",
  ]
  let form = RowForm(csv: [
    .text, .words, .words, .text, .text, .text, .words, .words, .number, .number, .number, .millionths, .number,
    .number, .number, .number, .text, .number,
  ])
  let columns = DecisionColumns(
    item: 1, level: 2, status: 6, reasons: 7, standard: 8, upper: 9, entitlement: 10, score: 11, rank: 12, amount: 13,
    district: 14, town: 15, file: 16, line: 17)
  return longTable("decisions.csv", header: header, decisions.order, rowSize: 224) { numbers, csv in
    let year = decisions.year
    let words = PaperWords(year)
    var block = CellBlock(form, words: words.all)
    year.visit(numbers) { stretch in
      block.start(rows: stretch.count)
      block.set(0, toIDsOf: stretch, year)
      block.set(3, to: year.codes(of: stretch))
      block.set(4, to: year.names(of: stretch))
      for (place, name) in year.ownNames(of: stretch) { block.set(4, place, to: name) }
      block.set(5, to: year.subjects(of: stretch))
      words.say(decisions, of: stretch, in: columns, &block)
      csv.rows(block)
    }
  }
}
