// JSON comes back as the papers write it: strict, whole numbers only, each key once. What it cannot read it refuses.

extension JSON {
  /// The bytes are no JSON of the kind that the papers hold; where they stop to be.
  package struct Malformed: Error, Equatable {
    package let offset: Int
  }

  /// Reads one value that fills the bytes, white space around it aside.
  package init(parsing bytes: [UInt8]) throws(Malformed) {
    var reader = JSONReader(bytes: bytes)
    self = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.at == bytes.count else { throw Malformed(offset: reader.at) }
  }
}

private struct JSONReader {
  let bytes: [UInt8]
  var at = 0

  private var stuck: JSON.Malformed { JSON.Malformed(offset: at) }
  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { at += 1 }
  }

  mutating func value(depth: Int) throws(JSON.Malformed) -> JSON {
    guard depth < 64 else { throw stuck }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .integer(try integer())
    }
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSON.Malformed) -> JSON {
    guard bytes[at...].starts(with: word.utf8) else { throw stuck }
    at += word.utf8.count
    return value
  }

  private mutating func integer() throws(JSON.Malformed) -> Int64 {
    let start = at
    if next == UInt8(ascii: "-") { at += 1 }
    while let byte = next, isDigit(byte) { at += 1 }
    let text = bytes[start..<at]
    let digits = text.drop { $0 == UInt8(ascii: "-") }
    guard !digits.isEmpty, digits.first != 48 || digits.count == 1, text.count == digits.count || digits.first != 48,
      let number = Int64(String(decoding: text, as: UTF8.self))
    else { throw stuck }
    return number
  }

  private mutating func array(_ depth: Int) throws(JSON.Malformed) -> JSON {
    at += 1
    var values: [JSON] = []
    skipSpace()
    if try takes("]") { return .array([]) }
    repeat {
      values.append(try value(depth: depth + 1))
      skipSpace()
    } while try takes(",")
    guard try takes("]") else { throw stuck }
    return .array(values)
  }

  private mutating func object(_ depth: Int) throws(JSON.Malformed) -> JSON {
    at += 1
    var members: [String: JSON] = [:]
    skipSpace()
    if try takes("}") { return .object([:]) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw stuck }
      let key = try string()
      skipSpace()
      guard try takes(":"), members[key] == nil else { throw stuck }
      members[key] = try value(depth: depth + 1)
      skipSpace()
    } while try takes(",")
    guard try takes("}") else { throw stuck }
    return .object(members)
  }

  private mutating func takes(_ sign: Unicode.Scalar) throws(JSON.Malformed) -> Bool {
    guard next == UInt8(ascii: sign) else { return false }
    at += 1
    return true
  }

  private mutating func string() throws(JSON.Malformed) -> String {
    at += 1
    var text: [UInt8] = []
    while let byte = next {
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard firstInvalidUTF8(text) == nil else { throw stuck }
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(&text)
      case 0..<32: throw stuck
      default: text.append(byte)
      }
    }
    throw stuck
  }

  private mutating func escape(_ text: inout [UInt8]) throws(JSON.Malformed) {
    guard let sign = next else { throw stuck }
    at += 1
    switch sign {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(sign)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "u"):
      // The papers escape control characters only; surrogates stand for nothing that they write.
      guard at + 4 <= bytes.count, let scalar = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16),
        let unicode = Unicode.Scalar(scalar)
      else { throw stuck }
      at += 4
      text += String(unicode).utf8
    default: throw stuck
    }
  }
}
