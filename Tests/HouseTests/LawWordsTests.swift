// The law stands in the year's tables, never in the program: next year's law is a table, not a release.

import Foundation
import Testing

private let lawWords = [
  "智能工厂", "吨标煤", "智改数转", "节能", "首台", "首张订单", "专精特新", "绿色工厂", "上云", "标杆", "两化融合", "技改",
]

/// Files in which a word of the law stands nevertheless, and why.
private let exceptions: [String: Set<String>] = [
  "Sources/Rulebook/PolicyProblems.swift": ["吨标煤"]  // the specimen of a cell in a message; no rule depends on it
]

@Test func `No word of the law stands in the code`() {
  for source in House.sources {
    let words = lawWords.filter { source.code.contains($0) && exceptions[source.path]?.contains($0) != true }
    #expect(words.isEmpty, "\(source) says \(words)")
  }
}

@Test func `No item and no level of the sample year is named in the code`() throws {
  let names = try ["items", "levels"].flatMap { table in
    String(decoding: try House.bytes(of: "Data/2024/policy/\(table).csv"), as: UTF8.self)
      .split(whereSeparator: \.isNewline).dropFirst()
      .flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).prefix(table == "items" ? 1 : 2) }
  }
  // One word without a hyphen, as `city`, may well be another thing's name too.
  let telling = Set(names.filter { $0.contains("-") })
  #expect(telling.count > 20)
  for source in House.sources {
    let named = telling.filter { source.code.contains("\"\($0)\"") }
    #expect(named.isEmpty, "\(source) names \(named)")
  }
}
