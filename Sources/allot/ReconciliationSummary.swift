// The lines after a reconciliation: what was ordered and paid, what holds of how many, where the papers are.

import Finance
import Papers
import Tables

struct ReconciliationSummary {
  private let all: Reconciliation
  private let totals: ReconciliationTotals
  private let language: Language

  init(_ all: Reconciliation, _ totals: ReconciliationTotals, _ language: Language) {
    self.all = all
    self.totals = totals
    self.language = language
  }

  func text(path: String, unchanged: Bool) -> String {
    let settled = all.isSettled
    return [
      balanceLine(say("合计", "total"), totals.total.whole), balanceLine(say("区级", "district"), totals.total.district),
      balanceLine(say("镇级", "towns"), totals.total.town), statusLine, stepLine, batchLine, faultLine,
      settled ? say("全部相符，没有需要处理的", "everything is settled") : say("有需要处理的，见“需要处理”", "there is something to look at"),
      say("结果：\(path)", "papers: \(path)")
        + (unchanged ? say("；没有变化，未重新写出", "; nothing changed, nothing was written") : ""),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func balanceLine(_ name: String, _ sum: Balance) -> String {
    func yuan(_ fen: Int128) -> String { yuanText(Int64(clamping: fen)) }
    return say(
      "\(name)：应拨 \(yuan(sum.ordered)) = 已拨 \(yuan(sum.paid)) + 未拨 \(yuan(sum.open)) − 超拨 \(yuan(sum.over)) 元",
      "\(name): ordered \(yuan(sum.ordered)) = paid \(yuan(sum.paid)) + open \(yuan(sum.open)) - over \(yuan(sum.over)) yuan"
    )
  }

  private var statusLine: String {
    let shown = ReconciliationStatus.allCases.reversed().filter { totals.leading[$0.rawValue] > 0 }
      .map { "\($0.words(language)) \(totals.leading[$0.rawValue])" }
    return say("明细 \(all.book.count) 笔：", "\(all.book.count) orders: ") + shown.joined(separator: say("，", ", "))
  }

  private var stepLine: String {
    let shown = MatchStep.allCases.filter { totals.steps[$0.rawValue] > 0 }
      .map { "\($0.words(language)) \(totals.steps[$0.rawValue])" }
    return say("支付记录 \(all.file.rows.count) 条：", "\(all.file.rows.count) payments, by ")
      + shown.joined(separator: say("，", ", "))
  }

  private var batchLine: String {
    switch all.batch.source {
    case .said, .run, .none: ""
    case .mostFrequent:
      say(
        "批次号按多数记录所写的 \(all.batch.name) 核对（--batch 可指定）",
        "batch \(all.batch.name), as most payments say (--batch names another)")
    }
  }

  private var faultLine: String {
    let errors = all.file.faults.count { $0.severity == .error }
    guard errors > 0 || !all.file.unreadable.isEmpty else { return "" }
    return say(
      "支付记录的问题 \(errors) 处，其中 \(all.file.unreadable.count) 行无法读取、没有计入（faults.csv）",
      "faults in the payments: \(errors); rows that cannot be read and are not counted: \(all.file.unreadable.count) (faults.csv)"
    )
  }

  private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}
