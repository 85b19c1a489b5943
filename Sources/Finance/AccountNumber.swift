// Account numbers: how they are compared, how a message may show them, and how one sees that a spreadsheet held them
// for numbers. A spreadsheet keeps fifteen digits and no zeros in front: what it took cannot be had back.

import Tables

/// What a spreadsheet has done to an account number.
package enum AccountDamage: Equatable, Sendable {
  /// `6.22848E+18`, or a decimal point.
  case scientific
  /// Every digit behind the fifteenth is zero.
  case roundedOff
  /// The zeros in front are gone.
  case leadingZeros
}

/// The number as it is compared: folded, without blanks and hyphens.
func comparable(_ account: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  account.contains { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") }
    ? account.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }[...] : account
}

/// Damage that shows in the number alone.
///
/// - Parameter account: as `comparable` gives it.
func damage(_ account: ArraySlice<UInt8>) -> AccountDamage? {
  if isScientific(account) { return .scientific }
  // Of genuine numbers one in a thousand ends so; those are looked at by a person.
  return account.count >= 18 && isRoundedOff(account) ? .roundedOff : nil
}

/// Damage that shows beside the number that was meant, and the number as it would be without.
func damage(_ account: ArraySlice<UInt8>, of meant: ArraySlice<UInt8>) -> AccountDamage? {
  if let own = damage(account), !same(account, meant) { return own }
  guard account.allSatisfy(isDigit), !same(account, meant) else { return nil }
  if meant.first == UInt8(ascii: "0"), same(account, meant.drop { $0 == UInt8(ascii: "0") }) { return .leadingZeros }
  guard account.count == meant.count, isRoundedOff(account) else { return nil }
  // A spreadsheet cuts the digits behind the fifteenth, or rounds the fifteenth.
  return same(account.prefix(14), meant.prefix(14)) ? .roundedOff : nil
}

/// Whether all digits behind the fifteenth are zero, and there are some.
func isRoundedOff(_ account: ArraySlice<UInt8>) -> Bool {
  account.count > 15 && account.allSatisfy(isDigit)
    && account.dropFirst(15).allSatisfy { $0 == UInt8(ascii: "0") }
}

/// Digits with a point or an exponent among them: a number, not a code.
private func isScientific(_ account: ArraySlice<UInt8>) -> Bool {
  let body = account.filter { !isDigit($0) && $0 != UInt8(ascii: "+") }
  return body.elementsEqual(".E".utf8) || body.elementsEqual("E".utf8) || body.elementsEqual(".".utf8)
}

/// The last four characters and the signs between digits; the rest is covered: `••••••••••••0001`, `•.•••••E+17`.
package func masked(_ account: String) -> String {
  let shown = account.contains { $0 == "." || $0 == "E" || $0 == "e" } ? 0 : min(4, account.count / 2)
  return String(account.dropLast(shown).map { $0.isNumber || $0.isLetter && $0 != "E" ? "•" : $0 })
    + account.suffix(shown)
}
