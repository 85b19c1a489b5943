// What screening found of each row, corrected by what only shows when all rows are known: repeated ids, subjects that two
// enterprises claim, points to decide by instead of those that were found.

import Intake
import Rulebook
import Screening

/// Where rows stand after screening, those of one chunk behind those of another.
struct Standings: Sendable {
  /// Those in the competition or the group selection are invalid here until their group is settled.
  private(set) var statuses: [Status] = []
  private(set) var claims: Claims
  /// Why rows ended otherwise than screening said; none for a repeated row.
  private(set) var late: [(number: Int, reasons: [ReasonID])] = []

  init(_ rulebook: Rulebook) { claims = Claims(rulebook) }

  /// The rows of a chunk.
  ///
  /// - Parameter points: by row number, other points than were found.
  init(ofChunk at: Int, _ verdicts: Verdicts, _ year: Year, _ shared: SharedSubjects, points: [Int32: Int64]) {
    let (rulebook, chunk, dropped) = (year.rulebook, year.applications.chunks[at], year.applications.dropped)
    self.init(rulebook)
    statuses.reserveCapacity(chunk.count)
    for row in 0..<chunk.count {
      var standing = verdicts.standing(row)
      if dropped[chunk.base + row] {
        standing = .dropped
        late.append((chunk.base + row, []))
      } else if !chunk.invalid[row].isEmpty {
        if standing != .decided(.invalid) || chunk.invalid[row].contains(.duplicateID) {
          late.append((chunk.base + row, chunk.invalid[row].reasons.map(\.id)))
        }
        standing = .decided(.invalid)
      } else if shared.contains(group: rulebook.items[Int(chunk.items[row])].group, subject: chunk.subjects[row]),
        let reasons = verdicts.reasonsIfShared(row)
      {
        late.append((chunk.base + row, reasons))
        standing = .decided(.pending)
      }
      // Under other points a mark may be passed that was not, or be missed.
      if !points.isEmpty, standing == .eligible || standing == .decided(.reserve),
        let points = points[Int32(chunk.base + row)]
      {
        let mark = rulebook.items[Int(chunk.items[row])].passScore ?? .min
        standing = points >= mark ? .eligible : .decided(.reserve)
      }
      switch standing {
      case .decided(let status): statuses.append(status)
      case .dropped: statuses.append(.invalid)
      case .eligible:
        statuses.append(.invalid)
        claims.add(chunk, row)
      }
    }
  }

  mutating func add(_ others: Standings) {
    statuses += others.statuses
    claims.add(others.claims)
    late += others.late
  }
}
