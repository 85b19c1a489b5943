// bands.csv: the steps of the facts criteria, from the highest down.

import Tables

extension Draft {
  mutating func readBands() {
    var bandless = Set(rows(.criteria).filter { $0["kind"] == Criterion.Kind.facts.rawValue }.map(name))
    for row in rows(.bands) {
      bandless.remove(name(row))
      guard let item = item(row), let id = filled(row, "criterion") else { continue }
      guard let criterion = items[item].criteria.firstIndex(where: { $0.id == id }) else {
        note(row, "criterion", .noSuchCriterion)
        continue
      }
      readBand(row, item, criterion)
    }
    for row in rows(.criteria) where bandless.contains(name(row)) { note(row, "criterion", .factsWithoutBands) }
    for item in items.indices { checkFlags(item) }
  }

  private func name(_ row: Row) -> [String] { [row["item"], row["criterion"]] }

  private mutating func readBand(_ row: Row, _ item: Int, _ index: Int) {
    let criterion = items[item].criteria[index]
    guard criterion.kind == .facts else { return note(row, "criterion", .expertsWithBands) }
    let points = value(row, "points", or: .notPoints, readNumber)
    if let points, points > criterion.points { note(row, "points", .bandAboveCriterion(numberText(criterion.points))) }
    guard let kind = criterion.factKind, let from = from(row, kind, criterion.bands) else { return }
    items[item].criteria[index].bands.append(Band(from: from, text: row["at_least"], points: points ?? 0))
  }

  private mutating func from(_ row: Row, _ kind: FactKind, _ before: [Band]) -> Band.From? {
    let text = row["at_least"]
    if text.isEmpty { return fresh(.missing, row, before) }
    switch readConstant(text, as: kind) {
    case .word(let word): return fresh(.equals(word), row, before)
    case .number(let number) where kind == .flag: return fresh(.atLeast(number), row, before)
    case .number(let number):
      if let last = before.lastNumber, last <= number { note(row, "at_least", .bandNotBelow) }
      return .atLeast(number)
    case nil:
      note(row, "at_least", .notConstant(of: kind))
      return nil
    }
  }

  private mutating func fresh(_ from: Band.From, _ row: Row, _ before: [Band]) -> Band.From {
    if before.contains(where: { $0.from == from }) { note(row, "at_least", .doubledBand) }
    return from
  }

  /// 是 is 1 and 否 is 0, so that a band for 否 alone would hold for 是 too.
  private mutating func checkFlags(_ item: Int) {
    for criterion in items[item].criteria where criterion.factKind == .flag {
      let froms = criterion.bands.map(\.from)
      guard froms.contains(.atLeast(0)), !froms.contains(.atLeast(1)) else { continue }
      let row = rows(.bands).first { $0["item"] == items[item].id && $0["criterion"] == criterion.id }
      if let row { note(row, "at_least", .bandsWithoutYes) }
    }
  }
}

extension [Band] {
  /// Where the band before begins, bands for missing facts not counted.
  fileprivate var lastNumber: Int64? {
    for band in reversed() {
      if case .atLeast(let number) = band.from { return number }
    }
    return nil
  }
}
