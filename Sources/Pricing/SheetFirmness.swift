// The smallest change of one expert's one score that changes the winners.
//
// Only one claim moves. Its total rises or falls with the score, never by more than the score does, so it meets every
// total on the way. For each claim the totals with which it passes another one, or the mark, are tried outwards until
// the winners change; the score that leads there is found by halving, for the mean only rises with it.

import Decision
import Intake
import Rulebook
import Scoring
import Tables

func smallestSheetChange(_ field: ScoredField) -> SheetChange? {
  let cuts = Cuts(field.item, field.decisions)
  let line = field.decisions.competitions.first { $0.item == field.item }!.line
  // Those beside the line first: the sooner a small change is found, the less is left to try.
  func distance(_ claim: Scored) -> Int { abs(field.decisions.rank(claim.number) - line) }
  var best: Step?
  for claim in field.claims.sorted(by: { (distance($0), $0.number) < (distance($1), $1.number) }) {
    let sheets = Sheets(claim, field)
    for sign in [Int64(1), -1] {
      guard let found = sheets.firstChange(sign, cuts, below: best) else { continue }
      if best == nil || found.isSmaller(than: best!) { best = found }
    }
  }
  return best.map { step in
    SheetChange(
      application: step.claim, criterion: step.sheet.criterion, expert: step.sheet.expert, line: step.sheet.line,
      from: step.sheet.points, to: step.to, turn: step.turn)
  }
}

private struct Sheet {
  let criterion: Int
  let expert: String
  let line: Int
  let points: Int64
}

private struct Step {
  let claim: Int
  let sheet: Sheet
  let to: Int64
  let turn: Turn

  var size: Int64 { abs(to - sheet.points) }

  func isSmaller(than other: Step) -> Bool { (size, claim, sheet.line) < (other.size, other.claim, other.sheet.line) }
}

/// The sheets that count for one claim.
private struct Sheets {
  private let claim: Scored
  private let field: ScoredField
  private var panels: [[Sheet]]

  init(_ claim: Scored, _ field: ScoredField) {
    (self.claim, self.field) = (claim, field)
    let (at, row) = field.decisions.year.applications.locate(claim.number)
    let registers = field.decisions.year.registers.panels
    let sheets = field.decisions.year.applications.chunks[at].panel(row).map { registers[$0] } ?? []
    panels = field.criteria.enumerated().map { criterion, rules in
      guard rules.kind == .experts else { return [] }
      let name = registers.criteria.number(of: rules.id)
      return zip(sheets.indices, sheets).filter { $1.criterion == name && !$1.recused }.map { at, sheet in
        Sheet(
          criterion: criterion, expert: registers.experts.string(sheet.expert), line: registers.place(at).line,
          points: sheet.points)
      }
    }
  }

  /// The smallest step up or down that changes the winners; nil if there is none, or none smaller than `best`.
  func firstChange(_ sign: Int64, _ cuts: Cuts, below best: Step?) -> Step? {
    var rank = field.decisions.rank(claim.number)
    let targets = targets(sign)
    var at = 0
    while at < targets.count {
      var end = at
      while end < targets.count, targets[end].total == targets[at].total { end += 1 }
      let target = targets[at]
      guard let step = smallestStep(to: target.total, sign), best.map({ step.size <= $0.size }) ?? true else {
        return nil
      }
      // Passing one neighbour of another enterprise where nobody notices.
      let upper = sign > 0 ? rank - 1 : rank
      let isAlone = end == at + 1 && rank > 0 && target.passes.map { $0 != claim.enterprise } ?? false
      if !(isAlone && cuts.areSilent(at: upper)) {
        let points = field.claims.map { Int128($0.number == claim.number ? target.total : $0.total) }
        if let turn = field.turn(field.decided(points, mark: field.mark.map { Int128($0) })) {
          return Step(claim: step.claim, sheet: step.sheet, to: step.to, turn: turn)
        }
      }
      if rank > 0 { rank -= Int(sign) * (end - at) }
      at = end
    }
    return nil
  }

  private struct Target {
    let total: Int64
    /// The enterprise of the claim that is passed; nil for the mark.
    let passes: Int32?
  }

  /// The totals with which the claim passes another ranked one, or the mark, outwards.
  private func targets(_ sign: Int64) -> [Target] {
    var targets: [Target] = []
    if let mark = field.mark {
      if sign > 0, claim.total < mark { targets.append(Target(total: mark, passes: nil)) }
      if sign < 0, claim.total >= mark { targets.append(Target(total: mark - 1, passes: nil)) }
    }
    if field.isByPoints {
      for other in field.claims where other.number != claim.number && other.before == claim.before {
        if let mark = field.mark, other.total < mark { continue }
        let isAbove = field.precedes(other, Int128(other.total), claim, Int128(claim.total))
        guard isAbove == (sign > 0) else { continue }
        let isEnough = field.precedesAtEqualPoints(claim, other) == (sign > 0)
        targets.append(Target(total: isEnough ? other.total : other.total + sign, passes: other.enterprise))
      }
    }
    return targets.sorted { sign > 0 ? $0.total < $1.total : $0.total > $1.total }
  }

  /// Of all sheets the smallest step that brings the total to the target; the turn is not known yet.
  private func smallestStep(to target: Int64, _ sign: Int64) -> Step? {
    var best: Step?
    for panel in panels where panel.count >= smallestPanel {
      for at in panel.indices {
        guard let to = score(of: at, in: panel, for: target, sign) else { continue }
        let step = Step(claim: claim.number, sheet: panel[at], to: to, turn: Turn(won: [], lost: []))
        if best == nil || step.isSmaller(than: best!) { best = step }
      }
    }
    return best
  }

  /// The score nearest to the one given with which the total reaches the target; nil if none does.
  private func score(of at: Int, in panel: [Sheet], for target: Int64, _ sign: Int64) -> Int64? {
    let needed = target - claim.total + (panelMark(panel.map(\.points)).points ?? 0)
    func reaches(_ points: Int64) -> Bool {
      var sheets = panel.map(\.points)
      sheets[at] = points
      let mean = panelMark(sheets).points ?? 0
      return sign > 0 ? mean >= needed : mean <= needed
    }
    let end = sign > 0 ? field.criteria[panel[at].criterion].points : 0
    guard reaches(end) else { return nil }
    // Between a score that does not reach and one that does.
    var (short, far) = (panel[at].points, end)
    while abs(far - short) > 1 {
      let middle = short + (far - short) / 2
      if reaches(middle) { far = middle } else { short = middle }
    }
    return far
  }
}
