// What the papers print of some rows, found chunk by chunk.

package import Intake
package import Screening
import Tables

/// What one application asked for, may get and gets; fen, `Cell.missing` where blank.
package struct DecidedMoney: Sendable {
  /// Index into the rulebook, -1 where nobody can tell.
  package let item: Int32
  package let status: Status
  package fileprivate(set) var standard = Cell.missing
  package fileprivate(set) var entitlement = Cell.missing
  package fileprivate(set) var amount = Cell.missing
  package fileprivate(set) var district = Cell.missing
  package fileprivate(set) var town = Cell.missing
}

/// Of one application; amounts in fen, the score in millionths, `Cell.missing` where blank.
package struct DecidedFigures: Sendable {
  package let money: DecidedMoney
  /// Index into the rulebook, -1 where nobody can tell.
  package let level: Int32
  /// The only reason, -1 where there are several.
  package fileprivate(set) var reason: Int32
  package fileprivate(set) var upper = Cell.missing
  package fileprivate(set) var score = Cell.missing
  /// From 1; `Cell.missing` where the application is not ranked or its item has no slots.
  package fileprivate(set) var rank = Cell.missing
  /// The physical line of the form.
  package let line: Int64
}

extension Decisions {
  /// What the papers print of the rows of a stretch, by place.
  package func figures(of stretch: Stretch) -> [DecidedFigures] {
    let none = DecidedFigures(money: DecidedMoney(item: -1, status: .invalid), level: -1, reason: -1, line: 0)
    var found = [DecidedFigures](repeating: none, count: stretch.count)
    for (at, places) in stretch.chunks {
      let figures = figures(places.map { stretch.rows[Int($0)] }, ofChunk: at)
      for (figures, place) in zip(figures, places) { found[Int(place)] = figures }
    }
    return found
  }

  private func figures(_ rows: [Int32], ofChunk at: Int) -> [DecidedFigures] {
    let chunk = year.applications.chunks[at]
    let moneys = moneys(rows, ofChunk: at)
    let (uppers, scores) = (screened[at].upper.of(rows), screened[at].scores.of(rows))
    let (reasons, outcomes) = (screened[at].verdicts.onlyReasons(rows), outcomes.column(at))
    let lines = chunk.lines.at(rows)
    let ranks = ranks.of(rows.map { Int32(chunk.base) + $0 })
    return rows.indices.map { index in
      let row = Int(rows[index])
      let number = chunk.base + row
      var found = DecidedFigures(
        money: moneys[index], level: Int32(chunk.levels[row]), reason: reasons[index], line: Int64(lines[index]))
      if late(number) != nil {
        found.reason = -1
      } else if found.reason == -2 {
        found.reason = outcomes[row].onlyReason.map { Int32($0) } ?? -1
      }
      if Cell.isKnown(moneys[index].standard) {
        found.upper = uppers[index] ?? 0
        let points = otherPoints.isEmpty ? nil : otherPoints[Int32(number)]
        found.score = points ?? scores[index] ?? Cell.missing
        found.rank = ranks[index].map { Int64($0) } ?? Cell.missing
      }
      return found
    }
  }

  /// The money of all rows of a chunk.
  package func moneys(ofChunk at: Int) -> [DecidedMoney] {
    moneys(Array(0..<Int32(year.applications.chunks[at].count)), ofChunk: at)
  }

  private func moneys(_ rows: [Int32], ofChunk at: Int) -> [DecidedMoney] {
    let (base, items) = (year.applications.chunks[at].base, year.applications.chunks[at].items)
    let (standards, entitlements) = (standard.column(at), entitlements(at, rows))
    let (awards, towns) = (awards(at, rows, entitlements), year.towns(at, rows))
    return rows.indices.map { index in
      let row = Int(rows[index])
      var found = DecidedMoney(item: Int32(items[row]), status: statuses[base + row])
      (found.standard, found.entitlement) = (standards[row], entitlements[index])
      guard found.status.hasAmount else { return found }
      (found.amount, found.district, found.town) = (0, 0, 0)
      if case .awarded = found.status {
        found.amount = awards[index]
        found.district = district(found.amount, town: towns[index], item: items[row])
        found.town = found.amount - found.district
      }
      return found
    }
  }
}
