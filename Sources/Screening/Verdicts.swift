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
package enum Standing: Equatable, Sendable {
  /// Equal to an earlier row: it is no claim of its own.
  case dropped
  /// In the competition or the group selection, with an entitlement above zero.
  case eligible
  case decided(Status)
}

/// The verdicts of a chunk's rows, in row order.
package struct Verdicts: Sendable {
  package private(set) var standings: [Standing] = []
  private var reasons: [ReasonID] = []
  private var ends: [Int32] = [0]
  private var lateDoubts: [LateDoubt] = []

  init(rows: Int) {
    standings.reserveCapacity(rows)
    ends.reserveCapacity(rows + 1)
    lateDoubts.reserveCapacity(rows)
  }

  /// The reasons of a row in the order in which they are listed, each once; none for an eligible row.
  package func reasons(_ row: Int) -> ArraySlice<ReasonID> { reasons[Int(ends[row])..<Int(ends[row + 1])] }

  /// How many reasons a row has, and the first of them.
  package func firstReason(_ row: Int) -> (count: Int, first: ReasonID?) {
    let (start, end) = (Int(ends[row]), Int(ends[row + 1]))
    return (end - start, start < end ? reasons[start] : nil)
  }

  mutating func append(_ standing: Standing, _ codes: [ReasonID], _ late: LateDoubt) {
    standings.append(standing)
    for code in codes where !reasons[Int(ends.last!)...].contains(code) { reasons.append(code) }
    ends.append(Int32(reasons.count))
    lateDoubts.append(late)
  }

  /// The reasons of a row whose subject turns out to be shared, nil if that changes nothing.
  package func reasonsIfShared(_ row: Int) -> [ReasonID]? {
    let shared = ProgramReason.subjectShared.id
    switch lateDoubts[row] {
    case .failed: return nil
    case .clear: return [shared]
    case .at(let place):
      let listed = reasons(row).filter { $0 != shared }
      return listed.prefix(Int(place)) + [shared] + listed.dropFirst(Int(place))
    }
  }
}

/// What a doubt means that only shows when all rows are known: that two enterprises claim one subject.
enum LateDoubt: Equatable, Sendable {
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

  mutating func fail(_ reason: ProgramReason) { failures.append(reason.id) }
  mutating func doubt(_ reason: ProgramReason) { doubts.append(reason.id) }
}
