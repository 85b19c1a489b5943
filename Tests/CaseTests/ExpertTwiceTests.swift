import Intake
import Tables
import Testing

/// Nobody knows which of two sheets of one expert on one criterion was meant, wherever the other one stands.
@Suite struct ExpertTwiceTests {
  @Test(arguments: [2, 9, 70])
  func onlyADoubledSheetIsFound(experts: Int) throws {
    let sheets = (0..<experts).flatMap { expert in ["甲", "乙"].map { "WJ-1,E\(expert),\($0),5," } }
    #expect(try found(sheets).isEmpty)
    for doubled in Set([0, 1, sheets.count / 2, sheets.count - 1]) {
      for place in Set([doubled + 1, sheets.count]) {
        var all = sheets
        all.insert(sheets[doubled].replacing(",5,", with: ",6,"), at: place)
        #expect(try found(all) == [place + 2], "\(doubled) again at \(place) of \(sheets.count)")
      }
    }
  }

  /// The lines on which an expert is said to have marked a criterion again.
  private func found(_ sheets: [String]) throws -> [Int] {
    var claim = OneClaim(item: "smart-upgrade")
    let header = "application_id,expert,criterion,score,recused"
    claim.registers["scores.csv"] = ([header] + sheets).map { $0 + "\n" }.joined()
    return try claim.year().faults.filter { $0.problem == .expertTwice }.map(\.place.line)
  }
}
