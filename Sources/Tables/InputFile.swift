// A file of the year as the readers ask for it: a piece at a time, so that no file need be held whole.

/// A file of the year folder.
package struct InputFile: Sendable {
  /// The path below the year folder.
  package let path: String
  /// In bytes.
  package let size: Int
  private let piece: @Sendable (_ offset: Int, _ count: Int) throws(Unusable) -> [UInt8]
  private let told: @Sendable (_ offset: Int, _ piece: ArraySlice<UInt8>) -> Void

  /// A file that is read where it lies.
  ///
  /// - Parameter read: the bytes from an offset on; fewer than asked for only at the end.
  /// - Parameter hear: is told every byte that the tables are read from, in file order; it begins anew at offset 0.
  package init(
    path: String, size: Int, read: @escaping @Sendable (_ offset: Int, _ count: Int) throws(Unusable) -> [UInt8],
    hear: @escaping @Sendable (_ offset: Int, _ piece: ArraySlice<UInt8>) -> Void
  ) {
    self.path = path
    self.size = size
    piece = read
    told = hear
  }

  /// A file that is at hand.
  package init(path: String, bytes: [UInt8]) {
    self.init(path: path, size: bytes.count) { offset, count throws(Unusable) in
      offset == 0 && count >= bytes.count
        ? bytes : Array(bytes[min(offset, bytes.count)..<min(offset + count, bytes.count)])
    } hear: { _, _ in
    }
  }

  /// The bytes from an offset on; fewer than asked for only at the end of the file.
  package func read(_ offset: Int, _ count: Int) throws(Unusable) -> [UInt8] { try piece(offset, count) }

  /// The whole file.
  package func readWhole() throws(Unusable) -> [UInt8] {
    let bytes = try piece(0, size)
    told(0, bytes[...])
    return bytes
  }

  func hear(_ offset: Int, _ piece: ArraySlice<UInt8>) { told(offset, piece) }
}
