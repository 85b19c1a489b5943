// conditions.csv: the gates, each a fact, a test and the value that it is held against.

import Tables

extension Draft {
  mutating func readConditions() {
    for row in rows(.conditions) {
      let scope = scope(row)
      let comparison = comparison(row)
      let ifMissing: Condition.Consequence? = word(row, "if_missing")
      let otherwise: Condition.Consequence? = word(row, "otherwise")
      let reason = reason(row)
      let text = filled(row, "text")
      let clause = row["clause"].isEmpty ? nil : clause(row, "clause")
      guard let scope, let comparison, let ifMissing, let otherwise, let reason, let text else { continue }
      conditions.append(
        Condition(
          item: scope.item, level: scope.level, fact: comparison.fact, kind: comparison.kind, test: comparison.test,
          numbers: comparison.numbers, words: comparison.words, valueText: row["value"], ifMissing: ifMissing,
          otherwise: otherwise, failure: reasons.id(of: reason), missing: reasons.id(of: "missing_" + row["field"]),
          text: text, clause: clause, quote: row["quote"], fieldName: row["field"], line: row.sheet.lines[row.index]))
    }
    for item in items.indices {
      items[item].conditions = conditions.indices.filter { conditions[$0].item == nil || conditions[$0].item == item }
    }
  }

  private struct Scope {
    var item: Int?
    var level: Int?
  }

  private mutating func scope(_ row: Row) -> Scope? {
    if row["item"] == "*" {
      blank(row, "level")
      return Scope()
    }
    guard let item = item(row) else { return nil }
    guard !row["level"].isEmpty else { return Scope(item: item) }
    return level(row, of: item).map { Scope(item: item, level: $0) }
  }

  private struct Comparison {
    let fact: Fact
    let kind: FactKind
    let test: Condition.Test
    var numbers: [Int64] = []
    var words: [[UInt8]] = []
  }

  private mutating func comparison(_ row: Row) -> Comparison? {
    let test: Condition.Test? = word(row, "is")
    guard let (fact, kind) = fact(row, "field"), let test else { return nil }
    guard test.fits(kind) else {
      note(row, "is", .testMisfit(test, kind))
      return nil
    }
    var comparison = Comparison(fact: fact, kind: kind, test: test)
    for text in values(row, test) {
      switch readConstant(text, as: kind) {
      case .number(let number): comparison.numbers.append(number)
      case .word(let word): comparison.words.append(word)
      case nil: note(row, "value", .notConstant(of: kind), found: text)
      }
    }
    return comparison
  }

  private mutating func values(_ row: Row, _ test: Condition.Test) -> [String] {
    switch test.values {
    case .none:
      blank(row, "value")
      return []
    case .one: return filled(row, "value").map { [$0] } ?? []
    case .several: return list(row, "value") ?? []
    }
  }

  private mutating func reason(_ row: Row) -> String? {
    guard let code = filled(row, "reason") else { return nil }
    let plain = code.utf8.allSatisfy { $0 == UInt8(ascii: "_") || isDigit($0) || $0 &- 97 < 26 }
    if !plain { note(row, "reason", .badReason) }
    return plain ? code : nil
  }
}

extension Condition.Test {
  enum Values { case none, one, several }

  /// How many values a test is held against.
  var values: Values {
    switch self {
    case .present, .absent, .inYear, .byYearEnd: .none
    case .equals, .notEquals, .over, .atLeast, .under, .atMost: .one
    case .oneOf, .startsWith: .several
    }
  }

  /// Whether values of the kind can be tested so.
  func fits(_ kind: FactKind) -> Bool {
    switch self {
    case .present, .absent, .equals, .notEquals, .oneOf: return true
    case .startsWith: return kind == .text || kind == .code
    case .inYear, .byYearEnd: return kind == .day || kind == .moment
    case .over, .atLeast, .under, .atMost:
      switch kind {
      case .money, .number, .day, .moment: return true
      case .flag, .text, .code: return false
      }
    }
  }
}
