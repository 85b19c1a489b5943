import Testing

@testable import Tables

@Test(arguments: [
  ("", 0), ("abc", 3), ("武进区", 6), ("智能工厂(5G)", 12), ("（平台）", 8), ("“双跨”", 6), ("ＡＡ", 4), ("　", 2), ("é", 1),
  ("e\u{301}", 1), ("𠮷", 2), ("×→≥", 3),
])
func chineseTakesTwoColumns(_ text: String, _ width: Int) { #expect(displayWidth(text) == width) }

@Test func paddingFillsToTheWidthAndNeverCuts() {
  #expect(padded("武进", toWidth: 6) == "武进  ")
  #expect(padded("武进区", toWidth: 5) == "武进区")
}
