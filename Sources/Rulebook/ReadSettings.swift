// policy.csv and clauses.csv: whose policy, of which year, in which clauses.

import Tables

/// The keys of policy.csv.
enum Setting: String, CaseIterable {
  case id, title, year, region
  case regionName = "region_name"
  case from, to
  case payUnit = "pay_unit"
  case noticeDays = "notice_days"
  case issuer, contact

  /// Without it nothing runs; the papers leave room for the others.
  var isNeeded: Bool { self != .issuer && self != .contact }
}

extension Settings {
  /// What stands in for settings until they are read.
  static let unread = Settings(
    id: "", title: "", year: 1, region: "", regionName: "", from: Day(number: 0), to: Day(number: 0), payUnit: 1,
    noticeDays: 0)
}

extension Draft {
  mutating func readSettings() {
    var missing = Set(Setting.allCases)
    for row in rows(.policy) {
      guard let setting: Setting = word(row, "key") else { continue }
      missing.remove(setting)
      read(setting, row)
    }
    for setting in Setting.allCases where setting.isNeeded && missing.contains(setting) {
      let place = Place(file: PolicyTable.policy.file)
      faults.append(Fault(.error, place, found: "", .missingSetting(setting.rawValue)))
    }
    checkYear()
  }

  private mutating func checkYear() {
    let (from, to) = (row(of: .from), row(of: .to))
    guard let from, let to, let first = readDate(from["value"]), let last = readDate(to["value"]) else { return }
    if last < first { note(to, "value", .endsBeforeStart) }
  }

  private func row(of setting: Setting) -> Row? { rows(.policy).first { $0["key"] == setting.rawValue } }

  private mutating func read(_ setting: Setting, _ row: Row) {
    switch setting {
    case .id: settings.id = filled(row, "value") ?? ""
    case .title: settings.title = filled(row, "value") ?? ""
    case .year: settings.year = value(row, "value", or: .notYear, readYearNumber) ?? settings.year
    case .region: settings.region = filled(row, "value").map(foldedCode) ?? ""
    case .regionName: settings.regionName = filled(row, "value") ?? ""
    case .from: settings.from = value(row, "value", or: .notDay, readDate) ?? settings.from
    case .to: settings.to = value(row, "value", or: .notDay, readDate) ?? settings.to
    case .payUnit:
      settings.payUnit = value(row, "value", or: .notMoney, readAmount) ?? settings.payUnit
      if settings.payUnit == 0 { note(row, "value", .notPositive) }
    case .noticeDays: settings.noticeDays = value(row, "value", or: .notCount, readCount) ?? settings.noticeDays
    case .issuer: settings.issuer = row["value"]
    case .contact: settings.contact = row["value"]
    }
  }

  mutating func readClauses() {
    for row in rows(.clauses) {
      guard let id = filled(row, "clause") else { continue }
      clauses.append(Clause(id: id, title: filled(row, "title") ?? "", summary: row["summary"]))
    }
  }
}
