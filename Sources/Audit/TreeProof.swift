// A C2SP tlog-proof: index, the hashes beside the way to the root, and the checkpoint.

package struct TreeProof: Equatable, Sendable {
  package let index: Int
  package let hashes: [[UInt8]]
  package let checkpoint: SignedNote

  package init(index: Int, hashes: [[UInt8]], checkpoint: SignedNote) {
    self.index = index
    self.hashes = hashes
    self.checkpoint = checkpoint
  }

  /// Reads a proof; nil if the bytes are none. A line `extra` is passed over: nobody vouches for it.
  package init?(parsing bytes: [UInt8]) {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)[...]
    func next() -> String? { lines.popFirst().flatMap { String(validating: $0, as: UTF8.self) } }
    guard next() == TreeProof.title, var line = next() else { return nil }
    if line.hasPrefix("extra ") {
      guard let following = next() else { return nil }
      line = following
    }
    guard line.hasPrefix("index "), let index = Int(line.dropFirst(6)), "index \(index)" == line, index >= 0 else {
      return nil
    }
    var hashes: [[UInt8]] = []
    while true {
      guard let line = next() else { return nil }
      if line.isEmpty { break }
      guard let hash = Audit.bytes(base64: line), hash.count == 32, hashes.count < 63 else { return nil }
      hashes.append(hash)
    }
    guard let note = SignedNote(parsing: Array(lines.joined(separator: [10]))) else { return nil }
    self.init(index: index, hashes: hashes, checkpoint: note)
  }

  package var bytes: [UInt8] {
    let head = ([TreeProof.title, "index \(index)"] + hashes.map { base64($0) } + [""]).map { $0 + "\n" }.joined()
    return Array(head.utf8) + checkpoint.bytes
  }

  /// Whether the line stands at the index of the tree that the checkpoint names. Says nothing of signatures.
  package func holds(for line: ArraySlice<UInt8>) -> Bool {
    guard let head = Checkpoint(checkpoint.text) else { return false }
    return root(from: line, index: index, size: head.size, proof: hashes) == head.root
  }

  private static let title = "c2sp.org/tlog-proof@v1"
}
