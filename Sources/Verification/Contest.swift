// The competition of one group, replayed from the rule itself: every combination of an enterprise is tried, the lines
// are cut and let down as the spec says. It is slow and plain on purpose; nothing here is shared with the selection.

import Rulebook
import Tables

/// A move of a line, as rounds.csv lists it.
struct Move: Equatable {
  let round: Int
  let phase: String
  let item: Int
  let before: Int
  let after: Int
  let chosen: Int
}

struct Contest {
  /// Items of the rulebook in policy order.
  let items: [Int]
  /// For each item its ranking as rows.
  let rankings: [[Int]]
  private let slots: [Int]
  private let caps: [Int64]
  private var enterprises: [Contender] = []
  /// By row, the enterprise.
  private var owner: [Int: Int] = [:]
  private(set) var lines: [Int]
  private(set) var moves: [Move] = []
  /// For each enterprise its choice above the lines, places into its options.
  private var choices: [[Int]] = []
  private(set) var used: [Int]
  /// For each item the one that admitting the next would overfill.
  private(set) var overfilled: [Int?]

  init(_ claims: Claims, group: Group, participants: [[Int]]) {
    items = group.items
    rankings = group.items.map { claims.ranking(of: $0, among: participants[$0]) }
    slots = group.items.map { claims.rulebook.items[$0].slots ?? .max }
    caps = group.items.map { claims.rulebook.items[$0].enterpriseLimit ?? .max }
    lines = rankings.map(\.count)
    used = items.map { _ in 0 }
    overfilled = items.map { _ in nil }
    gather(claims)
    choices = enterprises.indices.map { choose($0, lines) }
    for choice in choices.indices { count(choice, +1) }
    cut()
    admit()
  }

  /// The rows that are chosen above the final lines.
  var chosen: Set<Int> {
    var rows: Set<Int> = []
    for (enterprise, choice) in zip(enterprises, choices) {
      for option in choice { rows.insert(enterprise.options[option].row) }
    }
    return rows
  }

  /// Enterprise by enterprise, the rows of its best combination above these lines, and its ranked rows.
  func bestCombinations(above lines: [Int]) -> [(best: Set<Int>, all: [Int])] {
    enterprises.indices.map { at in
      (Set(choose(at, lines).map { enterprises[at].options[$0].row }), enterprises[at].rows)
    }
  }

  private mutating func gather(_ claims: Claims) {
    var number: [Int32: Int] = [:]
    for (at, ranking) in rankings.enumerated() {
      for (place, row) in ranking.enumerated() {
        let claim = claims.rows[row]
        if number[claim.uscc] == nil {
          number[claim.uscc] = enterprises.count
          enterprises.append(Contender())
        }
        owner[row] = number[claim.uscc]!
        enterprises[number[claim.uscc]!].add(row, item: at, rank: place + 1, claim.entitlement, claims.key(row))
      }
    }
  }

  // MARK: The rule

  private mutating func cut() {
    var round = 0
    while case let over = items.indices.filter({ used[$0] > slots[$0] }), !over.isEmpty {
      round += 1
      var losers: Set<Int> = []
      let usedBefore = used
      for item in over {
        let ranks = chosenRanks(item)
        let line = ranks[slots[item]].rank - 1
        moves.append(
          Move(round: round, phase: "A", item: items[item], before: lines[item], after: line, chosen: usedBefore[item]))
        lines[item] = line
        for (rank, enterprise) in ranks where rank > line { losers.insert(enterprise) }
      }
      for loser in losers.sorted() { replace(loser, choose(loser, lines)) }
    }
  }

  private mutating func admit() {
    var (sweep, moved) = (0, true)
    while moved {
      (sweep, moved) = (sweep + 1, false)
      for item in items.indices {
        let before = lines[item]
        while lines[item] < rankings[item].count {
          let enterprise = owner[rankings[item][lines[item]]]!
          lines[item] += 1
          let (old, new) = (choices[enterprise], choose(enterprise, lines))
          if new == old { continue }
          replace(enterprise, new)
          if let full = items.indices.first(where: { used[$0] > slots[$0] }) {
            replace(enterprise, old)
            lines[item] -= 1
            overfilled[item] = items[full]
            break
          }
        }
        if lines[item] == rankings[item].count { overfilled[item] = nil }
        guard lines[item] != before else { continue }
        moved = true
        moves.append(
          Move(round: sweep, phase: "B", item: items[item], before: before, after: lines[item], chosen: used[item]))
      }
    }
  }

  private func chosenRanks(_ item: Int) -> [(rank: Int, enterprise: Int)] {
    var ranks: [(rank: Int, enterprise: Int)] = []
    for (at, choice) in choices.enumerated() {
      for option in choice where enterprises[at].options[option].item == item {
        ranks.append((enterprises[at].options[option].rank, at))
      }
    }
    return ranks.sorted { $0.rank < $1.rank }
  }

  private mutating func replace(_ enterprise: Int, _ choice: [Int]) {
    count(enterprise, -1)
    choices[enterprise] = choice
    count(enterprise, +1)
  }

  private mutating func count(_ enterprise: Int, _ step: Int) {
    for option in choices[enterprise] { used[enterprises[enterprise].options[option].item] += step }
  }

  // MARK: CHOOSE

  /// The best combination above the lines, as ascending places into the enterprise's options.
  private func choose(_ enterprise: Int, _ lines: [Int]) -> [Int] {
    let own = enterprises[enterprise]
    if own.isGreedy { return own.greedy(lines, caps) }
    var best = Combination(options: [], pay: 0)
    var taken: [Int] = []
    func visit(_ project: Int) {
      if project == own.projects.count {
        let found = Combination(options: taken.sorted(), pay: own.pay(taken, caps))
        if found.isBetter(than: best, own, items.count) { best = found }
        return
      }
      visit(project + 1)
      for option in own.projects[project] where own.options[option].rank <= lines[own.options[option].item] {
        taken.append(option)
        visit(project + 1)
        taken.removeLast()
      }
    }
    visit(0)
    return best.options
  }
}

/// A combination of an enterprise's options and what it pays.
private struct Combination {
  let options: [Int]
  let pay: Int128

  /// Pays more; or as much with fewer slots; or the ranks, sorted, item by item, are smaller, none counting as infinite.
  func isBetter(than other: Combination, _ own: Contender, _ items: Int) -> Bool {
    if pay != other.pay { return pay > other.pay }
    if options.count != other.options.count { return options.count < other.options.count }
    for item in 0..<items {
      let (mine, theirs) = (own.ranks(options, item), own.ranks(other.options, item))
      for place in 0..<max(mine.count, theirs.count) {
        let (one, two) = (place < mine.count ? mine[place] : .max, place < theirs.count ? theirs[place] : .max)
        if one != two { return one < two }
      }
    }
    return false
  }
}

/// An enterprise in a group: its projects, each ranked in some items.
private struct Contender {
  struct Option {
    let row: Int
    let item: Int
    let rank: Int
    let entitlement: Int64
  }

  private(set) var options: [Option] = []
  /// For each project its options.
  private(set) var projects: [[Int]] = []
  /// All ranked rows, also those for which a better ranked one of the same project and item stands.
  private(set) var rows: [Int] = []
  private var numberOfKey: [Key: Int] = [:]

  mutating func add(_ row: Int, item: Int, rank: Int, _ entitlement: Int64, _ key: Key) {
    rows.append(row)
    let project = numberOfKey[key] ?? projects.count
    if project == projects.count {
      numberOfKey[key] = project
      projects.append([])
    }
    if projects[project].contains(where: { options[$0].item == item }) { return }
    projects[project].append(options.count)
    options.append(Option(row: row, item: item, rank: rank, entitlement: entitlement))
  }

  /// More maps than are tried one by one.
  var isGreedy: Bool {
    var maps = 1
    for project in projects {
      maps *= project.count + 1
      if maps > 65_536 { return true }
    }
    return false
  }

  func pay(_ taken: [Int], _ caps: [Int64]) -> Int128 {
    var (total, done) = (Int128(0), Set<Int>())
    for option in taken where done.insert(options[option].item).inserted {
      let item = options[option].item
      let sum = taken.reduce(Int128(0)) { $0 + (options[$1].item == item ? Int128(options[$1].entitlement) : 0) }
      total += min(Int128(caps[item]), sum)
    }
    return total
  }

  func ranks(_ taken: [Int], _ item: Int) -> [Int] {
    taken.filter { options[$0].item == item }.map { options[$0].rank }.sorted()
  }

  /// Again and again what adds most; of equals the first in policy order, then by rank; nothing that adds nothing.
  func greedy(_ lines: [Int], _ caps: [Int64]) -> [Int] {
    var taken: [Int] = []
    var placed: Set<Int> = []
    while true {
      var (most, best) = (Int128(0), (option: -1, project: -1))
      let now = pay(taken, caps)
      for (project, own) in projects.enumerated() where !placed.contains(project) {
        for option in own where options[option].rank <= lines[options[option].item] {
          let gain = pay(taken + [option], caps) - now
          let isEarlier =
            best.option >= 0
            && (options[option].item, options[option].rank) < (options[best.option].item, options[best.option].rank)
          if gain > most || gain == most && gain > 0 && isEarlier { (most, best) = (gain, (option, project)) }
        }
      }
      if best.option < 0 { break }
      taken.append(best.option)
      placed.insert(best.project)
    }
    return taken.sorted()
  }
}
