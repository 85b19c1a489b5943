import Audit
import Finance
import Papers
import Tables
import Testing
import Verification

@Suite struct OrderTests {
  @Test func aRunWhosePolicyCannotBeReadHasNoAwards() throws {
    var chance = SplitMix(seed: 1)
    var files = MadeRun(count: 2, &chance).files
    files["policy/levels.csv"] = csv(["item,level"])
    #expect(throws: Broken.self) { try Awards(files, run: MadeRun.name) }
  }

  /// Every award is in the order or set aside, once, with its fen; the totals say the same.
  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func awardsAreOrdersAndSetAsideToTheFen(_ seed: UInt64) throws {
    var chance = SplitMix(seed: seed)
    var made = MadeRun(count: 60, &chance)
    var expected: [String: String] = [:]
    for at in made.accountLines.indices.reversed() {
      let line = made.accountLines[at]
      let uscc = String(line.prefix(18))
      let (reason, changed) = spoil(line, &chance)
      expected[uscc] = reason
      made.accountLines.replaceSubrange(at...at, with: changed)
    }
    made.accountLines.shuffle(using: &chance)
    let order = try made.order()
    let papers = order.papers(accounts: Array("x".utf8))
    let (paid, aside, totals) = (rows(papers[0].bytes), rows(papers[1].bytes), rows(papers[2].bytes))
    #expect((paid + aside).map { $0["application_id"]! }.sorted() == made.awards.map(\.id).sorted())
    for row in aside { #expect(row["reason"] == expected[row["uscc"]!], "seed \(seed)") }
    for row in paid { #expect(expected[row["uscc"]!] == "", "seed \(seed)") }
    for (column, fen) in [
      ("amount_fen", \MadeAward.amount), ("district_fen", \.district), ("town_fen", \.townPart),
    ] as [(String, KeyPath<MadeAward, Int64>)] {
      func sum(_ rows: [[String: String]]) -> Int64 { rows.reduce(0) { $0 + Int64($1[column]!)! } }
      #expect(sum(paid) + sum(aside) == made.awards.reduce(0) { $0 + $1[keyPath: fen] })
      #expect(sum(totals.filter { $0["kind"] == "item" }) == sum(paid))
      #expect(sum(totals.filter { $0["kind"] == "town" }) == sum(paid))
      #expect(sum(totals.filter { $0["kind"] == "set_aside" }) == sum(aside))
    }
    #expect(totals.first { $0["name"] == "order.csv" }?["sha256"] == hex(sha256(papers[0].bytes)))
    for row in paid + aside {
      let award = made.awards.firstIndex { $0.id == row["application_id"]! }!
      #expect(row["order"] == made.number(award))
    }
    #expect(!papers.contains { !$0.isPrivate })
  }

  /// What somebody did to a row of accounts.csv, and the reason that must come of it; "" for none.
  private func spoil(_ line: String, _ chance: inout SplitMix) -> (String, [String]) {
    var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    func joined() -> [String] { [cells.joined(separator: ",")] }
    switch chance.next() % 12 {
    case 0: return ("account_missing", [])
    case 1:
      cells[1] += "分公司"
      return ("account_name_differs", joined())
    case 2:
      let first = joined()
      cells[4] += "1"
      return ("account_rows_differ", first + joined())
    case 3:
      cells[4] = ""
      return ("account_unreadable", joined())
    case 4:
      cells[4] = "6.2E+15"
      return ("account_damaged", joined())
    case 5:
      // Fifteen digits where the bank's other accounts have sixteen and begin with a zero.
      cells[4] = String(cells[4].drop { $0 == "0" })
      return ("account_damaged", joined())
    case 6:
      cells[3] = "1023"
      return ("account_damaged", joined())
    case 7: return ("", joined() + joined())
    case 8:
      cells[1] = " " + cells[1].replacing("（", with: "(").replacing("）", with: " )")
      return ("", joined())
    default: return ("", joined())
    }
  }

  @Test func damageShowsInTheNumberBesideItsColumnAndBesideItsBank() throws {
    func troubles(_ accounts: [String], code: String = "102304000000") throws -> [String?] {
      let lines = accounts.enumerated().map { "9132041200000\(10000 + $0),甲,示例银行,\(code),\($1)" }
      let register = try Accounts(
        Document(file: "a.csv", raw: csv(["uscc,account_name,bank,bank_code,account"] + lines)))
      return accounts.indices.map { at in
        register.account(of: Array("9132041200000\(10000 + at)".utf8)[...], payee: Array("甲".utf8)[...]).trouble?
          .rawValue
      }
    }
    let damaged = "account_damaged"
    #expect(try troubles(["9.1E+15", "9.1e15", "91E15", "12.0"]) == [damaged, damaged, damaged, damaged])
    #expect(try troubles(["622848040256489000", "622848040256489001"]) == [damaged, nil])
    // One sixteen-digit number may end in a zero; a column of them does not by chance.
    #expect(try troubles(["6228480402564890", "6228480402564897", "6228480402564890"]) == [nil, nil, nil])
    #expect(try troubles(["6228480402564890", "6228480402564820", "6228480402564830"]) == [damaged, damaged, damaged])
    #expect(try troubles(["0228480402", "228480402"]) == [nil, damaged])
    #expect(try troubles(["9228480402", "228480402"]) == [nil, nil])
    #expect(try troubles(["9228480402"], code: "102304") == [damaged])
    #expect(try troubles(["NRA-9228 4804"], code: "") == [nil])
  }

  @Test func aMaskedAccountShowsFourCharactersOfACodeAndNoneOfANumber() {
    #expect(masked("9999000000000001") == "••••••••••••0001")
    #expect(masked("9.13204E+17") == "•.•••••E+••")
    #expect(masked("123") == "••3")
    #expect(masked("") == "")
  }
}
