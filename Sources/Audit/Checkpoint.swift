// A C2SP checkpoint: whose log it is, how many lines it has, and the root over them.

package struct Checkpoint: Equatable, Sendable {
  /// `allot/<region>/<year>/<run>`
  package let origin: String
  package let size: Int
  /// 32 bytes.
  package let root: [UInt8]

  package init(origin: String, size: Int, root: [UInt8]) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Reads the text of a note; nil if it is no checkpoint as this program writes them.
  package init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, lines[3].isEmpty, !lines[0].isEmpty, let size = Int(lines[1]), String(size) == lines[1],
      size >= 0, let root = bytes(base64: lines[2]), root.count == 32
    else { return nil }
    self.init(origin: String(lines[0]), size: size, root: root)
  }

  package var text: String { "\(origin)\n\(size)\n\(base64(root))\n" }
}
