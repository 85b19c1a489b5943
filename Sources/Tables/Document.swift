// A file's bytes become text: a byte order mark decides, else strict UTF-8, else strict GB18030, else refused.

import Glibc

/// The encodings in which offices hand in their tables.
package enum Encoding: String, Sendable {
  case utf8 = "UTF-8"
  case gb18030 = "GB18030"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
}

/// A decoded file: UTF-8 bytes without a byte order mark, valid throughout.
package struct Document: Sendable {
  /// The path below the year folder.
  package let file: String
  package let encoding: Encoding
  package let bytes: [UInt8]
  /// A byte order mark has decided: no other reading is tried.
  private let marked: Bool

  package init(file: String, encoding: Encoding = .utf8, bytes: [UInt8], marked: Bool = false) {
    self.file = file
    self.encoding = encoding
    self.bytes = bytes
    self.marked = marked
  }

  /// Decodes the raw bytes of `file`.
  ///
  /// - Throws: `Unusable` with the offset of the first byte that fits no encoding. Nothing is ever replaced.
  package init(file: String, raw: [UInt8]) throws(Unusable) {
    self = try Document.readings(file: file, raw: raw)[0]
  }

  /// The strict reading of the bytes; where UTF-8 without a mark is also GB18030, `rereadAsGB18030` gives the other.
  package static func readings(file: String, raw: [UInt8]) throws(Unusable) -> [Document] {
    for (mark, encoding) in marks where raw.starts(with: mark) {
      let body = Array(raw[mark.count...])
      if encoding == .utf8 {
        if let offset = firstInvalidUTF8(body) { throw undecodable(file, raw, at: offset + mark.count, as: .utf8) }
        return [Document(file: file, encoding: .utf8, bytes: body, marked: true)]
      }
      let bytes = try decode(body, as: encoding, file: file, raw: raw)
      return [Document(file: file, encoding: encoding, bytes: bytes, marked: true)]
    }
    guard let offset = firstInvalidUTF8(raw) else {
      return [Document(file: file, encoding: .utf8, bytes: raw)]
    }
    switch convert(raw, from: .gb18030) {
    case .success(let bytes): return [Document(file: file, encoding: .gb18030, bytes: bytes)]
    case .failure(let fault):
      // The reading that got further is the one that was meant.
      throw undecodable(file, raw, at: max(offset, fault.offset), as: offset > fault.offset ? .utf8 : .gb18030)
    }
  }

  /// The same bytes read as GB18030, where that is possible: `元` in GB18030 is valid UTF-8 too.
  package func rereadAsGB18030() -> Document? {
    guard encoding == .utf8, !marked, case .success(let converted) = Document.convert(bytes, from: .gb18030) else {
      return nil
    }
    return Document(file: file, encoding: .gb18030, bytes: converted)
  }

  /// The encoding that a byte order mark at the start names.
  static func mark(of raw: [UInt8]) -> Encoding? { marks.first { raw.starts(with: $0.0) }?.1 }

  private static let marks: [([UInt8], Encoding)] = [
    ([0xEF, 0xBB, 0xBF], .utf8), ([0x84, 0x31, 0x95, 0x33], .gb18030),
    ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
  ]

  private static func decode(
    _ body: [UInt8], as encoding: Encoding, file: String, raw: [UInt8]
  ) throws(Unusable) -> [UInt8] {
    switch convert(body, from: encoding) {
    case .success(let bytes): return bytes
    case .failure(let fault): throw undecodable(file, raw, at: fault.offset + raw.count - body.count, as: encoding)
    }
  }

  private static func undecodable(_ file: String, _ raw: [UInt8], at offset: Int, as encoding: Encoding) -> Unusable {
    let found = offset < raw.count ? "0x" + String(raw[offset], radix: 16, uppercase: true) : ""
    return Unusable([Fault(.error, Place(file: file), found: found, .undecodable(encoding, offset: offset))])
  }

  private struct Stuck: Error { let offset: Int }

  /// The C library's strict converter, in pieces, so that the output grows as needed.
  private static func convert(_ raw: [UInt8], from encoding: Encoding) -> Result<[UInt8], Stuck> {
    guard !raw.isEmpty else { return .success([]) }
    let handle = unsafe iconv_open("UTF-8", encoding.rawValue)
    precondition(unsafe handle != iconv_t(bitPattern: -1), "the C library knows no \(encoding.rawValue)")
    defer { unsafe iconv_close(handle) }
    var output: [UInt8] = []
    output.reserveCapacity(raw.count + raw.count / 2)
    var input = raw
    let size = 1 << 16
    var block = [UInt8](repeating: 0, count: size)
    // The converter takes raw pointers that it moves; both stay inside the closures that lend them.
    let stuck: Int? = unsafe input.withUnsafeMutableBytes { bytes -> Int? in
      var from = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      var left = bytes.count
      while true {
        let (done, room, error) = unsafe block.withUnsafeMutableBytes { target -> (Bool, Int, Int32) in
          var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
          var free = size
          let result = unsafe iconv(handle, &from, &left, &to, &free)
          return (result != Int.max && result != -1, free, errno)
        }
        output.append(contentsOf: block[..<(size - room)])
        if done && left == 0 { return nil }
        if !done && error != E2BIG { break }
      }
      return bytes.count - left
    }
    if let stuck { return .failure(Stuck(offset: stuck)) }
    return .success(output)
  }
}

/// The offset of the first byte that is not well-formed UTF-8 (Unicode table 3-7), or nil.
package func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? { firstInvalidUTF8(bytes, from: 0, to: bytes.count) }

/// The same within `start ..< end`: eight bytes at a time where they are ASCII or two characters of three bytes.
func firstInvalidUTF8(_ bytes: [UInt8], from start: Int, to end: Int) -> Int? {
  let text = bytes.span
  let raw = unsafe text.bytes
  var at = start
  while at < end {
    if at + 8 <= end {
      // Bounds-checked by RawSpan; every bit pattern is an integer.
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
      let plain = (word & highBits).trailingZeroBitCount / 8
      if plain > 0 {
        at += plain
        continue
      }
      if isThreeBytes(word) {
        at += isThreeBytes(word >> 24) ? 6 : 3
        continue
      }
    }
    guard let length = wellFormed(text, at, end) else { return at }
    at += length
  }
  return nil
}

/// Whether the lowest bytes are a character of three bytes, as most Chinese ones are; those that begin with E0 or ED
/// have bounds of their own.
@inline(__always)
private func isThreeBytes(_ word: UInt64) -> Bool {
  word & 0xC0_C0F0 == 0x80_80E0 && word & 0x0F != 0 && word & 0x0F != 0x0D
}

/// How long the character at `at` is; nil if it is not well-formed.
private func wellFormed(_ text: Span<UInt8>, _ at: Int, _ end: Int) -> Int? {
  let (length, low, high): (Int, UInt8, UInt8)
  switch text[at] {
  case 0..<0x80: return 1
  case 0xC2...0xDF: (length, low, high) = (2, 0x80, 0xBF)
  case 0xE0: (length, low, high) = (3, 0xA0, 0xBF)
  case 0xED: (length, low, high) = (3, 0x80, 0x9F)
  case 0xE1...0xEF: (length, low, high) = (3, 0x80, 0xBF)
  case 0xF0: (length, low, high) = (4, 0x90, 0xBF)
  case 0xF1...0xF3: (length, low, high) = (4, 0x80, 0xBF)
  case 0xF4: (length, low, high) = (4, 0x80, 0x8F)
  default: return nil
  }
  guard at + length <= end, text[at + 1] >= low, text[at + 1] <= high else { return nil }
  return (at + 2..<at + length).allSatisfy { text[$0] & 0xC0 == 0x80 } ? length : nil
}

private let highBits = repeated(0x80)
