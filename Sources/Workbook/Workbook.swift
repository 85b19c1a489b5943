// allocation.xlsx: the paper that the meeting decides on, sheet by sheet.

import Decision
import Intake
package import Papers
package import Pricing
import Rulebook
import Screening
import Tables

/// What every sheet is made from.
package struct Allocation: Sendable {
  let roll: Roll
  let letterhead: Letterhead
  let totals: YearTotals
  let funds: FundsTable
  /// Nil where the year is too large to be decided once for every alternative.
  let prices: [RulingPrice]?
  let period: NoticePeriod

  package init(
    _ roll: Roll, _ letterhead: Letterhead, _ totals: YearTotals, prices: [RulingPrice]?, period: NoticePeriod
  ) {
    self.roll = roll
    self.letterhead = letterhead
    self.totals = totals
    funds = FundsTable(roll)
    self.prices = prices
    self.period = period
  }

  /// The sheets in their order.
  package var grids: [Grid] {
    [
      summarySheet(), resultSheet(), fundsSheet(), noticeSheet(), refusalSheet(), pendingSheet(), enterpriseSheet(),
      rulingSheet(), serviceSheet(),
    ]
  }

  /// allocation.xlsx, proofread.
  ///
  /// - Parameter folder: for temporary files.
  package func workbook(in folder: String) throws(WorkbookFailure) -> Paper {
    try workbookFile(grids, letterhead, name: "allocation.xlsx", in: folder)
  }

  // MARK: What sheets have in common

  var decisions: Decisions { roll.decisions }
  var rulebook: Rulebook { roll.rulebook }

  /// A sheet with its title and the line below it.
  func sheet(_ name: String, _ title: String, note: String, _ columns: [Grid.Column]) -> Grid {
    var grid = Grid(name, columns)
    grid.add(.title, letterhead.settings.title + title)
    grid.add(.note, note + "　" + letterhead.runLine)
    return grid
  }

  /// The most lines of a sheet: a person reads no more, and the tables for programs hold them all.
  static let mostLines = 20_000

  func cut(_ count: Int) -> String {
    count > Allocation.mostLines ? "共 \(count) 行，本表列前 \(Allocation.mostLines) 行，全部见 decisions.csv。" : ""
  }
}
