// Where something stands in the year's tables, and what is wrong there.

/// A place in a table as a person would look it up: file, physical line (header = 1), column.
package struct Place: Hashable, Sendable {
  /// The path below the year folder, as `applications/projects.csv`.
  package var file: String
  /// The physical line on which the record begins; 0 speaks of the whole file.
  package var line: Int
  /// The machine name of the column, or empty for the whole row.
  package var column: String
  /// The column's position in the file, from 1; 0 where there is none.
  package var position: Int

  package init(file: String, line: Int = 0, column: String = "", position: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
    self.position = position
  }

  /// `file:line:position`, leaving out what is not known.
  package var description: String {
    var text = file
    if line > 0 { text += ":\(line)" }
    if position > 0 { text += ":\(position)" } else if !column.isEmpty { text += ":\(column)" }
    return text
  }
}

/// One thing that a reader of the tables must be told: its place, what was found, what would be right.
package struct Fault: Equatable, Sendable {
  package enum Severity: String, Sendable {
    /// The row or the file cannot be used as it stands.
    case error
    /// It was read, but somebody should look.
    case warning
    /// Passed over on purpose: a totals row, a repeated row, an unknown column.
    case skipped
  }

  package let severity: Severity
  package let place: Place
  /// The text as it stands in the file, shortened to something printable.
  package let found: String
  package let problem: Problem

  package init(_ severity: Severity, _ place: Place, found: String, _ problem: Problem) {
    self.severity = severity
    self.place = place
    self.found = found
    self.problem = problem
  }

  /// The same fault as many lines further down.
  package func shifted(lines by: Int) -> Fault {
    var moved = place
    if moved.line > 0 { moved.line += by }
    return Fault(severity, moved, found: found, problem)
  }

  /// `place: "found": what would be right`, in the reader's language.
  package func message(in language: Language) -> String {
    let quoted = found.isEmpty ? "" : "\"\(found)\": "
    return "\(place.description): \(quoted)\(problem.text(in: language))"
  }
}

extension [Fault] {
  /// By line, those of one line as they are.
  package var inLineOrder: [Fault] {
    let lines = map { $0.place.line }
    return indices.sorted { (lines[$0], $0) < (lines[$1], $1) }.map { self[$0] }
  }

  /// How many are of this severity.
  package func count(_ severity: Fault.Severity) -> Int { indices.count { self[$0].severity == severity } }
}

/// A file that cannot be used at all; carries every fault that stands in the way.
package struct Unusable: Error, Sendable {
  package let faults: [Fault]
  package init(_ faults: [Fault]) { self.faults = faults }
}

/// The languages in which the program speaks on the terminal; the papers are Chinese.
package enum Language: String, CaseIterable, Sendable {
  case zh, en
}

/// Shortens a cell for a message: control characters made visible, at most 60 characters.
package func excerpt(_ text: String) -> String {
  var short = ""
  for scalar in text.unicodeScalars {
    if short.unicodeScalars.count >= 60 { return short + "…" }
    switch scalar {
    case "\n": short += "\\n"
    case "\r": short += "\\r"
    case "\t": short += "\\t"
    default:
      let invisible = scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
      short += invisible ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
  }
  return short
}
