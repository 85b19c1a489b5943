// Each competition as a picture: one mark for every ranked project, by rank and points, and the line through them.
//
// The marks differ in shape as well as in colour: a full disc is supported, a ring is a reserve, a diamond was placed
// elsewhere, a triangle has used up its limit.

import Decision
import Papers
import Rulebook
import Screening
import Tables

extension Report {
  var rankingSection: String {
    guard !decisions.competitions.isEmpty else { return "" }
    return """
      <section id="rankings" aria-labelledby="h-rankings"><h2 id="h-rankings">评审排名</h2>
      \(decisions.competitions.enumerated().map(figure).joined(separator: "\n"))
      </section>
      """
  }

  /// The most marks of a picture; of a longer ranking it shows the ranks around the line.
  private static let mostMarks = 200

  private func figure(_ at: Int, _ competition: Competition) -> String {
    let item = rulebook.items[competition.item]
    let shown = shownRanks(competition)
    let cut =
      shown.count < competition.ranking.count
      ? "图中为第 \(shown.lowerBound) 至第 \(shown.upperBound) 名。" : ""
    let tied =
      competition.decidedByID.contains(competition.line + 1) ? "<strong>线上线下只能以申报编号区分，提请会议研究。</strong>" : ""
    return """
      <h3 id="ranking-\(at)">\(escaped(item.title))</h3>
      <figure aria-labelledby="ranking-\(at)">
      <figcaption>参评 \(competition.ranking.count) 项，名额 \(competition.slots) 个，入围 \(competition.used) 项；\(lineWords(competition))。\(cut)\(tied)</figcaption>
      <div class="scroll" tabindex="0" role="group" aria-label="排名图，可左右滚动">\(picture(competition, item, shown))</div>
      <ul class="legend">\(legend(competition))</ul>
      </figure>
      <details><summary>排名表</summary><div class="scroll">\(table(competition))</div></details>
      """
  }

  private func shownRanks(_ competition: Competition) -> ClosedRange<Int> {
    let count = competition.ranking.count
    guard count > Report.mostMarks else { return 1...max(1, count) }
    let first = max(1, min(competition.line - Report.mostMarks / 2, count - Report.mostMarks + 1))
    return first...first + Report.mostMarks - 1
  }

  private func lineWords(_ competition: Competition) -> String {
    guard competition.line > 0 else { return "没有项目入围" }
    let score = decisions.score(Int(competition.ranking[competition.line - 1]))
    return "入围线在第 \(competition.line) 名之后" + (Cell.isKnown(score) ? "（\(pointsText(score)) 分）" : "")
  }

  // MARK: The picture

  /// Sizes in thousandths of a unit, so that no number is a guess.
  private func picture(_ competition: Competition, _ item: Item, _ shown: ClosedRange<Int>) -> String {
    guard !competition.ranking.isEmpty else { return "" }
    let byPoints = !item.criteria.isEmpty
    let numbers = shown.map { Int(competition.ranking[$0 - 1]) }
    let heights = numbers.map { byPoints ? decisions.score($0) : decisions.entitlement($0) }
    let (bottom, top, interval) = scale(heights, floor: item.passScore, byPoints: byPoints)
    let (left, right, high, low) = (54_000, 946_000, 26_000, 262_000)
    let step = Int128(right - left) / Int128(shown.count)
    func x(_ rank: Int) -> Int128 { Int128(left) + step * Int128(rank - shown.lowerBound) + step / 2 }
    func y(_ value: Int64) -> Int128 {
      Int128(low) - Int128(value - bottom) * Int128(low - high) / Int128(max(1, top - bottom))
    }
    let size = max(2200, min(6500, step * 2 / 5))
    var parts =
      "<svg viewBox=\"0 0 960 300\" role=\"img\" aria-label=\"\(escaped(item.title))：横轴名次，纵轴\(byPoints ? "总分" : "应奖补额")，\(lineWords(competition))\">"
    let cut = Int128(left) + step * Int128(min(max(0, competition.line - shown.lowerBound + 1), shown.count))
    parts += "<rect class=\"above\" x=\"54\" y=\"14\" width=\"\(decimal(cut - Int128(left)))\" height=\"248\"/>"
    parts += grid(bottom, top, interval, byPoints, y)
    for (rank, height) in zip(shown, heights) {
      let number = Int(competition.ranking[rank - 1])
      parts += mark(
        number, rank, x(rank), y(height), size, byPoints ? "\(pointsText(height)) 分" : "\(wanText(height)) 万元")
    }
    parts += ranks(shown, x)
    let after = cut > Int128(right) - 130_000
    parts +=
      "<line class=\"cut\" data-line=\"\(competition.line)\" x1=\"\(decimal(cut))\" x2=\"\(decimal(cut))\" y1=\"8\" y2=\"270\"/><text class=\"cutword\" font-size=\"13\" x=\"\(decimal(cut + (after ? -8000 : 8000)))\" y=\"20\" text-anchor=\"\(after ? "end" : "start")\">入围线 · 第 \(competition.line) 名后</text>"
    return parts + "</svg>"
  }

  /// The lowest and the highest value on the axis and the steps between: points by fives or tens, money from 0.
  private func scale(_ heights: [Int64], floor: Int64?, byPoints: Bool) -> (bottom: Int64, top: Int64, step: Int64) {
    let most = heights.max() ?? 0
    guard byPoints else {
      let step = max(1_000_000, (most / 4 / 1_000_000 + 1) * 1_000_000)
      return (0, step * 4, step)
    }
    let least = min(heights.min() ?? 0, floor ?? .max)
    let step: Int64 = most - least > 40_000_000 ? 10_000_000 : 5_000_000
    return (least / step * step, (most / step + 1) * step, step)
  }

  private func grid(_ bottom: Int64, _ top: Int64, _ step: Int64, _ byPoints: Bool, _ y: (Int64) -> Int128) -> String {
    stride(from: bottom, through: top, by: Int64.Stride(step)).map { value in
      let height = decimal(y(value))
      let label = byPoints ? pointsText(value) : wanText(value)
      return
        "<line class=\"axis\" x1=\"54\" x2=\"946\" y1=\"\(height)\" y2=\"\(height)\"/><text class=\"t\" font-size=\"11\" x=\"48\" y=\"\(height)\" dy=\"4\" text-anchor=\"end\">\(label)</text>"
    }.joined()
  }

  private func ranks(_ shown: ClosedRange<Int>, _ x: (Int) -> Int128) -> String {
    let every = max(1, (shown.count + 9) / 10 / 5 * 5)
    return shown.filter { $0 == shown.lowerBound || $0 % every == 0 }.map {
      "<text class=\"t\" font-size=\"11\" x=\"\(decimal(x($0)))\" y=\"282\" text-anchor=\"middle\">\($0)</text>"
    }.joined() + "<text class=\"t\" font-size=\"11\" x=\"946\" y=\"297\" text-anchor=\"end\">名次</text>"
  }

  private func mark(_ number: Int, _ rank: Int, _ x: Int128, _ y: Int128, _ size: Int128, _ value: String) -> String {
    let entry = roll.entry(number)
    let title = "第 \(rank) 名 \(entry.id) \(entry.name)：\(value)，\(entry.status.words(.zh))"
    return
      "<g class=\"s-\(entry.status.name)\" stroke-width=\"1.6\"><title>\(escaped(title))</title>\(shape(entry.status, x, y, size))</g>"
  }

  private func shape(_ status: Status, _ x: Int128, _ y: Int128, _ size: Int128) -> String {
    func point(_ dx: Int128, _ dy: Int128) -> String { "\(decimal(x + dx)),\(decimal(y + dy))" }
    switch status {
    case .awarded, .reserve: return "<circle cx=\"\(decimal(x))\" cy=\"\(decimal(y))\" r=\"\(decimal(size))\"/>"
    case .superseded:
      let far = size * 5 / 4
      return "<path d=\"M\(point(0, -far))L\(point(far, 0))L\(point(0, far))L\(point(-far, 0))Z\"/>"
    case .capped:
      return "<path d=\"M\(point(-size, -size))L\(point(size, -size))L\(point(0, size))Z\"/>"
    case .ineligible, .pending, .deferred, .service, .invalid: return ""
    }
  }

  private func legend(_ competition: Competition) -> String {
    let words: [(Status, String)] = [
      (.awarded, "拟支持"), (.reserve, "候补"), (.superseded, "已由其他事项支持"), (.capped, "单个企业上限已用完"),
    ]
    return words.map { status, text in
      let count = competition.ranking.count { decisions.statuses[Int($0)] == status }
      return
        "<li><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><g class=\"s-\(status.name)\" stroke-width=\"1.6\">\(shape(status, 8000, 8000, 5000))</g></svg>\(text) \(count)</li>"
    }.joined()
  }

  // MARK: The table

  private func table(_ competition: Competition) -> String {
    let classes = ["c", "w", "", "", "m", "m", "w"]
    let titles = ["名次", "申报编号", "单位名称", "项目名称", "总分", "拟安排（万元）", "结论"]
    let rows = competition.ranking.prefix(2000).enumerated().map { place, number in
      let entry = roll.entry(Int(number))
      let score = decisions.score(Int(number))
      return Pages.row(
        [
          "\(place + 1)", escaped(entry.id), escaped(entry.name), escaped(entry.subjectName),
          Cell.isKnown(score) ? pointsText(score) : "", wanText(decisions.amount(Int(number))),
          entry.status.words(.zh) + (place + 1 == competition.line ? "（末位入围）" : ""),
        ], classes: classes)
    }
    return
      "<table><thead>\(Pages.row(titles, tag: "th", classes: classes))</thead><tbody>\(rows.joined())</tbody></table>"
  }
}
