// A paper as the rooms hand it over: its name, and its parts, each made when it is printed.

package import Audit
import Tables

package struct Paper: Sendable {
  /// As `decisions.csv` or `payments/order.csv`.
  package let name: String
  /// Only the owner may read it.
  package let isPrivate: Bool
  /// How many parts it has; in their order they are the whole.
  package let parts: Int
  private let make: @Sendable (Int) -> [UInt8]

  package init(name: String, bytes: [UInt8], isPrivate: Bool = false) {
    self.init(name: name, parts: 1, isPrivate: isPrivate) { _ in bytes }
  }

  /// A paper too large to be held whole.
  ///
  /// - Parameter make: makes a part; called on any core, in any order.
  package init(name: String, parts: Int, isPrivate: Bool = false, make: @escaping @Sendable (Int) -> [UInt8]) {
    self.name = name
    self.isPrivate = isPrivate
    self.parts = parts
    self.make = make
  }

  package func part(_ part: Int) -> [UInt8] { make(part) }

  /// All parts.
  package var bytes: [UInt8] { (0..<parts).reduce(into: []) { $0 += make($1) } }
}

/// Rows to a part of a long paper.
let rowsToPart = 4096

/// A table with a row, or none, for each number of a list.
///
/// - Parameter rowSize: about how many bytes a row takes.
/// - Parameter write: adds the rows of some of the numbers.
func longTable(
  _ name: String, header: [String], _ numbers: Runs, rowSize: Int,
  write: @escaping @Sendable (ArraySlice<Int32>, inout CSVWriter) -> Void
) -> Paper {
  let parts = max(1, (numbers.count + rowsToPart - 1) / rowsToPart)
  return Paper(name: name, parts: parts) { part in
    let rows = numbers.numbers(part * rowsToPart..<min(numbers.count, (part + 1) * rowsToPart))
    let size = 1024 + rows.count * rowSize
    var csv = part == 0 ? CSVWriter(header: header, capacity: size) : CSVWriter(capacity: size)
    write(rows, &csv)
    return (consume csv).bytes
  }
}

/// Where papers are printed: every byte of a paper is written, and its hash taken, once.
package protocol Press {
  associatedtype Trouble: Error

  /// Prints papers, one behind the other, so that a short one need not wait for the last part of a long one.
  ///
  /// - Parameter noting: takes a note of every part, on any core.
  /// - Returns: each paper's digest, and the notes in the order of its parts.
  mutating func put<Note: Sendable>(
    _ papers: [Paper], noting: @Sendable ([UInt8]) -> Note
  ) throws(Trouble) -> [(FileDigest, [Note])]
}

extension Press {
  /// Prints papers; returns their digests.
  package mutating func put(_ papers: [Paper]) throws(Trouble) -> [FileDigest] { try put(papers) { _ in }.map(\.0) }

  package mutating func put(_ paper: Paper) throws(Trouble) -> FileDigest { try put([paper])[0] }
}
