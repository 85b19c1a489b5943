// Why a claim is eligible, or every reason why not: identity, conditions, registers.

import Intake
import Rulebook
import Screening
import Tables

extension Explainer {
  // MARK: Identity

  func identitySteps(_ application: Application) -> [Step] {
    let applied = [Core.uscc, .name].map { coreNote($0, application) }
    let registered: [FactNote] =
      application.facts.enterprise(application.row).map { enterprise in
        [
          enterpriseNote("name", "登记名称", enterprise, application),
          enterpriseNote("town", "所属镇街", enterprise, application),
        ]
      } ?? []
    let doubts = screenedReasons(application).filter { Explainer.identityCodes.contains($0) }
    guard !doubts.isEmpty else {
      let text = say("企业身份核对无误", "the enterprise is identified")
      return [Step(name: .identify, outcome: .met, clause: "", text: text, facts: applied + registered)]
    }
    return doubts.map { reason in
      let text = reasonWords(reason, rulebook, item: application.item, language)
      var noted = applied + registered
      if reason == ProgramReason.subjectShared.id { noted = [coreNote(.subject, application)] + noted }
      if reason == ProgramReason.registerUnreadable.id { noted += unreadableNotes(application) }
      return Step(
        name: .identify, outcome: .doubtful, reason: rulebook.reasons.code(reason), text: text, facts: noted)
    }
  }

  private static let identityCodes: Set<ReasonID> = Set(
    [
      ProgramReason.enterpriseUnknown, .usccInvalid, .nameDiffers, .townUnknown, .townNotAdministered, .subjectShared,
      .registerUnreadable,
    ].map(\.id))

  /// The cells that keep a register row from being read.
  private func unreadableNotes(_ application: Application) -> [FactNote] {
    let registers = year.registers
    let (row, item) = (application.row, application.item)
    let town = application.facts.town(row)
    let sheets = application.facts.sheets(row)
    let criteria = rulebook.items[item].criteria
    var lines: [(file: String, line: Int)] = []
    if let place = registers.unreadable[application.enterprise] { lines.append((place.file, place.line)) }
    if let place = application.facts.panel(row).flatMap({ registers.panels.unreadable[$0] }) {
      lines.append((place.file, place.line))
    }
    for (at, sheet) in zip(sheets.indices, sheets) where registers.panels.fault(of: sheet, for: item) != nil {
      lines.append(("scores.csv", registers.panels.place(at).line))
    }
    if town >= 0, registers.towns[town].unreadable {
      lines.append(("towns.csv", registers.towns[town].place.line))
    }
    let marks = sheets.isEmpty ? [] : criteria.flatMap { sheetNotes($0, application) }
    return marks
      + lines.flatMap { errors(in: $0.file, $0.line) }.map {
        FactNote(name: "unreadable", title: $0.problem.text(in: language), value: "", place: $0.place, raw: $0.found)
      }
  }

  /// What screening listed for the row.
  private func screenedReasons(_ application: Application) -> [ReasonID] {
    let found = findings(application.row, application.facts, gates, sharedSubjects: shared)
    return found.failures + found.doubts
  }

  // MARK: Conditions

  func conditionSteps(_ application: Application) -> [Step] {
    rulebook.items[application.item].conditions.compactMap { index in
      let condition = rulebook.conditions[index]
      guard condition.level == nil || condition.level! == application.level else { return nil }
      return conditionStep(index, evaluate(index, application.row, application.facts, gates), application)
    }
  }

  private func conditionStep(
    _ index: Int, _ found: ConditionOutcome, _ application: Application
  ) -> Step {
    let condition = rulebook.conditions[index]
    let notes = factNotes(condition.fact, condition.kind, application)
    let title = rulebook.title(of: condition.fact, in: language)
    let asked = requirements[index]
    let value = notes.last?.value ?? ""
    let known = value.isEmpty ? say("未填", "blank") : value
    let outcome: Step.Outcome
    let (text, reason): (String, String)
    var open: String?
    switch found {
    case .met:
      (outcome, reason) = (.met, "")
      text = say("符合：\(title)为 \(known)，\(asked)", "met: \(title) is \(known), \(asked)")
      open = say("符合：\(title)\(asked)", "met: \(title) \(asked)")
    case .failed:
      outcome = condition.otherwise == .reject ? .failed : .doubtful
      reason = rulebook.reasons.code(condition.failure)
      text = say("\(condition.text)：\(title)为 \(known)，\(asked)", "\(condition.text): \(title) is \(known), \(asked)")
      open = say("\(condition.text)：\(title)\(asked)", "\(condition.text): \(title) \(asked)")
    case .missing:
      outcome = condition.ifMissing == .reject ? .failed : .doubtful
      reason = rulebook.reasons.code(condition.ifMissing == .reject ? condition.failure : condition.missing)
      text = say("缺少“\(title)”：\(asked)", "\(title) is missing: \(asked)")
    case .notEvaluated:
      (outcome, reason) = (.noted, "")
      text = say("“\(title)”的登记信息不可用，未作判断", "\(title) is not judged, its register row cannot be used")
    }
    return Step(
      name: .screen, outcome: outcome, clause: condition.clause.map { rulebook.clauses[$0].id } ?? "",
      quote: condition.quote, reason: reason, text: text, openText: open, facts: notes)
  }

  // MARK: Registers

  static let upperColumns = ["tier", "item", "subject", "amount", "date", "status", "same_subject"]

  func registerSteps(_ application: Application) -> [Step] {
    let (registers, settings) = (year.registers, rulebook.settings)
    let (code, item) = (application.enterprise, application.item)
    var steps: [Step] = []
    func add(
      _ register: String, _ place: RowPlace, _ columns: [String], _ outcome: Step.Outcome, _ reason: ProgramReason?,
      _ text: String
    ) {
      let notes = columns.map { registerNote(register, $0, place, application) }
      steps.append(Step(name: .register, outcome: outcome, reason: reason?.code ?? "", text: text, facts: notes))
    }
    for deal in registers.specialDeals[code] {
      let columns = ["agreement", "items", "from", "to"]
      if !counts(deal, settings) || deal.items.map({ !$0.contains(item) }) ?? false {
        let text = say("“一事一议”协议不涉及本年本事项", "a special deal that does not concern this item this year")
        add("special_deals", deal.place, columns, .noted, nil, text)
      } else {
        let reason: ProgramReason = deal.items == nil ? .specialDealUnclear : .specialDeal
        add(
          "special_deals", deal.place, columns, deal.items == nil ? .doubtful : .failed, reason, reason.words(language))
      }
    }
    for veto in registers.vetoes[code] {
      let columns = ["department", "kind", "date", "cleared", "advice"]
      switch veto.advice {
      case _ where !inForce(veto, settings):
        add("vetoes", veto.place, columns, .noted, nil, say("联审意见在年末不生效", "a finding not in force at year end"))
      case .veto: add("vetoes", veto.place, columns, .failed, .veto, ProgramReason.veto.words(language))
      case .hold: add("vetoes", veto.place, columns, .doubtful, .vetoHold, ProgramReason.vetoHold.words(language))
      case .note:
        add("vetoes", veto.place, columns, .noted, nil, say("联审部门提示，不影响结论", "a department's note, without effect"))
      }
    }
    for award in registers.priorAwards[code] where rulebook.items[award.item].group == rulebook.items[item].group {
      let columns = ["batch", "year", "item", "level", "subject", "amount", "status"]
      if repeats(award, application.row, application.facts, gates) {
        let text = ProgramReason.alreadyAwarded.words(language)
        add("prior_awards", award.place, columns, .failed, .alreadyAwarded, text)
      } else {
        let text = say("历年奖补，不是同一奖励", "an earlier award, for something else")
        add("prior_awards", award.place, columns, .noted, nil, text)
      }
    }
    guard rulebook.items[item].overlap != .stack else { return steps }
    for award in registers.upperAwards[code] where award.item == item {
      let bearing = bearing(of: award, on: application.subject, item)
      let (outcome, reason): (Step.Outcome, ProgramReason?)
      switch bearing {
      case .none, .counts: (outcome, reason) = (.noted, nil)
      case .undecided: (outcome, reason) = (.doubtful, .upperAwardUndecided)
      case .unclear: (outcome, reason) = (.doubtful, .upperAwardUnclear)
      }
      let plain =
        bearing == .counts
        ? say("上级奖补，同一奖励标的", "an upper-level award for the same subject")
        : say("上级奖补，不是同一奖励标的", "an upper-level award for another subject")
      add(
        "upper_awards", award.place, Explainer.upperColumns, outcome, reason, reason?.words(language) ?? plain)
    }
    return steps
  }
}
