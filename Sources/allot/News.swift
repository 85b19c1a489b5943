// What is new since the run before: counts by status, and how many decisions differ; why is for `allot diff` to say.

import Comparison
import Papers
import Screening
import Tables

struct News {
  private let before: String
  private let run: String
  private let counts: [(status: Status, before: Int, after: Int)]
  /// Nil where the years are too large to be held against each other in passing.
  private let tally: Tally?

  /// - Parameter before: the run that was the latest.
  init?(since before: String, _ publisher: Publisher, _ totals: YearTotals) {
    guard before != publisher.run,
      let manifest = try? readFile(publisher.folder + "/" + before + "/run.json", called: "run.json"),
      case .object(let members)? = try? JSON(parsing: manifest), case .object(let found)? = members["counts"]
    else { return nil }
    (self.before, run) = (before, publisher.run)
    counts = Status.allCases.map { status in
      var old = 0
      if case .integer(let count)? = found[status.name] { old = Int(count) }
      return (status, old, totals.total.count(status))
    }
    func decisions(_ run: String) -> [UInt8]? {
      (try? readFile(publisher.folder + "/" + run + "/decisions.csv", called: "decisions.csv")) ?? nil
    }
    let isSmall = totals.total.read <= Extent.mostTraced
    if isSmall, let one = decisions(before), let two = decisions(publisher.run) {
      tally = try? Tally(before: one, after: two)
    } else {
      tally = nil
    }
  }

  func text(_ language: Language) -> String {
    let zh = language == .zh
    let moved = counts.filter { $0.before != $0.after }.map {
      "\($0.status.words(language)) \($0.before) → \($0.after)"
    }
    var parts = moved.isEmpty ? [zh ? "各类件数不变" : "the counts are the same"] : moved
    if let tally {
      parts.append(zh ? "结论变化 \(tally.changed) 件" : "decisions that differ: \(tally.changed)")
      if tally.added > 0 { parts.append(zh ? "新增申报 \(tally.added) 件" : "\(tally.added) new") }
      if tally.removed > 0 { parts.append(zh ? "撤回 \(tally.removed) 件" : "\(tally.removed) gone") }
    }
    let hint = zh ? "；原因见 allot diff \(before) \(run)" : "; why: allot diff \(before) \(run)"
    return (zh ? "与上次 \(before) 相比：" : "since \(before): ") + parts.joined(separator: zh ? "，" : ", ") + hint
  }

  var members: [String: JSON] {
    var members: [String: JSON] = ["before": .string(before)]
    if let tally {
      members["changed"] = .integer(Int64(tally.changed))
      members["added"] = .integer(Int64(tally.added))
      members["removed"] = .integer(Int64(tally.removed))
    }
    return members
  }
}
