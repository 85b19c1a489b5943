// fields.csv: the evidence columns of the forms, and fields computed from them.

import Tables

extension Draft {
  mutating func readFields() {
    var titles: [String: Row] = [:]
    var formulas: [(field: Int, row: Row)] = []
    for row in rows(.fields) {
      guard let name = fieldName(row) else { continue }
      let title = row["title"].isEmpty ? name : row["title"]
      checkTitle(title, row, &titles)
      fields.append(
        Field(
          name: name, title: title, type: row["type"], cell: .text, kind: .text, source: .column, unit: row["unit"],
          note: row["note"]))
      let field = fields.count - 1
      guard let type = filled(row, "type") else {
        brokenFields.insert(field)
        continue
      }
      if let (cell, kind) = plainType(type) {
        (fields[field].cell, fields[field].kind) = (cell, kind)
      } else {
        brokenFields.insert(field)
        formulas.append((field, row))
      }
    }
    readFormulas(formulas)
  }

  private mutating func fieldName(_ row: Row) -> String? {
    guard let name = filled(row, "field") else { return nil }
    if name.contains(where: { ".;=()".contains($0) || $0.isWhitespace }) || name == "score" {
      note(row, "field", .badFieldName)
    } else if Rulebook.coreColumns.contains(where: { $0.name == name || $0.title == name }) {
      note(row, "field", .coreColumn)
    }
    return name
  }

  /// A form's header may carry titles, so they must tell the columns apart.
  private mutating func checkTitle(_ title: String, _ row: Row, _ titles: inout [String: Row]) {
    if Rulebook.coreColumns.contains(where: { ($0.name == title || $0.title == title) && row["field"] != title }) {
      note(row, "title", .coreColumn)
    }
    let other = titles[title] ?? rows(.fields).first { $0["field"] == title && $0.index != row.index }
    if let other { note(row, "title", .doubledName(of: other.place())) }
    titles[title] = row
  }

  /// Formulas name fields before and behind them, so they come last; those that can be read cease to be broken.
  private mutating func readFormulas(_ formulas: [(field: Int, row: Row)]) {
    let computed = Set(formulas.map(\.field))
    var sound: [Int] = []
    for (field, row) in formulas {
      guard let formula = Formula(row["type"]) else {
        note(row, "type", .badType)
        continue
      }
      let sides = formula.names.map { name in fields.firstIndex { $0.name == name } }
      guard let left = sides[0], let right = sides[1], !computed.contains(left), !computed.contains(right) else {
        note(row, "type", .notEvidence)
        continue
      }
      guard !brokenFields.contains(left), !brokenFields.contains(right), compute(field, formula, left, right, row)
      else { continue }
      sound.append(field)
    }
    brokenFields.subtract(sound)
  }

  private mutating func compute(_ field: Int, _ formula: Formula, _ left: Int, _ right: Int, _ row: Row) -> Bool {
    let (one, other) = (fields[left], fields[right])
    let measurable = one.kind.isMeasurable && other.kind.isMeasurable
    switch formula.name {
    case .lower, .sum:
      guard measurable, one.cell == other.cell else {
        note(row, "type", .mixedKinds)
        return false
      }
      fields[field].source = formula.name == .lower ? .lower(left, right) : .sum(left, right)
      (fields[field].cell, fields[field].kind) = (one.cell, one.kind)
    case .ratio:
      guard measurable else {
        note(row, "type", .notMeasurable)
        return false
      }
      fields[field].source = .ratio(left, right)
      (fields[field].cell, fields[field].kind) = (.quantity, .number)
    }
    return true
  }
}

/// `lower(a;b)`, `sum(a;b)` or `ratio(a;b)`.
private struct Formula {
  enum Name: String { case lower, sum, ratio }
  let name: Name
  let names: [String]

  init?(_ text: String) {
    let folded = foldedForm(text)
    guard folded.hasSuffix(")"), let open = folded.firstIndex(of: "("),
      let name = Name(rawValue: String(folded[..<open]))
    else { return nil }
    self.name = name
    names = split(String(folded[folded.index(after: open)...].dropLast()))
    guard names.count == 2, !names.contains("") else { return nil }
  }
}

extension FactKind {
  fileprivate var isMeasurable: Bool {
    switch self {
    case .money, .number: true
    case .day, .moment, .flag, .text, .code: false
    }
  }
}

private func plainType(_ type: String) -> (CellKind, FactKind)? {
  switch type {
  case "money": (.money, .money)
  case "quantity": (.quantity, .number)
  case "percent": (.percent, .number)
  case "date": (.day, .day)
  case "time": (.moment, .moment)
  case "flag": (.flag, .flag)
  case "text": (.text, .text)
  case "code": (.code, .code)
  default: nil
  }
}

extension Rulebook {
  /// The columns that every form has beside its evidence.
  package static let coreColumns: [(name: String, title: String)] = [
    ("application_id", "申报编号"), ("item", "事项"), ("level", "级别"), ("uscc", "统一社会信用代码"),
    ("enterprise_name", "单位名称"), ("subject", "标的编号"), ("subject_name", "标的名称"), ("received_at", "受理时间"),
  ]
}
