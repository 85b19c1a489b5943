// A paper is a file of a run: its name and its bytes.

package struct Paper: Sendable {
  /// The path below the run, as `decisions.csv` or `payments/order.csv`.
  package let name: String
  package let bytes: [UInt8]
  /// Only the owner may read it.
  package let isPrivate: Bool

  package init(name: String, bytes: [UInt8], isPrivate: Bool = false) {
    self.name = name
    self.bytes = bytes
    self.isPrivate = isPrivate
  }
}
