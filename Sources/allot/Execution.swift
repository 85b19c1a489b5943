// One execution of `allot run`, as the ledger will know it: it is noted once, however it ends.

import Tables

final class Execution {
  let folder: String
  let mode: String
  private var isNoted = false

  init(folder: String, mode: String) {
    self.folder = folder
    self.mode = mode
  }

  /// The final run before this one; nil for drafts.
  func finalBefore() throws(Failure) -> String? {
    guard mode == "final" else { return nil }
    return try Ledger(folder: folder).runs().last { $0.mode == "final" }?.run
  }

  func note(_ outcome: Ledger.Outcome, run: String?, exit: ExitCode, reason: String = "") throws(Failure) {
    guard !isNoted else { return }
    let before = try finalBefore()
    try Ledger(folder: folder).note(
      outcome, run: run, mode: mode, exit: exit, before: before == run ? nil : before, reason: reason)
    isNoted = true
  }

  /// Notes a failure; one of the ledger itself cannot be noted, and the first failure is the one that is told.
  func note(_ failure: Failure) throws(Failure) {
    let outcome: Ledger.Outcome = failure.code == .policyFaulty ? .refused : .failed
    do throws(Failure) {
      try note(outcome, run: nil, exit: failure.code, reason: failure.en)
    } catch {
      return
    }
  }
}
