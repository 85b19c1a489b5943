// Points, rank and line: what decided, and what would have been needed.

import Decision
import Intake
import Rulebook
import Scoring
import Screening
import Tables

extension Explainer {
  func scoreSteps(_ application: Application) -> [Step] {
    let item = application.item
    let rules = rulebook.items[item]
    guard !rules.criteria.isEmpty else { return [] }
    let marks = Scoring.score(application.row, application.facts)
    var steps = zip(rules.criteria, marks.marks).map { criterion, mark in
      Step(
        name: .score, outcome: mark.points == nil ? .doubtful : .noted, clause: clause(item),
        reason: mark.points == nil ? ProgramReason.panelIncomplete.code : "",
        text: "\(criterion.title)：" + markText(criterion, mark),
        openText: criterion.kind == .facts ? openMarkText(criterion, mark) : nil,
        facts: criterion.fact.map { factNotes($0, criterion.factKind!, application) }
          ?? sheetNotes(criterion, application))
    }
    if let total = marks.total {
      let mark = rules.passScore.map { say("，合格线 \(pointsText($0))", ", pass mark \(pointsText($0))") } ?? ""
      let passes = total >= rules.passScore ?? 0
      steps.append(
        Step(
          name: .score, outcome: passes ? .met : .failed, clause: clause(item),
          reason: passes ? "" : ProgramReason.belowPassMark.code,
          text: say("总分 \(pointsText(total))\(mark)", "score \(pointsText(total))\(mark)")))
    }
    return steps
  }

  /// What each expert gave.
  func sheetNotes(_ criterion: Criterion, _ application: Application) -> [FactNote] {
    let panels = year.registers.panels
    let name = panels.criteria.number(of: criterion.id)
    let sheets = application.facts.sheets(application.row)
    return zip(sheets.indices, sheets).filter { $0.1.criterion == name }.flatMap { at, sheet in
      let expert = panels.experts.string(sheet.expert)
      return (sheet.recused ? ["score", "recused"] : ["score"]).map { column in
        let note = registerNote("scores", column, panels.place(at), application)
        return FactNote(
          name: "scores.\(criterion.id).\(expert)", title: "\(note.title) \(expert)", value: note.value,
          place: note.place, raw: note.raw)
      }
    }
  }

  /// The points of a fact without the band that the fact is in.
  private func openMarkText(_ criterion: Criterion, _ mark: Mark) -> String {
    let (points, most) = (pointsText(mark.points ?? 0), pointsText(criterion.points))
    return say("\(criterion.title)：\(points) 分（满分 \(most)）", "\(criterion.title)：\(points) of \(most) points")
  }

  private func markText(_ criterion: Criterion, _ mark: Mark) -> String {
    let most = pointsText(criterion.points)
    switch mark.basis {
    case .band(let band):
      let points = pointsText(mark.points ?? 0)
      guard let band else {
        return say("\(points) 分（满分 \(most)，没有适用的档次）", "\(points) of \(most) points, no band holds")
      }
      let text = criterion.bands[band].text
      let held = text.isEmpty ? say("未填档", "the band for blank") : text
      return say("\(points) 分（满分 \(most)，适用档次：\(held)）", "\(points) of \(most) points, band \(held)")
    case .panel(let sheets, let dropped):
      guard let points = mark.points else {
        return say("只有 \(sheets) 份有效评分，至少需要 \(smallestPanel) 份", "\(sheets) sheets where \(smallestPanel) are needed")
      }
      let trimmed = dropped > 0 ? say("，去掉一个最高分和一个最低分", ", one highest and one lowest dropped") : ""
      return say(
        "\(pointsText(points)) 分（满分 \(most)，\(sheets) 份评分\(trimmed)）",
        "\(pointsText(points)) of \(most) points, \(sheets) sheets\(trimmed)")
    }
  }

  // MARK: Rank and line

  func competitionSteps(_ application: Application) -> [Step] {
    let (number, item) = (application.number, application.item)
    var steps: [Step] = []
    if let competition = competitions[item], decisions.rank(number) > 0 {
      steps += lineSteps(application, competition)
    }
    if let winner = decisions.winners[Int32(number)] { steps.append(winnerStep(Int(winner), item, number)) }
    if decisions.statuses[number] == .capped, let limit = rulebook.items[item].enterpriseLimit,
      decisions.outcomes[number].contains(.enterpriseLimit)
    {
      steps.append(
        Step(
          name: .select, outcome: .failed, clause: clause(item), quote: rulebook.items[item].enterpriseLimitQuote,
          reason: ProgramReason.enterpriseLimit.code,
          text: say(
            "单个企业在本事项最高 \(yuan(limit))，已由该企业的其他项目用完，本项目不占名额",
            "the enterprise's limit of \(yuan(limit)) is used up by its other projects; this one takes no slot")))
    }
    return steps
  }

  private func lineSteps(_ application: Application, _ competition: Competition) -> [Step] {
    let (number, item) = (application.number, application.item)
    let rank = decisions.rank(number)
    let rules = rulebook.items[item]
    let count = competition.ranking.count
    var text = say(
      "第 \(rank) 名（共 \(count) 名），入围线在第 \(competition.line) 名，名额 \(competition.slots) 个",
      "rank \(rank) of \(count), the line is behind rank \(competition.line), \(competition.slots) slots")
    if competition.decidedByID.contains(rank) || competition.decidedByID.contains(rank + 1) {
      text += say(
        "；与相邻项目只能以申报编号区分，提请会议研究", "; only the application id tells it from its neighbour: for the meeting to decide")
    }
    var steps = [Step(name: .rank, outcome: .noted, clause: clause(item), quote: rules.slotsQuote, text: text)]
    if decisions.greedy.contains(application.enterprise) {
      let text = say("该企业项目组合过多，按边际金额逐个选取（choice: greedy）", "too many combinations: choice: greedy")
      steps.append(Step(name: .select, outcome: .noted, clause: clause(item), text: text))
    }
    guard rank > competition.line, decisions.statuses[number] == .reserve else { return steps }
    steps.append(
      Step(
        name: .select, outcome: .failed, clause: clause(item), quote: rules.slotsQuote,
        reason: ProgramReason.belowLine.code, text: neededText(rank, rules, competition),
        openText: neededText(rank, rules, competition, open: true)))
    return steps
  }

  /// What would have stood above the line: the keys of the last one there, one after the other; open, only points.
  private func neededText(_ rank: Int, _ rules: Item, _ competition: Competition, open: Bool = false) -> String {
    guard competition.line > 0 else { return say("本事项没有项目入围", "nobody stands above the line") }
    let keys = tieKeys(rules)
    func fact(_ rank: Int, _ key: Int) -> Int64 { competition.keys[(rank - 1) * keys.count + key] }
    let decisive = keys.indices.first { fact(rank, $0) != fact(competition.line, $0) }
    var parts: [String] = []
    for (at, key) in keys.enumerated() where at <= decisive ?? keys.count {
      let bound = fact(competition.line, at)
      guard Cell.isKnown(bound), !open || key.isScore else { continue }
      let same = keys[..<at].map { say("\($0.title)相同", "the same \($0.title)") }.joined(separator: say("、", ", "))
      let better = key.descending ? say("高于", "above") : say("早于（低于）", "below")
      let value = peopleText(bound, key.kind, language)
      parts.append(
        same.isEmpty
          ? "\(key.title)\(say("", " "))\(better) \(value)"
          : say("\(same)而\(key.title)\(better) \(value)", "\(same) and \(key.title) \(better) \(value)"))
    }
    let decided =
      decisive.map { say("决定名次的是\(keys[$0].title)", "decided by \(keys[$0].title)") }
      ?? say("只有申报编号不同", "only the id differs")
    if parts.isEmpty { return say("在入围线以下；\(decided)", "below the line; \(decided)") }
    return say(
      "在入围线以下；\(decided)。若要入围，需要：\(parts.joined(separator: "；或"))",
      "below the line; \(decided). To stand above it: \(parts.joined(separator: "; or "))")
  }

  private struct TieKey {
    let title: String
    let kind: FactKind
    let descending: Bool
    var isScore = false
  }

  /// The declared ties, or those that hold without a declaration.
  private func tieKeys(_ item: Item) -> [TieKey] {
    guard item.ties.isEmpty else {
      return item.ties.map { tie in
        let descending = tie.prefer == .high || tie.prefer == .late
        return TieKey(
          title: rulebook.title(of: tie.fact, in: language), kind: tie.kind, descending: descending,
          isScore: tie.fact == .score)
      }
    }
    return [
      TieKey(title: say("应奖补额", "entitlement"), kind: .money, descending: true),
      TieKey(title: say("级别次序", "level order"), kind: .number, descending: false),
      TieKey(title: rulebook.title(of: .receivedAt, in: language), kind: .moment, descending: false),
    ]
  }

  private func winnerStep(_ winner: Int, _ item: Int, _ number: Int) -> Step {
    let (at, row) = year.applications.locate(winner)
    let chunk = year.applications.chunks[at]
    let id = String(decoding: chunk.id(row), as: UTF8.self)
    let title = rulebook.items[Int(chunk.items[row])].title
    let words = decisions.reasons(number).map { reasonWords($0, rulebook, item: item, language) }.joined()
    return Step(
      name: .select, outcome: .failed, clause: clause(item),
      reason: decisions.reasons(number).map(rulebook.reasons.code).joined(separator: ";"),
      text: say(
        "\(words)：\(id)（\(title)），金额 \(yuan(decisions.amount(winner)))",
        "\(words): \(id) (\(title)), \(yuan(decisions.amount(winner)))"))
  }
}
