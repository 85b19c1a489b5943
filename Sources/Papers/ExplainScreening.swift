// Why a claim is eligible, or every reason why not: identity, conditions, registers.

import Intake
import Rulebook
import Screening
import Tables

extension Explainer {
  // MARK: Identity

  func identitySteps(_ row: Int, _ facts: Facts) -> [Step] {
    let chunk = facts.chunk
    let applied = [Core.uscc, .name].map { coreNote($0, row, chunk) }
    let registered: [FactNote] =
      facts.enterprise(row).map { enterprise in
        [enterpriseNote("name", "登记名称", enterprise), enterpriseNote("town", "所属镇街", enterprise)]
      } ?? []
    let doubts = screenedReasons(row, chunk).filter { Explainer.identityCodes.contains($0) }
    guard !doubts.isEmpty else {
      let text = say("企业身份核对无误", "the enterprise is identified")
      return [Step(name: .identify, outcome: .met, clause: "", text: text, facts: applied + registered)]
    }
    return doubts.map { reason in
      let text = reasonWords(reason, rulebook, item: Int(chunk.items[row]), language)
      var noted = applied + registered
      if reason == ProgramReason.subjectShared.id { noted = [coreNote(.subject, row, chunk)] }
      return Step(
        name: .identify, outcome: .doubtful, reason: rulebook.reasons.code(reason), text: text, facts: noted)
    }
  }

  private static let identityCodes: Set<ReasonID> = Set(
    [
      ProgramReason.enterpriseUnknown, .usccInvalid, .nameDiffers, .townUnknown, .townNotAdministered, .subjectShared,
      .registerUnreadable,
    ].map(\.id))

  /// What screening listed for the row.
  private func screenedReasons(_ row: Int, _ chunk: Chunk) -> [ReasonID] {
    let found = findings(row, Facts(chunk, rulebook, year.registers), sharedSubjects: shared)
    return found.failures + found.doubts
  }

  // MARK: Conditions

  func conditionSteps(_ row: Int, _ facts: Facts) -> [Step] {
    let item = rulebook.items[Int(facts.chunk.items[row])]
    return item.conditions.compactMap { index in
      let condition = rulebook.conditions[index]
      guard condition.level == nil || condition.level! == Int(facts.chunk.levels[row]) else { return nil }
      return conditionStep(condition, evaluate(index, row, facts), row, facts)
    }
  }

  private func conditionStep(
    _ condition: Condition, _ found: ConditionOutcome, _ row: Int, _ facts: Facts
  ) -> Step {
    let notes = factNotes(condition.fact, condition.kind, row, facts)
    let title = rulebook.title(of: condition.fact, in: language)
    let asked = requirement(condition, rulebook.settings, language)
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

  func registerSteps(_ row: Int, _ facts: Facts) -> [Step] {
    let (registers, settings) = (year.registers, rulebook.settings)
    let code = facts.chunk.enterprises[row]
    let item = Int(facts.chunk.items[row])
    var steps: [Step] = []
    func add(
      _ register: String, _ place: RowPlace, _ columns: [String], _ outcome: Step.Outcome, _ reason: ProgramReason?,
      _ text: String
    ) {
      let notes = columns.map { registerNote(register, $0, place) }
      steps.append(Step(name: .register, outcome: outcome, reason: reason?.rawValue ?? "", text: text, facts: notes))
    }
    for deal in registers.specialDeals[code] where counts(deal, settings) {
      let columns = ["agreement", "items", "from", "to"]
      if deal.items == nil {
        add(
          "special_deals", deal.place, columns, .doubtful, .specialDealUnclear,
          ProgramReason.specialDealUnclear.words(language))
      } else if deal.items!.contains(item) {
        add("special_deals", deal.place, columns, .failed, .specialDeal, ProgramReason.specialDeal.words(language))
      }
    }
    for veto in registers.vetoes[code] where inForce(veto, settings) {
      let columns = ["department", "kind", "date", "advice"]
      switch veto.advice {
      case .veto: add("vetoes", veto.place, columns, .failed, .veto, ProgramReason.veto.words(language))
      case .hold: add("vetoes", veto.place, columns, .doubtful, .vetoHold, ProgramReason.vetoHold.words(language))
      case .note:
        add("vetoes", veto.place, columns, .noted, nil, say("联审部门提示，不影响结论", "a department's note, without effect"))
      }
    }
    for award in registers.priorAwards[code] where repeats(award, row, item, facts) {
      add(
        "prior_awards", award.place, ["batch", "year", "item", "level", "subject", "amount", "status"], .failed,
        .alreadyAwarded, ProgramReason.alreadyAwarded.words(language))
    }
    guard rulebook.items[item].overlap != .stack else { return steps }
    let columns = ["tier", "item", "subject", "amount", "status", "same_subject"]
    for award in registers.upperAwards[code] {
      switch bearing(of: award, on: row, item, facts.chunk) {
      case .none, .counts: break
      case .undecided:
        add(
          "upper_awards", award.place, columns, .doubtful, .upperAwardUndecided,
          ProgramReason.upperAwardUndecided.words(language))
      case .unclear:
        add(
          "upper_awards", award.place, columns, .doubtful, .upperAwardUnclear,
          ProgramReason.upperAwardUnclear.words(language))
      }
    }
    return steps
  }
}
