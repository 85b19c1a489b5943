// Points: facts by the bands of the policy, experts by the mean of their panel, all in millionths.

package import Intake
import Rulebook
import Tables

/// What one criterion gave.
package struct Mark: Equatable, Sendable {
  /// Millionths; nil where a panel is too small to speak.
  package let points: Int64?
  /// How many sheets were counted (experts), or the band that held (facts).
  package let basis: Basis

  package enum Basis: Equatable, Sendable {
    case band(Int?)
    /// Sheets not recused, and how many of them were dropped as highest and lowest.
    case panel(sheets: Int, dropped: Int)
  }
}

/// The marks of an application, criterion by criterion in policy order.
package struct Marks: Equatable, Sendable {
  package let marks: [Mark]

  /// The sum, or nil if any panel is incomplete or nothing is marked.
  package var total: Int64? {
    guard !marks.isEmpty else { return nil }
    var sum: Int64 = 0
    for mark in marks {
      guard let points = mark.points else { return nil }
      sum += points
    }
    return sum
  }
}

/// Marks a row under its item's criteria (spec 3 step 5).
package func score(_ row: Int, _ facts: Facts) -> Marks {
  let (item, _) = facts.subjectMatter(row)
  let sheets = facts.rulebook.items[item].hasExperts ? facts.sheets(row) : []
  let criteria = facts.rulebook.items[item].criteria
  return Marks(
    marks: criteria.indices.map { at in
      switch criteria[at].kind {
      case .facts: bandMark(criteria[at], row, facts)
      case .experts: panelMark(points(of: facts.criterion(at, of: item), sheets))
      }
    })
}

/// What the sheets that are not recused say of a criterion.
private func points(of criterion: Int32?, _ sheets: ArraySlice<ScoreSheet>) -> [Int64] {
  [Int64](capacity: sheets.count) { points in
    for sheet in sheets where sheet.criterion == criterion && !sheet.recused { points.append(sheet.points) }
  }
}

/// The fewest sheets that make a panel.
package let smallestPanel = 3
/// From this many sheets on, one highest and one lowest are dropped.
package let trimmedPanel = 5

/// The mean of a panel, truncated to millionths.
package func panelMark(_ points: [Int64]) -> Mark {
  guard points.count >= smallestPanel else {
    return Mark(points: nil, basis: .panel(sheets: points.count, dropped: 0))
  }
  let trims = points.count >= trimmedPanel
  var sum = points.reduce(Int128(0)) { $0 + Int128($1) }
  if trims { sum -= Int128(points.max()!) + Int128(points.min()!) }
  let counted = trims ? points.count - 2 : points.count
  return Mark(
    points: Int64(sum / Int128(counted)), basis: .panel(sheets: points.count, dropped: points.count - counted))
}

/// The points of the band that holds for the fact; 0 where none does.
private func bandMark(_ criterion: Criterion, _ row: Int, _ facts: Facts) -> Mark {
  guard let fact = criterion.fact, let kind = criterion.factKind else { preconditionFailure("no fact to score") }
  let band = heldBand(criterion.bands, fact, kind, row, facts)
  return Mark(points: band.map { criterion.bands[$0].points } ?? 0, basis: .band(band))
}

private func heldBand(_ bands: [Band], _ fact: Fact, _ kind: FactKind, _ row: Int, _ facts: Facts) -> Int? {
  let missing = bands.firstIndex { $0.from == .missing }
  switch kind {
  case .text, .code:
    guard let text = facts.text(fact, row) else { return missing }
    return bands.firstIndex { if case .equals(let word) = $0.from { same(text, word) } else { false } }
  case .money, .number, .day, .moment, .flag:
    let value = facts.number(fact, row)
    guard Cell.isKnown(value) else { return missing }
    var best: (index: Int, from: Int64)?
    for (index, band) in bands.enumerated() {
      guard case .atLeast(let from) = band.from, from <= value, best == nil || from > best!.from else { continue }
      best = (index, from)
    }
    return best?.index
  }
}
