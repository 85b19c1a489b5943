// A check has a name, says how much it looked at, and spells out the first thing that speaks against the run.

package import Tables

package struct Check: Sendable {
  /// As `slots`; the same in both languages, so that scripts can rely on it.
  package let id: String
  package let title: Saying
  /// How many things were looked at.
  package fileprivate(set) var count = 0
  package fileprivate(set) var failures = 0
  package fileprivate(set) var first: Saying?

  init(_ id: String, _ zh: String, _ en: String) {
    self.id = id
    title = Saying(zh: zh, en: en)
  }

  package var holds: Bool { failures == 0 }

  /// Looks at one thing; what is wrong is put into words only where it is.
  mutating func expect(_ isSo: Bool, _ wrong: @autoclosure () -> Saying) {
    count += 1
    guard !isSo else { return }
    failures += 1
    if first == nil { first = wrong() }
  }

  mutating func fail(_ wrong: Saying) { expect(false, wrong) }
}

/// A sentence in both languages.
package struct Saying: Equatable, Sendable {
  package let zh: String
  package let en: String

  package init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  package func text(_ language: Language) -> String { language == .zh ? zh : en }
}

/// The commonest sentence: something says this and should say that.
func differs(_ what: String, says found: String, shouldSay right: String) -> Saying {
  Saying(zh: "\(what) 写的是“\(found)”，应为“\(right)”", en: "\(what) says \"\(found)\", should say \"\(right)\"")
}
