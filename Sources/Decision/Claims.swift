// The claims that came through screening with something to pay, and the keys under which groups pay once.

import Intake
import Rulebook
import Tables

/// A claim in its group, as the selection sees it.
struct Claim: Sendable {
  /// The row number.
  let number: Int32
  /// The enterprise's number in `codes`.
  let code: Int32
  /// What the group pays once: see `groupKey`.
  let key: Int32
  let item: Int16
  let level: Int16
  /// Fen, above zero.
  let entitlement: Int64
  /// What tells the keys of a group apart.
  var groupKey: (Int32, Int32) { (code, key) }
  func sameClaim(_ other: Claim) -> Bool { item == other.item && level == other.level }
}

/// The claims of every group, in the order of their rows: their numbers, of which claims are made where rivals meet. All
/// claims at once would be the largest thing of a large year.
struct Claims: Sendable {
  private let levelNames: [Int32]
  /// By item, its group, and what the group pays once for it.
  private let groupOfItem: [Int]
  private let groupPerOfItem: [Item.GroupPer]
  /// By group, ascending.
  private(set) var groups: [[Int32]]

  init(_ rulebook: Rulebook) {
    levelNames = levelNameNumbers(rulebook)
    (groupOfItem, groupPerOfItem) = (rulebook.items.map(\.group), rulebook.items.map(\.groupPer))
    groups = Array(repeating: [], count: rulebook.groups.count)
  }

  mutating func add(_ chunk: Chunk, _ row: Int) {
    groups[groupOfItem[Int(chunk.items[row])]].append(Int32(chunk.base + row))
  }

  mutating func add(_ others: Claims) {
    for (group, numbers) in others.groups.enumerated() { groups[group] += numbers }
  }

  func claim(_ chunk: Chunk, _ row: Int, _ entitlement: Int64) -> Claim {
    Claim(
      number: Int32(chunk.base + row), code: chunk.enterprises[row],
      key: key(chunk, row, groupPerOfItem[Int(chunk.items[row])]),
      item: chunk.items[row], level: chunk.levels[row], entitlement: entitlement)
  }

  /// The part of the group key beside the enterprise: the subject (-1 if blank), nothing (-2), or the level's name
  /// (-3 and below). One range for each kind, so that items of one group with different keys never meet by chance.
  private func key(_ chunk: Chunk, _ row: Int, _ per: Item.GroupPer) -> Int32 {
    switch per {
    case .subject: chunk.subjects[row]
    case .enterprise: -2
    case .level: -3 - levelNames[Int(chunk.levels[row])]
    }
  }
}

/// By level, a number that levels of the same id share.
private func levelNameNumbers(_ rulebook: Rulebook) -> [Int32] {
  var names = Symbols()
  return rulebook.levels.map { names.intern($0.id) }
}

extension Applications {
  /// Visits rows by their ascending numbers, those of one chunk at a time. A chunk is large: who needs one column of it
  /// takes that.
  func visit(_ numbers: [Int32], _ body: (_ at: Int, _ base: Int, _ numbers: ArraySlice<Int32>) -> Void) {
    var start = 0
    while start < numbers.count {
      let (at, _) = locate(Int(numbers[start]))
      let base = chunks[at].base
      let end = base + chunks[at].count
      var next = start
      while next < numbers.count, numbers[next] < end { next += 1 }
      body(at, base, numbers[start..<next])
      start = next
    }
  }
}
