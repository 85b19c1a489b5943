// What a simulation says, as a table for people and as JSON for programs, from the same findings.

import Decision
import Intake
import Papers
import Pricing
import Rulebook
import Screening
import Tables

struct Simulation {
  struct Answer {
    var lines: [String] = []
    var members: [String: JSON] = [:]
    var json: JSON { .object(members) }
  }

  let decisions: Decisions
  let language: Language

  var rulebook: Rulebook { decisions.year.rulebook }

  func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
  func item(_ index: Int) -> String { language == .zh ? rulebook.items[index].title : rulebook.items[index].id }

  // MARK: --set

  /// The year with cells changed, held against the year as it stands.
  func tell(_ paths: [CellPath], _ other: Decisions, _ answer: inout Answer) {
    let effect = effect(of: other, on: decisions)
    let (before, after) = (YearTotals(decisions), YearTotals(other))
    let cells = paths.map { path in
      let now = (try? rulebook.cell(at: path)) ?? ""
      return (path: path.description, before: now, after: (try? other.year.rulebook.cell(at: path)) ?? "")
    }
    answer.lines += cells.map { "\($0.path): \(shown($0.before)) → \(shown($0.after))" }
    answer.lines += [
      say("支持", "awarded") + " \(before.total.count(.awarded)) → \(after.total.count(.awarded))"
        + " (+\(effect.won.count) -\(effect.lost.count))"
        + say("，金额变动 \(effect.repriced) 件", ", \(effect.repriced) with another amount"),
      say("资金", "yuan") + " \(yuan(before.total.awarded)) → \(yuan(after.total.awarded)) (\(signed(effect.change)))",
    ]
    answer.lines += statusLine(before, after) + itemLines(before, after, effect)
    answer.lines += list(say("新增支持", "in"), effect.won, other) + list(say("不再支持", "out"), effect.lost, decisions)
    answer.lines += repricedLines(other)
    answer.members["set"] = .array(
      cells.map { .object(["cell": .string($0.path), "before": .string($0.before), "after": .string($0.after)]) })
    answer.members["effect"] = json(effect, other)
    answer.members["items"] = .array(
      rulebook.items.indices.map { json($0, before.items[$0], after.items[$0], effect) })
  }

  private func statusLine(_ before: YearTotals, _ after: YearTotals) -> [String] {
    let moved = Status.allCases.filter { before.total.count($0) != after.total.count($0) && $0 != .awarded }
    guard !moved.isEmpty else { return [] }
    let texts = moved.map { "\($0.words(language)) \(before.total.count($0)) → \(after.total.count($0))" }
    return [texts.joined(separator: say("，", ", "))]
  }

  private func itemLines(_ before: YearTotals, _ after: YearTotals, _ effect: Effect) -> [String] {
    var table = Columns([
      say("事项", "item"), say(">支持", ">awarded"), "", say(">资金（元）", ">yuan"), say(">增减", ">change"),
      say(">新增", ">in"), say(">不再", ">out"),
    ])
    for index in rulebook.items.indices where before.items[index] != after.items[index] {
      let (one, other) = (before.items[index], after.items[index])
      table.add([
        item(index), "\(one.count(.awarded))", "→ \(other.count(.awarded))", yuan(other.awarded),
        signed(other.awarded - one.awarded), "\(count(effect.won, index))", "\(count(effect.lost, index))",
      ])
    }
    return table.isEmpty ? [] : [""] + table.lines()
  }

  private func count(_ numbers: [Int], _ item: Int) -> Int { numbers.count { itemOf($0) == item } }

  private func list(_ title: String, _ numbers: [Int], _ decided: Decisions) -> [String] {
    guard !numbers.isEmpty else { return [] }
    var table = Columns([title, "", "", say(">金额（元）", ">yuan")])
    for number in numbers {
      table.add([id(number), name(number), item(itemOf(number)), yuan(Int128(decided.amount(number)))])
    }
    return [""] + table.lines()
  }

  private func repricedLines(_ other: Decisions) -> [String] {
    let numbers = repriced(other)
    guard !numbers.isEmpty else { return [] }
    var table = Columns([say("金额变动", "other amounts"), "", "", say(">现行（元）", ">now"), say(">改后（元）", ">then")])
    for number in numbers {
      table.add([
        id(number), name(number), item(itemOf(number)), yuan(Int128(decisions.amount(number))),
        yuan(Int128(other.amount(number))),
      ])
    }
    return [""] + table.lines()
  }

  private func repriced(_ other: Decisions) -> [Int] {
    decisions.order.map(Int.init).filter {
      decisions.amount($0) > 0 && other.amount($0) > 0 && decisions.amount($0) != other.amount($0)
    }
  }

  // MARK: Words

  func shown(_ cell: String) -> String { cell.isEmpty ? say("（空）", "(blank)") : cell }
  func yuan(_ fen: Int128) -> String { yuanText(Int64(clamping: fen)) }
  func signed(_ fen: Int128) -> String { (fen > 0 ? "+" : "") + yuan(fen) }

  func itemOf(_ number: Int) -> Int {
    let (at, row) = decisions.year.applications.locate(number)
    return Int(decisions.year.applications.chunks[at].items[row])
  }

  func id(_ number: Int) -> String {
    let (at, row) = decisions.year.applications.locate(number)
    return String(decoding: decisions.year.applications.chunks[at].id(row), as: UTF8.self)
  }

  func name(_ number: Int) -> String {
    let (at, row) = decisions.year.applications.locate(number)
    return decisions.year.applications.chunks[at].text(.name, row)
  }

  // MARK: JSON

  func fen(_ amount: Int128) -> JSON { .integer(Int64(clamping: amount)) }

  func json(_ effect: Effect, _ other: Decisions) -> JSON {
    .object([
      "change_fen": fen(effect.change), "restated": .integer(Int64(effect.restated)),
      "won": .array(effect.won.map { json($0, other) }), "lost": .array(effect.lost.map { json($0, other) }),
      "repriced": .array(repriced(other).map { json($0, other) }),
    ])
  }

  private func json(_ number: Int, _ other: Decisions) -> JSON {
    .object([
      "application_id": .string(id(number)), "enterprise_name": .string(name(number)),
      "item": .string(rulebook.items[itemOf(number)].id), "before_fen": .integer(decisions.amount(number)),
      "after_fen": .integer(other.amount(number)),
    ])
  }

  private func json(_ index: Int, _ before: Totals, _ after: Totals, _ effect: Effect) -> JSON {
    .object([
      "item": .string(rulebook.items[index].id), "awarded_before": .integer(Int64(before.count(.awarded))),
      "awarded_after": .integer(Int64(after.count(.awarded))), "before_fen": fen(before.awarded),
      "after_fen": fen(after.awarded), "won": .integer(Int64(count(effect.won, index))),
      "lost": .integer(Int64(count(effect.lost, index))),
    ])
  }
}
