// allot explain: one decision in words, found by application id, credit code or name.

import Decision
import Intake
import Papers
import Tables

enum ExplainCommand {
  static let help = Help(
    words: "ID|USCC|NAME",
    summary: ("用文字说明一件申报的结论", "one decision in words"),
    details: (
      "按申报编号、统一社会信用代码或单位名称（可以是一部分）查找。\n每一步都写明条款、依据和所据单元格。",
      "Finds applications by id, credit code or name (a part will do).\nEvery step names its clause, its quote or ruling, and the cells it rests on."
    ),
    options: [
      Option("year", "YEAR", zh: "年度（默认最近一年）", en: "the year (the latest)"),
      Option("json", zh: "每件一行 JSON", en: "one JSON object to a line"),
    ])

  static func run(_ session: Session) throws -> ExitCode {
    guard session.arguments.words.count == 1, let wanted = session.arguments.words.first else {
      throw UsageError(zh: "请给出一个申报编号、信用代码或名称", en: "name one application id, credit code or name")
    }
    let folder = try YearFolder(data: session.data, year: session.arguments["year"])
    let (rulebook, _) = try session.rulebook(folder)
    let (decisions, _) = try session.decisions(folder, rulebook)
    let found = find(wanted, in: decisions.year)
    guard !found.isEmpty else {
      session.terminal.warn(
        session.terminal.text("\(folder.name) 年没有与“\(wanted)”相符的申报", "nothing in \(folder.name) matches \"\(wanted)\""))
      return .findings
    }
    let explainer = Explainer(decisions, session.terminal.language)
    let texts = found.map { number in
      let explanation = explainer.explain(number)
      return session.arguments.has("json") ? explanation.line : explanation.text(session.terminal.language)
    }
    try session.terminal.print(texts.joined(separator: session.arguments.has("json") ? "\n" : "\n\n"))
    return .done
  }

  /// Row numbers in the order of the papers: of this id, else of this code, else of enterprises with this name.
  private static func find(_ wanted: String, in year: Year) -> [Int] {
    let code = foldedCode(wanted)
    let name = foldedName(wanted)
    func matches(_ test: (_ chunk: Int, _ row: Int) -> Bool) -> [Int] {
      year.applications.order.lazy.map { Int($0) }.filter { number in
        let (chunk, row) = year.applications.locate(number)
        return test(chunk, row)
      }
    }
    let byID = matches { year.applications.chunks[$0].id($1).elementsEqual(code.utf8) }
    if !byID.isEmpty { return byID }
    let byCode = matches { year.uscc($0, $1).elementsEqual(code.utf8) }
    if !byCode.isEmpty { return byCode }
    guard !name.isEmpty else { return [] }
    return matches { foldedName(String(decoding: year.name($0, $1), as: UTF8.self)).contains(name) }
  }
}
