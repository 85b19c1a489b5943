// Swift read as far as a test needs it: where comments and string literals begin and end, interpolations within
// literals, literals of several lines, and literals between number signs.

struct CodeReader {
  /// The text without its comments.
  private(set) var code: [UInt8] = []
  /// The text without its comments and literals; interpolated code stays.
  private(set) var bare: [UInt8] = []
  private let text: [UInt8]
  private var at = 0

  init(_ text: String) { self.text = Array(text.utf8) }

  mutating func read() {
    while at < text.count {
      readCode()
      take(1, asCode: true)
    }
  }

  /// Up to the end, or to the bracket that closes an interpolation.
  private mutating func readCode() {
    var depth = 1
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "/") where stands("//"):
        while at < text.count, text[at] != UInt8(ascii: "\n") { at += 1 }
        continue
      case UInt8(ascii: "\""), UInt8(ascii: "#"):
        if let hashes = literalStart() {
          readLiteral(hashes: hashes)
          continue
        }
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      default: break
      }
      if depth == 0 { return }
      take(1, asCode: true)
    }
  }

  /// From the first number sign or quote to behind the last.
  private mutating func readLiteral(hashes: Int) {
    let signs = String(repeating: "#", count: hashes)
    take(hashes)
    let quotes = stands("\"\"\"") ? "\"\"\"" : "\""
    take(quotes.utf8.count)
    while at < text.count, text[at] != UInt8(ascii: "\"") || !stands(quotes + signs) {
      if text[at] != UInt8(ascii: "\\") || !stands("\\" + signs) {
        take(1)
      } else if stands("\\" + signs + "(") {
        take(hashes + 2)
        bare.append(UInt8(ascii: " "))
        readCode()
      } else {
        take(hashes + 2)
      }
    }
    take(quotes.utf8.count + hashes)
    bare.append(UInt8(ascii: " "))
  }

  /// How many number signs stand before the quote here, or nil where no literal begins.
  private func literalStart() -> Int? {
    var quote = at
    while quote < text.count, text[quote] == UInt8(ascii: "#") { quote += 1 }
    return quote < text.count && text[quote] == UInt8(ascii: "\"") ? quote - at : nil
  }

  private func stands(_ sign: String) -> Bool {
    text[at...].starts(with: sign.utf8)
  }

  private mutating func take(_ count: Int, asCode: Bool = false) {
    let next = min(text.count, at + count)
    code += text[at..<next]
    if asCode { bare += text[at..<next] }
    at = next
  }
}
