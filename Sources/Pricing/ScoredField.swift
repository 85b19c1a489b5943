// The scored claims of one item with all that orders them, and who wins under other points.

import Decision
import Intake
import Rulebook
import Scoring
import Screening
import Tables

/// A claim that was scored, whether it reached the mark or not.
struct Scored: Sendable {
  /// The row number.
  let number: Int
  let enterprise: Int32
  /// Millionths.
  let total: Int64
  /// By criterion, millionths.
  let marks: [Int64]
  /// What orders it beside the points, the smaller first; before the points, and behind them with the place of the id.
  let before: [Int64]
  let behind: [Int64]
}

struct ScoredField: Sendable {
  let item: Int
  let decisions: Decisions
  let claims: [Scored]
  /// Whether points order the claims at all, or only the mark counts.
  let isByPoints: Bool
  /// Millionths of a point.
  let mark: Int64?

  var criteria: [Criterion] { decisions.year.rulebook.items[item].criteria }

  init(_ item: Int, _ decisions: Decisions) {
    self.item = item
    self.decisions = decisions
    let rules = decisions.year.rulebook.items[item]
    mark = rules.passScore
    isByPoints = rules.ties.contains { $0.fact == .score }
    var claims: [Scored] = []
    for (place, number) in decisions.order.enumerated() where Cell.isKnown(decisions.score(Int(number))) {
      let (at, row) = decisions.year.applications.locate(Int(number))
      let chunk = decisions.year.applications.chunks[at]
      guard Int(chunk.items[row]) == item else { continue }
      let facts = Facts(chunk, decisions.year.rulebook, decisions.year.registers)
      let keys = ScoredField.keys(rules, decisions, at, row)
      claims.append(
        Scored(
          number: Int(number), enterprise: chunk.enterprises[row], total: decisions.score(Int(number)),
          marks: Scoring.score(row, facts).marks.map { $0.points ?? 0 }, before: keys.before,
          behind: keys.behind + [Int64(place)]))
    }
    self.claims = claims
  }

  private static func keys(
    _ rules: Item, _ decisions: Decisions, _ at: Int, _ row: Int
  ) -> (before: [Int64], behind: [Int64]) {
    let chunk = decisions.year.applications.chunks[at]
    guard !rules.ties.isEmpty else {
      return ([], [-decisions.entitlement(chunk.base + row), Int64(chunk.levels[row]), last(chunk.received[row])])
    }
    var (before, behind, isBehind): ([Int64], [Int64], Bool) = ([], [], false)
    for (tie, fact) in zip(rules.ties, decisions.screened[at].ties[row] ?? []) {
      if tie.fact == .score {
        isBehind = true
        continue
      }
      let key = tie.prefer == .high || tie.prefer == .late ? last(fact, -fact) : last(fact)
      if isBehind { behind.append(key) } else { before.append(key) }
    }
    return (before, behind)
  }

  /// What nobody knows stands last.
  private static func last(_ fact: Int64, _ key: @autoclosure () -> Int64? = nil) -> Int64 {
    Cell.isKnown(fact) ? key() ?? fact : .max
  }

  /// Whether the first stands above the second with these points.
  func precedes(_ one: Scored, _ points: Int128, _ other: Scored, _ others: Int128) -> Bool {
    if one.before != other.before { return one.before.lexicographicallyPrecedes(other.before) }
    if isByPoints, points != others { return points > others }
    return one.behind.lexicographicallyPrecedes(other.behind)
  }

  /// Whether the first would stand above the second with equal points.
  func precedesAtEqualPoints(_ one: Scored, _ other: Scored) -> Bool {
    one.behind.lexicographicallyPrecedes(other.behind)
  }

  /// Decides the year with other points.
  ///
  /// - Parameter points: by claim, in any unit.
  /// - Parameter mark: the mark to pass in that unit.
  func decided(_ points: [Int128], mark: Int128?) -> Decisions {
    // Only the order and the mark count: the points become steps above and below the mark.
    let steps = Set(points).sorted()
    let passing = steps.firstIndex { $0 >= mark ?? .min } ?? steps.count
    let base = self.mark ?? 0
    var place: [Int128: Int64] = [:]
    for (at, value) in steps.enumerated() { place[value] = base + Int64(at - passing) }
    var stand: [Int32: Int64] = [:]
    for (claim, value) in zip(claims, points) { stand[Int32(claim.number)] = place[value]! }
    return redecide(decisions, points: stand)
  }

  /// Nil where the same applications win.
  func turn(_ other: Decisions) -> Turn? {
    let effect = effect(of: other, on: decisions)
    return effect.won.isEmpty && effect.lost.isEmpty ? nil : Turn(won: effect.won, lost: effect.lost)
  }
}

/// Where the lines were drawn in a decision: between which ranks a swap of neighbours cannot be felt.
struct Cuts {
  private let after: Set<Int>
  private let lastCut: Int
  private let line: Int

  init(_ item: Int, _ decisions: Decisions) {
    let cuts = decisions.rounds.filter { $0.item == item && $0.phase == "A" }.map(\.lineAfter)
    let competition = decisions.competitions.first { $0.item == item }!
    after = Set(cuts)
    lastCut = cuts.last ?? competition.ranking.count
    line = competition.line
  }

  /// Whether applications of two enterprises on ranks `rank` and `rank + 1` may change places with nobody noticing: no
  /// line was ever cut beside them, and neither was tried when the line came down again. Then every step of the
  /// selection is the same with the two renamed, since an enterprise only compares the ranks of its own.
  func areSilent(at rank: Int) -> Bool {
    if after.contains(rank - 1) || after.contains(rank) { return false }
    return rank + 1 <= lastCut || rank > line + 1
  }
}
