// Money by item and by town: tables that are charts at the same time.

import Papers
import Rulebook

extension Report {
  var moneySection: String {
    let items = rulebook.items.indices.filter { funds.item($0).amount > 0 }.map { item in
      (title: roll.itemTitle(item), note: roll.clauseWords(item), sum: funds.item(item))
    }
    let towns = funds.towns.map { (title: roll.townName($0), note: "", sum: funds.town($0)) }
    return """
      <section id="money" aria-labelledby="h-money"><h2 id="h-money">资金分布</h2>
      <h3>分事项</h3>
      \(bars("事项", items))
      <h3>分镇街</h3>
      \(bars("镇街", towns))
      </section>
      """
  }

  private func bars(_ heading: String, _ parts: [(title: String, note: String, sum: Funds)]) -> String {
    let most = parts.map(\.sum.amount).max() ?? 1
    let classes = ["what", "bar", "m", "c", "m wide", "m wide"]
    let rows = parts.map { part in
      let (all, district) = (share(part.sum.amount, most), share(part.sum.district, most))
      // The whole award, and in it the district's part in full colour.
      let bar =
        "<svg aria-hidden=\"true\"><rect class=\"f1\" width=\"\(all)%\" height=\"100%\" opacity=\".45\"/><rect class=\"f0\" width=\"\(district)%\" height=\"100%\"/></svg>"
      let note = part.note.isEmpty ? "" : " <span class=\"soft small\">\(escaped(part.note))</span>"
      return Pages.row(
        [
          escaped(part.title) + note, bar, wan(part.sum.amount), "\(part.sum.count)", wan(part.sum.district),
          wan(part.sum.town),
        ], classes: classes)
    }
    let total = funds.total
    return """
      <div class="scroll"><table><caption>单位：万元。深色为区级承担，浅色为镇级承担。</caption>
      <thead>\(Pages.row([heading, "<span class=\"unseen\">图</span>", "拟安排", "项数", "区级", "镇级"], tag: "th", classes: classes))</thead>
      <tbody>\(rows.joined())</tbody>
      <tfoot>\(Pages.row(["合计", "", wan(total.amount), "\(total.count)", wan(total.district), wan(total.town)], classes: classes))</tfoot></table></div>
      """
  }

  /// Hundredths of the largest, with three decimals.
  private func share(_ amount: Int128, _ most: Int128) -> String { decimal(most > 0 ? amount * 100_000 / most : 0) }
}
