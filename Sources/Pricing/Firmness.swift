// How firm a line is: the smallest change of one weight, and of one expert's one score, that would change the winners.
//
// Winners are all applications that are awarded. Everything is exact, in whole millionths of a point:
//
// - A weight. If the points of one criterion go from w to w + d, every mark m under it counts m × (w + d) / w, and all
//   other marks and the mark to pass stay as they are. Points are then compared as fractions, nothing is rounded. The
//   weight stays between 0 and 100 points. The change that is told is the d nearest to 0 under which other
//   applications win; with any d nearer to 0 the same win.
// - A score. One expert gives one application another score for one criterion, from 0 to the criterion's points, and
//   the panel's mean is made anew as the policy makes it. The change that is told is the smallest such step, over all
//   sheets of all applications of the item that were scored, under which other applications win.
//
// Conditions that name the score are held as they were found.

package import Cores
package import Decision
import Intake
import Rulebook
import Tables

package struct Firmness: Sendable {
  /// Index into the rulebook's items.
  package let item: Int
  /// One for each criterion, in policy order.
  package let weights: [WeightChange]
  /// Nil where no single score changes the winners.
  package let sheet: SheetChange?
}

/// Who would win instead, by row number in the order of the papers.
package struct Turn: Equatable, Sendable {
  package let won: [Int]
  package let lost: [Int]
}

package struct WeightChange: Sendable {
  /// Millionths of a point, less than 0 for a smaller weight; nil where no change of this weight changes the winners.
  package let change: Int64?
  package let turn: Turn
}

package struct SheetChange: Sendable {
  /// Row number.
  package let application: Int
  /// Index into the item's criteria.
  package let criterion: Int
  package let expert: String
  /// The line of scores.csv.
  package let line: Int
  /// Millionths of a point.
  package let from: Int64
  package let to: Int64
  package let turn: Turn
}

/// How firm the lines of the items with slots are whose claims are scored; nil where the forms are too large to have
/// been kept, so that marks cannot be told.
package func firmness(of decisions: Decisions, on cores: Cores) -> [Firmness]? {
  guard decisions.year.isAtHand else { return nil }
  let rulebook = decisions.year.rulebook
  let fields = decisions.competitions.filter { !rulebook.items[$0.item].criteria.isEmpty }.map {
    ScoredField($0.item, decisions)
  }
  let jobs = fields.indices.flatMap { at in
    (rulebook.items[fields[at].item].criteria.indices.map { (at, Optional($0)) }) + [(at, nil)]
  }
  let found = cores.map(jobs.count) { job -> (WeightChange?, SheetChange?) in
    let field = fields[jobs[job].0]
    guard let criterion = jobs[job].1 else { return (nil, smallestSheetChange(field)) }
    return (smallestWeightChange(criterion, field), nil)
  }
  return fields.indices.map { at in
    let own = jobs.indices.filter { jobs[$0].0 == at }.map { found[$0] }
    return Firmness(item: fields[at].item, weights: own.compactMap(\.0), sheet: own.compactMap(\.1).first)
  }
}
