// The proof of a published run from its papers alone: it reads nothing else, trusts none of them, and shares no code
// with the rooms that decided.

package import Audit
import Rulebook
import Tables

/// Checks a run.
///
/// - Parameter key: the public key that must have signed the checkpoint; without it the run's own key is tried.
/// - Returns: every check that could be made. A paper that cannot be read at all is a check that fails.
package func verify(_ run: RunFiles, key: VerifyingKey?) -> [Check] {
  var checks: [Check] = []
  do throws(Broken) {
    let seals = try Seals(run, key: key)
    checks = seals.checks
    let papers = try Papers(run)
    let settlement = Settlement(papers.claims)
    checks += logChecks(papers, seals)
    checks += rowChecks(papers, seals)
    if let notice = papers.notice { checks.append(noticeCheck(notice, papers.claims)) }
    checks += moneyChecks(papers.claims, settlement)
    checks += splitChecks(papers)
    checks += certificateChecks(papers, settlement)
  } catch {
    var check = Check("readable", "材料可以读取", "the papers can be read")
    check.fail(error.saying)
    checks.append(check)
  }
  return checks
}

/// The tables of a run, read.
struct Papers {
  let rulebook: Rulebook
  let decisions: Cells
  let claims: Claims
  let rankings: Cells
  let lines: Cells
  let rounds: Cells
  let totals: Cells
  let faults: Cells
  let towns: [UInt8]
  let shares: [UInt8]?
  let trace: [UInt8]?
  let notice: Cells?

  init(_ run: RunFiles) throws(Broken) {
    func cells(_ name: String, _ columns: String) throws(Broken) -> Cells {
      guard let bytes = run.files[name] else { throw Broken(name, "is missing") }
      return try Cells(name, bytes, columns: columns)
    }
    do throws(Unusable) {
      let tables = run.files.filter { $0.key.hasPrefix("policy/") }.map { ($0.key, $0.value) }
      rulebook = try Rulebook(sheets: try Rulebook.readSheets(tables).sheets)
    } catch {
      throw Broken("policy", error.faults.first?.message(in: .en) ?? "")
    }
    decisions = try cells(
      "decisions.csv",
      "application_id item level uscc enterprise_name subject status reasons standard_fen upper_fen entitlement_fen "
        + "score rank amount_fen district_fen town_fen file line")
    let entitlements = try cells(
      "entitlements.csv", "application_id base earlier_fen received_at keys town district_share")
    claims = try Claims(rulebook, decisions: decisions, entitlements: entitlements)
    rankings = try cells(
      "rankings.csv", "item rank application_id uscc subject entitlement_fen score keys above_line")
    lines = try cells("lines.csv", "item slots used ranked line line_score next_application why_not_next")
    rounds = try cells("rounds.csv", "round phase item line_before line_after chosen")
    totals = try cells(
      "totals.csv",
      "item read awarded reserve capped superseded ineligible pending deferred service invalid requested_fen "
        + "entitled_fen awarded_fen district_fen town_fen slots")
    faults = try cells("faults.csv", "file row column found expected severity")
    guard let towns = run.files["registers/towns.csv"] else { throw Broken("registers/towns.csv", "is missing") }
    self.towns = towns
    shares = run.files["registers/shares.csv"]
    trace = run.files["trace.jsonl"]
    notice = try run.files["notice.csv"].map { bytes throws(Broken) in
      try Cells("notice.csv", bytes, columns: "序号 事项 单位名称 项目（标的）名称 所属镇街 拟安排金额（万元）")
    }
  }
}
