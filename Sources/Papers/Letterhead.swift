// What stands on every page of every paper for people: whose policy, draft or final, and which run.

package import Rulebook

package struct Letterhead: Sendable {
  package let settings: Settings
  package let isFinal: Bool
  /// The first twelve digits of the run's identity.
  package let run: String

  package init(_ settings: Settings, isFinal: Bool, run: String) {
    self.settings = settings
    self.isFinal = isFinal
    self.run = run
  }

  /// `草案` or `正式`.
  package var mark: String { isFinal ? "正式" : "草案" }

  /// `草案 · 运行 0fdedd6b05f6`
  package var runLine: String { "\(mark) · 运行编号 \(run)" }
}
