// Which files a synthetic year has, with their headers.

import Rulebook
import Tables

extension SyntheticYear {
  static func tables(
    _ rulebook: Rulebook, _ claims: Claims, _ enterprises: Enterprises, _ applications: Int
  ) -> [SyntheticTable] {
    let panels = claims.forms.filter { $0.items.contains { rulebook.items[$0].hasExperts } }
      .reduce(0) { $0 + $1.claims.count }
    let registers: [(String, String, Int, SyntheticTable.Kind)] = [
      (
        "enterprises", "uscc,name,legal_form,region,town,industry,status,founded,moved_in,grade", enterprises.count,
        .enterprises
      ),
      ("figures", "uscc,year,sales,output,growth_list,history_complete", enterprises.count(of: .big), .figures),
      ("scores", "application_id,expert,criterion,score,recused", panels, .scores),
      (
        "upper_awards", "uscc,tier,item,level,subject,amount,date,status,same_subject,document", applications / 10,
        .upperAwards
      ),
      ("special_deals", "uscc,agreement,items,from,to", enterprises.count / 400, .specialDeals),
      ("vetoes", "uscc,department,kind,date,cleared,advice,document", enterprises.count / 200, .vetoes),
      ("prior_awards", "batch,year,uscc,item,level,subject,amount,status", applications / 20, .priorAwards),
      ("accounts", "uscc,account_name,bank,bank_code,account", enterprises.count, .accounts),
    ]
    return registers.map { name, header, count, kind in
      SyntheticTable(path: name + ".csv", header: Array((header + "\n").utf8), count: count, kind: kind)
    } + claims.forms.filter { !$0.claims.isEmpty }.map { form in table(rulebook, form) }
  }

  private static func table(_ rulebook: Rulebook, _ form: Form) -> SyntheticTable {
    let core =
      form.isChinese
      ? ["申报编号", "事项", "级别", "统一社会信用代码", "单位名称", "标的编号", "标的名称"]
      : ["application_id", "item", "level", "uscc", "enterprise_name", "subject", "subject_name"]
    let evidence = form.fields.map { number in
      let field = rulebook.fields[number]
      let unit = field.kind == .money && form.money == .wan ? "(万元)" : ""
      return (form.isChinese ? field.title : field.name) + unit
    }
    let header = (core + evidence + [form.isChinese ? "受理时间" : "received_at"]).joined(separator: ",")
    let name = (form.number < 9 ? "0" : "") + "\(form.number + 1)-\(rulebook.items[form.items[0]].id)"
    return SyntheticTable(
      path: "applications/\(name).csv",
      header: (form.isChinese ? [0xEF, 0xBB, 0xBF] : [])
        + Array((header + (form.lineEnd == .crlf ? "\r\n" : "\n")).utf8),
      count: form.claims.count, kind: .form(form.number))
  }
}
