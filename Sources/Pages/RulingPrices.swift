// What each open point of the law costs: the alternatives that would change something first, as bars either way.

import Papers
import Pricing
import Rulebook

extension Report {
  var rulingSection: String {
    let open = rulebook.rulings.count { $0.status == .byDefault }
    guard let prices else {
      return section(open, "<p>申报超过两万件，口径的影响请用 allot simulate 计算。</p>")
    }
    let all = prices.flatMap { price in price.alternatives.map { (ruling: rulebook.rulings[price.ruling], price: $0) } }
    let moving = all.enumerated().filter { !($0.element.price.effect?.isNothing ?? true) }.sorted { left, right in
      let (a, b) = (size(left.element.price), size(right.element.price))
      return a != b ? a > b : left.offset < right.offset
    }.map(\.element)
    let still = all.filter { $0.price.effect?.isNothing ?? true }
    let most = moving.map { size($0.price) }.max() ?? 1
    let table = """
      <div class="scroll"><table><caption>改用备选口径后与本次结果之差；左为减少，右为增加。</caption>
      <thead>\(Pages.row(["口径（条款）", "现行", "备选", "<span class=\"unseen\">图</span>", "资金增减（万元）", "新增", "不再", "金额变动"], tag: "th", classes: classes))</thead>
      <tbody>\(moving.map { line($0.ruling, $0.price, most) }.joined())</tbody></table></div>
      """
    let rest = still.map {
      "<li>\(escaped($0.ruling.question))：\(escaped(choiceWords($0.price.choice)))\($0.price.effect == nil ? "（未能计算）" : "")</li>"
    }
    return section(
      open,
      (moving.isEmpty ? "<p>没有一个备选口径会改变本次结果。</p>" : table)
        + (rest.isEmpty
          ? ""
          : "<details><summary>不改变本次结果的备选口径（\(rest.count)）</summary><div><ul>\(rest.joined())</ul></div></details>"))
  }

  private func section(_ open: Int, _ content: String) -> String {
    """
    <section id="rulings" aria-labelledby="h-rulings"><h2 id="h-rulings">口径影响</h2>
    <p>政策文字没有写明、需要解释机关决定的口径共 \(rulebook.rulings.count) 项，其中 \(open) 项未定，本次按默认口径计算。</p>
    \(content)
    </section>
    """
  }

  private var classes: [String] { ["q", "w", "w", "bar both", "m", "c", "c", "c"] }

  private func size(_ price: AlternativePrice) -> UInt128 { price.effect?.change.magnitude ?? 0 }

  private func line(_ ruling: Ruling, _ price: AlternativePrice, _ most: UInt128) -> String {
    guard let effect = price.effect else { return "" }
    let length = most > 0 ? Int128(effect.change.magnitude * 50_000 / most) : 0
    let from = effect.change < 0 ? 50_000 - length : 50_000
    let bar = """
      <svg aria-hidden="true"><rect class="\(effect.change < 0 ? "f7" : "f4")" x="\(decimal(from))%" width="\(decimal(length))%" height="100%"/><line class="axis" x1="50%" x2="50%" y1="-4" y2="20"/></svg>
      """
    let sign = effect.change > 0 ? "+" : ""
    return Pages.row(
      [
        "\(escaped(ruling.question)) <span class=\"soft small\">\(escaped(clauseWords(ruling.clause)))</span>",
        escaped(choiceWords(ruling.choice)), escaped(choiceWords(price.choice)), bar, sign + wan(effect.change),
        "\(effect.won.count)", "\(effect.lost.count)", "\(effect.repriced)",
      ], classes: classes)
  }
}
