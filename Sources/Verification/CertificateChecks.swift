// The certificate of the competitions: R ranks follow the keys, F slots hold, O every enterprise has its best
// combination above the lines, M the next in line would overfill, and the rounds lead to the lines.

import Rulebook
import Tables

func certificateChecks(_ papers: Papers, _ settlement: Settlement) -> [Check] {
  let claims = papers.claims
  var found: [Check] = [rankingCheck(papers, settlement), slotsCheck(papers), lineCheck(papers, settlement)]
  var best = Check("O-best", "每家企业得到线上最优组合", "every enterprise has its best combination above the lines")
  for contest in settlement.contests {
    // Lines as published, not as replayed, so that a moved line and a swapped award are told apart.
    let lines = contest.items.indices.map { at in
      let item = papers.rulebook.items[contest.items[at]]
      return item.slots == nil ? contest.rankings[at].count : publishedLine(papers, item.id)
    }
    for (combination, all) in contest.bestCombinations(above: lines) {
      let has = Set(all.filter { claims.rows[$0].isPaid || claims.reasons($0) == "reduced_by_budget" })
      best.expect(has == combination, combinationSaying(claims, has, combination, all))
    }
  }
  found.append(best)
  found.append(roundsCheck(papers, settlement))
  return found
}

private func combinationSaying(_ claims: Claims, _ has: Set<Int>, _ best: Set<Int>, _ all: [Int]) -> Saying {
  func names(_ rows: Set<Int>) -> String { rows.isEmpty ? "–" : rows.map(claims.id).sorted().joined(separator: " ") }
  let enterprise = claims.texts.string(claims.rows[all[0]].uscc)
  return Saying(
    zh: "\(enterprise) 获奖的是 \(names(has))，线上最优组合是 \(names(best))",
    en: "\(enterprise) is awarded \(names(has)), its best combination above the lines is \(names(best))")
}

/// R: rankings.csv is the ranking of decisions.csv under the published keys, rank by rank.
private func rankingCheck(_ papers: Papers, _ settlement: Settlement) -> Check {
  var check = Check("R-ranks", "排名按公布的依据", "ranks follow the published keys")
  let (claims, table, rulebook) = (papers.claims, papers.rankings, papers.rulebook)
  var next = 0
  var ranked: Set<Int> = []
  for item in rulebook.items.indices {
    guard rulebook.items[item].slots != nil,
      let contest = settlement.contests.first(where: { $0.items.contains(item) })
    else { continue }
    let place = contest.items.firstIndex(of: item)!
    let line = publishedLine(papers, rulebook.items[item].id)
    for (at, row) in contest.rankings[place].enumerated() {
      let (claim, id) = (claims.rows[row], claims.id(row))
      ranked.insert(row)
      let right = [
        rulebook.items[item].id, "\(at + 1)", id, claims.texts.string(claim.uscc),
        claim.subject < 0 ? "" : claims.texts.string(claim.subject), "\(claim.entitlement)",
        Cell.isKnown(claim.score) ? millionthsText(claim.score) : "",
        claim.keys < 0 ? "" : claims.texts.string(claim.keys),
        at < line ? "yes" : "no",
      ]
      for column in right.indices {
        let stated = next < table.count ? table.string(next, column) : ""
        check.expect(
          stated == right[column],
          differs(
            "rankings.csv \(rulebook.items[item].id) rank \(at + 1) \(table.header[column])", says: stated,
            shouldSay: right[column]))
      }
      check.expect(claim.rank == Int64(at + 1), differs("\(id) rank", says: number(claim.rank), shouldSay: "\(at + 1)"))
      next += 1
    }
  }
  check.expect(next == table.count, differs("rankings.csv", says: "\(table.count) rows", shouldSay: "\(next)"))
  for row in claims.rows.indices where !ranked.contains(row) {
    check.expect(
      claims.rows[row].rank == Cell.missing,
      differs("\(claims.id(row)) rank", says: number(claims.rows[row].rank), shouldSay: ""))
  }
  return check
}

/// F: at most as many awards as slots, each above zero, counted from the decisions.
private func slotsCheck(_ papers: Papers) -> Check {
  var check = Check("F-slots", "入围项目不超过名额", "no more awards than slots")
  let claims = papers.claims
  var used = [Int](repeating: 0, count: papers.rulebook.items.count)
  for row in claims.rows.indices where claims.rows[row].item >= 0 {
    if claims.rows[row].isPaid || claims.reasons(row) == "reduced_by_budget" { used[claims.rows[row].item] += 1 }
  }
  for (at, item) in papers.rulebook.items.enumerated() {
    guard let slots = item.slots else { continue }
    check.expect(
      used[at] <= slots,
      Saying(
        zh: "\(item.title) 入围 \(used[at]) 项，名额只有 \(slots)",
        en: "\(item.id) supports \(used[at]) projects, it has \(slots) slots"))
    for row in 0..<papers.lines.count where papers.lines.string(row, 0) == item.id {
      check.expect(
        papers.lines.string(row, 1) == "\(slots)",
        differs("lines.csv \(item.id) slots", says: papers.lines.string(row, 1), shouldSay: "\(slots)"))
      check.expect(
        papers.lines.string(row, 2) == "\(used[at])",
        differs("lines.csv \(item.id) used", says: papers.lines.string(row, 2), shouldSay: "\(used[at])"))
    }
  }
  return check
}

/// M: the lines are as low as the slots allow, and the paper names what stands in the way of the next.
private func lineCheck(_ papers: Papers, _ settlement: Settlement) -> Check {
  var check = Check("M-lines", "入围线已低到名额所容", "the lines are as low as the slots allow")
  let (claims, table, rulebook) = (papers.claims, papers.lines, papers.rulebook)
  var next = 0
  for item in rulebook.items.indices {
    guard rulebook.items[item].slots != nil,
      let contest = settlement.contests.first(where: { $0.items.contains(item) })
    else { continue }
    let place = contest.items.firstIndex(of: item)!
    let (line, ranking, id) = (contest.lines[place], contest.rankings[place], rulebook.items[item].id)
    let score = line > 0 ? claims.rows[ranking[line - 1]].score : Cell.missing
    let right = [
      id, nil, nil, "\(ranking.count)", "\(line)", Cell.isKnown(score) ? millionthsText(score) : "",
      line < ranking.count ? claims.id(ranking[line]) : "",
      contest.overfilled[place].map { "overfills \(rulebook.items[$0].id)" } ?? "",
    ]
    for (column, value) in right.enumerated() {
      guard let value else { continue }
      let stated = next < table.count ? table.string(next, column) : ""
      check.expect(stated == value, differs("lines.csv \(id) \(table.header[column])", says: stated, shouldSay: value))
    }
    next += 1
  }
  check.expect(next == table.count, differs("lines.csv", says: "\(table.count) rows", shouldSay: "\(next)"))
  return check
}

private func roundsCheck(_ papers: Papers, _ settlement: Settlement) -> Check {
  var check = Check("replay", "重演各轮得到同样的线", "replaying the rounds gives the same lines")
  let moves = settlement.contests.flatMap(\.moves)
  for row in 0..<max(moves.count, papers.rounds.count) {
    let stated = row < papers.rounds.count ? (0..<6).map { papers.rounds.string(row, $0) }.joined(separator: ",") : ""
    var right = ""
    if row < moves.count {
      let move = moves[row]
      right =
        "\(move.round),\(move.phase),\(papers.rulebook.items[move.item].id),\(move.before),\(move.after),\(move.chosen)"
    }
    check.expect(stated == right, differs("rounds.csv:\(row + 2)", says: stated, shouldSay: right))
  }
  return check
}

private func publishedLine(_ papers: Papers, _ item: String) -> Int {
  for row in 0..<papers.lines.count where papers.lines.string(row, 0) == item {
    return Int(papers.lines.string(row, 4)) ?? 0
  }
  return 0
}

private func number(_ value: Int64) -> String { Cell.isKnown(value) ? String(value) : "" }

private func millionthsText(_ value: Int64) -> String {
  "\(value / 1_000_000)." + padded(Int(value % 1_000_000), 6)
}
