// The XML of a workbook, token by token: as much of XML as libxlsxwriter writes.

struct Markup {
  enum Token {
    /// An element's name without its prefix, its attributes, and whether it ends at once.
    case open(String, [String: String], isEmpty: Bool)
    case close(String)
  }

  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next tag; nil at the end, or where a tag is cut off.
  mutating func next() -> Token? {
    while let start = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")) else { return nil }
      at = end + 1
      let tag = bytes[start + 1..<end]
      if tag.first == UInt8(ascii: "?") || tag.first == UInt8(ascii: "!") { continue }
      if tag.first == UInt8(ascii: "/") { return .close(local(tag.dropFirst())) }
      let isEmpty = tag.last == UInt8(ascii: "/")
      let name = tag.prefix { $0 != 32 && $0 != UInt8(ascii: "/") }
      return .open(local(name), attributes(tag.dropFirst(name.count)), isEmpty: isEmpty)
    }
    return nil
  }

  /// The text from here to the next tag.
  mutating func text() -> String? {
    guard let end = bytes[at...].firstIndex(of: UInt8(ascii: "<")) else { return nil }
    defer { at = end }
    return unescaped(bytes[at..<end])
  }

  private func local(_ name: ArraySlice<UInt8>) -> String {
    let colon = name.firstIndex(of: UInt8(ascii: ":"))
    return String(decoding: colon.map { name[($0 + 1)...] } ?? name, as: UTF8.self)
  }

  private func attributes(_ tag: ArraySlice<UInt8>) -> [String: String] {
    var found: [String: String] = [:]
    var rest = tag
    while let equals = rest.firstIndex(of: UInt8(ascii: "=")), equals + 1 < rest.endIndex {
      let name = rest[rest.startIndex..<equals].drop { $0 == 32 }
      let value = rest[(equals + 2)...]
      guard let end = value.firstIndex(of: UInt8(ascii: "\"")) else { break }
      found[String(decoding: name, as: UTF8.self)] = unescaped(value[..<end])
      rest = rest[(end + 1)...]
    }
    return found
  }

  private func unescaped(_ text: ArraySlice<UInt8>) -> String {
    let plain = String(decoding: text, as: UTF8.self)
    guard text.contains(UInt8(ascii: "&")) else { return plain }
    return plain.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&#xA;", with: "\n").replacing("&amp;", with: "&")
  }
}

/// Whether a part is there to its end: every element that opens is closed, in turn.
func isWhole(_ part: [UInt8]) -> Bool {
  guard part.last.map({ $0 == UInt8(ascii: ">") || $0 == 10 }) ?? false else { return false }
  var scanner = Markup(part)
  var open: [String] = []
  var seen = 0
  while let token = scanner.next() {
    seen += 1
    switch token {
    case .open(let name, _, let isEmpty): if !isEmpty { open.append(name) }
    case .close(let name): guard open.popLast() == name else { return false }
    }
  }
  return open.isEmpty && seen > 0
}
