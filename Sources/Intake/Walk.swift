// Going through rows in the order of the papers.

package import Tables

/// Some rows, in the order of the papers, with what the papers print of them side by side.
///
/// What the papers ask of a row lies all over the registers, and every core asks. It is gathered for some hundred rows at
/// once: the processor then waits for many reads together, and the cores do not count references to the same columns.
package struct Stretch: Sendable {
  /// Row numbers.
  package let numbers: ArraySlice<Int32>
  package let ids: Texts
  /// By row, its chunk and its place in there.
  let places: [(chunk: Int, row: Int)]
  /// By row, the numbers of its enterprise and subject.
  let enterprises: [Int32]
  let subjects: [Int32]

  init(_ numbers: ArraySlice<Int32>, _ applications: Applications) {
    self.numbers = numbers
    places = numbers.map { applications.locate(Int($0)) }
    var (enterprises, subjects, ids) = ([Int32](), [Int32](), Texts())
    for (at, row) in places {
      enterprises.append(applications.chunks[at].enterprises[row])
      subjects.append(applications.chunks[at].subjects[row])
      ids.append(row, of: applications.chunks[at].ids)
    }
    (self.enterprises, self.subjects, self.ids) = (enterprises, subjects, ids)
  }
}

extension Year {
  /// Visits rows by number, some hundred at a time.
  package func visit(_ numbers: ArraySlice<Int32>, _ body: (Stretch) -> Void) {
    for start in stride(from: numbers.startIndex, to: numbers.endIndex, by: 256) {
      body(Stretch(numbers[start..<min(numbers.endIndex, start + 256)], applications))
    }
  }

  /// Visits the rows of a stretch one by one, with the chunk that each is in.
  ///
  /// - Parameter body: is told the place in the stretch, the row number, the chunk's number, the chunk, the row in it.
  package func visit(
    _ stretch: Stretch, _ body: (_ place: Int, _ number: Int, _ at: Int, _ chunk: Chunk, _ row: Int) -> Void
  ) {
    var (held, chunk) = (-1, Chunk?.none)
    for (place, number) in stretch.numbers.enumerated() {
      let (at, row) = stretch.places[place]
      if at != held { (held, chunk) = (at, applications.chunks[at]) }
      body(place, Int(number), at, chunk!, row)
    }
  }

  /// The credit codes of a stretch's rows, folded; no bytes where nobody can read one.
  package func codes(of stretch: Stretch) -> Texts { registers.codes.gathered(stretch.enterprises) }

  /// The subjects' numbers, folded; no bytes where the claim is for the enterprise itself.
  package func subjects(of stretch: Stretch) -> Texts { registers.subjects.gathered(stretch.subjects) }

  /// The names that the register has for the enterprises.
  package func names(of stretch: Stretch) -> Texts { registers.enterprises.names(of: stretch.enterprises) }

  /// The names as applied, trimmed, where they are not written as in the register.
  package func ownNames(of stretch: Stretch) -> [[UInt8]?] {
    stretch.places.map { applications.chunks[$0.chunk].names[$0.row] }
  }

  /// The credit code of an enterprise by its number, folded; no bytes where nobody can read it.
  package func uscc(_ code: Int32) -> ArraySlice<UInt8> { code < 0 ? [] : registers.codes.bytes(code) }

  /// The subject's number, folded; no bytes where the claim is for the enterprise itself.
  package func subject(_ subject: Int32) -> ArraySlice<UInt8> {
    subject < 0 ? [] : registers.subjects.bytes(subject)
  }
}
