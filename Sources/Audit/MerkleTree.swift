// The Merkle tree of RFC 6962: leaf SHA-256(0x00 ‖ line), node SHA-256(0x01 ‖ left ‖ right), the larger full half left.

package import Cores
import Tables

/// The leaves of some lines of a log, and how long each line is.
package struct Leaves: Sendable {
  /// 32 bytes to a line.
  package private(set) var hashes: [UInt8] = []
  /// Bytes of each line with its end.
  package private(set) var lengths: [Int32] = []

  /// - Parameter bytes: whole lines.
  package init(of bytes: [UInt8]) {
    var hasher = LeafHasher()
    var start = 0
    while let end = next(10, in: bytes, from: start) {
      hasher.hash(0, bytes[start..<end], into: &hashes)
      lengths.append(Int32(end + 1 - start))
      start = end + 1
    }
  }

  /// Takes the hashes away.
  fileprivate mutating func takeHashes() -> [UInt8] {
    defer { hashes = [] }
    return hashes
  }
}

/// A tree over the lines of a log, every hash of it kept, 32 bytes each.
package struct MerkleTree: Sendable {
  package let size: Int
  /// Level 0 are the leaves; a last node without a partner goes up as it is.
  package let levels: [[UInt8]]

  /// - Parameter lines: the lines without their ends.
  package init(_ lines: some Collection<ArraySlice<UInt8>>) {
    var hasher = LeafHasher()
    var leaves: [UInt8] = []
    leaves.reserveCapacity(lines.count * 32)
    for line in lines { hasher.hash(0, line, into: &leaves) }
    self.init(leaves: leaves, on: .one)
  }

  /// The tree over lines whose leaves were found piece by piece, which keep only how long each line is.
  package init(_ pieces: inout [Leaves], on cores: Cores) {
    var leaves: [UInt8] = []
    leaves.reserveCapacity(pieces.reduce(0) { $0 + $1.hashes.count })
    for piece in pieces.indices { leaves += pieces[piece].takeHashes() }
    self.init(leaves: leaves, on: cores)
  }

  /// - Parameter leaves: their hashes, 32 bytes each.
  package init(leaves: [UInt8], on cores: Cores) {
    size = leaves.count / 32
    var levels = [leaves]
    while levels.last!.count > 32 { levels.append(level(above: levels.last!, on: cores)) }
    self.levels = levels
  }

  package var root: [UInt8] { size == 0 ? sha256([]) : levels.last! }

  /// The hashes beside the way from a leaf to the root (RFC 6962, section 2.1.1).
  package func proof(of index: Int) -> [[UInt8]] {
    precondition(index >= 0 && index < size, "no such leaf")
    var (path, at) = ([[UInt8]](), index)
    for level in levels.dropLast() {
      let sibling = at ^ 1
      if sibling * 32 < level.count { path.append(Array(level[sibling * 32..<sibling * 32 + 32])) }
      at /= 2
    }
    return path
  }
}

/// The nodes above a level, some thousand pairs at a time.
private func level(above level: [UInt8], on cores: Cores) -> [UInt8] {
  let step = 64 * 4096
  let parts = cores.map((level.count + step - 1) / step) { part in
    var hasher = LeafHasher()
    var above: [UInt8] = []
    above.reserveCapacity(step / 2)
    var at = part * step
    let end = min(level.count, at + step)
    while at + 64 <= end {
      hasher.hash(1, level[at..<at + 64], into: &above)
      at += 64
    }
    if at < end { above += level[at..<end] }
    return above
  }
  var above: [UInt8] = []
  above.reserveCapacity(level.count / 2 + 32)
  for part in parts { above += part }
  return above
}

/// The root that a proof leads to from a line, nil if the proof does not fit the size (RFC 9162, section 2.1.3.2).
package func root(from line: ArraySlice<UInt8>, index: Int, size: Int, proof: [[UInt8]]) -> [UInt8]? {
  guard index >= 0, index < size else { return nil }
  var hasher = LeafHasher()
  var hash: [UInt8] = []
  hasher.hash(0, line, into: &hash)
  var (at, last) = (index, size - 1)
  for sibling in proof {
    guard last > 0, sibling.count == 32 else { return nil }
    var node: [UInt8] = []
    if at & 1 == 1 || at == last {
      hasher.hash(1, sibling[...], hash[...], into: &node)
      while at & 1 == 0 && at != 0 { (at, last) = (at >> 1, last >> 1) }
    } else {
      hasher.hash(1, hash[...], sibling[...], into: &node)
    }
    hash = node
    (at, last) = (at >> 1, last >> 1)
  }
  return last == 0 ? hash : nil
}
