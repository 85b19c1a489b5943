// Everything that can be wrong with a policy beyond its cells' form, and what would be right.

import Tables

extension Problem {
  // MARK: Names

  static func unknownPolicyColumn(_ table: PolicyTable) -> Problem {
    let known = table.columns.map(\.name)
    return .policy(
      zh: "\(table.rawValue) 表没有这一列；应为 \(known.joined(separator: "、")) 之一",
      en: "the table \(table.rawValue) has no such column; it has \(known.joined(separator: ", "))")
  }
  static func missingSetting(_ key: String) -> Problem {
    .policy(zh: "缺少设置 \(key)；请加一行", en: "the setting \(key) is missing; add a row for it")
  }
  static let noSuchClause = Problem.policy(
    zh: "clauses 表没有这个条款；应为其 clause 列中的编号", en: "no clause of the table clauses; write one of its ids")
  static let noSuchItem = Problem.policy(
    zh: "items 表没有这个事项；应为其 item 列中的代码", en: "no item of the table items; write one of its ids")
  static let noSuchLevel = Problem.policy(
    zh: "levels 表中该事项没有这个级别；应为其 level 列中的代码", en: "no level of this item in the table levels; write one of its ids")
  static let noSuchCriterion = Problem.policy(
    zh: "criteria 表中该事项没有这个指标", en: "no criterion of this item in the table criteria")
  static let noSuchField = Problem.policy(
    zh: "没有这个字段；应为 fields 表的 field，或 enterprise.*、figures.* 中的一个",
    en: "no such field; write one of the table fields, or of enterprise.*, figures.*")
  static let notEvidence = Problem.policy(
    zh: "算式只能引用 fields 表中直接填报的列，不能引用算出来的列或登记信息",
    en: "a formula names columns of the forms, neither computed fields nor facts of registers")
  static let scoreNotYetKnown = Problem.policy(
    zh: "审查条件和打分时还没有总分；及格线请写在 limits 表的 pass_score",
    en: "there is no score yet when conditions and criteria are looked at; a mark to pass is a pass_score of limits")
  static let badItemID = Problem.policy(
    zh: "事项代码不能是 *，也不能有 ;", en: "an item's id is not * and has no semicolon")
  static let badFieldName = Problem.policy(
    zh: "字段名不能有 . ; = ( ) 和空格，也不能是 score",
    en: "a field's name has no point, semicolon, equals sign, bracket or white space, and is not score")
  static let coreColumn = Problem.policy(
    zh: "这是申报表的基本列，不能再声明", en: "every form has this column already; it is not declared")
  static func doubledKey(of place: Place) -> Problem {
    .policy(zh: "与 \(place.description) 重复；只能保留一行", en: "said already at \(place.description); keep one row")
  }
  static func doubledName(of place: Place) -> Problem {
    .policy(
      zh: "与 \(place.description) 的名称相同；名称应当能分清", en: "the name of \(place.description) too; names must differ")
  }

  // MARK: Values

  static let badReason = Problem.policy(
    zh: "原因代码只能用小写字母、数字和下划线，如 not_active", en: "a reason is lower-case letters, digits and _, as not_active")
  static let leaveBlank = Problem.policy(zh: "此处应当空着", en: "must be blank here")
  static let notRatio = Problem.policy(
    zh: "应为 0% 到 100% 的比例，如 80%", en: "write a ratio from 0% to 100%, for example 80%")
  static let notRate = Problem.policy(zh: "应为不超过 100% 的比例，如 5%", en: "write a rate of at most 100%, for example 5%")
  static let notUnitPrice = Problem.policy(
    zh: "应为每一单位的金额，如 400元/吨标煤", en: "write an amount for one unit, for example 400元/吨标煤")
  static let notCount = Problem.policy(zh: "应为整数，如 20个", en: "write a whole number, for example 20个")
  static let notPoints = Problem.policy(zh: "应为分数，如 20", en: "write points, for example 20")
  static let notPositive = Problem.policy(zh: "应当大于 0", en: "must be more than 0")
  static let endsBeforeStart = Problem.policy(
    zh: "早于 from；应为年度的最后一天", en: "before from; write the last day of the year")
  static let badType = Problem.policy(
    zh: "没有这种类型；应为 money、quantity、percent、date、time、flag、text、code，或 lower(a;b)、sum(a;b)、ratio(a;b)",
    en:
      "no such type; write money, quantity, percent, date, time, flag, text or code, or lower(a;b), sum(a;b), ratio(a;b)"
  )
  static let mixedKinds = Problem.policy(
    zh: "两列的类型应当相同，且为 money、quantity 或 percent", en: "both columns must be of one type: money, quantity or percent")
  static let notMeasurable = Problem.policy(
    zh: "两列都应为 money、quantity 或 percent", en: "both columns must be money, quantity or percent")

  static func notConstant(of kind: FactKind) -> Problem {
    switch kind {
    case .money: .policy(zh: "字段是金额，应如 500万元", en: "the field is money; write for example 500万元")
    case .number:
      .policy(
        zh: "字段是数量，应如 50吨标煤、30% 或 0.3；万、亿请写成完整数字",
        en: "the field is a number; write for example 50吨标煤, 30% or 0.3, with 万 and 亿 written out")
    case .day: .policy(zh: "字段是日期，应如 2024-05-03", en: "the field is a date; write for example 2024-05-03")
    case .moment:
      .policy(zh: "字段是时间，应如 2025-03-05 09:12", en: "the field is a time; write for example 2025-03-05 09:12")
    case .flag: .policy(zh: "字段是是非，应为“是”或“否”", en: "the field is a flag; write 是 or 否")
    case .text, .code: .blank
    }
  }
  static func testMisfit(_ test: Condition.Test, _ kind: FactKind) -> Problem {
    let fitting = Condition.Test.allCases.filter { $0.fits(kind) }.map(\.rawValue)
    return .policy(
      zh: "\(kind.chinese)不能用 \(test.rawValue)；应为 \(fitting.joined(separator: "、")) 之一",
      en: "\(test.rawValue) does not fit \(kind.english); write one of \(fitting.joined(separator: ", "))")
  }
  static let badList = Problem.policy(
    zh: "各值用半角分号 ; 隔开，中间不能空着", en: "separate the values by a plain ; and leave none blank")

  // MARK: Levels, limits

  static let itemWithoutAmount = Problem.policy(
    zh: "现金事项没有金额；请在 levels 表写明级别和金额", en: "a cash item without an amount; give it a row of levels")
  static let levelWithoutAmount = Problem.policy(
    zh: "现金事项的级别要有金额；应为 up_to、fixed、rate 或 per_unit",
    en: "a level of a cash item has an amount; write up_to, fixed, rate or per_unit")
  static let rateOfMoney = Problem.policy(zh: "比例只能按金额字段计算", en: "a rate is taken of a money field")
  static let priceOfQuantity = Problem.policy(
    zh: "单价只能按数量字段计算", en: "an amount for one unit is taken of a quantity field")
  static let badLimit = Problem.policy(
    zh: "limit 和 per 应为 slots/year、amount/enterprise、amount/subject 或 pass_score/application",
    en: "limit and per are slots/year, amount/enterprise, amount/subject or pass_score/application")

  // MARK: Criteria, ties

  static func pointsSum(_ sum: String) -> Problem {
    .policy(zh: "该事项各指标分值合计 \(sum)；应为 100", en: "the item's points add up to \(sum); they must make 100")
  }
  static let expertsWithField = Problem.policy(
    zh: "专家评分指标不能有字段", en: "an experts criterion has no field")
  static let factsWithoutField = Problem.policy(
    zh: "客观指标要写明字段", en: "a facts criterion needs its field")
  static let factsWithoutBands = Problem.policy(
    zh: "客观指标在 bands 表没有分档", en: "a facts criterion needs bands")
  static let expertsWithBands = Problem.policy(
    zh: "专家评分指标没有分档；请删去本行", en: "an experts criterion has no bands; remove the row")
  static let bandNotBelow = Problem.policy(
    zh: "分档应当从高到低，本行不低于上一行", en: "bands fall from row to row; this one is not below the one before")
  static let doubledBand = Problem.policy(zh: "这一档已经写过", en: "there is a band for this already")
  static let bandsWithoutYes = Problem.policy(
    zh: "是非字段的分档要写明“是”的一档", en: "the bands of a flag name the points for 是")
  static func bandAboveCriterion(_ points: String) -> Problem {
    .policy(zh: "超过该指标的分值 \(points)", en: "more than the criterion's \(points) points")
  }
  static func preferMisfit(_ fitting: [Tie.Prefer]) -> Problem {
    let words = fitting.map(\.rawValue)
    return .policy(
      zh: "与字段的类型不符；应为 \(words.joined(separator: " 或 "))",
      en: "does not fit the field; write \(words.joined(separator: " or "))")
  }
  static let textHasNoOrder = Problem.policy(
    zh: "文字和代码没有高低，不能用来排序", en: "a text or code has no order, so it breaks no tie")

  // MARK: Rulings, paths

  static func choiceDiffers(_ cell: String) -> Problem {
    .policy(
      zh: "where 所指的格写的是“\(cell)”；choice 应与它相同",
      en: "the cell that where names says \"\(cell)\"; choice must say the same")
  }
  static let doubledAlternative = Problem.policy(
    zh: "备选项不能重复，也不能与 choice 相同", en: "alternatives differ from each other and from choice")
  static func badAlternative(_ alternative: String, _ fault: Fault) -> Problem {
    .policy(
      zh: "选“\(alternative)”时政策有误：\(fault.message(in: .zh))",
      en: "with \"\(alternative)\" the policy would be faulty: \(fault.message(in: .en))")
  }
  static let decidedByNobody = Problem.policy(
    zh: "已决定的口径要写明决定人", en: "a decided ruling names who decided it")
  static let badPath = Problem.policy(
    zh: "应如 items/smart-upgrade/upper_overlap：表/行/列", en: "write table/row/column, as items/smart-upgrade/upper_overlap"
  )
  static let noSuchTable = Problem.policy(
    zh: "没有这个政策表；应为 \(Rulebook.tables.joined(separator: "、")) 之一",
    en: "no table of the policy; write one of \(Rulebook.tables.joined(separator: ", "))")
  static func noSuchRow(_ table: PolicyTable) -> Problem {
    .policy(zh: "\(table.rawValue) 表没有这一行", en: "the table \(table.rawValue) has no such row")
  }
  static func severalRows(_ keys: [String]) -> Problem {
    .policy(
      zh: "不止一行；请写明是 \(keys.joined(separator: "、")) 中的哪一行",
      en: "several rows; say which of \(keys.joined(separator: ", "))")
  }

  // MARK: The law's text

  static let notInSource = Problem.policy(
    zh: "政策原文中没有这句话；请照抄原文", en: "the law's text does not say this; copy its words")
}

extension FactKind {
  var chinese: String {
    switch self {
    case .money: "金额"
    case .number: "数量"
    case .day: "日期"
    case .moment: "时间"
    case .flag: "是非"
    case .text: "文字"
    case .code: "代码"
    }
  }

  var english: String {
    switch self {
    case .money: "money"
    case .number: "a number"
    case .day: "a date"
    case .moment: "a time"
    case .flag: "a flag"
    case .text: "a text"
    case .code: "a code"
    }
  }
}
