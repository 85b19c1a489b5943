// decisions.csv: one row per application, what a program needs to know of its decision.

package import Decision
import Intake
import Rulebook
import Screening
import Tables

package func decisionTable(_ decisions: Decisions) -> Paper {
  let words = DecisionWords(decisions.year)
  let header = [
    "application_id", "item", "level", "uscc", "enterprise_name", "subject", "status", "reasons", "standard_fen",
    "upper_fen", "entitlement_fen", "score", "rank", "amount_fen", "district_fen", "town_fen", "file", "line",
  ]
  return longTable("decisions.csv", header: header, decisions.order) { numbers, csv in
    decisions.year.visit(numbers) { words.write($0, $1, $2, $3, decisions, &csv) }
  }
}

/// The words of the policy and of the program as bytes.
private struct DecisionWords: Sendable {
  private let items: [[UInt8]]
  private let levels: [[UInt8]]
  private let statuses: [[UInt8]]
  private let codes: [[UInt8]]
  /// By chunk, the form that it is from.
  private let files: [ArraySlice<UInt8>]

  init(_ year: Year) {
    let rulebook = year.rulebook
    files = year.applications.chunks.map { Array($0.source.file.utf8)[...] }
    items = rulebook.items.map { Array($0.id.utf8) }
    levels = rulebook.levels.map { Array($0.id.utf8) }
    statuses = Status.allCases.map { Array($0.name.utf8) }
    codes = rulebook.reasons.codes.map { Array($0.utf8) }
  }

  func write(
    _ number: Int, _ at: Int, _ chunk: Chunk, _ row: Int, _ decisions: Decisions, _ csv: inout CSVWriter
  ) {
    let (item, level) = chunk.subjectMatter(row)
    csv.text(chunk.ids[row])
    csv.plain(item < 0 ? [] : items[item])
    csv.plain(level < 0 ? [] : levels[level])
    csv.text(decisions.year.uscc(chunk.enterprises[row]))
    csv.text(chunk.name(row, decisions.year.registers))
    csv.text(decisions.year.subject(chunk.subjects[row]))
    csv.plain(statuses[Int(decisions.statuses[number].rawValue)])
    if let reason = decisions.onlyReason(number, chunk: at, row: row) {
      csv.plain(codes[Int(reason)])
    } else {
      write(decisions.reasons(number), &csv)
    }
    writeAmounts(number, decisions, &csv)
    csv.text(files[at])
    csv.integer(Int64(chunk.lines[row]))
    csv.endRow()
  }

  private func write(_ reasons: [ReasonID], _ csv: inout CSVWriter) {
    csv.plain(Array(reasons.map { codes[Int($0)] }.joined(separator: [UInt8(ascii: ";")])))
  }

  private func writeAmounts(_ number: Int, _ decisions: Decisions, _ csv: inout CSVWriter) {
    write(decisions.standard[number], &csv)
    write(decisions.upper(number), &csv)
    write(decisions.entitlement[number], &csv)
    let (score, rank) = (decisions.score(number), decisions.rank(number))
    if Cell.isKnown(score) { csv.millionths(score) } else { csv.empty() }
    if rank > 0 { csv.integer(Int64(rank)) } else { csv.empty() }
    let hasAmount = decisions.statuses[number].hasAmount
    let district = hasAmount ? decisions.district(number) : Cell.missing
    write(hasAmount ? decisions.amount[number] : Cell.missing, &csv)
    write(district, &csv)
    write(hasAmount ? decisions.amount[number] - district : Cell.missing, &csv)
  }

  private func write(_ amount: Int64, _ csv: inout CSVWriter) {
    if Cell.isKnown(amount) { csv.integer(amount) } else { csv.empty() }
  }
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
