// Going through rows in the order of the papers.

import Tables

extension Year {
  /// Visits rows by number, with the chunk that each is in.
  ///
  /// What the papers ask of a row lies all over the registers. It is touched for some hundred rows at once before any of
  /// them is visited: the processor then waits for many reads together instead of for each.
  package func visit(
    _ numbers: ArraySlice<Int32>, _ body: (_ number: Int, _ at: Int, _ chunk: Chunk, _ row: Int) -> Void
  ) {
    var (start, at, chunk) = (numbers.startIndex, -1, Chunk?.none)
    while start < numbers.endIndex {
      let end = min(numbers.endIndex, start + 256)
      precondition(touched(numbers[start..<end]) >= 0)
      for number in numbers[start..<end] {
        let (found, row) = applications.locate(Int(number))
        if found != at { (at, chunk) = (found, applications.chunks[found]) }
        body(Int(number), at, chunk!, row)
      }
      start = end
    }
  }

  /// Reads a byte of everything that the papers print of these rows; the sum says nothing.
  private func touched(_ numbers: ArraySlice<Int32>) -> Int {
    let enterprises = numbers.map { number in
      let (chunk, row) = applications.locate(Int(number))
      return applications.chunks[chunk].enterprises[row]
    }
    return registers.enterprises.touched(enterprises) + registers.codes.touched(enterprises)
  }

  /// The credit code of an enterprise by its number, folded; no bytes where nobody can read it.
  package func uscc(_ code: Int32) -> ArraySlice<UInt8> { code < 0 ? [] : registers.codes.bytes(code) }

  /// The subject's number, folded; no bytes where the claim is for the enterprise itself.
  package func subject(_ subject: Int32) -> ArraySlice<UInt8> {
    subject < 0 ? [] : registers.subjects.bytes(subject)
  }
}
