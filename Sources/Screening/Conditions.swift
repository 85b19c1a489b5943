// One gate of the policy held against one application.

package import Intake
package import Rulebook
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
package func evaluate(_ condition: Condition, _ row: Int, _ facts: Facts) -> ConditionOutcome {
  switch condition.fact {
  case .enterprise:
    guard let enterprise = facts.enterprise(row), !facts.registers.enterprises.isFaulty(enterprise) else {
      return .notEvaluated
    }
  case .figures:
    if facts.hasUnreadableFigures(row) { return .notEvaluated }
  case .field, .score, .receivedAt: break
  }
  switch condition.kind {
  case .text, .code:
    guard let text = facts.text(condition.fact, row) else { return condition.test == .absent ? .met : .missing }
    return meets(text, condition) ? .met : .failed
  case .money, .number, .day, .moment, .flag:
    let number =
      condition.fact == .score ? Scoring.score(row, facts).total ?? Cell.missing : facts.number(condition.fact, row)
    guard Cell.isKnown(number) else { return condition.test == .absent ? .met : .missing }
    return meets(number, condition, facts.rulebook.settings) ? .met : .failed
  }
}

private func meets(_ text: ArraySlice<UInt8>, _ condition: Condition) -> Bool {
  switch condition.test {
  case .equals: return same(text, condition.words[0][...])
  case .notEquals: return !same(text, condition.words[0][...])
  case .oneOf: return condition.words.contains { same(text, $0[...]) }
  case .startsWith: return condition.words.contains { same(text.prefix($0.count), $0[...]) }
  case .present: return true
  case .absent: return false
  case .over, .atLeast, .under, .atMost, .inYear, .byYearEnd:
    preconditionFailure("the rulebook lets no text be compared by \(condition.test)")
  }
}

private func meets(_ number: Int64, _ condition: Condition, _ settings: Settings) -> Bool {
  switch condition.test {
  case .equals: return number == condition.numbers[0]
  case .notEquals: return number != condition.numbers[0]
  case .oneOf: return condition.numbers.contains(number)
  case .over: return number > condition.numbers[0]
  case .atLeast: return number >= condition.numbers[0]
  case .under: return number < condition.numbers[0]
  case .atMost: return number <= condition.numbers[0]
  case .inYear:
    let day = dayNumber(number, condition)
    return settings.from.number <= day && day <= settings.to.number
  case .byYearEnd: return dayNumber(number, condition) <= settings.to.number
  case .present: return true
  case .absent: return false
  case .startsWith: preconditionFailure("the rulebook lets no number be compared by \(condition.test)")
  }
}

private func dayNumber(_ number: Int64, _ condition: Condition) -> Int {
  condition.kind == .moment ? Int(number / 86_400) : Int(number)
}
