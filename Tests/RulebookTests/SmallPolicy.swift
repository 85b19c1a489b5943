// A small policy that uses every table and every kind of field, with three items in one group; the specimens of the
// tests are this policy with one thing changed.

import Foundation
import Rulebook
import Tables
import Testing

typealias Policy = [PolicyTable: String]

let smallPolicy: Policy = [
  .policy: """
  key,value
  id,small-2024
  title,小政策
  year,2024
  region,3204
  region_name,示范区
  from,2024-01-01
  to,2024-12-31
  pay_unit,100元
  notice_days,5
  """,
  .clauses: """
  clause,title,summary
  1,项目,项目支持
  n1,范围,
  """,
  .items: """
  item,clause,title,pays,group,group_per,once,upper_overlap,promotion,grant_ratio
  robots,1,机器人补助,cash,projects,subject,life,exclude,full,80%
  saving,1,节能补助,cash,projects,enterprise,year,top_up,difference,
  size,1,规模奖励,cash,projects,level,,stack,,100%
  advice,1,诊断,service,,,,,,
  later,1,技改,later,,,,,,
  """,
  .levels: """
  item,level,title,rule,amount,rate,of,quote
  robots,only,机器人,rate,60万元,12%,spend,投入的12%
  saving,old,改造,per_unit,,400元/吨标煤,tce,
  size,gold,金牌,up_to,30万元,,,给予最高30万元
  saving,new,新增,per_unit,300元/吨,,tce,
  size,silver,银牌,fixed,5万元,,,
  """,
  .conditions: """
  item,level,field,is,value,if_missing,otherwise,reason,text,clause,quote
  *,,enterprise.region,starts_with,3204;3205a,pend,reject,not_here,注册地不在本区,n1,
  robots,,spend,over,500万元,pend,reject,spend_not_over,投入未超过500万元,1,投入超500万元
  saving,old,done_on,in_year,,pend,pend,not_in_year,不是年内完工,1,
  saving,,tce,at_least,50吨标煤,reject,reject,not_here,节能量不足,,
  robots,,new,equals,是,pend,reject,not_new,不是首台,1,
  robots,,kind,one_of,整厂;车间,pend,reject,bad_kind,类型不符,1,
  """,
  .limits: """
  item,limit,per,value,quote
  robots,slots,year,20个,每年不超过20个
  robots,amount,enterprise,50万元,
  saving,amount,subject,20万元,
  robots,pass_score,application,60,
  """,
  .criteria: """
  item,criterion,title,kind,field,points
  robots,size,规模,facts,spend,50
  robots,kind,类型,facts,kind,20
  robots,novel,首台,facts,new,10
  robots,technology,技术,experts,,20
  """,
  .bands: """
  item,criterion,at_least,points
  robots,size,800万元,50
  robots,size,400万元,30.5
  robots,size,,5
  robots,kind,整厂,20
  robots,kind,车间,10
  robots,novel,否,2
  robots,novel,是,10
  """,
  .ties: """
  item,field,prefer
  robots,score,high
  robots,spend,low
  robots,received_at,early
  """,
  .fields: """
  field,title,type,unit,note
  spend,投入(就低),lower(declared;audited),,
  declared,申报投入,money,元,
  audited,审定投入,money,元,
  tce,节能量,quantity,吨标煤,
  done_on,完工日期,date,,
  new,首台,flag,,
  kind,类型,text,,
  share,占比,percent,,
  stamped,盖章时间,time,,
  mark,标志,code,,
  all,投入合计,sum(declared;audited),,
  strength,强度,ratio(tce;audited),,
  """,
  .titles: """
  alias,item,level
  金奖,size,gold
  机器人换人,robots,
  """,
  .rulings: """
  ruling,clause,question,choice,where,alternatives,status,decided_by,document
  grant,1,是否全额,80%,items/robots/grant_ratio,100%;50%,decided,区工信局,1号
  once,n1,几年一次,year,items/saving/once,life,default,,
  """,
  .budgets: """
  budget,items,amount
  total,robots;saving,200万元
  """,
]

/// The policy as it would be read from its files.
func compile(_ policy: Policy) throws -> Rulebook {
  try Rulebook(
    files: PolicyTable.allCases.compactMap { table in
      policy[table].map { (table.file, Array($0.utf8)) }
    })
}

/// The small policy with some text of a table, which must stand there once, replaced.
func changed(_ table: PolicyTable, _ old: String, _ new: String) -> Policy {
  var policy = smallPolicy
  let parts = policy[table]!.components(separatedBy: old)
  if parts.count != 2 { Issue.record("\(old) stands \(parts.count - 1) times in \(table)") }
  policy[table] = parts.joined(separator: new)
  return policy
}

/// Every fault of a policy; empty if it is sound.
func faults(of policy: Policy) -> [Fault] {
  do {
    return try compile(policy).faultsOfAlternatives()
  } catch let error as Unusable {
    return error.faults
  } catch {
    return []
  }
}
