// Rows become bytes: UTF-8 with a mark, CR LF, quotes only where they are needed, and no text that a spreadsheet
// would take for a formula.

package struct CSVWriter {
  package private(set) var bytes: [UInt8]
  private var atRowStart = true

  /// Goes on with a file.
  package init() { bytes = [] }

  /// Starts a file with its header.
  package init(header: [String]) {
    bytes = [0xEF, 0xBB, 0xBF]
    for name in header { plain(name) }
    endRow()
  }

  /// A cell of words and ids that people wrote: a leading `=`, `+`, `-`, `@`, TAB or CR is preceded by `'`.
  package mutating func text(_ text: ArraySlice<UInt8>) {
    separate()
    guard let first = text.first else { return }
    guard startsFormula(first) || needsQuotes(text.span) else {
      bytes.append(contentsOf: text)
      return
    }
    let quoted = needsQuotes(text.span)
    if quoted { bytes.append(quote) }
    if startsFormula(first) { bytes.append(UInt8(ascii: "'")) }
    for byte in text {
      if byte == quote, quoted { bytes.append(byte) }
      bytes.append(byte)
    }
    if quoted { bytes.append(quote) }
  }

  package mutating func text(_ string: String) { text(Array(string.utf8)[...]) }

  /// A cell of the program's own words, which need no care.
  package mutating func plain(_ string: String) {
    separate()
    bytes.append(contentsOf: string.utf8)
  }

  /// The program's own words as bytes.
  package mutating func plain(_ words: [UInt8]) {
    separate()
    bytes.append(contentsOf: words)
  }

  /// A whole number.
  package mutating func integer(_ value: Int64) {
    separate()
    appendInteger(value)
  }

  /// A number of millionths with exactly six decimals; never negative.
  package mutating func millionths(_ value: Int64) {
    separate()
    appendInteger(value / 1_000_000)
    bytes.append(UInt8(ascii: "."))
    appendDigits(UInt64(value % 1_000_000), atLeast: 6)
  }

  package mutating func empty() { separate() }

  package mutating func endRow() {
    bytes.append(13)
    bytes.append(10)
    atRowStart = true
  }

  private mutating func separate() {
    if atRowStart { atRowStart = false } else { bytes.append(comma) }
  }

  private mutating func appendInteger(_ value: Int64) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    appendDigits(value.magnitude, atLeast: 1)
  }

  private mutating func appendDigits(_ value: UInt64, atLeast width: Int) {
    var digits = [20 of UInt8](repeating: 48)
    var (rest, at) = (value, 20)
    while rest > 0 {
      at -= 1
      digits[at] = UInt8(48 + rest % 10)
      rest /= 10
    }
    at = min(at, 20 - width)
    while at < 20 {
      bytes.append(digits[at])
      at += 1
    }
  }
}

/// Whether a comma, quote or line end stands in the text, looked for eight bytes at a time.
private func needsQuotes(_ text: Span<UInt8>) -> Bool {
  let raw = unsafe text.bytes
  var at = 0
  while at + 8 <= text.count {
    // Bounds-checked by RawSpan; every bit pattern is an integer.
    let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
    if holds(word, comma) || holds(word, quote) || holds(word, 10) || holds(word, 13) { return true }
    at += 8
  }
  while at < text.count {
    let byte = text[at]
    if byte == comma || byte == quote || byte == 10 || byte == 13 { return true }
    at += 1
  }
  return false
}

/// Whether one of the word's bytes is this one.
@inline(__always)
private func holds(_ word: UInt64, _ byte: UInt8) -> Bool {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let difference = word ^ ones &* UInt64(byte)
  return (difference &- ones) & ~difference & 0x8080_8080_8080_8080 != 0
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")

/// Whether a spreadsheet would take a text that begins so for a formula.
private func startsFormula(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: true
  default: false
  }
}
