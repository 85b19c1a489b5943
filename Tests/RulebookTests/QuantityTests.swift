import Testing

@testable import Rulebook

@Suite struct QuantityTests {
  @Test(arguments: [
    ("500万元", 500_000_000), ("50亿元", 500_000_000_000), ("100", 10_000), ("1,234.56元", 123_456), ("0元", 0),
    ("５０万", 50_000_000), ("90.0005万元", 90_000_500), ("￥50", 5_000),
  ])
  func amountsAreFen(_ text: String, _ fen: Int64) { #expect(readAmount(text) == fen) }

  @Test(arguments: ["", "5%", "50吨", "-5", "1e3", "0.001", "万元", "5万元/吨", "99999999999亿元"])
  func otherTextsAreNoAmount(_ text: String) { #expect(readAmount(text) == nil) }

  @Test(arguments: [
    ("5%", 50_000), ("0.05", 50_000), ("33.3333%", 333_333), ("100%", 1_000_000), ("50吨标煤", 50_000_000),
    ("20个", 20_000_000), ("1.0", 1_000_000), ("60", 60_000_000), ("0", 0), ("0%", 0), ("1,000吨", 1_000_000_000),
    ("50 吨标煤", 50_000_000), ("1.5吨标煤/万元", 1_500_000), ("500千瓦时", 500_000_000), ("20吨CO2", 20_000_000),
    ("3m³", 3_000_000), ("５０％", 500_000), ("0.000001", 1),
  ])
  func numbersAreMillionths(_ text: String, _ millionths: Int64) { #expect(readNumber(text) == millionths) }

  @Test(arguments: [
    "", "吨", "50万吨", "5亿", "50万元", "50元", "50千吨", "3百个", "5个百分点", "50吨20", "50%吨", "1.", ".5", "1,00",
    "0.0000001", "33.33333%", "-5", "1e3", "20个;30个",
  ])
  func otherTextsAreNoNumber(_ text: String) { #expect(readNumber(text) == nil) }

  @Test(arguments: [
    ("400元/吨标煤", 40_000), ("400元", 40_000), ("0.01元/吨", 1), ("1万元/个", 1_000_000), ("400元／吨", 40_000),
    ("350元/m3", 35_000),
  ])
  func unitPricesAreFen(_ text: String, _ fen: Int64) { #expect(readUnitPrice(text) == fen) }

  @Test(arguments: ["", "400元/", "400元/10吨", "400元/万吨", "400/吨/年/2", "4%/吨", "吨", "0.001元/吨"])
  func otherTextsAreNoUnitPrice(_ text: String) { #expect(readUnitPrice(text) == nil) }

  @Test func ratiosEndAtTheWhole() {
    #expect(readRatio("100%") == 1_000_000)
    #expect(readRatio("100.0001%") == nil)
    #expect(readRatio("0%") == 0)
  }

  @Test func countsAreWhole() {
    #expect(readCount("20个") == 20)
    #expect(readCount("20.0") == 20)
    #expect(readCount("20.000001") == nil)
  }

  @Test func valuesAreOfTheirFactsKind() {
    #expect(readConstant("是", as: .flag) == .number(1))
    #expect(readConstant("320412a", as: .code) == .word(Array("320412A".utf8)))
    #expect(readConstant("ａ", as: .text) == .word(Array("ａ".utf8)))
    #expect(readConstant("2024年1月1日", as: .day) == .number(19_723))
    #expect(readConstant("2024-01-01", as: .moment) == nil)
    #expect(readConstant("2024-01-01 00:00:01", as: .moment) == .number(19_723 * 86_400 + 1))
    #expect(readConstant("100万元", as: .day) == nil)
  }

  @Test func amountsAreWrittenAsTheyAreRead() {
    for text in ["0万元", "50万元", "45.5万元", "12.35万元", "0.01万元", "1234.56元", "905元", "0.05元"] {
      #expect(readAmount(text).map(amountText) == text)
    }
    for text in ["0%", "100%", "33.3333%", "95.5%"] { #expect(readNumber(text).map(percentText) == text) }
  }
}
