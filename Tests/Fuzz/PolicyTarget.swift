// The policy reader: one table of a good policy is replaced by any bytes. It is refused with reasons, or it is a policy.

import Rulebook
import Tables

private let policy = files(below: setting("FUZZ_DATA") ?? ".").filter { $0.path.hasPrefix("policy/") }

/// The first byte says which table.
func fuzzPolicy(_ bytes: [UInt8]) {
  guard let first = bytes.first else { return }
  insist(policy.count > 10, "FUZZ_DATA should name a year folder")
  var tables = policy
  tables[Int(first) % tables.count].bytes = Array(bytes.dropFirst())
  let (once, twice) = (readPolicy(tables), readPolicy(tables))
  insist(once == twice, "two readings differ")
}

/// What the policy is refused for; nil if it is one.
private func readPolicy(_ tables: [(path: String, bytes: [UInt8])]) -> [String]? {
  do throws(Unusable) {
    let (sheets, _) = try Rulebook.readSheets(tables)
    let rulebook = try Rulebook(sheets: sheets)
    insist(!rulebook.items.isEmpty, "a policy without items")
    return nil
  } catch {
    insist(!error.faults.isEmpty, "refused without a word")
    insist(error.faults.allSatisfy { !$0.place.file.isEmpty }, "a fault without its file")
    return error.faults.map { $0.message(in: .zh) }
  }
}
