// The years that the papers are tested with: the sample year, and the sample year with something done to its files.

import Decision
import Foundation
import Intake
import Pages
import Papers
import Pricing
import Rulebook
import Tables
import Testing
import Workbook

let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// Every CSV of the sample year, by its path there.
func sampleFiles() throws -> [InputFile] {
  let folder = repository.appending(path: "Data/2024")
  let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".csv") }
  return try names.sorted().map { name in
    InputFile(path: name, bytes: [UInt8](try Data(contentsOf: folder.appending(path: name))))
  }
}

func decisions(_ files: [InputFile]) throws -> Decisions {
  let rulebook = try Rulebook(sheets: Rulebook.readSheets(files.map { ($0.path, try $0.readWhole()) }).sheets)
  return decide(try readYear(files, under: rulebook))
}

/// Everything for people that a run leaves, from the same decisions.
struct People {
  let roll: Roll
  let allocation: Allocation
  let totals: YearTotals
  let noticeLines: [NoticeLine]
  let report: String
  let noticePage: String
  let noticeTable: [UInt8]

  init(_ decisions: Decisions, prices: [RulingPrice]? = nil) {
    roll = Roll(decisions)
    totals = YearTotals(decisions)
    let settings = decisions.year.rulebook.settings
    let letterhead = Letterhead(settings, isFinal: false, run: "0123456789ab")
    let period = NoticePeriod(days: settings.noticeDays, from: nil, decisions.year.registers)
    noticeLines = Papers.noticeLines(roll)
    allocation = Allocation(roll, letterhead, totals, prices: prices, period: period)
    report = String(decoding: reportPage(roll, letterhead, totals, prices: prices).bytes, as: UTF8.self)
    noticePage = String(decoding: Pages.noticePage(noticeLines, letterhead, period).bytes, as: UTF8.self)
    noticeTable = Papers.noticeTable(noticeLines).bytes
  }

  /// The workbook, written and proofread in a folder of its own.
  func workbook() throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "allot-papers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let bytes = try allocation.workbook(in: folder.path).bytes
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty, "nothing is left behind")
    return bytes
  }

  func grid(_ name: String) -> Grid { allocation.grids.first { $0.name == name }! }
}

extension Grid {
  /// Σ of the 万元 cells under the first header with this title, of the rows with these looks; fen.
  func sum(_ title: String, _ looks: Set<Look>) -> Int128 {
    let column = rows[headerRow!].values.firstIndex(of: .text(title))!
    return rows[(headerRow! + 1)...(filterEnd ?? headerRow!)].filter { looks.contains($0.look) }.reduce(0) { sum, row in
      if column < row.values.count, case .wan(let fen) = row.values[column] { return sum + Int128(fen) }
      return sum
    }
  }

  var bodyCount: Int { rows[..<((filterEnd ?? -1) + 1)].count { $0.look == .body || $0.look == .chosen } }
}
