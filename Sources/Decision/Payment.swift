// Budgets cut awards by largest remainder; every award is split between district and town.

import Intake
import Rulebook
import Screening
import Tables

extension Decisions {
  /// Applies one budget to the awards that the budgets before it left (spec 3 "Budget", spec 6 point 12).
  mutating func apply(_ budget: Int, _ idRank: [Int32]) {
    let rules = year.rulebook.budgets[budget]
    var shares: [BudgetShare] = []
    var fixed: Int128 = 0
    for number in amount.indices where amount[number] > 0 && rules.items.contains(item(number)) {
      if isFixed(number) {
        fixed += Int128(amount[number])
      } else {
        shares.append(BudgetShare(number: number, award: amount[number], order: idRank[number]))
      }
    }
    let claimed = shares.reduce(Int128(0)) { $0 + Int128($1.award) }
    let available = max(0, Int128(rules.amount) - fixed)
    var paid = claimed
    if claimed > available {
      let cut = largestRemainder(shares, available: Int64(clamping: available), unit: year.rulebook.settings.payUnit)
      paid = 0
      for (share, left) in zip(shares, cut) {
        paid += Int128(left)
        reduce(share.number, to: left)
      }
    }
    budgets.append(
      BudgetOutcome(budget: budget, claimed: Int64(clamping: claimed + fixed), paid: Int64(clamping: paid + fixed)))
  }

  private func item(_ number: Int) -> Int {
    let (chunk, row) = year.applications.locate(number)
    return Int(year.applications.chunks[chunk].items[row])
  }

  private mutating func reduce(_ number: Int, to left: Int64) {
    guard left < amount[number] else { return }
    amount[number] = left
    if left == 0 {
      finish(number, .capped, .reducedByBudget)
    } else {
      outcomes[number].remove(.full)
      outcomes[number].insert(OutcomeReasons(.reducedByBudget))
    }
  }

  /// Says of every town with an award and without a share row that the district bears all.
  mutating func noteMissingShares() {
    var isNoted = [Bool](repeating: false, count: year.registers.towns.count)
    for chunk in year.applications.chunks {
      for row in 0..<chunk.count where amount[chunk.base + row] > 0 {
        let town = chunk.towns[row]
        guard town >= 0, !isNoted[Int(town)], shares.of(town: town, item: chunk.items[row]) == nil else { continue }
        isNoted[Int(town)] = true
        remarks.append(
          Fault(.warning, Place(file: "shares.csv"), found: year.registers.towns[Int(town)].name, .noShare))
      }
    }
  }
}

/// An award that a budget may cut.
struct BudgetShare {
  let number: Int
  /// Fen.
  let award: Int64
  /// The place in the byte order of application ids.
  let order: Int32
}

/// Shares out whole units: base_i = ⌊w_i·T/Σw⌋, then one unit each by largest remainder, larger award, id, to those
/// that stay within their award. Returns fen.
func largestRemainder(_ shares: [BudgetShare], available: Int64, unit: Int64) -> [Int64] {
  let total = shares.reduce(Int128(0)) { $0 + Int128($1.award) }
  guard total > 0 else { return shares.map { _ in 0 } }
  let units = Int128(available / unit)
  var given = shares.map { Int128($0.award) * units / total }
  let remainders = shares.map { Int128($0.award) * units % total }
  var left = units - given.reduce(0, +)
  let order = shares.indices.sorted { left, right in
    if remainders[left] != remainders[right] { return remainders[left] > remainders[right] }
    if shares[left].award != shares[right].award { return shares[left].award > shares[right].award }
    return shares[left].order < shares[right].order
  }
  for at in order where left > 0 && given[at] + 1 <= Int128(shares[at].award / unit) {
    given[at] += 1
    left -= 1
  }
  return given.map { Int64($0) * unit }
}
