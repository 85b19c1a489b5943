// The sample year: nothing is lost, order means nothing, and the published run comes out again byte for byte.

import Decision
import Foundation
import Intake
import Papers
import Rulebook
import Screening
import Tables
import Testing

@Suite struct SampleYearTests {
  @Test func everyItemLevelStatusAndReasonOccurs() throws {
    let year = try year(filesOfYear(sampleYear))
    let decisions = decide(year)
    var (levels, statuses, reasons): (Set<Int16>, Set<Status>, Set<ReasonID>) = ([], [], [])
    for number in decisions.order.map(Int.init) {
      let (at, row) = year.applications.locate(number)
      levels.insert(year.applications.chunks[at].levels[row])
      statuses.insert(decisions.statuses[number])
      reasons.formUnion(decisions.reasons(number))
    }
    #expect(year.rulebook.items.count == 31)
    #expect(year.rulebook.levels.count == 62)
    #expect(year.rulebook.levels.indices.filter { !levels.contains(Int16($0)) }.isEmpty)
    #expect(Status.allCases.filter { !statuses.contains($0) }.isEmpty)
    #expect(ProgramReason.allCases.filter { !reasons.contains($0.id) }.isEmpty)
    #expect(decisions.competitions.map(\.ranking.count) == [46, 34])
  }

  @Test func rowsAndFenAreConserved() throws {
    let year = try year(filesOfYear(sampleYear))
    let decisions = decide(year)
    let totals = YearTotals(decisions)
    let dropped = year.applications.dropped.count { $0 }
    #expect(totals.total.read + dropped == year.applications.count)
    #expect(totals.total.statuses.reduce(0, +) == totals.total.read)
    #expect(totals.items.reduce(totals.unknown.read) { $0 + $1.read } == totals.total.read)
    #expect(totals.total.district + totals.total.town == totals.total.awarded)
    #expect(rows(decisionTable(decisions).bytes).count == totals.total.read)
    let paid = rows(decisionTable(decisions).bytes).compactMap { Int128($0["amount_fen"]!) }.reduce(0, +)
    #expect(paid == totals.total.awarded)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func orderOfRowsAndFilesMeansNothing(_ seed: UInt64) throws {
    let files = try filesOfYear(sampleYear)
    let straight = rows(decisionTable(decide(try year(files))).bytes)
    let shuffled = rows(decisionTable(decide(try year(try shuffle(files, seed)))).bytes)
    func bare(_ rows: [[String: String]]) -> [[String: String]] {
      rows.map { $0.filter { $0.key != "file" && $0.key != "line" } }.sorted {
        "\($0.sorted { $0.key < $1.key })" < "\($1.sorted { $0.key < $1.key })"
      }
    }
    #expect(bare(straight) == bare(shuffled))
  }

  /// Rows of the plain UTF-8 forms and registers in another order, forms under other names.
  private func shuffle(_ files: [InputFile], _ seed: UInt64) throws -> [InputFile] {
    var chance = SplitMix(seed: seed)
    return try files.map { file in
      guard !file.path.hasPrefix("policy/"), let text = String(validating: try file.readWhole(), as: UTF8.self),
        !text.contains("\"")
      else {
        return file
      }
      var lines = text.split(whereSeparator: \.isNewline).map(String.init)
      let header = lines.removeFirst()
      lines.shuffle(using: &chance)
      let path = file.path.hasPrefix("applications/") ? "applications/\(chance.next()).csv" : file.path
      return InputFile(path: path, bytes: Array(([header] + lines).joined(separator: "\n").utf8))
    }
  }

  @Test func publishedRunComesOutAgain() throws {
    let folder = repository.appending(path: "Reports/2024/latest")
    let decisions = decide(try year(filesOfYear(sampleYear)))
    let papers =
      [decisionTable(decisions), totalsTable(decisions, YearTotals(decisions))] + certificateTables(decisions)
      + [faultTable(decisions.year.faults + decisions.remarks), trace(Explainer(decisions, .zh))]
    for paper in papers {
      let published = [UInt8](try Data(contentsOf: folder.appending(path: paper.name)))
      #expect(published == paper.bytes, "\(paper.name) differs from the published run: make run, and commit it")
    }
  }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
