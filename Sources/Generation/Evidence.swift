// What the claims of an item and level say in their evidence columns, drawn from the policy: around each threshold,
// inside and outside the year, the words that a condition accepts and those that it does not.

import Rulebook
import Tables

/// One cell to be drawn, in an order in which each follows those that it depends on.
struct Drawn: Sendable {
  enum Value: Sendable {
    /// A day of the range, now and then one before it.
    case day(ClosedRange<Int64>)
    /// One of the accepted words, now and then another.
    case word(good: Words, other: Words)
    case flag(Bool)
    /// One of these numbers, now and then the next one up.
    case number([Int64])
    /// A number between the ends, the small ones more often, now and then the threshold itself.
    case amount(ClosedRange<Int64>, threshold: Int64)
    /// The declared or audited twin of another column: mostly equal, or a little less.
    case near(Int)
    /// A share, in millionths, of another column.
    case share(of: Int, ClosedRange<Int64>)
    /// What another column is a share of.
    case whole(of: Int, ClosedRange<Int64>)
  }

  /// Index into the rulebook's fields.
  let field: Int
  let value: Value
}

extension Rulebook {
  /// The fields that a claim of the level says something of, computed ones left out.
  func evidence(_ item: Int, _ level: Int) -> [Drawn] { EvidenceDrawing(self, item, level).drawn }
}

/// Collects what to draw: what a condition speaks of first, then what the scoring and the amount need.
private struct EvidenceDrawing {
  var drawn: [Drawn] = []
  let rulebook: Rulebook
  let conditions: [Condition]

  init(_ rulebook: Rulebook, _ item: Int, _ level: Int) {
    self.rulebook = rulebook
    conditions = rulebook.items[item].conditions.map { rulebook.conditions[$0] }
      .filter { $0.level == nil || $0.level == level }
    let bands: [(Int, [Band])] = rulebook.items[item].criteria.compactMap { criterion in
      if case .field(let field)? = criterion.fact { (field, criterion.bands) } else { nil }
    }
    for condition in conditions {
      if case .field(let field) = condition.fact {
        add(field, condition, bands.first { $0.0 == field }?.1 ?? [])
      }
    }
    for (field, bands) in bands where !isRatio(field) { add(field, nil, bands) }
    if case .field(let field)? = rulebook.levels[level].of { add(field, nil, []) }
    for (field, bands) in bands where isRatio(field) { add(field, nil, bands) }
  }

  private func isRatio(_ field: Int) -> Bool {
    if case .ratio = rulebook.fields[field].source { true } else { false }
  }

  private func isKnown(_ field: Int) -> Bool { drawn.contains { $0.field == field } }

  private mutating func add(_ field: Int, _ value: Drawn.Value) {
    if !isKnown(field) { drawn.append(Drawn(field: field, value: value)) }
  }

  private mutating func add(_ field: Int, _ condition: Condition?, _ bands: [Band]) {
    switch rulebook.fields[field].source {
    case .column: add(field, value(field, condition, bands))
    case .lower(let one, let other), .sum(let one, let other):
      add(one, value(field, condition, bands))
      add(other, .near(one))
    case .ratio(let part, let whole):
      let steps = bands.compactMap(\.number)
      let range = 10_000...max(20_000, (steps.max() ?? 1_000_000) * 3 / 2)
      if isKnown(part) {
        add(whole, .whole(of: part, range))
      } else {
        if !isKnown(whole) { add(whole, value(whole, nil, [])) }
        add(part, .share(of: whole, range))
      }
    }
  }

  private func value(_ field: Int, _ condition: Condition?, _ bands: [Band]) -> Drawn.Value {
    let settings = rulebook.settings
    switch rulebook.fields[field].kind {
    case .day, .moment:
      let first = condition?.test == .byYearEnd ? settings.from.number - 1200 : settings.from.number
      return .day(Int64(first)...Int64(settings.to.number))
    case .flag: return .flag(condition?.numbers.first != 0)
    case .text, .code: return words(field, condition)
    case .money, .number: return number(field, condition, bands.compactMap(\.number).filter { $0 > 0 })
    }
  }

  /// The accepted words, and those that the field's note lists beside them.
  private func words(_ field: Int, _ condition: Condition?) -> Drawn.Value {
    let listed = rulebook.fields[field].note.split(separator: "、").map(String.init)
    let compares = condition.map { $0.test == .oneOf || $0.test == .equals } ?? false
    let good = compares ? condition!.words.map { String(decoding: $0, as: UTF8.self) } : listed
    let other = listed.filter { !good.contains($0) }
    return .word(good: Words(good.isEmpty ? ["有"] : good), other: Words(other.isEmpty ? ["其他"] : other))
  }

  private func number(_ field: Int, _ condition: Condition?, _ steps: [Int64]) -> Drawn.Value {
    let threshold = condition?.numbers.first ?? 0
    switch condition?.test {
    case .equals?, .oneOf?: return .number(condition!.numbers)
    case .over?, .atLeast?:
      return .amount(threshold * 4 / 5...max(steps.max() ?? 0, threshold * 8) * 6 / 5, threshold: threshold)
    case .under?, .atMost?: return .amount(threshold / 10...threshold * 11 / 10, threshold: threshold)
    case .notEquals?, .startsWith?, .inYear?, .byYearEnd?, .present?, .absent?, nil: break
    }
    if let least = steps.min(), let most = steps.max() {
      if rulebook.fields[field].kind == .number, most <= 10_000_000 { return .number(steps) }
      return .amount(least / 4...most * 6 / 5, threshold: least)
    }
    // Fen: from 10,000 to a million yuan; units: up to a thousand.
    return rulebook.fields[field].kind == .money
      ? .amount(1_000_000...100_000_000, threshold: 10_000_000)
      : .amount(1_000_000...1_000_000_000, threshold: 50_000_000)
  }
}

extension Band {
  fileprivate var number: Int64? {
    if case .atLeast(let number) = from { number } else { nil }
  }
}
