// How firm each line is, as a simulation tells it.

import Decision
import Intake
import Papers
import Pricing
import Rulebook
import Tables

extension Simulation {
  func tell(_ firmness: [Firmness]?, _ answer: inout Answer) {
    guard let firmness else {
      answer.lines += ["", say("申报太多，未计算入围线有多稳", "too many applications to tell how firm the lines are")]
      return
    }
    for line in firmness { answer.lines += [""] + lines(line) }
    answer.members["firmness"] = .array(firmness.map(json))
  }

  private func lines(_ firmness: Firmness) -> [String] {
    let criteria = rulebook.items[firmness.item].criteria
    var table = Columns([
      say("指标", "criterion"), say(">权重", ">weight"), say(">最小变动", ">smallest change"), say("入围", "in"),
      say("落选", "out"),
    ])
    for (criterion, weight) in zip(criteria, firmness.weights) {
      let name = language == .zh ? criterion.title : criterion.id
      let change = weight.change.map(signedPoints) ?? say("怎样变都不影响", "none changes anything")
      table.add([name, pointsText(criterion.points), change, ids(weight.turn.won), ids(weight.turn.lost)])
    }
    let title = say("入围线有多稳：", "how firm the line is: ") + item(firmness.item)
    return [title] + table.lines(indent: 2) + [
      "  "
        + (firmness.sheet.map { sheetLine($0, criteria) }
          ?? say("没有哪一份评分能单独改变结果", "no single score changes the winners"))
    ]
  }

  private func sheetLine(_ sheet: SheetChange, _ criteria: [Criterion]) -> String {
    let criterion = criteria[sheet.criterion]
    let place = "scores.csv:\(sheet.line)"
    let step = "\(pointsText(sheet.from)) → \(pointsText(sheet.to)) (\(signedPoints(sheet.to - sheet.from)))"
    let turn = say("入围 ", "in ") + ids(sheet.turn.won) + say("，落选 ", ", out ") + ids(sheet.turn.lost)
    return say("一份评分的最小变动：", "the smallest change of one score: ")
      + "\(id(sheet.application)) \(language == .zh ? criterion.title : criterion.id) \(sheet.expert) \(step)  \(place)  \(turn)"
  }

  /// The first few; the JSON holds them all.
  private func ids(_ numbers: [Int]) -> String {
    guard numbers.count > 3 else { return numbers.isEmpty ? "-" : numbers.map(id).joined(separator: " ") }
    return numbers.prefix(2).map(id).joined(separator: " ")
      + say(" 等 \(numbers.count) 件", " and \(numbers.count - 2) more")
  }

  private func signedPoints(_ points: Int64) -> String {
    points < 0 ? "-" + pointsText(-points) : "+" + pointsText(points)
  }

  private func json(_ firmness: Firmness) -> JSON {
    let criteria = rulebook.items[firmness.item].criteria
    func list(_ numbers: [Int]) -> JSON { .array(numbers.map { .string(id($0)) }) }
    let weights = zip(criteria, firmness.weights).map { criterion, weight -> JSON in
      .object([
        "criterion": .string(criterion.id), "weight_millionths": .integer(criterion.points),
        "change_millionths": weight.change.map(JSON.integer) ?? .null, "won": list(weight.turn.won),
        "lost": list(weight.turn.lost),
      ])
    }
    let sheet = firmness.sheet.map { sheet -> JSON in
      .object([
        "application_id": .string(id(sheet.application)), "criterion": .string(criteria[sheet.criterion].id),
        "expert": .string(sheet.expert), "row": .integer(Int64(sheet.line)), "from_millionths": .integer(sheet.from),
        "to_millionths": .integer(sheet.to), "won": list(sheet.turn.won), "lost": list(sheet.turn.lost),
      ])
    }
    return .object([
      "item": .string(rulebook.items[firmness.item].id), "weights": .array(weights), "score": sheet ?? .null,
    ])
  }
}
