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

  /// The explanation as one JSON object.
  package var json: JSON {
    .object([
      "application_id": .string(applicationID), "uscc": .string(uscc), "enterprise_name": .string(name),
      "subject": .string(subject), "subject_name": .string(subjectName), "item": .string(item),
      "level": .string(level), "status": .string(status.name), "reasons": .array(reasons.map(JSON.string)),
      "amount_fen": amount.map(JSON.integer) ?? .null, "file": .string(place.file),
      "line": .integer(Int64(place.line)), "steps": .array(steps.map(\.json)),
    ])
  }
}

extension Step {
  var json: JSON {
    var members: [String: JSON] = [
      "step": .string(name.rawValue), "outcome": .string(outcome.rawValue), "text": .string(text),
    ]
    for (key, value) in [("clause", clause), ("quote", quote), ("ruling", ruling), ("reason", reason)]
    where !value.isEmpty { members[key] = .string(value) }
    if !facts.isEmpty { members["facts"] = .array(facts.map(\.json)) }
    return .object(members)
  }
}

extension FactNote {
  var json: JSON {
    var members: [String: JSON] = ["fact": .string(name), "value": .string(value)]
    if let place {
      members["file"] = .string(place.file)
      members["row"] = .integer(Int64(place.line))
      members["column"] = .string(place.column)
      members["raw"] = .string(raw)
    }
    return .object(members)
  }
}

/// trace.jsonl: the explanation of every application, in the order of decisions.csv.
package func trace(_ explainer: Explainer) -> Paper {
  let numbers = explainer.decisions.order
  let rows = 64
  return Paper(name: "trace.jsonl", parts: (numbers.count + rows - 1) / rows) { part in
    var output = Output(capacity: rows * 8192)
    for number in numbers[part * rows..<min(numbers.count, part * rows + rows)] {
      explainer.explain(Int(number)).json.write(to: &output)
      output.append(10)
    }
    return output.bytes
  }
}
