import Tables
import Testing

@Test func `Numbers are written as anybody writes them, around every power of ten`() {
  var power: Int64 = 1
  for _ in 0..<19 {
    for number in [power - 1, power, power + 1, -power, power / 7 * 3] {
      var output = Output()
      output.append(number: number)
      #expect(String(decoding: output.bytes, as: UTF8.self) == String(number))
    }
    power = power.multipliedReportingOverflow(by: 10).partialValue
  }
  for number in [UInt64.max, UInt64.max - 1, 18_446_744_070_000_000_000] {
    var output = Output()
    output.append(digits: number)
    #expect(String(decoding: output.bytes, as: UTF8.self) == String(number))
  }
}

@Test func `A number is filled up with zeros to its width`() {
  var output = Output()
  for width in 1...19 { output.append(digits: 7, atLeast: width) }
  let expected = (1...19).map { String(repeating: "0", count: $0 - 1) + "7" }.joined()
  #expect(String(decoding: output.bytes, as: UTF8.self) == expected)
}
