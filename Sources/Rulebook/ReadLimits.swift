// limits.csv: slots, ceilings and marks to pass. budgets.csv: money limits over several items.

import Tables

extension Draft {
  mutating func readLimits() {
    for row in rows(.limits) {
      let item = item(row)
      guard let limit = limit(row), let item else { continue }
      switch limit {
      case .slots:
        items[item].slots = value(row, "value", or: .notCount, readCount)
        items[item].slotsQuote = row["quote"]
        groups[items[item].group].hasSlots = true
      case .enterprise:
        items[item].enterpriseLimit = value(row, "value", or: .notMoney, readAmount)
        items[item].enterpriseLimitQuote = row["quote"]
      case .subject:
        items[item].subjectLimit = value(row, "value", or: .notMoney, readAmount)
        items[item].subjectLimitQuote = row["quote"]
      case .passScore:
        items[item].passScore = value(row, "value", or: .notPoints, readNumber)
      }
    }
  }

  /// The four limits that there are: what is limited, and per what.
  private enum Limit: String {
    case slots = "slots/year"
    case enterprise = "amount/enterprise"
    case subject = "amount/subject"
    case passScore = "pass_score/application"
  }

  private mutating func limit(_ row: Row) -> Limit? {
    guard let name = filled(row, "limit"), let per = filled(row, "per") else { return nil }
    if let limit = Limit(rawValue: "\(name)/\(per)") { return limit }
    let known = ["slots", "amount", "pass_score"].contains(name)
    note(row, known ? "per" : "limit", .badLimit)
    return nil
  }

  mutating func readBudgets() {
    for row in rows(.budgets) {
      let id = filled(row, "budget")
      let amount = value(row, "amount", or: .notMoney, readAmount)
      var members: [Int] = []
      for name in list(row, "items") ?? [] {
        guard let item = item(named: name, row, "items") else { continue }
        if members.contains(item) { note(row, "items", .doubledKey(of: row.place()), found: name) }
        members.append(item)
      }
      guard let id, let amount else { continue }
      budgets.append(Budget(id: id, items: members, amount: amount))
    }
  }
}
