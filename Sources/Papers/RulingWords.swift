// What a ruling chooses, in words; a choice that is a number, a formula or a name stands as it is.

package func choiceWords(_ choice: String) -> String {
  switch choice {
  case "": "（空）"
  case "top_up": "补足差额"
  case "exclude": "不再奖补"
  case "stack": "叠加奖补"
  case "full": "全额"
  case "difference": "差额"
  case "enterprise": "每家企业一次"
  case "subject": "每个标的一次"
  case "level": "每个级别一次"
  case "pend": "待核"
  case "reject": "不予支持"
  case "high": "从高"
  case "low": "从低"
  case "early": "从早"
  case "late": "从晚"
  case "life": "终身一次"
  case "year": "每年一次"
  case "figures.sales": "开票销售"
  case "figures.output": "工业总产值"
  default: choice
  }
}
