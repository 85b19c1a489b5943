// The year's policy as flat tables: what every other room asks of the law, with names resolved to indices.
//
// Made by `Rulebook(sheets:)`, which checks the policy as a whole; whoever holds a Rulebook holds a sound one.
// Money is fen, quantities, points, ratios and percentages are millionths, days count from 1970-01-01.

package import Tables

package struct Rulebook: Sendable {
  package let settings: Settings
  package let clauses: [Clause]
  /// In table order, which is the policy order wherever items are compared.
  package let items: [Item]
  /// Grouped by item, in table order within each: `items[i].levels` is the range.
  package let levels: [Level]
  /// In table order; `items[i].conditions` names those that concern an item.
  package let conditions: [Condition]
  package let fields: [Field]
  package let aliases: [Alias]
  package let groups: [Group]
  package let rulings: [Ruling]
  package let budgets: [Budget]
  package let reasons: ReasonCatalogue
  /// The tables as they were read, for diffs, what-ifs and printing.
  package let sheets: [Sheet]

  /// The item with this id or title.
  package func item(named text: String) -> Int? {
    items.firstIndex { $0.id == text } ?? items.firstIndex { $0.title == text }
  }

  /// Whether claims of the item are put in an order: its group has slots, or what one enterprise gets is limited.
  package func isRanked(_ item: Int) -> Bool {
    groups[items[item].group].hasSlots || items[item].enterpriseLimit != nil
  }

  /// The level of an item with this id, title or alias.
  package func level(named text: String, of item: Int) -> Int? {
    let range = items[item].levels
    return range.first { levels[$0].id == text } ?? range.first { levels[$0].title == text }
      ?? aliases.first { $0.item == item && $0.text == text }?.level
  }
}

package struct Settings: Equatable, Sendable {
  package var id: String
  package var title: String
  package var year: Int
  /// The prefix of the district's region code.
  package var region: String
  package var regionName: String
  /// The first and the last day of the policy year.
  package var from: Day
  package var to: Day
  /// Awards are rounded down to this many fen.
  package var payUnit: Int64
  /// Working days of the public notice.
  package var noticeDays: Int
  /// Who publishes the notice, and where objections go; empty where the policy leaves it open.
  package var issuer = ""
  package var contact = ""
}

package struct Clause: Equatable, Sendable {
  package var id: String
  package var title: String
  package var summary: String
}

package struct Item: Equatable, Sendable {
  package enum Pays: String, CaseIterable, Sendable { case cash, service, later }
  package enum GroupPer: String, CaseIterable, Sendable { case subject, enterprise, level }
  package enum Once: String, CaseIterable, Sendable { case life, year }
  package enum Overlap: String, CaseIterable, Sendable {
    case topUp = "top_up"
    case exclude, stack
  }
  package enum Promotion: String, CaseIterable, Sendable { case full, difference }

  package var id: String
  /// Index into `clauses`.
  package var clause: Int
  package var title: String
  package var pays: Pays
  /// Index into `groups`; an item without a named group is alone in its own.
  package var group: Int
  package var groupPer: GroupPer
  package var once: Once
  package var overlap: Overlap
  package var promotion: Promotion
  /// Millionths of the ceiling that are granted.
  package var grantRatio: Int64
  package var levels: Range<Int>
  /// Those of `*`, of the item and of its levels, in table order.
  package var conditions: [Int]
  /// Projects a year, or nil for no competition.
  package var slots: Int?
  package var slotsQuote: String
  /// The sum over one enterprise's awards under the item, fen.
  package var enterpriseLimit: Int64?
  package var enterpriseLimitQuote: String
  /// The ceiling per project, object or product, fen.
  package var subjectLimit: Int64?
  package var subjectLimitQuote: String
  /// Millionths of a point.
  package var passScore: Int64?
  package var criteria: [Criterion]
  package var ties: [Tie]

  package var hasExperts: Bool { criteria.contains { $0.kind == .experts } }
}

package struct Level: Equatable, Sendable {
  package enum Rule: String, CaseIterable, Sendable {
    case upTo = "up_to"
    case fixed, rate
    case perUnit = "per_unit"
    case none
  }

  package var item: Int
  package var id: String
  package var title: String
  package var rule: Rule
  /// The amount of `up_to` and `fixed`, the ceiling of the others if there is one; fen.
  package var amount: Int64?
  /// Millionths (`rate`) or fen for one unit (`per_unit`).
  package var rate: Int64?
  /// What `rate` and `per_unit` are taken of.
  package var of: Fact?
  /// The reason where that is not known.
  package var missing: ReasonID?
  package var quote: String
  /// The amount or rate as the policy writes it, as `400元/吨标煤`.
  package var amountText: String
}

/// A group of items of which one key is awarded at most once.
package struct Group: Equatable, Sendable {
  package var name: String
  /// In policy order.
  package var items: [Int]
  /// Some item of it has slots: the group is a matching, and all its cash items are ranked.
  package var hasSlots: Bool
}

/// Something that can be known of an application.
package enum Fact: Hashable, Sendable {
  /// Index into `fields`: evidence, or computed from evidence.
  case field(Int)
  case enterprise(EnterpriseFact)
  case figures(FiguresFact)
  case score
  case receivedAt
}

package enum EnterpriseFact: String, CaseIterable, Sendable {
  case region, town
  case legalForm = "legal_form"
  case industry, status, grade, founded
  case movedIn = "moved_in"
}

package enum FiguresFact: String, CaseIterable, Sendable {
  case sales, output, growth, record
  case growthList = "growth_list"
}

/// What kind of value a fact is.
package enum FactKind: Equatable, Sendable {
  case money
  /// Quantities, percentages, ratios and points: millionths.
  case number
  case day, moment, flag
  case text
  /// Text that is compared folded and upper-cased.
  case code
}

package struct Field: Equatable, Sendable {
  package enum Source: Equatable, Sendable {
    /// A column of the forms.
    case column
    case lower(Int, Int)
    case sum(Int, Int)
    /// Money beside a quantity counts in 10,000 yuan, that is 10^6 fen to the unit, just as quantities count 10^6
    /// millionths to the unit: the quotient needs no scale of its own.
    case ratio(Int, Int)
  }

  package var name: String
  package var title: String
  /// As fields.csv writes it: `money`, `lower(a;b)` …
  package var type: String
  package var cell: CellKind
  package var kind: FactKind
  package var source: Source
  package var unit: String
  package var note: String
}

package struct Condition: Equatable, Sendable {
  package enum Test: String, CaseIterable, Sendable {
    case equals
    case notEquals = "not_equals"
    case oneOf = "one_of"
    case startsWith = "starts_with"
    case over
    case atLeast = "at_least"
    case under
    case atMost = "at_most"
    case inYear = "in_year"
    case byYearEnd = "by_year_end"
    case present, absent
  }
  package enum Consequence: String, CaseIterable, Sendable { case pend, reject }

  /// Nil for `*`.
  package var item: Int?
  /// Nil for all levels of the item.
  package var level: Int?
  package var fact: Fact
  package var kind: FactKind
  package var test: Test
  /// The values to compare with, for money, numbers, days, moments and flags.
  package var numbers: [Int64]
  /// The values to compare with, for texts (folded for codes).
  package var words: [[UInt8]]
  /// The value as the policy writes it.
  package var valueText: String
  package var ifMissing: Consequence
  package var otherwise: Consequence
  /// The reason of a failure, and of a missing fact that pends.
  package var failure: ReasonID
  package var missing: ReasonID
  package var text: String
  /// Index into `clauses`, if any.
  package var clause: Int?
  package var quote: String
  /// The field as the policy names it.
  package var fieldName: String
  /// Its line in conditions.csv.
  package var line: Int
}

package struct Criterion: Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable { case facts, experts }

  package var id: String
  package var title: String
  package var kind: Kind
  package var fact: Fact?
  package var factKind: FactKind?
  /// The most it can give, millionths.
  package var points: Int64
  package var bands: [Band]
}

/// A step of a facts criterion.
package struct Band: Equatable, Sendable {
  package enum From: Equatable, Sendable {
    /// A number: the band holds from here up.
    case atLeast(Int64)
    /// A text: the band holds for exactly this.
    case equals([UInt8])
    /// The band for a missing fact.
    case missing
  }
  package var from: From
  /// `at_least` as the policy writes it.
  package var text: String
  /// Millionths.
  package var points: Int64
}

package struct Tie: Equatable, Sendable {
  package enum Prefer: String, CaseIterable, Sendable { case high, low, early, late }

  package var fact: Fact
  package var kind: FactKind
  package var prefer: Prefer
  /// The field as the policy names it.
  package var fieldName: String
}

package struct Alias: Equatable, Sendable {
  package var text: String
  package var item: Int
  package var level: Int
}

package struct Ruling: Equatable, Sendable {
  package enum Status: String, CaseIterable, Sendable {
    case byDefault = "default"
    case decided
  }

  package var id: String
  package var clause: String
  package var question: String
  package var choice: String
  /// `table/key/column` of the cell that carries the choice.
  package var location: String
  package var alternatives: [String]
  package var status: Status
  package var decidedBy: String
  package var document: String
}

package struct Budget: Equatable, Sendable {
  package var id: String
  package var items: [Int]
  /// Fen.
  package var amount: Int64
}

/// A policy table as it was read: trimmed cells, as text.
package struct Sheet: Equatable, Sendable {
  /// As `items`; the file is `policy/items.csv`.
  package var name: String
  package var columns: [String]
  /// One cell per column, empty where the file lacks the column.
  package var rows: [[String]]
  /// The physical line of each row.
  package var lines: [Int]
  /// For each column its position in the file from 1, 0 if absent.
  package var positions: [Int]
}
