// --keep N: old drafts go, never a final run or the one that `latest` names.

import Glibc
import Tables

struct Drafts {
  let folder: String

  /// Removes all drafts but the newest, by the order of the ledger; a draft that the ledger does not know is oldest.
  func prune(keeping count: Int) throws(Failure) {
    let known = try Ledger(folder: folder).runs().map(\.run)
    let names = entries(of: folder).filter {
      $0.wholeMatch(of: /[0-9a-f]{12}/) != nil && isRealFolder(folder + "/" + $0)
    }
    let unknown = names.filter { !known.contains($0) }.sorted()
    var drafts: [String] = []
    for name in unknown + known.filter({ names.contains($0) }) where try isDraft(name) { drafts.append(name) }
    let latest = try Publisher.latest(in: folder)
    for name in drafts.dropLast(count) where name != latest {
      // Out of sight first, so that nobody meets half a run.
      let gone = folder + "/.staging-" + name
      guard unsafe rename(folder + "/" + name, gone) == 0 else { continue }
      removeFolder(gone)
    }
  }

  private func isDraft(_ run: String) throws(Failure) -> Bool {
    guard let bytes = try readFile(folder + "/" + run + "/run.json", called: "run.json"),
      case .object(let manifest)? = try? JSON(parsing: bytes)
    else { return false }
    return manifest["mode"] == .string("draft")
  }
}
