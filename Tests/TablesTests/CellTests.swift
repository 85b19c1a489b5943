import Testing

@testable import Tables

@Test func moneyIsReadExactly() {
  let bytes = Array("1,234.56".utf8)
  #expect(readMoney(bytes.span, 0, bytes.count, unit: nil) == 123_456)
}
