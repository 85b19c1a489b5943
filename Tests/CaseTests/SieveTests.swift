import Foundation
import Intake
import Rulebook
import Testing

@testable import Screening

/// The sieve spares rows their questions: it may only let through what the questions would let through.
@Suite struct SieveTests {
  @Test(arguments: [sampleYear, repository.appending(path: "Tests/Years/harbour/2024")])
  func whatTheSieveLetsThroughHasNoFindings(_ folder: URL) throws {
    let year = try year(filesOfYear(folder))
    let gates = Gates(year.rulebook)
    var (through, asked, known) = (0, 0, 0)
    for chunk in year.applications.chunks {
      // As while reading, before anybody knows which ids stand twice.
      let facts = Facts(chunk, year.rulebook, year.registers)
      let sieve = Sieve(facts, gates)
      for row in 0..<chunk.count where chunk.invalid[row].isEmpty {
        let found = findings(row, facts, gates, sharedSubjects: nil)
        let passed = Int(sieve.passed[row])
        #expect(findings(row, facts, gates, sharedSubjects: nil, passed: passed) == found, "\(chunk.id(row))")
        if passed > 0 { known += 1 }
        if sieve.lets[row] { #expect(found.failures.isEmpty && found.doubts.isEmpty, "\(chunk.id(row))") }
        if sieve.lets[row] { through += 1 } else { asked += 1 }
      }
      for row in 0..<chunk.count where !chunk.invalid[row].isEmpty { #expect(!sieve.lets[row]) }
    }
    #expect(through > 0 && asked > 0 && known > 0)
  }
}
