// levels.csv: what each level of an item pays. titles.csv: other names of the levels.

import Tables

extension Draft {
  /// Levels stand grouped by item. A service item without a row has one level that pays nothing.
  mutating func readLevels() {
    var found = [[Level]](repeating: [], count: items.count)
    for row in rows(.levels) {
      let item = item(row)
      guard let id = filled(row, "level"), let item else { continue }
      let title = filled(row, "title") ?? id
      if let other = found[item].first(where: { $0.title == title || $0.id == title }) {
        let place = rows(.levels).first { $0["item"] == row["item"] && $0["level"] == other.id }?.place()
        note(row, "title", .doubledName(of: place ?? row.place()))
      }
      found[item].append(level(row, item, id, title))
    }
    for item in items.indices {
      if found[item].isEmpty { found[item] = impliedLevel(item) }
      items[item].levels = levels.count..<levels.count + found[item].count
      levels += found[item]
    }
  }

  private mutating func impliedLevel(_ item: Int) -> [Level] {
    switch items[item].pays {
    case .cash:
      note(itemRows[item], "item", .itemWithoutAmount)
      return []
    case .service, .later:
      return [Level(item: item, id: "only", title: items[item].title, rule: .none, quote: "", amountText: "")]
    }
  }

  private mutating func level(_ row: Row, _ item: Int, _ id: String, _ title: String) -> Level {
    var level = Level(item: item, id: id, title: title, rule: .none, quote: row["quote"], amountText: "")
    guard let rule: Level.Rule = word(row, "rule") else { return level }
    level.rule = rule
    level.amountText = row["rate"].isEmpty ? row["amount"] : row["rate"]
    switch rule {
    case .upTo, .fixed:
      level.amount = value(row, "amount", or: .notMoney, readAmount)
      blank(row, "rate")
      blank(row, "of")
    case .rate:
      level.rate = value(row, "rate", or: .notRate, readRatio)
      level.amount = ceiling(row)
      level.of = basis(row, .money, or: .rateOfMoney)
    case .perUnit:
      // The unit price stands in `rate`, or in `amount` where `rate` is blank.
      let column = row["rate"].isEmpty && !row["amount"].isEmpty ? "amount" : "rate"
      level.rate = value(row, column, or: .notUnitPrice, readUnitPrice)
      level.amount = column == "rate" ? ceiling(row) : nil
      level.of = basis(row, .number, or: .priceOfQuantity)
    case .none:
      if items[item].pays == .cash { note(row, "rule", .levelWithoutAmount) }
      for column in ["amount", "rate", "of"] { blank(row, column) }
    }
    if level.of != nil { level.missing = reasons.id(of: "missing_" + row["of"]) }
    return level
  }

  private mutating func ceiling(_ row: Row) -> Int64? {
    row["amount"].isEmpty ? nil : value(row, "amount", or: .notMoney, readAmount)
  }

  private mutating func basis(_ row: Row, _ kind: FactKind, or problem: Problem) -> Fact? {
    guard let (fact, found) = fact(row, "of") else { return nil }
    if fact == .score {
      note(row, "of", .scoreNotYetKnown)
    } else if found != kind {
      note(row, "of", problem)
    }
    return fact
  }

  // MARK: Aliases

  /// An alias may serve several items, but within one it names one level only.
  mutating func readAliases() {
    for row in rows(.titles) {
      let text = filled(row, "alias")
      guard let item = item(row), let text else { continue }
      guard let level = aliasLevel(row, item) else { continue }
      if let other = items[item].levels.first(where: {
        $0 != level && (levels[$0].id == text || levels[$0].title == text)
      }) {
        let place = rows(.levels).first { $0["item"] == items[item].id && $0["level"] == levels[other].id }?.place()
        note(row, "alias", .doubledName(of: place ?? row.place()))
      }
      aliases.append(Alias(text: text, item: item, level: level))
    }
  }

  private mutating func aliasLevel(_ row: Row, _ item: Int) -> Int? {
    let range = items[item].levels
    return row["level"].isEmpty && range.count == 1 ? range.lowerBound : level(row, of: item)
  }
}
