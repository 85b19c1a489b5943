// How the amount came about: the standard, what upper levels and earlier years paid, limits, budgets, the split.

import Decision
import Intake
import Rulebook
import Screening
import Tables

extension Explainer {
  func entitlementSteps(_ application: Application) -> [Step] {
    let item = rulebook.items[application.item]
    let level = rulebook.levels[application.level]
    let (row, facts) = (application.row, application.facts)
    let worth = entitle(row, upper: upperAmount(row, facts, gates), facts)
    let clause = clause(application.item)
    var steps = [standardStep(worth, item, level, clause, application)]
    if worth.upper > 0 {
      let counted = year.registers.upperAwards[application.enterprise].filter {
        bearing(of: $0, on: application.subject, application.item) == .counts
      }
      steps.append(
        Step(
          name: .entitle, outcome: worth.amount == 0 ? .failed : .noted, clause: clause,
          ruling: ruling(item, "upper_overlap", item.overlap.rawValue),
          reason: worth.amount == 0 && !worth.reducedByPromotion ? ProgramReason.upperAwardCovers.code : "",
          text: say(
            "上级奖补 \(yuan(worth.upper))，按“\(overlapWords(item.overlap))”处理",
            "upper-level awards of \(yuan(worth.upper)), treated as \(item.overlap.rawValue)"),
          facts: counted.flatMap { award in
            Explainer.upperColumns.map { registerNote("upper_awards", $0, award.place, application) }
          }))
    }
    if worth.earlier > 0 {
      steps.append(
        Step(
          name: .entitle, outcome: worth.reducedByPromotion && worth.amount == 0 ? .failed : .noted, clause: clause,
          ruling: ruling(item, "promotion", item.promotion.rawValue),
          text: say(
            "以前年度同类奖补 \(yuan(worth.earlier))，按差额计算", "earlier awards of \(yuan(worth.earlier)), the difference is paid")
        ))
    }
    let rounding =
      level.rule == .fixed
      ? say("定额奖励不取整", "fixed awards are not rounded")
      : say("向下取整到 \(yuan(rulebook.settings.payUnit))", "rounded down to \(yuan(rulebook.settings.payUnit))")
    let text = say(
      "应奖补额 \(yuan(worth.amount))（\(rounding)）", "entitlement \(yuan(worth.amount)) (\(rounding))")
    steps.append(Step(name: .entitle, outcome: worth.amount > 0 ? .met : .failed, clause: clause, text: text))
    return steps
  }

  private func standardStep(
    _ worth: Entitlement, _ item: Item, _ level: Level, _ clause: String, _ application: Application
  ) -> Step {
    let granted = item.grantRatio == 1_000_000 || level.rule == .fixed ? "" : " × \(pointsText(item.grantRatio * 100))%"
    var notes: [FactNote] = []
    var base = level.amountText
    if let fact = level.of {
      let kind: FactKind = level.rule == .rate ? .money : .number
      notes = factNotes(fact, kind, application)
      base += " × \(notes.last?.value ?? "")（\(rulebook.title(of: fact, in: language))）"
    }
    var ceilings: [String] = []
    if level.of != nil, let ceiling = level.amount {
      ceilings.append(say("级别最高 \(yuan(ceiling))", "at most \(yuan(ceiling))"))
    }
    if let limit = item.subjectLimit {
      ceilings.append(say("单个标的最高 \(yuan(limit))", "per subject at most \(yuan(limit))"))
    }
    let ceiling = ceilings.isEmpty ? "" : say("，", ", ") + ceilings.joined(separator: say("，", ", "))
    return Step(
      name: .entitle, outcome: .noted, clause: clause, quote: level.quote,
      ruling: level.rule == .fixed ? "" : ruling(item, "grant_ratio", ""),
      text: say(
        "标准额：\(base)\(granted)\(ceiling)，为 \(yuan(worth.standard))",
        "standard: \(base)\(granted)\(ceiling), \(yuan(worth.standard))"),
      openText: level.of.map { fact in
        let title = rulebook.title(of: fact, in: language)
        return say(
          "标准额：\(level.amountText) × \(title)\(granted)\(ceiling)，为 \(yuan(worth.standard))",
          "standard: \(level.amountText) × \(title)\(granted)\(ceiling), \(yuan(worth.standard))")
      }, facts: notes)
  }

  private func overlapWords(_ overlap: Item.Overlap) -> String {
    switch overlap {
    case .topUp: "从优补差"
    case .exclude: "已有上级奖补的不再奖补"
    case .stack: "可以叠加"
    }
  }

  func paymentSteps(_ application: Application) -> [Step] {
    let (number, item) = (application.number, application.item)
    guard decisions.statuses[number] == .awarded else { return [] }
    let rules = rulebook.items[item]
    let outcome = decisions.outcomes[number]
    var steps: [Step] = []
    if outcome.contains(.reducedByLimit), let limit = rules.enterpriseLimit {
      steps.append(
        Step(
          name: .pay, outcome: .noted, clause: clause(item), quote: rules.enterpriseLimitQuote,
          reason: ProgramReason.reducedByLimit.code,
          text: say(
            "单个企业在本事项最高 \(yuan(limit))，按名次先后支付，本项按余额支付",
            "one enterprise gets at most \(yuan(limit)) under this item, in rank order; this one gets what is left")))
    }
    if outcome.contains(.reducedByBudget) {
      let names = rulebook.budgets.filter { $0.items.contains(item) }.map(\.id).joined(separator: say("、", ", "))
      steps.append(
        Step(
          name: .budget, outcome: .noted, clause: clause(item), reason: ProgramReason.reducedByBudget.code,
          text: say("预算“\(names)”不足，按比例核减", "budget \(names) does not suffice, cut in proportion")))
    }
    steps.append(splitStep(application))
    return steps
  }

  private func splitStep(_ application: Application) -> Step {
    let (district, town) = (decisions.district(application.number), decisions.town(application.number))
    let place = application.facts.town(application.row)
    let share = place < 0 ? nil : year.registers.share(town: place, item: application.item)
    let notes = share.map { share in
      [registerNote("shares", "district_share", share.place, application)]
    }
    let text = say(
      "区级承担 \(yuan(district))，镇级承担 \(yuan(town))" + (share == nil ? "（分级承担表没有该镇街，全部由区级承担）" : ""),
      "the district bears \(yuan(district)), the town \(yuan(town))"
        + (share == nil ? " (no share row for the town)" : ""))
    return Step(name: .split, outcome: .noted, text: text, facts: notes ?? [])
  }
}
