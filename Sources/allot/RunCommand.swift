// allot run: decide the year and publish the papers.

import Audit
import Decision
import Intake
import Pages
import Papers
import Pricing
import Rulebook
import Tables
import Workbook

enum RunCommand {
  static let help = Help(
    words: "[YEAR]",
    summary: ("核定一年的奖补并发布材料", "decide the year and publish the papers"),
    details: (
      "默认是草案；--final 要求所有口径已经确定。\n输入不变则结果不变，不重复发布。",
      "A draft unless --final, which asks that every ruling is decided.\nThe same inputs make the same run, which is published once."
    ),
    options: [
      Option("draft", zh: "草案（默认）", en: "a draft (the default)"),
      Option("final", zh: "正式：口径未定则拒绝", en: "for decision: refuses while a ruling is open"),
      Option("notice-from", "DATE", zh: "公示的第一天（工作日）", en: "the first day of the public notice, a working day"),
      Option("trace", "all", zh: "超过十万件时也写逐件说明", en: "write trace.jsonl above 100,000 applications too"),
    ])

  static func run(_ session: Session) throws -> ExitCode {
    let folder = try session.folder()
    let (rulebook, policyFiles) = try session.rulebook(folder)
    let final = session.arguments.has("final")
    if final { try refuseOpenRulings(rulebook) }
    let (year, tableFiles) = try session.year(folder, rulebook)
    let start = try noticeStart(session, year)
    let decisions = decide(year)
    let inputs = (policyFiles + tableFiles).map { InputDigest(path: $0.path, contents: $0.bytes) }
    let mode = (final ? "final" : "draft") + (start.map { " notice-from \($0.description)" } ?? "")
    let identity = runIdentity(version: programVersion, mode: mode, inputs: inputs)
    let publisher = Publisher(folder: session.reports + "/" + folder.name, run: String(identity.prefix(12)))
    let totals = YearTotals(decisions)
    let summary = Summary(decisions, totals, session.terminal.language)
    let unchanged = publisher.isPublished
    if unchanged {
      try publisher.point(to: publisher.run)
    } else {
      let letterhead = Letterhead(rulebook.settings, isFinal: final, run: publisher.run)
      let period = NoticePeriod(days: rulebook.settings.noticeDays, from: start, year.registers)
      let reread = { @Sendable (other: Rulebook) in try? readYear(tableFiles, under: other) }
      try publisher.publish(papers(decisions, totals, traceAll: session.arguments["trace"] == "all")) {
        folder throws(Failure) in
        try peoplesPapers(decisions, totals, letterhead, period, reread, folder)
      }
    }
    try session.terminal.print(summary.text(final: final, path: publisher.path, unchanged: unchanged))
    return unchanged || !summary.hasFindings ? .done : .findings
  }

  private static func refuseOpenRulings(_ rulebook: Rulebook) throws(Failure) {
    let open = rulebook.rulings.filter { $0.status == .byDefault }
    guard open.isEmpty else {
      let names = open.map { "  \($0.id)  \($0.question)" }.joined(separator: "\n")
      throw Failure(
        code: .policyFaulty, zh: "还有 \(open.count) 项口径未定，不能正式运行：\n\(names)",
        en: "\(open.count) rulings are still open; a final run must wait:\n\(names)")
    }
  }

  /// The first day of the notice, if the command names one.
  private static func noticeStart(_ session: Session, _ year: Year) throws(UsageError) -> Day? {
    guard let text = session.arguments["notice-from"] else { return nil }
    let bytes = Array(text.utf8)
    let number = readDay(bytes.span, 0, bytes.count)
    guard Cell.isKnown(number) else {
      throw UsageError(zh: "--notice-from 应为日期，如 2025-06-03", en: "--notice-from takes a day, as 2025-06-03")
    }
    let day = Day(number: Int(number))
    guard year.registers.isWorkday(day) else {
      throw UsageError(
        zh: "公示须从工作日开始，\(day.description) 不是工作日", en: "a notice begins on a working day, and \(day.description) is none"
      )
    }
    return day
  }

  /// The most applications for which every ruling's price is worked out with the run.
  private static let mostPriced = 20_000

  /// The papers for people.
  ///
  /// - Parameter folder: for temporary files.
  private static func peoplesPapers(
    _ decisions: Decisions, _ totals: YearTotals, _ letterhead: Letterhead, _ period: NoticePeriod,
    _ reread: @Sendable (Rulebook) -> Year?, _ folder: String
  ) throws(Failure) -> [Paper] {
    let roll = Roll(decisions)
    let prices = roll.order.count <= mostPriced ? prices(of: decisions, reread: reread) : nil
    let lines = noticeLines(roll)
    var papers = [noticeTable(lines), noticePage(lines, letterhead, period)]
    papers.append(reportPage(roll, letterhead, totals, prices: prices))
    do throws(WorkbookFailure) {
      papers.append(try Allocation(roll, letterhead, totals, prices: prices, period: period).workbook(in: folder))
    } catch {
      throw Failure(
        code: .inputOutput, zh: "无法写出 allocation.xlsx：\(error.reason)；上一次的结果保持不变",
        en: "cannot write allocation.xlsx: \(error.reason); the run before stays as it was")
    }
    return papers
  }

  /// The papers for programs.
  private static func papers(_ decisions: Decisions, _ totals: YearTotals, traceAll: Bool) -> [Paper] {
    var papers = [decisionTable(decisions)] + certificateTables(decisions)
    papers += [totalsTable(decisions, totals), faultTable(decisions.year.faults + decisions.remarks)]
    if traceAll || decisions.year.applications.count <= 100_000 { papers.append(trace(Explainer(decisions, .zh))) }
    return papers
  }
}
