// The difference of two runs for programs: a row for every cause, and one JSON object.

import Comparison
import Rulebook
import Tables

extension DifferenceTelling {
  /// A row for every change and cause, with byte order mark and CRLF like every CSV paper.
  var csv: String {
    var csv = CSVWriter(header: [
      "application_id", "change", "item", "enterprise_name", "status_before", "status_after", "reasons_before",
      "reasons_after", "rank_before", "rank_after", "amount_before_fen", "amount_after_fen", "cause", "file", "row",
      "column", "before", "after", "ruling", "displaced_by", "root",
    ])
    for (at, change) in difference.changes.enumerated() {
      for cells in change.causes.isEmpty ? [[]] : change.causes.map({ row($0, at) }) {
        write(change, cells, &csv)
      }
    }
    return String(decoding: csv.bytes.dropLast(), as: UTF8.self)
  }

  private func write(_ change: Change, _ cause: [String], _ csv: inout CSVWriter) {
    let (one, two) = (change.before, change.after)
    csv.text(change.decided.id)
    csv.plain(change.kind.rawValue)
    csv.text(change.decided.itemID)
    csv.text(change.decided.name)
    for text in [one?.status, two?.status] { csv.plain(text ?? "") }
    for reasons in [one?.reasons, two?.reasons] { csv.text((reasons ?? []).joined(separator: ";")) }
    for rank in [one?.rank, two?.rank] { csv.plain(rank.map(String.init) ?? "") }
    for amount in [one?.amount, two?.amount] { csv.plain(amount.map(String.init) ?? "") }
    for text in cause + Array(repeating: "", count: 9 - cause.count) { csv.text(text) }
    csv.endRow()
  }

  /// cause, file, row, column, before, after, ruling, displaced_by, root
  private func row(_ cause: Cause, _ at: Int) -> [String] {
    func cell(_ kind: String, _ cell: CellChange) -> [String] {
      [kind, cell.file, cell.row > 0 ? String(cell.row) : "", cell.column, cell.before ?? "", cell.after ?? ""]
    }
    switch cause {
    case .own(let change): return cell("own", change)
    case .register(let change): return cell("register", change)
    case .policy(let change):
      let (path, table) = (change.path, change.table.file)
      return ["policy", table, path.key, path.column, change.before ?? "", change.after ?? "", change.ruling]
    case .displaced(let by):
      let root = difference.changes[difference.root(of: at)].decided.id
      return ["displaced", "", "", "", "", "", "", difference.changes[by].decided.id, root]
    case .unseen(let inputs, let program):
      return ["unseen", (inputs + (program ? ["allot"] : [])).joined(separator: ";")]
    }
  }

  // MARK: JSON

  var json: JSON {
    let (one, two) = difference.totals
    return .object([
      "before": .string(difference.before), "after": .string(difference.after),
      "program_differs": .bool(difference.programDiffers), "inputs": .array(difference.inputs.map(JSON.string)),
      "policy": .array(difference.policy.map(json)), "totals_before": json(one), "totals_after": json(two),
      "items": .array(
        difference.items.filter { $0.before != $0.after }.map { entry in
          .object(["item": .string(entry.item), "before": json(entry.before), "after": json(entry.after)])
        }),
      "changes": .array(difference.changes.indices.map(change)),
    ])
  }

  private func json(_ sums: Sums) -> JSON {
    .object([
      "rows": .integer(Int64(sums.rows)), "awarded_fen": .integer(Int64(clamping: sums.awarded)),
      "statuses": .object(sums.statuses.mapValues { .integer(Int64($0)) }),
    ])
  }

  private func change(_ at: Int) -> JSON {
    let change = difference.changes[at]
    return .object([
      "application_id": .string(change.decided.id), "change": .string(change.kind.rawValue),
      "item": .string(change.decided.itemID), "enterprise_name": .string(change.decided.name),
      "before": change.before.map(json) ?? .null, "after": change.after.map(json) ?? .null,
      "causes": .array(change.causes.map { json($0, at) }),
    ])
  }

  private func json(_ decided: Decided) -> JSON {
    .object([
      "status": .string(decided.status), "reasons": .array(decided.reasons.map(JSON.string)),
      "rank": decided.rank.map { .integer(Int64($0)) } ?? .null, "score": .string(decided.score),
      "amount_fen": .integer(decided.amount),
    ])
  }

  private func json(_ cause: Cause, _ at: Int) -> JSON {
    switch cause {
    case .own(let cell): return json("own", cell)
    case .register(let cell): return json("register", cell)
    case .policy(let change): return json(change)
    case .displaced(let by):
      return .object([
        "cause": .string("displaced"), "by": .string(difference.changes[by].decided.id),
        "root": .string(difference.changes[difference.root(of: at)].decided.id),
      ])
    case .unseen(let inputs, let program):
      return .object([
        "cause": .string("unseen"), "inputs": .array(inputs.map(JSON.string)), "program": .bool(program),
      ])
    }
  }

  private func json(_ kind: String, _ cell: CellChange) -> JSON {
    .object([
      "cause": .string(kind), "file": .string(cell.file), "row": .integer(Int64(cell.row)),
      "column": .string(cell.column), "before": text(cell.before), "after": text(cell.after),
    ])
  }

  private func json(_ change: PolicyChange) -> JSON {
    .object([
      "cause": .string("policy"), "table": .string(change.path.table), "row": .string(change.path.key),
      "column": .string(change.path.column), "before": text(change.before), "after": text(change.after),
      "ruling": .string(change.ruling),
    ])
  }

  private func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
}
