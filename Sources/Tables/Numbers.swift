// A column of numbers that mostly fit into four bytes: amounts in fen, moments in seconds since 1970.

/// Numbers by row, each any `Int64`; `Cell.missing` and `Cell.invalid` take four bytes too.
@usableFromInline package struct Numbers: RandomAccessCollection, MutableCollection, Sendable {
  /// The numbers, `blank` for `Cell.missing` and `wrong` for `Cell.invalid`; once one of them does not fit, both halves of
  /// each, the lower one first.
  @usableFromInline var words: [UInt32] = []
  @usableFromInline var isWide = false

  @usableFromInline static var blank: UInt32 { .max }
  @usableFromInline static var wrong: UInt32 { .max - 1 }

  package init() {}

  /// As many times one small number, or `Cell.missing`.
  package init(repeating value: Int64, count: Int) {
    words = [UInt32](repeating: Numbers.word(value)!, count: count)
  }

  package init(_ numbers: [Int64]) {
    words.reserveCapacity(numbers.count)
    for number in numbers {
      guard let word = Numbers.word(number) else {
        (words, isWide) = (numbers.flatMap(Numbers.halves), true)
        return
      }
      words.append(word)
    }
  }

  @inlinable package var startIndex: Int { 0 }
  @inlinable package var endIndex: Int { isWide ? words.count / 2 : words.count }

  @inlinable package subscript(row: Int) -> Int64 {
    @inline(__always) get {
      if isWide { return Int64(words[2 * row]) | Int64(words[2 * row + 1]) << 32 }
      let word = words[row]
      if word < Numbers.wrong { return Int64(word) }
      return word == Numbers.blank ? Cell.missing : Cell.invalid
    }
    set {
      if !isWide, let word = Numbers.word(newValue) { words[row] = word } else { set(row, newValue) }
    }
  }

  /// The number in four bytes, nil if it does not fit.
  @inlinable static func word(_ number: Int64) -> UInt32? {
    if number >= 0, number < Int64(wrong) { return UInt32(truncatingIfNeeded: number) }
    return number == Cell.missing ? blank : number == Cell.invalid ? wrong : nil
  }

  @usableFromInline static func halves(_ number: Int64) -> [UInt32] {
    [UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32)]
  }

  @usableFromInline mutating func set(_ row: Int, _ number: Int64) {
    if !isWide { (words, isWide) = (flatMap(Numbers.halves), true) }
    words.replaceSubrange(2 * row..<2 * row + 2, with: Numbers.halves(number))
  }
}
