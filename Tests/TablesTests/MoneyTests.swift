import Tables
import Testing

private func money(_ cell: String, under header: String = "x") -> Reading { read(cell, as: .money, header: header) }

@Test func `A bare number is yuan, and a yuan is a hundred fen`() {
  #expect(money("0") == 0)
  #expect(money("1") == 100)
  #expect(money("0.01") == 1)
  #expect(money("1234.5") == 123_450)
  #expect(money("1,234.56") == 123_456)
  #expect(money("0012") == 1200)
}

@Test(arguments: [
  ("元", 100), ("千元", 100_000), ("千", 100_000), ("万元", 1_000_000), ("万", 1_000_000),
  ("亿元", 10_000_000_000), ("亿", 10_000_000_000),
])
func `A suffix and a header's unit mean the same fen`(unit: String, fen: Int64) {
  #expect(money("3\(unit)") == .value(3 * fen))
  #expect(money("3 \(unit)") == .value(3 * fen))
  for header in ["x(\(unit))", "x（\(unit)）", "数(\(unit))", "x (\(unit))"] {
    #expect(money("3", under: header) == .value(3 * fen))
    #expect(money("3\(unit)", under: header) == .value(3 * fen))
  }
}

@Test func `A suffix that contradicts the header is no amount, and one that repeats it is`() {
  #expect(money("50万元", under: "x(元)") == .no(.unitContradicts))
  #expect(money("50元", under: "x(万元)") == .no(.unitContradicts))
  #expect(money("50千", under: "x(万元)") == .no(.unitContradicts))
  #expect(money("50万", under: "x(万元)") == 50_000_000)
  #expect(money("50万元", under: "x") == 50_000_000)
  #expect(money("￥50", under: "x(万元)") == 50_000_000)
}

@Test func `Thousands groups are read where they are right and refused where they are not`() {
  for right in ["1,234", "12,345", "123,456", "1,234,567", "1,234,567.80", "１，２３４", "0,123"] {
    #expect(money(right) != .no(.notMoney), "\(right)")
  }
  for wrong in ["1234,567", "1,23", "1,2345", "1,,234", ",123", "1,", "1,234,", "1,234,56", "1.234,56", "1,23,456"] {
    #expect(money(wrong) == .no(.notMoney), "\(wrong)")
  }
}

@Test func `Full-width forms read as plain ones`() {
  #expect(money("１，２３４．５０") == 123_450)
  #expect(money("￥５０") == 5000)
  #expect(money("¥50") == 5000)
  #expect(money("￥ 50") == 5000)
  #expect(money("￥50万元") == 50_000_000)
  #expect(money("50　万元") == 50_000_000)
}

@Test func `An amount finer than one fen is refused, and zeros behind the fen are not finer`() {
  #expect(money("1.23") == 123)
  #expect(money("1.230") == 123)
  #expect(money("1.234") == .no(.tooFine))
  #expect(money("0.001") == .no(.tooFine))
  #expect(money("1,234.567") == .no(.tooFine))
  #expect(money("1.234567万元") == 1_234_567)
  #expect(money("1.2345678万元") == .no(.tooFine))
  #expect(money("0.00000000000001") == .no(.tooFine))
  #expect(money("0.000001", under: "x(万元)") == 1)
  #expect(money("0.0000001", under: "x(万元)") == .no(.tooFine))
}

@Test func `A negative amount is named as one`() {
  #expect(money("-1") == .no(.negative))
  #expect(money("－１") == .no(.negative))
  #expect(money("-0.01") == .no(.negative))
  #expect(money("-") == .blank)
}

@Test func `Scientific notation is named as such`() {
  for damaged in ["1.2E+03", "1e5", "9E-2", "１.２Ｅ+03"] { #expect(money(damaged) == .no(.scientific), "\(damaged)") }
}

@Test func `An amount fills 63 bits and not one fen more`() {
  #expect(money("92233720368547758.07") == .value(.max))
  #expect(money("92233720368547758.08") == .no(.tooLarge))
  #expect(money("92233720368547758.070") == .value(.max))
  #expect(money("9223372036854.775807万元") == .value(.max))
  #expect(money("9223372036854.775808万元") == .no(.tooLarge))
  #expect(money("922337203.6854775807亿元") == .value(.max))
  #expect(money("922337203.6854775808亿元") == .no(.tooLarge))
  #expect(money("922337204亿元") == .no(.tooLarge))
  #expect(money("922337204", under: "x(亿元)") == .no(.tooLarge))
  #expect(money(String(repeating: "9", count: 10_000)) == .no(.tooLarge))
  #expect(money(String(repeating: "0", count: 10_000) + "1") == 100)
}

@Test(arguments: [
  "五十万", "12 345", "1.", ".5", "1.2.3", "+5", "5元整", "约50万元", "50美元", "$50", "万元", "￥", "1/2", "5%", "(5)", "1_000",
  "٣",
  "5\u{0}", "\u{FEFF}5", "\u{202E}5", "5万 元", "50元 ", "１２３円", "−5",
])
func `What is no amount is refused, whatever it looks like`(cell: String) {
  let accepted = cell == "50元 "  // trimmed before it is read
  #expect(money(cell) == (accepted ? 5000 : .no(.notMoney)))
}
