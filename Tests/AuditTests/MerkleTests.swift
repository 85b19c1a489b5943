// The tree against the roots that certificate transparency publishes for it, and against the definition.

import Audit
import Cores
import Tables
import Testing

@Suite struct MerkleTests {
  /// The leaves of the reference implementation of RFC 6962, and the roots over the first 0, 1, … of them.
  static let leaves: [[UInt8]] = [
    [], [0], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57), Array(0x60...0x6F),
  ]
  static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test(arguments: 0...8) func rootsAreTheKnownOnes(_ count: Int) {
    #expect(hex(MerkleTree(MerkleTests.leaves.prefix(count).map { $0[...] }).root) == MerkleTests.roots[count])
  }

  @Test func rootsFollowTheDefinition() {
    for count in 1...70 {
      let lines = (0..<count).map { Array("line \($0)".utf8) }
      #expect(MerkleTree(lines.map { $0[...] }).root == defined(lines[...]))
    }
  }

  @Test func everyLineIsProvedAndNoOther() {
    for size in 1...40 {
      let lines = (0..<size).map { Array("line \($0)".utf8) }
      let tree = MerkleTree(lines.map { $0[...] })
      for index in 0..<size {
        let proof = tree.proof(of: index)
        #expect(root(from: lines[index][...], index: index, size: size, proof: proof) == tree.root)
        #expect(root(from: Array("line x".utf8)[...], index: index, size: size, proof: proof) != tree.root)
        let elsewhere = (index + 1) % size
        if size > 1 { #expect(root(from: lines[index][...], index: elsewhere, size: size, proof: proof) != tree.root) }
        #expect(root(from: lines[index][...], index: index, size: size, proof: proof + [tree.root]) != tree.root)
        if size > 1 {
          #expect(root(from: lines[index][...], index: index, size: size, proof: proof.dropLast()) != tree.root)
        }
      }
    }
  }

  @Test func theStoredTreeGivesTheSameProofs() {
    var output = Output()
    for number in 0..<37 { appendLine(["n": .integer(Int64(number))], to: &output) }
    let bytes = output.bytes
    let log = AuditLog(parsing: bytes)!
    let half = log.lines.prefix(20).reduce(0) { $0 + $1.count + 1 }
    var leaves = [Leaves(of: Array(bytes[..<half])), Leaves(of: Array(bytes[half...]))]
    let tree = MerkleTree(&leaves, on: Cores(2))
    #expect(tree.levels == MerkleTree(log.lines).levels)
    let stored = TreeFile(leaves.map(\.lengths), tree).bytes
    func piece(_ bytes: [UInt8]) -> (Int, Int) -> [UInt8]? {
      { offset, count in offset + count <= bytes.count ? Array(bytes[offset..<offset + count]) : nil }
    }
    let reader = TreeReader(size: 37, tree: piece(stored), log: piece(bytes))
    for index in 0..<37 {
      #expect(reader.proof(of: index) == tree.proof(of: index))
      #expect(reader.line(index) == Array(log[index]))
    }
    #expect(reader.line(37) == nil)
  }

  /// MTH of RFC 6962, section 2.1, word by word.
  private func defined(_ lines: ArraySlice<[UInt8]>) -> [UInt8] {
    guard lines.count > 1 else { return sha256([0] + lines.first!) }
    var half = 1
    while half * 2 < lines.count { half *= 2 }
    let middle = lines.startIndex + half
    return sha256([1] + defined(lines[..<middle]) + defined(lines[middle...]))
  }
}
