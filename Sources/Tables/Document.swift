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
