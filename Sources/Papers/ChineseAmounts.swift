// Amounts as Chinese papers write them: 万元 with two decimals, and in capital characters (大写金额).

/// Fen as 万元 with thousands groups and at least two decimals; an amount finer than 0.01万元 is written out exactly:
/// `1,234.50`, `0.000001`.
package func wanText(_ fen: Int64) -> String {
  let magnitude = fen.magnitude
  let fraction = magnitude % 1_000_000
  var digits = String(String(fraction + 1_000_000).dropFirst())
  while digits.utf8.count > 2, digits.hasSuffix("0") { digits.removeLast() }
  return (fen < 0 ? "-" : "") + groupedText(magnitude / 1_000_000) + "." + digits
}

/// Thousands groups: `1,234,567`.
package func groupedText(_ number: UInt64) -> String {
  var digits = String(number)
  var groups: [String] = []
  while digits.utf8.count > 3 {
    groups.insert(String(digits.suffix(3)), at: 0)
    digits = String(digits.dropLast(3))
  }
  groups.insert(digits, at: 0)
  return groups.joined(separator: ",")
}

/// Fen in capital characters, by 《支付结算办法》 附一: `壹仟陆佰捌拾元零叁角贰分`, `伍万元整`, `零元整`.
package func capitalAmount(_ fen: Int64) -> String {
  let magnitude = fen.magnitude
  let (yuan, jiao, cent) = (magnitude / 100, Int(magnitude / 10 % 10), Int(magnitude % 10))
  let sign = fen < 0 ? "负" : ""
  if magnitude == 0 { return "零元整" }
  var text = yuan > 0 ? capitalNumber(yuan) + "元" : ""
  switch (jiao, cent) {
  case (0, 0): text += "整"
  case (_, 0): text += (needsZero(yuan) ? "零" : "") + capitalDigits[jiao] + "角"
  case (0, _): text += (yuan > 0 ? "零" : "") + capitalDigits[cent] + "分"
  case (_, _): text += (needsZero(yuan) ? "零" : "") + capitalDigits[jiao] + "角" + capitalDigits[cent] + "分"
  }
  return sign + text
}

/// Whether a zero is said between yuan that end in zero and the jiao behind them.
private func needsZero(_ yuan: UInt64) -> Bool { yuan > 0 && yuan % 10 == 0 }

private let capitalDigits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]

/// A whole number above zero by 亿 and 万; one 零 where digits are passed over: `壹拾万柒仟`, `壹亿零壹`.
private func capitalNumber(_ number: UInt64) -> String {
  for (unit, name) in [(UInt64(100_000_000), "亿"), (10_000, "万")] where number >= unit {
    let (high, low) = number.quotientAndRemainder(dividingBy: unit)
    let zero = low > 0 && low < unit / 10 ? "零" : ""
    return capitalNumber(high) + name + zero + (low > 0 ? capitalNumber(low) : "")
  }
  return capitalGroup(number)
}

/// One to four digits without leading zeros: `壹仟零贰拾`.
private func capitalGroup(_ group: UInt64) -> String {
  let units = ["", "拾", "佰", "仟"]
  let digits = String(group).utf8.map { Int($0 - 48) }
  var (text, zero) = ("", false)
  for (at, digit) in digits.enumerated() {
    guard digit > 0 else {
      zero = true
      continue
    }
    if zero { text += "零" }
    text += capitalDigits[digit] + units[digits.count - 1 - at]
    zero = false
  }
  return text
}
