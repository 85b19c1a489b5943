// What the papers print of some rows, found chunk by chunk.

package import Intake
package import Screening
import Tables

/// Of one application; amounts in fen, the score in millionths, `Cell.missing` where blank.
package struct DecidedFigures: Sendable {
  /// Indices into the rulebook, -1 where nobody can tell.
  package fileprivate(set) var item: Int32
  package fileprivate(set) var level: Int32
  package fileprivate(set) var status: Status
  /// The only reason, -1 where there are several.
  package fileprivate(set) var reason: Int32
  package fileprivate(set) var standard = Cell.missing
  package fileprivate(set) var upper = Cell.missing
  package fileprivate(set) var entitlement = Cell.missing
  package fileprivate(set) var score = Cell.missing
  /// From 1; `Cell.missing` where the application is not ranked or its item has no slots.
  package fileprivate(set) var rank = Cell.missing
  package fileprivate(set) var amount = Cell.missing
  package fileprivate(set) var district = Cell.missing
  package fileprivate(set) var town = Cell.missing
  /// The physical line of the form.
  package fileprivate(set) var line: Int64
}

extension Decisions {
  /// What the papers print of the rows of a stretch, by place.
  package func figures(of stretch: Stretch) -> [DecidedFigures] {
    let none = DecidedFigures(item: -1, level: -1, status: .invalid, reason: -1, line: 0)
    var found = [DecidedFigures](repeating: none, count: stretch.count)
    for (at, places) in stretch.chunks {
      let figures = figures(places.map { stretch.rows[Int($0)] }, ofChunk: at)
      for (figures, place) in zip(figures, places) { found[Int(place)] = figures }
    }
    return found
  }

  /// The same of all rows of a chunk.
  package func figures(ofChunk at: Int) -> [DecidedFigures] {
    figures(Array(0..<Int32(year.applications.chunks[at].count)), ofChunk: at)
  }

  private func figures(_ rows: [Int32], ofChunk at: Int) -> [DecidedFigures] {
    let chunk = year.applications.chunks[at]
    let (standards, entitlements) = (standard.column(at), entitlement.column(at))
    let (uppers, scores) = (screened[at].upper.of(rows), screened[at].scores.of(rows))
    let (reasons, outcomes) = (screened[at].verdicts.onlyReasons(rows), outcomes.column(at))
    let ranks = ranks.of(rows.map { Int32(chunk.base) + $0 })
    return rows.indices.map { index in
      let row = Int(rows[index])
      let number = chunk.base + row
      var found = DecidedFigures(
        item: Int32(chunk.items[row]), level: Int32(chunk.levels[row]), status: statuses[number],
        reason: reasons[index], line: Int64(chunk.lines[row]))
      if late(number) != nil {
        found.reason = -1
      } else if found.reason == -2 {
        found.reason = outcomes[row].onlyReason.map { Int32($0) } ?? -1
      }
      found.entitlement = entitlements[row]
      if Cell.isKnown(standards[row]) {
        found.standard = standards[row]
        found.upper = uppers[index] ?? 0
        let points = otherPoints.isEmpty ? nil : otherPoints[Int32(number)]
        found.score = points ?? scores[index] ?? Cell.missing
        found.rank = ranks[index].map { Int64($0) } ?? Cell.missing
      }
      if found.status.hasAmount {
        found.amount = amount[number]
        found.district = found.amount > 0 ? district(found.amount, town: chunk.towns[row], item: chunk.items[row]) : 0
        found.town = found.amount - found.district
      }
      return found
    }
  }
}
