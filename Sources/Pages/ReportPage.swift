// report.html: the year on one page that needs nothing but itself: no network, no framework, and no script to be read.
//
// It never holds a figure of an enterprise, an account or a phone: explanations come in their open wording.

import Decision
import Intake
package import Papers
package import Pricing
import Rulebook
import Screening
import Tables

package func reportPage(_ roll: Roll, _ letterhead: Letterhead, _ totals: YearTotals, prices: [RulingPrice]?) -> Paper {
  let report = Report(roll: roll, letterhead: letterhead, totals: totals, prices: prices, funds: FundsTable(roll))
  return Paper(name: "report.html", bytes: Array(report.html.utf8))
}

struct Report {
  let roll: Roll
  let letterhead: Letterhead
  let totals: YearTotals
  let prices: [RulingPrice]?
  let funds: FundsTable

  /// Up to so many applications the page holds all of them; beyond, the awarded and the ranked.
  static let mostEntries = 20_000

  var decisions: Decisions { roll.decisions }
  var rulebook: Rulebook { roll.rulebook }
  var isWhole: Bool { roll.order.count <= Report.mostEntries }

  var html: String {
    let title = letterhead.settings.title
    return """
      <!DOCTYPE html>
      <html lang="zh-CN">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <meta name="robots" content="noindex">
      <title>\(escaped(title)) · 资金安排报告（\(letterhead.mark)）</title>
      <style>\(reportStyle(letterhead))</style>
      </head>
      <body>
      <a class="skip" href="#main">跳到正文</a>
      <header class="top"><div class="wrap">
      <p class="run"><span class="mark">\(letterhead.mark)</span>资金安排报告　运行编号 \(escaped(letterhead.run))</p>
      <h1>\(escaped(title))</h1>
      </div></header>
      <nav aria-label="目录"><div class="wrap"><ul>
      <li><a href="#totals">总体情况</a></li><li class="needs-script"><a href="#search">查询结论</a></li><li><a href="#money">资金分布</a></li>
      <li><a href="#rankings">评审排名</a></li><li><a href="#rulings">口径影响</a></li><li><a href="#awards">拟支持名单</a></li>
      </ul></div></nav>
      <main id="main" class="wrap">
      \(totalsSection)
      \(searchSection)
      \(moneySection)
      \(rankingSection)
      \(rulingSection)
      \(awardSection)
      <footer>\(escaped(letterhead.runLine))。本页由 allot 根据政策表和申报、登记数据生成，与同一运行的 decisions.csv 逐分一致；不含企业经营数据和收款账户。</footer>
      </main>
      <script type="application/json" id="data">\(scriptSafe(data.line))</script>
      <script>\(reportScript)</script>
      </body>
      </html>

      """
  }

  // MARK: Totals

  private var totalsSection: String {
    let total = totals.total
    func figure(_ title: String, _ number: String, _ unit: String) -> String {
      "<div><dt>\(title)</dt><dd>\(number)<small>\(unit)</small></dd></div>"
    }
    let enterprises = Set(roll.awards.map(enterprise)).count
    return """
      <section id="totals" aria-labelledby="h-totals"><h2 id="h-totals">总体情况</h2>
      <dl class="figures">
      \(figure("拟安排资金", wan(total.awarded), "万元"))
      \(figure("区级承担", wan(total.district), "万元"))
      \(figure("镇级承担", wan(total.town), "万元"))
      \(figure("受理申报", grouped(total.read), "件"))
      \(figure("拟支持", grouped(total.count(.awarded)), "项 · \(grouped(enterprises)) 家"))
      \(figure("待核", grouped(total.count(.pending)), "件，资金另列"))
      </dl>
      <p class="words">拟安排资金合计（大写）：\(capitalAmount(Int64(clamping: total.awarded)))</p>
      \(strip)
      \(budgets)
      </section>
      """
  }

  /// One bar of all applications by status, and what its parts are.
  private var strip: String {
    let shown = Status.allCases.filter { totals.total.count($0) > 0 }
    let all = max(1, totals.total.read)
    var (parts, at) = ("", 0)
    for status in shown {
      let count = totals.total.count(status)
      let (x, width) = (percent(at, of: all), percent(count, of: all))
      parts +=
        "<rect class=\"f\(status.rawValue)\" x=\"\(x)%\" width=\"\(width)%\" height=\"100%\"><title>\(status.words(.zh)) \(count) 件</title></rect>"
      at += count
    }
    let legend = shown.map { status in
      "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"f\(status.rawValue)\" width=\"10\" height=\"10\"/></svg>\(status.words(.zh)) \(grouped(totals.total.count(status)))</li>"
    }
    let words = shown.map { "\($0.words(.zh)) \(totals.total.count($0)) 件" }.joined(separator: "，")
    return """
      <svg class="strip" role="img" aria-label="全部申报按结论：\(words)">\(parts)</svg>
      <ul class="legend">\(legend.joined())</ul>
      """
  }

  private var budgets: String {
    decisions.budgets.map { outcome in
      let budget = rulebook.budgets[outcome.budget]
      return
        "<p>预算“\(escaped(budget.id))” \(wanText(budget.amount)) 万元：按标准需 \(wanText(outcome.claimed)) 万元，拟安排 \(wanText(outcome.paid)) 万元。</p>"
    }.joined(separator: "\n")
  }

  // MARK: Search

  private var searchSection: String {
    let scope =
      isWhole
      ? "全部 \(grouped(roll.order.count)) 件申报"
      : "申报共 \(grouped(roll.order.count)) 件，本页只收录拟支持和进入排名的申报，其余见 decisions.csv"
    return """
      <section id="search" class="needs-script" aria-labelledby="h-search"><h2 id="h-search">查询结论</h2>
      <form id="search-form" role="search">
      <label class="unseen" for="q">单位名称、统一社会信用代码或申报编号</label>
      <input type="search" id="q" autocomplete="off" spellcheck="false" placeholder="单位名称、统一社会信用代码或申报编号">
      <button type="submit">查询</button>
      </form>
      <p class="soft small">\(scope)。每件结论都列出逐步的依据。</p>
      <p id="said" role="status" aria-live="polite"></p>
      <ul id="hits" class="hits"></ul>
      </section>
      <noscript><p class="wrap soft">查询需要浏览器脚本；不用脚本时，各件结论见下面的名单和同一运行的 allocation.xlsx。</p></noscript>
      """
  }

  // MARK: Awards

  private var awardSection: String {
    var byItem: [Int: [Int]] = [:]
    for number in roll.awards { byItem[roll.item(number), default: []].append(number) }
    let parts = rulebook.items.indices.compactMap { item in byItem[item].map { awards(item, $0) } }
    return """
      <section id="awards" class="screen-only" aria-labelledby="h-awards"><h2 id="h-awards">拟支持名单</h2>
      <p class="soft small">按事项列出，点开查看；公示名单另见 notice.html。</p>
      \(parts.joined(separator: "\n"))
      </section>
      """
  }

  private func awards(_ item: Int, _ numbers: [Int]) -> String {
    let sum = funds.item(item)
    let rows = numbers.prefix(Report.mostEntries).map { number in
      let entry = roll.entry(number)
      return Pages.row(
        [
          escaped(entry.id), escaped(entry.name),
          escaped([roll.levelTitle(entry), entry.subjectName].filter { !$0.isEmpty }.joined(separator: " ")),
          escaped(roll.townName(entry.town)), wanText(decisions.amount(number)),
        ], classes: ["w", "", "", "w", "m"])
    }
    return """
      <details><summary>\(escaped(roll.itemTitle(item)))　\(numbers.count) 项　\(wan(sum.amount)) 万元</summary><div class="scroll">
      <table><thead>\(Pages.row(["申报编号", "单位名称", "级别、项目（标的）", "镇街", "拟安排（万元）"], tag: "th", classes: ["", "", "", "", "m"]))</thead><tbody>
      \(rows.joined())</tbody></table></div></details>
      """
  }

  // MARK: Words and numbers

  func enterprise(_ number: Int) -> Int32 {
    let (at, row) = roll.year.applications.locate(number)
    return roll.year.applications.chunks[at].enterprises[row]
  }

  func wan(_ fen: Int128) -> String { wanText(Int64(clamping: fen)) }
  func grouped(_ count: Int) -> String { groupedText(UInt64(count)) }

  /// `12.345`, hundredths of the whole with three decimals.
  func percent(_ part: Int, of whole: Int) -> String { decimal(Int128(part) * 100_000 / Int128(max(1, whole))) }
}
