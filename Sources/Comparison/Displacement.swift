// Who displaced whom: applications that moved only because another one did are led back to it, step by step.

import Rulebook

/// Gives every change that has no cause of its own the application that moved it.
///
/// Those with a cause, and those that came or went, are known. Round by round whoever stands next to a known one — the
/// same enterprise under one limit or key, the same slot, the same budget — is displaced by it; a looser tie counts
/// only where no closer one is left.
func displace(_ difference: inout Difference, _ before: Rulebook, _ after: Rulebook) {
  let ties = Ties(difference.changes, before, after)
  var known = difference.changes.map { !$0.causes.isEmpty || $0.kind == .added || $0.kind == .removed }
  var looseness = 0
  while looseness < Ties.looseness, known.contains(false) {
    var found: [(change: Int, by: Int)] = []
    for change in known.indices where !known[change] {
      for tie in ties.closest(to: change, looseness) {
        guard let by = ties.nearest(to: change, tie.filter { known[$0] }) else { continue }
        found.append((change, by))
        break
      }
    }
    for (change, by) in found {
      difference.changes[change].causes = [.displaced(by: by)]
      known[change] = true
    }
    looseness = found.isEmpty ? looseness + 1 : 0
  }
  for change in known.indices where !known[change] {
    difference.changes[change].causes = [.unseen(inputs: difference.inputs, program: difference.programDiffers)]
  }
}

private struct Ties {
  static let looseness = 3

  let changes: [Change]
  private let groups: [String: String]
  private let budgets: [Set<String>]
  private let byID: [String: [Int]]
  private let bySubject: [String: [Int]]
  private let byEnterprise: [String: [Int]]
  private let byItem: [String: [Int]]
  private let byGroup: [String: [Int]]

  init(_ changes: [Change], _ before: Rulebook, _ after: Rulebook) {
    self.changes = changes
    var groups: [String: String] = [:]
    for rulebook in [before, after] {
      for item in rulebook.items { groups[item.id] = rulebook.groups[item.group].name }
    }
    self.groups = groups
    budgets = after.budgets.map { budget in Set(budget.items.map { after.items[$0].id }) }
    func index(_ of: (Decided) -> String) -> [String: [Int]] {
      var found: [String: [Int]] = [:]
      for (at, change) in changes.enumerated() {
        for name in Set([change.before, change.after].compactMap(\.self).map(of)) {
          found[name, default: []].append(at)
        }
      }
      return found
    }
    byID = index(\.id)
    bySubject = index(\.subject)
    byEnterprise = index(\.uscc)
    byItem = index(\.item)
    byGroup = index { groups[$0.item] ?? "" }
  }

  /// The changes that may have moved this one, the closest ties first.
  func closest(to at: Int, _ looseness: Int) -> [[Int]] {
    let change = changes[at]
    let decided = change.decided
    let reasons = Set((change.before?.reasons ?? []) + (change.after?.reasons ?? []))
    let peers = (byItem[decided.item] ?? []).filter { $0 != at }
    let group = (byGroup[groups[decided.item] ?? ""] ?? []).filter { $0 != at }
    switch looseness {
    case 0:
      var ties: [[Int]] = []
      if reasons.contains("duplicate_id") { ties.append((byID[decided.id] ?? []).filter { $0 != at }) }
      if reasons.contains("subject_shared") {
        ties.append((bySubject[decided.subject] ?? []).filter { $0 != at && changes[$0].decided.uscc != decided.uscc })
      }
      if !reasons.isDisjoint(with: Ties.ownKey) {
        ties.append((byEnterprise[decided.uscc] ?? []).filter { $0 != at && group.contains($0) })
      }
      let (was, isNow) = (change.before?.isAwarded ?? false, change.after?.isAwarded ?? false)
      if was != isNow { ties.append(peers.filter { tookOrLeft($0, for: was) }) }
      if reasons.contains("reduced_by_budget") {
        let items = budgets.filter { $0.contains(decided.item) }.reduce(into: Set<String>()) { $0.formUnion($1) }
        ties.append(items.sorted().flatMap { byItem[$0] ?? [] }.filter { $0 != at && changes[$0].kind != .ranked })
      }
      return ties
    case 1: return [peers.filter { crossed($0, at) }, group.filter { changes[$0].kind != .ranked }]
    default: return [peers, group, (byEnterprise[decided.uscc] ?? []).filter { $0 != at }]
    }
  }

  /// Reasons that one enterprise's applications give each other.
  private static let ownKey: Set<String> = [
    "placed_elsewhere", "higher_in_group", "same_claim", "enterprise_limit", "reduced_by_limit",
  ]

  /// Whether an application took a slot (where one was lost) or left one.
  private func tookOrLeft(_ at: Int, for lost: Bool) -> Bool {
    let (was, isNow) = (changes[at].before?.isAwarded ?? false, changes[at].after?.isAwarded ?? false)
    return lost ? isNow && !was : was && !isNow
  }

  /// Whether one stood above the other in one of the runs, and not in the other.
  private func crossed(_ one: Int, _ other: Int) -> Bool {
    func above(_ side: KeyPath<Change, Decided?>) -> Bool {
      guard let rank = changes[one][keyPath: side]?.rank, let own = changes[other][keyPath: side]?.rank else {
        return false
      }
      return rank < own
    }
    return above(\.before) != above(\.after)
  }

  /// Of several the one with a cause of its own, then the nearest in rank, then the first by id.
  func nearest(to at: Int, _ candidates: [Int]) -> Int? {
    let rank = changes[at].decided.rank ?? 0
    func distance(_ other: Int) -> (Int, Int, Int) {
      (
        changes[other].displacer == nil ? 0 : 1,
        changes[other].decided.item == changes[at].decided.item ? abs((changes[other].decided.rank ?? 0) - rank) : .max,
        other
      )
    }
    return candidates.min { distance($0) < distance($1) }
  }
}
