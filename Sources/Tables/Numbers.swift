// A column of numbers that mostly fit into four bytes: amounts in fen, moments in seconds since 1970.

/// Numbers by row, each any `Int64` or `Cell.missing`.
package struct Numbers: RandomAccessCollection, MutableCollection, Sendable {
  /// The numbers as they are kept while all of them fit, `blank` for `Cell.missing`.
  @usableFromInline var narrow: [UInt32] = []
  /// The same once one of them does not fit; else empty.
  @usableFromInline var wide: [Int64] = []

  @usableFromInline static var blank: UInt32 { .max }

  package init() {}

  package init(repeating value: Int64, count: Int) {
    if let short = Numbers.short(value) {
      narrow = [UInt32](repeating: short, count: count)
    } else {
      wide = [Int64](repeating: value, count: count)
    }
  }

  package init(_ numbers: [Int64]) {
    narrow.reserveCapacity(numbers.count)
    for number in numbers {
      guard let short = Numbers.short(number) else {
        (narrow, wide) = ([], numbers)
        return
      }
      narrow.append(short)
    }
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { wide.isEmpty ? narrow.count : wide.count }

  @inlinable package subscript(row: Int) -> Int64 {
    get {
      guard wide.isEmpty else { return wide[row] }
      let short = narrow[row]
      return short == Numbers.blank ? Int64.min : Int64(short)
    }
    set {
      if wide.isEmpty, let short = Numbers.short(newValue) {
        narrow[row] = short
      } else {
        widen()
        wide[row] = newValue
      }
    }
  }

  /// The number in four bytes, nil if it does not fit.
  @inlinable static func short(_ number: Int64) -> UInt32? {
    if number >= 0, number < Int64(blank) { return UInt32(truncatingIfNeeded: number) }
    return number == Int64.min ? blank : nil
  }

  @usableFromInline mutating func widen() {
    guard wide.isEmpty else { return }
    wide = narrow.indices.map { self[$0] }
    narrow = []
  }
}
