// A C2SP signed note: text, a blank line, and lines `— name base64(key id ‖ signature)` with Ed25519.

package struct SignedNote: Equatable, Sendable {
  package struct Signature: Equatable, Sendable {
    package let name: String
    /// The key id (4 bytes), then the signature.
    package let bytes: [UInt8]
  }

  /// With its last line end.
  package let text: String
  package let signatures: [Signature]

  /// Signs a text that ends with a line end.
  package init(_ text: String, signedBy key: SigningKey?, as name: String) {
    self.text = text
    signatures = key.map { [Signature(name: name, bytes: $0.verifying.id(as: name) + $0.sign(Array(text.utf8)))] } ?? []
  }

  /// Reads a note; nil if the bytes are none. The last blank line parts text and signatures.
  package init?(parsing bytes: [UInt8]) {
    guard firstInvalidControl(bytes) == nil, bytes.last == 10, let whole = String(validating: bytes, as: UTF8.self)
    else {
      return nil
    }
    guard
      let gap = whole.utf8.indices.last(where: { at in
        whole.utf8[at] == 10 && at > whole.utf8.startIndex && whole.utf8[whole.utf8.index(before: at)] == 10
      })
    else { return nil }
    text = String(whole.utf8[..<gap])!
    var found: [Signature] = []
    for line in whole.utf8[whole.utf8.index(after: gap)...].split(separator: 10, omittingEmptySubsequences: false)
      .dropLast()
    {
      let words = String(line)!.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 3, words[0] == "—", !words[1].isEmpty, !words[1].contains("+"),
        let bytes = Audit.bytes(base64: words[2]), bytes.count > 4
      else { return nil }
      found.append(Signature(name: String(words[1]), bytes: bytes))
    }
    guard found.count <= 64 else { return nil }
    signatures = found
  }

  package var bytes: [UInt8] {
    Array((text + "\n" + signatures.map { "— \($0.name) \(base64($0.bytes))\n" }.joined()).utf8)
  }

  /// Whether this key, under this name, signed the text; a signature of the key that does not hold spoils the note.
  package func isSigned(by key: VerifyingKey, as name: String) -> Bool {
    let own = signatures.filter { $0.name == name && Array($0.bytes.prefix(4)) == key.id(as: name) }
    return !own.isEmpty && own.allSatisfy { key.verifies(Array($0.bytes.dropFirst(4)), of: Array(text.utf8)) }
  }
}

extension VerifyingKey {
  /// SHA-256(name ‖ LF ‖ 0x01 ‖ key), its first four bytes.
  package func id(as name: String) -> [UInt8] {
    Array(sha256(Array(name.utf8) + [10, 1] + bytes).prefix(4))
  }
}

private func firstInvalidControl(_ bytes: [UInt8]) -> Int? { bytes.firstIndex { $0 < 32 && $0 != 10 } }
