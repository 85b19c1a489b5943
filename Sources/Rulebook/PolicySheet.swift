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

struct SheetWriter {
  let rulebook: Rulebook
  let language: Language
  var lines: [String] = []

  func say(_ chinese: String, _ english: String) -> String { language == .zh ? chinese : english }

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
    guard !rulebook.budgets.isEmpty else { return }
    lines.append("")
    put(
      say("预算", "budgets"),
      rulebook.budgets.map { budget in
        let items = budget.items.map { rulebook.items[$0].id }.joined(separator: say("、", ", "))
        return "\(budget.id)  \(amountText(budget.amount))  \(items)"
      })
  }
}
