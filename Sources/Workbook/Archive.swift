// A ZIP file read back: its parts by name, unpacked, each with the checksum that the archive gives for it.

import CZlib

struct Archive {
  let parts: [(name: String, bytes: [UInt8])]

  /// Nil if the archive is cut short, or a part does not unpack to what its checksum says.
  init?(_ bytes: [UInt8]) {
    guard let directory = Archive.directory(of: bytes) else { return nil }
    var parts: [(name: String, bytes: [UInt8])] = []
    for entry in directory {
      guard let part = Archive.unpack(entry, bytes) else { return nil }
      parts.append((entry.name, part))
    }
    self.parts = parts
  }

  subscript(name: String) -> [UInt8]? { parts.first { $0.name == name }?.bytes }

  private struct Entry {
    let name: String
    let isDeflated: Bool
    let checksum: UInt32
    let packed: Int
    let size: Int
    let offset: Int
  }

  /// The entries of the central directory, which the end record points to.
  private static func directory(of bytes: [UInt8]) -> [Entry]? {
    guard bytes.count >= 22 else { return nil }
    let end = bytes.count - 22
    guard number(bytes, end, 4) == 0x0605_4B50, let count = number(bytes, end + 10, 2),
      var at = number(bytes, end + 16, 4)
    else { return nil }
    var entries: [Entry] = []
    for _ in 0..<count {
      guard number(bytes, at, 4) == 0x0201_4B50, let method = number(bytes, at + 10, 2),
        let checksum = number(bytes, at + 16, 4), let packed = number(bytes, at + 20, 4),
        let size = number(bytes, at + 24, 4), let nameLength = number(bytes, at + 28, 2),
        let extra = number(bytes, at + 30, 2), let comment = number(bytes, at + 32, 2),
        let offset = number(bytes, at + 42, 4), at + 46 + nameLength <= bytes.count, method == 0 || method == 8
      else { return nil }
      let name = String(decoding: bytes[at + 46..<at + 46 + nameLength], as: UTF8.self)
      entries.append(
        Entry(
          name: name, isDeflated: method == 8, checksum: UInt32(checksum), packed: packed, size: size, offset: offset))
      at += 46 + nameLength + extra + comment
    }
    return entries
  }

  private static func unpack(_ entry: Entry, _ bytes: [UInt8]) -> [UInt8]? {
    guard number(bytes, entry.offset, 4) == 0x0403_4B50, let name = number(bytes, entry.offset + 26, 2),
      let extra = number(bytes, entry.offset + 28, 2)
    else { return nil }
    let start = entry.offset + 30 + name + extra
    guard start + entry.packed <= bytes.count else { return nil }
    let packed = Array(bytes[start..<start + entry.packed])
    guard let plain = entry.isDeflated ? inflate(packed, size: entry.size) : packed, plain.count == entry.size else {
      return nil
    }
    // The array lives through the call, and its count is what is read.
    let checksum = unsafe plain.withUnsafeBufferPointer { unsafe crc32(0, $0.baseAddress, UInt32($0.count)) }
    return UInt32(checksum) == entry.checksum ? plain : nil
  }

  /// Unpacks to exactly `size` bytes, or nil.
  private static func inflate(_ packed: [UInt8], size: Int) -> [UInt8]? {
    var stream = unsafe z_stream()
    guard unsafe begin_raw_inflate(&stream) == Z_OK else { return nil }
    defer { _ = unsafe inflateEnd(&stream) }
    var input = packed
    var output = [UInt8](repeating: 0, count: size)
    // Both buffers outlive the one call that reads and fills them.
    let code = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe stream.next_in = source.baseAddress
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = target.baseAddress
        unsafe stream.avail_out = UInt32(target.count)
        return unsafe CZlib.inflate(&stream, Z_FINISH)
      }
    }
    return unsafe code == Z_STREAM_END && stream.avail_out == 0 ? output : nil
  }

  /// A little-endian number of the archive, nil beyond its end.
  private static func number(_ bytes: [UInt8], _ at: Int, _ width: Int) -> Int? {
    guard at >= 0, at + width <= bytes.count else { return nil }
    return (0..<width).reduce(0) { $0 | Int(bytes[at + $1]) << ($1 * 8) }
  }
}
