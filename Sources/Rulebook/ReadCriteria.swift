// criteria.csv and bands.csv: how an application is scored. ties.csv: which of two equals stands first.

import Tables

extension Draft {
  mutating func readCriteria() {
    var readable = [Bool](repeating: true, count: items.count)
    for row in rows(.criteria) {
      let item = item(row)
      guard let id = filled(row, "criterion"), let item else { continue }
      let criterion = criterion(row, id)
      if criterion == nil { readable[item] = false }
      items[item].criteria.append(
        criterion ?? Criterion(id: id, title: id, kind: .facts, points: .max, bands: []))
    }
    readBands()
    for item in items.indices where readable[item] && !items[item].criteria.isEmpty { checkPoints(item) }
  }

  /// Nil if its kind or its points cannot be read, so that nothing is said of its bands and sum.
  private mutating func criterion(_ row: Row, _ id: String) -> Criterion? {
    let title = filled(row, "title") ?? id
    let points = value(row, "points", or: .notPoints, readNumber)
    guard let kind: Criterion.Kind = word(row, "kind"), let points else { return nil }
    var criterion = Criterion(id: id, title: title, kind: kind, points: points, bands: [])
    switch kind {
    case .experts: if !row["field"].isEmpty { note(row, "field", .expertsWithField) }
    case .facts: (criterion.fact, criterion.factKind) = criterionFact(row)
    }
    return criterion
  }

  private mutating func criterionFact(_ row: Row) -> (Fact?, FactKind?) {
    if row["field"].isEmpty {
      note(row, "field", .factsWithoutField)
      return (nil, nil)
    }
    guard let (fact, kind) = fact(row, "field") else { return (nil, nil) }
    if fact == .score {
      note(row, "field", .scoreNotYetKnown)
      return (nil, nil)
    }
    return (fact, kind)
  }

  private mutating func checkPoints(_ item: Int) {
    let sum = items[item].criteria.reduce(Int128(0)) { $0 + Int128($1.points) }
    guard sum != 100_000_000, let row = rows(.criteria).first(where: { $0["item"] == items[item].id }) else { return }
    let text = numberText(Int64(clamping: sum))
    note(row, "points", .pointsSum(text), found: text)
  }

  // MARK: Ties

  mutating func readTies() {
    for row in rows(.ties) {
      let item = item(row)
      let prefer: Tie.Prefer? = word(row, "prefer")
      guard let (fact, kind) = fact(row, "field"), let item, let prefer else { continue }
      let fitting = Tie.Prefer.fitting(kind)
      if fitting.isEmpty {
        note(row, "field", .textHasNoOrder)
      } else if !fitting.contains(prefer) {
        note(row, "prefer", .preferMisfit(fitting))
      }
      items[item].ties.append(Tie(fact: fact, kind: kind, prefer: prefer, fieldName: row["field"]))
    }
  }
}

extension Tie.Prefer {
  fileprivate static func fitting(_ kind: FactKind) -> [Tie.Prefer] {
    switch kind {
    case .money, .number, .flag: [.high, .low]
    case .day, .moment: [.early, .late]
    case .text, .code: []
    }
  }
}
