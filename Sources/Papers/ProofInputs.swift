// What a verifier needs beside the decisions: the policy, the towns and shares as they were read, and for every claim
// that was valued what its amount rests on.

package import Decision
package import Intake
import Rulebook
import Screening
import Tables

/// The tables that go into a run as they were read, byte for byte: the policy, and how towns bear their part.
package func carriedTables(_ inputs: [InputFile]) -> [Paper] {
  inputs.compactMap { input in
    if input.path.hasPrefix("policy/") { return Paper(name: input.path, bytes: input.bytes) }
    if input.path == "towns.csv" || input.path == "shares.csv" {
      return Paper(name: "registers/" + input.path, bytes: input.bytes)
    }
    return nil
  }
}

/// entitlements.csv: a row for every claim with a standard.
///
/// `base` is what a rate or a unit price is taken of, `earlier_fen` what a promotion was paid before, `keys` the tie
/// facts of a ranked item but score and id, `district_share` the share of the town's row, blank where it has none.
package func entitlementTable(_ decisions: Decisions) -> Paper {
  let (year, rulebook) = (decisions.year, decisions.year.rulebook)
  var csv = CSVWriter(header: [
    "application_id", "base", "earlier_fen", "received_at", "keys", "town", "district_share",
  ])
  let facts = year.applications.chunks.map { Facts($0, rulebook, year.registers) }
  for number in decisions.order.lazy.map({ Int($0) }) where Cell.isKnown(decisions.standard[number]) {
    let (at, row) = year.applications.locate(number)
    let chunk = year.applications.chunks[at]
    let (item, level) = (rulebook.items[Int(chunk.items[row])], rulebook.levels[Int(chunk.levels[row])])
    csv.text(chunk.id(row))
    switch level.rule {
    case .rate: csv.plain(level.of.map { machineText(facts[at].number($0, row), .money) } ?? "")
    case .perUnit: csv.plain(level.of.map { machineText(facts[at].number($0, row), .number) } ?? "")
    case .upTo, .fixed, .none: csv.empty()
    }
    csv.integer(item.promotion == .difference ? entitle(row, facts[at]).earlier : 0)
    csv.plain(momentText(chunk.receivedAt(row)))
    let isRanked = rulebook.groups[item.group].hasSlots || item.enterpriseLimit != nil
    csv.text(isRanked ? keys(of: item, row, facts[at]) : "")
    let town = facts[at].enterprise(row).map { Int(year.registers.enterprises.towns[$0]) } ?? -1
    csv.text(town < 0 ? "" : year.registers.towns[town].name)
    let share = town < 0 ? nil : year.registers.share(town: town, item: Int(chunk.items[row]))
    if let share { csv.millionths(share.district) } else { csv.empty() }
    csv.endRow()
  }
  return Paper(name: "entitlements.csv", bytes: csv.bytes)
}

private func keys(of item: Item, _ row: Int, _ facts: Facts) -> String {
  item.ties.filter { $0.fact != .score }
    .map { "\($0.fieldName)=\(machineText(facts.number($0.fact, row), $0.kind))" }.joined(separator: ";")
}
