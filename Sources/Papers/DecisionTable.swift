// decisions.csv: one row per application, what a program needs to know of its decision.

package import Decision
import Intake
import Rulebook
import Screening
import Tables

package func decisionTable(_ decisions: Decisions) -> Paper {
  let words = DecisionWords(decisions.year.rulebook)
  let header = [
    "application_id", "item", "level", "uscc", "enterprise_name", "subject", "status", "reasons", "standard_fen",
    "upper_fen", "entitlement_fen", "score", "rank", "amount_fen", "district_fen", "town_fen", "file", "line",
  ]
  return longTable("decisions.csv", header: header, decisions.order) { numbers, csv in
    for number in numbers { words.write(Int(number), decisions, &csv) }
  }
}

/// The words of the policy and of the program as bytes.
private struct DecisionWords: Sendable {
  private let items: [[UInt8]]
  private let levels: [[UInt8]]
  private let statuses: [[UInt8]]
  private let codes: [[UInt8]]

  init(_ rulebook: Rulebook) {
    items = rulebook.items.map { Array($0.id.utf8) }
    levels = rulebook.levels.map { Array($0.id.utf8) }
    statuses = Status.allCases.map { Array($0.name.utf8) }
    codes = rulebook.reasons.codes.map { Array($0.utf8) }
  }

  func write(_ number: Int, _ decisions: Decisions, _ csv: inout CSVWriter) {
    let year = decisions.year
    let (at, row) = year.applications.locate(number)
    let (item, level) = year.applications.chunks[at].subjectMatter(row)
    csv.text(year.applications.chunks[at].id(row))
    csv.plain(item < 0 ? [] : items[item])
    csv.plain(level < 0 ? [] : levels[level])
    csv.text(year.uscc(at, row))
    csv.text(year.name(at, row))
    csv.text(year.subject(at, row))
    csv.plain(statuses[Int(decisions.statuses[number].rawValue)])
    csv.plain(list(decisions.reasons(number)))
    writeAmounts(number, decisions, &csv)
    csv.text(year.applications.chunks[at].source.file)
    csv.integer(Int64(year.applications.chunks[at].lines[row]))
    csv.endRow()
  }

  private func list(_ reasons: [ReasonID]) -> [UInt8] {
    if reasons.count == 1 { return codes[Int(reasons[0])] }
    var list: [UInt8] = []
    for reason in reasons {
      if !list.isEmpty { list.append(UInt8(ascii: ";")) }
      list += codes[Int(reason)]
    }
    return list
  }
}

private func writeAmounts(_ number: Int, _ decisions: Decisions, _ csv: inout CSVWriter) {
  func write(_ amount: Int64) {
    if Cell.isKnown(amount) { csv.integer(amount) } else { csv.empty() }
  }
  write(decisions.standard[number])
  write(decisions.upper(number))
  write(decisions.entitlement[number])
  let (score, rank) = (decisions.score(number), decisions.rank(number))
  if Cell.isKnown(score) { csv.millionths(score) } else { csv.empty() }
  if rank > 0 { csv.integer(Int64(rank)) } else { csv.empty() }
  let hasAmount = decisions.statuses[number].hasAmount
  write(hasAmount ? decisions.amount[number] : Cell.missing)
  let district = hasAmount ? decisions.district(number) : Cell.missing
  write(district)
  write(hasAmount ? decisions.amount[number] - district : Cell.missing)
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
