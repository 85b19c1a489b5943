// Two published runs held against each other, from their papers alone: what is decided differently, and why.

import Rulebook
import Tables

/// Compares two runs.
///
/// Causes are found in this order. Where a decision differs in what was found of the application alone (verdict,
/// entitlement, points, tie facts), the cells that it rests on are held against each other: its own, those of the
/// registers, those of the policy. Where it differs only in what came of the competition, a policy cell of its item
/// is the cause, or else another application displaced it, which itself has a cause.
package func compare(_ before: RunPapers, _ after: RunPapers) -> Difference {
  let policy = before.rulebook.changes(to: after.rulebook)
  var difference = Difference(
    before: before.name, after: after.name, programDiffers: before.version != after.version,
    inputs: Set(before.inputs.keys).union(after.inputs.keys).filter { before.inputs[$0] != after.inputs[$0] }.sorted(),
    policy: policy, totals: (sums(before.decisions), sums(after.decisions)), items: itemSums(before, after),
    isTraced: before.isTraced && after.isTraced)
  let pairs = paired(before.decisions, after.decisions)
  difference.changes = pairs.compactMap { pair in
    switch (pair.before.map { before.decisions[$0] }, pair.after.map { after.decisions[$0] }) {
    case (let one?, let other?):
      return kind(one, other).map { Change(kind: $0, before: one, after: other) }
    case (nil, let other?): return Change(kind: .added, before: nil, after: other)
    case (let one?, nil): return Change(kind: .removed, before: one, after: nil)
    case (nil, nil): return nil
    }
  }
  let rows = pairs.filter { pair in
    guard let one = pair.before, let other = pair.after else { return true }
    return kind(before.decisions[one], after.decisions[other]) != nil
  }
  let causes = CauseFinder(before, after, policy)
  for at in difference.changes.indices where difference.changes[at].causes.isEmpty {
    guard let one = rows[at].before, let other = rows[at].after else { continue }
    difference.changes[at].causes = causes.causes(one, other)
  }
  displace(&difference, before.rulebook, after.rulebook)
  return difference
}

private struct Pair {
  let before: Int?
  let after: Int?
}

/// Rows of the same id, in the order of ids; of several, those of the same claim meet first.
private func paired(_ before: [Decided], _ after: [Decided]) -> [Pair] {
  let left = Dictionary(grouping: before.indices) { before[$0].id }
  let right = Dictionary(grouping: after.indices) { after[$0].id }
  let ids = Set(left.keys).union(right.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  return ids.flatMap { id -> [Pair] in
    var (one, two) = (left[id] ?? [], right[id] ?? [])
    var pairs: [Pair] = []
    if one.count > 1 || two.count > 1 {
      for row in one {
        guard let at = two.firstIndex(where: { before[row].identity == after[$0].identity }) else { continue }
        pairs.append(Pair(before: row, after: two.remove(at: at)))
        one.removeAll { $0 == row }
      }
    }
    pairs += zip(one, two).map { Pair(before: $0, after: $1) }
    pairs += one.dropFirst(two.count).map { Pair(before: $0, after: nil) }
    return pairs + two.dropFirst(one.count).map { Pair(before: nil, after: $0) }
  }
}

/// Nil for the same decision; where the row stands in its file is no part of it.
private func kind(_ one: Decided, _ other: Decided) -> Change.Kind? {
  let isSame =
    one.alone == other.alone && one.status == other.status && one.reasons == other.reasons
    && one.amount == other.amount && one.district == other.district && one.identity == other.identity
  return isSame ? (one.rank == other.rank ? nil : .ranked) : .changed
}

extension Decided {
  /// Who applies for what.
  var identity: [String] { [item, level, uscc, name, subject] }

  /// What was found of the application by itself, before anyone else's mattered.
  var alone: [String] {
    let competes = ["awarded", "reserve", "capped", "superseded"].contains(status)
    let settled = reasons.filter { ["below_pass_mark", "upper_award_covers", "promotion_paid"].contains($0) }
    return [competes ? "competes" : status, standard, upper, entitlement, score] + (competes ? settled : reasons)
  }
}

// MARK: Totals

private func sums(_ decisions: [Decided]) -> Sums {
  var sums = Sums()
  for decided in decisions { sums.add(decided) }
  return sums
}

private func itemSums(_ before: RunPapers, _ after: RunPapers) -> [(item: String, before: Sums, after: Sums)] {
  func byItem(_ run: RunPapers) -> [String: Sums] {
    Dictionary(grouping: run.decisions, by: \.item).mapValues { sums($0) }
  }
  let (one, other) = (byItem(before), byItem(after))
  let names = after.rulebook.items.map(\.id)
  let order = names + before.rulebook.items.map(\.id).filter { !names.contains($0) } + [""]
  return order.map { ($0, one[$0] ?? Sums(), other[$0] ?? Sums()) }
}
