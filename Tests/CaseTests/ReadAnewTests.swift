import Decision
import Foundation
import Intake
import Tables
import Testing

/// A register whose first piece fits UTF-8 and whose last row does not is read anew: what its first piece named may stay
/// among the numbered texts, but nothing of it counts twice.
@Suite struct ReadAnewTests {
  @Test func aRegisterReadAnewSaysTheSame() throws {
    let files = try filesOfYear(sampleYear)
    let (plain, anew) = (try year(with(files, [UInt8]("常州".utf8))), try year(with(files, [0xB3, 0xA3, 0xD6, 0xDD])))
    #expect(plain.reading(of: "prior_awards.csv")?.0 == .utf8)
    #expect(anew.reading(of: "prior_awards.csv")?.0 == .gb18030)
    #expect(anew.reading(of: "prior_awards.csv")?.rows == plain.reading(of: "prior_awards.csv")?.rows)
    let (expected, decisions) = (decide(plain), decide(anew))
    #expect(decisions.statuses == expected.statuses && decisions.amounts == expected.amounts)
    #expect(decisions.statuses.indices.allSatisfy { decisions.reasons($0) == expected.reasons($0) })
  }

  /// The year with awards of ten thousand enterprises that nobody knows, the last of them in a batch of this name.
  private func with(_ files: [InputFile], _ batch: [UInt8]) throws -> [InputFile] {
    try files.map { file in
      guard file.path == "prior_awards.csv" else { return file }
      let strangers = (0..<10_000).map {
        "WJ,2021,91320412YL\($0 + 10_000_000),smart-upgrade,only,S-\($0),1.00,paid\r\n"
      }
      let last = Array(",2021,91320412YL20000000,smart-upgrade,only,S,1.00,paid\r\n".utf8)
      let own = try file.readWhole().dropFirst(3).split(separator: 10).filter { $0.allSatisfy { $0 < 0x80 } }
      try #require(own.count > 40)
      return InputFile(
        path: file.path, bytes: own.flatMap { $0 + [10] } + Array(strangers.joined().utf8) + batch + last)
    }
  }
}
