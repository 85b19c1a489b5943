// Values that few rows have, by row number.

/// A generic of another module is not specialised, so that the subscripts are written out for the values that there are.
package struct Rare<Value: Sendable>: Sendable {
  /// Ascending.
  package private(set) var numbers: [Int32] = []
  package private(set) var values: [Value] = []

  package init() {}

  /// Gives a value to a number behind all others: `append`.
  @inline(__always)
  private mutating func add(_ number: Int, _ value: Value) {
    precondition(numbers.last.map { $0 < number } ?? true, "rare values come in the order of their rows")
    numbers.append(Int32(number))
    values.append(value)
  }

  @inline(__always)
  private func value(_ number: Int) -> Value? {
    let at = place(of: Int32(number))
    return at < numbers.count && numbers[at] == number ? values[at] : nil
  }

  /// Where the number stands, or would.
  private func place(of number: Int32) -> Int {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Rare {
  /// The values of some numbers, nil for those that have none. Ascending numbers are found at once.
  @inline(__always)
  private func all(_ asked: [Int32]) -> [Value?] {
    guard !numbers.isEmpty else { return [Value?](repeating: nil, count: asked.count) }
    var next = 0
    return asked.map { number in
      if next > 0, numbers[next - 1] >= number { next = place(of: number) }
      if next < numbers.count, numbers[next] < number {
        next += 1
        if next < numbers.count, numbers[next] < number { next = place(of: number) }
      }
      return next < numbers.count && numbers[next] == number ? values[next] : nil
    }
  }
}

extension Rare where Value == Int32 {
  /// Values for numbers in any order, each once.
  package init(_ pairs: [(number: Int32, value: Int32)]) {
    let sorted = pairs.sorted { $0.number < $1.number }
    numbers = sorted.map(\.number)
    values = sorted.map(\.value)
  }

  package func of(_ numbers: [Int32]) -> [Int32?] { all(numbers) }

  package subscript(number: Int) -> Int32? { value(number) }
}

extension Rare where Value == Int64 {
  package mutating func append(_ number: Int, _ value: Int64) { add(number, value) }
  package func of(_ numbers: [Int32]) -> [Int64?] { all(numbers) }
  package subscript(number: Int) -> Int64? { value(number) }
}

extension Rare where Value == [UInt8] {
  package mutating func append(_ number: Int, _ value: [UInt8]) { add(number, value) }
  package func of(_ numbers: [Int32]) -> [[UInt8]?] { all(numbers) }
  package subscript(number: Int) -> [UInt8]? { value(number) }
}

/// Some numbers each for few rows, by row number.
package struct RareLists: Sendable {
  /// By row, where its numbers begin in `values`, and how many they are.
  private var places = Rare<Int64>()
  private var values: [Int64] = []

  package init() {}

  package mutating func append(_ number: Int, _ list: [Int64]) {
    places.append(number, Int64(values.count) << 16 | Int64(list.count))
    values += list
  }

  package func of(_ numbers: [Int32]) -> [ArraySlice<Int64>?] { places.of(numbers).map { $0.map(list) } }

  package subscript(number: Int) -> ArraySlice<Int64>? { places[number].map(list) }

  private func list(_ place: Int64) -> ArraySlice<Int64> {
    let start = Int(place >> 16)
    return values[start..<start + Int(place & 0xFFFF)]
  }
}
