// audit.tree: where every line of the log begins and every hash of its tree, so that one decision is proved with a few
// reads, however long the log is. It proves nothing by itself: what is read from it is checked against the checkpoint.
//
//     the end of each line, 8 bytes each, the highest first
//     then the tree level by level from the leaves, 32 bytes a node

/// The file, in parts that follow one another.
package struct TreeFile: Sendable {
  /// Some lines: bytes of each with its end, and where the first of them begins.
  private let lines: [(lengths: [Int32], start: Int)]
  /// Runs of a level's bytes.
  private let nodes: [(level: Int, bytes: Range<Int>)]
  private let tree: MerkleTree

  /// - Parameter lengths: bytes of each line of the log with its end, piece by piece.
  package init(_ lengths: [[Int32]], _ tree: MerkleTree) {
    var start = 0
    lines = lengths.map { lengths in
      defer { start += lengths.reduce(0) { $0 + Int($1) } }
      return (lengths, start)
    }
    nodes = tree.levels.indices.flatMap { level in
      stride(from: 0, to: tree.levels[level].count, by: 1 << 20).map { from in
        (level, from..<min(tree.levels[level].count, from + 1 << 20))
      }
    }
    self.tree = tree
  }

  package var parts: Int { lines.count + nodes.count }

  package func part(_ part: Int) -> [UInt8] {
    guard part < lines.count else {
      let (level, bytes) = nodes[part - lines.count]
      return Array(tree.levels[level][bytes])
    }
    let lengths = lines[part].lengths
    var end = lines[part].start
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lengths.count * 8)
    for length in lengths {
      end += Int(length)
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: end >> shift)) }
    }
    return bytes
  }

  /// The whole.
  package var bytes: [UInt8] { (0..<parts).reduce(into: []) { $0 += part($1) } }
}

/// Reads a log and its tree a piece at a time.
package struct TreeReader {
  package let size: Int
  private let readTree: (_ offset: Int, _ count: Int) -> [UInt8]?
  private let readLog: (_ offset: Int, _ count: Int) -> [UInt8]?

  package init(
    size: Int, tree: @escaping (_ offset: Int, _ count: Int) -> [UInt8]?,
    log: @escaping (_ offset: Int, _ count: Int) -> [UInt8]?
  ) {
    self.size = size
    readTree = tree
    readLog = log
  }

  /// A line without its end; nil if the files do not hold it.
  package func line(_ index: Int) -> [UInt8]? {
    guard index >= 0, index < size, let end = endOfLine(index), let start = index == 0 ? 0 : endOfLine(index - 1),
      start < end
    else {
      return nil
    }
    return readLog(start, end - start - 1)
  }

  private func endOfLine(_ index: Int) -> Int? {
    guard let bytes = readTree(index * 8, 8), bytes[0] < 0x80 else { return nil }
    return bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  /// The hashes beside the way from a line to the root.
  package func proof(of index: Int) -> [[UInt8]]? {
    var (path, at, count, start) = ([[UInt8]](), index, size, size * 8)
    while count > 1 {
      let sibling = at ^ 1
      if sibling < count {
        guard let hash = readTree(start + sibling * 32, 32) else { return nil }
        path.append(hash)
      }
      start += count * 32
      (at, count) = (at / 2, (count + 1) / 2)
    }
    return path
  }
}
