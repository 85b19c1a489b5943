// What a verifier needs beside the decisions: the policy, the towns and shares as they were read, and for every claim
// that was valued what its amount rests on.

package import Decision
import Intake
import Rulebook
import Screening
package import Tables

/// The tables that go into a run as they were read, byte for byte: the policy, and how towns bear their part.
package func carriedTables(_ inputs: [InputFile]) throws(Unusable) -> [Paper] {
  var papers: [Paper] = []
  for input in inputs {
    let isPolicy = input.path.hasPrefix("policy/")
    guard isPolicy || input.path == "towns.csv" || input.path == "shares.csv" else { continue }
    papers.append(
      Paper(name: isPolicy ? input.path : "registers/" + input.path, bytes: try input.read(0, input.size)))
  }
  return papers
}

/// entitlements.csv: a row for every claim with a standard.
///
/// `base` is what a rate or a unit price is taken of, `earlier_fen` what a promotion was paid before, `keys` the tie
/// facts of a ranked item but score and id, `district_share` the share of the town's row, blank where it has none.
package func entitlementTable(_ decisions: Decisions) -> Paper {
  let header = ["application_id", "base", "earlier_fen", "received_at", "keys", "town", "district_share"]
  return longTable("entitlements.csv", header: header, decisions.order, rowSize: 96) { numbers, csv in
    let year = decisions.year
    let towns = year.registers.towns.map { Array($0.name.utf8) }
    year.visit(numbers) { stretch in
      let ids = year.ids(of: stretch)
      year.visit(stretch) { place, at, chunk, row in
        guard Cell.isKnown(decisions.standard[chunk.base + row]) else { return }
        ids.write(place, to: &csv)
        writeEntitlement(at, chunk, row, decisions, towns, &csv)
      }
    }
  }
}

/// What follows the application's id.
private func writeEntitlement(
  _ at: Int, _ chunk: Chunk, _ row: Int, _ decisions: Decisions, _ towns: [[UInt8]], _ csv: inout CSVWriter
) {
  let (item, level) = chunk.subjectMatter(row)
  let base = decisions.screened[at].bases[row] ?? Cell.missing
  switch decisions.year.rulebook.levels[level].rule {
  case .rate: csv.plain(machineText(base, .money))
  case .perUnit: csv.plain(machineText(base, .number))
  case .upTo, .fixed, .none: csv.empty()
  }
  csv.integer(decisions.screened[at].earlier[row] ?? 0)
  csv.moment(chunk.receivedAt(row))
  if let facts = decisions.screened[at].ties[row] {
    csv.text(keys(of: decisions.year.rulebook.items[item], facts))
  } else {
    csv.empty()
  }
  let town = Int(chunk.towns[row])
  csv.text(town < 0 ? [] : towns[town][...])
  if let share = decisions.share(town: chunk.towns[row], item: chunk.items[row]) {
    csv.millionths(share)
  } else {
    csv.empty()
  }
  csv.endRow()
}

private func keys(of item: Item, _ facts: [Int64]) -> String {
  zip(item.ties, facts).filter { $0.0.fact != .score }
    .map { "\($0.0.fieldName)=\(machineText($0.1, $0.0.kind))" }.joined(separator: ";")
}
