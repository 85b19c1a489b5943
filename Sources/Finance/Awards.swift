// What a run awarded, as its own papers say: a row of decisions.csv with the town that entitlements.csv gives it.

package import Rulebook
import Tables
package import Verification

/// One award, in fen.
package struct Award: Equatable, Sendable {
  /// The row of decisions.csv.
  let row: Int32
  /// Index into the rulebook's items.
  package let item: Int32
  /// Index into `Awards.towns`.
  package let town: Int32
  package let amount: Int64
  package let district: Int64
  package let townPart: Int64
}

/// Every award of a run, in the order of decisions.csv.
package struct Awards: Sendable {
  /// The first twelve digits of the run's identity.
  package let run: String
  package let rulebook: Rulebook
  package private(set) var rows: [Award] = []
  /// The names of the towns, in the order in which awards name them.
  package private(set) var towns: [String] = []
  private let decisions: Cells

  /// Reads the papers of a run.
  ///
  /// - Parameter files: the run's files by their paths; policy/, decisions.csv and entitlements.csv are looked at.
  /// - Throws: `Broken` where a paper is not what a run leaves; `allot verify` would say so too.
  package init(_ files: [String: [UInt8]], run: String) throws(Broken) {
    self.run = run
    rulebook = try policy(of: files)
    decisions = try Cells(
      "decisions.csv", files["decisions.csv"] ?? [],
      columns: "application_id item level uscc enterprise_name subject status reasons standard_fen upper_fen "
        + "entitlement_fen score rank amount_fen district_fen town_fen file line")
    let entitlements = try Cells(
      "entitlements.csv", files["entitlements.csv"] ?? [],
      columns: "application_id base earlier_fen received_at keys town district_share")
    var items = Symbols()
    for item in rulebook.items { _ = items.intern(item.id) }
    var townNames = Symbols()
    let awarded = Array("awarded".utf8)[...]
    var at = 0
    for row in 0..<decisions.count where same(decisions.text(row, 6), awarded) {
      // Both papers stand in the order of ids, and every award has an entitlement.
      while at < entitlements.count, !same(entitlements.text(at, 0), decisions.text(row, 0)) { at += 1 }
      guard at < entitlements.count, let item = items.number(of: decisions.text(row, 1)),
        let amount = decisions.integer(row, 13), let district = decisions.integer(row, 14),
        let townPart = decisions.integer(row, 15), amount > 0, district >= 0, townPart >= 0,
        district <= amount, townPart == amount - district
      else { throw Broken("decisions.csv", "row \(row + 1) is no award") }
      rows.append(
        Award(
          row: Int32(row), item: item, town: townNames.intern(entitlements.text(at, 5)), amount: amount,
          district: district, townPart: townPart))
    }
    towns = (0..<townNames.count).map { townNames.string(Int32($0)) }
  }

  package func application(_ award: Award) -> ArraySlice<UInt8> { plain(decisions.text(Int(award.row), 0)) }
  package func uscc(_ award: Award) -> ArraySlice<UInt8> { plain(decisions.text(Int(award.row), 3)) }
  /// The enterprise's name, which screening held against the register's.
  package func payee(_ award: Award) -> ArraySlice<UInt8> { plain(decisions.text(Int(award.row), 4)) }
  /// The clause that the award rests on.
  package func clause(_ award: Award) -> String { rulebook.clauses[rulebook.items[Int(award.item)].clause].id }

  /// By number in `ids`, whether the run has an application of this id, awarded or not.
  func isKnown(_ ids: Symbols) -> [Bool] {
    var known = [Bool](repeating: false, count: ids.count)
    for row in 0..<decisions.count {
      if let number = ids.number(of: plain(decisions.text(row, 0))) { known[Int(number)] = true }
    }
    return known
  }

  /// The order number of an award: the run and a running number over all awards, so that it stays the same whichever
  /// accounts are known: `797f9ed05a78-000001`.
  package func orderNumber(_ index: Int) -> String { run + "-" + padded(index + 1, 6) }
}

private func policy(of files: [String: [UInt8]]) throws(Broken) -> Rulebook {
  let tables = files.filter { $0.key.hasPrefix("policy/") }.map { ($0.key, $0.value) }
  do throws(Unusable) {
    return try Rulebook(sheets: try Rulebook.readSheets(tables).sheets)
  } catch {
    throw Broken("policy", error.faults.first?.message(in: .en) ?? "")
  }
}

/// A text of a paper without the sign that keeps a spreadsheet from taking it for a formula.
func plain(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  guard text.first == UInt8(ascii: "'"), text.count > 1 else { return text }
  switch text[text.startIndex + 1] {
  case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: return text.dropFirst()
  default: return text
  }
}
