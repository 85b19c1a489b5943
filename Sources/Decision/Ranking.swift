// An item's ranking: its declared ties in order, then the application id.

import Intake
import Rulebook
import Tables

/// Claims of one item in rank order, with their tie facts.
struct Ranking {
  let item: Int
  let claims: [Claim]
  /// As known, `width` to a claim.
  let facts: [Int64]
  let width: Int

  /// Ranks, from 1, of claims that equal the one before in all but the id.
  var decidedByID: [Int] {
    (1..<max(1, claims.count)).filter { at in
      (0..<width).allSatisfy { facts[at * width + $0] == facts[(at - 1) * width + $0] }
    }.map { $0 + 1 }
  }
}

/// Ranks claims of one item. Without declared ties: entitlement (high), level order, time of acceptance, id.
///
/// - Parameter idRank: by row number, the place in the byte order of ids.
func rank(_ claims: [Claim], of item: Int, _ year: Year, scores: [Int64], idRank: [Int32]) -> Ranking {
  let ties = year.rulebook.items[item].ties
  let declared = !ties.isEmpty
  let width = declared ? ties.count : 3
  let descending = declared ? ties.map { $0.prefer == .high || $0.prefer == .late } : [true, false, false]
  var facts: [Int64] = []
  facts.reserveCapacity(claims.count * width)
  var reader = FactCursor(year)
  for claim in claims {
    if declared {
      for tie in ties {
        facts.append(tie.fact == .score ? scores[Int(claim.number)] : reader.number(tie.fact, claim.number))
      }
    } else {
      facts += [claim.entitlement, Int64(claim.level), reader.number(.receivedAt, claim.number)]
    }
  }
  let order = claims.indices.sorted { left, right in
    for at in 0..<width {
      let (a, b) = (facts[left * width + at], facts[right * width + at])
      if a == b { continue }
      if !Cell.isKnown(a) || !Cell.isKnown(b) { return Cell.isKnown(a) }
      return descending[at] ? a > b : a < b
    }
    return idRank[Int(claims[left].number)] < idRank[Int(claims[right].number)]
  }
  return Ranking(
    item: item, claims: order.map { claims[$0] },
    facts: order.flatMap { facts[$0 * width..<($0 + 1) * width] }, width: width)
}

/// Facts of row numbers; rows of one chunk come mostly together, so the chunk is kept.
struct FactCursor {
  private let year: Year
  private var chunk = -1
  private var facts: Facts?

  init(_ year: Year) { self.year = year }

  mutating func number(_ fact: Fact, _ number: Int32) -> Int64 {
    let (chunk, row) = year.applications.locate(Int(number))
    if chunk != self.chunk {
      self.chunk = chunk
      facts = Facts(year.applications.chunks[chunk], year.rulebook, year.registers)
    }
    return facts!.number(fact, row)
  }
}
