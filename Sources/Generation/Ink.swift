// The bytes of rows, written one behind the other into a buffer that is used again.

/// Cells end with a comma, which the end of the row takes back.
package struct Ink: Sendable {
  package internal(set) var bytes: [UInt8] = []

  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  mutating func endCell() { bytes.append(comma) }

  mutating func endRow(_ lineEnd: LineEnd) {
    switch lineEnd {
    case .lf: bytes[bytes.count - 1] = 10
    case .crlf:
      bytes[bytes.count - 1] = 13
      bytes.append(10)
    }
  }

  mutating func put(_ byte: UInt8) { bytes.append(byte) }

  mutating func put(_ text: [UInt8]) { bytes.append(contentsOf: text) }

  mutating func put(_ words: Words, _ index: Int) {
    bytes.append(contentsOf: words.flat[Int(words.ends[index])..<Int(words.ends[index + 1])])
  }

  /// A whole cell.
  mutating func cell(_ text: [UInt8]) {
    put(text)
    endCell()
  }

  mutating func cell(_ words: Words, _ index: Int) {
    put(words, index)
    endCell()
  }

  /// A number with leading zeros up to `width` digits; more digits where it needs them.
  mutating func put(_ number: Int, width: Int = 1) {
    var limit = 1
    for _ in 1..<max(1, width) { limit *= 10 }
    while number / limit >= 10 { limit *= 10 }
    var rest = number
    while limit > 0 {
      bytes.append(UInt8(48 + rest / limit))
      rest %= limit
      limit /= 10
    }
  }

  /// A day as `2024-05-03`.
  mutating func put(_ day: (year: Int, month: Int, day: Int), _ style: DayStyle) {
    switch style {
    case .dashes:
      put(day.year, width: 4)
      put(UInt8(ascii: "-"))
      put(day.month, width: 2)
      put(UInt8(ascii: "-"))
      put(day.day, width: 2)
    case .slashes:
      put(day.year, width: 4)
      put(UInt8(ascii: "/"))
      put(day.month)
      put(UInt8(ascii: "/"))
      put(day.day)
    }
  }

  /// An amount of fen as its form writes it.
  mutating func put(fen: Int64, _ style: MoneyStyle) {
    switch style {
    case .yuan:
      put(Int(fen / 100))
      put(UInt8(ascii: "."))
      put(Int(fen % 100), width: 2)
    case .wan:
      put(Int(fen / 1_000_000))
      put(UInt8(ascii: "."))
      put(Int(fen % 1_000_000 / 10_000), width: 2)
    case .grouped:
      put(quote)
      grouped(Int(fen / 100))
      put(UInt8(ascii: "."))
      put(Int(fen % 100), width: 2)
      put(quote)
    }
  }

  private mutating func grouped(_ number: Int) {
    if number < 1000 { return put(number) }
    grouped(number / 1000)
    put(comma)
    put(number % 1000, width: 3)
  }

  /// Millionths as a decimal without needless zeros.
  mutating func put(millionths: Int64) {
    put(Int(millionths / 1_000_000))
    var rest = millionths % 1_000_000
    if rest == 0 { return }
    put(UInt8(ascii: "."))
    var digit: Int64 = 100_000
    while rest > 0 {
      put(UInt8(48 + rest / digit))
      rest %= digit
      digit /= 10
    }
  }
}

enum LineEnd: Sendable { case lf, crlf }
enum DayStyle: Sendable { case dashes, slashes }
/// Yuan, 10,000 yuan with two decimals, or yuan in quoted thousands.
enum MoneyStyle: Sendable { case yuan, wan, grouped }

let comma = UInt8(ascii: ",")
let quote = UInt8(ascii: "\"")
