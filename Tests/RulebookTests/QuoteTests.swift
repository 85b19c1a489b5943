import Tables
import Testing

@testable import Rulebook

@Suite struct QuoteTests {
  let law = """
    一、支持项目。对投入超500万元
    的企业，按投入的12%补助，每年不超过20个项目。对金牌企业，给予最高30
      万元奖励；本办法自2024年起施行。
    """

  private func check(_ law: String) throws -> QuoteCheck { try compile(smallPolicy).checkQuotes(in: law) }

  @Test func quotesStandInTheTextWhateverItsLines() throws {
    let result = try check(law)
    #expect(result == QuoteCheck(checked: 4, faults: [], unquoted: []))
    #expect(try check(law.replacing("\n", with: "\r\n　")) == result)
    #expect(try check(law.replacing("\n", with: "")) == result)
  }

  @Test func aQuoteThatTheTextDoesNotSayHasItsPlace() throws {
    let result = try check(law.replacing("不超过20个", with: "不超过25个"))
    #expect(result.faults.map(\.place.description) == ["policy/limits.csv:2:5"])
    #expect(result.faults.map(\.problem) == [.notInSource])
    #expect(result.faults.map(\.found) == ["每年不超过20个"])
  }

  @Test(arguments: ["给予5万元", "增量超10亿元", "保费的80%", "不超过１５个项目", "满50吨标煤", "补0.5％", "每吨400元"])
  func sentencesWithAmountsThatNoRowQuotesAreListed(_ words: String) throws {
    #expect(try check(law + "另有\(words)；再无。").unquoted.map(\.text) == ["另有\(words)；"])
  }

  @Test func aListedSentenceHasItsLine() throws {
    #expect(try check(law + "\n\n另给5万元。").unquoted == [QuoteCheck.Sentence(line: 5, text: "另给5万元。")])
  }

  @Test(arguments: ["第427号令", "2024年度", "12．支持信用背书", "AAA级", "两百万元"])
  func otherSentencesAreNot(_ words: String) throws {
    #expect(try check(law + "另有\(words)。").unquoted.map(\.text) == [])
  }
}

@Suite struct PolicySheetTests {
  @Test func theSheetSaysWhatWhoHowMuchAndWhoDecided() throws {
    let sheet = try compile(smallPolicy).readableSheet(in: .zh)
    for line in [
      "取整      100元", "所有事项  注册地区划 开头是 3204;3205a（第 n1 条）", "第 1 条  项目（项目支持）", "  机器人补助  robots",
      "    标准      投入(就低) × 12% × 80%，最高 60万元", "    对象      投入(就低) > 500万元", "    标准      金牌  最高 30万元",
      "              银牌  固定 5万元", "    数量      每年最多 20 个", "    评分      规模 50：≥800万元 50，≥400万元 30.5，缺 5",
      "    排序      总分高者先 → 投入(就低)低者先 → 受理时间早者先", "    口径      是否全额 → 80% [已决定：区工信局 1号] grant",
      "    标准      服务，不发资金", "    标准      细则另行制定", "预算      total  200万元  robots、saving",
    ] {
      #expect(sheet.contains(line), "\(line)")
    }
  }

  @Test func englishLabelsStandInOneColumn() throws {
    let sheet = try compile(smallPolicy).readableSheet(in: .en).joined(separator: "\n")
    #expect(sheet.contains("\n    how many    at most 20 a year\n                one enterprise at most 50万元\n"))
    #expect(sheet.contains("\n    rulings     几年一次 → year [default, undecided] once"))
  }
}
