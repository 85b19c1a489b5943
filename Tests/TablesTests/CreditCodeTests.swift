import Tables
import Testing

private func isSound(_ code: some Sequence<UInt8>) -> Bool { isCreditCode(Array(code)[...]) }

/// The specimen of GB 32100, and codes as listed companies publish them; the fourth has an inner check
/// of 10, written X, and the last one, made up, an outer check of 0.
private let published = [
  "91350100M000100Y43", "914403001922038216", "91330100799655058B", "9144030071526726XG", "91330000142916567N",
  "91320001M000100Y40",
]

private let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

@Test(arguments: published)
func `A published code passes both checks`(code: String) {
  #expect(isSound(code.utf8))
}

@Test(arguments: published)
func `One changed character breaks a code, wherever it stands`(code: String) {
  let right = Array(code.utf8)
  for place in right.indices {
    for other in alphabet where other != right[place] {
      var wrong = right
      wrong[place] = other
      #expect(!isSound(wrong), "\(String(decoding: wrong, as: UTF8.self))")
    }
  }
}

@Test(arguments: published)
func `Two neighbours that changed places break a code`(code: String) {
  let right = Array(code.utf8)
  for place in right.indices.dropLast() where right[place] != right[place + 1] {
    var wrong = right
    wrong.swapAt(place, place + 1)
    #expect(!isSound(wrong), "\(String(decoding: wrong, as: UTF8.self))")
  }
}

@Test func `Eighteen plain digits pass the outer check and fail the organisation code within`() {
  #expect(!isSound("123456789012345678".utf8))
  // The same digits, the organisation code's check put right, and then the outer one again.
  let mended = alphabet.map { Array("12345678901234568".utf8) + [$0] }.filter(isSound)
  #expect(mended.count == 1)
}

@Test func `The inner check of 11 is written 0`() throws {
  let code = try #require(
    alphabet.map { Array("911100001000052201".utf8.dropLast(2)) + Array("0".utf8) + [$0] }.first(where: isSound))
  #expect(code[16] == UInt8(ascii: "0"))
}

@Test(arguments: ["I", "O", "S", "V", "Z", "甲", "-", " ", "a"])
func `A letter outside the alphabet breaks a code`(letter: String) {
  #expect(!isSound("9135010\(letter)M000100Y43".utf8))
  #expect(!isSound("91350100M000100Y4\(letter)".utf8))
}

@Test func `A code has eighteen characters`() {
  for wrong in ["", "9", "91350100M000100Y4", "91350100M000100Y430", " 91350100M000100Y43", "91350100m000100y43"] {
    #expect(!isSound(wrong.utf8), "\(wrong)")
  }
}

@Test func `A code is read folded, right or wrong; only damage by a spreadsheet is no code`() {
  #expect(read("91350100m000100y43", as: .creditCode) == .text("91350100M000100Y43"))
  #expect(read("９１３５０１００Ｍ０００１００Ｙ４３", as: .creditCode) == .text("91350100M000100Y43"))
  #expect(read("12345", as: .creditCode) == .text("12345"))
  for damaged in ["9.13204E+17", "9.13204e+17", "9E+17", "9.13204117E17", "９.１３Ｅ＋17", "9E17", "913204E12"] {
    #expect(read(damaged, as: .creditCode) == .no(.spreadsheetDamage), "\(damaged)")
  }
}

@Test func `A code that only looks like a number with an exponent is a code`() {
  for code in ["91320412E600000021", "9132041260000000E1"] {
    #expect(read(code, as: .creditCode) == .text(code))
  }
  for code in ["E17", "17E", "9E1+7", "9.1.3E+17", "9E+17X", "9.13204E+17元"] {
    #expect(read(code, as: .creditCode) == .text(code), "\(code)")
  }
}
