// The difference of two runs as people read it on a terminal.

import Comparison
import Papers
import Rulebook
import Screening
import Tables

struct DifferenceTelling {
  let difference: Difference
  let after: RunPapers
  let language: Language

  func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
  func yuan(_ fen: Int128) -> String { yuanText(Int64(clamping: fen)) }
  func status(_ name: String) -> String { Status.allCases.first { $0.name == name }?.words(language) ?? name }
  func item(_ id: String) -> String {
    id.isEmpty ? say("（事项不明）", "(no item)") : language == .zh ? after.title(of: id) : id
  }
  private func shown(_ cell: String?) -> String {
    guard let cell else { return say("（没有）", "(none)") }
    return cell.isEmpty ? say("（空）", "(blank)") : excerpt(cell)
  }

  var text: String {
    var lines = head + inputLines + policyLines + itemLines
    guard !difference.isNothing else {
      return (lines + [say("结论没有变化", "every decision is the same")]).joined(separator: "\n")
    }
    lines += ["", countLine, ""]
    for (at, change) in difference.changes.enumerated() where change.kind != .ranked { lines += told(at, change) }
    return lines.joined(separator: "\n")
  }

  // MARK: Totals

  private var head: [String] {
    let (one, two) = difference.totals
    let statuses = Status.allCases.filter { one.statuses[$0.name] != two.statuses[$0.name] }.map {
      "\($0.words(language)) \(one.statuses[$0.name] ?? 0) → \(two.statuses[$0.name] ?? 0)"
    }
    return [
      "\(difference.before) → \(difference.after)",
      say("申报", "applications") + " \(one.rows) → \(two.rows)" + statuses.map { say("，", ", ") + $0 }.joined(),
      say("资金", "yuan") + " \(yuan(one.awarded)) → \(yuan(two.awarded)) (\(signed(two.awarded - one.awarded)))",
    ]
  }

  func signed(_ fen: Int128) -> String { (fen > 0 ? "+" : "") + yuan(fen) }

  private var inputLines: [String] {
    var lines: [String] = []
    if difference.programDiffers { lines.append(say("程序版本不同", "the program's versions differ")) }
    guard !difference.inputs.isEmpty else { return lines }
    return lines + [
      say("内容不同的表：", "tables that differ: ") + difference.inputs.joined(separator: say("、", ", "))
    ]
  }

  private var policyLines: [String] {
    guard !difference.policy.isEmpty else { return [] }
    return [say("政策单元格：", "policy cells:")] + difference.policy.map { "  " + told($0) }
  }

  private var itemLines: [String] {
    var table = Columns([
      say("事项", "item"), say(">支持", ">awarded"), "", say(">资金（元）", ">yuan"), say(">增减", ">change"),
    ])
    for (name, one, two) in difference.items where one != two {
      table.add([
        item(name), "\(one.statuses["awarded"] ?? 0)", "→ \(two.statuses["awarded"] ?? 0)", yuan(two.awarded),
        signed(two.awarded - one.awarded),
      ])
    }
    return table.isEmpty ? [] : [""] + table.lines()
  }

  private var countLine: String {
    let changed = difference.count(.changed)
    var parts = [say("结论变化 \(changed) 件", "decisions that changed: \(changed)")]
    for (kind, zh, en) in [
      (Change.Kind.added, "新增申报", "new"), (.removed, "撤回申报", "gone"), (.ranked, "仅名次变动", "in rank only"),
    ] where difference.count(kind) > 0 {
      parts.append(say("\(zh) \(difference.count(kind)) 件", "\(difference.count(kind)) \(en)"))
    }
    return parts.joined(separator: say("，", ", "))
  }

  // MARK: Changes

  private func told(_ at: Int, _ change: Change) -> [String] {
    let decided = change.decided
    var lines = ["\(decided.id)  \(decided.name)  \(item(decided.itemID))"]
    switch (change.before, change.after) {
    case (nil, let new?): lines.append("  " + say("新增申报：", "new: ") + outcome(new))
    case (let old?, nil): lines.append("  " + say("已撤回，原为：", "gone, was ") + outcome(old))
    case (let old?, let new?):
      let (was, isNow) = (outcome(old), outcome(new))
      lines.append("  " + (was == isNow ? isNow + say("（其他内容变化）", " (other columns differ)") : "\(was) → \(isNow)"))
    case (nil, nil): break
    }
    return lines + change.causes.map { "    " + told($0) }
  }

  private func outcome(_ decided: Decided) -> String {
    let reasons = decided.reasons.joined(separator: ";")
    return status(decided.status) + "[\(reasons)]" + (decided.amount > 0 ? " \(yuan(Int128(decided.amount)))" : "")
  }

  private func told(_ cause: Cause) -> String {
    switch cause {
    case .own(let cell): return say("本件 ", "its own ") + told(cell)
    case .register(let cell): return say("登记 ", "register ") + told(cell)
    case .policy(let change): return say("政策 ", "policy ") + told(change)
    case .displaced(let by): return displaced(by)
    case .unseen(let inputs, let program):
      let names = inputs + (program ? [say("程序版本", "the program's version")] : [])
      return say("材料中看不出原因；内容不同的有 ", "the papers do not show why; what differs: ")
        + names.joined(separator: say("、", ", "))
    }
  }

  private func displaced(_ by: Int) -> String {
    let other = difference.changes[by].decided
    var text = say("受 \(other.id) \(other.name) 影响", "displaced by \(other.id) \(other.name)")
    let root = difference.root(of: by)
    let source = difference.changes[root]
    if root != by { text += say("，起因于 \(source.decided.id)", ", which follows from \(source.decided.id)") }
    switch source.kind {
    case .added: return text + say("（新增申报）", " (new)")
    case .removed: return text + say("（已撤回）", " (gone)")
    case .changed, .ranked:
      let why = source.causes.map { told($0) }.joined(separator: say("；", "; "))
      return text + say("：", ": ") + why
    }
  }

  private func told(_ cell: CellChange) -> String {
    let place = cell.file + (cell.row > 0 ? ":\(cell.row)" : "") + (cell.column.isEmpty ? "" : ":\(cell.column)")
    return "\(place): \(shown(cell.before)) → \(shown(cell.after))"
  }

  private func told(_ change: PolicyChange) -> String {
    PolicyCommand.told(change, Terminal(language: language, quiet: true, jsonLog: false))
  }
}
