// Small years with their expected papers, row for row: ten that are shared, and those of the repository.

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
  func everyRowAgrees(_ name: String) throws { try expectEveryRow(of: sharedCases.appending(path: name)) }
}

/// Edges that no shared case has; what is expected there was also found by the reference.
@Suite struct OwnCaseTests {
  @Test(arguments: ["01-one-fen", "02-between-two-units"])
  func everyRowAgrees(_ name: String) throws {
    try expectEveryRow(of: repository.appending(path: "Tests/Years/\(name)"))
  }
}

private func expectEveryRow(of folder: URL) throws {
  let decisions = decide(try year(filesOfYear(folder.appending(path: "2024"))))
  let papers =
    [decisionTable(decisions), totalsTable(decisions, YearTotals(decisions))] + certificateTables(decisions)
  for paper in papers where paper.name != "rounds.csv" {
    let wanted = rows([UInt8](try Data(contentsOf: folder.appending(path: "expected/\(paper.name)"))))
    let found = rows(paper.bytes)
    #expect(wanted.count == found.count, "\(folder.lastPathComponent) \(paper.name)")
    for (want, got) in zip(wanted, found) {
      #expect(want == got.filter { want.keys.contains($0.key) }, "\(folder.lastPathComponent) \(paper.name)")
    }
  }
}
