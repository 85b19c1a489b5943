// What the program decided: one line per application, and the certificate of the competitions.

package import Intake
package import Rulebook
package import Screening
import Selection
package import Tables

/// The decisions of a year, by row number; amounts in fen, scores in millionths, `Cell.missing` where blank.
package struct Decisions: Sendable {
  package let year: Year
  package internal(set) var statuses: [Status]
  /// By chunk, what screening said of each row.
  package internal(set) var verdicts: [Verdicts]
  /// For rows that came through screening: why they ended as they did.
  package internal(set) var outcomes: [OutcomeReasons]
  package internal(set) var standard: [Int64]
  package internal(set) var upper: [Int64]
  package internal(set) var entitlement: [Int64]
  package internal(set) var score: [Int64]
  /// From 1; 0 where the application is not ranked or its item has no slots.
  package internal(set) var rank: [Int32]
  package internal(set) var amount: [Int64]
  package internal(set) var district: [Int64]
  /// Of every item with slots, in policy order.
  package internal(set) var competitions: [Competition] = []
  /// Of every group with slots, in policy order.
  package internal(set) var rounds: [CutRound] = []
  /// Enterprises with more combinations than can be tried, whose projects were chosen greedily.
  package internal(set) var greedy: Set<Int32> = []
  package internal(set) var budgets: [BudgetOutcome] = []
  /// What the decision itself gives cause to say: towns without a share row.
  package internal(set) var remarks: [Fault] = []
  /// The award that stands in an application's way: the winner of its key, by row number.
  package internal(set) var winners: [Int32: Int32] = [:]

  /// The reason codes of an application, in the order in which they are listed.
  package func reasons(_ number: Int) -> [ReasonID] {
    let (chunk, row) = year.applications.locate(number)
    let screened = verdicts[chunk].reasons(row)
    return screened.isEmpty ? outcomes[number].reasons : Array(screened)
  }

  /// The town's part of the award.
  package func town(_ number: Int) -> Int64 { amount[number] - district[number] }

  /// Whether the application is one of the year's: repeated rows are not.
  package func stands(_ number: Int) -> Bool { !year.applications.dropped[number] }

  /// Row numbers in the order of the papers, without repeated rows.
  package var order: [Int32] { year.applications.order.filter { stands(Int($0)) } }
}

/// The ranking of one item with slots and the line through it.
package struct Competition: Sendable {
  package let item: Int
  package let slots: Int
  /// Row numbers, rank 1 first.
  package let ranking: [Int32]
  /// The tie facts of each ranked application, `ties.count` to an application, as they are known.
  package let keys: [Int64]
  /// The last rank above the line, 0 if none is.
  package let line: Int
  /// How many were chosen.
  package let used: Int
  /// The item that would be overfilled if the next in line were admitted; nil if none is next.
  package let overfilled: Int?
  /// Ranks that only the application id tells from the one before.
  package let decidedByID: [Int]
}

/// One step of the lines, as the certificate lists it.
package struct CutRound: Sendable {
  package let round: Int
  package let phase: String
  package let item: Int
  package let lineBefore: Int
  package let lineAfter: Int
  package let chosen: Int
}

/// What a budget did; fen.
package struct BudgetOutcome: Sendable {
  package let budget: Int
  package let claimed: Int64
  package let paid: Int64
}

/// Reasons of the outcome, a set in the order of `ProgramReason`.
package struct OutcomeReasons: OptionSet, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
  package init(_ reason: ProgramReason) { self.init(rawValue: 1 << reason.id) }

  package var reasons: [ReasonID] { (0..<16).filter { rawValue & 1 << $0 != 0 } }

  package func contains(_ reason: ProgramReason) -> Bool { contains(OutcomeReasons(reason)) }
}
