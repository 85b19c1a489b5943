// The commands, their help, and the options that all of them share.

import Tables

enum Command: String, CaseIterable {
  case run, check, explain, policy, simulate, verify, prove, order, reconcile, diff, generate

  var help: Help {
    switch self {
    case .run: RunCommand.help
    case .check: CheckCommand.help
    case .explain: ExplainCommand.help
    case .policy: PolicyCommand.help
    case .simulate: SimulateCommand.help
    case .verify: VerifyCommand.help
    case .prove: ProveCommand.help
    case .order: OrderCommand.help
    case .reconcile: ReconcileCommand.help
    case .generate: GenerateCommand.help
    case .diff: DiffCommand.help
    }
  }

  func run(_ session: Session) throws -> ExitCode {
    switch self {
    case .run: try RunCommand.run(session)
    case .check: try CheckCommand.run(session)
    case .explain: try ExplainCommand.run(session)
    case .policy: try PolicyCommand.run(session)
    case .simulate: try SimulateCommand.run(session)
    case .verify: try VerifyCommand.run(session)
    case .prove: try ProveCommand.run(session)
    case .order: try OrderCommand.run(session)
    case .reconcile: try ReconcileCommand.run(session)
    case .generate: try GenerateCommand.run(session)
    case .diff: try DiffCommand.run(session)
    }
  }
}

/// What a command says of itself.
struct Help {
  /// The words behind the command's name, as `[YEAR]`.
  let words: String
  let summary: (zh: String, en: String)
  let details: (zh: String, en: String)
  let options: [Option]

  func text(_ name: String, _ language: Language) -> String {
    let zh = language == .zh
    return """
      \(zh ? "用法" : "usage"): allot \(name) \(words) [\(zh ? "选项" : "options")]

      \(zh ? summary.zh : summary.en)
      \(zh ? details.zh : details.en)

      \(optionLines(options + globalOptions, language))
      """
  }
}

let globalOptions = [
  Option("data", "DIR", zh: "年度数据所在的文件夹（默认 Data）", en: "the folder of the years (Data)"),
  Option("reports", "DIR", zh: "结果所在的文件夹（默认 Reports）", en: "the folder of the results (Reports)"),
  Option("lang", "zh|en", zh: "提示语言（默认按系统语言）；材料均为中文", en: "language of messages (from the locale); papers are Chinese"),
  Option("jobs", "N", zh: "最多用几个处理器核（默认全部）", en: "how many cores to use at most (all)"),
  Option("quiet", zh: "只输出结果和错误", en: "results and errors only"),
  Option("json-log", zh: "提示写成 JSON 行", en: "messages as JSON lines"),
  Option("version", zh: "版本", en: "the version"),
  Option("help", zh: "帮助；每个命令都有", en: "this help; every command has one"),
]

func optionLines(_ options: [Option], _ language: Language) -> String {
  options.map { option in
    let name = "--" + option.name + (option.value.map { " " + $0 } ?? "")
    let gap = String(repeating: " ", count: max(1, 22 - name.count))
    return "  " + name + gap + (language == .zh ? option.help.zh : option.help.en)
  }.joined(separator: "\n")
}

func overview(_ language: Language) -> String {
  let zh = language == .zh
  let commands = Command.allCases.map { command in
    let words = command.rawValue + " " + command.help.words
    let gap = String(repeating: " ", count: max(1, 22 - words.count))
    return "  " + words + gap + (zh ? command.help.summary.zh : command.help.summary.en)
  }
  return """
    allot \(programVersion): \(zh ? "按政策表审核、评分、择优、核定奖补资金，并写成任何人都能核对的材料" : "screens, scores, selects and pays the year's awards from tables, and leaves papers that anyone can check")

    \(zh ? "用法" : "usage"): allot COMMAND [\(zh ? "选项" : "options")]

    \(commands.joined(separator: "\n"))

    \(optionLines(globalOptions, language))

    \(zh ? "退出码" : "exit codes"): 0 \(zh ? "完成" : "done") · 1 \(zh ? "完成，有需要查看的问题" : "done, with findings") · 64 \(zh ? "用法" : "usage") · 65 \(zh ? "数据不能用" : "data unusable") · 66 \(zh ? "缺少文件" : "file missing") · 70 \(zh ? "程序错误" : "our bug") · 73 \(zh ? "无法创建输出" : "cannot create output") · 74 \(zh ? "读写错误" : "I/O error") · 75 \(zh ? "另一次运行占用" : "another run holds the lock") · 78 \(zh ? "政策有误或口径未定" : "policy faulty or rulings open")
    """
}
