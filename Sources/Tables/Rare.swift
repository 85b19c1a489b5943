// Values that few rows have, by row number.

/// A generic of another module is not specialised, so that the subscripts are written out for the values that there are.
package struct Rare<Value: Sendable>: Sendable {
  /// Ascending.
  package private(set) var numbers: [Int32] = []
  package private(set) var values: [Value] = []

  package init() {}

  /// Values for numbers in any order, each once.
  package init(_ pairs: [(number: Int32, value: Value)]) {
    let sorted = pairs.sorted { $0.number < $1.number }
    numbers = sorted.map(\.number)
    values = sorted.map(\.value)
  }

  /// Gives a value to a number behind all others.
  package mutating func append(_ number: Int, _ value: Value) {
    precondition(numbers.last.map { $0 < number } ?? true, "rare values come in the order of their rows")
    numbers.append(Int32(number))
    values.append(value)
  }

  @inline(__always)
  private func value(_ number: Int) -> Value? {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low < numbers.count && numbers[low] == number ? values[low] : nil
  }
}

extension Rare where Value == Int32 {
  package subscript(number: Int) -> Int32? { value(number) }
}

extension Rare where Value == Int64 {
  package subscript(number: Int) -> Int64? { value(number) }
}

extension Rare where Value == [Int64] {
  package subscript(number: Int) -> [Int64]? { value(number) }
}

extension Rare where Value == [UInt8] {
  package subscript(number: Int) -> [UInt8]? { value(number) }
}
