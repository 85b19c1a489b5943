// The policy as a sheet that people read: clause by clause what is paid, to whom, how much, for how many, under which
// ruling. The words around the policy's own are Chinese or English; the policy speaks as it is written.

package import Tables

extension Rulebook {
  /// The lines of the sheet, aligned by display width, without line ends.
  package func readableSheet(in language: Language) -> [String] {
    var sheet = SheetWriter(rulebook: self, language: language)
    sheet.writeHead()
    for clause in clauses.indices { sheet.write(clause: clause) }
    sheet.writeBudgets()
    return sheet.lines
  }
}

private struct SheetWriter {
  let rulebook: Rulebook
  let language: Language
  var lines: [String] = []

  private func say(_ chinese: String, _ english: String) -> String { language == .zh ? chinese : english }

  /// A label and its values, one to a line, the values in one column.
  private mutating func put(_ label: String, _ values: [String], indent: Int = 0) {
    let width = language == .zh ? 10 : 12
    for (index, value) in values.enumerated() {
      lines.append(String(repeating: " ", count: indent) + padded(index == 0 ? label : "", toWidth: width) + value)
    }
  }

  mutating func writeHead() {
    let settings = rulebook.settings
    lines.append(settings.title)
    put(say("政策", "policy"), [settings.id])
    put(say("年度", "year"), ["\(settings.year)  \(settings.from.description) – \(settings.to.description)"])
    put(say("地区", "district"), ["\(settings.regionName) \(settings.region)"])
    put(say("取整", "pay unit"), [setting(.payUnit)])
    put(say("公示", "notice"), [say("\(settings.noticeDays) 个工作日", "\(settings.noticeDays) working days")])
    put(say("所有事项", "all items"), rulebook.conditions.filter { $0.item == nil }.map { sentence($0) })
  }

  private func setting(_ setting: Setting) -> String {
    let path = CellPath(table: PolicyTable.policy.rawValue, key: setting.rawValue, column: "value")
    return (try? rulebook.cell(at: path)) ?? ""
  }

  mutating func write(clause index: Int) {
    let clause = rulebook.clauses[index]
    lines.append("")
    let summary = clause.summary.isEmpty ? "" : say("（\(clause.summary)）", " (\(clause.summary))")
    lines.append(say("第 \(clause.id) 条  ", "Clause \(clause.id)  ") + clause.title + summary)
    let items = rulebook.items.indices.filter { rulebook.items[$0].clause == index }
    for item in items { write(item: item) }
    let told = items.flatMap { rulings(of: $0) }
    let rest = rulebook.rulings.filter { $0.clause == clause.id && !told.contains($0) }
    put(say("口径", "rulings"), rest.map(sentence), indent: 2)
  }

  private mutating func write(item index: Int) {
    let item = rulebook.items[index]
    lines.append("  \(item.title)  \(item.id)")
    put(say("标准", "how much"), amounts(item), indent: 4)
    let own = item.conditions.map { rulebook.conditions[$0] }.filter { $0.item != nil }
    put(say("对象", "who"), own.map { sentence($0, under: item.clause) }, indent: 4)
    put(say("数量", "how many"), limits(item), indent: 4)
    put(say("评分", "scoring"), item.criteria.map(sentence), indent: 4)
    put(say("排序", "order"), item.ties.isEmpty ? [] : [item.ties.map(sentence).joined(separator: " → ")], indent: 4)
    put(say("不重复", "once"), item.pays == .cash ? [exclusion(index)] : [], indent: 4)
    put(say("口径", "rulings"), rulings(of: index).map(sentence), indent: 4)
  }

  mutating func writeBudgets() {
    guard !rulebook.budgets.isEmpty, let sheet = rulebook.sheets.first(where: { $0.name == PolicyTable.budgets.rawValue })
    else { return }
    lines.append("")
    let rows = sheet.rows.indices.map { Row(sheet: sheet, index: $0) }
    put(say("预算", "budgets"), rows.map { "\($0["budget"])  \($0["amount"])  \($0["items"])" })
  }

  // MARK: Sentences

  private func amounts(_ item: Item) -> [String] {
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
    switch level.rule {
    case .upTo: return say("最高 ", "up to ") + level.amountText + share
    case .fixed: return say("固定 ", "fixed ") + level.amountText
    case .rate, .perUnit: return "\(basis) × \(level.amountText)\(share)\(ceiling)"
    case .none:
      switch item.pays {
      case .service: return say("服务，不发资金", "a service, no money")
      case .later: return say("细则另行制定", "rules to come")
      case .cash: preconditionFailure("a cash item's level has an amount")
      }
    }
  }

  private func limits(_ item: Item) -> [String] {
    var limits: [String] = []
    if let slots = item.slots { limits.append(say("每年最多 \(slots) 个", "at most \(slots) a year")) }
    if let limit = item.enterpriseLimit { limits.append(say("单个企业最高 ", "one enterprise at most ") + amountText(limit)) }
    if let limit = item.subjectLimit { limits.append(say("单个标的最高 ", "one subject at most ") + amountText(limit)) }
    if let score = item.passScore { limits.append(say("及格 ", "pass mark ") + numberText(score)) }
    return limits
  }

  /// The clause is named where it is not the item's own.
  private func sentence(_ condition: Condition, under clause: Int? = nil) -> String {
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

  private func sentence(_ criterion: Criterion) -> String {
    let bands = criterion.bands.map { band in
      let from = if case .atLeast = band.from, criterion.factKind != .flag { "≥" } else { "" }
      return "\(band.from == .missing ? say("缺", "none") : from + band.text) \(numberText(band.points))"
    }
    let how = criterion.kind == .experts ? say("专家", "experts") : bands.joined(separator: say("，", ", "))
    return "\(criterion.title) \(numberText(criterion.points))\(say("：", ": "))\(how)"
  }

  private func sentence(_ tie: Tie) -> String {
    let prefer =
      switch tie.prefer {
      case .high: say("高者先", "high first")
      case .low: say("低者先", "low first")
      case .early: say("早者先", "early first")
      case .late: say("晚者先", "late first")
      }
    return rulebook.title(of: tie.fact, in: language) + say("", " ") + prefer
  }

  private func exclusion(_ index: Int) -> String {
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
  private func rulings(of item: Int) -> [Ruling] {
    let id = rulebook.items[item].id
    return rulebook.rulings.filter { ruling in
      let path = CellPath(ruling.location)
      guard let table = PolicyTable(rawValue: path.table), table.pathKey[0] == "item" else { return false }
      return path.key == id || path.key.hasPrefix(id + ".")
    }
  }

  private func sentence(_ ruling: Ruling) -> String {
    let status =
      switch ruling.status {
      case .byDefault: say("默认，未决定", "default, undecided")
      case .decided: say("已决定：", "decided by ") + [ruling.decidedBy, ruling.document].filter { !$0.isEmpty }.joined(separator: " ")
      }
    return "\(ruling.question) → \(ruling.choice) [\(status)] \(ruling.id)"
  }
}
