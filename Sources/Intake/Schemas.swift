// The columns of every table of a year, with their Chinese titles and words.

package import Rulebook
package import Tables

/// A register's name, which is its file's, and its columns.
package struct RegisterSchema: Sendable {
  package let name: String
  package let columns: [ColumnSpec]
  /// The year cannot be read without it.
  package let required: Bool

  package var file: String { name + ".csv" }

  /// Where the credit code stands, nil in a register of something else.
  var codeColumn: Int? { columns.firstIndex { $0.kind == .creditCode } }

  /// Columns of words that many rows share.
  var wordColumns: [Int] {
    let names: [String]
    switch name {
    case "enterprises": names = EnterpriseFact.allCases.filter { !$0.isDay }.map(\.rawValue)
    case "scores": names = ["expert", "criterion"]
    default: names = []
    }
    return names.map(column)
  }

  /// Columns that name the policy's items and levels.
  var nameColumns: [Int] {
    name == "upper_awards" || name == "prior_awards" ? ["item", "level"].map(column) : []
  }
}

/// Columns of the forms that every application has; evidence follows, in the order of fields.csv.
package enum Core: Int, CaseIterable, Sendable {
  case id, item, level, uscc, name, subject, subjectName, receivedAt
}

package enum Schema {
  private static func needed(_ name: String, _ title: String, _ kind: CellKind) -> ColumnSpec {
    ColumnSpec(name, title, kind, required: true, filled: true)
  }

  private static func optional(_ name: String, _ title: String, _ kind: CellKind) -> ColumnSpec {
    ColumnSpec(name, title, kind)
  }

  private static let uscc = needed("uscc", "统一社会信用代码", .creditCode)

  package static let core: [ColumnSpec] = [
    ColumnSpec("application_id", "申报编号", .code, required: true, filled: true),
    ColumnSpec("item", "事项", .text, required: true),
    ColumnSpec("level", "级别", .text),
    ColumnSpec("uscc", "统一社会信用代码", .creditCode, required: true),
    ColumnSpec("enterprise_name", "单位名称", .text, required: true),
    ColumnSpec("subject", "标的编号", .code),
    ColumnSpec("subject_name", "标的名称", .text),
    ColumnSpec("received_at", "受理时间", .moment, required: true, filled: true),
  ]

  /// The columns of a form under a policy: the core, then the evidence that is not computed.
  package static func applications(_ rulebook: Rulebook) -> [ColumnSpec] {
    core
      + rulebook.fields.filter { $0.source == .column }.map { ColumnSpec($0.name, $0.title, $0.cell) }
  }

  package static let enterprises = RegisterSchema(
    name: "enterprises",
    columns: [
      uscc, needed("name", "单位名称", .text), needed("legal_form", "主体类型", .text),
      needed("region", "注册地区划", .code), needed("town", "所属镇街", .text), needed("industry", "行业代码", .code),
      needed("status", "登记状态", .text), optional("founded", "成立日期", .day), optional("moved_in", "迁入日期", .day),
      optional("grade", "综合评价等级", .code),
    ], required: true)

  package static let figures = RegisterSchema(
    name: "figures",
    columns: [
      uscc, needed("year", "年度", .year), needed("sales", "开票销售", .money), optional("output", "工业总产值", .money),
      optional("growth_list", "新增长点名单", .flag), optional("history_complete", "历史完整", .flag),
    ], required: false)

  /// A recused sheet needs no score, so that the cell may be blank; `Panels` looks at it.
  package static let scores = RegisterSchema(
    name: "scores",
    columns: [
      needed("application_id", "申报编号", .code), needed("expert", "专家编号", .code),
      needed("criterion", "指标", .text), ColumnSpec("score", "得分", .quantity, required: true),
      optional("recused", "回避", .flag),
    ], required: false)

  package static let upperAwards = RegisterSchema(
    name: "upper_awards",
    columns: [
      uscc, needed("tier", "层级", .word([["国家"], ["省"], ["市"]])), needed("item", "事项", .text),
      optional("level", "级别", .text), optional("subject", "标的编号", .code), needed("amount", "金额", .money),
      needed("date", "日期", .day),
      needed(
        "status", "状态",
        .word([["granted", "已下达"], ["paid", "已到账", "已拨付", "成功"], ["announced", "公示中"], ["applied", "申报中"]])),
      optional("same_subject", "是否同一奖励标的", .flag), optional("document", "文号", .text),
    ], required: false)

  package static let specialDeals = RegisterSchema(
    name: "special_deals",
    columns: [
      uscc, needed("agreement", "协议编号", .text), optional("items", "事项", .text), needed("from", "起始", .day),
      optional("to", "截止", .day),
    ], required: false)

  package static let vetoes = RegisterSchema(
    name: "vetoes",
    columns: [
      uscc, needed("department", "部门", .text), needed("kind", "类型", .text), needed("date", "认定日期", .day),
      optional("cleared", "解除日期", .day),
      needed("advice", "建议", .word([["veto", "否决"], ["hold", "暂缓"], ["note", "提示"]])),
      optional("document", "文号", .text),
    ], required: false)

  package static let priorAwards = RegisterSchema(
    name: "prior_awards",
    columns: [
      needed("batch", "批次号", .text), needed("year", "年度", .year), uscc, needed("item", "事项", .text),
      optional("level", "级别", .text), optional("subject", "标的编号", .code), needed("amount", "金额", .money),
      needed("status", "状态", .word([["paid", "已到账", "已拨付", "成功"], ["recovered", "已追回", "收回"]])),
    ], required: false)

  package static let towns = RegisterSchema(
    name: "towns",
    columns: [
      needed("town", "镇街", .text), optional("aliases", "别名", .text), optional("code", "区划码", .code),
      needed("administered", "本区管理", .flag),
    ], required: true)

  package static let shares = RegisterSchema(
    name: "shares",
    columns: [
      needed("town", "镇街", .text), optional("item", "事项", .text), needed("district_share", "区级承担比例", .percent),
    ], required: false)

  /// Days on which people work though the week says otherwise, and the other way round.
  package static let workdays = RegisterSchema(
    name: "workdays", columns: [needed("date", "日期", .day), needed("working", "是否工作日", .flag)], required: false)

  /// The registers that a decision or a paper rests on, in the order in which they are read.
  package static let registers = [
    towns, shares, enterprises, figures, scores, upperAwards, specialDeals, vetoes, priorAwards, workdays,
  ]
}

/// The place of a column in a register's schema, by name.
extension RegisterSchema {
  package func column(_ name: String) -> Int {
    guard let index = columns.firstIndex(where: { $0.name == name }) else { preconditionFailure("no column \(name)") }
    return index
  }
}
