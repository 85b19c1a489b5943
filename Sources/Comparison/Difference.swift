// What two runs differ in: decisions with their causes, applications that came or went, the totals.

package import Rulebook

/// A cell of the year's tables that two runs write differently.
package struct CellChange: Hashable, Sendable {
  /// Below the year folder; of the run after, else of the run before.
  package let file: String
  /// The physical line there; 0 where the papers do not say.
  package let row: Int
  /// Empty for a whole row.
  package let column: String
  /// Nil where there was no such cell, or where the papers do not hold it.
  package let before: String?
  package let after: String?
  /// It names its row, and another row has that name.
  var isKey = false
}

/// Why a decision changed.
package enum Cause: Equatable, Sendable {
  /// A cell of the application's own form.
  case own(CellChange)
  /// A cell or a row of a register.
  case register(CellChange)
  case policy(PolicyChange)
  /// Another application moved it: the place among `Difference.changes`.
  case displaced(by: Int)
  /// The papers show no cause: the inputs that differ, and whether the program does.
  case unseen(inputs: [String], program: Bool)
}

/// An application that is decided differently, is new or is gone.
package struct Change: Sendable {
  package enum Kind: String, Sendable {
    case changed
    /// The rank only: status, points and amounts are the same.
    case ranked
    case added, removed
  }

  package let kind: Kind
  /// Nil for a new application.
  package let before: Decided?
  /// Nil for one that is gone.
  package let after: Decided?
  /// Empty only for applications that came or went.
  package internal(set) var causes: [Cause] = []

  /// The decision as it is now, or was last.
  package var decided: Decided { after ?? before! }

  /// The change that displaced this one, if that is its cause.
  package var displacer: Int? {
    for case .displaced(let by) in causes { return by }
    return nil
  }
}

/// Rows and fen of one item, or of the year.
package struct Sums: Equatable, Sendable {
  package private(set) var rows = 0
  package private(set) var statuses: [String: Int] = [:]
  package private(set) var awarded: Int128 = 0

  mutating func add(_ decided: Decided) {
    rows += 1
    statuses[decided.status, default: 0] += 1
    awarded += Int128(decided.amount)
  }
}

package struct Difference: Sendable {
  package let before: String
  package let after: String
  package let programDiffers: Bool
  /// Inputs whose bytes differ, or that only one of the runs has.
  package let inputs: [String]
  package let policy: [PolicyChange]
  /// In the order of ids.
  package internal(set) var changes: [Change] = []
  package let totals: (before: Sums, after: Sums)
  /// By item, in the order of the policy after, then what only the one before names; rows without an item last.
  package let items: [(item: String, before: Sums, after: Sums)]
  /// A run without trace.jsonl does not show the cells that it looked at.
  package let isTraced: Bool

  package var isNothing: Bool { changes.isEmpty }

  package func count(_ kind: Change.Kind) -> Int { changes.count { $0.kind == kind } }

  /// The change from which a chain of displacements starts.
  package func root(of change: Int) -> Int {
    var at = change
    while let next = changes[at].displacer { at = next }
    return at
  }
}
