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
    gates = Gates(decisions.year.rulebook)
    shared = SharedSubjects(decisions.year.applications, decisions.year.rulebook)
    competitions = Dictionary(uniqueKeysWithValues: decisions.competitions.map { ($0.item, $0) })
  }

  var year: Year { decisions.year }
  var rulebook: Rulebook { decisions.year.rulebook }

  /// Explains the application with this row number.
  package func explain(_ number: Int) -> Explanation {
    let (at, row) = year.applications.locate(number)
    let chunk = year.applications.chunks[at]
    let (item, level) = (Int(chunk.items[row]), Int(chunk.levels[row]))
    let status = decisions.statuses[number]
    let facts = Facts(chunk, rulebook, year.registers)
    var steps = [readStep(row, chunk)]
    if status != .invalid {
      steps += identitySteps(row, facts) + conditionSteps(row, facts) + registerSteps(row, facts)
      if Cell.isKnown(decisions.standard[number]) { steps += entitlementSteps(number, row, facts) }
      if decisions.entitlement(number) > 0, Cell.isKnown(decisions.entitlement(number)) {
        steps += scoreSteps(row, facts) + competitionSteps(number, row, facts) + paymentSteps(number, row, facts)
      }
    }
    steps.append(statusStep(number, item))
    return Explanation(
      applicationID: String(decoding: chunk.id(row), as: UTF8.self), uscc: chunk.text(.uscc, row),
      name: chunk.text(.name, row), subject: chunk.text(.subject, row), subjectName: chunk.text(.subjectName, row),
      item: item < 0 ? "" : rulebook.items[item].id, itemTitle: item < 0 ? "" : rulebook.items[item].title,
      level: level < 0 ? "" : rulebook.levels[level].id, levelTitle: level < 0 ? "" : rulebook.levels[level].title,
      status: status, reasons: decisions.reasons(number).map(rulebook.reasons.code),
      amount: status.hasAmount ? decisions.amount(number) : nil, place: chunk.place(row), steps: steps,
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

  private func readStep(_ row: Int, _ chunk: Chunk) -> Step {
    let place = chunk.place(row)
    let invalid = chunk.invalid[row]
    let own = year.faults.filter { $0.place.file == place.file && $0.place.line == place.line && $0.severity == .error }
    let text =
      invalid.isEmpty
      ? say("已读取 \(place.description)", "read from \(place.description)")
      : say("无法读取：", "cannot be read: ") + own.map { $0.message(in: language) }.joined(separator: say("；", "; "))
    return Step(
      name: .read, outcome: invalid.isEmpty ? .met : .failed,
      reason: invalid.reasons.map(\.code).joined(separator: ";"), text: text,
      openText: invalid.isEmpty ? nil : say("无法读取：", "cannot be read: ") + openFaults(own),
      facts: isWhole(invalid) ? readNotes(row, chunk) : [])
  }

  private func isWhole(_ invalid: Invalidity) -> Bool { invalid.isDisjoint(with: [.wrongCellCount, .badQuote]) }

  /// What is applied for, and when.
  private func readNotes(_ row: Int, _ chunk: Chunk) -> [FactNote] {
    [Core.item, .level, .subject, .receivedAt].filter { chunk.source.header.positions[$0.rawValue] != nil }.map {
      coreNote($0, row, chunk)
    }
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
