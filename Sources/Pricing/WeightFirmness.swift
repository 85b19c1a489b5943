// The smallest change of one criterion's weight that changes the winners.
//
// With a step t in one direction the points of a claim, times the weight w, are w·T ± m·t: straight lines. The winners
// can only change where two of them cross or one crosses the mark. These steps are tried in their order, but for
// crossings that nobody notices (`Cuts`); a change found by doubling the step bounds how far they must be listed.

import Decision
import Rulebook
import Tables

func smallestWeightChange(_ criterion: Int, _ field: ScoredField) -> WeightChange {
  let ways = [Int128(1), -1].compactMap { sign in WeightWalk(criterion, sign, field)?.firstChange() }
  guard let best = ways.min(by: { $0.step < $1.step }) else {
    return WeightChange(change: nil, turn: Turn(won: [], lost: []))
  }
  return WeightChange(change: Int64(best.sign * best.step), turn: best.turn)
}

private struct WeightWalk {
  struct Found {
    let sign: Int128
    let step: Int128
    let turn: Turn
  }

  private let field: ScoredField
  private let sign: Int128
  private let weight: Int128
  /// The longest step: down to no weight, or up to all 100 points.
  private let longest: Int128
  private let marks: [Int128]
  private let starts: [Int128]
  private let mark: Int128?

  /// Nil for a weight of 0, which no mark can be scaled by.
  init?(_ criterion: Int, _ sign: Int128, _ field: ScoredField) {
    weight = Int128(field.criteria[criterion].points)
    guard weight > 0 else { return nil }
    (self.field, self.sign) = (field, sign)
    longest = sign > 0 ? 100_000_000 - weight : weight
    marks = field.claims.map { Int128($0.marks[criterion]) }
    starts = field.claims.map { Int128($0.total) * Int128(field.criteria[criterion].points) }
    mark = field.mark.map { Int128($0) * Int128(field.criteria[criterion].points) }
  }

  private func points(_ step: Int128) -> [Int128] { zip(starts, marks).map { $0 + sign * $1 * step } }

  func firstChange() -> Found? {
    var bound = Int128(1)
    while bound < longest, turn(at: bound) == nil { bound *= 2 }
    return walk(upTo: min(bound, longest))
  }

  private func turn(at step: Int128) -> Turn? { field.turn(field.decided(points(step), mark: mark)) }

  private func walk(upTo bound: Int128) -> Found? {
    let events = crossings(upTo: bound).sorted { $0.step < $1.step }
    var cuts = Cuts(field.item, field.decisions)
    var order = Order(field, points(0), mark)
    var at = 0
    while at < events.count {
      var end = at
      while end < events.count, events[end].step == events[at].step { end += 1 }
      let event = events[at]
      if end != at + 1 || !order.swapSilently(event, cuts) {
        let now = points(event.step)
        let decided = field.decided(now, mark: mark)
        if let turn = field.turn(decided) { return Found(sign: sign, step: event.step, turn: turn) }
        cuts = Cuts(field.item, decided)
        order = Order(field, now, mark)
      }
      at = end
    }
    return nil
  }

  // MARK: Crossings

  /// A step with which one claim comes to stand above another, or crosses the mark.
  struct Crossing {
    let step: Int128
    let upper: Int
    /// Nil for the mark.
    let lower: Int?
  }

  private func crossings(upTo bound: Int128) -> [Crossing] {
    var found: [Crossing] = []
    for one in field.claims.indices {
      if let step = stepOverMark(one), step <= bound { found.append(Crossing(step: step, upper: one, lower: nil)) }
      guard field.isByPoints else { continue }
      for other in field.claims.indices where other > one {
        let (a, b) = (field.claims[one], field.claims[other])
        guard a.before == b.before else { continue }
        let isAbove = field.precedes(a, starts[one], b, starts[other])
        let (upper, lower) = isAbove ? (one, other) : (other, one)
        if let step = stepOver(upper, lower), step <= bound {
          found.append(Crossing(step: step, upper: upper, lower: lower))
        }
      }
    }
    return found
  }

  /// The first step with which the lower one stands above.
  private func stepOver(_ upper: Int, _ lower: Int) -> Int128? {
    let (lead, gain) = (starts[upper] - starts[lower], sign * (marks[lower] - marks[upper]))
    guard gain > 0 else { return nil }
    let isEnough = field.precedesAtEqualPoints(field.claims[lower], field.claims[upper])
    return isEnough ? (lead + gain - 1) / gain : lead / gain + 1
  }

  private func stepOverMark(_ claim: Int) -> Int128? {
    guard let mark, marks[claim] > 0 else { return nil }
    let lead = starts[claim] - mark
    if lead >= 0 { return sign < 0 ? lead / marks[claim] + 1 : nil }
    return sign > 0 ? (-lead + marks[claim] - 1) / marks[claim] : nil
  }

  // MARK: The order on the way

  /// The claims that pass the mark, in rank order.
  private struct Order {
    private let field: ScoredField
    private var ranked: [Int]
    /// By claim, from 0; -1 under the mark.
    private var place: [Int]

    init(_ field: ScoredField, _ points: [Int128], _ mark: Int128?) {
      self.field = field
      ranked = field.claims.indices.filter { points[$0] >= mark ?? .min }.sorted {
        field.precedes(field.claims[$0], points[$0], field.claims[$1], points[$1])
      }
      place = Array(repeating: -1, count: field.claims.count)
      for (at, claim) in ranked.enumerated() { place[claim] = at }
    }

    /// Lets two neighbours change places if nobody notices; false where it must be tried.
    mutating func swapSilently(_ crossing: Crossing, _ cuts: Cuts) -> Bool {
      guard let lower = crossing.lower else { return false }
      let (one, other) = (place[crossing.upper], place[lower])
      // Whoever is under the mark is not ranked.
      if one < 0 || other < 0 { return true }
      guard other == one + 1, field.claims[crossing.upper].enterprise != field.claims[lower].enterprise,
        cuts.areSilent(at: one + 1)
      else { return false }
      ranked.swapAt(one, other)
      (place[crossing.upper], place[lower]) = (other, one)
      return true
    }
  }
}
