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
    let words = DecisionWords(decisions.year)
    var block = CellBlock(
      [
        .text, .words, .text, .text, .text, .words, .words, .number, .number, .number, .millionths, .number, .number,
        .number, .number, .words, .number,
      ], words: words.all)
    decisions.year.visit(numbers) { stretch in
      block.start(rows: stretch.count)
      name(stretch, decisions.year, &block)
      decide(stretch, decisions, words, &block)
      csv.rows(block)
    }
  }
}

/// What the forms and registers say.
private func name(_ stretch: Stretch, _ year: Year, _ block: inout CellBlock) {
  for (at, places) in stretch.chunks {
    block.set(0, in: places, to: year.applications.chunks[at].ids, stretch.rows)
  }
  block.set(2, to: year.codes(of: stretch))
  block.set(3, to: year.names(of: stretch))
  for (place, name) in year.ownNames(of: stretch) { block.set(3, place, to: name) }
  block.set(4, to: year.subjects(of: stretch))
}

/// What was decided.
private func decide(_ stretch: Stretch, _ decisions: Decisions, _ words: DecisionWords, _ block: inout CellBlock) {
  let figures = decisions.figures(of: stretch)
  block.set(1, words: figures.map { words.matter($0.item, $0.level) })
  block.set(5, words: figures.map { words.status($0.status) })
  block.set(6, words: figures.map { words.reason($0.reason) })
  for (place, figures) in figures.enumerated() where figures.reason < 0 {
    block.set(6, place, to: words.several(decisions.reasons(Int(stretch.numbers[place]))))
  }
  block.set(7, to: figures.map(\.standard))
  block.set(8, to: figures.map(\.upper))
  block.set(9, to: figures.map(\.entitlement))
  block.set(10, to: figures.map(\.score))
  block.set(11, to: figures.map(\.rank))
  block.set(12, to: figures.map(\.amount))
  block.set(13, to: figures.map(\.district))
  block.set(14, to: figures.map(\.town))
  for (at, places) in stretch.chunks { block.set(15, in: places, word: words.file(of: at)) }
  block.set(16, to: figures.map(\.line))
}

/// The words of the policy and of the program that stand in the table, by their numbers in a block.
private struct DecisionWords {
  let all: [[UInt8]]
  private let words: PaperWords
  private let levels: Int
  private let statuses: Int
  private let codes: Int
  private let files: Int

  init(_ year: Year) {
    let rulebook = year.rulebook
    let words = PaperWords(year)
    // An item and its level are two cells of one word; behind those of all levels stand an item alone, and neither.
    let comma = UInt8(ascii: ",")
    let matters = rulebook.levels.indices.map { words.item(rulebook.levels[$0].item) + [comma] + words.level($0) }
    let alone = rulebook.items.indices.map { words.item($0) + [comma] } + [[comma]]
    levels = matters.count
    statuses = levels + alone.count
    codes = statuses + Status.allCases.count
    files = codes + rulebook.reasons.codes.count
    all =
      matters + alone + Status.allCases.map(words.status) + rulebook.reasons.codes.map { Array($0.utf8) }
      + year.applications.files.map { Array($0.utf8) }
    self.words = words
  }

  /// An item, a comma, its level.
  func matter(_ item: Int32, _ level: Int32) -> Int32 {
    level >= 0 ? level : item >= 0 ? Int32(levels) + item : Int32(statuses) - 1
  }

  func status(_ status: Status) -> Int32 { Int32(statuses) + Int32(status.rawValue) }

  /// -1 for a negative number.
  func reason(_ reason: Int32) -> Int32 { reason < 0 ? -1 : Int32(codes) + reason }

  func file(of chunk: Int) -> Int32 { Int32(files + words.fileOfChunk[chunk]) }

  /// Several reasons in one cell.
  func several(_ reasons: [ReasonID]) -> [UInt8] {
    Array(reasons.map(words.code).joined(separator: [UInt8(ascii: ";")]))
  }
}
