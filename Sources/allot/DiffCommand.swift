// allot diff: what changed between two published runs, and why.

import Comparison
import Tables
import Verification

enum DiffCommand {
  static let help = Help(
    words: "RUN RUN",
    summary: ("两次运行之间哪些结论变了，为什么", "what changed between two runs, and why"),
    details: (
      """
      RUN 是运行的文件夹，如 Reports/2024/latest，或运行编号；先写旧的，后写新的。只读两次运行的材料。
      每件变化写明原因：本件的哪一格、登记表的哪一格、政策（口径）的哪一格，或被哪一件挤动、那一件又因何而动。
      没有结论变化退出码为 0，有变化为 1。
      """,
      """
      RUN is a run's folder, as Reports/2024/latest, or its number; the older first. Only the runs' papers are read.
      Every change names its cause: a cell of its own, of a register, of the policy (with its ruling), or the
      application that displaced it and what moved that one. Exit 0: the same decisions; 1: some differ.
      """
    ),
    options: [
      Option("format", "text|csv|json", zh: "输出格式（默认 text）", en: "how it is told (text)"),
      Option("year", "YEAR", zh: "RUN 是编号时的年度", en: "the year, where RUN is a number"),
    ])

  private enum Format: String, CaseIterable { case text, csv, json }

  static func run(_ session: Session) throws -> ExitCode {
    guard session.arguments.words.count == 2 else {
      throw UsageError(zh: "请给出两个运行：旧的和新的", en: "name two runs, the older first")
    }
    guard let format = Format(rawValue: session.arguments["format"] ?? "text") else {
      throw UsageError(zh: "--format 应为 text、csv 或 json", en: "--format takes text, csv or json")
    }
    let (before, after) = (
      try papers(session, session.arguments.words[0]), try papers(session, session.arguments.words[1])
    )
    let difference = compare(before, after)
    if !difference.isTraced {
      session.terminal.warn(
        session.terminal.text(
          "有运行没有 trace.jsonl（十万件以上须 --trace all），看不到各件所据的单元格",
          "a run has no trace.jsonl (above 100,000 applications: --trace all), so cells cannot be named"))
    }
    let telling = DifferenceTelling(difference: difference, after: after, language: session.terminal.language)
    switch format {
    case .text: try session.terminal.print(telling.text)
    case .csv: try session.terminal.print(telling.csv)
    case .json: try session.terminal.print(telling.json.line)
    }
    return difference.isNothing ? .done : .findings
  }

  static func papers(_ session: Session, _ word: String) throws -> RunPapers {
    let folder = try RunFolder(session, word)
    let files = try folder.readAll()
    do throws(Broken) { return try RunPapers(name: folder.name, files: files) } catch {
      throw Failure(
        code: .dataUnusable, zh: "\(folder.path) 的材料不能比较：\(error.saying.zh)",
        en: "the papers in \(folder.path) cannot be compared: \(error.saying.en)")
    }
  }
}
