// What the program decided: one line per application, and the certificate of the competitions.

package import Intake
package import Rulebook
package import Screening
import Selection
package import Tables

/// The decisions of a year, by row number; amounts in fen, scores in millionths, `Cell.missing` where blank.
package struct Decisions: Sendable {
  package let year: Year
  let shares: DistrictShares
  package internal(set) var statuses: [Status] = []
  /// By chunk, what screening said of each row.
  package private(set) var screened: [Screened]
  /// Rows whose reasons screening could not know: repeated ids, subjects that two enterprises claim.
  var lateReasons: [Int32: [ReasonID]] = [:]
  /// Points of rows to decide by instead of those that were found.
  var otherPoints: [Int32: Int64] = [:]
  /// For rows that came through screening: why they ended as they did.
  package internal(set) var outcomes: ByRow<[OutcomeReasons]>
  /// W.
  package internal(set) var standard: NumbersByRow
  /// By chunk, the awards that a limit or a budget lowered, beside the others of the chunk; empty where none was.
  private var lowered: [Numbers]
  private(set) var ranks = Rare<Int32>()
  /// Of every item with slots, in policy order.
  package internal(set) var competitions: [Competition] = []
  /// Of every group with slots, in policy order.
  package internal(set) var rounds: [CutRound] = []
  /// Enterprises with more combinations than can be tried, whose projects were chosen greedily.
  package internal(set) var greedy: Set<Int32> = []
  package internal(set) var budgets: [BudgetOutcome] = []
  /// What the decision itself gives cause to say: towns without a share row.
  package internal(set) var remarks: [Fault] = []
  /// The award that stands in an application's way: the winner of its key, by row number.
  package internal(set) var winners: [Int32: Int32] = [:]

  /// The reason codes of an application, in the order in which they are listed.
  package func reasons(_ number: Int) -> [ReasonID] {
    if let late = late(number) { return late }
    let (chunk, row) = year.applications.locate(number)
    let listed = screened[chunk].verdicts.reasons(row)
    return listed.isEmpty ? outcomes[number].reasons : listed
  }

  /// Reasons that screening could not know: they leave a row pending or invalid.
  func late(_ number: Int) -> [ReasonID]? {
    switch statuses[number] {
    case .pending, .invalid: lateReasons[Int32(number)]
    case .awarded, .reserve, .capped, .superseded, .ineligible, .deferred, .service: nil
    }
  }

  /// H: upper-level awards for the same subject, where a standard was worked out.
  package func upper(_ number: Int) -> Int64 {
    guard Cell.isKnown(standard[number]) else { return Cell.missing }
    let (chunk, row) = year.applications.locate(number)
    return screened[chunk].upper[row] ?? 0
  }

  /// The points, `Cell.missing` where there are none.
  package func score(_ number: Int) -> Int64 {
    guard Cell.isKnown(standard[number]) else { return Cell.missing }
    if !otherPoints.isEmpty, let points = otherPoints[Int32(number)] { return points }
    let (chunk, row) = year.applications.locate(number)
    return screened[chunk].scores[row] ?? Cell.missing
  }

  /// From 1; 0 where the application is not ranked or its item has no slots.
  package func rank(_ number: Int) -> Int { Int(ranks[number] ?? 0) }

  mutating func give(ranks: [(number: Int32, value: Int32)]) {
    let known = zip(self.ranks.numbers, self.ranks.values).map { (number: $0, value: $1) }
    self.ranks = Rare(known + ranks)
  }

  /// The award, 0 where there is none.
  package func amount(_ number: Int) -> Int64 { amount(number, year.applications.locate(number)) }

  /// By row number, the awards.
  package var amounts: [Int64] { statuses.indices.map(amount) }

  func isAwarded(_ number: Int) -> Bool {
    if case .awarded = statuses[number] { true } else { false }
  }

  private func amount(_ number: Int, _ place: (chunk: Int, row: Int)) -> Int64 {
    guard isAwarded(number) else { return 0 }
    return lowered[place.chunk].isEmpty ? entitlement(place) : lowered[place.chunk][place.row]
  }

  /// Makes the award less than the entitlement.
  mutating func lower(_ place: (chunk: Int, row: Int), to amount: Int64) {
    if lowered[place.chunk].isEmpty {
      let rows = 0..<Int32(year.applications.chunks[place.chunk].count)
      lowered[place.chunk] = Numbers(entitlements(place.chunk, Array(rows)))
    }
    lowered[place.chunk][place.row] = amount
  }

  /// The awards of some rows of a chunk where they are awarded, of which the entitlements are known.
  func awards(_ chunk: Int, _ rows: [Int32], _ entitlements: [Int64]) -> [Int64] {
    let lowered = lowered[chunk]
    return lowered.isEmpty ? entitlements : rows.map { lowered[Int($0)] }
  }

  /// E, where a standard was worked out.
  package func entitlement(_ number: Int) -> Int64 { entitlement(year.applications.locate(number)) }

  private func entitlement(_ place: (chunk: Int, row: Int)) -> Int64 {
    let standard = standard.column(place.chunk)[place.row]
    return Cell.isKnown(standard) ? screened[place.chunk].entitlement[place.row] ?? standard : standard
  }

  /// The same of some rows of a chunk.
  func entitlements(_ chunk: Int, _ rows: [Int32]) -> [Int64] {
    let (standards, others) = (standard.column(chunk), screened[chunk].entitlement.of(rows))
    return zip(rows, others).map { row, other in
      let standard = standards[Int(row)]
      return Cell.isKnown(standard) ? other ?? standard : standard
    }
  }

  /// The district's part of the award: ⌊amount × share⌋ fen; all of it where the shares do not speak of the town.
  package func district(_ number: Int) -> Int64 {
    let (at, row) = year.applications.locate(number)
    let amount = amount(number, (at, row))
    guard amount > 0 else { return 0 }
    return district(amount, town: Int32(year.town(at, row)), item: year.applications.chunks[at].items[row])
  }

  /// The district's share in millionths; nil where the shares do not speak of the town.
  package func share(town: Int32, item: Int16) -> Int64? { shares.of(town: town, item: item) }

  func district(_ amount: Int64, town: Int32, item: Int16) -> Int64 {
    guard let share = share(town: town, item: item) else { return amount }
    let (product, overflow) = amount.multipliedReportingOverflow(by: share)
    return overflow ? Int64(Int128(amount) * Int128(share) / 1_000_000) : product / 1_000_000
  }

  /// The town's part of the award: the rest.
  package func town(_ number: Int) -> Int64 { amount(number) - district(number) }

  init(_ year: Year, _ screened: consuming [Screened]) {
    self.year = year
    self.screened = screened
    shares = DistrictShares(year)
    outcomes = ByRow(year.applications.layout)
    standard = ByRow(year.applications.layout)
    lowered = Array(repeating: Numbers(), count: year.applications.chunks.count)
    // A year so large that it is not held is not decided again from what screening found, so that this is the only place
    // where it is kept.
    let isKept = year.isAtHand
    for chunk in self.screened.indices {
      outcomes.append(self.screened[chunk].outcomes)
      standard.append(self.screened[chunk].standard)
      if !isKept { self.screened[chunk].forgetWorth() }
    }
  }

  /// Whether the application is one of the year's: repeated rows are not.
  package func stands(_ number: Int) -> Bool { !year.applications.dropped[number] }

  /// Row numbers in the order of the papers, without repeated rows.
  package var order: Runs { year.applications.order }
}

/// The ranking of one item with slots and the line through it.
package struct Competition: Sendable {
  package let item: Int
  package let slots: Int
  /// Row numbers, rank 1 first.
  package let ranking: [Int32]
  /// The tie facts of each ranked application, `ties.count` to an application, as they are known.
  package let keys: [Int64]
  /// The last rank above the line, 0 if none is.
  package let line: Int
  /// How many were chosen.
  package let used: Int
  /// The item that would be overfilled if the next in line were admitted; nil if none is next.
  package let overfilled: Int?
  /// Ranks that only the application id tells from the one before.
  package let decidedByID: [Int]
}

/// One step of the lines, as the certificate lists it.
package struct CutRound: Sendable {
  package let round: Int
  package let phase: String
  package let item: Int
  package let lineBefore: Int
  package let lineAfter: Int
  package let chosen: Int
}

/// What a budget did; fen.
package struct BudgetOutcome: Sendable {
  package let budget: Int
  package let claimed: Int64
  package let paid: Int64
}

/// The district's share of every town and item, in millionths.
struct DistrictShares: Sendable {
  private let items: Int
  /// By town, then item; -1 where no row speaks of the town.
  private let shares: [Int64]

  init(_ year: Year) {
    items = year.rulebook.items.count
    shares = year.registers.towns.indices.flatMap { town in
      year.rulebook.items.indices.map { year.registers.share(town: town, item: $0)?.district ?? -1 }
    }
  }

  func of(town: Int32, item: Int16) -> Int64? {
    guard town >= 0 else { return nil }
    let share = shares[Int(town) * items + Int(item)]
    return share < 0 ? nil : share
  }
}
