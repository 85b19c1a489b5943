// Chance that repeats itself: a number drawn for (seed, purpose, index) is the same whoever draws it, and when.

/// What a number is drawn for; every purpose has its own sequence for each index.
enum Purpose: UInt64 {
  case claim = 1
  case kinship, evidence, dirt, enterprise, figures, panel, upperAward, priorAward, specialDeal, veto, merit
}

/// SplitMix64, started anew for every row.
struct Chance {
  private var state: UInt64

  init(_ seed: UInt64, _ purpose: Purpose, _ index: Int) {
    state = mixed(seed &+ purpose.rawValue &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(index) &* 0xD134_2543_DE82_EF95
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return mixed(state)
  }

  /// A number in `0..<count`.
  mutating func below(_ count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// A number in the range.
  mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(below(Int(range.upperBound - range.lowerBound) + 1))
  }

  /// True so many times in a thousand.
  mutating func happens(_ perMille: Int) -> Bool { below(1000) < perMille }
}

private func mixed(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
  return z ^ z >> 31
}
