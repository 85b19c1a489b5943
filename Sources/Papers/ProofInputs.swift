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
  // A base is an amount or a quantity: two columns for one cell.
  let form = RowForm(csv: [.text, .number, .millionths, .number, .moment, .text, .text, .millionths], joined: [2])
  return longTable("entitlements.csv", header: header, decisions.order, rowSize: 96) { numbers, csv in
    let year = decisions.year
    var block = CellBlock(form, words: year.registers.towns.map { Array($0.name.utf8) })
    year.visit(numbers.filter { Cell.isKnown(decisions.standard[Int($0)]) }[...]) { stretch in
      block.start(rows: stretch.count)
      block.set(0, toIDsOf: stretch, year)
      var worths = [Worth](repeating: Worth(), count: stretch.count)
      for (at, places) in stretch.chunks { fill(&worths, at, places, stretch.rows, decisions, &block) }
      block.set(
        [1, 2, 3, 4, 7],
        to: [Int64](capacity: worths.count * 5) { numbers in
          for worth in worths {
            numbers.append(worth.amount)
            numbers.append(worth.quantity)
            numbers.append(worth.earlier)
            numbers.append(worth.received)
            numbers.append(worth.share)
          }
        })
      block.set([6], words: worths.map(\.town))
      csv.rows(block)
    }
  }
}

/// What a claim's amount rests on, as the columns of the table have it.
private struct Worth {
  var amount = Cell.missing
  var quantity = Cell.missing
  var earlier: Int64 = 0
  var received = Cell.missing
  var town: Int32 = -1
  var share = Cell.missing
}

/// Finds what the claims of a chunk rest on; their tie facts go straight into the block.
private func fill(
  _ worths: inout [Worth], _ at: Int, _ places: ArraySlice<Int32>, _ rows: [Int32], _ decisions: Decisions,
  _ block: inout CellBlock
) {
  let (chunk, screened) = (decisions.year.applications.chunks[at], decisions.screened[at])
  let own = places.map { rows[Int($0)] }
  let towns = decisions.year.towns(at, own)
  let (bases, earlier, ties) = (screened.bases.of(own), screened.earlier.of(own), screened.ties.of(own))
  for (index, place) in places.enumerated() {
    let (place, row) = (Int(place), Int(own[index]))
    let (item, level) = chunk.subjectMatter(row)
    switch decisions.year.rulebook.levels[level].rule {
    case .rate: worths[place].amount = bases[index] ?? Cell.missing
    case .perUnit: worths[place].quantity = bases[index] ?? Cell.missing
    case .upTo, .fixed, .none: break
    }
    worths[place].earlier = earlier[index] ?? 0
    worths[place].received = chunk.receivedAt(row)
    worths[place].town = towns[index]
    worths[place].share = decisions.share(town: towns[index], item: chunk.items[row]) ?? Cell.missing
    if let facts = ties[index] {
      block.set(5, place, to: keyText(decisions.year.rulebook.items[item].ties, facts))
    }
  }
}
