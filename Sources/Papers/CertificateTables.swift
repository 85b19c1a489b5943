// rankings.csv, lines.csv, rounds.csv: the certificate of the competitions.

package import Decision
import Intake
package import Rulebook
import Tables

package func certificateTables(_ decisions: Decisions) -> [Paper] {
  [rankingTable(decisions), lineTable(decisions), roundTable(decisions)]
}

private func rankingTable(_ decisions: Decisions) -> Paper {
  let header = [
    "item", "rank", "application_id", "uscc", "subject", "entitlement_fen", "score", "keys", "above_line",
  ]
  let form = RowForm(csv: [.words, .number, .text, .text, .text, .number, .millionths, .text, .words])
  let competitions = decisions.competitions
  // By competition, where its ranking begins among all of them.
  let starts = competitions.reduce(into: [0]) { $0.append($0.last! + $1.ranking.count) }
  return longTable("rankings.csv", header: header, Runs(competitions.flatMap(\.ranking)), rowSize: 160) {
    numbers, csv in
    let year = decisions.year
    let words = ["yes", "no"] + competitions.map { year.rulebook.items[$0.item].id }
    var block = CellBlock(form, words: words.map { Array($0.utf8) })
    var first = numbers.startIndex
    year.visit(numbers) { stretch in
      block.start(rows: stretch.count)
      block.set(2, toIDsOf: stretch, year)
      block.set(3, to: year.codes(of: stretch))
      block.set(4, to: year.subjects(of: stretch))
      let figures = decisions.figures(of: stretch)
      block.set([5], to: figures.map(\.money.entitlement))
      block.set([6], to: figures.map(\.score))
      let ranked = (first..<first + stretch.count).map { at in
        let competition = starts.lastIndex { $0 <= at }!
        return (competition: competition, place: at - starts[competition])
      }
      block.set([0], words: ranked.map { Int32($0.competition + 2) })
      block.set([1], to: ranked.map { Int64($0.place + 1) })
      for (row, rank) in ranked.enumerated() {
        let competition = competitions[rank.competition]
        let ties = year.rulebook.items[competition.item].ties
        let facts = competition.keys[rank.place * ties.count..<(rank.place + 1) * ties.count]
        block.set(7, row, to: keyText(ties, facts))
      }
      block.set([8], words: ranked.map { $0.place < competitions[$0.competition].line ? 0 : 1 })
      csv.rows(block)
      first += stretch.count
    }
  }
}

/// `smart_spend=5000000000;received_at=2025-03-03 09:02:30`: the declared ties but the score, in their order.
func keyText(_ ties: [Tie], _ facts: ArraySlice<Int64>) -> [UInt8] {
  let keys = zip(ties, facts).filter { $0.0.fact != .score }.map { "\($0.fieldName)=\(machineText($1, $0.kind))" }
  return Array(keys.joined(separator: ";").utf8)
}

/// A fact as the papers for programs write it: fen, six decimals, ISO days and moments; empty if it is not known.
package func machineText(_ value: Int64, _ kind: FactKind) -> String {
  guard Cell.isKnown(value) else { return "" }
  switch kind {
  case .money: return String(value)
  case .number: return millionthsText(value)
  case .day: return Day(number: Int(value)).description
  case .moment: return momentText(value)
  case .flag: return value == 1 ? "yes" : "no"
  case .text, .code: return ""
  }
}

/// Millionths with six decimals.
package func millionthsText(_ value: Int64) -> String {
  let magnitude = value.magnitude
  return (value < 0 ? "-" : "") + "\(magnitude / 1_000_000).\(padded(Int(magnitude % 1_000_000), 6))"
}

private func lineTable(_ decisions: Decisions) -> Paper {
  let year = decisions.year
  var csv = CSVWriter(header: [
    "item", "slots", "used", "ranked", "line", "line_score", "next_application", "why_not_next",
  ])
  for competition in decisions.competitions {
    csv.plain(year.rulebook.items[competition.item].id)
    for count in [competition.slots, competition.used, competition.ranking.count, competition.line] {
      csv.integer(Int64(count))
    }
    let score = competition.line > 0 ? decisions.score(Int(competition.ranking[competition.line - 1])) : Cell.missing
    if Cell.isKnown(score) { csv.millionths(score) } else { csv.empty() }
    if competition.line < competition.ranking.count {
      let (at, row) = year.applications.locate(Int(competition.ranking[competition.line]))
      csv.text(year.applications.chunks[at].id(row)[...])
    } else {
      csv.empty()
    }
    csv.plain(competition.overfilled.map { "overfills \(year.rulebook.items[$0].id)" } ?? "")
    csv.endRow()
  }
  return Paper(name: "lines.csv", bytes: csv.bytes)
}

private func roundTable(_ decisions: Decisions) -> Paper {
  var csv = CSVWriter(header: ["round", "phase", "item", "line_before", "line_after", "chosen"])
  for round in decisions.rounds {
    csv.integer(Int64(round.round))
    csv.plain(round.phase)
    csv.plain(decisions.year.rulebook.items[round.item].id)
    for count in [round.lineBefore, round.lineAfter, round.chosen] { csv.integer(Int64(count)) }
    csv.endRow()
  }
  return Paper(name: "rounds.csv", bytes: csv.bytes)
}
