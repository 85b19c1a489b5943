// What a selection is given: the items of one group that has slots, and the applications ranked in them.

/// One group with slots: the items whose places its projects compete for.
package struct Contest: Equatable, Sendable {
  /// In policy order.
  package let items: [ContestItem]
  /// Every ranked application, item after item in policy order, within an item rank after rank, rank 1 first.
  /// So an application's place in this list orders it by policy, then by rank.
  package let entries: [Entry]

  /// The items' ranges must tile `entries` in order, and every entitlement must be above zero.
  package init(items: [ContestItem], entries: [Entry]) {
    precondition(entries.count < Int(Int32.max), "more ranked applications than a contest can number")
    precondition(entries.allSatisfy { $0.entitlement > 0 }, "an application without an entitlement is not ranked")
    var end = 0
    for item in items {
      precondition(item.entries.lowerBound == end, "an item's applications must follow those of the item before")
      end = item.entries.upperBound
    }
    precondition(end == entries.count, "every application belongs to an item")
    self.items = items
    self.entries = entries
  }
}

/// An item of the group with its two limits.
package struct ContestItem: Equatable, Sendable {
  /// The most projects it may support in the year (每年择优支持不超过20个项目); nil: as many as are ranked.
  package let slots: Int?
  /// The most one enterprise may get under it, in fen (单个企业奖励最高50万元); nil: no such limit.
  package let cap: Int64?
  /// Its applications, as a range of the contest's entries: the one of rank r stands at `entries.lowerBound + r - 1`.
  package let entries: Range<Int>

  package init(slots: Int?, cap: Int64?, entries: Range<Int>) {
    precondition((slots ?? 0) >= 0 && (cap ?? 0) >= 0, "a limit is never negative")
    self.slots = slots
    self.cap = cap
    self.entries = entries
  }
}

/// A ranked application.
package struct Entry: Equatable, Sendable {
  /// Whose it is; any numbering will do.
  package let enterprise: Int32
  /// Its project, numbered within the enterprise: two enterprises may use the same number for different projects.
  package let key: Int32
  /// What it would be paid if no limit of the enterprise stood in the way, in fen, above zero.
  package let entitlement: Int64

  package init(enterprise: Int32, key: Int32, entitlement: Int64) {
    self.enterprise = enterprise
    self.key = key
    self.entitlement = entitlement
  }
}
