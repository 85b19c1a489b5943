// The cell types of the year's tables: each a function from the bytes of a trimmed cell to an exact integer.
//
// Every value of a column is an `Int64`: money in fen, quantities and percentages in millionths, days since
// 1970-01-01, moments in seconds since then, flags as 0 and 1, words as their number in the column's vocabulary,
// text as a `CellText`. Two integers outside all of these mean "nothing was said" and "nobody can read it".

/// What kind of thing a column holds.
package enum CellKind: Equatable, Sendable {
  /// Trimmed, else as it stands.
  case text
  /// NFKC-folded and upper-cased: ids, region and industry codes.
  case code
  /// A code that a spreadsheet likes to turn into scientific notation.
  case creditCode
  /// A code of four digits.
  case year
  case money, quantity, percent, day, moment, flag
  /// One of the vocabulary's words; the value is its index.
  case word([[String]])
}

@usableFromInline package enum Cell {
  /// Nothing was said.
  @inlinable package static var missing: Int64 { .min }
  /// Something stands there that cannot be read.
  @inlinable package static var invalid: Int64 { .min + 1 }

  @inlinable @inline(__always)
  package static func isKnown(_ value: Int64) -> Bool { value > invalid }
}

/// A text of a table: a run of bytes in its document, or in the table's own folded texts.
package struct CellText: Equatable, Sendable {
  package let bits: Int64

  package init(bits: Int64) { self.bits = bits }

  package init(start: Int, length: Int, folded: Bool) {
    bits = Int64(start) << 28 | Int64(length) | (folded ? 1 << 62 : 0)
  }

  package var start: Int { Int((bits & (1 << 62 - 1)) >> 28) }
  package var length: Int { Int(bits & (1 << 28 - 1)) }
  package var end: Int { start + length }
  package var folded: Bool { bits & 1 << 62 != 0 }
}

/// The units that money is written in, as powers of ten of one fen.
package enum MoneyUnit: Int, Sendable {
  case yuan = 2
  case thousand = 5
  case tenThousand = 6
  case hundredMillion = 10

  /// The unit of a suffix or a header, as `万元` or `万`.
  package init?(_ text: Substring) {
    switch text {
    case "元": self = .yuan
    case "千元", "千": self = .thousand
    case "万元", "万": self = .tenThousand
    case "亿元", "亿": self = .hundredMillion
    default: return nil
    }
  }
}

/// Money in fen, as `￥1,234.56`, `5374 万元`. The cell is folded text; `unit` is the header's, nil if the header names none.
package func readMoney(_ text: Span<UInt8>, _ start: Int, _ end: Int, unit: MoneyUnit?) -> Int64 {
  var (from, to) = (start, end)
  if to - from >= 2, text[from] == 0xC2, text[from + 1] == 0xA5 {
    from += 2
    while from < to, text[from] == UInt8(ascii: " ") { from += 1 }
  }
  var suffix: MoneyUnit?
  if to > from, text[to - 1] >= 0x80 {
    guard let (found, cut) = moneySuffix(text, from, to) else { return Cell.invalid }
    (suffix, to) = (found, cut)
  }
  if let unit, let suffix, unit != suffix { return Cell.invalid }
  return readDecimal(text, from, to, scale: (suffix ?? unit ?? .yuan).rawValue)
}

/// The unit at the end of the cell and where the number before it ends.
private func moneySuffix(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> (MoneyUnit, Int)? {
  var cut = end
  while cut > start, text[cut - 1] >= 0x80 { cut -= 1 }
  guard end - cut <= 6, let unit = MoneyUnit(string(text, cut, end)[...]) else { return nil }
  while cut > start, text[cut - 1] == UInt8(ascii: " ") { cut -= 1 }
  return (unit, cut)
}

/// A quantity in millionths.
package func readQuantity(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
  readDecimal(text, start, end, scale: 6)
}

/// A percentage in millionths of the whole: `5%` is 50,000.
package func readPercent(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
  guard end > start, text[end - 1] == UInt8(ascii: "%") else { return Cell.invalid }
  return readDecimal(text, start, end - 1, scale: 4)
}

/// A plain decimal number times 10^scale: digits, thousands groups that are right, a fraction with a digit on both
/// sides; no sign, no exponent, nothing finer than the scale, nothing that 63 bits cannot hold.
package func readDecimal(_ text: Span<UInt8>, _ start: Int, _ end: Int, scale: Int) -> Int64 {
  plainDecimal(text, start, end, scale: scale) ?? scanDecimal(text, start, end, scale: scale)
}

/// A number of some digits with at most a point among them, as most are; nil where it takes a closer look.
@inline(__always)
private func plainDecimal(_ text: Span<UInt8>, _ start: Int, _ end: Int, scale: Int) -> Int64? {
  guard start < end, end - start <= 16 else { return nil }
  var (value, point) = (Int64(0), end)
  for at in start..<end {
    let byte = text[at]
    if isDigit(byte) {
      value = value &* 10 &+ Int64(byte &- 48)
    } else if byte == UInt8(ascii: "."), point == end, start < at, at + 1 < end {
      point = at
    } else {
      return nil
    }
  }
  var left = point < end ? scale - (end - point - 1) : scale
  guard left >= 0 else { return nil }
  while left > 0 {
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    if overflow { return nil }
    (value, left) = (product, left - 1)
  }
  return value
}

private func scanDecimal(_ text: Span<UInt8>, _ start: Int, _ end: Int, scale: Int) -> Int64 {
  var at = start
  var value: Int64 = 0
  var digits = 0
  var grouped = false
  while at < end {
    let byte = text[at]
    if isDigit(byte) {
      guard !grouped || digits < 3 else { return Cell.invalid }
      guard push(&value, byte) else { return Cell.invalid }
      digits += 1
    } else if byte == UInt8(ascii: ",") {
      guard grouped ? digits == 3 : (1...3).contains(digits) else { return Cell.invalid }
      grouped = true
      digits = 0
    } else {
      break
    }
    at += 1
  }
  guard digits > 0, !grouped || digits == 3 else { return Cell.invalid }
  var left = scale
  if at < end {
    guard text[at] == UInt8(ascii: "."), at + 1 < end else { return Cell.invalid }
    at += 1
    while at < end {
      let byte = text[at]
      guard isDigit(byte) else { return Cell.invalid }
      if left > 0 {
        guard push(&value, byte) else { return Cell.invalid }
        left -= 1
      } else if byte != UInt8(ascii: "0") {
        return Cell.invalid
      }
      at += 1
    }
  }
  while left > 0 {
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    if overflow { return Cell.invalid }
    value = product
    left -= 1
  }
  return value
}

@inline(__always)
private func push(_ value: inout Int64, _ byte: UInt8) -> Bool {
  let (product, over) = value.multipliedReportingOverflow(by: 10)
  let (sum, carry) = product.addingReportingOverflow(Int64(byte &- 48))
  value = sum
  return !over && !carry
}

@inline(__always)
package func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

/// 是/否, Y/N, yes/no, true/false, 1/0, √/×, in any case: 1 or 0.
package func readFlag(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
  guard end > start, end - start <= 5 else { return Cell.invalid }
  switch (end - start, eightBytes(text, start, end)) {
  case (3, 0xAF_98E6): return 1
  case (3, 0xA6_90E5): return 0
  default: return scanFlag(text, start, end)
  }
}

private func scanFlag(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
  var word: UInt64 = 0
  for at in start..<end {
    let byte = text[at]
    word = word << 8 | UInt64(byte &- 65 < 26 ? byte | 32 : byte)
  }
  if flagWords.yes.contains(word) { return 1 }
  return flagWords.no.contains(word) ? 0 : Cell.invalid
}

/// The words for yes and no, each as the number that its bytes make.
private let flagWords = (
  yes: ["1", "是", "y", "√", "yes", "true"].map(wordNumber), no: ["0", "否", "n", "×", "no", "false"].map(wordNumber)
)

private func wordNumber(_ word: String) -> UInt64 { word.utf8.reduce(0) { $0 << 8 | UInt64($1) } }

/// The index of the word in the vocabulary.
package func readWord(_ text: Span<UInt8>, _ start: Int, _ end: Int, among vocabulary: [[String]]) -> Int64 {
  Vocabulary(vocabulary).index(text, start, end)
}

/// The words of a column, looked up by bytes.
struct Vocabulary {
  private var words = Symbols()
  /// By word, what it stands for; of two that are alike the first counts.
  private var meanings: [Int64] = []

  init(_ vocabulary: [[String]]) {
    for (index, words) in vocabulary.enumerated() {
      for word in words where self.words.intern(word) == meanings.count { meanings.append(Int64(index)) }
    }
  }

  /// The index of the word in the vocabulary, or `Cell.invalid`.
  func index(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
    words.number(of: text, start, end, Symbols.hash(text, start, end)).map { meanings[Int($0)] } ?? Cell.invalid
  }
}

/// The bytes as a String; they are valid UTF-8 by the document's promise.
package func string(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> String {
  String(decoding: (start..<end).map { text[$0] }, as: UTF8.self)
}
