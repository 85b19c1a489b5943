// The rows of the policy in words, for its readable sheet.

import Tables

extension SheetWriter {
  func amounts(_ item: Item) -> [String] {
    let levels = rulebook.levels[item.levels]
    let width = levels.map { displayWidth($0.title) }.max() ?? 0
    return levels.map { level in
      levels.count == 1 ? amount(level, item) : "\(padded(level.title, toWidth: width))  \(amount(level, item))"
    }
  }

  private func amount(_ level: Level, _ item: Item) -> String {
    let basis = level.of.map { rulebook.title(of: $0, in: language) } ?? ""
    let ceiling = level.amount.map { say("，最高 ", ", at most ") + amountText($0) } ?? ""
    let share = item.grantRatio == wholeRatio ? "" : " × " + percentText(item.grantRatio)
    return switch level.rule {
    case .upTo: say("最高 ", "up to ") + level.amountText + share
    case .fixed: say("固定 ", "fixed ") + level.amountText
    case .rate, .perUnit: "\(basis) × \(level.amountText)\(share)\(ceiling)"
    case .none:
      switch item.pays {
      case .service: say("服务，不发资金", "a service, no money")
      case .later: say("细则另行制定", "rules to come")
      case .cash: preconditionFailure("a cash item's level has an amount")
      }
    }
  }

  func limits(_ item: Item) -> [String] {
    var limits: [String] = []
    if let slots = item.slots { limits.append(say("每年最多 \(slots) 个", "at most \(slots) a year")) }
    if let limit = item.enterpriseLimit { limits.append(say("单个企业最高 ", "one enterprise at most ") + amountText(limit)) }
    if let limit = item.subjectLimit { limits.append(say("单个标的最高 ", "one subject at most ") + amountText(limit)) }
    if let score = item.passScore { limits.append(say("及格 ", "pass mark ") + numberText(score)) }
    return limits
  }

  /// The clause is named where it is not the item's own.
  func sentence(_ condition: Condition, under clause: Int? = nil) -> String {
    let level = condition.level.map { "\(rulebook.levels[$0].title)：" } ?? ""
    let value = condition.valueText.isEmpty ? "" : " \(condition.valueText)"
    let text = "\(level)\(rulebook.title(of: condition.fact, in: language)) \(word(condition.test))\(value)"
    guard let named = condition.clause, named != clause else { return text }
    let id = rulebook.clauses[named].id
    return text + say("（第 \(id) 条）", " (clause \(id))")
  }

  private func word(_ test: Condition.Test) -> String {
    switch test {
    case .equals: "="
    case .notEquals: "≠"
    case .oneOf: say("属于", "one of")
    case .startsWith: say("开头是", "starts with")
    case .over: ">"
    case .atLeast: "≥"
    case .under: "<"
    case .atMost: "≤"
    case .inYear: say("在年度内", "in the year")
    case .byYearEnd: say("不晚于年末", "by the year's end")
    case .present: say("已填", "is given")
    case .absent: say("未填", "is not given")
    }
  }

  func sentence(_ criterion: Criterion) -> String {
    let bands = criterion.bands.map { band in
      let from = if case .atLeast = band.from, criterion.factKind != .flag { "≥" } else { "" }
      return "\(band.from == .missing ? say("缺", "none") : from + band.text) \(numberText(band.points))"
    }
    let how = criterion.kind == .experts ? say("专家", "experts") : bands.joined(separator: say("，", ", "))
    return "\(criterion.title) \(numberText(criterion.points))\(say("：", ": "))\(how)"
  }

  func sentence(_ tie: Tie) -> String {
    let prefer =
      switch tie.prefer {
      case .high: say("高者先", "high first")
      case .low: say("低者先", "low first")
      case .early: say("早者先", "early first")
      case .late: say("晚者先", "late first")
      }
    return rulebook.title(of: tie.fact, in: language) + say("", " ") + prefer
  }

  func exclusion(_ index: Int) -> String {
    let item = rulebook.items[index]
    let others = rulebook.groups[item.group].items.filter { $0 != index }.map { rulebook.items[$0].id }
    let per =
      switch item.groupPer {
      case .subject: say("同一标的", "one subject")
      case .enterprise: say("同一企业", "one enterprise")
      case .level: say("同一企业同一级别", "one enterprise and level")
      }
    let once = item.once == .life ? say("终身一次", "once in its life") : say("每年一次", "once a year")
    let overlap = say("与上级 ", "upper awards ") + item.overlap.rawValue
    let promotion = say("晋级 ", "promotion ") + item.promotion.rawValue
    let group = others.isEmpty ? [] : [say("同组 ", "with ") + others.joined(separator: say("、", ", "))]
    return ([per, once, overlap, promotion] + group).joined(separator: say("；", "; "))
  }

  // MARK: Rulings

  /// The rulings that rest on a cell of the item.
  func rulings(of item: Int) -> [Ruling] {
    let id = rulebook.items[item].id
    return rulebook.rulings.filter { ruling in
      let path = CellPath(ruling.location)
      guard let table = PolicyTable(rawValue: path.table), table.pathKey[0] == "item" else { return false }
      return path.key == id || path.key.hasPrefix(id + ".")
    }
  }

  func sentence(_ ruling: Ruling) -> String {
    let status =
      switch ruling.status {
      case .byDefault: say("默认，未决定", "default, undecided")
      case .decided:
        say("已决定：", "decided by ") + ruling.decidedBy + (ruling.document.isEmpty ? "" : " " + ruling.document)
      }
    return "\(ruling.question) → \(ruling.choice) [\(status)] \(ruling.id)"
  }
}
