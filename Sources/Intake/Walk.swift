// Going through rows in the order of the papers.

package import Tables

/// Some rows, in the order of the papers, and which of them lie in one chunk.
///
/// What the papers ask of a row lies all over the registers, and every core asks. It is gathered for some hundred rows at
/// once: the processor then waits for many reads together, and the cores do not count references to the same columns.
package struct Stretch: Sendable {
  /// Row numbers, by place.
  package let numbers: [Int32]
  /// By place, the row in its chunk.
  package let rows: [Int32]
  /// Every chunk that rows are in, with their places, ascending.
  package let chunks: [(chunk: Int, places: ArraySlice<Int32>)]

  init(_ numbers: ArraySlice<Int32>, _ applications: Applications) {
    var (held, ends, slots, rows) = ([Int](), [Int](), [Int](), [Int32]())
    slots.reserveCapacity(numbers.count)
    rows.reserveCapacity(numbers.count)
    for number in numbers {
      let (chunk, row) = applications.locate(Int(number))
      rows.append(Int32(row))
      let slot = held.firstIndex(of: chunk) ?? held.count
      if slot == held.count {
        held.append(chunk)
        ends.append(0)
      }
      slots.append(slot)
      ends[slot] += 1
    }
    for slot in ends.indices.dropFirst() { ends[slot] += ends[slot - 1] }
    var next = [0] + ends.dropLast()
    var order = [Int32](repeating: 0, count: rows.count)
    for (place, slot) in slots.enumerated() {
      order[next[slot]] = Int32(place)
      next[slot] += 1
    }
    self.numbers = Array(numbers)
    self.rows = rows
    chunks = held.indices.map { (held[$0], order[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]]) }
  }

  package var count: Int { numbers.count }
}

extension Year {
  /// Visits rows by number, some hundred at a time.
  package func visit(_ numbers: ArraySlice<Int32>, _ body: (Stretch) -> Void) {
    for start in stride(from: numbers.startIndex, to: numbers.endIndex, by: 256) {
      body(Stretch(numbers[start..<min(numbers.endIndex, start + 256)], applications))
    }
  }

  /// The application ids of a stretch's rows.
  package func ids(of stretch: Stretch) -> [[UInt8]] {
    var ids = [[UInt8]](repeating: [], count: stretch.count)
    for (at, places) in stretch.chunks {
      for place in places { ids[Int(place)] = applications.chunks[at].id(Int(stretch.rows[Int(place)])) }
    }
    return ids
  }

  /// The credit codes of a stretch's rows, folded; no bytes where nobody can read one.
  package func codes(of stretch: Stretch) -> FoundTexts {
    registers.codes.found(gathered(stretch) { applications.chunks[$0].enterprises })
  }

  /// The subjects' numbers, folded; no bytes where the claim is for the enterprise itself.
  package func subjects(of stretch: Stretch) -> FoundTexts {
    registers.subjects.found(gathered(stretch) { applications.chunks[$0].subjects })
  }

  /// The names that the register has for the enterprises.
  package func names(of stretch: Stretch) -> FoundTexts {
    registers.enterprises.names(of: gathered(stretch) { applications.chunks[$0].enterprises })
  }

  /// The names as applied, trimmed, where they are not written as in the register.
  package func ownNames(of stretch: Stretch) -> [(place: Int, name: [UInt8])] {
    stretch.chunks.flatMap { at, places in
      let names = applications.chunks[at].names.of(places.map { stretch.rows[Int($0)] })
      return zip(places, names).compactMap { place, name in name.map { (place: Int(place), name: $0) } }
    }
  }

  /// By place, what a column of the chunks says.
  private func gathered(_ stretch: Stretch, _ column: (_ chunk: Int) -> [Int32]) -> [Int32] {
    var found = [Int32](repeating: 0, count: stretch.count)
    for (at, places) in stretch.chunks {
      let values = column(at)
      for place in places { found[Int(place)] = values[Int(stretch.rows[Int(place)])] }
    }
    return found
  }

  /// The credit code of an enterprise by its number, folded; no bytes where nobody can read it.
  package func uscc(_ code: Int32) -> ArraySlice<UInt8> { code < 0 ? [] : registers.codes.bytes(code) }

  /// The subject's number, folded; no bytes where the claim is for the enterprise itself.
  package func subject(_ subject: Int32) -> ArraySlice<UInt8> {
    subject < 0 ? [] : registers.subjects.bytes(subject)
  }
}
