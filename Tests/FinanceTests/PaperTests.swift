// What the papers of finance do with hostile text, and what they never show.

import Finance
import Foundation
import Pages
import Papers
import Rulebook
import Tables
import Testing
import Workbook

@Suite struct PaperTests {
  private static let payloads = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "<script>alert(1)</script>", "\"><img src=x>"]

  /// A year in which names, banks, vouchers and batches are payloads, and an award that is paid to somebody else.
  private func made() throws -> (run: MadeRun, all: Reconciliation) {
    var chance = SplitMix(seed: 3)
    var run = MadeRun(count: Self.payloads.count, &chance)
    var lines: [String] = []
    for (at, payload) in Self.payloads.enumerated() {
      let quoted = "\"" + payload.replacing("\"", with: "\"\"") + "\""
      run.awards[at].uscc = "9132041200000\(20000 + at)"
      run.awards[at].name = quoted
      run.awards[at].account = "622700\(7_000_000_000 + at)"
      lines.append("\(run.awards[at].uscc),\(quoted),\(quoted),,\(run.awards[at].account)")
    }
    run.accountLines = lines
    let header = PaymentFile.columns.map(\.name).joined(separator: ",")
    let payments = run.awards.enumerated().map { at, award in
      "\(award.name),\(award.name),\(run.number(at)),,\(at == 0 ? "别人" : award.name),,\(award.account),"
        + "\(award.district / 100),2025-06-01,district,,,paid"
    }
    let file = try PaymentFile(Document(file: "p.csv", raw: csv([header] + payments)), run.book())
    return (run, Reconciliation(file))
  }

  @Test func noCellOfATableStartsAFormula() throws {
    let (run, all) = try made()
    let papers = try run.order().papers(accounts: []) + all.tables(ReconciliationTotals(all))
    for paper in papers {
      let text = String(decoding: paper.bytes, as: UTF8.self)
      for start in ["=", "+", "-", "@"] {
        #expect(!text.contains("," + start) && !text.contains(",\"" + start), "\(paper.name)")
      }
    }
    // Read back, the names are what they were.
    #expect(all.outcomes.indices.filter { all.outcomes[$0].statuses.contains(.payeeDiffers) } == [0])
    #expect(all.payee(1) == Self.payloads[1])
  }

  @Test func thePageHoldsTextAsTextAndNoAccount() throws {
    let (run, all) = try made()
    let page = reconciliationPage(all, ReconciliationTotals(all), letterhead(all))
    let text = String(decoding: page.bytes, as: UTF8.self)
    #expect(!text.contains("<script") && !text.contains("<img"))
    #expect(text.contains("&lt;script&gt;alert(1)"))
    for award in run.awards { #expect(!text.contains(award.account)) }
    #expect(page.isPrivate)
  }

  @Test func theWorkbookIsWhatItsSheetsSayAndHoldsNoAccount() throws {
    let (run, all) = try made()
    let folder = FileManager.default.temporaryDirectory.appending(path: "allot-finance-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let book = ReconciliationBook(all, ReconciliationTotals(all), letterhead(all))
    #expect(try book.workbook(in: folder.path).isPrivate)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty, "nothing is left behind")
    let texts = book.grids.flatMap { $0.rows.flatMap(\.values) }.compactMap { value -> String? in
      if case .text(let text) = value { text } else { nil }
    }
    for award in run.awards { #expect(!texts.contains { $0.contains(award.account) }) }
    // The sums of the first sheet are those of the reconciliation, to the fen.
    let total = book.grids[0].rows.first { $0.look == .total }?.values
    #expect(total?[3] == .yuan(Int64(ReconciliationTotals(all).total.whole.ordered)))
  }

  private func letterhead(_ all: Reconciliation) -> Letterhead {
    Letterhead(all.book.awards.rulebook.settings, isFinal: true, run: MadeRun.name)
  }
}
