// SHA-256 through libcrypto, and the identity that a run draws from it.

import COpenSSL
import Tables

/// SHA-256 of the bytes, 32 bytes.
package func sha256(_ bytes: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
  // Both arrays live through the call; libcrypto reads `bytes.count` bytes and writes 32.
  let done = unsafe digest.withUnsafeMutableBufferPointer { output in
    unsafe bytes.withUnsafeBufferPointer { input in
      unsafe EVP_Digest(input.baseAddress, input.count, output.baseAddress, nil, EVP_sha256(), nil)
    }
  }
  precondition(done == 1, "libcrypto could not take a SHA-256")
  return digest
}

/// A file of the year as it went into a run.
package struct InputDigest: Sendable {
  /// The path below the year folder.
  package let path: String
  package let bytes: Int
  package let sha256: [UInt8]

  package init(path: String, contents: [UInt8]) {
    self.path = path
    bytes = contents.count
    sha256 = Audit.sha256(contents)
  }
}

/// The identity of a run: SHA-256 over the program's version, then every input table by path.
///
/// - Parameter inputs: the policy tables and every table that was read, in any order.
/// - Returns: 64 hexadecimal digits; a run's folder is named by the first twelve.
package func runIdentity(version: String, mode: String, inputs: [InputDigest]) -> String {
  var text = "allot/run/v1\n\(version)\n\(mode)\n"
  for input in inputs.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
    text += "\(hex(input.sha256)) \(input.bytes) \(input.path)\n"
  }
  return hex(sha256(Array(text.utf8)))
}
