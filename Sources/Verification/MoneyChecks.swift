// Every fen: standards by the policy's rules, entitlements by the overlap, awards under their ceilings and limits, one
// for each key, budgets by largest remainder, and the two parts of each award.

import Rulebook
import Tables

func moneyChecks(_ claims: Claims, _ settlement: Settlement) -> [Check] {
  [
    standards(claims), ceilings(claims), limits(claims), oncePerKey(claims), budgets(claims),
    awards(claims, settlement),
  ]
}

private func standards(_ claims: Claims) -> Check {
  var check = Check("entitlements", "标准和核定额按政策表算得出", "standards and entitlements follow from the policy")
  for row in claims.rows.indices {
    let claim = claims.rows[row]
    let id = claims.id(row)
    guard Cell.isKnown(claim.standard) || Cell.isKnown(claim.entitlement) || claim.takesPart || claim.isPaid else {
      continue
    }
    guard claim.level >= 0, Cell.isKnown(claim.earlier) else {
      check.fail(Saying(zh: "\(id) 没有核定依据", en: "\(id) has no row in entitlements.csv"))
      continue
    }
    let worth = Worth(claims, row)
    check.expect(
      claim.standard == worth.exact,
      differs("\(id) standard_fen", says: "\(claim.standard)", shouldSay: "\(worth.exact)"))
    check.expect(
      claim.entitlement == worth.entitlement,
      differs("\(id) entitlement_fen", says: "\(claim.entitlement)", shouldSay: "\(worth.entitlement)"))
  }
  return check
}

/// No award is over its entitlement, its standard, its level's amount or its subject's limit, and each is of whole pay units.
private func ceilings(_ claims: Claims) -> Check {
  var check = Check("ceilings", "每笔不超过上限，按单位取整", "no award is over its ceiling, each is of whole pay units")
  let unit = claims.rulebook.settings.payUnit
  for row in claims.rows.indices where claims.rows[row].isPaid && claims.rows[row].level >= 0 {
    let (claim, level, item, id) = (claims.rows[row], claims.level(row), claims.item(row), claims.id(row))
    let ceiling = [claim.entitlement, claim.standard, level.amount ?? .max, item.subjectLimit ?? .max].min()!
    check.expect(
      claim.amount <= ceiling,
      Saying(
        zh: "\(id) 获得 \(claim.amount) 分，超过上限 \(ceiling) 分",
        en: "\(id) gets \(claim.amount) fen, over its ceiling of \(ceiling)"))
    let isCut = claim.amount < claim.entitlement && item.enterpriseLimit != nil
    check.expect(
      level.rule == .fixed || isCut || claim.amount % unit == 0,
      Saying(
        zh: "\(id) 获得 \(claim.amount) 分，不是 \(unit) 分的整数倍",
        en: "\(id) gets \(claim.amount) fen, which is not in whole units of \(unit)"))
  }
  return check
}

private func limits(_ claims: Claims) -> Check {
  var check = Check("limits", "单个企业合计不超过限额", "no enterprise is over an item's limit")
  struct Holder: Hashable {
    let uscc: Int32
    let item: Int
  }
  var sums: [Holder: Int64] = [:]
  for row in claims.rows.indices where claims.rows[row].isPaid && claims.rows[row].item >= 0 {
    guard let limit = claims.item(row).enterpriseLimit else { continue }
    let holder = Holder(uscc: claims.rows[row].uscc, item: claims.rows[row].item)
    let (total, isTooMuch) = (sums[holder] ?? 0).addingReportingOverflow(claims.rows[row].amount)
    let sum = isTooMuch ? .max : total
    sums[holder] = sum
    check.expect(
      sum <= limit,
      Saying(
        zh:
          "\(claims.texts.string(holder.uscc)) 在 \(claims.item(row).title) 合计 \(sum) 分，超过限额 \(limit) 分（至 \(claims.id(row))）",
        en:
          "\(claims.texts.string(holder.uscc)) gets \(sum) fen under \(claims.item(row).id), over the limit of \(limit) (with \(claims.id(row)))"
      ))
  }
  return check
}

private func oncePerKey(_ claims: Claims) -> Check {
  var check = Check("once", "同一标的只奖一次", "one award for each group key")
  struct Holder: Hashable {
    let group: Int
    let key: Key
  }
  var winner: [Holder: Int] = [:]
  for row in claims.rows.indices where claims.rows[row].isPaid && claims.rows[row].level >= 0 {
    let holder = Holder(group: claims.item(row).group, key: claims.key(row))
    let other = winner.updateValue(row, forKey: holder)
    check.expect(
      other == nil,
      Saying(
        zh: "\(claims.id(row)) 与 \(claims.id(other ?? row)) 是同一标的，两者都获奖",
        en: "\(claims.id(row)) and \(claims.id(other ?? row)) are one subject, and both are awarded"))
  }
  return check
}

private func budgets(_ claims: Claims) -> Check {
  var check = Check("budgets", "各项预算不超", "no budget is overspent")
  for budget in claims.rulebook.budgets {
    var (sum, fixed) = (Int128(0), Int128(0))
    for row in claims.rows.indices
    where claims.rows[row].isPaid && claims.rows[row].level >= 0 && budget.items.contains(claims.rows[row].item) {
      sum += Int128(claims.rows[row].amount)
      if claims.level(row).rule == .fixed { fixed += Int128(claims.rows[row].amount) }
    }
    let most = max(fixed, Int128(budget.amount))
    check.expect(
      sum <= most,
      Saying(zh: "预算 \(budget.id) 用了 \(sum) 分，只有 \(most) 分", en: "budget \(budget.id) spends \(sum) fen of \(most)"))
  }
  return check
}

/// Every claim with something to pay ends as the rules say: status, reasons and amount.
private func awards(_ claims: Claims, _ settlement: Settlement) -> Check {
  var check = Check("outcomes", "每件的结论和金额按规则算得出", "every outcome and amount follows from the rules")
  for row in claims.rows.indices {
    let (claim, id) = (claims.rows[row], claims.id(row))
    guard let right = settlement.outcomes[row] else {
      check.expect(!claim.isPaid, differs("\(id) amount_fen", says: "\(claim.amount)", shouldSay: "nothing"))
      if claim.status == .reserve || claim.status == .capped {
        check.fail(differs("\(id) status", says: claim.status.rawValue, shouldSay: "a claim with something to pay"))
      }
      continue
    }
    check.expect(
      claim.status == right.status && claims.reasons(row) == right.reasons,
      differs(
        "\(id) status", says: "\(claim.status.rawValue) \(claims.reasons(row))",
        shouldSay: "\(right.status.rawValue) \(right.reasons)"))
    let amount = right.status == .awarded ? settlement.paid[row] ?? 0 : 0
    check.expect(claim.amount == amount, differs("\(id) amount_fen", says: "\(claim.amount)", shouldSay: "\(amount)"))
  }
  return check
}

// MARK: District and town

func splitChecks(_ papers: Papers) -> [Check] {
  var check = Check("shares", "区镇分担按分担表", "district and town bear what the shares table says")
  let (claims, rulebook) = (papers.claims, papers.rulebook)
  let table = shareTable(papers)
  for row in claims.rows.indices where claims.rows[row].isPaid && claims.rows[row].level >= 0 {
    let (claim, id) = (claims.rows[row], claims.id(row))
    let town = claim.townName < 0 ? "" : claims.texts.string(claim.townName)
    let right = table["\(town)\n\(rulebook.items[claim.item].id)"] ?? table["\(town)\n"] ?? Cell.missing
    check.expect(
      claim.share == right, differs("\(id) district_share (\(town))", says: "\(claim.share)", shouldSay: "\(right)"))
    let share = Cell.isKnown(right) ? right : 1_000_000
    let district = Int64(Int128(claim.amount) * Int128(share) / 1_000_000)
    check.expect(
      claim.district == district, differs("\(id) district_fen", says: "\(claim.district)", shouldSay: "\(district)"))
    check.expect(
      claim.town == claim.amount &- claim.district,
      differs("\(id) town_fen", says: "\(claim.town)", shouldSay: "\(claim.amount &- claim.district)"))
  }
  return [check]
}

/// By town and item id (empty for any), the district's share in millionths; towns under their own names.
private func shareTable(_ papers: Papers) -> [String: Int64] {
  func table(_ name: String, _ raw: [UInt8]?, _ columns: [ColumnSpec]) -> Table? {
    guard let raw, let document = try? Document(file: name, raw: raw),
      var reader = try? TableReader(document, columns: columns)
    else { return nil }
    return try? reader.readAll()
  }
  var townOf: [String: String] = [:]
  let towns = table("towns.csv", papers.towns, [ColumnSpec("town", "镇街", .text), ColumnSpec("aliases", "别名", .text)])
  for row in 0..<(towns?.count ?? 0) {
    let name = towns!.string(row, 0)
    for alias in towns!.string(row, 1).split(separator: ";") { townOf[trimmedText(alias)] = name }
  }
  for row in 0..<(towns?.count ?? 0) { townOf[towns!.string(row, 0)] = towns!.string(row, 0) }
  var shares: [String: Int64] = [:]
  let rows = table(
    "shares.csv", papers.shares,
    [
      ColumnSpec("town", "镇街", .text), ColumnSpec("item", "事项", .text),
      ColumnSpec("district_share", "区级承担比例", .percent),
    ])
  for row in 0..<(rows?.count ?? 0) where Cell.isKnown(rows!.value(row, 2)) {
    let (town, item) = (rows!.string(row, 0), rows!.string(row, 1))
    let id = item.isEmpty ? "" : papers.rulebook.item(named: item).map { papers.rulebook.items[$0].id } ?? item
    let key = "\(townOf[town] ?? town)\n\(id)"
    if shares[key] == nil { shares[key] = rows!.value(row, 2) }
  }
  return shares
}
