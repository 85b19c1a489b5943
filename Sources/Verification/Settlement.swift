// What follows from the published entitlements and rankings: who is chosen, who is paid what, and why the rest is not.

import Rulebook
import Tables

struct Settlement {
  /// Of the groups with slots.
  private(set) var contests: [Contest] = []
  /// By row, what a chosen claim is paid before and after the budgets.
  private(set) var unscaled: [Int: Int64] = [:]
  private(set) var paid: [Int: Int64] = [:]
  /// By row, status and reasons of every claim that takes part.
  private(set) var outcomes: [Int: (status: Status, reasons: String)] = [:]
  /// By group, the rows that were chosen for each key.
  private var winners: [[Key: Int]]
  private var contestOf: [Int: Int] = [:]

  init(_ claims: Claims) {
    let participants = claims.participants()
    winners = Array(repeating: [:], count: claims.rulebook.groups.count)
    for group in claims.rulebook.groups {
      var chosen: Set<Int>
      if group.hasSlots {
        let contest = Contest(claims, group: group, participants: participants)
        for item in group.items { contestOf[item] = contests.count }
        chosen = contest.chosen
        contests.append(contest)
      } else {
        chosen = Settlement.bestOfEachKey(claims, group.items.flatMap { participants[$0] })
      }
      pay(claims, group, chosen, participants)
    }
    paid = unscaled
    for budget in claims.rulebook.budgets { cut(claims, budget) }
    for item in participants.indices { for row in participants[item] { outcomes[row] = outcome(claims, row) } }
  }

  private static func bestOfEachKey(_ claims: Claims, _ rows: [Int]) -> Set<Int> {
    var best: [Key: Int] = [:]
    for row in rows {
      let key = claims.key(row)
      if let other = best[key], !claims.precedes(row, other) { continue }
      best[key] = row
    }
    return Set(best.values)
  }

  /// Pays the entitlement, or under an enterprise limit what it still leaves, in rank order.
  private mutating func pay(_ claims: Claims, _ group: Group, _ chosen: Set<Int>, _ participants: [[Int]]) {
    for item in group.items {
      guard let limit = claims.rulebook.items[item].enterpriseLimit else {
        for row in participants[item] where chosen.contains(row) { win(claims, row, claims.rows[row].entitlement) }
        continue
      }
      var left: [Int32: Int64] = [:]
      for row in claims.ranking(of: item, among: participants[item]) where chosen.contains(row) {
        let rest = left[claims.rows[row].uscc] ?? limit
        let amount = min(rest, claims.rows[row].entitlement)
        left[claims.rows[row].uscc] = rest - amount
        win(claims, row, amount)
      }
    }
  }

  private mutating func win(_ claims: Claims, _ row: Int, _ amount: Int64) {
    unscaled[row] = amount
    if amount > 0 { winners[claims.item(row).group][claims.key(row)] = row }
  }

  /// Largest remainder in whole pay units; fixed awards first and in full.
  private mutating func cut(_ claims: Claims, _ budget: Budget) {
    let unit = Int128(claims.rulebook.settings.payUnit)
    let within = paid.keys.filter { paid[$0]! > 0 && budget.items.contains(claims.rows[$0].item) }
    let fixed = within.filter { claims.level($0).rule == .fixed }.reduce(Int128(0)) { $0 + Int128(paid[$1]!) }
    let open = within.filter { claims.level($0).rule != .fixed }
    let total = open.reduce(Int128(0)) { $0 + Int128(paid[$1]!) }
    let available = max(0, Int128(budget.amount) - fixed)
    guard total > available else { return }
    let units = available / unit
    var rest = units
    var given: [Int: Int128] = [:]
    for row in open {
      given[row] = Int128(paid[row]!) * units / total
      rest -= given[row]!
    }
    let order = open.sorted { one, other in
      let (a, b) = (Int128(paid[one]!) * units % total, Int128(paid[other]!) * units % total)
      if a != b { return a > b }
      if paid[one]! != paid[other]! { return paid[one]! > paid[other]! }
      return claims.texts.bytes(claims.rows[one].id).lexicographicallyPrecedes(
        claims.texts.bytes(claims.rows[other].id))
    }
    for row in order where rest > 0 && given[row]! < Int128(paid[row]!) / unit {
      given[row]! += 1
      rest -= 1
    }
    for row in open { paid[row] = Int64(given[row]! * unit) }
  }

  // MARK: Reasons

  private func outcome(_ claims: Claims, _ row: Int) -> (Status, String) {
    let (claim, item) = (claims.rows[row], claims.item(row))
    if let mark = item.passScore, !item.criteria.isEmpty, claim.score < mark { return (.reserve, "below_pass_mark") }
    if let amount = paid[row], let before = unscaled[row], before > 0 {
      return amount > 0 ? (.awarded, awardReasons(claims, row, before, amount)) : (.capped, "reduced_by_budget")
    }
    if let winner = winners[item.group][claims.key(row)] {
      let isSame = claims.rows[winner].item == claim.item && claims.rows[winner].level == claim.level
      return (
        .superseded, isSame ? "same_claim" : contestOf[claim.item] == nil ? "higher_in_group" : "placed_elsewhere"
      )
    }
    if let number = contestOf[claim.item], item.slots != nil {
      let contest = contests[number]
      let place = contest.items.firstIndex(of: claim.item)!
      if claim.rank > Int64(contest.lines[place]) { return (.reserve, "below_line") }
    }
    return (.capped, "enterprise_limit")
  }

  private func awardReasons(_ claims: Claims, _ row: Int, _ before: Int64, _ amount: Int64) -> String {
    let worth = Worth(claims, row)
    var reasons: [String] = []
    if worth.afterUpper < worth.standard { reasons.append("reduced_by_upper") }
    if worth.entitlement < worth.afterUpper { reasons.append("reduced_by_promotion") }
    if before < claims.rows[row].entitlement { reasons.append("reduced_by_limit") }
    if amount < before { reasons.append("reduced_by_budget") }
    return reasons.isEmpty ? "full" : reasons.joined(separator: ";")
  }
}

extension Claims {
  /// Which of two claims with one key is better: entitlement, item, level, acceptance, id.
  func precedes(_ one: Int, _ other: Int) -> Bool {
    let (left, right) = (rows[one], rows[other])
    if left.entitlement != right.entitlement { return left.entitlement > right.entitlement }
    if left.item != right.item { return left.item < right.item }
    if left.level != right.level { return left.level < right.level }
    if left.receivedAt != right.receivedAt { return left.receivedAt < right.receivedAt }
    return texts.bytes(left.id).lexicographicallyPrecedes(texts.bytes(right.id))
  }
}

/// W and E worked out again from what entitlements.csv states; each step rounded to the pay unit.
struct Worth {
  /// W in fen, before rounding.
  let exact: Int64
  let standard: Int64
  let afterUpper: Int64
  let entitlement: Int64

  init(_ claims: Claims, _ row: Int) {
    let (claim, item, level) = (claims.rows[row], claims.item(row), claims.level(row))
    let base = Cell.isKnown(claim.base) ? Int128(claim.base) : 0
    let million: Int128 = 1_000_000
    let amount = Int128(level.amount ?? 0)
    var worth: Int128 =
      switch level.rule {
      case .none: 0
      case .fixed: amount
      case .upTo: amount * Int128(item.grantRatio) / million
      case .rate, .perUnit: capped(base * Int128(level.rate ?? 0), times: item.grantRatio) / (million * million)
      }
    if level.rule == .rate || level.rule == .perUnit, level.amount != nil { worth = min(worth, amount) }
    if let limit = item.subjectLimit { worth = min(worth, Int128(limit)) }
    let upper = Cell.isKnown(claim.upper) ? claim.upper : 0
    let earlier = Cell.isKnown(claim.earlier) && item.promotion == .difference ? claim.earlier : 0
    exact = Int64(clamping: worth)
    let left: Int64 =
      switch item.overlap {
      case .stack: exact
      case .exclude: upper > 0 ? 0 : exact
      case .topUp: max(0, exact - min(exact, upper))
      }
    func rounded(_ fen: Int64) -> Int64 {
      level.rule == .fixed ? fen : fen / claims.rulebook.settings.payUnit * claims.rulebook.settings.payUnit
    }
    standard = rounded(exact)
    afterUpper = rounded(left)
    entitlement = rounded(max(0, left - min(left, earlier)))
  }
}

private func capped(_ product: Int128, times factor: Int64) -> Int128 {
  let (whole, isTooMuch) = product.multipliedReportingOverflow(by: Int128(factor))
  return isTooMuch ? .max : whole
}
