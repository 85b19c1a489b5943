// The tables of a simulation: the price of every ruling, and the points of a sweep.

import Decision
import Intake
import Papers
import Pricing
import Rulebook
import Tables

extension Simulation {
  // MARK: Prices

  /// The alternatives that would change something first, the dearest on top; then those that would not.
  func tell(_ prices: [RulingPrice], _ answer: inout Answer) {
    let all = prices.flatMap { price in price.alternatives.map { (ruling: rulebook.rulings[price.ruling], $0) } }
    let moving = all.enumerated().filter { !($0.element.1.effect?.isNothing ?? true) }.sorted { left, right in
      let (a, b) = (left.element.1.effect!.change.magnitude, right.element.1.effect!.change.magnitude)
      return a != b ? a > b : left.offset < right.offset
    }.map(\.element)
    var table = Columns([
      say("口径", "ruling"), say("现行", "choice"), say("备选", "alternative"), say(">资金增减（元）", ">yuan"), say(">新增", ">in"),
      say(">不再", ">out"), say(">金额变动", ">other amount"), say(">结论变动", ">other status"),
    ])
    for (ruling, price) in moving {
      guard let effect = price.effect else { continue }
      table.add([
        ruling.id, shown(ruling.choice), shown(price.choice), signed(effect.change), "\(effect.won.count)",
        "\(effect.lost.count)", "\(effect.repriced)", "\(effect.restated)",
      ])
    }
    answer.lines += table.lines()
    let still = all.filter { $0.1.effect?.isNothing ?? false }.map { "\($0.ruling.id)=\(shown($0.1.choice))" }
    if !still.isEmpty {
      answer.lines += ["", say("不改变结果的备选 \(still.count) 个：", "\(still.count) alternatives change nothing:")]
      answer.lines += still.map { "  " + $0 }
    }
    let broken = all.filter { $0.1.effect == nil }.map { "  \($0.ruling.id)=\(shown($0.1.choice))" }
    if !broken.isEmpty { answer.lines += ["", say("不能计算：", "cannot be decided:")] + broken }
    answer.members["prices"] = .array(all.map { json($0.ruling, $0.1) })
  }

  private func json(_ ruling: Ruling, _ price: AlternativePrice) -> JSON {
    var members: [String: JSON] = [
      "ruling": .string(ruling.id), "where": .string(ruling.location), "choice": .string(ruling.choice),
      "alternative": .string(price.choice), "change_fen": .null,
    ]
    if let effect = price.effect {
      members["change_fen"] = fen(effect.change)
      members["won"] = .array(effect.won.map { .string(id($0)) })
      members["lost"] = .array(effect.lost.map { .string(id($0)) })
      members["repriced"] = .integer(Int64(effect.repriced))
      members["restated"] = .integer(Int64(effect.restated))
    }
    return .object(members)
  }

  // MARK: Sweeps

  /// A row for every value; where the cell's item has slots, with the line of that item.
  func tell(_ path: CellPath, _ points: [SweepPoint], _ base: Decisions, _ answer: inout Answer) {
    let now = (try? base.year.rulebook.cell(at: path)) ?? ""
    let item = rulebook.competingItem(of: path)
    if !answer.lines.isEmpty { answer.lines.append("") }
    answer.lines.append("\(path.description) \(say("现为", "is now")) \(shown(now))")
    var header = [say(">取值", ">value"), say(">支持", ">awarded"), say(">资金（元）", ">yuan"), say(">增减", ">change")]
    if item != nil {
      header += [
        say(">入围", ">used"), say(">入围线", ">line"), say(">末位得分", ">last score"), say("下一名", "next"),
        say(">得分", ">score"),
      ]
    }
    var table = Columns(header)
    for point in points {
      var cells = [point.value, "\(point.awarded)", yuan(point.paid), signed(point.effect.change)]
      if let item { cells += lineCells(point.lines.first { $0.item == item }) }
      table.add(cells)
    }
    answer.lines += table.lines()
    answer.members["sweep"] = .object([
      "cell": .string(path.description), "now": .string(now), "points": .array(points.map(json)),
    ])
  }

  private func lineCells(_ line: SweepLine?) -> [String] {
    guard let line else { return ["", "", "", "", ""] }
    return [
      "\(line.used)", "\(line.line)/\(line.ranked)", points(line.lastScore),
      line.next.map { id($0) + " " + name($0) } ?? say("（无）", "(nobody)"), points(line.nextScore),
    ]
  }

  private func points(_ score: Int64) -> String { Cell.isKnown(score) ? pointsText(score) : "" }

  private func json(_ point: SweepPoint) -> JSON {
    .object([
      "value": .string(point.value), "awarded": .integer(Int64(point.awarded)), "awarded_fen": fen(point.paid),
      "change_fen": fen(point.effect.change), "won": .array(point.effect.won.map { .string(id($0)) }),
      "lost": .array(point.effect.lost.map { .string(id($0)) }), "lines": .array(point.lines.map(json)),
    ])
  }

  private func json(_ line: SweepLine) -> JSON {
    func known(_ score: Int64) -> JSON { Cell.isKnown(score) ? .string(millionthsText(score)) : .null }
    return .object([
      "item": .string(rulebook.items[line.item].id), "slots": .integer(Int64(line.slots)),
      "ranked": .integer(Int64(line.ranked)), "used": .integer(Int64(line.used)), "line": .integer(Int64(line.line)),
      "last": line.last.map { .string(id($0)) } ?? .null, "last_score": known(line.lastScore),
      "next": line.next.map { .string(id($0)) } ?? .null, "next_score": known(line.nextScore),
    ])
  }
}
