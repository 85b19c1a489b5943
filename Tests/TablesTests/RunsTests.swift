// Numbers kept as runs are the numbers that were given, however they lie.

import Tables
import Testing

/// Numbers in runs of about this length.
private func numbers(_ count: Int, runsOf length: Int, ascending: Bool, seed: UInt64) -> [Int32] {
  var chance = Chance(seed: seed)
  var (found, next) = ([Int32](), Int32(7))
  while found.count < count {
    next = ascending ? next + Int32.random(in: 1...9, using: &chance) : Int32.random(in: 0..<90_000, using: &chance)
    for _ in 0..<Int.random(in: 1...length, using: &chance) where found.count < count {
      found.append(next)
      next += 1
    }
  }
  return found
}

@Suite struct RunsTests {
  @Test(arguments: [1, 2, 50, 3_000], [true, false])
  func theNumbersThatWereGivenAreThere(length: Int, ascending: Bool) {
    for count in [0, 1, 2, 700, 5_000] {
      let given = numbers(count, runsOf: length, ascending: ascending, seed: UInt64(count + length))
      var runs = Runs(given)
      #expect(Array(runs) == given)
      #expect(runs.isAscending == zip(given, given.dropFirst()).allSatisfy { $0 < $1 })
      var chance = Chance(seed: 3)
      for _ in 0..<20 {
        let ends = [Int.random(in: 0...count, using: &chance), Int.random(in: 0...count, using: &chance)].sorted()
        #expect(Array(runs.numbers(ends[0]..<ends[1])) == Array(given[ends[0]..<ends[1]]))
        guard count > 0 else { continue }
        let places = (0..<9).map { _ in Int32.random(in: 0..<Int32(count), using: &chance) }
        #expect(runs.at(places) == places.map { given[Int($0)] })
        #expect(runs.at(places.sorted()) == places.sorted().map { given[Int($0)] })
      }
      let isLeftOut = (0..<100_000).map { $0 % 5 == 2 }
      #expect(Array(runs.without(isLeftOut)) == given.filter { $0 % 5 != 2 })
      runs.shift(by: 40)
      runs.append((given.last ?? 0) + 41)
      #expect(Array(runs) == given.map { $0 + 40 } + [(given.last ?? 0) + 41])
    }
  }

  @Test func aRangeIsOneRun() {
    #expect(Array(Runs(5..<9)) == [5, 6, 7, 8] && Runs(5..<9).isAscending && Runs(4..<4).isEmpty)
    var runs = Runs(5..<9)
    runs.append(9)
    runs.append(9)
    #expect(Array(runs) == [5, 6, 7, 8, 9, 9] && !runs.isAscending)
  }
}
