// Bytes that cannot be written as they stand, in a cell of a CSV file without quotes or in a JSON string.

/// Whether such a byte is among `start ..< end`.
func hasSpecial(_ text: Span<UInt8>, _ start: Int, _ end: Int, isJSON: Bool) -> Bool {
  isJSON
    ? contains(text, start, end, { $0.specialInJSON }, isSpecialInJSON)
    : contains(text, start, end, { $0.specialInCSV }, isSpecialInCSV)
}

/// Whether one of these bytes is marked, or is of the kind where there are no 64 to look at.
@inline(__always)
private func contains(
  _ text: Span<UInt8>, _ start: Int, _ end: Int, _ marks: (SixtyFourBytes) -> UInt64, _ isMarked: (UInt8) -> Bool
) -> Bool {
  var at = start
  while at < end {
    guard at + 64 <= text.count else { return (at..<end).contains { isMarked(text[$0]) } }
    let found = marks(SixtyFourBytes(text, at))
    // Of the last ones some stand behind the end.
    if found != 0, found.trailingZeroBitCount < end - at { return true }
    at += 64
  }
  return false
}

extension SixtyFourBytes {
  @inline(__always)
  fileprivate var specialInCSV: UInt64 {
    marks(comma...comma) | marks(quote...quote) | marks(lineFeed...lineFeed) | marks(carriageReturn...carriageReturn)
  }

  @inline(__always)
  fileprivate var specialInJSON: UInt64 { marks(0...31) | marks(quote...quote) | marks(backslash...backslash) }
}

private func isSpecialInCSV(_ byte: UInt8) -> Bool {
  byte == comma || byte == quote || byte == lineFeed || byte == carriageReturn
}

func isSpecialInJSON(_ byte: UInt8) -> Bool { byte < 32 || byte == quote || byte == backslash }

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
