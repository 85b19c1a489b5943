// totals.csv: rows and fen by item and overall, so that anyone can add up that nothing was lost.

package import Cores
package import Decision
import Intake
package import Rulebook
package import Screening
import Tables

/// The sums of one item, of rows whose item could not be read, or of the year. Fen; 128 bits, for ten million rows.
package struct Totals: Equatable, Sendable {
  package var read = 0
  package var statuses = [Int](repeating: 0, count: Status.allCases.count)
  package var requested: Int128 = 0
  package var entitled: Int128 = 0
  package var awarded: Int128 = 0
  package var district: Int128 = 0
  package var town: Int128 = 0

  package init() {}

  package func count(_ status: Status) -> Int { statuses[Int(status.rawValue)] }

  package mutating func add(_ money: DecidedMoney) {
    read += 1
    statuses[Int(money.status.rawValue)] += 1
    if Cell.isKnown(money.standard) { requested += Int128(money.standard) }
    if Cell.isKnown(money.entitlement) { entitled += Int128(money.entitlement) }
    guard money.amount > 0 else { return }
    awarded += Int128(money.amount)
    district += Int128(money.district)
    town += Int128(money.town)
  }

  mutating func add(_ other: Totals) {
    read += other.read
    for status in statuses.indices { statuses[status] += other.statuses[status] }
    requested += other.requested
    entitled += other.entitled
    awarded += other.awarded
    district += other.district
    town += other.town
  }
}

/// The year's totals: by item in policy order, of the rows without item, and overall; and why claims are pending.
package struct YearTotals: Sendable {
  package private(set) var items: [Totals]
  package private(set) var unknown = Totals()
  package private(set) var total = Totals()
  /// How many pending applications have each reason.
  package private(set) var pendingReasons: [ReasonID: Int]

  package init(_ decisions: Decisions, on cores: Cores = .one) {
    let count = decisions.year.rulebook.items.count
    let chunks = decisions.year.applications.chunks
    let all = cores.inOrder(chunks.count, into: ChunkTotals(items: count)) { chunk in
      ChunkTotals(chunk, decisions)
    } take: { all, part in
      for at in part.sums.indices { all.sums[at].add(part.sums[at]) }
      all.pendingReasons.merge(part.pendingReasons, uniquingKeysWith: +)
    }
    (items, unknown) = (Array(all.sums.dropLast()), all.sums[count])
    pendingReasons = all.pendingReasons
    for part in all.sums { total.add(part) }
  }
}

/// The totals of a chunk: by item, and last of its rows without item.
private struct ChunkTotals: Sendable {
  var sums: [Totals]
  var pendingReasons: [ReasonID: Int] = [:]

  init(items: Int) { sums = [Totals](repeating: Totals(), count: items + 1) }

  init(_ at: Int, _ decisions: Decisions) {
    self.init(items: decisions.year.rulebook.items.count)
    let (base, unknown) = (decisions.year.applications.chunks[at].base, sums.count - 1)
    for (row, money) in decisions.moneys(ofChunk: at).enumerated() where decisions.stands(base + row) {
      sums[money.item < 0 ? unknown : Int(money.item)].add(money)
      guard case .pending = money.status else { continue }
      for reason in decisions.reasons(base + row) { pendingReasons[reason, default: 0] += 1 }
    }
  }
}

package func totalsTable(_ decisions: Decisions, _ totals: YearTotals) -> Paper {
  let statuses = Status.allCases.map(\.name)
  var csv = CSVWriter(
    header: ["item", "read"] + statuses
      + ["requested_fen", "entitled_fen", "awarded_fen", "district_fen", "town_fen", "slots"])
  func write(_ name: String, _ totals: Totals, slots: Int?) {
    csv.plain(name)
    for count in [totals.read] + totals.statuses { csv.integer(Int64(count)) }
    for sum in [totals.requested, totals.entitled, totals.awarded, totals.district, totals.town] {
      csv.plain(String(sum))
    }
    csv.plain(slots.map(String.init) ?? "")
    csv.endRow()
  }
  for (item, sums) in zip(decisions.year.rulebook.items, totals.items) { write(item.id, sums, slots: item.slots) }
  write("unknown", totals.unknown, slots: nil)
  write("total", totals.total, slots: nil)
  return Paper(name: "totals.csv", bytes: csv.bytes)
}
