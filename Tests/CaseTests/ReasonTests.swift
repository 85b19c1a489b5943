// The reasons of an application are told in two ways, as a list and, where there is only one, without making a list.

import Decision
import Foundation
import Intake
import Rulebook
import Screening
import Tables
import Testing

@Suite struct ReasonTests {
  @Test(arguments: [sampleYear, repository.appending(path: "Tests/Years/harbour/2024")])
  func theOnlyReasonIsThatOfTheList(_ folder: URL) throws {
    let year = try year(filesOfYear(folder))
    let decisions = decide(year)
    var (alone, several) = (0, 0)
    var told: [(number: Int, only: Int32)] = []
    year.visit(decisions.order.numbers(0..<decisions.order.count)) { stretch in
      told += zip(stretch.numbers, decisions.figures(of: stretch)).map { (Int($0), $1.reason) }
    }
    #expect(told.count == decisions.order.count)
    for (number, only) in told {
      let reasons = decisions.reasons(number)
      if reasons.count == 1 { alone += 1 } else { several += 1 }
      // What only shows when all rows are known is told as a list.
      if only < 0, decisions.statuses[number] == .pending || decisions.statuses[number] == .invalid { continue }
      #expect(only == (reasons.count == 1 ? Int32(reasons[0]) : -1), "row \(number)")
    }
    #expect(alone > 0 && (several > 0 || folder != sampleYear))
  }

  @Test func aSetOfReasonsListsEachOfThemInOrder() {
    for first in 0..<16 as Range<ReasonID> {
      #expect(OutcomeReasons(rawValue: 1 << first).reasons == [first])
      #expect(OutcomeReasons(rawValue: 1 << first).onlyReason == first)
      for second in first + 1..<16 as Range<ReasonID> {
        let both = OutcomeReasons(rawValue: 1 << first | 1 << second)
        #expect(both.reasons == [first, second])
        #expect(both.onlyReason == nil)
      }
    }
    #expect(OutcomeReasons().reasons.isEmpty && OutcomeReasons().onlyReason == nil)
  }
}
