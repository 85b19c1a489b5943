// The papers that people work with: the notice, the page, the workbook.

import Cores
import Decision
import Intake
import Pages
import Papers
import Pricing
import Rulebook
import Workbook

struct PeoplesPapers {
  let decisions: Decisions
  let totals: YearTotals
  let letterhead: Letterhead
  let period: NoticePeriod
  let cores: Cores

  /// The most applications for which every ruling's price is worked out with the run.
  private static let mostPriced = 20_000

  /// - Parameter folder: for temporary files.
  /// - Parameter reread: the year under another policy, nil if it cannot be read so.
  func make(in folder: String, _ reread: @Sendable (Rulebook) -> Year?) throws(Failure) -> [Paper] {
    let roll = Roll(decisions)
    let prices = roll.order.count <= PeoplesPapers.mostPriced ? prices(of: decisions, on: cores, reread: reread) : nil
    let lines = noticeLines(roll)
    // The workbook takes longest, then the report.
    let made = cores.map(2) { part in
      Result { () throws(Failure) in
        guard part == 0 else { return reportPage(roll, letterhead, totals, prices: prices) }
        let allocation = Allocation(roll, letterhead, totals, prices: prices, period: period)
        return try Stop.errand { () throws(Failure) in try workbook(allocation, in: folder) }
      }
    }
    let (book, report) = (try made[0].get(), try made[1].get())
    return [noticeTable(lines), noticePage(lines, letterhead, period), report, book]
  }

  private func workbook(_ allocation: Allocation, in folder: String) throws(Failure) -> Paper {
    do throws(WorkbookFailure) { return try allocation.workbook(in: folder) } catch {
      throw Failure(
        code: .inputOutput, zh: "无法写出 allocation.xlsx：\(error.reason)；上一次的结果保持不变",
        en: "cannot write allocation.xlsx: \(error.reason); the run before stays as it was")
    }
  }
}
