// The unified social credit code: GB 32100-2015 over all eighteen characters, and the organisation code of
// GB 11714 that it carries on positions 9 to 17. Eighteen plain digits can pass the first and fail the second.

/// Whether the folded code has its form and both check characters.
package func isCreditCode(_ code: ArraySlice<UInt8>) -> Bool { isCreditCode(code.span, 0, code.count) }

/// The same of the bytes `start ..< end` of a text.
func isCreditCode(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
  guard end - start == 18 else { return false }
  var sum = 0
  for at in 0..<17 {
    let value = position(of: text[start + at])
    if value < 0 { return false }
    sum += value * weights[at]
  }
  return position(of: text[end - 1]) == (31 - sum % 31) % 31 && isOrganisationCode(text, from: start + 8)
}

/// GB 11714: eight characters of 0–9, A–Z and a check character, 10 written X, 11 written 0.
private func isOrganisationCode(_ code: Span<UInt8>, from start: Int) -> Bool {
  var sum = 0
  for at in 0..<8 {
    let character = code[start + at]
    sum += organisationWeights[at] * (character < 65 ? Int(character) - 48 : Int(character) - 55)
  }
  let check = 11 - sum % 11
  let expected: UInt8 = check == 10 ? UInt8(ascii: "X") : check == 11 ? UInt8(ascii: "0") : UInt8(48 + check)
  return code[start + 8] == expected
}

/// The powers of three, modulo 31.
private let weights: [17 of Int] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

private let organisationWeights: [8 of Int] = [3, 7, 9, 10, 5, 8, 4, 2]

/// The place of a character in the alphabet of GB 32100, which leaves out I, O, S, V and Z; -1 of any other.
@inline(__always)
private func position(of character: UInt8) -> Int {
  character >= 48 && character <= 90 ? Int(positions[Int(character) - 48]) : -1
}

/// From 0 to 9, from A to Z, and of the seven signs between them.
private let positions: [43 of Int8] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1, -1, -1, -1, -1, -1, 10, 11, 12, 13, 14, 15, 16, 17, -1, 18, 19, 20, 21, 22, -1,
  23, 24, 25, -1, 26, 27, -1, 28, 29, 30, -1,
]
