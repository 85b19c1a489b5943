// An explanation as a person reads it on a terminal.

package import Tables

extension Explanation {
  package func text(_ language: Language) -> String {
    func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    let subjectText = [subject, subjectName].filter { !$0.isEmpty }.joined(separator: " ")
    var lines = [
      "\(applicationID)  \(itemTitle.isEmpty ? item : itemTitle)\(levelTitle.isEmpty ? "" : " · \(levelTitle)")",
      "\(name)  \(uscc)" + (subjectText.isEmpty ? "" : "  \(subjectText)"),
    ]
    if let last = steps.last { lines.append(last.text) }
    lines.append("")
    // What decided comes first, then everything else in the order in which it was looked at.
    for step in steps.dropLast() where step.stands { lines += step.lines(language, clauseTitles) }
    for step in steps.dropLast() where !step.stands { lines += step.lines(language, clauseTitles) }
    return lines.joined(separator: "\n")
  }
}

extension Step {
  /// Whether the step stood in the way, or may.
  fileprivate var stands: Bool { outcome == .failed || outcome == .doubtful }

  fileprivate func lines(_ language: Language, _ clauseTitles: [String: String]) -> [String] {
    func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    let mark: String =
      switch outcome {
      case .met: "✓"
      case .failed: "✗"
      case .doubtful: "?"
      case .noted: "·"
      }
    var basis: [String] = []
    if !clause.isEmpty { basis.append(say("依据 \(clause) \(clauseTitles[clause] ?? "")", "clause \(clause)")) }
    if !quote.isEmpty { basis.append("“\(quote)”") }
    if !ruling.isEmpty { basis.append(say("口径 \(ruling)", "ruling \(ruling)")) }
    if !reason.isEmpty { basis.append("[\(reason)]") }
    var lines = ["\(mark) \(text)"]
    if !basis.isEmpty { lines.append("    " + basis.joined(separator: " ")) }
    for fact in facts {
      guard let place = fact.place else { continue }
      let raw = fact.raw.isEmpty ? say("（空）", "(blank)") : excerpt(fact.raw)
      lines.append("    \(fact.title)：\(raw)  \(place.description)")
    }
    return lines
  }
}
