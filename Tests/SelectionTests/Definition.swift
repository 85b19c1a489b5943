// The rule read word by word, slowly and without a thought for speed: what `select` must agree with.
// Nothing here uses a type of the selection but the contest and the outcome.

@testable import Selection

/// A project and, for each item, the rank of its best ranked application; nil where it has none.
struct Project {
  let key: Int32
  let ranks: [Int?]
}

extension Contest {
  func entry(_ item: Int, _ rank: Int) -> Int { items[item].entries.lowerBound + rank - 1 }

  var owners: [Int32] { Set(entries.map(\.enterprise)).sorted() }

  func projects(of enterprise: Int32) -> [Project] {
    Set(entries.filter { $0.enterprise == enterprise }.map(\.key)).sorted().map { key in
      Project(
        key: key,
        ranks: items.map { item in
          item.entries.first { entries[$0].enterprise == enterprise && entries[$0].key == key }
            .map { $0 - item.entries.lowerBound + 1 }
        })
    }
  }

  func isGreedy(_ enterprise: Int32) -> Bool {
    var maps = 1
    for project in projects(of: enterprise) where maps <= 65_536 {
      maps *= project.ranks.filter { $0 != nil }.count + 1
    }
    return maps > 65_536
  }

  /// The entries that an enterprise chooses above the lines, ascending.
  func choice(of enterprise: Int32, above lines: [Int]) -> [Int] {
    isGreedy(enterprise) ? greedyChoice(of: enterprise, lines) : bestMap(of: enterprise, lines)
  }

  private func bestMap(of enterprise: Int32, _ lines: [Int]) -> [Int] {
    let projects = projects(of: enterprise)
    var best = Map(ranks: items.map { _ in [] }, pay: 0)
    // A number for each map: one digit for each project, 0 = none, k = item k - 1.
    var digits = projects.map { _ in 0 }
    while let place = digits.firstIndex(where: { $0 < items.count }) {
      for lower in 0..<place { digits[lower] = 0 }
      digits[place] += 1
      guard let map = map(projects, digits, lines) else { continue }
      if map.isBetter(than: best) { best = map }
    }
    return best.ranks.indices.flatMap { item in best.ranks[item].map { entry(item, $0) } }
  }

  private func map(_ projects: [Project], _ digits: [Int], _ lines: [Int]) -> Map? {
    var map = Map(ranks: items.map { _ in [] }, pay: 0)
    for (project, digit) in zip(projects, digits) where digit > 0 {
      guard let rank = project.ranks[digit - 1], rank <= lines[digit - 1] else { return nil }
      map.ranks[digit - 1].append(rank)
    }
    for item in items.indices {
      map.ranks[item].sort()
      let sum = map.ranks[item].reduce(Int128(0)) { $0 + Int128(entries[entry(item, $1)].entitlement) }
      map.pay += items[item].cap.map { min(Int128($0), sum) } ?? sum
    }
    return map
  }

  private func greedyChoice(of enterprise: Int32, _ lines: [Int]) -> [Int] {
    let projects = projects(of: enterprise)
    var free = projects.map { _ in true }
    var sums = items.map { _ in Int128(0) }
    var picked: [Int] = []
    while true {
      var best: (gain: Int128, item: Int, rank: Int, project: Int)?
      for item in items.indices {
        for project in projects.indices where free[project] {
          guard let rank = projects[project].ranks[item], rank <= lines[item] else { continue }
          let sum = sums[item] + Int128(entries[entry(item, rank)].entitlement)
          let gain = items[item].cap.map { min(Int128($0), sum) - min(Int128($0), sums[item]) } ?? (sum - sums[item])
          guard gain > 0 else { continue }
          if let best, (-best.gain, best.item, best.rank) < (-gain, item, rank) { continue }
          best = (gain, item, rank, project)
        }
      }
      guard let best else { return picked.sorted() }
      free[best.project] = false
      sums[best.item] += Int128(entries[entry(best.item, best.rank)].entitlement)
      picked.append(entry(best.item, best.rank))
    }
  }

  /// How many of each item are chosen if everyone chooses above the lines.
  func used(above lines: [Int]) -> [Int] {
    let chosen = owners.flatMap { choice(of: $0, above: lines) }
    return items.map { item in chosen.filter { item.entries.contains($0) }.count }
  }

  /// The first item over its slots.
  func overfilled(_ used: [Int]) -> Int? { items.indices.first { used[$0] > items[$0].slots ?? .max } }
}

/// A combination: for each item the ranks taken, ascending, and what it pays.
struct Map {
  var ranks: [[Int]]
  var pay: Int128

  func isBetter(than other: Map) -> Bool {
    if pay != other.pay { return pay > other.pay }
    let (count, otherCount) = (ranks.map(\.count).reduce(0, +), other.ranks.map(\.count).reduce(0, +))
    if count != otherCount { return count < otherCount }
    for item in ranks.indices {
      let length = max(ranks[item].count, other.ranks[item].count)
      let mine = ranks[item] + Array(repeating: Int.max, count: length - ranks[item].count)
      let theirs = other.ranks[item] + Array(repeating: Int.max, count: length - other.ranks[item].count)
      if mine != theirs { return mine.lexicographicallyPrecedes(theirs) }
    }
    return false
  }
}

/// LINES, step by step; everybody chooses again in every step.
func selectByDefinition(_ contest: Contest) -> Outcome {
  var lines = contest.items.map(\.entries.count)
  var rounds: [Round] = []
  var number = 0
  while contest.overfilled(contest.used(above: lines)) != nil {
    number += 1
    let chosen = Set(contest.owners.flatMap { contest.choice(of: $0, above: lines) })
    for (item, limits) in contest.items.enumerated() {
      let ranks = limits.entries.filter(chosen.contains).map { $0 - limits.entries.lowerBound + 1 }
      guard let slots = limits.slots, ranks.count > slots else { continue }
      rounds.append(
        Round(
          number: number, phase: .cut, item: item,
          lineBefore: lines[item], lineAfter: ranks[slots] - 1, chosen: ranks.count))
      lines[item] = ranks[slots] - 1
    }
  }
  var next: [NextInLine?]
  var hasMoved: Bool
  number = 0
  repeat {
    number += 1
    hasMoved = false
    next = contest.items.map { _ in nil }
    for item in contest.items.indices {
      let before = lines[item]
      while lines[item] < contest.items[item].entries.count {
        var lower = lines
        lower[item] += 1
        if let overfilled = contest.overfilled(contest.used(above: lower)) {
          next[item] = NextInLine(entry: contest.entry(item, lower[item]), overfilled: overfilled)
          break
        }
        lines = lower
        hasMoved = true
      }
      guard lines[item] > before else { continue }
      rounds.append(
        Round(
          number: number, phase: .admit, item: item,
          lineBefore: before, lineAfter: lines[item], chosen: contest.used(above: lines)[item]))
    }
  } while hasMoved
  let chosen = Set(contest.owners.flatMap { contest.choice(of: $0, above: lines) })
  return Outcome(
    lines: lines, chosen: contest.entries.indices.map(chosen.contains), used: contest.used(above: lines),
    rounds: rounds, next: next, greedyEnterprises: contest.owners.filter(contest.isGreedy))
}
