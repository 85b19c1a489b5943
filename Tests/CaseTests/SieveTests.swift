import Decision
import Foundation
import Intake
import Rulebook
import Tables
import Testing

@testable import Screening

/// The sieve spares rows their questions: it may only find what the questions would find.
@Suite struct SieveTests {
  @Test(arguments: [sampleYear, repository.appending(path: "Tests/Years/harbour/2024")])
  func theSieveFindsWhatTheQuestionsFind(_ folder: URL) throws {
    let year = try year(filesOfYear(folder))
    let gates = Gates(year.rulebook)
    var (through, barred, asked) = (0, 0, 0)
    for chunk in year.applications.chunks {
      // As while reading, before anybody knows which ids stand twice.
      let facts = Facts(chunk, year.rulebook, year.registers)
      let sieve = Sieve(facts, gates)
      for row in 0..<chunk.count {
        guard sieve.isPlain[row] else {
          asked += 1
          continue
        }
        try #require(chunk.invalid[row].isEmpty)
        #expect(sieve.marks[row] == facts.marks(row))
        var found = sieve.barred[row].findings(gates.of(level: Int(chunk.levels[row])))
        if found.isEmpty { through += 1 } else { barred += 1 }
        #expect(found.isEmpty == sieve.barred[row].isEmpty)
        let awards = sieve.history.first { Int($0.row) == row }?.awards ?? AwardsBefore()
        askHistory(row, sieve.marks[row], awards, facts, &found)
        #expect(found == findings(row, facts, gates, sharedSubjects: nil), "\(chunk.id(row))")
      }
    }
    #expect(through > 0 && barred > 0 && asked > 0)
  }

  /// Rows with more gates than there are bits for are asked one by one: gates that all pass change nothing.
  @Test func moreGatesThanBits() throws {
    let files = try filesOfYear(sampleYear)
    let more = try files.map { file in
      guard file.path == "policy/conditions.csv" else { return file }
      let rows = (0...Barred.mostGates).map { at in
        "*,,enterprise.status,not_equals,第\(at)种,pend,reject,not_active,不是存续,n1,具有独立法人资格\r\n"
      }
      return InputFile(path: file.path, bytes: try file.readWhole() + rows.joined().utf8)
    }
    let (plain, gated) = (try year(files), try year(more))
    for chunk in gated.applications.chunks {
      #expect(!Sieve(Facts(chunk, gated.rulebook, gated.registers), Gates(gated.rulebook)).isPlain.contains(true))
    }
    #expect(decide(gated).statuses == decide(plain).statuses)
  }
}
