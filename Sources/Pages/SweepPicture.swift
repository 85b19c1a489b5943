// A sweep as a picture of its own: above what every value costs, below where the line stands, the present value marked.

package import Decision
import Intake
package import Papers
package import Pricing
package import Rulebook
import Tables

/// A self-contained SVG, 960 by 520.
package func sweepPicture(_ points: [SweepPoint], _ path: CellPath, _ base: Decisions) -> Paper {
  let picture = SweepPicture(
    points: points, path: path, rulebook: base.year.rulebook, item: base.year.rulebook.competingItem(of: path))
  return Paper(name: "sweep.svg", bytes: Array((picture.svg + "\n").utf8))
}

private struct SweepPicture {
  let points: [SweepPoint]
  let path: CellPath
  let rulebook: Rulebook
  let item: Int?

  private static let style = """
    svg{background:#faf8f3;color:#1d2024;font-family:"PingFang SC","Source Han Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
    text{fill:currentColor}.t{fill:#5a616b;font-size:11px}.axis{stroke:#dcd7ca}.now{stroke:#a5251d;stroke-width:2;stroke-dasharray:7 4}.nowword{fill:#a5251d;font-size:13px}
    .cost{stroke:#3a6a98;fill:none;stroke-width:2}.last{stroke:#a5251d;fill:none;stroke-width:2}.next{stroke:#8a9099;fill:none;stroke-width:2;stroke-dasharray:3 3}
    .dot.cost{fill:#3a6a98}.dot.last{fill:#a5251d}.dot.next{fill:#8a9099}
    """

  /// One line of a panel; no value where there is nothing to draw.
  private struct Curve {
    let name: String
    let values: [Int64?]
    let tell: (Int64) -> String
  }

  var svg: String {
    let title = "\(path.description) 取值 \(points.first?.value ?? "") 至 \(points.last?.value ?? "")"
    let cost = Curve(name: "cost", values: points.map { Int64(clamping: $0.paid) }) { "\(wanText($0)) 万元" }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 520" role="img" aria-label="\(escaped(title))">
      <style>\(SweepPicture.style)</style>
      <text x="54" y="26" font-size="17" font-weight="700">\(escaped(title))</text>
      <text class="t" x="54" y="44">\(escaped(rulebook.settings.title))</text>
      \(panel(top: 78, height: 170, "资金合计（万元）", [cost]) { wanText($0) })
      \(lower)
      \(present)\(ticks)
      </svg>
      """
  }

  /// The points of the last above and of the first below the line; without points the number of awards.
  private var lower: String {
    let lines = points.map { point in point.lines.first { $0.item == item } }
    func known(_ score: Int64?) -> Int64? { score.flatMap { Cell.isKnown($0) ? $0 : nil } }
    let last = lines.map { known($0?.lastScore) }
    let next = lines.map { known($0?.nextScore) }
    guard item != nil, last.contains(where: { $0 != nil }) else {
      let counts = Curve(name: "last", values: points.map { Int64($0.awarded) }) { "\($0) 件" }
      return panel(top: 306, height: 170, "支持件数", [counts]) { "\($0)" }
    }
    return panel(
      top: 306, height: 170, "末位入围得分（红）与下一名得分（灰）",
      [
        Curve(name: "next", values: next) { "下一名 \(pointsText($0)) 分" },
        Curve(name: "last", values: last) { "末位入围 \(pointsText($0)) 分" },
      ]
    ) { pointsText($0) }
  }

  // MARK: Places, in thousandths

  private func x(_ at: Int) -> Int128 {
    let room = Int128(946_000 - 74_000)
    return 74_000 + (points.count > 1 ? room * Int128(at) / Int128(points.count - 1) : room / 2)
  }

  private func panel(
    top: Int, height: Int, _ title: String, _ curves: [Curve], _ label: (Int64) -> String
  ) -> String {
    let values = curves.flatMap { $0.values.compactMap(\.self) }
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    func y(_ value: Int64) -> Int128 {
      let room = Int128(height) * 1000
      guard most > least else { return Int128(top) * 1000 + room / 2 }
      return Int128(top) * 1000 + room - (Int128(value) - Int128(least)) * room / (Int128(most) - Int128(least))
    }
    var parts = "<text class=\"t\" x=\"54\" y=\"\(top - 12)\">\(title)</text>"
    for value in Set([least, least + (most - least) / 2, most]).sorted() {
      parts +=
        "<line class=\"axis\" x1=\"74\" x2=\"946\" y1=\"\(decimal(y(value)))\" y2=\"\(decimal(y(value)))\"/><text class=\"t\" x=\"68\" y=\"\(decimal(y(value)))\" dy=\"4\" text-anchor=\"end\">\(label(value))</text>"
    }
    return parts + curves.map { draw($0, y) }.joined()
  }

  private func draw(_ curve: Curve, _ y: (Int64) -> Int128) -> String {
    let places = curve.values.enumerated().compactMap { at, value in value.map { (at: at, value: $0) } }
    let line = places.map { "\(decimal(x($0.at))),\(decimal(y($0.value)))" }.joined(separator: " ")
    let dots = places.map { place in
      "<circle class=\"dot \(curve.name)\" cx=\"\(decimal(x(place.at)))\" cy=\"\(decimal(y(place.value)))\" r=\"3\"><title>\(escaped(points[place.at].value))：\(curve.tell(place.value))</title></circle>"
    }
    return "<polyline class=\"\(curve.name)\" points=\"\(line)\"/>" + dots.joined()
  }

  /// The value as the policy has it now, if the sweep meets it: where nothing changes.
  private var present: String {
    let cell = (try? rulebook.cell(at: path)) ?? ""
    guard let at = points.firstIndex(where: { $0.value == cell }) ?? points.firstIndex(where: { $0.effect.isNothing })
    else { return "" }
    let place = decimal(x(at))
    return
      "<line class=\"now\" x1=\"\(place)\" x2=\"\(place)\" y1=\"62\" y2=\"482\"/><text class=\"nowword\" x=\"\(place)\" y=\"60\" text-anchor=\"middle\">现行 \(escaped(cell))</text>"
  }

  private var ticks: String {
    let step = max(1, points.count / 12)
    return stride(from: 0, to: points.count, by: step).map { at in
      "<text class=\"t\" x=\"\(decimal(x(at)))\" y=\"498\" text-anchor=\"middle\">\(escaped(points[at].value))</text>"
    }.joined()
  }
}
