// The cells of a column become integers, with a loop for every kind of column; cells that take care are read one by one.

/// The cells of a column, by row.
struct Cells {
  let all: [CellRange]
  /// By row, its first cell.
  let firsts: [UInt32]
  let position: Int

  subscript(row: Int) -> CellRange { all[Int(firsts[row]) + position] }
}

/// What takes a second look at a column: it may be there.
struct Seen: OptionSet {
  let rawValue: UInt8
  static let doubled = Seen(rawValue: 1)
  static let blank = Seen(rawValue: 2)
  static let invalid = Seen(rawValue: 4)
}

/// The cells of a column as their kind reads them, with a loop for every kind; those with doubled quotes are left out.
func readCells(
  _ cells: Cells, _ kind: CellKind, _ unit: MoneyUnit?, _ text: Span<UInt8>, _ folds: inout [UInt8]
) -> ([Int64], Seen) {
  func closely(_ start: Int, _ end: Int) -> Int64 { readCell(text, start, end, kind, unit, inDocument: true, &folds) }
  func asItStands(_ start: Int, _ end: Int) -> Int64 { CellText(start: start, length: end - start, folded: false).bits }
  switch kind {
  case .text: return eachCell(cells, text) { asItStands($0, $1) }
  case .code: return eachCell(cells, text) { isFoldedCode(text, $0, $1) ? asItStands($0, $1) : closely($0, $1) }
  case .creditCode:
    return eachCell(cells, text) {
      isPlainCreditCode(text, $0, $1) || isFoldedCode(text, $0, $1) && !isScientific(text, $0, $1)
        ? asItStands($0, $1) : closely($0, $1)
    }
  case .year: return eachCell(cells, text) { isYear(text, $0, $1) ? asItStands($0, $1) : closely($0, $1) }
  case .money:
    return eachCell(cells, text) { isASCII(text, $0, $1) ? readMoney(text, $0, $1, unit: unit) : closely($0, $1) }
  case .quantity: return eachCell(cells, text) { isASCII(text, $0, $1) ? readQuantity(text, $0, $1) : closely($0, $1) }
  case .day: return eachCell(cells, text) { isASCII(text, $0, $1) ? readDay(text, $0, $1) : closely($0, $1) }
  case .moment: return eachCell(cells, text) { isASCII(text, $0, $1) ? readMoment(text, $0, $1) : closely($0, $1) }
  case .flag: return eachCell(cells, text) { readFlag(text, $0, $1) }
  case .word(let words):
    let vocabulary = Vocabulary(words)
    return eachCell(cells, text) { vocabulary.index(text, $0, $1) }
  case .percent: return eachCell(cells, text) { closely($0, $1) }
  }
}

/// What is made of every cell, trimmed; `Cell.missing` of one that says nothing.
@inline(__always)
private func eachCell(
  _ cells: Cells, _ text: Span<UInt8>, _ read: (_ start: Int, _ end: Int) -> Int64
) -> ([Int64], Seen) {
  let (all, firsts, position) = (cells.all.span, cells.firsts.span, cells.position)
  var seen: Seen = []
  // The lowest of what was read: an unknown one is below all others.
  var lowest = Int64.max
  let values = [Int64](capacity: firsts.count) { values in
    for row in firsts.indices {
      let cell = all[Int(firsts[row]) &+ position]
      let (start, end) = trimmed(text, cell.start, cell.end)
      if cell.doubled {
        seen.insert(.doubled)
        values.append(Cell.missing)
      } else if saysNothing(text, start, end) {
        seen.insert(.blank)
        values.append(Cell.missing)
      } else {
        let value = read(start, end)
        lowest = min(lowest, value)
        values.append(value)
      }
    }
  }
  if !Cell.isKnown(lowest) { seen.formUnion([.blank, .invalid]) }
  return (values, seen)
}

/// One trimmed cell as its kind reads it.
///
/// - Parameter inDocument: whether the span is the document itself, so that a folded code may point into it; all other
///   text is kept in `folds`.
func readCell(
  _ text: Span<UInt8>, _ start: Int, _ end: Int, _ kind: CellKind, _ unit: MoneyUnit?, inDocument: Bool,
  _ folds: inout [UInt8]
) -> Int64 {
  if saysNothing(text, start, end) { return Cell.missing }
  // The words for nothing count in their folded forms too, where folding is the rule.
  switch kind {
  case .text:
    return kept((start..<end).map { text[$0] }, &folds)
  case .code, .creditCode, .year:
    return readCode(text, start, end, kind, inDocument: inDocument, &folds)
  case .flag: return readFlag(text, start, end)
  case .word(let words): return readWord(text, start, end, among: words)
  case .money, .quantity, .percent, .day, .moment:
    if isASCII(text, start, end) { return readNumber(text, start, end, kind, unit) }
    let folded = Array(foldedForm(string(text, start, end)).utf8)
    if saysNothing(folded.span, 0, folded.count) { return Cell.missing }
    return readNumber(folded.span, 0, folded.count, kind, unit)
  }
}

private func readNumber(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ kind: CellKind, _ unit: MoneyUnit?) -> Int64 {
  switch kind {
  case .money: readMoney(text, start, end, unit: unit)
  case .quantity: readQuantity(text, start, end)
  case .percent: readPercent(text, start, end)
  case .day: readDay(text, start, end)
  case .moment: readMoment(text, start, end)
  case .text, .code, .creditCode, .year, .flag, .word: preconditionFailure("not a number: \(kind)")
  }
}

private func readCode(
  _ text: Span<UInt8>, _ start: Int, _ end: Int, _ kind: CellKind, inDocument: Bool, _ folds: inout [UInt8]
) -> Int64 {
  guard !(inDocument && isFoldedCode(text, start, end)) else {
    return accepts(text, start, end, kind)
      ? CellText(start: start, length: end - start, folded: false).bits : Cell.invalid
  }
  let code = Array(foldedCode(string(text, start, end)).utf8)
  if saysNothing(code.span, 0, code.count) { return Cell.missing }
  guard accepts(code.span, 0, code.count, kind) else { return Cell.invalid }
  return kept(code, &folds)
}

private func kept(_ text: [UInt8], _ folds: inout [UInt8]) -> Int64 {
  let at = folds.count
  folds.append(contentsOf: text)
  return CellText(start: at, length: text.count, folded: true).bits
}

/// Whether a folded code can be one of its kind: a year has four digits, a credit code is no number like 9.1E+17.
private func accepts(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ kind: CellKind) -> Bool {
  switch kind {
  case .year: return isYear(text, start, end)
  case .creditCode: return !isScientific(text, start, end)
  case .text, .code, .money, .quantity, .percent, .day, .moment, .flag, .word: return true
  }
}

private func isYear(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
  end - start == 4 && (start..<end).allSatisfy { isDigit(text[$0]) }
}

/// Eighteen digits and capital letters, as most codes are: none of them stands before the digit 0.
@inline(__always)
private func isPlainCreditCode(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
  let high = repeated(0x80)
  return end - start == 18
    && allPass(text, start, end) { isFoldedCode($0) && (($0 | high) &- repeated(48)) & high == high }
}

/// Digits with an exponent: `9.13204E+17`, `9E17`. Seventeen digits around an E are still a code.
private func isScientific(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
  var (point, exponent, sign, digits) = (false, false, false, 0)
  for at in start..<end {
    let byte = text[at]
    if isDigit(byte) {
      digits += 1
    } else if byte == UInt8(ascii: "."), !point, !exponent, digits > 0 {
      point = true
    } else if byte == UInt8(ascii: "E"), !exponent, digits > 0 {
      exponent = true
      digits = 0
    } else if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), exponent, !sign, digits == 0 {
      sign = true
    } else {
      return false
    }
  }
  return exponent && digits > 0 && (point || sign || end - start != 18)
}

extension CellKind {
  /// Whether the value is a `CellText`.
  package var isText: Bool {
    switch self {
    case .text, .code, .creditCode, .year: true
    case .money, .quantity, .percent, .day, .moment, .flag, .word: false
    }
  }
}
