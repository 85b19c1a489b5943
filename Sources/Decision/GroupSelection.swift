// Within a group every key is paid once: by the cut-off lines where there are slots, else by the highest entitlement;
// what is chosen is paid in rank order under the enterprise limits, and everyone else learns why not.

import Intake
import Rulebook
import Screening
import Selection
import Tables

extension Decisions {
  /// Selects within one group and settles every claim of it. Nobody's status is known yet.
  func settled(_ group: Int, _ all: Claims) -> GroupOutcome {
    let (rules, numbers) = (year.rulebook.groups[group], all.groups[group])
    var outcome = GroupOutcome()
    var rivals = numbers
    if !rules.hasSlots { (outcome.unrivalled, rivals) = parted(numbers) }
    var claims: [Claim] = []
    claims.reserveCapacity(rivals.count)
    year.applications.visit(rivals) { at, base, numbers in
      let (chunk, rows) = (year.applications.chunks[at], numbers.map { $0 - Int32(base) })
      for (row, entitlement) in zip(rows, entitlements(at, rows)) {
        claims.append(all.claim(chunk, Int(row), entitlement))
      }
    }
    claims.sort { ($0.code, $0.key, $1.entitlement, $0.number) < ($1.code, $1.key, $0.entitlement, $1.number) }
    var rankings: [Int: Ranking] = [:]
    for item in rules.items where rules.hasSlots || year.rulebook.items[item].enterpriseLimit != nil {
      let own = claims.filter { Int($0.item) == item }
      rankings[item] = rank(own, of: item)
    }
    let (chosen, lines) =
      rules.hasSlots
      ? compete(rules.items.map { rankings[$0]! }, &outcome)
      : (bestOfEachKey(claims), [:])
    pay(chosen, rankings, &outcome)
    explainRest(claims, lines, &outcome)
    return outcome
  }

  // MARK: Groups with slots

  /// Runs the cut-off lines; returns the chosen claims and the line of each item.
  private func compete(_ rankings: [Ranking], _ found: inout GroupOutcome) -> ([Claim], [Int: Int]) {
    var items: [ContestItem] = []
    var entries: [Entry] = []
    for ranking in rankings {
      let rules = year.rulebook.items[ranking.item]
      let start = entries.count
      entries += ranking.claims.map { Entry(enterprise: $0.code, key: $0.key, entitlement: $0.entitlement) }
      items.append(ContestItem(slots: rules.slots, cap: rules.enterpriseLimit, entries: start..<entries.count))
    }
    let outcome = select(Contest(items: items, entries: entries))
    let ranked = rankings.flatMap(\.claims)
    found.greedy = Set(outcome.greedyEnterprises)
    found.rounds = outcome.rounds.map {
      CutRound(
        round: $0.number, phase: $0.phase.rawValue, item: rankings[$0.item].item, lineBefore: $0.lineBefore,
        lineAfter: $0.lineAfter, chosen: $0.chosen)
    }
    var lines: [Int: Int] = [:]
    for (at, ranking) in rankings.enumerated() {
      lines[ranking.item] = outcome.lines[at]
      guard let slots = year.rulebook.items[ranking.item].slots else { continue }
      found.ranks += ranking.claims.enumerated().map { ($1.number, Int32($0 + 1)) }
      found.competitions.append(
        Competition(
          item: ranking.item, slots: slots, ranking: ranking.claims.map(\.number), keys: ranking.facts,
          line: outcome.lines[at], used: outcome.used[at],
          overfilled: outcome.next[at].map { rankings[$0.overfilled].item }, decidedByID: ranking.decidedByID))
    }
    return (ranked.indices.filter { outcome.chosen[$0] }.map { ranked[$0] }, lines)
  }

  // MARK: Groups without slots

  /// Parts the claims that are their enterprise's only one in the group, under no limit, as most are, from the others.
  private func parted(_ numbers: [Int32]) -> (unrivalled: [Int32], rivals: [Int32]) {
    let applications = year.applications
    let isLimited = year.rulebook.items.map { $0.enterpriseLimit != nil }
    // By code: 1 for one claim, 2 for several.
    var claiming = [UInt8](repeating: 0, count: year.registers.codes.count)
    applications.visit(numbers) { at, base, numbers in
      let codes = applications.chunks[at].enterprises
      for number in numbers {
        let code = Int(codes[Int(number) - base])
        claiming[code] = min(2, claiming[code] + 1)
      }
    }
    var (unrivalled, rivals): ([Int32], [Int32]) = ([], [])
    unrivalled.reserveCapacity(numbers.count)
    applications.visit(numbers) { at, base, numbers in
      let (codes, items) = (applications.chunks[at].enterprises, applications.chunks[at].items)
      for number in numbers {
        let row = Int(number) - base
        if claiming[Int(codes[row])] > 1 || isLimited[Int(items[row])] {
          rivals.append(number)
        } else {
          unrivalled.append(number)
        }
      }
    }
    return (unrivalled, rivals)
  }

  /// The highest entitlement of each key; then earlier item, earlier level, earlier acceptance, id.
  ///
  /// - Parameter claims: sorted by key, then the highest entitlement first.
  private func bestOfEachKey(_ claims: [Claim]) -> [Claim] {
    var best: [Claim] = []
    var last: Claim?
    for claim in claims {
      if let held = last, held.groupKey == claim.groupKey {
        if claim.entitlement == held.entitlement, precedes(claim, held) { last = claim }
      } else {
        if let last { best.append(last) }
        last = claim
      }
    }
    return best + (last.map { [$0] } ?? [])
  }

  private func precedes(_ left: Claim, _ right: Claim) -> Bool {
    if left.item != right.item { return left.item < right.item }
    if left.level != right.level { return left.level < right.level }
    let (first, second) = (received(left), received(right))
    if first != second { return first < second }
    return year.applications.precedes(Int(left.number), Int(right.number))
  }

  // MARK: Payment

  /// Pays chosen claims: the entitlement, or under an enterprise limit what it still leaves, in rank order.
  private func pay(_ chosen: [Claim], _ rankings: [Int: Ranking], _ found: inout GroupOutcome) {
    let isChosen = Set(chosen.lazy.filter { rankings[Int($0.item)] != nil }.map(\.number))
    for claim in chosen where rankings[Int(claim.item)] == nil { found.award(claim, claim.entitlement) }
    for item in rankings.keys.sorted() {
      var left: [Int32: Int64] = [:]
      for claim in rankings[item]!.claims where isChosen.contains(claim.number) {
        let limit = left[claim.code] ?? year.rulebook.items[item].enterpriseLimit ?? .max
        let paid = min(claim.entitlement, limit)
        if year.rulebook.items[item].enterpriseLimit != nil { left[claim.code] = limit - paid }
        found.award(claim, paid)
      }
    }
  }

  // MARK: Those who got nothing

  /// - Parameter claims: sorted by key.
  private func explainRest(_ claims: [Claim], _ lines: [Int: Int], _ found: inout GroupOutcome) {
    // A key has one winner at most.
    let winners = found.awards.map(\.claim).sorted { $0.groupKey < $1.groupKey }
    let ranks = Rare(found.ranks)
    var next = 0
    for claim in claims {
      while next < winners.count, winners[next].groupKey < claim.groupKey { next += 1 }
      if next < winners.count, winners[next].groupKey == claim.groupKey {
        let winner = winners[next]
        guard winner.number != claim.number else { continue }
        found.winners.append((claim.number, winner.number))
        let elsewhere: ProgramReason = lines.isEmpty ? .higherInGroup : .placedElsewhere
        found.rest.append((claim.number, .superseded, winner.sameClaim(claim) ? .sameClaim : elsewhere))
      } else if let line = lines[Int(claim.item)], let rank = ranks[Int(claim.number)], rank > line {
        found.rest.append((claim.number, .reserve, .belowLine))
      } else {
        found.rest.append((claim.number, .capped, .enterpriseLimit))
      }
    }
  }
}
