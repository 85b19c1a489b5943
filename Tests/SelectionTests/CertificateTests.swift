// The checker of these tests is worth something only if it sees every change.

import Testing

@testable import Selection

@Test func noChangedOutcomeIsProved() {
  var random = SplitMix64(state: 9)
  var tried = 0
  for _ in 0..<350 {
    let contest = Shape().draw(&random)
    let outcome = select(contest)
    for changed in changes(of: outcome, in: contest, &random) where changed != outcome {
      tried += 1
      #expect(findings(contest, changed) != [])
    }
  }
  #expect(tried > 1500)
}

private func changes(of outcome: Outcome, in contest: Contest, _ random: inout SplitMix64) -> [Outcome] {
  var changed: [Outcome] = []
  func with(_ change: (inout Outcome) -> Void) {
    var copy = outcome
    change(&copy)
    changed.append(copy)
  }
  let winners = contest.entries.indices.filter { outcome.chosen[$0] }
  let losers = contest.entries.indices.filter { !outcome.chosen[$0] }
  if let winner = winners.randomElement(using: &random) {
    with { $0.chosen[winner] = false }
    // The same, with the count put right.
    let item = contest.items.firstIndex { $0.entries.contains(winner) } ?? 0
    with {
      $0.chosen[winner] = false
      $0.used[item] -= 1
    }
    // Another application of the same item in its place.
    if let loser = losers.filter({ contest.items[item].entries.contains($0) }).randomElement(using: &random) {
      with { $0.chosen.swapAt(winner, loser) }
    }
  }
  if let loser = losers.randomElement(using: &random) { with { $0.chosen[loser] = true } }
  let item = Int.random(in: contest.items.indices, using: &random)
  for step in [-1, 1] {
    with { $0.lines[item] += step }
    // The same, with the rounds leading there.
    with {
      $0.lines[item] += step
      if let last = $0.rounds.lastIndex(where: { $0.item == item }) { $0.rounds[last].lineAfter += step }
    }
  }
  with { $0.used[item] += 1 }
  with { $0.next[item] = nil }
  with { $0.next[item]?.overfilled += 1 }
  if let round = outcome.rounds.indices.randomElement(using: &random) {
    with { _ = $0.rounds.remove(at: round) }
  }
  return changed
}
