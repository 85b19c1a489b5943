// An item's ranking: its declared ties in order, then the application id.

import Intake
import Rulebook
import Screening
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

extension Decisions {
  /// Ranks claims of one item. Without declared ties: entitlement (high), level order, time of acceptance, id.
  func rank(_ claims: [Claim], of item: Int) -> Ranking {
    let ties = year.rulebook.items[item].ties
    let (declared, isScore) = (!ties.isEmpty, ties.map { $0.fact == .score })
    let width = declared ? ties.count : 3
    let descending = declared ? ties.map { $0.prefer == .high || $0.prefer == .late } : [true, false, false]
    var facts: [Int64] = []
    facts.reserveCapacity(claims.count * width)
    for claim in claims {
      facts += declared ? tieFacts(claim, isScore) : [claim.entitlement, Int64(claim.level), received(claim)]
    }
    let order = claims.indices.sorted { left, right in
      for at in 0..<width {
        let (a, b) = (facts[left * width + at], facts[right * width + at])
        if a == b { continue }
        if !Cell.isKnown(a) || !Cell.isKnown(b) { return Cell.isKnown(a) }
        return descending[at] ? a > b : a < b
      }
      return year.applications.precedes(Int(claims[left].number), Int(claims[right].number))
    }
    return Ranking(
      item: item, claims: order.map { claims[$0] },
      facts: order.flatMap { facts[$0 * width..<($0 + 1) * width] }, width: width)
  }

  /// Seconds since 1970, `Cell.missing` if nobody knows.
  func received(_ claim: Claim) -> Int64 {
    let (chunk, row) = year.applications.locate(Int(claim.number))
    return year.applications.chunks[chunk].received[row]
  }

  private func tieFacts(_ claim: Claim, _ isScore: [Bool]) -> [Int64] {
    let (chunk, row) = year.applications.locate(Int(claim.number))
    guard let facts = screened[chunk].ties[row] else { preconditionFailure("every ranked claim has its tie facts") }
    return zip(facts, isScore).map { $1 ? score(Int(claim.number)) : $0 }
  }
}
