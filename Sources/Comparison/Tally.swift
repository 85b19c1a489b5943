// How many decisions differ between two runs, from their decisions alone.

package import Verification

/// Applications whose status, reasons or amount differ, that are new, that are gone.
package struct Tally: Equatable, Sendable {
  package private(set) var changed = 0
  package private(set) var added = 0
  package private(set) var removed = 0

  /// - Parameter before: decisions.csv of the run before.
  package init(before: [UInt8], after: [UInt8]) throws(Broken) {
    var left = Tally.outcomes(try Cells("decisions.csv", before, columns: decisionColumns))
    for (id, outcomes) in Tally.outcomes(try Cells("decisions.csv", after, columns: decisionColumns)) {
      let old = left.removeValue(forKey: id) ?? []
      added += max(0, outcomes.count - old.count)
      removed += max(0, old.count - outcomes.count)
      changed += zip(old.sorted(), outcomes.sorted()).count { $0 != $1 }
    }
    removed += left.values.reduce(0) { $0 + $1.count }
  }

  /// By id, the outcome of every row of it.
  private static func outcomes(_ table: Cells) -> [String: [String]] {
    var found: [String: [String]] = [:]
    for row in 0..<table.count {
      let outcome = [6, 7, 13].map { table.string(row, $0) }.joined(separator: " ")
      found[table.string(row, 0), default: []].append(outcome)
    }
    return found
  }
}
