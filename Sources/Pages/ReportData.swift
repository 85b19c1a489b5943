// The decisions behind the search box: every text once, every application a short row of numbers and texts.

import Decision
import Papers
import Rulebook
import Screening
import Tables

extension Report {
  /// `texts`, `statuses` [[name, words]], `outcomes`, and `entries`: id, then as numbers in `texts` the name, the code,
  /// the item, the level, the subject's number and name, the town, then the status, the amount in 万元 (empty if none),
  /// and the steps as triples of outcome, text and basis.
  var data: JSON {
    let explainer = Explainer(decisions, .zh)
    var texts = TextTable()
    let numbers =
      isWhole ? roll.order : roll.order.filter { decisions.statuses[$0] == .awarded || decisions.rank($0) > 0 }
    let entries = numbers.map { entry(roll.entry($0), explainer.explain($0), &texts) }
    return .object([
      "texts": .array(texts.list.map(JSON.string)), "entries": .array(entries),
      "statuses": .array(Status.allCases.map { .array([.string($0.name), .string($0.words(.zh))]) }),
      "outcomes": .array(outcomes.map { .string($0.rawValue) }),
    ])
  }

  private var outcomes: [Step.Outcome] { [.met, .failed, .doubtful, .noted] }

  private func entry(_ entry: Entry, _ explanation: Explanation, _ texts: inout TextTable) -> JSON {
    var steps: [JSON] = []
    // What decided comes first, as in an explanation on the terminal; the conclusion first of all.
    let last = explanation.steps.suffix(1)
    let rest = explanation.steps.dropLast()
    let standing = rest.filter { $0.outcome == .failed || $0.outcome == .doubtful }
    let others = rest.filter { $0.outcome != .failed && $0.outcome != .doubtful }
    for step in last + standing + others {
      steps.append(.integer(Int64(outcomes.firstIndex(of: step.outcome)!)))
      steps.append(texts.number(step.openText ?? step.text))
      steps.append(texts.number(basis(step)))
    }
    let amount = entry.status == .awarded ? wanText(decisions.amount(entry.number)) : ""
    return .array([
      .string(entry.id), texts.number(entry.name), texts.number(entry.uscc), texts.number(roll.itemTitle(entry.item)),
      texts.number(roll.levelTitle(entry)), texts.number(entry.subject), texts.number(entry.subjectName),
      texts.number(roll.townName(entry.town)), .integer(Int64(entry.status.rawValue)), .string(amount), .array(steps),
    ])
  }

  private func basis(_ step: Step) -> String {
    var parts: [String] = []
    if !step.clause.isEmpty { parts.append("依据\(clauseWords(step.clause))") }
    if !step.quote.isEmpty { parts.append("“\(step.quote)”") }
    if let ruling = rulebook.rulings.first(where: { $0.id == step.ruling }), !step.ruling.isEmpty {
      parts.append("口径：\(choiceWords(ruling.choice))（\(ruling.status == .byDefault ? "未定" : "已定")）")
    }
    return parts.joined(separator: "　")
  }
}

/// Texts by number, each once, the empty one first.
private struct TextTable {
  private(set) var list = [""]
  private var numbers = ["": 0]

  mutating func number(_ text: String) -> JSON {
    if let known = numbers[text] { return .integer(Int64(known)) }
    numbers[text] = list.count
    list.append(text)
    return .integer(Int64(list.count - 1))
  }
}
