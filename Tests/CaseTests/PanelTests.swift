// The mean of a panel on both sides of the sizes that the law names.

import Testing

@testable import Scoring

@Suite struct PanelTests {
  @Test func twoSheetsSayNothing() {
    #expect(panelMark([]) == Mark(points: nil, basis: .panel(sheets: 0, dropped: 0)))
    #expect(panelMark([90, 80]) == Mark(points: nil, basis: .panel(sheets: 2, dropped: 0)))
  }

  @Test func ofThreeAndOfFourAllCount() {
    #expect(panelMark([90, 60, 60]) == Mark(points: 70, basis: .panel(sheets: 3, dropped: 0)))
    #expect(panelMark([91, 60, 60, 0]) == Mark(points: 52, basis: .panel(sheets: 4, dropped: 0)))
  }

  @Test func ofFiveTheHighestAndTheLowestAreDropped() {
    #expect(panelMark([100, 0, 70, 71, 73]) == Mark(points: 71, basis: .panel(sheets: 5, dropped: 2)))
    #expect(panelMark([5, 5, 5, 5, 5]) == Mark(points: 5, basis: .panel(sheets: 5, dropped: 2)))
  }
}
