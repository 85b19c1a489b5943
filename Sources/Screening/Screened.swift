// A piece of a form, screened: what can be said of each of its rows without knowing the others.

package import Intake
import Rulebook
import Scoring
package import Tables

/// Verdicts and worth of a chunk's rows; amounts in fen, `Cell.missing` where blank.
package struct Screened: Sendable {
  package fileprivate(set) var verdicts: Verdicts
  /// How H and earlier awards lowered the entitlement.
  package private(set) var outcomes: [OutcomeReasons]
  /// W.
  package private(set) var standard: Numbers
  /// E, where it is not W.
  package private(set) var entitlement = Rare<Int64>()
  /// H, where it is not 0.
  package private(set) var upper = Rare<Int64>()
  /// Earlier awards that a promotion pays the difference to, where there are any.
  package private(set) var earlier = Rare<Int64>()
  /// What a rate or a unit price is taken of.
  package private(set) var bases = Rare<Int64>()
  /// Points in millionths, of claims whose panels are complete.
  package private(set) var scores = Rare<Int64>()
  /// The tie facts of the valued claims of ranked items, without the score, which is `Cell.missing` here.
  package private(set) var ties = RareLists()

  /// Frees what somebody else keeps now: `outcomes` and `standard`.
  package mutating func forgetWorth() { (outcomes, standard) = ([], Numbers()) }

  fileprivate init(rows: Int) {
    verdicts = Verdicts(rows: rows)
    outcomes = Array(repeating: [], count: rows)
    standard = Numbers(repeating: Cell.missing, count: rows)
  }
}

/// Screens, entitles and scores every row of a chunk (spec 3, steps 2–5).
package func screen(_ facts: Facts) -> Screened {
  var screened = Screened(rows: facts.chunk.count)
  let gates = Gates(facts.rulebook)
  let sieve = Sieve(facts, gates)
  var known: [BarredClaim: UInt16] = [:]
  var history = sieve.history[...]
  for row in 0..<facts.chunk.count {
    let awards = history.first.flatMap { Int($0.row) == row ? $0.awards : nil }
    if awards != nil { history.removeFirst() }
    if sieve.isPlain[row] {
      screened.judge(plain: row, awards, sieve, facts, gates, &known)
    } else {
      screened.judge(row, sieve.marks[row], facts, gates)
    }
  }
  screened.verdicts.close()
  return screened
}

/// What the gates say of a claim for a level: all that decides its verdict, unless a register speaks against it.
private struct BarredClaim: Hashable {
  let level: Int
  let barred: Barred
}

extension Screened {
  /// A row that leaves no doubt of who claims what.
  ///
  /// - Parameter awards: nil if its enterprise has no history.
  /// - Parameter known: the verdicts so far.
  fileprivate mutating func judge(
    plain row: Int, _ awards: AwardsBefore?, _ sieve: Sieve, _ facts: Facts, _ gates: Gates,
    _ known: inout [BarredClaim: UInt16]
  ) {
    let barred = sieve.barred[row]
    let (_, level) = facts.subjectMatter(row)
    if let awards {
      var history = Findings()
      askHistory(row, sieve.marks[row], awards, facts, &history)
      guard history.isEmpty else {
        var found = barred.findings(gates.of(level: level))
        found.add(history)
        conclude(found, row, upper: awards.upper, facts)
        return
      }
    }
    if barred.isEmpty {
      pass(row, upper: awards?.upper ?? 0, facts)
    } else if let verdict = known[BarredClaim(level: level, barred: barred)] {
      verdicts.append(again: verdict)
    } else {
      let verdict = conclude(barred.findings(gates.of(level: level)), row, upper: awards?.upper ?? 0, facts)
      known[BarredClaim(level: level, barred: barred)] = verdict
    }
  }

  /// A row of which nothing is known yet.
  fileprivate mutating func judge(_ row: Int, _ marks: Intake.Marks, _ facts: Facts, _ gates: Gates) {
    guard facts.chunk.invalid[row].isEmpty else {
      verdicts.append(.decided(.invalid), facts.chunk.invalid[row].reasons.map(\.id), .failed)
      return
    }
    let found = findings(row, facts, gates, sharedSubjects: nil)
    conclude(found, row, upper: AwardsBefore(row, marks, facts, gates.once).upper, facts)
  }

  /// - Parameter upper: H, asked for only where the row comes through.
  /// - Returns: the number of the verdict.
  @discardableResult
  private mutating func conclude(
    _ found: Findings, _ row: Int, upper: @autoclosure () -> Int64, _ facts: Facts
  ) -> UInt16 {
    if !found.failures.isEmpty {
      return verdicts.append(.decided(.ineligible), found.failures, .failed)
    } else if !found.doubts.isEmpty {
      return verdicts.append(.decided(.pending), found.doubts, .at(UInt8(found.doubtsBeforeShared)))
    } else {
      return pass(row, upper: upper(), facts)
    }
  }

  /// A row that came through screening.
  @discardableResult
  private mutating func pass(_ row: Int, upper: Int64, _ facts: Facts) -> UInt16 {
    let (standing, reasons) = value(row, upper: upper, facts)
    return verdicts.append(standing, reasons, .clear)
  }

  /// Entitlement and score of an eligible row.
  private mutating func value(_ row: Int, upper: Int64, _ facts: Facts) -> (Standing, [ReasonID]) {
    let (item, level) = facts.subjectMatter(row)
    switch facts.rulebook.items[item].pays {
    case .later: return (.decided(.deferred), rulesPending)
    case .service: return (.decided(.service), nonCash)
    case .cash: break
    }
    if let base = facts.rulebook.levels[level].of {
      let value = facts.number(base, row)
      if let missing = facts.rulebook.levels[level].missing, !Cell.isKnown(value) {
        return (.decided(.pending), [missing])
      }
      bases.append(row, value)
    }
    let worth = entitle(row, upper: upper, facts)
    note(worth, row, item, facts)
    if let (status, reason) = worth.refusal { return (.decided(status), [reason.id]) }
    guard !facts.rulebook.items[item].criteria.isEmpty else { return (.eligible, []) }
    guard let total = Scoring.score(row, facts).total else {
      return (.decided(.pending), panelIncomplete)
    }
    scores.append(row, total)
    if let mark = facts.rulebook.items[item].passScore, total < mark {
      return (.decided(.reserve), belowPassMark)
    }
    return (.eligible, [])
  }

  private mutating func note(_ worth: Entitlement, _ row: Int, _ item: Int, _ facts: Facts) {
    standard[row] = worth.standard
    if worth.amount != worth.standard { entitlement.append(row, worth.amount) }
    if worth.upper != 0 { upper.append(row, worth.upper) }
    if worth.earlier != 0 { earlier.append(row, worth.earlier) }
    if !facts.rulebook.items[item].ties.isEmpty, facts.isRanked(item) {
      ties.append(
        row, facts.rulebook.items[item].ties.map { facts.number($0.fact, row) })
    }
    guard worth.refusal == nil else { return }
    if worth.reducedByUpper { outcomes[row].insert(.reducedByUpper) }
    if worth.reducedByPromotion { outcomes[row].insert(.reducedByPromotion) }
  }
}

private let rulesPending = [ProgramReason.rulesPending.id]
private let nonCash = [ProgramReason.nonCash.id]
private let panelIncomplete = [ProgramReason.panelIncomplete.id]
private let belowPassMark = [ProgramReason.belowPassMark.id]
