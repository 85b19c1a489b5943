// allot simulate: the year under another policy, decided and told, published nowhere.

import Decision
import Glibc
import Intake
import Pages
import Papers
import Pricing
import Rulebook
import Tables

enum SimulateCommand {
  static let help = Help(
    words: "[YEAR]",
    summary: ("假如政策这样改，结果会怎样", "what would change under another policy"),
    details: (
      """
      不带 --set：逐项口径的影响，以及入围线有多稳。什么也不发布，也不改动任何文件。
      单元格写作“表/行/列”，如 limits/smart-upgrade/slots=25、items/smart-factory/grant_ratio=80%。
      --sweep 的两端不带单位时，用该单元格现有的单位；步长默认为 1。
      """,
      """
      Without --set: the price of every ruling, and how firm each line is. Nothing is published or changed.
      A cell is TABLE/ROW/COLUMN, as in limits/smart-upgrade/slots=25 or items/smart-factory/grant_ratio=80%.
      The ends of a sweep take the unit of the cell as it stands where they have none; the step is 1.
      """
    ),
    options: [
      Option("set", "CELL=VALUE", zh: "改一个政策单元格；可重复", en: "change a cell of the policy; repeatable"),
      Option("sweep", "CELL=A..B[..STEP]", zh: "让一个单元格走过一段数值", en: "walk a cell through values"),
      Option("output", "FILE", zh: "把 --sweep 画成图（SVG）写到这里", en: "write the sweep as a picture (SVG) there"),
      Option("json", zh: "输出 JSON", en: "JSON on stdout"),
    ])

  static func run(_ session: Session) throws -> ExitCode {
    let edits = try session.arguments.all("set").map { try edit($0, "set") }
    let swept = try session.arguments["sweep"].map { try edit($0, "sweep") }
    if session.arguments["output"] != nil, swept == nil {
      throw UsageError(zh: "--output 只与 --sweep 同用", en: "--output goes with --sweep")
    }
    let folder = try session.folder()
    let (rulebook, _) = try session.rulebook(folder)
    // The cells are looked at before anything is read: a wrong one is told at once.
    let changed = try refusing { () throws(Unusable) in try rulebook.replacing(edits) }
    let range = try swept.map { try sweepRange($0, changed) }
    let (decisions, files) = try session.decisions(folder, rulebook)
    let (inputs, cores) = (files.map(\.input), try session.cores())
    let reread: @Sendable (Rulebook) -> Year? = { try? readYear(inputs, under: $0) }
    let base = edits.isEmpty ? decisions : try replayed(decisions, changed, reread)
    let simulation = Simulation(decisions: decisions, language: session.terminal.language)
    var answer = Simulation.Answer()
    if !edits.isEmpty { simulation.tell(edits.map(\.path), base, &answer) }
    if let swept, let range {
      let points = try refusing { () throws(Unusable) in
        try sweep(swept.path, through: range, of: base, on: cores, reread: reread)
      }
      simulation.tell(swept.path, points, base, &answer)
      if let output = session.arguments["output"] {
        try replaceFiles([(output, sweepPicture(points, swept.path, base).bytes)])
      }
    }
    if edits.isEmpty, swept == nil {
      simulation.tell(prices(of: decisions, on: cores, reread: reread), &answer)
      simulation.tell(firmness(of: decisions, on: cores), &answer)
    }
    try session.terminal.print(session.arguments.has("json") ? answer.json.line : answer.lines.joined(separator: "\n"))
    return .done
  }

  private static func edit(_ text: String, _ option: String) throws(UsageError) -> (path: CellPath, value: String) {
    guard let sign = text.firstIndex(of: "=") else {
      throw UsageError(
        zh: "--\(option) 应写作 表/行/列=值，如 limits/smart-upgrade/slots=25",
        en: "--\(option) takes TABLE/ROW/COLUMN=VALUE, as limits/smart-upgrade/slots=25")
    }
    return (CellPath(String(text[..<sign])), String(text[text.index(after: sign)...]))
  }

  private static func sweepRange(_ swept: (path: CellPath, value: String), _ rulebook: Rulebook) throws -> SweepRange {
    let cell = try refusing { () throws(Unusable) in try rulebook.cell(at: swept.path) }
    guard let range = SweepRange(swept.value, in: cell) else {
      throw UsageError(
        zh: "--sweep 应写作 起..止 或 起..止..步长，如 10..40，最多 \(SweepRange.most) 个值",
        en: "--sweep takes FROM..TO or FROM..TO..STEP, as 10..40, at most \(SweepRange.most) values")
    }
    return range
  }

  private static func replayed(
    _ decisions: Decisions, _ rulebook: Rulebook, _ reread: (Rulebook) -> Year?
  ) throws(Failure) -> Decisions {
    guard let found = replay(decisions, under: rulebook, reread: reread) else {
      throw Failure(
        code: .dataUnusable, zh: "按这样的政策读不出本年数据", en: "the year cannot be read under that policy")
    }
    return found
  }

  /// A cell that leads nowhere or a value that the policy cannot have is told as the policy reader tells it.
  private static func refusing<Result>(_ work: () throws(Unusable) -> Result) throws(Failure) -> Result {
    do throws(Unusable) { return try work() } catch {
      throw Failure(
        code: .policyFaulty, zh: "政策不能这样改", en: "the policy cannot be changed so", faults: error.faults)
    }
  }
}
