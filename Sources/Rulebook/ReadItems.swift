// items.csv: the award items and the groups of which one key is awarded once.

import Tables

extension Draft {
  mutating func readItems() {
    for row in rows(.items) {
      guard let id = filled(row, "item") else { continue }
      if id == "*" || id.contains(";") { note(row, "item", .badItemID) }
      let title = filled(row, "title") ?? id
      checkTitle(title, row)
      let pays: Item.Pays? = word(row, "pays")
      items.append(
        Item(
          id: id, clause: clause(row, "clause") ?? 0, title: title, pays: pays ?? .service,
          group: group(row["group"].isEmpty ? id : row["group"], items.count), groupPer: groupPer(row, pays),
          once: word(row, "once", blank: .life) ?? .life,
          overlap: word(row, "upper_overlap", blank: .topUp) ?? .topUp,
          promotion: word(row, "promotion", blank: .full) ?? .full, grantRatio: grantRatio(row), levels: 0..<0,
          conditions: [], slotsQuote: "", enterpriseLimitQuote: "", subjectLimitQuote: "", criteria: [], ties: []))
      itemRows.append(row)
    }
  }

  /// An application may name its item by id or title.
  private mutating func checkTitle(_ title: String, _ row: Row) {
    let other = rows(.items).first { other in
      other.index != row.index && (other["item"] == title || other.index < row.index && other["title"] == title)
    }
    if let other { note(row, "title", .doubledName(of: other.place())) }
  }

  /// What one key is must be said where money is paid; elsewhere it has no effect.
  private mutating func groupPer(_ row: Row, _ pays: Item.Pays?) -> Item.GroupPer {
    switch pays {
    case .cash: word(row, "group_per") ?? .subject
    case .service, .later, nil: word(row, "group_per", blank: .subject) ?? .subject
    }
  }

  private mutating func grantRatio(_ row: Row) -> Int64 {
    if row["grant_ratio"].isEmpty { return wholeRatio }
    return value(row, "grant_ratio", or: .notRatio, readRatio) ?? wholeRatio
  }

  /// The group of this name, which the item joins.
  private mutating func group(_ name: String, _ item: Int) -> Int {
    if let known = groups.firstIndex(where: { $0.name == name }) {
      groups[known].items.append(item)
      return known
    }
    groups.append(Group(name: name, items: [item], hasSlots: false))
    return groups.count - 1
  }
}
