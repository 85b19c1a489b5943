// What a selection finds, with everything that an independent checker needs to prove it.

/// The lines, who is chosen above them, and how the lines got there.
package struct Outcome: Equatable, Sendable {
  /// For each item the rank of the last application above its line: 0 = none, its number of applications = all.
  package internal(set) var lines: [Int]
  /// For each entry whether its enterprise was given it.
  package internal(set) var chosen: [Bool]
  /// For each item how many applications are chosen: never more than its slots.
  package internal(set) var used: [Int]
  /// Every move of a line, in the order in which it happened.
  package internal(set) var rounds: [Round]
  /// For each item why its line is not lower; nil where all its applications stand above it.
  package internal(set) var next: [NextInLine?]
  /// The enterprises with more combinations than are compared one by one, ascending: they chose greedily throughout.
  package internal(set) var greedyEnterprises: [Int32]
}

/// One move of one item's line.
package struct Round: Equatable, Sendable {
  package enum Phase: String, Sendable {
    /// All items with more chosen than slots move their lines at once, up to the last place that they have.
    case cut = "A"
    /// The items in turn take in the next in line, as far as every item stays within its slots.
    case admit = "B"
  }

  /// Counted from 1 within the phase: the round of cuts, or the sweep of admissions.
  package internal(set) var number: Int
  package internal(set) var phase: Phase
  /// The item's place in policy order, from 0.
  package internal(set) var item: Int
  package internal(set) var lineBefore: Int
  package internal(set) var lineAfter: Int
  /// How many of the item's applications were chosen: for a cut when the round began, which is more than its slots;
  /// for an admission when the item's turn ended, which is at most its slots.
  package internal(set) var chosen: Int
}

/// The first application below a line, and what stands in its way.
package struct NextInLine: Equatable, Sendable {
  /// The application, as its place among the contest's entries.
  package internal(set) var entry: Int
  /// The first item in policy order that would have more chosen than slots if its enterprise chose with it.
  package internal(set) var overfilled: Int
}
