// A piece of a form, screened: what can be said of each of its rows without knowing the others.

package import Intake
import Rulebook
import Scoring
package import Tables

/// Verdicts and worth of a chunk's rows; amounts in fen, `Cell.missing` where blank.
package struct Screened: Sendable {
  package private(set) var verdicts = Verdicts()
  /// How H and earlier awards lowered the entitlement.
  package private(set) var outcomes: [OutcomeReasons]
  /// W and E.
  package private(set) var standard: [Int64]
  package private(set) var entitlement: [Int64]
  /// H, where it is not 0.
  package private(set) var upper = Rare<Int64>()
  /// Earlier awards that a promotion pays the difference to, where there are any.
  package private(set) var earlier = Rare<Int64>()
  /// What a rate or a unit price is taken of.
  package private(set) var bases = Rare<Int64>()
  /// Points in millionths, of claims whose panels are complete.
  package private(set) var scores = Rare<Int64>()
  /// The tie facts of the valued claims of ranked items, without the score, which is `Cell.missing` here.
  package private(set) var ties = Rare<[Int64]>()

  fileprivate init(rows: Int) {
    outcomes = Array(repeating: [], count: rows)
    standard = Array(repeating: Cell.missing, count: rows)
    entitlement = standard
  }
}

/// Screens, entitles and scores every row of a chunk (spec 3, steps 2–5).
package func screen(_ facts: Facts) -> Screened {
  var screened = Screened(rows: facts.chunk.count)
  for row in 0..<facts.chunk.count { screened.judge(row, facts) }
  return screened
}

extension Screened {
  fileprivate mutating func judge(_ row: Int, _ facts: Facts) {
    guard facts.chunk.invalid[row].isEmpty else {
      verdicts.append(.decided(.invalid), facts.chunk.invalid[row].reasons.map(\.id), .failed)
      return
    }
    let found = findings(row, facts, sharedSubjects: nil)
    if !found.failures.isEmpty {
      verdicts.append(.decided(.ineligible), found.failures, .failed)
    } else if !found.doubts.isEmpty {
      verdicts.append(.decided(.pending), found.doubts, .at(UInt8(found.doubtsBeforeShared)))
    } else {
      let (standing, reasons) = value(row, facts)
      verdicts.append(standing, reasons, .clear)
    }
  }

  /// Entitlement and score of an eligible row.
  private mutating func value(_ row: Int, _ facts: Facts) -> (Standing, [ReasonID]) {
    let item = facts.rulebook.items[Int(facts.chunk.items[row])]
    switch item.pays {
    case .later: return (.decided(.deferred), [ProgramReason.rulesPending.id])
    case .service: return (.decided(.service), [ProgramReason.nonCash.id])
    case .cash: break
    }
    let level = facts.rulebook.levels[Int(facts.chunk.levels[row])]
    if let base = level.of {
      let value = facts.number(base, row)
      if let missing = level.missing, !Cell.isKnown(value) { return (.decided(.pending), [missing]) }
      if level.rule == .rate || level.rule == .perUnit { bases.append(row, value) }
    }
    let worth = entitle(row, facts)
    note(worth, row, item, facts)
    if let (status, reason) = worth.refusal { return (.decided(status), [reason.id]) }
    guard !item.criteria.isEmpty else { return (.eligible, []) }
    guard let total = Scoring.score(row, facts).total else {
      return (.decided(.pending), [ProgramReason.panelIncomplete.id])
    }
    scores.append(row, total)
    if let mark = item.passScore, total < mark { return (.decided(.reserve), [ProgramReason.belowPassMark.id]) }
    return (.eligible, [])
  }

  private mutating func note(_ worth: Entitlement, _ row: Int, _ item: Item, _ facts: Facts) {
    standard[row] = worth.standard
    entitlement[row] = worth.amount
    if worth.upper != 0 { upper.append(row, worth.upper) }
    if worth.earlier != 0 { earlier.append(row, worth.earlier) }
    if facts.rulebook.isRanked(item), !item.ties.isEmpty {
      ties.append(row, item.ties.map { $0.fact == .score ? Cell.missing : facts.number($0.fact, row) })
    }
    guard worth.refusal == nil else { return }
    if worth.reducedByUpper { outcomes[row].insert(OutcomeReasons(.reducedByUpper)) }
    if worth.reducedByPromotion { outcomes[row].insert(OutcomeReasons(.reducedByPromotion)) }
  }
}
