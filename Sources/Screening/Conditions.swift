// One gate of the policy held against one application.

package import Intake
import Rulebook
import Scoring
import Tables

/// How a condition came out.
package enum ConditionOutcome: Equatable, Sendable {
  case met, failed
  /// The fact is not known, and the condition asks for it.
  case missing
  /// The fact comes from a register row that nobody can read, or of an enterprise that nobody knows.
  case notEvaluated
}

/// Holds a condition against a row. Which rows a condition concerns is for the caller to know.
///
/// - Parameter index: into the rulebook's conditions; a copy of one would cost more than its test.
package func evaluate(_ index: Int, _ row: Int, _ facts: Facts) -> ConditionOutcome {
  let fact = facts.rulebook.conditions[index].fact
  let number: Int64
  switch fact {
  case .enterprise(let asked):
    guard let enterprise = facts.enterprise(row), !facts.registers.enterprises.isFaulty(enterprise) else {
      return .notEvaluated
    }
    let known = facts.registers.enterprises.fact(asked, of: enterprise)
    number = known == Enterprises.missing ? Cell.missing : Int64(known)
  case .figures:
    if facts.hasUnreadableFigures(row) { return .notEvaluated }
    number = facts.number(fact, row)
  case .score: number = Scoring.score(row, facts).total ?? Cell.missing
  case .field, .receivedAt: number = facts.number(fact, row)
  }
  guard Cell.isKnown(number) else { return facts.rulebook.conditions[index].test == .absent ? .met : .missing }
  switch facts.rulebook.conditions[index].kind {
  case .text, .code: return meets(facts.text(fact, known: number), index, facts.rulebook) ? .met : .failed
  case .money, .number, .day, .moment, .flag: return meets(number, index, facts.rulebook) ? .met : .failed
  }
}

private func meets(_ text: ArraySlice<UInt8>, _ index: Int, _ rulebook: Rulebook) -> Bool {
  switch rulebook.conditions[index].test {
  case .equals: return same(text, rulebook.conditions[index].words[0][...])
  case .notEquals: return !same(text, rulebook.conditions[index].words[0][...])
  case .oneOf: return rulebook.conditions[index].words.contains { same(text, $0[...]) }
  case .startsWith: return rulebook.conditions[index].words.contains { same(text.prefix($0.count), $0[...]) }
  case .present: return true
  case .absent: return false
  case .over, .atLeast, .under, .atMost, .inYear, .byYearEnd:
    preconditionFailure("the rulebook lets no text be compared by \(rulebook.conditions[index].test)")
  }
}

private func meets(_ number: Int64, _ index: Int, _ rulebook: Rulebook) -> Bool {
  switch rulebook.conditions[index].test {
  case .equals: return number == rulebook.conditions[index].numbers[0]
  case .notEquals: return number != rulebook.conditions[index].numbers[0]
  case .oneOf: return rulebook.conditions[index].numbers.contains(number)
  case .over: return number > rulebook.conditions[index].numbers[0]
  case .atLeast: return number >= rulebook.conditions[index].numbers[0]
  case .under: return number < rulebook.conditions[index].numbers[0]
  case .atMost: return number <= rulebook.conditions[index].numbers[0]
  case .inYear:
    let day = dayNumber(number, rulebook.conditions[index].kind)
    return rulebook.settings.from.number <= day && day <= rulebook.settings.to.number
  case .byYearEnd: return dayNumber(number, rulebook.conditions[index].kind) <= rulebook.settings.to.number
  case .present: return true
  case .absent: return false
  case .startsWith:
    preconditionFailure("the rulebook lets no number be compared by \(rulebook.conditions[index].test)")
  }
}

private func dayNumber(_ number: Int64, _ kind: FactKind) -> Int {
  kind == .moment ? Int(number / 86_400) : Int(number)
}
