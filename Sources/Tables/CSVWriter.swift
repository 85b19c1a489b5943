// Rows become bytes: UTF-8 with a mark, CR LF, quotes only where they are needed, and no text that a spreadsheet
// would take for a formula.

package struct CSVWriter {
  var output: Output
  private var atRowStart = true

  /// Goes on with a file.
  ///
  /// - Parameter capacity: about how many bytes there will be.
  package init(capacity: Int = 1024) { output = Output(capacity: capacity) }

  /// Starts a file with its header.
  package init(header: [String], capacity: Int = 1024) {
    output = Output(capacity: capacity)
    output.append([0xEF, 0xBB, 0xBF])
    for name in header { plain(name) }
    endRow()
  }

  /// What was written.
  package var bytes: [UInt8] { consuming get { output.bytes } }

  /// A cell of words and ids that people wrote: a leading `=`, `+`, `-`, `@`, TAB or CR is preceded by `'`.
  package mutating func text(_ text: ArraySlice<UInt8>) { self.text(text.span, 0, text.count) }

  package mutating func text(_ string: String) { text(Array(string.utf8)[...]) }

  private mutating func text(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
    separate()
    guard start < end else { return }
    if startsFormula(text[start]) || hasSpecial(text, start, end, isJSON: false) {
      output.append(guarded(text, start, end))
    } else {
      output.append(text, start, end)
    }
  }

  /// A cell of the program's own words, which need no care.
  package mutating func plain(_ string: String) {
    separate()
    output.append(string)
  }

  /// The program's own words as bytes.
  package mutating func plain(_ words: [UInt8]) {
    separate()
    output.append(words)
  }

  /// A whole number.
  package mutating func integer(_ value: Int64) {
    separate()
    output.append(number: value)
  }

  /// A number of millionths with exactly six decimals; never negative.
  package mutating func millionths(_ value: Int64) {
    separate()
    output.append(millionths: value)
  }

  package mutating func empty() { separate() }

  package mutating func endRow() {
    output.append(13)
    output.append(10)
    atRowStart = true
  }

  private mutating func separate() {
    if atRowStart { atRowStart = false } else { output.append(comma) }
  }
}

/// A text as it stands in a cell, with the quotes and the mark that it may need.
func guarded(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> [UInt8] {
  let isQuoted = hasSpecial(text, start, end, isJSON: false)
  var cell: [UInt8] = isQuoted ? [quote] : []
  if startsFormula(text[start]) { cell.append(UInt8(ascii: "'")) }
  for at in start..<end {
    if text[at] == quote { cell.append(quote) }
    cell.append(text[at])
  }
  return isQuoted ? cell + [quote] : cell
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")

/// Whether a spreadsheet would take a text that begins so for a formula.
func startsFormula(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: true
  default: false
  }
}
