// allot policy: the policy as a readable sheet, and its quotes held against the law's text.

import Rulebook
import Tables

enum PolicyCommand {
  static let help = Help(
    words: "[YEAR]",
    summary: ("把政策表打印成一览表", "the policy as a readable sheet"),
    details: (
      "--source 核对每条引文是否见于政策原文，并列出没有被引用的含金额语句。\n--diff 只列出与另一年度不同的政策单元格；有不同则退出码为 1。",
      "--source checks that every quote stands in the law's text, and lists sentences with amounts that no row quotes.\n--diff lists only the cells that another year's policy writes differently, and exits 1 if there are any."
    ),
    options: [
      Option("source", "FILE", zh: "政策原文", en: "the law's text"),
      Option("diff", "YEAR", zh: "与这个年度的政策比较", en: "compare with this year's policy"),
    ])

  static func run(_ session: Session) throws -> ExitCode {
    let folder = try session.folder()
    let (rulebook, _) = try session.rulebook(folder)
    if let year = session.arguments["diff"] { return try compare(rulebook, folder, with: year, session) }
    let text = try session.arguments["source"].map(lawText)
    try session.terminal.print(rulebook.readableSheet(in: session.terminal.language).joined(separator: "\n"))
    return try text.map { try check(rulebook, against: $0, session.terminal) } ?? .done
  }

  /// The cells that differ from the other year to this one, by their keys.
  private static func compare(
    _ rulebook: Rulebook, _ folder: YearFolder, with year: String, _ session: Session
  ) throws -> ExitCode {
    let other = try YearFolder(data: session.data, year: year)
    let changes = try session.rulebook(other).0.changes(to: rulebook)
    let head = session.terminal.text(
      "\(other.name) → \(folder.name)：\(changes.count) 处不同", "\(other.name) → \(folder.name): \(changes.count) differ")
    try session.terminal.print(([head] + changes.map { told($0, session.terminal) }).joined(separator: "\n"))
    return changes.isEmpty ? .done : .findings
  }

  /// `limits/smart-upgrade.slots.year/value: 20个 → 25个`, with the ruling that rests on the cell.
  static func told(_ change: PolicyChange, _ terminal: Terminal) -> String {
    func shown(_ cell: String?) -> String {
      guard let cell else { return terminal.text("（没有）", "(none)") }
      return cell.isEmpty ? terminal.text("（空）", "(blank)") : excerpt(cell)
    }
    let ruling = change.ruling.isEmpty ? "" : terminal.text("（口径 \(change.ruling)）", " (ruling \(change.ruling))")
    return "\(change.path.description): \(shown(change.before)) → \(shown(change.after))\(ruling)"
  }

  private static func lawText(_ source: String) throws -> String {
    guard let bytes = try readFile(source, called: source) else {
      throw Failure(code: .fileMissing, zh: "没有文件 \(source)", en: "there is no file \(source)")
    }
    do throws(Unusable) {
      return String(decoding: try Document(file: source, raw: bytes).bytes, as: UTF8.self)
    } catch {
      throw Failure(code: .dataUnusable, zh: "无法读取原文", en: "the source cannot be read", faults: error.faults)
    }
  }

  private static func check(_ rulebook: Rulebook, against text: String, _ terminal: Terminal) throws -> ExitCode {
    let result = rulebook.checkQuotes(in: text)
    var lines = [terminal.text("引文核对：不符 \(result.faults.count) 条", "quotes not found: \(result.faults.count)")]
    lines += result.faults.map { $0.message(in: terminal.language) }
    lines.append(
      terminal.text(
        "未被引用的含金额语句：\(result.unquoted.count) 句", "sentences with amounts that no row quotes: \(result.unquoted.count)"))
    lines += result.unquoted.map { "  \($0.line): \($0.text)" }
    try terminal.print(lines.joined(separator: "\n"))
    return result.faults.isEmpty ? .done : .findings
  }
}
