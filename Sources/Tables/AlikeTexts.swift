// Texts that begin alike, as the ids of one office do: what all of them begin with is kept once.

/// A column of texts that are kept, blank ones among them.
package struct AlikeTexts: Sendable {
  /// What every text begins with that is not blank; something follows it in all of them.
  package let beginning: [UInt8]
  /// What follows; of a blank text nothing.
  private let rests: Texts

  package init(_ texts: Texts = Texts()) {
    let (span, shared) = (texts.bytes.span, texts.shared)
    beginning = shared.map { span[$0] }
    var places: [(start: Int, end: Int)] = []
    places.reserveCapacity(texts.count)
    for index in 0..<texts.count {
      let (start, end) = texts.range(index)
      places.append((min(start + shared.count, end), end))
    }
    var output = Output(capacity: places.reduce(0) { $0 + $1.end - $1.start })
    output.append(span, places)
    rests = Texts(output.bytes, lengths: places.map { $0.end - $0.start })
  }

  /// Whether all of them are blank.
  package var areBlank: Bool { rests.bytes.isEmpty }

  package subscript(index: Int) -> [UInt8] {
    let rest = rests[index]
    return rest.isEmpty ? [] : beginning + rest
  }

  /// Some of the texts, put together.
  package func found(_ wanted: [Int32]) -> FoundTexts {
    // Copied in whole words.
    let words = beginning + [UInt8](repeating: 0, count: spareBytes)
    let (first, rest, length) = (words.span, rests.bytes.span, beginning.count)
    let most = wanted.reduce(0) { $0 + rests.length(Int($1)) + length }
    var output = Output(capacity: most)
    let places = [(start: Int, end: Int)](capacity: wanted.count) { places in
      output.write(upTo: most) { room, at in
        var at = at
        for index in wanted {
          let (start, (from, to)) = (at, rests.range(Int(index)))
          if from < to {
            put(first, 0, count: length, &room, &at)
            put(rest, from, count: to - from, &room, &at)
          }
          places.append((start, at))
        }
        return at
      }
    }
    return FoundTexts(places, in: output.bytes)
  }

  /// Whether a text is one of others.
  package func equals(_ index: Int, _ others: AlikeTexts, _ other: Int) -> Bool {
    beginning == others.beginning ? rests.equals(index, others.rests, other) : self[index] == others[other]
  }

  /// Below, above or at zero as a text stands before, behind or with one of others in the order of bytes.
  package func compare(_ index: Int, _ others: AlikeTexts, _ other: Int) -> Int {
    beginning == others.beginning
      ? inOrder(rests[index], others.rests[other]) : inOrder(self[index][...], others[other][...])
  }

  /// Eight bytes of each text, or as many as there are behind its first ones, as numbers in the order of bytes.
  ///
  /// - Parameter skip: no more than all begin with.
  package func keys(skip: Int) -> [UInt64] {
    let first = first(skip)
    return (0..<rests.count).map { key($0, first, skip) }
  }

  /// The same of one text.
  package func key(_ index: Int, skip: Int) -> UInt64 { key(index, first(skip), skip) }

  /// What the key of every text that is not blank begins with.
  private func first(_ skip: Int) -> UInt64 {
    skip < beginning.count ? eightBytes(beginning.span, skip, beginning.count).byteSwapped : 0
  }

  private func key(_ index: Int, _ first: UInt64, _ skip: Int) -> UInt64 {
    let (start, end) = rests.range(index)
    guard start < end else { return 0 }
    // Nothing is left of a word that is shifted by all its bits.
    return first | eightBytes(rests.bytes.span, start, end).byteSwapped >> UInt64(8 * (beginning.count - skip))
  }
}

extension Texts {
  /// Where in `bytes` stands what all texts begin with that are not blank, and something follows.
  fileprivate var shared: Range<Int> {
    let span = bytes.span
    var (first, length) = (0, -1)
    for index in 0..<count {
      let (start, end) = range(index)
      guard start < end else { continue }
      if length < 0 { (first, length) = (start, end - 1 - start) }
      length = min(length, end - 1 - start)
      if !sameBytes(span, start, span, first, count: length) {
        length = (0..<length).prefix { span[start + $0] == span[first + $0] }.count
      }
    }
    return first..<first + max(0, length)
  }
}

/// Below, above or at zero as the left bytes stand before, behind or with the right ones.
private func inOrder(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
  let offset = right.startIndex - left.startIndex
  for at in left.startIndex..<left.startIndex + min(left.count, right.count) where left[at] != right[at + offset] {
    return left[at] < right[at + offset] ? -1 : 1
  }
  return left.count - right.count
}
