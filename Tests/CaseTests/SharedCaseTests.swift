// Ten small years with their expected papers, row for row.

import Decision
import Foundation
import Papers
import Testing

@Suite(.enabled(if: hasSharedCases, "the folder ../shared/cases is not here"))
struct SharedCaseTests {
  static let names =
    hasSharedCases
    ? try! FileManager.default.contentsOfDirectory(atPath: sharedCases.path).sorted() : []

  @Test(arguments: names)
  func everyRowAgrees(_ name: String) throws {
    let decisions = decide(try year(filesOfYear(sharedCases.appending(path: "\(name)/2024"))))
    let papers =
      [decisionTable(decisions), totalsTable(decisions, YearTotals(decisions))] + certificateTables(decisions)
    for paper in papers where paper.name != "rounds.csv" {
      let expected = sharedCases.appending(path: "\(name)/expected/\(paper.name)")
      let wanted = rows([UInt8](try Data(contentsOf: expected)))
      let found = rows(paper.bytes)
      #expect(wanted.count == found.count, "\(name) \(paper.name)")
      for (want, got) in zip(wanted, found) {
        #expect(want == got.filter { want.keys.contains($0.key) }, "\(name) \(paper.name)")
      }
    }
  }
}
