// The unified social credit code: GB 32100-2015 over all eighteen characters, and the organisation code of
// GB 11714 that it carries on positions 9 to 17. Eighteen plain digits can pass the first and fail the second.

/// Whether the folded code has its form and both check characters.
package func isCreditCode(_ code: ArraySlice<UInt8>) -> Bool {
  guard code.count == 18 else { return false }
  var sum = 0
  for at in 0..<17 {
    guard let value = position(of: code[code.startIndex + at]) else { return false }
    sum += value * weights[at]
  }
  guard let check = position(of: code[code.endIndex - 1]), check == (31 - sum % 31) % 31 else { return false }
  return isOrganisationCode(code, from: code.startIndex + 8)
}

/// GB 11714: eight characters of 0–9, A–Z and a check character, 10 written X, 11 written 0.
private func isOrganisationCode(_ code: ArraySlice<UInt8>, from start: Int) -> Bool {
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

/// The place of a character in the alphabet of GB 32100, which leaves out I, O, S, V and Z.
private func position(of character: UInt8) -> Int? {
  let place = alphabetPlaces[Int(character)]
  return place < 0 ? nil : Int(place)
}

private let alphabetPlaces: [Int8] = {
  var places = [Int8](repeating: -1, count: 256)
  for (place, character) in "0123456789ABCDEFGHJKLMNPQRTUWXY".utf8.enumerated() { places[Int(character)] = Int8(place) }
  return places
}()
