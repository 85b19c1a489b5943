// The claims that came through screening with something to pay, and the keys under which groups pay once.

import Intake
import Rulebook
import Tables

/// A claim in its group, as the selection sees it.
struct Claim {
  /// The row number.
  let number: Int32
  /// The enterprise's number in `codes`.
  let code: Int32
  /// What the group pays once: see `groupKey`.
  let key: Int32
  let item: Int16
  let level: Int32
  /// Fen, above zero.
  let entitlement: Int64

  func sameKey(_ other: Claim) -> Bool { code == other.code && key == other.key }
  func sameClaim(_ other: Claim) -> Bool { item == other.item && level == other.level }
}

/// The part of the group key beside the enterprise: the subject (-1 if blank), nothing (-2), or the level's name
/// (-3 and below). One range for each kind, so that items of one group with different keys never meet by chance.
func groupKey(_ chunk: Chunk, _ row: Int, _ rulebook: Rulebook, levelNames: [Int32]) -> Int32 {
  switch rulebook.items[Int(chunk.items[row])].groupPer {
  case .subject: chunk.subjects[row]
  case .enterprise: -2
  case .level: -3 - levelNames[Int(chunk.levels[row])]
  }
}

/// By level, a number that levels of the same id share.
func levelNameNumbers(_ rulebook: Rulebook) -> [Int32] {
  var names = Symbols()
  return rulebook.levels.map { names.intern($0.id) }
}
