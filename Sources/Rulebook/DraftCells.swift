// How the readers of a draft take a cell: each notes what is wrong with it and gives nil.

import Tables

extension Draft {
  /// Of a column that the file lacks nothing is said where the file has unknown ones: it may be one of those.
  mutating func note(_ row: Row, _ column: String, _ problem: Problem, found: String? = nil) {
    guard row.place(column).position > 0 || !misspelt.contains(row.sheet.name) else { return }
    faults.append(Fault(.error, row.place(column), found: excerpt(found ?? row[column]), problem))
  }

  /// A cell that may not be blank.
  mutating func filled(_ row: Row, _ column: String) -> String? {
    let text = row[column]
    if text.isEmpty {
      note(row, column, .blank)
      return nil
    }
    return text
  }

  /// A cell that must be blank here.
  mutating func blank(_ row: Row, _ column: String) {
    if !row[column].isEmpty { note(row, column, .leaveBlank) }
  }

  /// One of an enum's words; a blank cell means `blank` if that is given.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ row: Row, _ column: String, blank: Word? = nil
  ) -> Word? where Word.RawValue == String {
    if row[column].isEmpty, let blank { return blank }
    guard let text = filled(row, column) else { return nil }
    guard let word = Word(rawValue: text) else {
      note(row, column, .unknownWord(Word.allCases.map(\.rawValue)))
      return nil
    }
    return word
  }

  /// A cell as `read` takes it; a blank cell is a fault.
  mutating func value<Value>(
    _ row: Row, _ column: String, or problem: Problem, _ read: (String) -> Value?
  ) -> Value? {
    guard let text = filled(row, column) else { return nil }
    guard let value = read(text) else {
      note(row, column, problem)
      return nil
    }
    return value
  }

  /// The values of a cell that are separated by `;`.
  mutating func list(_ row: Row, _ column: String) -> [String]? {
    guard let text = filled(row, column) else { return nil }
    let parts = split(text)
    guard !parts.contains(""), !text.contains("；") else {
      note(row, column, .badList)
      return nil
    }
    return parts
  }

  // MARK: Names

  mutating func clause(_ row: Row, _ column: String) -> Int? {
    guard let id = filled(row, column) else { return nil }
    guard let clause = clauses.firstIndex(where: { $0.id == id }) else {
      note(row, column, .noSuchClause)
      return nil
    }
    return clause
  }

  mutating func item(_ row: Row, _ column: String = "item") -> Int? {
    guard let id = filled(row, column) else { return nil }
    return item(named: id, row, column)
  }

  mutating func item(named id: String, _ row: Row, _ column: String) -> Int? {
    guard let item = items.firstIndex(where: { $0.id == id }) else {
      note(row, column, .noSuchItem, found: id)
      return nil
    }
    return item
  }

  mutating func level(_ row: Row, of item: Int, _ column: String = "level") -> Int? {
    guard let id = filled(row, column) else { return nil }
    guard let level = items[item].levels.first(where: { levels[$0].id == id }) else {
      note(row, column, .noSuchLevel)
      return nil
    }
    return level
  }

  /// The fact that a cell names and its kind; nil also for a field that is faulty where it is declared.
  mutating func fact(_ row: Row, _ column: String) -> (Fact, FactKind)? {
    guard let name = filled(row, column) else { return nil }
    if let field = fields.firstIndex(where: { $0.name == name }) {
      return brokenFields.contains(field) ? nil : (.field(field), fields[field].kind)
    }
    switch Fact(register: name) {
    case .enterprise(let fact): return (.enterprise(fact), fact.kind)
    case .figures(let fact): return (.figures(fact), fact.kind)
    case .score: return (.score, .number)
    case .receivedAt: return (.receivedAt, .moment)
    case .field, nil:
      note(row, column, .noSuchField)
      return nil
    }
  }
}

/// The parts between `;`, trimmed.
func split(_ text: String) -> [String] {
  text.split(separator: ";", omittingEmptySubsequences: false).map { part in
    let bytes = Array(part.utf8)
    let (start, end) = trimmed(bytes.span, 0, bytes.count)
    return string(bytes.span, start, end)
  }
}

/// A text as it would be read from a cell: trimmed, and empty where it says nothing.
func plainCell(_ text: String) -> String {
  let bytes = Array(text.utf8)
  let (start, end) = trimmed(bytes.span, 0, bytes.count)
  return saysNothing(bytes.span, start, end) ? "" : string(bytes.span, start, end)
}
