// allot policy: the policy as a readable sheet, and its quotes held against the law's text.

import Rulebook
import Tables

enum PolicyCommand {
  static let help = Help(
    words: "[YEAR]",
    summary: ("把政策表打印成一览表", "the policy as a readable sheet"),
    details: (
      "--source 核对每条引文是否见于政策原文，并列出没有被引用的含金额语句。",
      "--source checks that every quote stands in the law's text, and lists sentences with amounts that no row quotes."
    ),
    options: [Option("source", "FILE", zh: "政策原文", en: "the law's text")])

  static func run(_ session: Session) throws -> ExitCode {
    let folder = try session.folder()
    let (rulebook, _) = try session.rulebook(folder)
    try session.terminal.print(rulebook.readableSheet(in: session.terminal.language).joined(separator: "\n"))
    guard let source = session.arguments["source"] else { return .done }
    return try check(rulebook, against: source, session.terminal)
  }

  private static func check(_ rulebook: Rulebook, against source: String, _ terminal: Terminal) throws -> ExitCode {
    guard let bytes = try readFile(source, called: source) else {
      throw Failure(code: .fileMissing, zh: "没有文件 \(source)", en: "there is no file \(source)")
    }
    let document: Document
    do throws(Unusable) {
      document = try Document(file: source, raw: bytes)
    } catch {
      throw Failure(code: .dataUnusable, zh: "无法读取原文", en: "the source cannot be read", faults: error.faults)
    }
    let result = rulebook.checkQuotes(in: String(decoding: document.bytes, as: UTF8.self))
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
