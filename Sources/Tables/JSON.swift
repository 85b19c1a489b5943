// JSON as the papers write it: keys in byte order, no spaces, whole numbers only, one line.

package indirect enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(String)
  case array([JSON])
  /// Keys are sorted when written; each key once.
  case object([String: JSON])

  /// Appends the value's canonical bytes.
  package func write(to output: inout Output) {
    switch self {
    case .null: output.append(nullWord)
    case .bool(let value): output.append(value ? "true" : "false")
    case .integer(let value): output.append(number: value)
    case .string(let text): output.append(json: text)
    case .array(let values):
      output.append(UInt8(ascii: "["))
      for (at, value) in values.enumerated() {
        if at > 0 { output.append(UInt8(ascii: ",")) }
        value.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      for (at, key) in members.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }).enumerated() {
        if at > 0 { output.append(UInt8(ascii: ",")) }
        output.append(json: key)
        output.append(UInt8(ascii: ":"))
        members[key]!.write(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  /// The value on one line.
  package var line: String {
    var output = Output()
    write(to: &output)
    return output.text
  }
}

extension Output {
  package mutating func append(json text: String) { append(json: text.utf8Span.span) }

  package mutating func append(json text: ArraySlice<UInt8>) { append(json: text.span) }

  /// A text as a JSON string, with its quotes.
  private mutating func append(json span: Span<UInt8>) {
    append(UInt8(ascii: "\""))
    if !hasSpecial(span, 0, span.count, isJSON: true) {
      append(span, 0, span.count)
    } else {
      var start = 0
      for at in 0..<span.count where isSpecialInJSON(span[at]) {
        append(span, start, at)
        append(escaped(span[at]))
        start = at + 1
      }
      append(span, start, span.count)
    }
    append(UInt8(ascii: "\""))
  }

  /// A number, or `null`.
  package mutating func append(json value: Int64?) {
    if let value { append(number: value) } else { append(nullWord) }
  }
}

/// A byte of a text as it stands between the quotes of a JSON string.
func escaped(_ byte: UInt8) -> [UInt8] {
  if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return [UInt8(ascii: "\\"), byte] }
  guard byte < 0x20 else { return [byte] }
  return Array("\\u00".utf8) + [hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
}

/// An object that is written member by member, without a tree of it: the members come in the byte order of their keys.
package struct JSONObject {
  private var isEmpty = true

  package init(_ output: inout Output) { output.append(UInt8(ascii: "{")) }

  /// A key with its quotes and colon.
  package static func key(_ name: StaticString) -> [UInt8] { Array("\"\(name)\":".utf8) }

  package mutating func member(_ text: String, _ key: [UInt8], to output: inout Output) {
    begin(key, &output)
    output.append(json: text)
  }

  package mutating func member(_ value: Int64?, _ key: [UInt8], to output: inout Output) {
    begin(key, &output)
    output.append(json: value)
  }

  /// An array of so many values.
  ///
  /// - Parameter write: writes the value of a number; the values themselves would cost more across rooms.
  package mutating func members(
    _ count: Int, _ key: [UInt8], to output: inout Output, write: (inout Output, Int) -> Void
  ) {
    begin(key, &output)
    output.append(UInt8(ascii: "["))
    for at in 0..<count {
      if at > 0 { output.append(UInt8(ascii: ",")) }
      write(&output, at)
    }
    output.append(UInt8(ascii: "]"))
  }

  package func end(_ output: inout Output) { output.append(UInt8(ascii: "}")) }

  private mutating func begin(_ key: [UInt8], _ output: inout Output) {
    if isEmpty { isEmpty = false } else { output.append(UInt8(ascii: ",")) }
    output.append(key)
  }
}

private let nullWord = Array("null".utf8)
private let hexDigits = Array("0123456789abcdef".utf8)

/// Bytes as lower-case hexadecimal digits.
package func hex(_ bytes: some Sequence<UInt8>) -> String {
  var output = Output(capacity: 64)
  for byte in bytes {
    output.append(hexDigits[Int(byte >> 4)])
    output.append(hexDigits[Int(byte & 15)])
  }
  return output.text
}
