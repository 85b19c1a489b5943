// The dozen lines after a run: what was decided, what waits, what is wrong, where the papers are.

import Decision
import Intake
import Papers
import Rulebook
import Screening
import Tables

struct Summary {
  private let decisions: Decisions
  private let totals: YearTotals
  private let language: Language

  init(_ decisions: Decisions, _ totals: YearTotals, _ language: Language) {
    self.decisions = decisions
    self.totals = totals
    self.language = language
  }

  private func faults(_ severity: Fault.Severity) -> Int {
    decisions.year.faults.count(severity) + decisions.remarks.count(severity)
  }

  /// Whether somebody has to look: invalid rows, or rows of a register that cannot be read.
  var hasFindings: Bool { faults(.error) > 0 || totals.total.count(.invalid) > 0 }

  func text(final: Bool, path: String, unchanged: Bool, news: News? = nil) -> String {
    var lines = overview(final: final) + competitionLines + pendingLines + faultLines
    if let news { lines.append(news.text(language)) }
    lines.append(
      say("结果：\(path)（Reports 的 latest 指向它）", "papers: \(path) (latest points to it)")
        + (unchanged ? say("；输入未变，未重新发布", "; inputs unchanged, nothing was written") : ""))
    lines.append(say("逐件说明：allot explain 申报编号|信用代码|单位名称", "one decision in words: allot explain ID|USCC|NAME"))
    return lines.joined(separator: "\n")
  }

  /// The counts and sums for the log.
  var members: [String: JSON] {
    var members: [String: JSON] = [:]
    for status in Status.allCases { members[status.name] = .integer(Int64(totals.total.count(status))) }
    members["read"] = .integer(Int64(totals.total.read))
    members["awarded_fen"] = .integer(Int64(clamping: totals.total.awarded))
    members["faults"] = .integer(Int64(faults(.error)))
    return members
  }

  /// What was decided, without papers to point to.
  var checkText: String { (overview(final: false) + pendingLines + faultLines).joined(separator: "\n") }

  private func overview(final: Bool) -> [String] {
    let settings = decisions.year.rulebook.settings
    let mode = final ? say("正式", "final") : say("草案", "draft")
    let counts = Status.allCases.filter { totals.total.count($0) > 0 }.map {
      "\($0.words(language)) \(totals.total.count($0))"
    }
    let total = totals.total
    return [
      "\(settings.title) · \(mode)",
      say("申报 \(total.read) 件", "\(total.read) applications")
        + (counts.isEmpty ? "" : say("：", ": ") + counts.joined(separator: say("，", ", "))),
      say(
        "拟安排 \(yuan(total.awarded)) 元：区级 \(yuan(total.district)) 元，镇级 \(yuan(total.town)) 元",
        "awarded \(yuan(total.awarded)) yuan: district \(yuan(total.district)), towns \(yuan(total.town))"),
    ]
  }

  private var competitionLines: [String] {
    decisions.competitions.map { competition in
      let item = decisions.year.rulebook.items[competition.item]
      var text = say(
        "\(item.title)：参评 \(competition.ranking.count) 项，名额 \(competition.slots)，入围 \(competition.used)，入围线第 \(competition.line) 名",
        "\(item.id): \(competition.ranking.count) ranked, \(competition.slots) slots, \(competition.used) used, line behind rank \(competition.line)"
      )
      if competition.line > 0 {
        let score = decisions.score(Int(competition.ranking[competition.line - 1]))
        if Cell.isKnown(score) { text += say("（\(pointsText(score)) 分）", " (\(pointsText(score)) points)") }
      }
      return text
    }
  }

  private var pendingLines: [String] {
    guard totals.total.count(.pending) > 0 else { return [] }
    let catalogue = decisions.year.rulebook.reasons
    let sorted = totals.pendingReasons.sorted {
      ($1.value, catalogue.code($0.key)) < ($0.value, catalogue.code($1.key))
    }
    let most = sorted.prefix(6).map { "\(catalogue.code($0.key)) \($0.value)" }.joined(separator: say("，", ", "))
    let more = sorted.count > 6 ? say(" 等 \(sorted.count) 种", " and \(sorted.count - 6) more") : ""
    return [say("待核 \(totals.total.count(.pending)) 件：", "\(totals.total.count(.pending)) pending: ") + most + more]
  }

  private var faultLines: [String] {
    let (errors, warnings, skipped) = (faults(.error), faults(.warning), faults(.skipped))
    guard errors + warnings + skipped > 0 else { return [] }
    return [
      say(
        "数据问题：错误 \(errors) 处，提醒 \(warnings) 处，跳过 \(skipped) 处（faults.csv）",
        "data: \(errors) errors, \(warnings) warnings, \(skipped) skipped (faults.csv)")
    ]
  }

  private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
  private func yuan(_ fen: Int128) -> String { yuanText(Int64(clamping: fen)) }
}
