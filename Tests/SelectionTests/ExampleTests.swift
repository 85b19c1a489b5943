// The rule by example, in the article's own figures: amounts are 万元, limits 50 and 20 an enterprise.

import Testing

@testable import Selection

@Test func aProjectThatIsCutToTheLimitStillTakesItsSlot() {
  let year = contest([Ranking(slots: 20, cap: 50, [(1, 1, 38), (1, 2, 20)])])
  let outcome = select(year)
  #expect(year.ranks(outcome, 0) == [1, 2])
  #expect(outcome.lines == [2])
  #expect(outcome.rounds == [])
  #expect(outcome.next == [nil])
}

@Test func aProjectThatAddsNothingTakesNoSlot() {
  // 38 + 12 fill the limit; the third adds nothing and the slot goes to the next enterprise.
  let full = contest([Ranking(slots: 3, cap: 50, [(1, 1, 38), (1, 2, 12), (1, 3, 5), (2, 1, 30)])])
  #expect(full.ranks(select(full), 0) == [1, 2, 4])
  #expect(select(full).lines == [4])
  // 38 + 11 leave one, which the third gets.
  let open = contest([Ranking(slots: 3, cap: 50, [(1, 1, 38), (1, 2, 11), (1, 3, 5), (2, 1, 30)])])
  #expect(open.ranks(select(open), 0) == [1, 2, 3])
  #expect(select(open).lines == [3])
}

@Test func aProjectInBothCompetitionsWinsWhereItIsPaidMore() {
  let year = contest([
    Ranking(slots: 1, cap: 50, [(1, 1, 30), (2, 1, 40)]),
    Ranking(slots: 1, cap: 20, [(1, 1, 35), (2, 1, 8)]),
  ])
  let outcome = select(year)
  // Under the limit of 20 the second item pays project 1 less than the first does, so 2 falls back on its 8.
  #expect(year.ranks(outcome, 0) == [1])
  #expect(year.ranks(outcome, 1) == [2])
  #expect(outcome.lines == [1, 2])
  #expect(outcome.rounds == [Round(number: 1, phase: .cut, item: 0, lineBefore: 2, lineAfter: 1, chosen: 2)])
  #expect(outcome.next == [NextInLine(entry: 1, overfilled: 0), nil])
}

@Test func threeRoundsOfCutsAndAnExchangeAfterwards() {
  // Enterprise 1 has projects a = 1 and b = 2, enterprise 2 likewise; a may go to either item, b to the first only.
  let year = contest([
    Ranking(slots: 2, cap: 6, [(1, 1, 3), (2, 1, 5), (1, 2, 5), (2, 2, 5)]),
    Ranking(slots: 1, cap: 5, [(2, 1, 2), (1, 1, 2)]),
  ])
  let outcome = select(year)
  #expect(
    outcome.rounds == [
      // Both want b in the first item and a in the second, which has one slot: enterprise 1 loses it,
      Round(number: 1, phase: .cut, item: 1, lineBefore: 2, lineAfter: 1, chosen: 2),
      // takes both projects to the first item, which is now over: enterprise 2 loses b and puts a in its place,
      Round(number: 2, phase: .cut, item: 0, lineBefore: 4, lineAfter: 3, chosen: 3),
      // so the first item is over again, and enterprise 1 loses b.
      Round(number: 3, phase: .cut, item: 0, lineBefore: 3, lineAfter: 2, chosen: 3),
      // Nobody is left in the second item. Its line comes down, though enterprise 1 does not move yet,
      Round(number: 1, phase: .admit, item: 1, lineBefore: 1, lineAfter: 2, chosen: 0),
      // and now it may exchange: b comes in and a leaves the first item for the second.
      Round(number: 2, phase: .admit, item: 0, lineBefore: 2, lineAfter: 3, chosen: 2),
    ])
  #expect(year.ranks(outcome, 0) == [2, 3])
  #expect(year.ranks(outcome, 1) == [2])
  // With its b enterprise 2 would move its a as well, and overfill the second item, not the first.
  #expect(outcome.lines == [3, 2])
  #expect(outcome.next == [NextInLine(entry: 3, overfilled: 1), nil])
}

@Test func withoutSlotsTheLineStopsAboveTheFirstWhoWouldWin() {
  let closed = contest([Ranking(slots: 0, cap: 50, [(1, 1, 30), (2, 1, 40)])])
  #expect(select(closed).lines == [0])
  #expect(select(closed).chosen == [false, false])
  #expect(select(closed).next == [NextInLine(entry: 0, overfilled: 0)])
  // Ranks 1 and 2 win more in the other item, so the line passes them.
  let passed = contest([
    Ranking(slots: 0, cap: 50, [(1, 1, 10), (2, 1, 10), (3, 1, 10)]),
    Ranking(slots: 2, cap: 50, [(2, 1, 20), (1, 1, 20)]),
  ])
  #expect(select(passed).lines == [2, 2])
  #expect(passed.ranks(select(passed), 0) == [])
  #expect(passed.ranks(select(passed), 1) == [1, 2])
}

@Test func aLimitOfZeroChoosesNobodyAndStopsNoLine() {
  let year = contest([Ranking(slots: 1, cap: 0, [(1, 1, 30), (2, 1, 40)])])
  #expect(select(year).lines == [2])
  #expect(select(year).chosen == [false, false])
}

@Test func anItemWithoutSlotsTakesAllThatPay() {
  let year = contest([
    Ranking(slots: nil, cap: 20, [(1, 1, 20), (1, 2, 20), (2, 1, 5)]),
    Ranking(slots: 1, cap: nil, [(1, 2, 30), (2, 1, 4)]),
  ])
  let outcome = select(year)
  #expect(outcome.lines == [3, 2])
  #expect(year.ranks(outcome, 0) == [1, 3])
  #expect(year.ranks(outcome, 1) == [1])
}

@Test func theBestRankedApplicationStandsForAProjectEvenIfAnotherPaysMore() {
  let year = contest([Ranking(slots: 1, cap: 50, [(1, 1, 10), (1, 1, 40), (2, 1, 20)])])
  let outcome = select(year)
  #expect(outcome.chosen == [true, false, false])
  #expect(outcome.lines == [2])
}

@Test func equalPayGoesToFewerThenToBetterRanks() {
  // 50 by rank 4 alone, rather than by ranks 1 to 3.
  let fewer = contest([Ranking(slots: 20, cap: 50, [(1, 1, 20), (1, 2, 20), (1, 3, 20), (1, 4, 50)])])
  #expect(fewer.ranks(select(fewer), 0) == [4])
  // Of the pairs that reach 50 the one with the best rank, then the best second rank.
  let better = contest([Ranking(slots: 20, cap: 50, [(1, 1, 20), (1, 2, 25), (1, 3, 30), (1, 4, 40)])])
  #expect(better.ranks(select(better), 0) == [1, 3])
  // A project that both items pay alike goes to the earlier one, whatever its rank there.
  let earlier = contest([
    Ranking(slots: 20, cap: 50, [(2, 1, 9), (3, 1, 9), (1, 1, 10)]),
    Ranking(slots: 20, cap: 20, [(1, 1, 10)]),
  ])
  #expect(earlier.ranks(select(earlier), 0) == [1, 2, 3])
  #expect(earlier.ranks(select(earlier), 1) == [])
  // As many applications in all: ranks 1 and 2 come before rank 1 alone, for no second project counts as the last.
  let padded = contest([
    Ranking(slots: 20, cap: 20, [(1, 1, 10), (1, 2, 10)]),
    Ranking(slots: 20, cap: 20, [(1, 3, 20), (1, 2, 10)]),
  ])
  #expect(padded.ranks(select(padded), 0) == [1, 2])
  #expect(padded.ranks(select(padded), 1) == [1])
}

@Test func twoEnterprisesMayNumberTheirProjectsAlike() {
  let year = contest([Ranking(slots: 3, cap: 50, [(1, 7, 10), (2, 7, 10), (-1, 7, 10)])])
  #expect(select(year).chosen == [true, true, true])
}

@Test func nothingRankedIsNothingChosen() {
  let empty = contest([Ranking(slots: 20, cap: 50, []), Ranking(slots: nil, cap: nil, [])])
  #expect(
    select(empty)
      == Outcome(lines: [0, 0], chosen: [], used: [0, 0], rounds: [], next: [nil, nil], greedyEnterprises: []))
  #expect(select(contest([])).lines == [])
}

// MARK: Too many combinations

@Test(arguments: [65_535, 65_536])
func beyond65536MapsAnEnterpriseIsGreedy(items: Int) {
  // One project in n items has n + 1 maps.
  let wide = contest((1...items).map { Ranking(slots: 1, cap: 50, [(9, 1, $0 == 300 ? 40 : 30)]) })
  let outcome = select(wide)
  #expect(outcome.greedyEnterprises == (items == 65_536 ? [9] : []))
  #expect(outcome.chosen.firstIndex(of: true) == 299)
  #expect(outcome.used.reduce(0, +) == 1)
}

@Test(arguments: [Int32(16), 17])
func everyProjectUnderOneItemDoublesTheMaps(projects: Int32) {
  let year = contest([Ranking(slots: 20, cap: nil, (1...projects).map { (9, $0, 5) })])
  #expect(select(year).greedyEnterprises == (projects == 17 ? [9] : []))
  #expect(select(year).used == [Int(projects)])
}

@Test(arguments: [Int32(13), 14])
func aGreedyEnterpriseTakesTheLargestAndDoesNotMoveIt(others: Int32) {
  // Project 1 gets 50 or 49, project 2 gets 48 where 1 gets 50; the others only add maps: 6 · 2^others in all.
  let year = contest([
    Ranking(slots: 20, cap: 50, [(9, 1, 50), (9, 2, 48)]),
    Ranking(slots: 15, cap: 50, [(9, 1, 49)]),
    Ranking(slots: nil, cap: nil, (1...others).map { (9, 100 + $0, 1) }),
  ])
  let outcome = select(year)
  let isGreedy = others == 14
  #expect(outcome.greedyEnterprises == (isGreedy ? [9] : []))
  #expect(year.ranks(outcome, 0) == (isGreedy ? [1] : [2]))
  #expect(year.ranks(outcome, 1) == (isGreedy ? [] : [1]))
  #expect(outcome.used[2] == Int(others))
}

@Test func whatALimitHasNoRoomForGoesToTheBestRankedThatFillsIt() {
  // 18 projects: 30 is taken first; then 20 are left, which ranks 1 and 18 would add alike.
  let small: [(enterprise: Int32, key: Int32, entitlement: Int64)] = (3...17).map { (9, $0, 1) }
  let year = contest([Ranking(slots: 20, cap: 50, [(9, 1, 21)] + small + [(9, 2, 30), (9, 18, 25)])])
  #expect(year.ranks(select(year), 0) == [1, 17])
}
