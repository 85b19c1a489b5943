// The papers agree with each other: decisions with the log, with the totals, with the inputs; every row has one status
// with its reasons and its amounts.

import Audit
import Rulebook
import Tables

/// Every decision is the log's, line by line, in the order of ids; the totals lines are those of totals.csv.
func logChecks(_ papers: Papers, _ seals: Seals) -> [Check] {
  var check = Check("decisions", "decisions.csv 与日志逐行一致", "decisions.csv agrees with the log, line by line")
  let (claims, log) = (papers.claims, seals.log)
  let others = papers.totals.count + 2
  check.expect(
    log.count == claims.rows.count + others,
    differs("decisions.csv", says: "\(claims.rows.count) rows", shouldSay: "\(log.count - others) rows"))
  var before: Claim?
  for row in claims.rows.indices where row + 1 < log.count {
    let right = logged(row, papers).line(salt: salt(of: log[row + 1]))
    check.expect(right[...] == log[row + 1], memberDifference(claims.id(row), right, Array(log[row + 1]), row + 2))
    if let before {
      check.expect(
        isInOrder(before, claims.rows[row], claims),
        differs("decisions.csv", says: claims.id(row), shouldSay: "id order"))
    }
    before = claims.rows[row]
  }
  var totals = Check("totals-log", "totals.csv 与日志一致", "totals.csv agrees with the log")
  for row in 0..<papers.totals.count {
    let at = log.count - 1 - papers.totals.count + row
    let line = at > 0 ? seals.object(log[at]) : [:]
    for (column, name) in papers.totals.header.enumerated() where name != "slots" {
      let found = papers.totals.string(row, column)
      let right = text(line[name])
      totals.expect(
        found == right, differs("totals.csv \(papers.totals.string(row, 0)) \(name)", says: found, shouldSay: right))
    }
  }
  return [check, totals]
}

private func isInOrder(_ one: Claim, _ other: Claim, _ claims: Claims) -> Bool {
  let (left, right) = (claims.texts.bytes(one.id), claims.texts.bytes(other.id))
  return !right.lexicographicallyPrecedes(left)
}

/// The 32 digits behind `"salt":"`, where a line has them.
private func salt(of line: ArraySlice<UInt8>) -> String? {
  let mark = Array("\"salt\":\"".utf8)
  var at = line.startIndex
  while let start = line[at...].firstIndex(of: mark[0]), start + mark.count + 32 <= line.endIndex {
    if line[start..<start + mark.count].elementsEqual(mark) {
      return String(decoding: line[start + mark.count..<start + mark.count + 32], as: UTF8.self)
    }
    at = start + 1
  }
  return nil
}

private func logged(_ row: Int, _ papers: Papers) -> LoggedDecision {
  let (claims, claim) = (papers.claims, papers.claims.rows[row])
  func known(_ value: Int64) -> Int64? { Cell.isKnown(value) ? value : nil }
  func plain(_ column: Int) -> ArraySlice<UInt8> {
    // Behind the guard against formulas stands the text itself.
    let text = papers.decisions.text(row, column)
    return text.first == 39 && text.count > 1 && "=+-@\t\r".utf8.contains(text.dropFirst().first!)
      ? text.dropFirst() : text
  }
  return LoggedDecision(
    id: plain(0), item: Array(papers.decisions.text(row, 1)), level: Array(papers.decisions.text(row, 2)),
    status: Array(claim.status.rawValue.utf8),
    reasons: claims.reasons(row).utf8.split(separator: UInt8(ascii: ";")).map { Array($0) },
    standard: known(claim.standard), upper: known(claim.upper), entitlement: known(claim.entitlement),
    score: known(claim.score), rank: known(claim.rank), amount: known(claim.amount), district: known(claim.district),
    town: known(claim.town), file: Array(plain(16)), line: claim.line)
}

private func memberDifference(_ id: String, _ own: [UInt8], _ logged: [UInt8], _ line: Int) -> Saying {
  guard case .object(let mine)? = try? JSON(parsing: own), case .object(let theirs)? = try? JSON(parsing: logged) else {
    return differs("audit.jsonl:\(line)", says: excerpt(String(decoding: logged, as: UTF8.self)), shouldSay: id)
  }
  for key in Set(mine.keys).union(theirs.keys).sorted() where mine[key] != theirs[key] {
    return differs("decisions.csv \(id) \(key)", says: text(mine[key]), shouldSay: text(theirs[key]))
  }
  return differs("audit.jsonl:\(line)", says: "other bytes", shouldSay: "canonical JSON")
}

/// Rows are conserved, statuses have their reasons and amounts, totals add up, the trace knows every application.
func rowChecks(_ papers: Papers, _ seals: Seals) -> [Check] {
  [conservation(papers, seals), statuses(papers), totals(papers, seals), traces(papers)].compactMap { $0 }
}

/// Rows read from the forms = decisions + repeated rows that were dropped and logged.
private func conservation(_ papers: Papers, _ seals: Seals) -> Check {
  var check = Check("rows", "读入的每一行都有结论", "every row that was read is decided")
  var read: Int64 = 0
  for case .object(let input) in seals.array("inputs") {
    if case .string(let path)? = input["path"], path.hasPrefix("applications/"),
      case .integer(let rows)? = input["rows"]
    {
      read += rows
    }
  }
  let faults = papers.faults
  let repeated = (0..<faults.count).count { row in
    faults.string(row, 0).hasPrefix("applications/") && faults.string(row, 5) == "skipped"
      && faults.string(row, 4).hasSuffix("完全相同，已去掉")
  }
  let decided = Int64(papers.claims.rows.count + repeated)
  check.expect(
    read == decided,
    Saying(
      zh: "输入有 \(read) 行申报，结论和去重只有 \(decided) 行",
      en: "\(read) application rows were read, \(decided) are decided or dropped as repeated"))
  var places: Set<UInt64> = []
  for row in papers.claims.rows.indices {
    let claim = papers.claims.rows[row]
    check.expect(
      places.insert(UInt64(UInt32(bitPattern: claim.file)) << 32 | UInt64(claim.line)).inserted,
      Saying(zh: "\(papers.claims.id(row)) 与另一行出自同一处", en: "\(papers.claims.id(row)) stands where another row stands"))
  }
  return check
}

private let reasonsOf: [Status: Set<String>] = [
  .awarded: ["full", "reduced_by_upper", "reduced_by_promotion", "reduced_by_limit", "reduced_by_budget"],
  .reserve: ["below_line", "below_pass_mark"], .capped: ["enterprise_limit", "reduced_by_budget"],
  .superseded: ["higher_in_group", "placed_elsewhere", "same_claim", "upper_award_covers", "promotion_paid"],
  .deferred: ["rules_pending"], .service: ["non_cash"],
  .invalid: ["invalid_cell", "wrong_cell_count", "bad_quote", "duplicate_id", "unknown_item", "unknown_level"],
]

private func statuses(_ papers: Papers) -> Check {
  var check = Check("statuses", "结论、理由与金额相称", "statuses, reasons and amounts fit together")
  let (claims, rulebook) = (papers.claims, papers.rulebook)
  let screening = Set(rulebook.reasons.codes)
  for row in claims.rows.indices {
    let claim = claims.rows[row]
    let codes = claims.reasons(row).split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    let allowed = reasonsOf[claim.status] ?? screening
    check.expect(
      codes.allSatisfy { allowed.contains($0) } && Set(codes).count == codes.count,
      differs("\(claims.id(row)) reasons", says: claims.reasons(row), shouldSay: "reasons of \(claim.status.rawValue)"))
    let amounts = [claim.amount, claim.district, claim.town]
    let isRight: Bool =
      switch claim.status {
      case .awarded: claim.isPaid && Cell.isKnown(claim.district) && Cell.isKnown(claim.town)
      case .reserve, .capped, .superseded, .ineligible, .pending: amounts == [0, 0, 0]
      case .deferred, .service, .invalid: amounts.allSatisfy { $0 == Cell.missing }
      }
    check.expect(
      isRight,
      differs(
        "\(claims.id(row)) amount_fen", says: "\(claim.amount)", shouldSay: "the amount of \(claim.status.rawValue)"))
    let pays = claim.item < 0 ? nil : rulebook.items[claim.item].pays
    let fits = claim.status == .deferred ? pays == .later : claim.status == .service ? pays == .service : true
    check.expect(
      fits && (pays == .cash || !claim.takesPart),
      differs("\(claims.id(row)) status", says: claim.status.rawValue, shouldSay: "a status of \(pays?.rawValue ?? "")")
    )
  }
  return check
}

private func totals(_ papers: Papers, _ seals: Seals) -> Check {
  var check = Check("totals", "汇总的件数和金额相符", "rows and fen add up")
  let (claims, rulebook) = (papers.claims, papers.rulebook)
  let names = rulebook.items.map(\.id) + ["unknown", "total"]
  var sums = [[Int128]](repeating: [Int128](repeating: 0, count: 15), count: names.count)
  for claim in claims.rows {
    for at in [claim.item < 0 ? names.count - 2 : claim.item, names.count - 1] {
      sums[at][0] += 1
      sums[at][1 + Status.allCases.firstIndex(of: claim.status)!] += 1
      for (place, value) in [claim.standard, claim.entitlement, claim.amount, claim.district, claim.town].enumerated()
      where Cell.isKnown(value) { sums[at][10 + place] += Int128(value) }
    }
  }
  check.expect(
    papers.totals.count == names.count,
    differs("totals.csv", says: "\(papers.totals.count) rows", shouldSay: "\(names.count)"))
  for (row, name) in names.enumerated() where row < papers.totals.count {
    check.expect(
      papers.totals.string(row, 0) == name, differs("totals.csv", says: papers.totals.string(row, 0), shouldSay: name))
    for (place, sum) in sums[row].enumerated() {
      let found = papers.totals.string(row, place + 1)
      check.expect(
        found == String(sum),
        differs("totals.csv \(name) \(papers.totals.header[place + 1])", says: found, shouldSay: String(sum)))
    }
    let slots = row < rulebook.items.count ? rulebook.items[row].slots.map(String.init) ?? "" : ""
    check.expect(
      papers.totals.string(row, 16) == slots,
      differs("totals.csv \(name) slots", says: papers.totals.string(row, 16), shouldSay: slots))
  }
  var stated: [String: JSON] = [:]
  for key in ["counts", "totals"] { if case .object(let part)? = seals.manifest[key] { stated.merge(part) { $1 } } }
  for (place, sum) in sums[names.count - 1].enumerated() {
    let name = papers.totals.header[place + 1]
    check.expect(
      stated[name] == .integer(Int64(clamping: sum)),
      differs("run.json \(name)", says: text(stated[name]), shouldSay: String(sum)))
  }
  return check
}

/// The trace has a line for each application with its status and amount; only a large year may lack it.
private func traces(_ papers: Papers) -> Check? {
  if papers.trace == nil && papers.claims.rows.count > 100_000 { return nil }
  var check = Check("trace", "trace.jsonl 与结论一致", "trace.jsonl agrees with the decisions")
  guard let trace = papers.trace, let lines = AuditLog(parsing: trace) else {
    check.fail(Saying(zh: "trace.jsonl 缺失或不完整", en: "trace.jsonl is missing or does not end"))
    return check
  }
  check.expect(
    lines.count == papers.claims.rows.count,
    differs("trace.jsonl", says: "\(lines.count) lines", shouldSay: "\(papers.claims.rows.count)"))
  for row in 0..<min(lines.count, papers.claims.rows.count) {
    let id = papers.claims.id(row)
    guard case .object(let line)? = try? JSON(parsing: Array(lines[row])) else {
      check.fail(Saying(zh: "trace.jsonl:\(row + 1) 不是 JSON", en: "trace.jsonl:\(row + 1) is no JSON"))
      continue
    }
    check.expect(
      line["status"] == .string(papers.claims.rows[row].status.rawValue),
      differs(
        "trace.jsonl:\(row + 1) \(id) status", says: text(line["status"]),
        shouldSay: papers.claims.rows[row].status.rawValue))
    if case .integer(let amount)? = line["amount_fen"] {
      let right = papers.claims.rows[row].amount
      check.expect(
        amount == right, differs("trace.jsonl:\(row + 1) \(id) amount_fen", says: "\(amount)", shouldSay: "\(right)"))
    }
  }
  return check
}

/// The public notice names every award once: as many of each item and amount as the decisions have.
func noticeCheck(_ notice: Cells, _ claims: Claims) -> Check {
  var check = Check("notice", "公示名单与结论一致", "the public notice lists every award once")
  struct Award: Hashable {
    let item: String
    let fen: Int64
  }
  var left: [Award: [Int]] = [:]
  for row in claims.rows.indices where claims.rows[row].isPaid && claims.rows[row].item >= 0 {
    let (item, level) = (claims.item(row), claims.rows[row].level)
    let isOneOfSeveral = item.levels.count > 1 && level >= 0
    let title = item.title + (isOneOfSeveral ? "（\(claims.rulebook.levels[level].title)）" : "")
    left[Award(item: title, fen: claims.rows[row].amount), default: []].append(row)
  }
  for row in 0..<notice.count {
    let amount = Array(notice.text(row, 5))
    // 10,000 yuan are 1,000,000 fen, so that millionths of the amount are fen.
    let award = Award(item: notice.string(row, 1), fen: readQuantity(amount.span, 0, amount.count))
    let name = "\(notice.string(row, 0)) \(notice.string(row, 2)) \(notice.string(row, 5))"
    check.expect(
      left[award]?.popLast() != nil,
      Saying(zh: "notice.csv \(name) 不是任何一笔安排", en: "notice.csv \(name) is no award of the decisions"))
  }
  let forgotten = left.values.joined().min()
  check.expect(
    forgotten == nil,
    Saying(
      zh: "notice.csv 没有 \(forgotten.map(claims.id) ?? "")",
      en: "notice.csv leaves out \(forgotten.map(claims.id) ?? "")"))
  return check
}
