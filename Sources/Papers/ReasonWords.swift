// The program's reason codes in words, and who can mend what is pending.

package import Rulebook
package import Screening
package import Tables

extension Status {
  /// The status in the words of the papers.
  package func words(_ language: Language) -> String {
    guard language == .zh else { return name }
    switch self {
    case .awarded: return "拟支持"
    case .reserve: return "候补"
    case .capped: return "已达上限"
    case .superseded: return "从优不重复"
    case .ineligible: return "不予支持"
    case .pending: return "待核"
    case .deferred: return "待细则"
    case .service: return "服务登记"
    case .invalid: return "无效"
    }
  }
}

extension ProgramReason {
  /// The reason as a sentence.
  package func words(_ language: Language) -> String { language == .zh ? chinese : english }

  /// Who can answer a doubt; nil where there is none.
  package func answeredBy(_ language: Language) -> String? {
    let (zh, en): (String, String)
    switch self {
    case .enterpriseUnknown, .usccInvalid, .nameDiffers: (zh, en) = ("申报单位、市场监管部门", "the applicant, the registry")
    case .townUnknown, .townNotAdministered: (zh, en) = ("所属镇街", "the town")
    case .subjectShared: (zh, en) = ("两家申报单位", "both applicants")
    case .registerUnreadable: (zh, en) = ("登记表的提供部门", "the office that keeps the register")
    case .specialDealUnclear: (zh, en) = ("招商部门", "the investment office")
    case .vetoHold: (zh, en) = ("提出意见的部门", "the department that asked for the hold")
    case .upperAwardUndecided, .upperAwardUnclear: (zh, en) = ("申报单位、上级主管部门", "the applicant, the upper-level office")
    case .panelIncomplete: (zh, en) = ("评审专家组", "the expert panel")
    default: return nil
    }
    return language == .zh ? zh : en
  }

  private var chinese: String {
    switch self {
    case .full: "全额"
    case .reducedByUpper: "已扣除上级奖补"
    case .reducedByPromotion: "已扣除以前年度同类奖补"
    case .reducedByLimit: "按单个企业上限核减"
    case .reducedByBudget: "按预算比例核减"
    case .belowLine: "排名在入围线以下"
    case .belowPassMark: "评审得分低于合格线"
    case .enterpriseLimit: "单个企业上限已用完"
    case .higherInGroup: "同类事项已按更高标准奖励"
    case .placedElsewhere: "同一标的已由本条款其他事项支持"
    case .sameClaim: "同一事项已有另一份申报获得支持"
    case .upperAwardCovers: "上级奖补已达到或超过本级标准"
    case .promotionPaid: "以前年度奖补已达到本级标准"
    case .specialDeal: "已按“一事一议”享受同类政策"
    case .veto: "联审部门否决"
    case .alreadyAwarded: "以前年度已享受同一奖补"
    case .nothingToPay: "按标准计算的金额不足一个支付单位"
    case .enterpriseUnknown: "企业登记表中没有该企业"
    case .usccInvalid: "统一社会信用代码为空或校验不符"
    case .nameDiffers: "单位名称与登记名称不一致"
    case .townUnknown: "所属镇街不在镇街表中"
    case .townNotAdministered: "所属镇街不由本区管理"
    case .subjectShared: "同一标的由两家企业申报"
    case .registerUnreadable: "相关登记表有无法读取的行"
    case .specialDealUnclear: "“一事一议”协议未写明事项"
    case .vetoHold: "联审部门要求暂缓"
    case .upperAwardUndecided: "上级奖补尚未下达"
    case .upperAwardUnclear: "上级奖补是否同一标的不明"
    case .panelIncomplete: "专家评分不足三份"
    case .rulesPending: "细则另行制定"
    case .nonCash: "非资金支持，已登记"
    case .invalidCell: "有单元格无法读取"
    case .wrongCellCount: "单元格数与表头不符"
    case .badQuote: "引号有误"
    case .duplicateID: "申报编号重复而内容不同"
    case .unknownItem: "事项不在政策中"
    case .unknownLevel: "级别不在该事项中"
    }
  }

  private var english: String {
    switch self {
    case .full: "in full"
    case .reducedByUpper: "less the upper-level award"
    case .reducedByPromotion: "less earlier awards"
    case .reducedByLimit: "cut to the enterprise limit"
    case .reducedByBudget: "cut by the budget"
    case .belowLine: "ranked below the line"
    case .belowPassMark: "score below the pass mark"
    case .enterpriseLimit: "the enterprise limit is used up"
    case .higherInGroup: "a better award of the group goes to the same applicant"
    case .placedElsewhere: "the subject is supported under another item of the clause"
    case .sameClaim: "another application for the same is supported"
    case .upperAwardCovers: "upper-level awards reach the district's standard"
    case .promotionPaid: "earlier awards reach the district's standard"
    case .specialDeal: "already served by a special deal"
    case .veto: "vetoed by a department"
    case .alreadyAwarded: "already awarded in an earlier year"
    case .nothingToPay: "the amount is below one pay unit"
    case .enterpriseUnknown: "the enterprise is not in the register"
    case .usccInvalid: "the credit code is blank or its check characters are wrong"
    case .nameDiffers: "the name differs from the register's"
    case .townUnknown: "the town is not in the towns table"
    case .townNotAdministered: "the town is not administered by this district"
    case .subjectShared: "two enterprises claim the same subject"
    case .registerUnreadable: "a register row that concerns the claim cannot be read"
    case .specialDealUnclear: "a special deal names no items"
    case .vetoHold: "a department asks to hold"
    case .upperAwardUndecided: "an upper-level award is not decided yet"
    case .upperAwardUnclear: "it is unclear whether an upper-level award is for the same subject"
    case .panelIncomplete: "fewer than three expert sheets"
    case .rulesPending: "the detail rules are not out"
    case .nonCash: "no cash; registered as a service"
    case .invalidCell: "a cell cannot be read"
    case .wrongCellCount: "the number of cells differs from the header"
    case .badQuote: "broken quotes"
    case .duplicateID: "the id stands on another row that differs"
    case .unknownItem: "no item of the policy"
    case .unknownLevel: "no level of the item"
    }
  }
}

/// Any reason of a rulebook in words: the program's, a condition's text, or the fact that is missing.
package func reasonWords(_ id: ReasonID, _ rulebook: Rulebook, item: Int, _ language: Language) -> String {
  if let reason = ProgramReason(rawValue: id) { return reason.words(language) }
  let conditions = item < 0 ? [] : rulebook.items[item].conditions.map { rulebook.conditions[$0] }
  if let failed = conditions.first(where: { $0.failure == id }) { return failed.text }
  let missing = conditions.first { $0.missing == id }?.fact ?? rulebook.levels.first { $0.missing == id }?.of
  guard let missing else { return rulebook.reasons.code(id) }
  let title = rulebook.title(of: missing, in: language)
  return language == .zh ? "缺少“\(title)”" : "\(title) is missing"
}

/// Who can answer a pending reason.
package func answeredBy(_ id: ReasonID, _ rulebook: Rulebook, item: Int, _ language: Language) -> String? {
  if let reason = ProgramReason(rawValue: id) { return reason.answeredBy(language) }
  let condition =
    item < 0
    ? nil
    : rulebook.items[item].conditions.map { rulebook.conditions[$0] }
      .first { $0.missing == id || $0.failure == id }
  switch condition?.fact {
  case .enterprise: return language == .zh ? "市场监管部门" : "the registry"
  case .figures: return language == .zh ? "统计、税务部门" : "the statistics and tax offices"
  case .field, .score, .receivedAt, nil: return language == .zh ? "申报单位" : "the applicant"
  }
}
