// No text comes alive in a paper, and nothing private stands in one.

import Decision
import Foundation
import Intake
import Papers
import Rulebook
import Screening
import Tables
import Testing
import Workbook

/// Texts that a spreadsheet or a browser might run.
private let payloads = [
  "=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(\"http://x.test\";\"y\")", "=cmd|'/C calc'!A0", "=1+1\";=2+2", "'=1+1",
  "＝1+1", "_x003D_1+1", "=\u{2028}1\u{2029}", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
  "</script><script>alert(1)</script>", "<!--<script>", "]]><svg onload=alert(1)>", "javascript:alert(1)",
  "&lt;b&gt;&#x3c;",
  "</style><base href=//x.test>",
]

struct SafetyTests {
  @Test(arguments: payloads)
  func noTextComesAlive(_ payload: String) throws {
    #expect(payloads.count == 19)
    let people = People(try decisions(poisoned(payload)))
    #expect(people.totals.total.count(.awarded) >= 8, "the poisoned year is still decided")
    // Written as text, and proofread: a formula cell would be a difference.
    #expect(try !people.workbook().isEmpty)
    for page in [people.report, people.noticePage] {
      let scripts = page == people.report ? 2 : 0
      #expect(page.components(separatedBy: "<script").count - 1 == scripts)
      for tag in ["<img", "<base", "<svg onload", "<!--"] { #expect(!page.contains(tag)) }
      let data = page.components(separatedBy: "id=\"data\">").dropFirst().joined()
      #expect(!data.contains { $0 == "\u{2028}" || $0 == "\u{2029}" })
      #expect(page.components(separatedBy: "</style>").count == 2)
    }
    let decisions = people.roll.decisions
    for paper in [decisionTable(decisions), faultTable(decisions.year.faults)] + certificateTables(decisions) {
      expectNoFormula(paper.bytes, paper.name)
    }
    expectNoFormula(people.noticeTable, "notice.csv")
  }

  /// The first lines of the sample year's forms with the payload in front of every name, title and other text that a paper may show.
  private func poisoned(_ payload: String) throws -> [InputFile] {
    let columns: [String: Set<String>] = [
      "enterprises.csv": ["name", "town"], "towns.csv": ["town"], "shares.csv": ["town"],
      "policy/policy.csv": ["value of title", "value of region_name"], "policy/clauses.csv": ["title", "summary"],
      "policy/items.csv": ["title"], "policy/levels.csv": ["title"], "policy/titles.csv": ["alias"],
      "policy/fields.csv": ["title", "note"],
      "policy/criteria.csv": ["title"], "policy/rulings.csv": ["question", "document"],
      "policy/conditions.csv": ["text"],
      "special_deals.csv": ["agreement"], "vetoes.csv": ["department", "kind"], "upper_awards.csv": ["document"],
    ]
    return try sampleFiles().map { file in
      if file.path.hasPrefix("applications/") {
        return rewritten(file, ["单位名称", "标的名称", "enterprise_name", "subject_name"], payload)
      }
      return columns[file.path].map { rewritten(file, $0, payload) } ?? file
    }
  }

  private func rewritten(_ file: InputFile, _ columns: Set<String>, _ payload: String) -> InputFile {
    guard let raw = try? file.readWhole(), let document = try? Document(file: file.path, raw: raw) else { return file }
    var records = csv(document.bytes)
    let header = records[0].map { $0.filter { $0 != "\u{FEFF}" } }
    for index in records.indices.dropFirst() where records[index].count == header.count {
      for (at, name) in header.enumerated() where !records[index][at].isEmpty {
        let isSetting = columns.contains("\(name) of \(records[index][0])")
        // Forms name items and levels by title, which is poisoned, or by id, which is not.
        let isTitle = ["事项", "级别", "item", "level"].contains(name) && !records[index][at].utf8.allSatisfy { $0 < 128 }
        guard columns.contains(name) || isSetting || isTitle && file.path.hasPrefix("applications/"),
          !records[index][0].hasPrefix("合计")
        else { continue }
        records[index][at] = payload + records[index][at]
      }
    }
    let text = records.map { $0.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") }
    let kept = file.path.hasPrefix("applications/") ? 8 : text.count
    return InputFile(path: file.path, bytes: Array(text.prefix(kept).joined(separator: "\n").utf8))
  }

  private func expectNoFormula(_ bytes: [UInt8], _ name: String) {
    for record in csv(bytes) {
      for cell in record {
        let first = cell.unicodeScalars.first { $0 != "\u{FEFF}" }
        #expect(first.map { !"=+-@\t\r".unicodeScalars.contains($0) } ?? true, "\(name): \(cell)")
      }
    }
  }

  @Test func theNoticeSaysSixThingsAndNoMore() throws {
    let people = People(try decisions(sampleFiles()))
    let decisions = people.roll.decisions
    let notice = people.noticePage + String(decoding: people.noticeTable, as: UTF8.self)
    for number in people.roll.order {
      let entry = people.roll.entry(number)
      if entry.uscc.utf8.count == 18 { #expect(!notice.contains(entry.uscc)) }
      if Cell.isKnown(decisions.score(number)) {
        let score = pointsText(decisions.score(number))
        #expect(score.utf8.count < 6 || !notice.contains(score), "score \(score)")
      }
      #expect(!notice.contains(entry.id))
    }
    for secret in try secrets(["accounts.csv", "scores.csv"]) { #expect(!notice.contains(secret), "\(secret)") }
    #expect(!notice.contains("0519-") && !notice.contains("示例银行"))
  }

  @Test func noPaperHoldsAccountsPhonesOrFigures() throws {
    let people = People(try decisions(sampleFiles()))
    let sheets = people.allocation.grids.flatMap { $0.rows.flatMap(\.values) }.compactMap { value in
      if case .text(let text) = value { text } else { nil }
    }
    let papers = people.report + people.noticePage + sheets.joined(separator: "\n")
    for secret in try secrets(["accounts.csv", "figures.csv"]) { #expect(!papers.contains(secret), "\(secret)") }
    #expect(!papers.contains("0519-0"))
    // Evidence that is no round number would be known again.
    let rulebook = people.roll.rulebook
    for chunk in people.roll.year.applications.chunks {
      for (field, spec) in rulebook.fields.enumerated() where spec.kind == .money && spec.source == .column {
        for row in 0..<chunk.count {
          let value = chunk.field(field, row)
          guard Cell.isKnown(value), value > 1_000_000, value % 1_000_000 != 0 else { continue }
          #expect(!people.report.contains(yuanText(value) + " 元（"), "\(spec.name) \(yuanText(value))")
          #expect(!people.report.contains("为 \(yuanText(value)) 元，应"), "\(spec.name) \(yuanText(value))")
        }
      }
    }
  }

  /// Cells of tables that are long and unlike a word: accounts, sums with cents, sheets' experts.
  private func secrets(_ files: Set<String>) throws -> Set<String> {
    var found: Set<String> = []
    for file in try sampleFiles() where files.contains(file.path) {
      for record in csv(try file.readWhole()).dropFirst() {
        found.formUnion(
          record.dropFirst().filter {
            $0.utf8.count >= 9 && $0.utf8.allSatisfy { $0 < 58 } && $0.contains(".") || $0.hasPrefix("9999")
          })
      }
    }
    #expect(!found.isEmpty)
    return found
  }

  @Test func thePagesNeedNothingButThemselves() throws {
    let people = People(try decisions(sampleFiles()))
    for page in [people.report, people.noticePage] {
      let markup = page.components(separatedBy: "<script type=\"application/json\"")[0]
      for word in ["http:", "https:", "src=", "url(", "@import", "<link", "<iframe", "//cdn"] {
        #expect(!markup.contains(word), "\(word)")
      }
      let links = markup.components(separatedBy: "href=\"").dropFirst()
      #expect(links.allSatisfy { $0.hasPrefix("#") })
    }
  }

  @Test func theLinesOfThePictureAreThoseOfTheCertificate() throws {
    let people = People(try decisions(sampleFiles()))
    let drawn = people.report.components(separatedBy: "data-line=\"").dropFirst().compactMap {
      Int($0.prefix { $0 != "\"" })
    }
    #expect(drawn == people.roll.decisions.competitions.map(\.line))
  }
}

/// The records of a CSV file; bytes are walked, as unoptimised strings take their time.
private func csv(_ bytes: [UInt8]) -> [[String]] {
  var records: [[String]] = [[]]
  var cell: [UInt8] = []
  var (quoted, wasQuote) = (false, false)
  func text() -> String { String(decoding: cell, as: UTF8.self) }
  for byte in bytes {
    if byte == UInt8(ascii: "\"") {
      quoted.toggle()
      // A doubled quote closes and opens again at once.
      if quoted, wasQuote { cell.append(byte) }
      wasQuote = !quoted
      continue
    }
    wasQuote = false
    if !quoted, byte == UInt8(ascii: ",") || byte == 10 {
      records[records.count - 1].append(text())
      cell.removeAll()
      if byte == 10 { records.append([]) }
    } else if quoted || byte != 13 {
      cell.append(byte)
    }
  }
  if !cell.isEmpty || !records.last!.isEmpty { records[records.count - 1].append(text()) }
  return records.filter { !$0.isEmpty }
}
