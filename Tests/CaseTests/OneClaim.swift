// The smallest year: one enterprise, one claim, under the policy of the sample year; what varies is named.

import Decision
import Foundation
import Intake
import Papers
import Rulebook
import Screening
import Tables

struct OneClaim {
  var item: String
  var level = ""
  var subject = "XM-1"
  var evidence: [String: String] = [:]
  var enterprise: [String: String] = [
    "uscc": "91320412YL9249770T", "name": "常州样例有限公司", "legal_form": "企业法人", "region": "320412", "town": "湖塘镇",
    "industry": "C3451", "status": "存续", "founded": "2010-01-01", "moved_in": "2024-06-01", "grade": "A",
  ]
  /// Year, sales, on the growth list, history complete.
  var figures: [(Int, String, String, String)] = []
  var registers: [String: String] = [:]
  /// Marks of every expert for every experts criterion, if the item has any.
  var experts = 5

  /// A recognised title, as the forms carry it.
  static func title(_ item: String, _ level: String, on day: String = "2024-06-01", kind: String = "新认定") -> OneClaim {
    OneClaim(
      item: item, level: level, subject: "", evidence: ["recognised_on": day, "recognition_kind": kind])
  }

  struct Answer: Equatable {
    let status: Status
    let reasons: [String]
    let amount: Int64
  }

  func decide() throws -> Answer {
    let year = try year()
    let decisions = Decision.decide(year)
    return Answer(
      status: decisions.statuses[0], reasons: decisions.reasons(0).map(year.rulebook.reasons.code),
      amount: decisions.amount(0))
  }

  /// The tables as they are read.
  func year() throws -> Year {
    let policy = try filesOfYear(sampleYear).filter { $0.path.hasPrefix("policy/") }
    let rulebook = try rulebook(policy)
    let columns = evidence.keys.sorted()
    let form =
      (["application_id", "item", "level", "uscc", "enterprise_name", "subject", "received_at"] + columns)
      .joined(separator: ",") + "\n"
      + (["WJ-1", item, level, enterprise["uscc"]!, enterprise["name"]!, subject, "2025-03-05 09:00"]
      + columns.map { evidence[$0]! }).joined(separator: ",") + "\n"
    let keys = ["uscc", "name", "legal_form", "region", "town", "industry", "status", "founded", "moved_in", "grade"]
    var tables = [
      "applications/form.csv": form,
      "enterprises.csv": keys.joined(separator: ",") + "\n" + keys.map { enterprise[$0]! }.joined(separator: ",")
        + "\n",
      "towns.csv": "town,administered\n湖塘镇,是\n", "shares.csv": "town,district_share\n湖塘镇,50%\n",
      "figures.csv": "uscc,year,sales,growth_list,history_complete\n"
        + figures.map { "\(enterprise["uscc"]!),\($0.0),\($0.1),\($0.2),\($0.3)\n" }.joined(),
      "scores.csv": sheets(rulebook),
    ]
    tables.merge(registers) { $1 }
    let files = tables.map { InputFile(path: $0.key, bytes: Array($0.value.utf8)) }
    return try readYear(files, under: rulebook)
  }

  private func sheets(_ rulebook: Rulebook) -> String {
    let criteria = rulebook.item(named: item).map { rulebook.items[$0].criteria.filter { $0.kind == .experts } } ?? []
    let rows = criteria.flatMap { criterion in
      (0..<experts).map { "WJ-1,E\($0),\(criterion.id),\(criterion.points / 1_000_000),\n" }
    }
    return "application_id,expert,criterion,score,recused\n" + rows.joined()
  }
}
