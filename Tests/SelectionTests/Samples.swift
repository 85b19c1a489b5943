// Contests for the tests: written by hand, or drawn from a seed.

@testable import Selection

/// A ranking written out: the item's limits, and whose project stands where, from rank 1 on.
struct Ranking {
  var slots: Int?
  var cap: Int64?
  var applications: [Entry]

  init(slots: Int?, cap: Int64?, _ applications: [(enterprise: Int32, key: Int32, entitlement: Int64)]) {
    self.slots = slots
    self.cap = cap
    self.applications = applications.map {
      Entry(enterprise: $0.enterprise, key: $0.key, entitlement: $0.entitlement)
    }
  }
}

func contest(_ rankings: [Ranking]) -> Contest {
  var (items, entries): ([ContestItem], [Entry]) = ([], [])
  for ranking in rankings {
    let start = entries.count
    entries += ranking.applications
    items.append(ContestItem(slots: ranking.slots, cap: ranking.cap, entries: start..<entries.count))
  }
  return Contest(items: items, entries: entries)
}

extension Contest {
  var rankings: [Ranking] {
    items.map { item in
      var ranking = Ranking(slots: item.slots, cap: item.cap, [])
      ranking.applications = Array(entries[item.entries])
      return ranking
    }
  }

  /// The ranks chosen under an item.
  func ranks(_ outcome: Outcome, _ item: Int) -> [Int] {
    items[item].entries.filter { outcome.chosen[$0] }.map { $0 - items[item].entries.lowerBound + 1 }
  }
}

/// SplitMix64: the same seed draws the same contests everywhere.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// How a drawn contest looks. Few different amounts make many ties; keys repeat between enterprises on purpose.
struct Shape {
  var items = 1...3
  var enterprises = 1...6
  var projects = 1...3
  var slots = 0...4
  var amounts: ClosedRange<Int64> = 1...6
  var caps: ClosedRange<Int64> = 0...12
  /// One project applies twice under one item, at another level, so often out of 8.
  var repeated = 1

  func draw(_ random: inout SplitMix64) -> Contest {
    let count = Int.random(in: items, using: &random)
    var rankings = (0..<count).map { _ in
      Ranking(
        slots: Int.random(in: 0..<6, using: &random) == 0 ? nil : Int.random(in: slots, using: &random),
        cap: Int.random(in: 0..<4, using: &random) == 0 ? nil : Int64.random(in: caps, using: &random), [])
    }
    for _ in 0..<Int.random(in: enterprises, using: &random) {
      let enterprise = Int32.random(in: .min ... .max, using: &random)
      for key in 0..<Int.random(in: projects, using: &random) {
        for item in rankings.indices where Int.random(in: 0..<3, using: &random) > 0 {
          let times = Int.random(in: 0..<8, using: &random) < repeated ? 2 : 1
          for _ in 0..<times {
            rankings[item].applications.append(
              Entry(
                enterprise: enterprise, key: Int32(key) - 1,
                entitlement: Int64.random(in: amounts, using: &random)))
          }
        }
      }
    }
    for item in rankings.indices { rankings[item].applications.shuffle(using: &random) }
    return contest(rankings)
  }
}
