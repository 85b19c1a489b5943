// Budgets cut awards by largest remainder; every award is split between district and town.

import Cores
import Intake
import Rulebook
import Screening
import Tables

extension Decisions {
  /// Applies one budget to the awards that the budgets before it left (spec 3 "Budget", spec 6 point 12).
  mutating func apply(_ budget: Int, on cores: Cores) {
    let rules = year.rulebook.budgets[budget]
    let decisions = self
    let parts = cores.map(year.applications.chunks.count) { decisions.sums(ofChunk: $0, under: rules) }
    let (claimed, fixed) = parts.reduce((0, 0)) { ($0.0 + $1.cut, $0.1 + $1.fixed) }
    let available = max(0, Int128(rules.amount) - fixed)
    var paid = claimed
    if claimed > available {
      let shares = cores.map(parts.count) { decisions.shares(ofChunk: $0, under: rules) }.flatMap { $0 }
      // To ask the applications of every pair would copy them for it.
      let isAscending = year.applications.order.isAscending
      let cut = largestRemainder(
        shares, available: Int64(clamping: available), unit: year.rulebook.settings.payUnit
      ) { isAscending ? $0 < $1 : year.applications.precedes($0, $1) }
      paid = 0
      for (share, left) in zip(shares, cut) {
        paid += Int128(left)
        reduce(share.number, to: left)
      }
    }
    budgets.append(
      BudgetOutcome(budget: budget, claimed: Int64(clamping: claimed + fixed), paid: Int64(clamping: paid + fixed)))
  }

  /// The awards of a chunk under a budget: the sums of those that it may cut, and of those that are fixed.
  private func sums(ofChunk at: Int, under budget: Budget) -> (cut: Int128, fixed: Int128) {
    let awards = awards(ofChunk: at, under: budget)
    return awards.reduce((0, 0)) { sums, award in
      award.isFixed ? (sums.0, sums.1 + Int128(award.amount)) : (sums.0 + Int128(award.amount), sums.1)
    }
  }

  /// The awards of a chunk that a budget may cut.
  private func shares(ofChunk at: Int, under budget: Budget) -> [BudgetShare] {
    awards(ofChunk: at, under: budget).filter { !$0.isFixed }.map { BudgetShare(number: $0.number, award: $0.amount) }
  }

  private func awards(ofChunk at: Int, under budget: Budget) -> [(number: Int, amount: Int64, isFixed: Bool)] {
    let chunk = year.applications.chunks[at]
    let isOfBudget = year.rulebook.items.indices.map(budget.items.contains)
    let isFixed = year.rulebook.levels.indices.map { year.rulebook.levels[$0].rule == .fixed }
    let rows = (0..<Int32(chunk.count)).filter {
      isAwarded(chunk.base + Int($0)) && isOfBudget[Int(chunk.items[Int($0)])]
    }
    return zip(rows, awards(at, rows, entitlements(at, rows))).map { row, amount in
      (chunk.base + Int(row), amount, isFixed[Int(chunk.levels[Int(row)])])
    }
  }

  private mutating func reduce(_ number: Int, to left: Int64) {
    guard left < amount(number) else { return }
    lower(year.applications.locate(number), to: left)
    if left == 0 {
      finish(number, .capped, .reducedByBudget)
    } else {
      outcomes[number].remove(.full)
      outcomes[number].insert(OutcomeReasons(.reducedByBudget))
    }
  }

  /// Says of every town with an award and without a share row that the district bears all.
  mutating func noteMissingShares(on cores: Cores) {
    let decisions = self
    let towns = cores.map(year.applications.chunks.count) { decisions.townsWithoutShare($0) }
    var isNoted = [Bool](repeating: false, count: year.registers.towns.count)
    for town in towns.joined() where !isNoted[town] {
      isNoted[town] = true
      remarks.append(Fault(.warning, Place(file: "shares.csv"), found: year.registers.towns[town].name, .noShare))
    }
  }

  /// The towns of a chunk's awards that the shares do not speak of, each once, in the order of the rows.
  private func townsWithoutShare(_ at: Int) -> [Int] {
    let chunk = year.applications.chunks[at]
    let rows = (0..<Int32(chunk.count)).filter { isAwarded(chunk.base + Int($0)) }
    var found: [Int] = []
    for (row, town) in zip(rows, year.towns(at, rows)) where town >= 0 {
      guard shares.of(town: town, item: chunk.items[Int(row)]) == nil, !found.contains(Int(town)) else { continue }
      found.append(Int(town))
    }
    return found
  }
}

/// An award that a budget may cut.
struct BudgetShare: Sendable {
  let number: Int
  /// Fen.
  let award: Int64
}

/// Shares out whole units: base_i = ⌊w_i·T/Σw⌋, then one unit each by largest remainder, larger award, id, to those
/// that stay within their award. Returns fen.
///
/// - Parameter precedes: whether a row's id stands before another's in byte order.
func largestRemainder(
  _ shares: [BudgetShare], available: Int64, unit: Int64, precedes: (Int, Int) -> Bool
) -> [Int64] {
  let total = shares.reduce(Int128(0)) { $0 + Int128($1.award) }
  guard total > 0 else { return shares.map { _ in 0 } }
  let units = Int128(available / unit)
  var given = shares.map { Int128($0.award) * units / total }
  var left = units - given.reduce(0, +)
  let inLine = shares.enumerated().map { (at: $0, share: $1, remainder: Int128($1.award) * units % total) }.sorted {
    if $0.remainder != $1.remainder { return $0.remainder > $1.remainder }
    if $0.share.award != $1.share.award { return $0.share.award > $1.share.award }
    return precedes($0.share.number, $1.share.number)
  }
  for at in inLine.map(\.at) where left > 0 && given[at] + 1 <= Int128(shares[at].award / unit) {
    given[at] += 1
    left -= 1
  }
  return given.map { Int64($0) * unit }
}
