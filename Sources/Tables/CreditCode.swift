// The unified social credit code: GB 32100-2015 over all eighteen characters, and the organisation code of
// GB 11714 that it carries on positions 9 to 17. Eighteen plain digits can pass the first and fail the second.

/// Whether the folded code has its form and both check characters.
package func isCreditCode(_ code: some Collection<UInt8>) -> Bool {
  guard code.count == 18 else { return false }
  let characters = Array(code)
  var sum = 0
  var weight = 1
  for character in characters.dropLast() {
    guard let value = position(of: character) else { return false }
    sum += value * weight
    weight = weight * 3 % 31
  }
  guard let check = position(of: characters[17]), check == (31 - sum % 31) % 31 else { return false }
  return isOrganisationCode(characters[8..<17])
}

/// GB 11714: eight characters of 0–9, A–Z and a check character, 10 written X, 11 written 0.
private func isOrganisationCode(_ code: ArraySlice<UInt8>) -> Bool {
  let weights = [3, 7, 9, 10, 5, 8, 4, 2]
  var sum = 0
  for (character, weight) in zip(code, weights) {
    sum += weight * (character < 65 ? Int(character) - 48 : Int(character) - 55)
  }
  let check = 11 - sum % 11
  let expected: UInt8 = check == 10 ? UInt8(ascii: "X") : check == 11 ? UInt8(ascii: "0") : UInt8(48 + check)
  return code.last == expected
}

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
