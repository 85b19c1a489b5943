// reconciliation.html: what was ordered and what was paid, on one page without scripts; in yuan, to the fen.

package import Finance
package import Papers
import Rulebook
import Tables

package func reconciliationPage(
  _ all: Reconciliation, _ totals: ReconciliationTotals, _ letterhead: Letterhead
) -> Paper {
  let report = ReconciliationReport(all: all, totals: totals, letterhead: letterhead)
  return Paper(name: "reconciliation.html", bytes: Array(report.html.utf8), isPrivate: true)
}

struct ReconciliationReport {
  let all: Reconciliation
  let totals: ReconciliationTotals
  let letterhead: Letterhead

  /// The most orders, payments and faults that the page lists; the tables hold all of them.
  private static let mostLines = 2_000

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="robots" content="noindex">
    <title>\(escaped(letterhead.settings.title)) · 拨付对账</title>
    <style>\(reportStyle(letterhead))@media print{#look details{display:block!important}}</style>
    </head>
    <body>
    <a class="skip" href="#main">跳到正文</a>
    <header class="top"><div class="wrap">
    <p class="run"><span class="mark">对账</span>拨付明细与支付记录　运行编号 \(escaped(letterhead.run))</p>
    <h1>\(escaped(letterhead.settings.title))</h1>
    </div></header>
    <nav aria-label="目录"><div class="wrap"><ul>
    <li><a href="#totals">总体情况</a></li><li><a href="#look">需要处理的拨付</a></li><li><a href="#strays">不在明细的支付</a></li>
    <li><a href="#sums">分事项、分镇街</a></li><li><a href="#faults">支付记录的问题</a></li>
    </ul></div></nav>
    <main id="main" class="wrap">
    \(totalsSection)
    \(lookSection)
    \(straySection)
    \(sumSection)
    \(faultSection)
    <footer>\(escaped(letterhead.runLine))。本页由 allot 根据 payments/order.csv 和支付记录生成，与 orders.csv、payments.csv 逐分一致；不含收款账号。</footer>
    </main>
    </body>
    </html>

    """
  }

  // MARK: Totals

  private var totalsSection: String {
    let sum = totals.total.whole
    func figure(_ title: String, _ fen: Int128) -> String {
      "<div><dt>\(title)</dt><dd>\(yuan(fen))<small>元</small></dd></div>"
    }
    return """
      <section id="totals" aria-labelledby="h-totals"><h2 id="h-totals">总体情况</h2>
      <dl class="figures">
      \(figure("应拨（\(groupedText(UInt64(all.book.count))) 笔）", sum.ordered))
      \(figure("已拨（支付记录 \(groupedText(UInt64(all.file.rows.count))) 条）", sum.paid))
      \(figure("未拨", sum.open))
      \(figure("超拨", sum.over))
      \(figure("退汇", sum.returned))
      \(figure("追回", sum.recovered))
      </dl>
      <p>应拨 \(yuan(sum.ordered)) = 已拨 \(yuan(sum.paid)) + 未拨 \(yuan(sum.open)) − 超拨 \(yuan(sum.over))，逐分相等，各笔、各级次之间不冲抵。</p>
      <p>\(batchWords)\(stepWords)</p>
      \(statusTable)
      </section>
      """
  }

  private var batchWords: String {
    switch all.batch.source {
    case .said: "批次号按指定的“\(escaped(all.batch.name))”核对。"
    case .run: "批次号按运行编号“\(escaped(all.batch.name))”核对。"
    case .mostFrequent: "支付记录没有以运行编号为批次号的，批次号按多数记录所写的“\(escaped(all.batch.name))”核对。"
    case .none: ""
    }
  }

  private var stepWords: String {
    let steps = MatchStep.allCases.filter { totals.steps[$0.rawValue] > 0 }
      .map { "\($0.words(.zh)) \(totals.steps[$0.rawValue]) 条" }
    let unreadable = all.file.unreadable.isEmpty ? [] : ["无法读取 \(all.file.unreadable.count) 条"]
    return "对上的依据：" + (steps + unreadable).joined(separator: "，") + "。"
  }

  private var statusTable: String {
    let classes = ["what", "c", "c", "m", "m", "m", "m"]
    let rows = ReconciliationStatus.allCases.filter { totals.holding[$0.rawValue] > 0 }.map { status in
      let balance = totals.balances[status.rawValue]
      return Pages.row(
        [
          "\(status.words(.zh)) <span class=\"soft small\">\(status.name)</span>",
          "\(totals.leading[status.rawValue])", "\(totals.holding[status.rawValue])", orDash(balance.ordered),
          orDash(balance.paid), orDash(balance.open), orDash(balance.over),
        ], classes: classes)
    }
    let titles = ["结论", "笔数", "有此情形", "应拨", "已拨", "未拨", "超拨"]
    return """
      <div class="scroll"><table><caption>单位：元。一笔有几种情形时，列在最要紧的一种之下。</caption>
      <thead>\(Pages.row(titles, tag: "th", classes: classes))</thead>
      <tbody>\(rows.joined())</tbody></table></div>
      """
  }

  // MARK: Orders and payments

  private var lookSection: String {
    let orders = all.unsettled
    let body =
      orders.isEmpty
      ? "<p>没有需要处理的拨付。</p>"
      : cut(orders.count, "orders.csv")
        + orders.prefix(Self.mostLines).map { entry($0, isOpen: orders.count <= 20) }.joined()
    return """
      <section id="look" aria-labelledby="h-look"><h2 id="h-look">需要处理的拨付（\(orders.count) 笔）</h2>
      \(body)
      </section>
      """
  }

  /// An order with its payments; a short list stands open.
  private func entry(_ order: Int, isOpen: Bool) -> String {
    let outcome = all.outcomes[order]
    let words = outcome.statuses.all.map { $0.words(.zh) }.joined(separator: "；")
    let levels = [(FundLevel.district, outcome.district), (.town, outcome.town)].filter {
      $0.1.ordered > 0 || $0.1.paid > 0
    }
    let sums = levels.map { level, balance in
      level.words(.zh) + "应拨 \(yuan(balance.ordered))，已拨 \(yuan(balance.paid))"
        + (balance.open > 0 ? "，未拨 \(yuan(balance.open))" : "") + (balance.over > 0 ? "，超拨 \(yuan(balance.over))" : "")
    }
    let payments = all.payments(of: order).map(Int.init).sorted()
    return """
      <details class="hit invalid"\(isOpen ? " open" : "")><summary><b>\(escaped(all.book.number(order)))</b>　\(escaped(all.payee(order)))<span class="status">\(words)</span>\(sums.joined(separator: "；"))</summary><div>
      <p class="soft small">\(escaped(all.application(order)))　\(escaped(all.item(order)))　\(escaped(all.town(order)))</p>
      \(payments.isEmpty ? "<p>没有支付记录。</p>" : paymentTable(payments.prefix(200).map { $0 }))
      </div></details>

      """
  }

  private var straySection: String {
    let strays = all.strays
    return """
      <section id="strays" aria-labelledby="h-strays"><h2 id="h-strays">不在明细的支付（\(strays.count) 条）</h2>
      \(strays.isEmpty ? "<p>没有。</p>" : cut(strays.count, "payments.csv") + paymentTable(Array(strays.prefix(Self.mostLines))))
      </section>
      """
  }

  private func paymentTable(_ payments: [Int]) -> String {
    let classes = ["c", "w", "what", "m", "w", "c", "c", "w", ""]
    let rows = payments.map { at in
      let payment = all.file.rows[at]
      let told = payment.ending == .paid && !all.counts[at] ? ["同一凭证已退汇或追回，不计"] : []
      let findings = all.findings[at].all.map { $0.words(.zh) } + told
      return Pages.row(
        [
          "\(payment.line)", escaped(all.voucher(at)), escaped(all.payeeOf(payment: at)), yuan(Int128(payment.amount)),
          all.date(at), payment.level.words(.zh), payment.ending.words, all.matches[at].step.words(.zh),
          findings.joined(separator: "；"),
        ], classes: classes)
    }
    let titles = ["行", "支付凭证号", "收款人", "金额（元）", "日期", "级次", "状态", "对上的依据", "情形"]
    return """
      <div class="scroll"><table><thead>\(Pages.row(titles, tag: "th", classes: classes))</thead>
      <tbody>\(rows.joined())</tbody></table></div>
      """
  }

  // MARK: Sums and faults

  private var sumSection: String {
    let groups = all.groups(totals)
    func part(_ kind: SumGroup.Kind, _ title: String) -> String {
      "<h3>分\(title)</h3>" + sumTable(groups.filter { $0.kind == kind } + groups.filter { $0.kind == .total }, title)
    }
    return """
      <section id="sums" aria-labelledby="h-sums"><h2 id="h-sums">分事项、分镇街</h2>
      \(part(.item, "事项"))
      \(part(.town, "镇街"))
      </section>
      """
  }

  private func sumTable(_ groups: [SumGroup], _ title: String) -> String {
    let classes = ["what", "c", "m", "m", "m", "m", "m wide", "m wide"]
    let rows = groups.flatMap { group in
      [("合计", group.sum.whole), ("区级", group.sum.district), ("镇级", group.sum.town)].map { level, balance in
        Pages.row(
          [
            level == "合计" ? escaped(group.title) : "", level, orDash(balance.ordered), orDash(balance.paid),
            orDash(balance.open), orDash(balance.over), orDash(balance.returned), orDash(balance.recovered),
          ], classes: classes)
      }
    }
    let titles = [title, "级次", "应拨", "已拨", "未拨", "超拨", "退汇", "追回"]
    return """
      <div class="scroll"><table><caption>单位：元。</caption>
      <thead>\(Pages.row(titles, tag: "th", classes: classes))</thead>
      <tbody>\(rows.dropLast(3).joined())</tbody><tfoot>\(rows.suffix(3).joined())</tfoot></table></div>
      """
  }

  private var faultSection: String {
    let faults = all.file.faults
    let lines = faults.prefix(Self.mostLines).map { "<li>\(escaped($0.message(in: .zh)))</li>" }
    return """
      <section id="faults" aria-labelledby="h-faults"><h2 id="h-faults">支付记录的问题（\(faults.count) 处）</h2>
      \(faults.isEmpty ? "<p>没有。</p>" : cut(faults.count, "faults.csv") + "<ul>\(lines.joined())</ul>")
      </section>
      """
  }

  private func cut(_ count: Int, _ table: String) -> String {
    count > Self.mostLines ? "<p>共 \(count) 条，本页列前 \(Self.mostLines) 条，全部见 \(table)。</p>" : ""
  }

  private func yuan(_ fen: Int128) -> String { yuanText(Int64(clamping: fen)) }

  /// Nothing is a dash, so that what is there is seen.
  private func orDash(_ fen: Int128) -> String { fen == 0 ? "–" : yuan(fen) }
}
