// What holds for every contest, tried on thousands drawn from seeds.

import Testing

@testable import Selection

@Test func theOutcomeIsTheOneThatTheRuleDefines() {
  var random = SplitMix64(state: 1)
  for _ in 0..<1500 {
    let contest = Shape().draw(&random)
    #expect(select(contest) == selectByDefinition(contest))
  }
}

@Test func linesThatComeDownAgainDoSoByTheRule() {
  var random = SplitMix64(state: 10)
  // Admissions are rare: a few in a hundred of these contests, a second sweep in one of two hundred.
  let shape = Shape(
    items: 3...4, enterprises: 2...4, projects: 3...3, slots: 1...3, amounts: 3...9, caps: 8...14, repeated: 0)
  var (admissions, secondSweeps, otherItems) = (0, 0, 0)
  for _ in 0..<3000 {
    let contest = shape.draw(&random)
    let outcome = select(contest)
    guard let last = outcome.rounds.last, last.phase == .admit else { continue }
    admissions += 1
    if last.number > 1 { secondSweeps += 1 }
    if outcome.next.enumerated().contains(where: { $1 != nil && $1?.overfilled != $0 }) { otherItems += 1 }
    #expect(outcome == selectByDefinition(contest))
  }
  #expect(admissions > 75)
  #expect(secondSweeps > 7)
  #expect(otherItems > 25)
}

@Test func everyOutcomeProvesItself() {
  var random = SplitMix64(state: 2)
  for _ in 0..<2000 {
    let contest = Shape(enterprises: 1...8, slots: 0...6).draw(&random)
    #expect(findings(contest, select(contest)) == [])
  }
}

@Test func anEnterpriseWithManyProjectsGetsTheBestOfAllMaps() {
  var random = SplitMix64(state: 3)
  let shapes = [
    Shape(items: 2...2, enterprises: 1...1, projects: 6...7, slots: 20...20, amounts: 1...40, caps: 20...90),
    Shape(items: 2...2, enterprises: 1...1, projects: 6...7, slots: 20...20, amounts: 3...4, caps: 6...24),
    Shape(items: 1...1, enterprises: 1...1, projects: 9...11, slots: 20...20, amounts: 1...30, caps: 40...200),
    Shape(items: 4...4, enterprises: 1...1, projects: 4...4, slots: 20...20, amounts: 1...9, caps: 1...20),
  ]
  for shape in shapes {
    for _ in 0..<60 {
      let contest = shape.draw(&random)
      guard let enterprise = contest.owners.first else { continue }
      let lines = contest.items.map(\.entries.count)
      let chosen = select(contest).chosen
      #expect(contest.entries.indices.filter { chosen[$0] } == contest.choice(of: enterprise, above: lines))
    }
  }
}

@Test func aGreedyEnterpriseAmongOthersFollowsTheRuleToo() {
  var random = SplitMix64(state: 4)
  var greedy = 0
  for _ in 0..<80 {
    let contest = Shape(
      items: 2...3, enterprises: 1...3, projects: 1...18, slots: 0...8, amounts: 1...20, caps: 5...60
    ).draw(&random)
    let outcome = select(contest)
    // Those who are not greedy but have many maps take the definition too long.
    guard contest.owners.allSatisfy({ contest.isGreedy($0) || contest.projects(of: $0).count <= 5 }) else { continue }
    greedy += outcome.greedyEnterprises.count
    #expect(outcome == selectByDefinition(contest))
  }
  #expect(greedy > 20)
}

@Test func withOneProjectEachItIsDeferredAcceptance() {
  var random = SplitMix64(state: 5)
  for _ in 0..<1500 {
    let contest = Shape(items: 1...4, enterprises: 1...12, projects: 1...1).draw(&random)
    let outcome = select(contest)
    let (matched, lines) = deferredAcceptance(contest)
    #expect(contest.entries.indices.filter { outcome.chosen[$0] } == matched)
    #expect(outcome.lines == lines)
  }
}

@Test func noLineCanBeLowerAlone() {
  var random = SplitMix64(state: 6)
  for round in 0..<150 {
    let single = round % 2 == 0
    let contest = Shape(items: 1...3, enterprises: 1...4, projects: single ? 1...1 : 1...2, slots: 0...3).draw(&random)
    let outcome = select(contest)
    let feasible = lineVectors(contest).filter { contest.overfilled(contest.used(above: $0)) == nil }
    #expect(feasible.contains(outcome.lines))
    for item in contest.items.indices {
      var lower = outcome.lines
      lower[item] += 1
      #expect(!feasible.contains(lower))
    }
    // With one project each the lines that hold have a lowest among them, and it is found.
    if single { #expect(feasible.allSatisfy { zip($0, outcome.lines).allSatisfy { $0 <= $1 } }) }
  }
}

@Test func numbersOfEnterprisesAndProjectsDecideNothing() {
  var random = SplitMix64(state: 7)
  for _ in 0..<300 {
    let original = Shape(enterprises: 3...9).draw(&random)
    let numbers = original.owners
    let shuffled = numbers.shuffled(using: &random)
    let renumbered = Contest(
      items: original.items,
      entries: original.entries.map { entry in
        let place = numbers.firstIndex(of: entry.enterprise) ?? 0
        return Entry(
          enterprise: shuffled[place], key: -7 &* entry.key &+ shuffled[place], entitlement: entry.entitlement)
      })
    #expect(select(original) == select(renumbered))
  }
}

@Test func aMatterOfUnitsChangesNothing() {
  var random = SplitMix64(state: 8)
  let unit = Int64.max / 12
  for _ in 0..<300 {
    let small = Shape().draw(&random)
    let large = contest(
      small.rankings.map { ranking in
        var ranking = ranking
        ranking.cap = ranking.cap.map { $0 * unit }
        ranking.applications = ranking.applications.map {
          Entry(enterprise: $0.enterprise, key: $0.key, entitlement: $0.entitlement * unit)
        }
        return ranking
      })
    #expect(select(small) == select(large))
  }
}

// MARK: Textbook

/// Every project proposes to its items in the order in which they pay, equal pay in policy order; an item keeps the
/// best ranked. The lines: above the first application whose project would rather have that item.
private func deferredAcceptance(_ contest: Contest) -> (matched: [Int], lines: [Int]) {
  let wishes = contest.owners.map { enterprise in
    let ranks = contest.projects(of: enterprise)[0].ranks
    let entries = contest.items.indices.compactMap { item in
      ranks[item].map { (item: item, entry: contest.entry(item, $0)) }
    }
    let paid = entries.map { wish in
      let entitlement = contest.entries[wish.entry].entitlement
      return (pay: min(contest.items[wish.item].cap ?? .max, entitlement), item: wish.item, entry: wish.entry)
    }
    return paid.filter { $0.pay > 0 }.sorted { ($1.pay, $0.item) < ($0.pay, $1.item) }
  }
  var asked = wishes.map { _ in 0 }
  var kept: [[(entry: Int, project: Int)]] = contest.items.map { _ in [] }
  var proposing = Array(wishes.indices)
  while let project = proposing.popLast() {
    guard asked[project] < wishes[project].count else { continue }
    let wish = wishes[project][asked[project]]
    kept[wish.item].append((wish.entry, project))
    guard kept[wish.item].count > contest.items[wish.item].slots ?? .max else { continue }
    kept[wish.item].sort { $0.entry < $1.entry }
    if let refused = kept[wish.item].popLast() {
      asked[refused.project] += 1
      proposing.append(refused.project)
    }
  }
  var lines = contest.items.map(\.entries.count)
  for (project, wishes) in wishes.enumerated() {
    for wish in wishes.prefix(asked[project]) {
      lines[wish.item] = min(lines[wish.item], wish.entry - contest.items[wish.item].entries.lowerBound)
    }
  }
  return (kept.flatMap { $0.map(\.entry) }.sorted(), lines)
}

private func lineVectors(_ contest: Contest) -> [[Int]] {
  contest.items.reduce([[]]) { vectors, item in
    vectors.flatMap { vector in
      (item.slots == nil ? item.entries.count...item.entries.count : 0...item.entries.count).map { vector + [$0] }
    }
  }
}
