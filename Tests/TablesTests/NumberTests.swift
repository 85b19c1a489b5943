import Tables
import Testing

@Test func `A quantity is counted in millionths, up to six decimals`() {
  #expect(read("1", as: .quantity) == 1_000_000)
  #expect(read("0.000001", as: .quantity) == 1)
  #expect(read("0.0000001", as: .quantity) == .no(.notQuantity))
  #expect(read("1.5000000", as: .quantity) == 1_500_000)
  #expect(read("1,234.5", as: .quantity) == 1_234_500_000)
  #expect(read("１２．５", as: .quantity) == 12_500_000)
}

@Test func `A quantity fills 63 bits and not one millionth more`() {
  #expect(read("9223372036854.775807", as: .quantity) == .value(.max))
  #expect(read("9223372036854.775808", as: .quantity) == .no(.tooLarge))
  #expect(read("9223372036855", as: .quantity) == .no(.tooLarge))
}

@Test(arguments: [
  "-1", "+1", "1e3", "1.", ".5", "5吨", "5%", "1,23", "0x10", "NaN", "inf", "1 000", "½", "12345678901234元",
])
func `A quantity has no sign, exponent or unit`(cell: String) {
  #expect(read(cell, as: .quantity) == .no(.notQuantity))
}

@Test func `A percentage needs its sign and is counted in millionths of the whole`() {
  #expect(read("5%", as: .percent) == 50_000)
  #expect(read("５％", as: .percent) == 50_000)
  #expect(read("100%", as: .percent) == 1_000_000)
  #expect(read("0%", as: .percent) == 0)
  #expect(read("12.5%", as: .percent) == 125_000)
  #expect(read("0.0001%", as: .percent) == 1)
  #expect(read("0.00001%", as: .percent) == .no(.notPercent))
  for wrong in ["5", "0.05", "%", "5 %", "%5", "-5%", "5%%", "5‰", "5e0%"] {
    #expect(read(wrong, as: .percent) == .no(.notPercent), "\(wrong)")
  }
}

@Test func `Every amount that can be written reads as itself`() {
  var chance = Chance(seed: 2024)
  for _ in 0..<200 {
    let fen = Int64(chance.next() >> UInt64(1 + chance.below(60)))
    let (yuan, rest) = (String(fen / 100), String(fen % 100))
    let fraction = rest.count == 1 ? "0" + rest : rest
    #expect(read("\(yuan).\(fraction)", as: .money) == .value(fen))
    #expect(read("\(grouped(yuan)).\(fraction)", as: .money) == .value(fen))
  }
}

private func grouped(_ digits: String) -> String {
  var text = ""
  for (at, digit) in digits.enumerated() {
    if at > 0, (digits.count - at) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return text
}
