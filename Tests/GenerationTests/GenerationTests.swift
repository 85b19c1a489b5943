// Synthetic years: the same whoever makes them, in the proportions that were promised, and dirty only where it was meant.

import Decision
import Foundation
import Generation
import Intake
import Papers
import Rulebook
import Tables
import Testing

private let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Data/2024")

/// A year in memory, with the tables that it takes over from the sample.
private struct MadeYear {
  let rulebook: Rulebook
  let year: SyntheticYear
  let carried: [InputFile]

  init(_ applications: Int, seed: UInt64) throws {
    func file(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: sample.appending(path: name))) }
    let policy = try Rulebook.tables.map { ("policy/\($0).csv", try file("policy/\($0).csv")) }
    rulebook = try Rulebook(sheets: Rulebook.readSheets(policy).sheets)
    carried = try ["towns.csv", "shares.csv"].map { InputFile(path: $0, bytes: try file($0)) }
    year = SyntheticYear(
      rulebook, towns: (own: ["湖塘镇", "牛塘镇"], others: []), applications: applications, seed: seed)
  }

  /// A table, made so many pieces at a time.
  func bytes(_ table: SyntheticTable, portion: Int) -> [UInt8] {
    var bytes = table.header
    for start in stride(from: 0, to: table.count, by: portion) {
      var ink = Ink()
      year.put(start..<min(table.count, start + portion), of: table, on: &ink)
      bytes += ink.bytes
    }
    return bytes
  }

  /// The rows of a piece as lines.
  func lines(_ table: SyntheticTable, _ piece: Int) -> [[String]] {
    var ink = Ink()
    year.put(piece..<piece + 1, of: table, on: &ink)
    return String(decoding: ink.bytes, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  func table(_ path: String) throws -> SyntheticTable { try #require(year.tables.first { $0.path == path }) }
}

@Test func `A table is the same in whatever pieces it is made, and another seed makes another`() throws {
  let (made, again, other) = (try MadeYear(900, seed: 5), try MadeYear(900, seed: 5), try MadeYear(900, seed: 6))
  #expect(made.year.tables.count == 16)
  for (number, table) in made.year.tables.enumerated() {
    let whole = made.bytes(table, portion: .max / 2)
    let isSame = whole == again.bytes(again.year.tables[number], portion: 7)
    #expect(isSame, "\(table.path)")
    #expect(whole.count > table.header.count || table.count == 0, "\(table.path)")
    // Codes, names and accounts follow from an enterprise's number alone.
    if table.count < 50 || table.path == "accounts.csv" { continue }
    let isOther = whole != other.bytes(other.year.tables[number], portion: 7)
    #expect(isOther, "\(table.path)")
  }
}

@Test func `One enterprise for three claims, one claim in twenty competes, one in ten is awarded above`() throws {
  let made = try MadeYear(60_000, seed: 1)
  #expect(try made.table("enterprises.csv").count == 20_000)
  #expect(try made.table("upper_awards.csv").count == 6000)
  #expect(try made.table("prior_awards.csv").count == 3000)
  let forms = made.year.tables.filter { $0.path.hasPrefix("applications/") }
  #expect(forms.reduce(0) { $0 + $1.count } == 60_000)
  let competing = forms.filter { $0.path.contains("smart-upgrade") || $0.path.contains("energy-saving") }
  #expect(competing.map(\.count) == [1500, 1500])
  let dirty = (0..<60_000).compactMap(made.year.dirt(of:))
  #expect((500...700).contains(dirty.count))
  #expect(Set(dirty).count == Dirt.allCases.count)
}

@Test func `Nearly every panel has five experts, each with a row per criterion`() throws {
  let made = try MadeYear(20_000, seed: 2)
  let scores = try made.table("scores.csv")
  #expect(scores.count == 1000)
  var full = 0
  for piece in 0..<scores.count {
    let rows = made.lines(scores, piece)
    let (experts, criteria) = (Set(rows.map { $0[1] }), Set(rows.map { $0[2] }))
    #expect(rows.count == experts.count * criteria.count)
    #expect(Set(rows.map { $0[0] }).count == 1)
    full += experts.count == 5 ? 1 : 0
  }
  #expect(full > 930 && full < 1000)
}

@Test func `Every enterprise has a code of its own that passes both checks`() throws {
  let made = try MadeYear(30_000, seed: 3)
  let accounts = try made.table("accounts.csv")
  var codes: Set<String> = []
  for piece in 0..<accounts.count {
    let code = made.lines(accounts, piece)[0][0]
    #expect(isCreditCode(Array(code.utf8)[...]), "\(code)")
    codes.insert(code)
  }
  #expect(codes.count == 10_000)
}

/// Dirt that no reader can take for an application.
private let fatal: Set<Dirt> = [
  .badCell, .wrongCellCount, .badQuote, .unknownItem, .unknownLevel, .spreadsheetCode,
]

@Test func `A reader finds the dirt that was planted and no other, and every status`() throws {
  let made = try MadeYear(12_000, seed: 1)
  let files = made.carried + made.year.tables.map { InputFile(path: $0.path, bytes: made.bytes($0, portion: 999)) }
  let decisions = decide(try readYear(files, under: made.rulebook))
  let dirt = (0..<12_000).map(made.year.dirt(of:))
  let starts = firstClaims(made)
  var planted = Set(dirt.indices.filter { dirt[$0].map(fatal.contains) ?? false })
  var twins: Set<Int> = []
  for claim in dirt.indices where dirt[claim] == .duplicateID && !starts.contains(claim) {
    // A row whose cells nobody can tell apart is no twin of another.
    if dirt[claim - 1] == .wrongCellCount || dirt[claim - 1] == .badQuote { continue }
    planted.formUnion([claim, claim - 1])
    twins.insert(claim)
  }
  let table = String(decoding: decisionTable(decisions).bytes, as: UTF8.self).split(separator: "\r\n")
  var (found, statuses): ([String], Set<String>) = ([], [])
  for line in table.dropFirst() {
    let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    statuses.insert(cells[6])
    if cells[6] == "invalid" { found.append(cells[0]) }
  }
  func id(_ claim: Int) -> String { "SQ" + padded((twins.contains(claim) ? claim - 1 : claim) + 1, 9) }
  #expect(found == planted.map(id).sorted())
  #expect(decisions.year.applications.dropped.count { $0 } == dirt.count { $0 == .repeatedRow })
  #expect(statuses.count == 9, "\(statuses.sorted())")
  let levels = Set(decisions.year.applications.chunks.flatMap(\.levels)).filter { $0 >= 0 }
  #expect(levels.count == 62)
}

/// The first claim of each form, before which there is none.
private func firstClaims(_ made: MadeYear) -> Set<Int> {
  var (starts, next): (Set<Int>, Int) = ([], 0)
  for table in made.year.tables where table.path.hasPrefix("applications/") {
    starts.insert(next)
    next += table.count
  }
  return starts
}
