// Base 64 of RFC 4648, section 4: padded, no line ends; reading takes only what writing would have made.

package func base64(_ bytes: some Collection<UInt8>) -> String {
  var text: [UInt8] = []
  var (buffer, bits) = (UInt32(0), 0)
  for byte in bytes {
    (buffer, bits) = (buffer << 8 | UInt32(byte), bits + 8)
    while bits >= 6 {
      bits -= 6
      text.append(alphabet[Int(buffer >> UInt32(bits) & 63)])
    }
  }
  if bits > 0 { text.append(alphabet[Int(buffer << UInt32(6 - bits) & 63)]) }
  while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
  return String(decoding: text, as: UTF8.self)
}

/// Nil unless the text is exactly the base 64 of some bytes.
package func bytes(base64 text: some StringProtocol) -> [UInt8]? {
  var bytes: [UInt8] = []
  var (buffer, bits) = (UInt32(0), 0)
  for sign in text.utf8 where sign != UInt8(ascii: "=") {
    guard let value = alphabet.firstIndex(of: sign) else { return nil }
    (buffer, bits) = (buffer << 6 | UInt32(value), bits + 6)
    if bits >= 8 {
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
    }
  }
  return base64(bytes) == String(text) ? bytes : nil
}

private let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
