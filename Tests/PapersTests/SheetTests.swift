// The sheets against the decisions, to the fen, and the workbook against what was meant.

import Cores
import Decision
import Intake
import Papers
import Pricing
import Rulebook
import Screening
import Tables
import Testing

@testable import Workbook

struct SheetTests {
  private let people: People
  private let awarded: Int128

  init() throws {
    people = People(try decisions(sampleFiles()))
    awarded = people.roll.decisions.amounts.reduce(0) { $0 + Int128($1) }
  }

  private func count(_ statuses: Status...) -> Int { statuses.reduce(0) { $0 + people.totals.total.count($1) } }

  @Test func everySheetAddsUpToTheDecisions() {
    #expect(awarded > 0)
    #expect(people.grid("汇总").sum("拟安排", [.body]) == awarded)
    #expect(people.grid("资金安排").sum("拟安排", [.body]) == awarded)
    #expect(people.grid("资金安排").sum("区级承担", [.body]) + people.grid("资金安排").sum("镇级承担", [.body]) == awarded)
    // Every town closes with a total of its own.
    #expect(people.grid("资金安排").sum("拟安排", [.total]) == awarded)
    #expect(people.grid("公示名单").sum("拟安排金额（万元）", [.body]) == awarded)
    #expect(people.grid("企业汇总").sum("拟安排", [.body]) == awarded)
    let ranked = people.roll.decisions.competitions.flatMap(\.ranking).reduce(Int128(0)) {
      $0 + Int128(people.roll.decisions.amount(Int($1)))
    }
    #expect(people.grid("评审结果").sum("拟安排（万元）", [.body, .chosen]) == ranked)
  }

  @Test func everyApplicationStandsWhereItBelongs() {
    #expect(people.grid("公示名单").bodyCount == count(.awarded))
    #expect(
      people.grid("候补与不予支持").bodyCount == count(.reserve, .capped, .superseded, .ineligible, .deferred, .invalid))
    #expect(people.grid("服务登记").bodyCount == count(.service))
    let doubts = people.roll.order.filter { people.roll.decisions.statuses[$0] == .pending }
      .reduce(0) { $0 + people.roll.decisions.reasons($1).count }
    #expect(people.grid("待核").bodyCount == doubts)
  }

  @Test func theLineStandsWhereTheCompetitionDrewIt() {
    let sheet = people.grid("评审结果")
    let lines = sheet.rows.filter(\.isLastAboveLine).map { $0.values[1] }
    #expect(lines == people.roll.decisions.competitions.map { .count($0.line) })
    #expect(sheet.rows.count { $0.look == .chosen } == people.roll.decisions.competitions.reduce(0) { $0 + $1.line })
  }

  @Test func aSheetWhoseNameNoWorkbookTakesIsRefused() {
    let letterhead = Letterhead(people.roll.decisions.year.rulebook.settings, isFinal: false, run: "0123456789ab")
    let long = Grid(String(repeating: "x", count: 32), [Grid.Column("a", 10)])
    #expect {
      try workbookFile([long], letterhead, name: "long.xlsx", in: "/tmp")
    } throws: {
      ($0 as? WorkbookFailure)?.reason == "workbook_add_worksheet " + long.name
    }
  }

  @Test func theQuoteSaysHowLongARecordHolds() {
    #expect(recordYears("自认定之日起2年内视同已具备相应业绩") == 2)
    #expect(recordYears("实施政府首购") == nil)
  }

  @Test func firstSetProductsHaveARecordForTwoYears() {
    #expect(anniversary(of: Day(year: 2024, month: 5, day: 6)!, after: 2).description == "2026-05-06")
    #expect(anniversary(of: Day(year: 2024, month: 2, day: 29)!, after: 2).description == "2026-02-28")
    let dates = people.grid("服务登记").rows.filter { $0.look == .body && $0.values[9] != .blank }
    #expect(!dates.isEmpty)
    for row in dates { #expect(row.values[8] != .blank) }
  }

  @Test func sameDecisionsMakeTheSameBytes() throws {
    #expect(try people.workbook() == People(decisions(sampleFiles())).workbook())
  }

  @Test func aWorkbookThatSaysSomethingElseIsFound() throws {
    let bytes = try people.workbook()
    let grids = people.allocation.grids
    #expect(proofread(bytes, against: grids) == nil)
    #expect(proofread(Array(bytes.dropLast(100)), against: grids) != nil)
    for name in ["公示名单", "资金安排"] {
      var other = grids
      let at = other.firstIndex { $0.name == name }!
      other[at].add(.body, [.count(1)])
      #expect(proofread(bytes, against: other)?.hasPrefix(name) == true)
    }
    // A byte of packed content: unpacking fails, or its checksum does.
    for place in stride(from: 2000, to: bytes.count - 4000, by: 997) {
      var damaged = bytes
      damaged[place] ^= 0x10
      #expect(proofread(damaged, against: grids) != nil || isOutsideContent(place, bytes), "byte \(place)")
    }
  }

  /// Whether the byte belongs to a local header, which readers of the directory pass over.
  private func isOutsideContent(_ place: Int, _ bytes: [UInt8]) -> Bool {
    let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    return (max(0, place - 60)...place).contains { bytes[$0..<min($0 + 4, bytes.count)].elementsEqual(signature) }
  }

  @Test func numbersComeBackFromTheirDigits() {
    #expect(millionths("8613.904322000001") == 8_613_904_322)
    #expect(millionths("1E-06") == 1)
    #expect(millionths("-0.5") == -500_000)
    #expect(millionths("1e5") == nil)
    #expect(millionths("") == nil)
  }
}

struct PricingTests {
  @Test func aPriceIsWhatAnotherRunWouldSay() throws {
    let now = try decisions(sampleFiles())
    let rulebook = now.year.rulebook
    let all = prices(of: now, on: .one) { _ in nil }
    #expect(all.count == rulebook.rulings.count)
    #expect(all.contains { $0.alternatives.contains { !($0.effect?.isNothing ?? true) } })
    for price in all {
      let ruling = rulebook.rulings[price.ruling]
      for alternative in price.alternatives {
        guard let effect = alternative.effect else { continue }
        var files = try sampleFiles()
        let path = CellPath(ruling.location)
        let other = try rulebook.replacing(path, with: alternative.choice)
        files.removeAll { $0.path.hasPrefix("policy/") }
        let run = decide(try readYear(files, under: other))
        let (before, after) = (now.amounts.reduce(0, +), run.amounts.reduce(0, +))
        #expect(effect.change == Int128(after - before), "\(ruling.id) \(alternative.choice)")
        let (won, lost) = (run.statuses.count { $0 == .awarded }, now.statuses.count { $0 == .awarded })
        #expect(effect.won.count - effect.lost.count == won - lost)
      }
    }
  }
}

struct PeriodTests {
  private let registers: Registers

  init() throws { registers = try decisions(sampleFiles()).year.registers }

  @Test(arguments: [
    // Over the Dragon Boat holiday; over a make-up Sunday; a plain week.
    ("2025-05-29", "2025-06-05"), ("2025-04-24", "2025-04-29"), ("2025-06-09", "2025-06-13"),
  ])
  func fiveWorkingDaysWithTheFirstCounted(_ from: String, _ to: String) throws {
    let period = NoticePeriod(days: 5, from: day(from), registers)
    #expect(period.dates?.upperBound.description == to)
  }

  @Test func withoutAFirstDayTheNoticeSaysSo() {
    #expect(NoticePeriod(days: 5, from: nil, registers).words == "自发布之日起5个工作日")
    #expect(NoticePeriod(days: 5, from: day("2025-06-09"), registers).words == "自2025年6月9日至2025年6月13日（5个工作日）")
  }

  private func day(_ text: String) -> Day {
    let bytes = Array(text.utf8)
    return Day(number: Int(readDay(bytes.span, 0, bytes.count)))
  }
}
