// allot diff: what changed between two published runs, and why.

import Tables

enum DiffCommand {
  static let help = Help(
    words: "RUN RUN", summary: ("", ""), details: ("", ""), options: [])

  static func run(_ session: Session) throws -> ExitCode { .done }
}
