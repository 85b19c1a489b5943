// A run as far as finance reads it, made from a seed: its decisions, entitlements and policy, and its accounts.

import Finance
import Foundation
import Papers
import Tables
import Verification

private let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// The policy of the sample year, by its paths in a run.
private let policyFiles: [String: [UInt8]] = {
  let folder = repository.appending(path: "Data/2024/policy")
  var files: [String: [UInt8]] = [:]
  for name in try! FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".csv") {
    files["policy/" + name] = [UInt8](try! Data(contentsOf: folder.appending(path: name)))
  }
  return files
}()

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// An award as the test means it.
struct MadeAward {
  var id: String
  var item: String
  var town: String
  var uscc: String
  var name: String
  /// Fen.
  var district: Int64
  var townPart: Int64
  var amount: Int64 { district + townPart }
  var account: String
}

/// The pay unit of the sample year's policy, fen.
let unit: Int64 = 10_000

struct MadeRun {
  static let name = "0123456789ab"
  var awards: [MadeAward] = []
  /// Lines of accounts.csv, without the header.
  var accountLines: [String] = []
  /// Ids of applications that were refused.
  let refused = ["NO-1", "NO-2"]

  init(count: Int, _ chance: inout SplitMix) {
    let items = ["smart-upgrade", "cloud-star", "smart-factory", "srdi-recognition"]
    let towns = ["湖塘镇", "牛塘镇", "洛阳镇"]
    for number in 0..<count {
      // Some enterprises have two awards.
      let firm = chance.next() % 5 == 0 && number > 0 ? number - 1 : number
      let amount = Int64.random(in: 2...400, using: &chance) * unit
      let district = amount * Int64.random(in: 1...10, using: &chance) / 10
      awards.append(
        MadeAward(
          id: "A-\(1000 + number)", item: items.randomElement(using: &chance)!,
          town: towns.randomElement(using: &chance)!, uscc: "9132041200000\(10000 + firm)",
          name: "常州市第\(firm)机械（武进）有限公司", district: district, townPart: amount - district,
          account: "0620\(String(10_000_000 + firm))7731"))
    }
    var seen: Set<String> = []
    for award in awards where seen.insert(award.uscc).inserted {
      accountLines.append("\(award.uscc),\(award.name),示例银行,102304000000,\(award.account)")
    }
  }

  var files: [String: [UInt8]] {
    var decisions = [
      "application_id,item,level,uscc,enterprise_name,subject,status,reasons,standard_fen,upper_fen,"
        + "entitlement_fen,score,rank,amount_fen,district_fen,town_fen,file,line"
    ]
    var entitlements = ["application_id,base,earlier_fen,received_at,keys,town,district_share"]
    for (at, award) in awards.enumerated() {
      decisions.append(
        "\(award.id),\(award.item),,\(award.uscc),\(award.name),,awarded,full,\(award.amount),0,\(award.amount),,,"
          + "\(award.amount),\(award.district),\(award.townPart),applications/a.csv,\(at + 2)")
      entitlements.append("\(award.id),,0,2025-01-01 00:00:00,,\(award.town),0.500000")
    }
    for (at, id) in refused.enumerated() {
      decisions.append("\(id),,,,,,ineligible,veto,,,,,,0,0,0,applications/a.csv,\(9000 + at)")
    }
    return policyFiles.merging(["decisions.csv": csv(decisions), "entitlements.csv": csv(entitlements)]) { $1 }
  }

  func order() throws -> PaymentOrder {
    PaymentOrder(try Awards(files, run: MadeRun.name), try accounts())
  }

  func accounts() throws -> Accounts {
    let lines = ["uscc,account_name,bank,bank_code,account"] + accountLines
    return try Accounts(Document(file: "accounts.csv", raw: csv(lines)))
  }

  func book() throws -> OrderBook {
    let order = try order()
    let papers = order.papers(accounts: [])
    return try OrderBook(order.awards, order: papers[0].bytes, totals: papers[2].bytes)
  }

  func number(_ award: Int) -> String { MadeRun.name + "-" + String(String(1_000_001 + award).dropFirst()) }
}

/// A table as the program writes one.
func csv(_ lines: [String]) -> [UInt8] { [0xEF, 0xBB, 0xBF] + Array((lines.joined(separator: "\r\n") + "\r\n").utf8) }

/// The rows of a table of plain cells, by column.
func rows(_ bytes: [UInt8]) -> [[String: String]] {
  let lines = String(decoding: bytes.dropFirst(3), as: UTF8.self).split(separator: "\r\n").map {
    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
  return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
}
