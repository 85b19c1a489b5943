// The decision on one application, step by step, each with its clause, quote or ruling and the facts it rests on.

import Decision
package import Screening
package import Tables

/// A fact as it stands in a table.
package struct FactNote: Equatable, Sendable {
  package let name: String
  package let title: String
  /// As it was understood, for people; empty if nothing is known.
  package let value: String
  /// Where it stands; nil where no table says it.
  package let place: Place?
  /// The cell as it stands there.
  package let raw: String
}

/// One step of the decision.
package struct Step: Equatable, Sendable {
  /// The steps in the order in which they are taken.
  package enum Name: String, CaseIterable, Sendable {
    case read, identify, screen, register, entitle, score, rank, select, pay, budget, split, status
  }
  package enum Outcome: String, Sendable { case met, failed, doubtful, noted }

  package let name: Name
  package let outcome: Outcome
  package var clause = ""
  package var quote = ""
  package var ruling = ""
  /// The reason code that this step gives, if it gives one.
  package var reason = ""
  package let text: String
  /// The text without the enterprise's own figures, for papers that more people read; nil where it says none.
  package var openText: String?
  package var facts: [FactNote] = []
}

/// Everything that can be said about the decision on one application.
package struct Explanation: Sendable {
  package let applicationID: String
  package let uscc: String
  package let name: String
  package let subject: String
  package let subjectName: String
  package let item: String
  package let itemTitle: String
  package let level: String
  package let levelTitle: String
  package let status: Status
  package let reasons: [String]
  /// Fen; nil where no amount is said.
  package let amount: Int64?
  package let place: Place
  package let steps: [Step]
  /// Titles of the clauses that the steps name.
  package let clauseTitles: [String: String]

  /// The explanation as one JSON object on a line, without the line's end.
  package var line: String {
    var output = Output()
    write(to: &output)
    return output.text
  }

  func write(to output: inout Output) {
    var object = JSONObject(&output)
    object.member(amount, keys.amount, to: &output)
    object.member(applicationID, keys.application, to: &output)
    object.member(name, keys.enterprise, to: &output)
    object.member(place.file, keys.file, to: &output)
    object.member(item, keys.item, to: &output)
    object.member(level, keys.level, to: &output)
    object.member(Int64(place.line), keys.line, to: &output)
    object.members(reasons.count, keys.reasons, to: &output) { $0.append(json: reasons[$1]) }
    object.member(status.name, keys.status, to: &output)
    object.members(steps.count, keys.steps, to: &output) { steps[$1].write(to: &$0) }
    object.member(subject, keys.subject, to: &output)
    object.member(subjectName, keys.subjectName, to: &output)
    object.member(uscc, keys.uscc, to: &output)
    object.end(&output)
  }
}

extension Step {
  fileprivate func write(to output: inout Output) {
    var object = JSONObject(&output)
    if !clause.isEmpty { object.member(clause, keys.clause, to: &output) }
    if !facts.isEmpty { object.members(facts.count, keys.facts, to: &output) { facts[$1].write(to: &$0) } }
    object.member(outcome.rawValue, keys.outcome, to: &output)
    if !quote.isEmpty { object.member(quote, keys.quote, to: &output) }
    if !reason.isEmpty { object.member(reason, keys.reason, to: &output) }
    if !ruling.isEmpty { object.member(ruling, keys.ruling, to: &output) }
    object.member(name.rawValue, keys.step, to: &output)
    object.member(text, keys.text, to: &output)
    object.end(&output)
  }
}

extension FactNote {
  fileprivate func write(to output: inout Output) {
    var object = JSONObject(&output)
    if let place { object.member(place.column, keys.column, to: &output) }
    object.member(name, keys.fact, to: &output)
    if let place {
      object.member(place.file, keys.file, to: &output)
      object.member(raw, keys.raw, to: &output)
      object.member(Int64(place.line), keys.row, to: &output)
    }
    object.member(value, keys.value, to: &output)
    object.end(&output)
  }
}

/// The keys of an explanation, with their quotes and colon.
private let keys = ExplanationKeys()

private struct ExplanationKeys {
  let amount = JSONObject.key("amount_fen")
  let application = JSONObject.key("application_id")
  let clause = JSONObject.key("clause")
  let column = JSONObject.key("column")
  let enterprise = JSONObject.key("enterprise_name")
  let fact = JSONObject.key("fact")
  let facts = JSONObject.key("facts")
  let file = JSONObject.key("file")
  let item = JSONObject.key("item")
  let level = JSONObject.key("level")
  let line = JSONObject.key("line")
  let outcome = JSONObject.key("outcome")
  let quote = JSONObject.key("quote")
  let raw = JSONObject.key("raw")
  let reason = JSONObject.key("reason")
  let reasons = JSONObject.key("reasons")
  let row = JSONObject.key("row")
  let ruling = JSONObject.key("ruling")
  let status = JSONObject.key("status")
  let step = JSONObject.key("step")
  let steps = JSONObject.key("steps")
  let subject = JSONObject.key("subject")
  let subjectName = JSONObject.key("subject_name")
  let text = JSONObject.key("text")
  let uscc = JSONObject.key("uscc")
  let value = JSONObject.key("value")
}

/// trace.jsonl: the explanation of every application, in the order of decisions.csv.
package func trace(_ explainer: Explainer) -> Paper {
  let numbers = explainer.decisions.order
  let rows = 64
  return Paper(name: "trace.jsonl", parts: (numbers.count + rows - 1) / rows) { part in
    var output = Output(capacity: rows * 8192)
    for number in numbers.numbers(part * rows..<min(numbers.count, part * rows + rows)) {
      explainer.explain(Int(number)).write(to: &output)
      output.append(10)
    }
    return output.bytes
  }
}
