// What screening found, row by row: where a claim stands, and every reason for it.

package import Rulebook

/// The one status that an application ends in.
package enum Status: UInt8, CaseIterable, Sendable {
  case awarded, reserve, capped, superseded, ineligible, pending, deferred, service, invalid

  /// The status as the papers for programs write it.
  package var name: String {
    switch self {
    case .awarded: "awarded"
    case .reserve: "reserve"
    case .capped: "capped"
    case .superseded: "superseded"
    case .ineligible: "ineligible"
    case .pending: "pending"
    case .deferred: "deferred"
    case .service: "service"
    case .invalid: "invalid"
    }
  }
}

extension Status {
  /// Whether an amount is said, be it 0; deferred, service and invalid rows have none.
  package var hasAmount: Bool {
    switch self {
    case .awarded, .reserve, .capped, .superseded, .ineligible, .pending: true
    case .deferred, .service, .invalid: false
    }
  }
}

/// Where a row stands after screening and entitlement.
package enum Standing: Hashable, Sendable {
  /// Equal to an earlier row: it is no claim of its own.
  case dropped
  /// In the competition or the group selection, with an entitlement above zero.
  case eligible
  case decided(Status)
}

/// The verdicts of a chunk's rows, in row order: few differ, so that a row has the number of its verdict.
package struct Verdicts: Sendable {
  /// By row, a number in `kinds`.
  private var numbers: [UInt16] = []
  /// The first is that of a row with an entitlement and no reason.
  private var kinds = [Verdict(standing: .eligible, reasons: [], late: .clear)]
  /// By kind, what `onlyReasons` says; once all rows are appended.
  private var only: [Int32] = []
  /// The numbers of the kinds, while rows are appended; of some that were asked for lately they are found at once.
  private var known: [Verdict: UInt16] = [:]
  private var lately = [UInt16](repeating: 0, count: 64)

  init(rows: Int) { numbers.reserveCapacity(rows) }

  package func standing(_ row: Int) -> Standing { kinds[Int(numbers[row])].standing }

  /// The reasons of a row in the order in which they are listed, each once; none for an eligible row.
  package func reasons(_ row: Int) -> [ReasonID] { kinds[Int(numbers[row])].reasons }

  /// Of some rows the only reason of each; -1 where there are several, -2 where there is none.
  package func onlyReasons(_ rows: [Int32]) -> [Int32] {
    rows.map { only[Int(numbers[Int($0)])] }
  }

  /// - Returns: the number of the verdict.
  @discardableResult
  mutating func append(_ standing: Standing, _ codes: [ReasonID], _ late: LateDoubt) -> UInt16 {
    // An eligible row came through screening and has no reason.
    let isFirst = standing == .eligible
    let number = isFirst ? 0 : number(of: Verdict(standing: standing, reasons: codes, late: late))
    numbers.append(number)
    return number
  }

  /// The next row has the same verdict as one before.
  mutating func append(again number: UInt16) { numbers.append(number) }

  private mutating func number(of verdict: Verdict) -> UInt16 {
    let slot = (Int(verdict.reasons.first ?? 0) &+ verdict.reasons.count &<< 4) & 63
    let last = lately[slot]
    if kinds[Int(last)] == verdict { return last }
    let number = known[verdict] ?? newNumber(of: verdict)
    lately[slot] = number
    return number
  }

  private mutating func newNumber(of verdict: Verdict) -> UInt16 {
    known[verdict] = UInt16(kinds.count)
    kinds.append(verdict.withReasonsOnce)
    return UInt16(kinds.count - 1)
  }

  /// Call once all rows are appended.
  mutating func close() {
    (known, lately) = ([:], [])
    only = kinds.map { $0.reasons.isEmpty ? -2 : $0.reasons.count == 1 ? Int32($0.reasons[0]) : -1 }
  }

  /// The reasons of a row whose subject turns out to be shared, nil if that changes nothing.
  package func reasonsIfShared(_ row: Int) -> [ReasonID]? {
    let shared = ProgramReason.subjectShared.id
    let verdict = kinds[Int(numbers[row])]
    switch verdict.late {
    case .failed: return nil
    case .clear: return [shared]
    case .at(let place):
      let listed = verdict.reasons.filter { $0 != shared }
      return listed.prefix(Int(place)) + [shared] + listed.dropFirst(Int(place))
    }
  }
}

private struct Verdict: Hashable, Sendable {
  let standing: Standing
  let reasons: [ReasonID]
  let late: LateDoubt

  /// Every reason where it stands first.
  var withReasonsOnce: Verdict {
    let once = reasons.indices.filter { !reasons[..<$0].contains(reasons[$0]) }.map { reasons[$0] }
    return Verdict(standing: standing, reasons: once, late: late)
  }
}

/// What a doubt means that only shows when all rows are known: that two enterprises claim one subject.
enum LateDoubt: Hashable, Sendable {
  /// The row failed for certain: nothing.
  case failed
  /// The row came through screening: it is pending after all.
  case clear
  /// The row is pending: one more reason, behind so many others.
  case at(UInt8)
}

/// What a check of one row found so far: certain failures, and doubts.
package struct Findings: Equatable, Sendable {
  package var failures: [ReasonID] = []
  package var doubts: [ReasonID] = []
  /// How many doubts stand before that about a shared subject.
  var doubtsBeforeShared = 0

  var isEmpty: Bool { failures.isEmpty && doubts.isEmpty }

  /// Notes what else was found of the row.
  mutating func add(_ others: Findings) {
    failures += others.failures
    doubts += others.doubts
  }

  /// Notes how a condition came out.
  mutating func add(_ gate: Gate, _ outcome: ConditionOutcome) {
    switch outcome {
    case .met, .notEvaluated: return
    case .failed: if gate.rejects { failures.append(gate.failure) } else { doubts.append(gate.failure) }
    case .missing: if gate.rejectsMissing { failures.append(gate.failure) } else { doubts.append(gate.missing) }
    }
  }

  mutating func fail(_ reason: ProgramReason) { failures.append(reason.id) }
  mutating func doubt(_ reason: ProgramReason) { doubts.append(reason.id) }
}
