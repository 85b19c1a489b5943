// How the papers write amounts, facts and requirements for people.

package import Rulebook
package import Tables

/// Fen as yuan with two decimals and thousands groups: `5,100,000.00`.
package func yuanText(_ fen: Int64) -> String {
  var output = Output(capacity: 32)
  if fen < 0 { output.append(UInt8(ascii: "-")) }
  let (yuan, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
  var unit: UInt64 = 1
  while yuan / unit >= 1000 { unit *= 1000 }
  output.append(digits: yuan / unit)
  while unit > 1 {
    unit /= 1000
    output.append(UInt8(ascii: ","))
    output.append(digits: yuan / unit % 1000, atLeast: 3)
  }
  output.append(UInt8(ascii: "."))
  output.append(digits: rest, atLeast: 2)
  return output.text
}

/// Millionths without trailing zeros: `81.35`.
package func pointsText(_ millionths: Int64) -> String {
  var output = Output(capacity: 32)
  if millionths < 0 { output.append(UInt8(ascii: "-")) }
  let (whole, part) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
  output.append(digits: whole)
  if part > 0 {
    var (rest, places) = (part, 6)
    while rest % 10 == 0 { (rest, places) = (rest / 10, places - 1) }
    output.append(UInt8(ascii: "."))
    output.append(digits: rest, atLeast: places)
  }
  return output.text
}

/// A fact's value for people: yuan, plain numbers, days, 是/否.
package func peopleText(_ value: Int64, _ kind: FactKind, _ language: Language) -> String {
  switch kind {
  case .money: language == .zh ? "\(yuanText(value)) 元" : "\(yuanText(value)) yuan"
  case .number: pointsText(value)
  case .day, .moment: machineText(value, kind)
  case .flag: value == 1 ? "是" : "否"
  case .text, .code: ""
  }
}

/// What a condition asks for, as `应超过 500万元`.
package func requirement(_ condition: Condition, _ settings: Settings, _ language: Language) -> String {
  let value = condition.valueText
  let (from, to) = (settings.from.description, settings.to.description)
  let (zh, en): (String, String) =
    switch condition.test {
    case .equals: ("应为 \(value)", "must be \(value)")
    case .notEquals: ("不应为 \(value)", "must not be \(value)")
    case .oneOf: ("应为其中之一：\(value)", "must be one of \(value)")
    case .startsWith: ("应以 \(value) 开头", "must start with \(value)")
    case .over: ("应超过 \(value)（不含本数）", "must be over \(value)")
    case .atLeast: ("应在 \(value) 以上（含本数）", "must be at least \(value)")
    case .under: ("应低于 \(value)（不含本数）", "must be under \(value)")
    case .atMost: ("应不超过 \(value)（含本数）", "must be at most \(value)")
    case .inYear: ("应在 \(from) 至 \(to) 之间", "must lie between \(from) and \(to)")
    case .byYearEnd: ("应不晚于 \(to)", "must not be later than \(to)")
    case .present: ("应当填报", "must be stated")
    case .absent: ("不应填报", "must not be stated")
    }
  return language == .zh ? zh : en
}
