// Each cell reader: a value that was read, written out in full and read again, is the same value, under every unit.

import Tables

func fuzzCells(_ bytes: [UInt8]) {
  let text = bytes.span
  let units: [MoneyUnit?] = [nil, .yuan, .thousand, .tenThousand, .hundredMillion]
  for unit in units {
    let fen = readMoney(text, 0, text.count, unit: unit)
    guard Cell.isKnown(fen) else { continue }
    insist(fen >= 0, "negative money")
    insist(
      read("\(fen / 100).\(padded(Int(fen % 100), 2))", { readMoney($0, 0, $1, unit: .yuan) }) == fen, "\(fen) fen")
    if unit == nil {
      insist(readMoney(text, 0, text.count, unit: .yuan) == fen || hasSuffix(bytes), "yuan is the unit of none")
    }
  }
  let millionths = readQuantity(text, 0, text.count)
  if Cell.isKnown(millionths) {
    insist(millionths >= 0, "a negative quantity")
    let again = "\(millionths / 1_000_000).\(padded(Int(millionths % 1_000_000), 6))"
    insist(read(again, { readQuantity($0, 0, $1) }) == millionths, "\(again) as a quantity")
    insist(isDecimal(bytes), "a quantity of other signs than digits, commas and a point")
  }
  let percent = readPercent(text, 0, text.count)
  if Cell.isKnown(percent) {
    insist(percent >= 0 && bytes.last == UInt8(ascii: "%"), "a percentage without its sign")
  }
  days(text)
  let flag = readFlag(text, 0, text.count)
  insist(!Cell.isKnown(flag) || flag == 0 || flag == 1, "a flag of \(flag)")
  let word = readWord(text, 0, text.count, among: [["one", "一"], ["two", "二"]])
  insist(!Cell.isKnown(word) || word == 0 || word == 1, "a word of \(word)")
  _ = isCreditCode(bytes[...])
  if let string = String(validating: bytes, as: UTF8.self) {
    insist(foldedCode(foldedCode(string)) == foldedCode(string), "folding twice is folding once")
  }
}

private func days(_ text: Span<UInt8>) {
  let day = readDay(text, 0, text.count)
  if Cell.isKnown(day) {
    let written = Day(number: Int(day)).description
    insist(read(written, { readDay($0, 0, $1) }) == day, "\(written) as a day")
    insist(Day(written)?.number == Int(day), "\(written) by two readers")
    insist((8...).contains(text.count), "a day of \(text.count) bytes")
  }
  let moment = readMoment(text, 0, text.count)
  if Cell.isKnown(moment) {
    let written = momentText(moment)
    insist(read(written, { readMoment($0, 0, $1) }) == moment, "\(written) as a moment")
  }
}

private func read(_ text: String, _ reader: (Span<UInt8>, Int) -> Int64) -> Int64 {
  let bytes = Array(text.utf8)
  return reader(bytes.span, bytes.count)
}

private func hasSuffix(_ bytes: [UInt8]) -> Bool { bytes.last.map { $0 >= 0x80 } ?? false }

private func isDecimal(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { isDigit($0) || $0 == 44 || $0 == 46 } }
