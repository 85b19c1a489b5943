// SHA256SUMS, as `sha256sum` writes it: a line for each file, in the byte order of the names.

import Tables

/// A file of a run as its manifest and its sums know it.
package struct FileDigest: Equatable, Sendable {
  package let path: String
  package let bytes: Int
  /// 64 hexadecimal digits.
  package let sha256: String

  package init(path: String, bytes: Int, sha256: String) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
  }

  package init(path: String, contents: [UInt8]) {
    self.path = path
    bytes = contents.count
    sha256 = hex(Audit.sha256(contents))
  }
}

package func sums(_ files: [FileDigest]) -> [UInt8] {
  let sorted = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  return Array(sorted.map { "\($0.sha256)  \($0.path)\n" }.joined().utf8)
}
