// Quantities as the law writes them, read exactly: `500万元`, `5%`, `400元/吨标煤`, `50吨标煤`, `20个`, `1.0`.

import Tables

/// An amount in fen, `500万元` or `1,234.56`; nil if it is none.
func readAmount(_ text: String) -> Int64? {
  exact(foldedForm(text)) { readMoney($0, $1, $2, unit: nil) }
}

/// A number in millionths: `5%` and `0.05` are 50,000, `50吨标煤` is 50,000,000; nil if it is none.
///
/// Words may follow the number, but not such as would change it (万, 亿) or make it money.
func readNumber(_ text: String) -> Int64? {
  let folded = foldedForm(text)
  if folded.hasSuffix("%") { return exact(folded, readPercent) }
  let number = folded.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }
  let unit = folded.dropFirst(number.count).drop { $0 == " " }
  guard isUnit(unit), MoneyUnit(unit) == nil else { return nil }
  return exact(String(number), readQuantity)
}

/// A ratio of a whole in millionths, at most 100%.
func readRatio(_ text: String) -> Int64? {
  guard let ratio = readNumber(text), ratio <= wholeRatio else { return nil }
  return ratio
}

/// 100% in millionths.
let wholeRatio: Int64 = 1_000_000

/// A count of whole things, `20个`.
func readCount(_ text: String) -> Int? {
  guard let number = readNumber(text), number % 1_000_000 == 0 else { return nil }
  return Int(number / 1_000_000)
}

/// Fen for one unit, `400元/吨标煤` or `400元`.
func readUnitPrice(_ text: String) -> Int64? {
  let parts = foldedForm(text).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
  guard parts.count == 1 || (!parts[1].isEmpty && isUnit(parts[1])) else { return nil }
  return readAmount(String(parts[0]))
}

/// A year of four digits.
func readYearNumber(_ text: String) -> Int? {
  let folded = foldedCode(text)
  guard folded.utf8.count == 4, folded.utf8.allSatisfy(isDigit) else { return nil }
  return Int(folded)
}

func readDate(_ text: String) -> Day? {
  exact(foldedForm(text), readDay).map { Day(number: Int($0)) }
}

/// A value that a fact is compared with.
enum Constant: Equatable {
  /// Money, numbers, days, moments, flags.
  case number(Int64)
  /// Texts; codes folded.
  case word([UInt8])
}

/// Reads the text as the fact's kind of value; nil if it is of another kind.
func readConstant(_ text: String, as kind: FactKind) -> Constant? {
  switch kind {
  case .money: readAmount(text).map(Constant.number)
  case .number: readNumber(text).map(Constant.number)
  case .day: exact(foldedForm(text), readDay).map(Constant.number)
  case .moment: exact(foldedForm(text), readMoment).map(Constant.number)
  case .flag: exact(text, readFlag).map(Constant.number)
  case .text: text.isEmpty ? nil : .word(Array(text.utf8))
  case .code: text.isEmpty ? nil : .word(Array(foldedCode(text).utf8))
  }
}

/// Whether words behind a number leave it as it is: none that count (万, 亿, 千 but in 千瓦时 and its like, 百分点), no
/// exponent and no further number, though CO2 and m3 are units.
private func isUnit(_ text: Substring) -> Bool {
  guard let first = text.first else { return true }
  guard first.isLetter || first == "°", !"万亿百十".contains(first), !text.contains("百分") else { return false }
  let second = text.dropFirst().first
  if first == "千", let second, !"瓦克米卡伏".contains(second) { return false }
  if first == "e" || first == "E", second?.isLetter != true { return false }
  for (before, character) in zip(text, text.dropFirst()) {
    if character == "%" || character == ";" { return false }
    if character.isASCII, character.isNumber, !(before.isASCII && (before.isLetter || before.isNumber)) { return false }
  }
  return true
}

/// A reader of Tables over a whole text; nil where it finds nothing or nothing that it can read.
private func exact(_ text: String, _ read: (Span<UInt8>, Int, Int) -> Int64) -> Int64? {
  let bytes = Array(text.utf8)
  guard !bytes.isEmpty else { return nil }
  let value = read(bytes.span, 0, bytes.count)
  return Cell.isKnown(value) ? value : nil
}

// MARK: Written again

/// `20` or `12.5` of millionths that are not negative.
func numberText(_ millionths: Int64) -> String {
  let fraction = millionths % 1_000_000
  guard fraction > 0 else { return "\(millionths / 1_000_000)" }
  var digits = String(fraction + 1_000_000).dropFirst()
  while digits.last == "0" { digits.removeLast() }
  return "\(millionths / 1_000_000).\(digits)"
}

/// `33.3333%` of millionths.
func percentText(_ millionths: Int64) -> String { numberText(millionths * 100) + "%" }

/// `45.5万元`, or `1234.56元` where two decimals of 10,000 yuan would not say all of it.
func amountText(_ fen: Int64) -> String {
  if fen % 10_000 == 0 { return numberText(fen) + "万元" }
  let cents = fen % 100 == 0 ? "" : "." + String(fen % 100 + 100).dropFirst()
  return "\(fen / 100)\(cents)元"
}
