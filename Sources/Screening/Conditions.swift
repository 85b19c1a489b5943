// The gates of the policy, and one of them held against one application.

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

/// The conditions of a policy, laid out for being asked of many rows.
package struct Gates: Sendable {
  private let gates: [Gate]
  /// By level of the rulebook, in the order of the table.
  private let byLevel: [[Gate]]
  /// What the policy says of claims that were paid before.
  let once: OnceRules

  package init(_ rulebook: Rulebook) {
    // By their places: every chunk lays out gates of its own, and cores that copy parts of one policy wait for each other.
    let (from, to) = (rulebook.settings.from.number, rulebook.settings.to.number)
    let gates = rulebook.conditions.indices.map { Gate(rulebook.conditions[$0], from, to) }
    self.gates = gates
    once = OnceRules(rulebook)
    byLevel = rulebook.levels.indices.map { number in
      rulebook.items[rulebook.levels[number].item].conditions.map { gates[$0] }
        .filter { $0.level == nil || $0.level == number }
    }
  }

  /// What a claim for this level has to pass, in the order of the table.
  func of(level: Int) -> [Gate] { byLevel[level] }

  subscript(condition: Int) -> Gate { gates[condition] }
}

/// A condition as far as it is asked of a row; one object, so that handing it on costs little.
final class Gate: Sendable {
  let level: Int?
  let fact: Fact
  let kind: FactKind
  let failure: ReasonID
  let missing: ReasonID
  let rejects: Bool
  let rejectsMissing: Bool
  private let test: Condition.Test
  private let numbers: [Int64]
  private let words: Texts
  /// The first and the last day of the policy year.
  private let from: Int
  private let to: Int

  init(_ condition: Condition, _ from: Int, _ to: Int) {
    (level, fact, kind, test) = (condition.level, condition.fact, condition.kind, condition.test)
    byNothing = condition.test == .absent ? .met : .missing
    // Copies: to count references to what all cores read would cost each of them more.
    (numbers, words) = (condition.numbers.map { $0 }, Texts(condition.words))
    (failure, missing) = (condition.failure, condition.missing)
    (rejects, rejectsMissing) = (condition.otherwise == .reject, condition.ifMissing == .reject)
    (self.from, self.to) = (from, to)
  }

  /// What it means that nothing was said.
  let byNothing: ConditionOutcome

  func isMet(by text: ArraySlice<UInt8>) -> Bool {
    switch test {
    case .equals: words.equals(0, text)
    case .notEquals: !words.equals(0, text)
    case .oneOf: words.contain(text)
    case .startsWith: words.containBeginning(of: text)
    case .present: true
    case .absent: false
    case .over, .atLeast, .under, .atMost, .inYear, .byYearEnd: preconditionFailure("no text is compared by \(test)")
    }
  }

  func isMet(by number: Int64) -> Bool {
    switch test {
    case .equals: number == numbers[0]
    case .notEquals: number != numbers[0]
    case .oneOf: numbers.contains(number)
    case .over: number > numbers[0]
    case .atLeast: number >= numbers[0]
    case .under: number < numbers[0]
    case .atMost: number <= numbers[0]
    case .inYear: from <= day(number) && day(number) <= to
    case .byYearEnd: day(number) <= to
    case .present: true
    case .absent: false
    case .startsWith: preconditionFailure("no number is compared by \(test)")
    }
  }

  private func day(_ number: Int64) -> Int {
    if case .moment = kind { Int(number / 86_400) } else { Int(number) }
  }
}

extension FactKind {
  /// Whether a value stands for a text.
  var isText: Bool {
    switch self {
    case .text, .code: true
    case .money, .number, .day, .moment, .flag: false
    }
  }
}

/// Holds a condition against a row. Which rows a condition concerns is for the caller to know.
///
/// - Parameter condition: index into the rulebook's conditions.
package func evaluate(_ condition: Int, _ row: Int, _ facts: Facts, _ gates: Gates) -> ConditionOutcome {
  evaluate(gates[condition], row, facts)
}

func evaluate(_ gate: Gate, _ row: Int, _ facts: Facts) -> ConditionOutcome {
  let number: Int64
  switch gate.fact {
  case .enterprise(let asked):
    guard let enterprise = facts.enterprise(row), !facts.registers.enterprises.isFaulty(enterprise) else {
      return .notEvaluated
    }
    let known = facts.registers.enterprises.fact(asked, of: enterprise)
    number = known == Enterprises.missing ? Cell.missing : Int64(known)
  case .figures:
    if facts.hasUnreadableFigures(row) { return .notEvaluated }
    number = facts.number(gate.fact, row)
  case .score: number = Scoring.score(row, facts).total ?? Cell.missing
  case .field, .receivedAt: number = facts.number(gate.fact, row)
  }
  guard Cell.isKnown(number) else { return gate.byNothing }
  let isMet =
    gate.kind.isText ? gate.isMet(by: facts.text(gate.fact, known: number)) : gate.isMet(by: number)
  return isMet ? .met : .failed
}
