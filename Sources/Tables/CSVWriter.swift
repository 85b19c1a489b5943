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
    let live = startsFormula(first)
    var quoted = false
    for byte in text where byte == comma || byte == quote || byte == 10 || byte == 13 { quoted = true }
    if quoted { bytes.append(quote) }
    if live { bytes.append(UInt8(ascii: "'")) }
    if quoted {
      for byte in text {
        if byte == quote { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(quote)
    } else {
      bytes.append(contentsOf: text)
    }
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
    var divisor: Int64 = 100_000
    while divisor > 0 {
      bytes.append(UInt8(48 + value / divisor % 10))
      divisor /= 10
    }
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
    let magnitude = value.magnitude
    var divisor: UInt64 = 1
    while magnitude / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(48 + magnitude / divisor % 10))
      divisor /= 10
    }
  }
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
