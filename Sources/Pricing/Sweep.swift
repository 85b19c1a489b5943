// One cell of the policy walked through a range of values: what each would cost, and where each line would stand.

package import Cores
package import Decision
package import Intake
package import Rulebook
package import Tables

/// The values of a sweep, as the cell would write them.
package struct SweepRange: Equatable, Sendable {
  package let values: [String]

  /// The most values of one sweep.
  package static let most = 1000

  /// Reads `FROM..TO` or `FROM..TO..STEP`, as `10..40`, `5%..8%..0.5%`, `40万元..60万元..5万元`. The step is 1 where none is
  /// said. Numbers without a unit take the one of the cell as it stands.
  ///
  /// - Parameter cell: what the cell says now, as `20个`.
  /// - Returns: nil if the text is no such range, is empty or has more than `most` values.
  package init?(_ text: String, in cell: String) {
    let parts = text.split(separator: "..", omittingEmptySubsequences: false).map(Numeral.init)
    guard parts.count == 2 || parts.count == 3, let from = parts[0], let to = parts[1] else { return nil }
    guard let step = parts.count == 3 ? parts[2] : Numeral("1"), step.millionths > 0 else { return nil }
    let units = Set(([from, to] + (parts.count == 3 ? [step] : [])).map(\.unit).filter { !$0.isEmpty })
    guard units.count <= 1 else { return nil }
    let unit = units.first ?? Numeral(cell)?.unit ?? ""
    guard from.millionths <= to.millionths, (to.millionths - from.millionths) / step.millionths < SweepRange.most else {
      return nil
    }
    values = stride(from: from.millionths, through: to.millionths, by: Int64.Stride(step.millionths)).map {
      plainNumber($0) + unit
    }
  }
}

/// A number with at most six decimals, and the words behind it.
private struct Numeral {
  let millionths: Int64
  let unit: String

  init?(_ text: some StringProtocol) {
    let plain = String(text.filter { $0 != "," && $0 != " " })
    let digits = plain.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let sides = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard sides.count <= 2, let whole = sides.first.flatMap({ Int64($0) }), whole < 1_000_000_000_000 else {
      return nil
    }
    let fraction = sides.count == 2 ? String(sides[1]) : "0"
    guard !fraction.isEmpty, fraction.count <= 6, let part = Int64(fraction.padding(to: 6)) else { return nil }
    millionths = whole * 1_000_000 + part
    unit = String(plain.dropFirst(digits.count))
  }
}

extension String {
  fileprivate func padding(to length: Int) -> String { self + String(repeating: "0", count: max(0, length - count)) }
}

/// Millionths without trailing zeros.
private func plainNumber(_ millionths: Int64) -> String {
  var text = String(millionths / 1_000_000)
  let fraction = millionths % 1_000_000
  guard fraction > 0 else { return text }
  text += "." + String(1_000_000 + fraction).dropFirst()
  while text.hasSuffix("0") { text.removeLast() }
  return text
}

extension Rulebook {
  /// The item with slots that a cell speaks of, nil if it speaks of none.
  package func competingItem(of path: CellPath) -> Int? {
    items.indices.first {
      items[$0].slots != nil && (path.key == items[$0].id || path.key.hasPrefix(items[$0].id + "."))
    }
  }
}

/// The year under one value.
package struct SweepPoint: Sendable {
  package let value: String
  package let awarded: Int
  /// Fen.
  package let paid: Int128
  /// Against the year as it stands.
  package let effect: Effect
  package let lines: [SweepLine]
}

/// Where the line of one item with slots stands; row numbers of applications.
package struct SweepLine: Sendable {
  package let item: Int
  package let slots: Int
  package let ranked: Int
  package let used: Int
  /// The last rank above the line.
  package let line: Int
  package let last: Int?
  package let next: Int?
  /// Millionths of a point; `Cell.missing` where the item has no points.
  package let lastScore: Int64
  package let nextScore: Int64

  init(_ competition: Competition, _ decisions: Decisions) {
    item = competition.item
    (slots, ranked, used, line) =
      (competition.slots, competition.ranking.count, competition.used, competition.line)
    last = line > 0 ? Int(competition.ranking[line - 1]) : nil
    next = line < ranked ? Int(competition.ranking[line]) : nil
    lastScore = last.map { decisions.score($0) } ?? Cell.missing
    nextScore = next.map { decisions.score($0) } ?? Cell.missing
  }
}

/// Decides the year under every value of a cell.
///
/// - Throws: `Unusable` with the faults of the first value under which the policy does not hold together, or of which
///   the year cannot be read.
package func sweep(
  _ path: CellPath, through range: SweepRange, of decisions: Decisions, on cores: Cores,
  reread: @Sendable (Rulebook) -> Year?
) throws(Unusable) -> [SweepPoint] {
  let found = cores.map(range.values.count) { at -> Result<SweepPoint, Unusable> in
    point(range.values[at], path, decisions, reread)
  }
  var points: [SweepPoint] = []
  for result in found { points.append(try result.get()) }
  return points
}

private func point(
  _ value: String, _ path: CellPath, _ decisions: Decisions, _ reread: (Rulebook) -> Year?
) -> Result<SweepPoint, Unusable> {
  Result { () throws(Unusable) in
    let other = try decisions.year.rulebook.replacing(path, with: value)
    guard let decided = replay(decisions, under: other, reread: reread) else { throw Unusable([]) }
    let amounts = decided.amounts
    return SweepPoint(
      value: value, awarded: amounts.count { $0 > 0 }, paid: amounts.reduce(0) { $0 + Int128($1) },
      effect: effect(of: decided, on: decisions), lines: decided.competitions.map { SweepLine($0, decided) })
  }
}
