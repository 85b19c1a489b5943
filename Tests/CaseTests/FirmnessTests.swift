// The change of a weight that is told turns the winners; one millionth of a point less, and anything smaller, does not.

import Cores
import Decision
import Intake
import Pricing
import Rulebook
import Scoring
import Tables
import Testing

@Suite struct FirmnessTests {
  /// Who wins with another weight, by the definition: marks scaled, fractions compared, everything decided again.
  private struct Reweighed {
    let decisions: Decisions
    let item: Int
    let criterion: Int
    private let claims: [(number: Int, total: Int128, mark: Int128)]

    init(_ decisions: Decisions, _ item: Int, _ criterion: Int) {
      (self.decisions, self.item, self.criterion) = (decisions, item, criterion)
      let year = decisions.year
      claims = decisions.order.map(Int.init).compactMap { number in
        let (at, row) = year.applications.locate(number)
        let chunk = year.applications.chunks[at]
        guard Int(chunk.items[row]) == item, Cell.isKnown(decisions.score(number)) else { return nil }
        let marks = Scoring.score(row, Facts(chunk, year.rulebook, year.registers)).marks
        return (number, Int128(decisions.score(number)), Int128(marks[criterion].points ?? 0))
      }
    }

    /// The points are w·(T − m) + m·(w + d), all times the same w; a place for each of them keeps order and mark.
    func winners(_ change: Int64) -> [Bool] {
      let rules = decisions.year.rulebook.items[item]
      let weight = Int128(rules.criteria[criterion].points)
      let points = claims.map { weight * ($0.total - $0.mark) + $0.mark * (weight + Int128(change)) }
      let needed = Int128(rules.passScore ?? 0)
      var places: [Int32: Int64] = [:]
      for (claim, value) in zip(claims, points) {
        let passes = value >= needed * weight
        let place = Set(points.filter { passes == ($0 >= needed * weight) && (passes ? $0 < value : $0 > value) }).count
        places[Int32(claim.number)] = Int64(needed) + Int64(passes ? place : -1 - place)
      }
      return redecide(decisions, points: places).amounts.map { $0 > 0 }
    }
  }

  /// The sample year under its own policy, without declared ties, and with a place for everyone.
  private enum Setting: CaseIterable {
    case asItIs, withoutTies, placesForAll

    var files: [InputFile] {
      get throws {
        switch self {
        case .asItIs: try filesOfYear(sampleYear)
        case .withoutTies:
          try edited { $0.hasPrefix("ties-") || $1 == "policy/ties.csv" && !$0.hasPrefix("item") ? nil : $0 }
        case .placesForAll:
          try edited { line, file in
            if line.hasPrefix("pass-mark-") || line.contains(",pass_score,application,") { return nil }
            return file == "policy/limits.csv" && line.contains(",slots,")
              ? line.replacing(/[0-9]+个,.*/) { _ in "999个," } : line
          }
        }
      }
    }

    private func edited(_ line: (String, _ file: String) -> String?) throws -> [InputFile] {
      try filesOfYear(sampleYear).map { file in
        guard ["policy/ties.csv", "policy/limits.csv", "policy/rulings.csv"].contains(file.path) else { return file }
        let lines = String(decoding: try file.readWhole().drop { $0 > 127 }, as: UTF8.self)
          .split(whereSeparator: \.isNewline)
        return InputFile(
          path: file.path, bytes: Array(lines.compactMap { line(String($0), file.path) }.joined(separator: "\n").utf8))
      }
    }
  }

  @Test(arguments: Setting.allCases)
  private func theWeightThatIsToldIsTheNearestThatTurnsTheWinners(_ setting: Setting) throws {
    let decisions = decide(try year(setting.files))
    let winners = decisions.amounts.map { $0 > 0 }
    var chance = SplitMix(seed: 7)
    var turned = 0
    for line in try #require(firmness(of: decisions, on: .one)) {
      for (criterion, weight) in line.weights.enumerated() {
        let reweighed = Reweighed(decisions, line.item, criterion)
        #expect(reweighed.winners(0) == winners)
        let most = 100_000_000 - decisions.year.rulebook.items[line.item].criteria[criterion].points
        if let change = weight.change {
          turned += 1
          let now = reweighed.winners(change)
          #expect(now != winners, "\(line.item) \(criterion) \(change)")
          #expect(weight.turn.won == decisions.order.map(Int.init).filter { now[$0] && !winners[$0] })
          #expect(weight.turn.lost == decisions.order.map(Int.init).filter { !now[$0] && winners[$0] })
          #expect(reweighed.winners(change - change.signum()) == winners, "\(line.item) \(criterion) \(change)")
        }
        let nearest = weight.change.map { abs($0) - 1 } ?? most
        for _ in 0..<(setting == .asItIs ? 6 : 1) {
          let smaller = Int64(chance.next() % UInt64(max(1, nearest))) * (chance.next() % 2 == 0 ? 1 : -1)
          guard smaller > -(100_000_000 - most), smaller <= most else { continue }
          #expect(reweighed.winners(smaller) == winners, "\(line.item) \(criterion) \(smaller)")
        }
      }
    }
    // Without declared ties the points count for the mark alone.
    #expect(setting == .asItIs ? turned > 10 : setting == .withoutTies || turned == 0)
  }

  @Test func aRangeTakesTheUnitOfItsCell() {
    #expect(SweepRange("10..12", in: "20个")?.values == ["10个", "11个", "12个"])
    #expect(SweepRange("40万元..50万元..5", in: "20个")?.values == ["40万元", "45万元", "50万元"])
    #expect(SweepRange("0.5..1..0.25", in: "")?.values == ["0.5", "0.75", "1"])
    #expect(SweepRange("5%..6%..0.5%", in: "5%")?.values == ["5%", "5.5%", "6%"])
    #expect(SweepRange("3..3", in: "20个")?.values == ["3个"])
    for wrong in ["", "1", "1..", "..2", "2..1", "1..2..0", "1..2..3..4", "1%..2个", "1..1001", "a..b", "1-3"] {
      #expect(SweepRange(wrong, in: "20个") == nil, "\(wrong)")
    }
  }
}
