// The thirteen tables of a policy: their columns, and which cells name a row.

package import Tables

package enum PolicyTable: String, CaseIterable, Sendable {
  case policy, clauses, items, levels, conditions, limits, criteria, bands, ties, fields, titles, rulings, budgets

  /// Below the year folder, as `policy/items.csv`.
  package var file: String { "policy/\(rawValue).csv" }

  /// The columns, by machine name; all cells are read as text. A star: the file is refused without the column.
  package var columns: [ColumnSpec] { Self.columnsByTable[self]! }

  private static let columnsByTable = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.readColumns()) })

  private func readColumns() -> [ColumnSpec] {
    let text =
      switch self {
      case .policy: "key* value*"
      case .clauses: "clause* title* summary"
      case .items: "item* clause* title* pays* group group_per once upper_overlap promotion grant_ratio"
      case .levels: "item* level* title* rule* amount rate of quote"
      case .conditions: "item* level field* is* value* if_missing* otherwise* reason* text* clause quote"
      case .limits: "item* limit* per* value* quote"
      case .criteria: "item* criterion* title* kind* field* points*"
      case .bands: "item* criterion* at_least* points*"
      case .ties: "item* field* prefer*"
      case .fields: "field* title* type* unit note"
      case .titles: "alias* item* level*"
      case .rulings: "ruling* clause question* choice* where* alternatives status* decided_by document"
      case .budgets: "budget* items* amount*"
      }
    return text.split(separator: " ").map { word in
      let name = String(word.prefix { $0 != "*" })
      return ColumnSpec(name, name, .text, required: word.hasSuffix("*"))
    }
  }

  /// The columns that name a row in a path, the wider name first (see `CellPath`).
  package var pathKey: [String] {
    switch self {
    case .policy: ["key"]
    case .clauses: ["clause"]
    case .items: ["item"]
    case .levels: ["item", "level"]
    case .conditions: ["item", "reason", "level", "field"]
    case .limits: ["item", "limit", "per"]
    case .criteria: ["item", "criterion"]
    case .bands: ["item", "criterion", "at_least"]
    case .ties: ["item", "field"]
    case .fields: ["field"]
    case .titles: ["item", "alias"]
    case .rulings: ["ruling"]
    case .budgets: ["budget"]
    }
  }

  /// The columns that no two rows may have in common. Bands are compared by value, where they are read.
  var uniqueKey: [String] {
    switch self {
    case .conditions: ["item", "level", "field", "is", "value"]
    case .bands: []
    case .policy, .clauses, .items, .levels, .limits, .criteria, .ties, .fields, .titles, .rulings, .budgets: pathKey
    }
  }
}

extension Rulebook {
  /// The tables of a policy, each a file `policy/NAME.csv`; all are needed.
  package static let tables: [String] = PolicyTable.allCases.map(\.rawValue)
}
