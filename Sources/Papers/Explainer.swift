// Explanations are built from the policy tables and the same functions that decided; nothing is decided again here.

package import Decision
import Intake
import Rulebook
import Screening
package import Tables

package struct Explainer: Sendable {
  package let decisions: Decisions
  package let language: Language
  let competitions: [Int: Competition]
  let shared: SharedSubjects
  let gates: Gates
  /// What each condition of the rulebook asks for, in words.
  let requirements: [String]
  private let clauseTitles: [String: String]
  /// The first ruling on a cell, and the first on a column of the items with a choice.
  private let rulings: [String: String]

  package init(_ decisions: Decisions, _ language: Language) {
    self.decisions = decisions
    self.language = language
    clauseTitles = Dictionary(
      uniqueKeysWithValues: decisions.year.rulebook.clauses.map { ($0.id, $0.title) })
    rulings = decisions.year.rulebook.rulings.reduce(into: [:]) { rulings, ruling in
      let exact = ruling.location
      if rulings[exact] == nil { rulings[exact] = ruling.id }
      guard exact.hasPrefix("items/"), let slash = exact.lastIndex(of: "/") else { return }
      let alike = exact[slash...] + "=" + ruling.choice
      if rulings[String(alike)] == nil { rulings[String(alike)] = ruling.id }
    }
    requirements = decisions.year.rulebook.conditions.map {
      requirement($0, decisions.year.rulebook.settings, language)
    }
    gates = Gates(decisions.year.rulebook)
    shared = SharedSubjects(decisions.year.applications, decisions.year.rulebook)
    competitions = Dictionary(uniqueKeysWithValues: decisions.competitions.map { ($0.item, $0) })
  }

  var year: Year { decisions.year }
  var rulebook: Rulebook { decisions.year.rulebook }

  /// Explains the application with this row number.
  package func explain(_ number: Int) -> Explanation {
    let application = Application(number, year)
    let (row, item, level, facts) = (application.row, application.item, application.level, application.facts)
    let status = decisions.statuses[number]
    var steps = [readStep(application)]
    if status != .invalid {
      steps += identitySteps(application) + conditionSteps(application) + registerSteps(application)
      if Cell.isKnown(decisions.standard[number]) { steps += entitlementSteps(application) }
      if decisions.entitlement(number) > 0, Cell.isKnown(decisions.entitlement(number)) {
        steps += scoreSteps(application) + competitionSteps(application) + paymentSteps(application)
      }
    }
    steps.append(statusStep(number, item))
    return Explanation(
      applicationID: String(decoding: application.id, as: UTF8.self), uscc: facts.text(.uscc, row),
      name: facts.text(.name, row), subject: facts.text(.subject, row), subjectName: facts.text(.subjectName, row),
      item: item < 0 ? "" : rulebook.items[item].id, itemTitle: item < 0 ? "" : rulebook.items[item].title,
      level: level < 0 ? "" : rulebook.levels[level].id, levelTitle: level < 0 ? "" : rulebook.levels[level].title,
      status: status, reasons: decisions.reasons(number).map(rulebook.reasons.code),
      amount: status.hasAmount ? decisions.amount(number) : nil, place: facts.place(row), steps: steps,
      clauseTitles: clauseTitles)
  }

  func say(_ zh: @autoclosure () -> String, _ en: @autoclosure () -> String) -> String { language == .zh ? zh() : en() }

  func yuan(_ fen: Int64) -> String { say("\(yuanText(fen)) 元", "\(yuanText(fen)) yuan") }

  func clause(_ item: Int) -> String { rulebook.clauses[rulebook.items[item].clause].id }

  /// The ruling that a policy cell carries: the row for exactly this cell, else one for the same column and choice.
  func ruling(_ item: Item, _ column: String, _ choice: String) -> String {
    rulings["items/\(item.id)/\(column)"] ?? rulings["/\(column)=\(choice)"] ?? ""
  }

  // MARK: The first and the last step

  private func readStep(_ application: Application) -> Step {
    let place = application.facts.place(application.row)
    let invalid = application.invalid
    let own = invalid.isEmpty ? [] : errors(in: place.file, place.line)
    let text =
      invalid.isEmpty
      ? say("已读取 \(place.description)", "read from \(place.description)")
      : say("无法读取：", "cannot be read: ") + own.map { $0.message(in: language) }.joined(separator: say("；", "; "))
    return Step(
      name: .read, outcome: invalid.isEmpty ? .met : .failed,
      reason: invalid.reasons.map(\.code).joined(separator: ";"), text: text,
      openText: invalid.isEmpty ? nil : say("无法读取：", "cannot be read: ") + openFaults(own),
      facts: isWhole(invalid) ? readNotes(application) : [])
  }

  private func isWhole(_ invalid: Invalidity) -> Bool { invalid.isDisjoint(with: [.wrongCellCount, .badQuote]) }

  /// What is applied for, and when.
  private func readNotes(_ application: Application) -> [FactNote] {
    [Core.item, .level, .subject, .receivedAt].filter { application.facts.has($0.rawValue) }.map {
      coreNote($0, application)
    }
  }

  /// What kept a row from being read.
  func errors(in file: String, _ line: Int) -> [Fault] {
    year.faults.filter { $0.place.line == line && $0.place.file == file && $0.severity == .error }
  }

  /// The faults of a row by column, without what was found there.
  private func openFaults(_ faults: [Fault]) -> String {
    faults.map { fault in
      let column =
        Schema.core.first { $0.name == fault.place.column }?.title
        ?? rulebook.fields.first { $0.name == fault.place.column }?.title ?? fault.place.column
      let problem = fault.problem.text(in: language)
      return column.isEmpty ? problem : say("“\(column)”\(problem)", "\(column): \(problem)")
    }.joined(separator: say("；", "; "))
  }

  private func statusStep(_ number: Int, _ item: Int) -> Step {
    let status = decisions.statuses[number]
    let reasons = decisions.reasons(number)
    let words = reasons.map { reasonWords($0, rulebook, item: item, language) }.joined(separator: say("；", "; "))
    var text = say("结论：\(status.words(.zh))（\(words)）", "conclusion: \(status.words(.en)) (\(words))")
    if status == .awarded {
      text += say("，金额 \(yuan(decisions.amount(number)))", ", \(yuan(decisions.amount(number)))")
    }
    if status == .pending {
      for reason in reasons {
        guard let who = answeredBy(reason, rulebook, item: item, language) else { continue }
        let what = reasonWords(reason, rulebook, item: item, language)
        text += say("\n  “\(what)”请\(who)答复", "\n  \"\(what)\" is for \(who) to answer")
      }
    }
    return Step(
      name: .status, outcome: status == .awarded ? .met : status == .pending ? .doubtful : .noted,
      clause: item < 0 ? "" : clause(item), reason: reasons.map(rulebook.reasons.code).joined(separator: ";"),
      text: text)
  }
}
