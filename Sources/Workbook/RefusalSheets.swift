// 候补与不予支持, 待核: who gets nothing or must wait, why in words, and what can be done about it.

import Decision
import Papers
import Rulebook
import Screening
import Tables

extension Allocation {
  func refusalSheet() -> Grid {
    let refused = roll.order.filter { isRefused(decisions.statuses[$0]) }
    var grid = sheet(
      "候补与不予支持", "候补与不予支持名单", note: "候补、已达上限、从优不重复、不予支持、待细则和无效的申报，共 \(refused.count) 件。" + cut(refused.count),
      [
        Grid.Column("申报编号", 13, .center), Grid.Column("事项", 22), Grid.Column("级别", 16), Grid.Column("单位名称", 26),
        Grid.Column("项目（标的）名称", 24), Grid.Column("所属镇街", 11, .center), Grid.Column("结论", 11, .center),
        Grid.Column("理由", 34), Grid.Column("依据", 12, .center), Grid.Column("能否补正", 26),
      ])
    grid.addHeader()
    for status in Status.allCases where isRefused(status) {
      for number in refused.prefix(Allocation.mostLines) where decisions.statuses[number] == status {
        let entry = roll.entry(number)
        grid.add(
          .body,
          [
            .text(entry.id), .text(roll.itemTitle(entry.item)), .text(roll.levelTitle(entry)), .text(entry.name),
            .text(entry.subjectName), .text(roll.townName(entry.town)), .text(status.words(.zh)),
            .text(roll.reasonWords(entry).joined(separator: "；")), .text(basis(entry)),
            .text(remedy(status, decisions.reasons(number))),
          ])
      }
    }
    grid.endFilter()
    return grid
  }

  private func isRefused(_ status: Status) -> Bool {
    switch status {
    case .reserve, .capped, .superseded, .ineligible, .deferred, .invalid: true
    case .awarded, .pending, .service: false
    }
  }

  /// The clauses of the conditions that failed, else the item's.
  private func basis(_ entry: Entry) -> String {
    guard entry.item >= 0 else { return "" }
    let reasons = decisions.reasons(entry.number)
    var clauses: [String] = []
    for index in rulebook.items[entry.item].conditions {
      let condition = rulebook.conditions[index]
      guard reasons.contains(condition.failure), let clause = condition.clause else { continue }
      let words = clauseWords(rulebook.clauses[clause].id)
      if !clauses.contains(words) { clauses.append(words) }
    }
    return clauses.isEmpty ? roll.clauseWords(entry.item) : clauses.joined(separator: "、")
  }

  /// Whether the applicant can mend it.
  private func remedy(_ status: Status, _ reasons: [ReasonID]) -> String {
    switch status {
    case .reserve:
      reasons.contains(ProgramReason.belowPassMark.id) ? "不能补正：评审得分低于合格线" : "无需补正：有名额空出时，按名次重新核定"
    case .capped: "不能补正：单个企业上限或预算已用完"
    case .superseded: "不能补正：同一标的只支持一次，已从优"
    case .ineligible:
      reasons.contains(ProgramReason.veto.id) ? "异议可向作出认定的部门提出" : "事实确与登记不符的，可在公示期内书面提出并附证明"
    case .deferred: "无需补正：待细则出台后办理"
    case .invalid: "可以补正：改正所列单元格后重新报送"
    case .awarded, .pending, .service: ""
    }
  }

  func pendingSheet() -> Grid {
    let pending = roll.order.filter { decisions.statuses[$0] == .pending }
    var grid = sheet(
      "待核", "待核事项清单", note: "共 \(pending.count) 件，每个待核事项一行；答复后重新核定，资金另列。" + cut(pending.count),
      [
        Grid.Column("申报编号", 13, .center), Grid.Column("事项", 22), Grid.Column("单位名称", 26),
        Grid.Column("统一社会信用代码", 21, .center), Grid.Column("项目（标的）名称", 24), Grid.Column("所属镇街", 11, .center),
        Grid.Column("待核内容", 34), Grid.Column("请谁答复", 18), Grid.Column("依据", 12, .center), Grid.Column("答复情况", 18),
      ])
    grid.addHeader()
    for number in pending.prefix(Allocation.mostLines) {
      let entry = roll.entry(number)
      for reason in decisions.reasons(number) {
        grid.add(
          .body,
          [
            .text(entry.id), .text(roll.itemTitle(entry.item)), .text(entry.name), .text(entry.uscc),
            .text(entry.subjectName), .text(roll.townName(entry.town)),
            .text(reasonWords(reason, rulebook, item: entry.item, .zh)),
            .text(answeredBy(reason, rulebook, item: entry.item, .zh) ?? ""), .text(roll.clauseWords(entry.item)),
            .blank,
          ])
      }
    }
    grid.endFilter()
    return grid
  }
}
