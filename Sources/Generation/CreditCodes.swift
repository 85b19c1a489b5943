// Credit codes of enterprises that do not exist: valid by both checks, far apart for neighbours, drawn from a number.

/// The organisation part is `YL` and six of the 31 characters of GB 32100: 887 million codes, each number its own.
struct CreditCodes: Sendable {
  /// `91` and the six digits of the region.
  private let head: [UInt8]
  /// Σ of places × weights over the head.
  private let headSum: Int

  init(region: String) {
    let digits = region.utf8.filter { (48...57).contains($0) }.prefix(6)
    let head = Array("91".utf8) + digits + [UInt8](repeating: 48, count: 6 - digits.count)
    self.head = head
    headSum = head.indices.reduce(0) { $0 + Int(head[$1] - 48) * weights[$1] }
  }

  func put(_ number: Int, on ink: inout Ink) {
    ink.put(head)
    ink.put(UInt8(ascii: "Y"))
    ink.put(UInt8(ascii: "L"))
    var sum = headSum + 30 * weights[8] + 20 * weights[9]
    var inner = 34 * 3 + 21 * 7
    // A factor without 31 in it permutes the numbers below 31^6.
    var rest = number * 387_420_489 % 887_503_681
    for at in 2..<8 {
      let place = rest % 31
      rest /= 31
      let character = alphabet[place]
      ink.put(character)
      sum += place * weights[8 + at]
      inner += innerWeights[at] * (character < 65 ? Int(character) - 48 : Int(character) - 55)
    }
    let innerCheck = 11 - inner % 11
    let character: UInt8 =
      innerCheck == 10 ? UInt8(ascii: "X") : innerCheck == 11 ? UInt8(ascii: "0") : UInt8(48 + innerCheck)
    ink.put(character)
    sum += (innerCheck == 10 ? 29 : innerCheck % 11) * weights[16]
    ink.put(alphabet[(31 - sum % 31) % 31])
  }
}

private let weights: [17 of Int] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
private let innerWeights: [8 of Int] = [3, 7, 9, 10, 5, 8, 4, 2]
private let alphabet: [31 of UInt8] = [
  48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 65, 66, 67, 68, 69, 70, 71, 72, 74, 75, 76, 77, 78, 80, 81, 82, 84, 85, 87,
  88, 89,
]
