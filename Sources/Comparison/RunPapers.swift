// A published run as a comparison reads it: its decisions, what its trace says of each, its policy, its inputs.

import Rulebook
import Tables
package import Verification

/// A row of decisions.csv with its row of entitlements.csv, as the cells stand there.
package struct Decided: Sendable {
  package let id: String
  let item: String
  let level: String
  package let uscc: String
  package let name: String
  let subject: String
  package let status: String
  package let reasons: [String]
  let standard: String
  let upper: String
  let entitlement: String
  package let score: String
  package let rank: Int?
  /// Fen, 0 where none is said.
  package let amount: Int64
  let district: String
  let file: String
  let line: Int
  var receivedAt = ""
  var ties = ""
  var base = ""

  package var itemID: String { item }
  var isAwarded: Bool { amount > 0 }
}

/// The papers of one run.
package struct RunPapers: Sendable {
  package let name: String
  let version: String
  /// By path below the year folder, the SHA-256 of every input.
  let inputs: [String: String]
  let rulebook: Rulebook
  /// In the order of decisions.csv.
  package let decisions: [Decided]
  let faults: Cells
  let towns: [UInt8]
  let shares: [UInt8]?
  /// The lines of trace.jsonl, one for each decision; nil where the run has none.
  private let trace: [ArraySlice<UInt8>]?

  /// - Parameter files: the run's papers by name.
  package init(name: String, files: [String: [UInt8]]) throws(Broken) {
    self.name = name
    func bytes(_ paper: String) throws(Broken) -> [UInt8] {
      guard let bytes = files[paper] else { throw Broken(paper, "is missing") }
      return bytes
    }
    guard case .object(let manifest)? = try? JSON(parsing: try bytes("run.json")) else {
      throw Broken("run.json", "is no JSON object")
    }
    (version, inputs) = (manifest["version"]?.text ?? "", RunPapers.inputs(manifest["inputs"]))
    do throws(Unusable) {
      rulebook = try Rulebook(files: files.filter { $0.key.hasPrefix("policy/") }.map { ($0.key, $0.value) })
    } catch {
      throw Broken("policy", error.faults.first?.message(in: .en) ?? "cannot be read")
    }
    decisions = try RunPapers.decisions(
      Cells("decisions.csv", try bytes("decisions.csv"), columns: decisionColumns),
      Cells("entitlements.csv", try bytes("entitlements.csv"), columns: entitlementColumns))
    faults = try Cells("faults.csv", try bytes("faults.csv"), columns: "file row column found expected severity")
    towns = try bytes("registers/towns.csv")
    shares = files["registers/shares.csv"]
    trace = files["trace.jsonl"].map { $0.split(separator: 10) }
    if let trace, trace.count != decisions.count { throw Broken("trace.jsonl", "has \(trace.count) lines") }
  }

  package var isTraced: Bool { trace != nil }

  /// What the trace says of a decision, by its place among `decisions`.
  func traced(_ row: Int) -> Traced? {
    guard let line = trace?[row], case .object(let members)? = try? JSON(parsing: Array(line)) else { return nil }
    return Traced(members)
  }

  private static func inputs(_ list: JSON?) -> [String: String] {
    guard case .array(let entries)? = list else { return [:] }
    var found: [String: String] = [:]
    for case .object(let entry) in entries { found[entry["path"]?.text ?? ""] = entry["sha256"]?.text ?? "" }
    return found
  }

  private static func decisions(_ table: Cells, _ entitlements: Cells) throws(Broken) -> [Decided] {
    var valued: [String: Int] = [:]
    for row in 0..<entitlements.count { valued[entitlements.string(row, 0)] = row }
    var found: [Decided] = []
    found.reserveCapacity(table.count)
    for row in 0..<table.count {
      let id = table.string(row, 0)
      guard let amount = table.integer(row, 13), let rank = table.integer(row, 12), let line = table.integer(row, 17)
      else { throw Broken("decisions.csv", "row \(row + 1): a number cannot be read") }
      var decided = Decided(
        id: id, item: table.string(row, 1), level: table.string(row, 2),
        uscc: table.string(row, 3), name: table.string(row, 4), subject: table.string(row, 5),
        status: table.string(row, 6), reasons: table.string(row, 7).split(separator: ";").map(String.init),
        standard: table.string(row, 8), upper: table.string(row, 9), entitlement: table.string(row, 10),
        score: table.string(row, 11), rank: Cell.isKnown(rank) ? Int(rank) : nil,
        amount: Cell.isKnown(amount) ? amount : 0, district: table.string(row, 14), file: table.string(row, 16),
        line: Int(line))
      if decided.status != "invalid", let at = valued[id] {
        decided.base = entitlements.string(at, 1)
        decided.receivedAt = entitlements.string(at, 3)
        decided.ties = entitlements.string(at, 4)
      }
      found.append(decided)
    }
    return found
  }
}

let decisionColumns =
  "application_id item level uscc enterprise_name subject status reasons standard_fen upper_fen entitlement_fen "
  + "score rank amount_fen district_fen town_fen file line"
private let entitlementColumns = "application_id base earlier_fen received_at keys town district_share"

extension JSON {
  var text: String? { if case .string(let text) = self { text } else { nil } }
}

extension RunPapers {
  /// The title of an item, its id where the policy does not know it.
  package func title(of item: String) -> String { rulebook.items.first { $0.id == item }?.title ?? item }
}
