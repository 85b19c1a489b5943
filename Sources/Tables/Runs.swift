// Numbers that mostly follow one another: rows in the order of the papers, the lines on which rows stand.

/// Numbers by their place, kept as the runs in which each is one more than the one before.
package struct Runs: RandomAccessCollection, Sendable {
  /// Of each run the place at which it begins and its first number, one behind another; once there are so many runs that
  /// they would take more room, all numbers.
  private var words: [Int32] = []
  private var isListed = false
  /// What would go on with the last run.
  private var next = Int32.min
  package private(set) var endIndex = 0
  /// Whether the numbers ascend.
  package private(set) var isAscending = true

  package init() {}

  package init(_ numbers: [Int32]) {
    for number in numbers { append(number) }
  }

  package init(_ numbers: Range<Int32>) {
    guard !numbers.isEmpty else { return }
    append(numbers.lowerBound)
    (next, endIndex) = (numbers.upperBound, numbers.count)
  }

  package mutating func append(_ number: Int32) {
    if number < next { isAscending = false }
    if isListed {
      words.append(number)
    } else if number != next || endIndex == 0 {
      words.append(Int32(endIndex))
      words.append(number)
    }
    next = number + 1
    endIndex += 1
    if !isListed, words.count > 1024, words.count * 2 > endIndex {
      (words, isListed) = (Array(numbers(0..<endIndex)), true)
    }
  }

  package var startIndex: Int { 0 }

  package subscript(place: Int) -> Int32 {
    precondition(place >= 0 && place < endIndex, "there is no such place")
    if isListed { return words[place] }
    let run = self.run(at: place)
    return words[run + 1] + Int32(place) - words[run]
  }

  /// The numbers at some places.
  package func at(_ places: [Int32]) -> [Int32] {
    if isListed { return places.map { words[Int($0)] } }
    // Of the run that the last place was in: where it begins and ends, and what its numbers are more than their places.
    var (start, end, more) = (Int32(0), Int32(0), Int32(0))
    return places.map { place in
      if place < start || place >= end {
        precondition(place >= 0 && Int(place) < endIndex, "there is no such place")
        let run = self.run(at: Int(place))
        (start, end, more) = (words[run], Int32(self.end(ofRun: run)), words[run + 1] - words[run])
      }
      return place + more
    }
  }

  /// The numbers at places that follow one another.
  package func numbers(_ wanted: Range<Int>) -> ArraySlice<Int32> {
    precondition(wanted.lowerBound >= 0 && wanted.upperBound <= endIndex, "there are no such places")
    if isListed { return words[wanted] }
    var found: [Int32] = []
    found.reserveCapacity(wanted.count)
    var run = wanted.isEmpty ? 0 : self.run(at: wanted.lowerBound)
    while found.count < wanted.count {
      let place = wanted.lowerBound + found.count
      let end = Swift.min(wanted.upperBound, end(ofRun: run))
      let first = words[run + 1] + Int32(place) - words[run]
      for number in first..<first + Int32(end - place) { found.append(number) }
      run += 2
    }
    return found[...]
  }

  /// The same without some numbers.
  package func without(_ isLeftOut: [Bool]) -> Runs {
    var kept = Runs()
    for part in stride(from: 0, to: endIndex, by: 1 << 12) {
      for number in numbers(part..<Swift.min(endIndex, part + 1 << 12)) where !isLeftOut[Int(number)] {
        kept.append(number)
      }
    }
    return kept
  }

  /// Adds the same to every number.
  package mutating func shift(by more: Int) {
    let more = Int32(truncatingIfNeeded: more)
    for at in stride(from: isListed ? 0 : 1, to: words.count, by: isListed ? 1 : 2) { words[at] += more }
    if endIndex > 0 { next += more }
  }

  /// Where in `words` the run of a place stands: the last that does not begin behind it.
  private func run(at place: Int) -> Int {
    var (low, high) = (0, words.count / 2 - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if words[2 * middle] <= place { low = middle } else { high = middle - 1 }
    }
    return 2 * low
  }

  private func end(ofRun run: Int) -> Int { run + 2 < words.count ? Int(words[run + 2]) : endIndex }
}
