// allot check: read and check everything, decide, publish nothing.

import Decision
import Intake
import Papers
import Rulebook
import Tables

enum CheckCommand {
  static let help = Help(
    words: "[YEAR]",
    summary: ("读取并检查全部表格，不发布", "read and check everything, publish nothing"),
    details: (
      "逐条列出每个问题：文件、行、列、所见、应当如何。", "Lists every fault with file, row, column, what was found and what would be right."
    ),
    options: [])

  static func run(_ session: Session) throws -> ExitCode {
    let folder = try session.folder()
    let (rulebook, _) = try session.rulebook(folder)
    let alternatives = rulebook.faultsOfAlternatives()
    let (decisions, _) = try session.decisions(folder, rulebook)
    let summary = Summary(decisions, YearTotals(decisions), session.terminal.language)
    let lines = (alternatives + decisions.year.faults + decisions.remarks).map {
      $0.message(in: session.terminal.language)
    }
    try session.terminal.print((lines + [summary.checkText]).joined(separator: "\n"))
    return summary.hasFindings || !alternatives.isEmpty ? .findings : .done
  }
}
