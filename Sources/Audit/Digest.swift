// SHA-256 through libcrypto, and the identity that a run draws from it.

import COpenSSL
import Synchronization
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

/// SHA-256 of what comes piece by piece.
@safe package final class RunningHash: Sendable {
  private let context: Mutex<OpaquePointer>

  package init() {
    guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex2(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("libcrypto has no SHA-256")
    }
    unsafe self.context = Mutex(context)
  }

  deinit { unsafe context.withLock { unsafe EVP_MD_CTX_free($0) } }

  package func add(_ piece: ArraySlice<UInt8>) {
    // The slice lives through the call, which reads no further than its count.
    let done = unsafe context.withLock { context in
      unsafe piece.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    }
    precondition(done == 1, "libcrypto could not take a SHA-256")
  }

  /// The 32 bytes; nothing can be added behind them.
  package func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    let done = unsafe context.withLock { unsafe EVP_DigestFinal_ex($0, &digest, nil) }
    precondition(done == 1, "libcrypto could not take a SHA-256")
    return digest
  }
}

/// SHA-256 of many short texts: the algorithm is fetched once, the context used again.
@safe package struct LeafHasher: ~Copyable {
  private let context: OpaquePointer
  private let algorithm: OpaquePointer

  package init() {
    guard let context = unsafe EVP_MD_CTX_new(), let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil) else {
      preconditionFailure("libcrypto has no SHA-256")
    }
    unsafe (self.context, self.algorithm) = unsafe (context, algorithm)
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
    unsafe EVP_MD_free(algorithm)
  }

  /// Appends the 32 bytes of SHA-256(prefix ‖ parts) to `digests`.
  mutating func hash(_ prefix: UInt8, _ parts: ArraySlice<UInt8>..., into digests: inout [UInt8]) {
    var (first, digest) = (prefix, InlineArray<32, UInt8>(repeating: 0))
    // The pointers live through the calls, which read the counts given and write 32 bytes.
    var done = unsafe EVP_DigestInit_ex2(context, algorithm, nil) == 1 && EVP_DigestUpdate(context, &first, 1) == 1
    for part in parts {
      done = unsafe part.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) } == 1 && done
    }
    done =
      unsafe withUnsafeMutablePointer(to: &digest) { pointer in
        unsafe EVP_DigestFinal_ex(context, UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UInt8.self), nil)
      } == 1 && done
    precondition(done, "libcrypto could not take a SHA-256")
    for at in digest.indices { digests.append(digest[at]) }
  }
}

/// HMAC-SHA256, 32 bytes.
package func hmacSHA256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
  var code = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
  // All arrays live through the call, which writes 32 bytes.
  let done = unsafe HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &code, nil)
  precondition(unsafe done != nil, "libcrypto could not take an HMAC")
  return code
}

/// A file of the year as it went into a run.
package struct InputDigest: Sendable {
  /// The path below the year folder.
  package let path: String
  package let bytes: Int
  package let sha256: [UInt8]

  package init(path: String, bytes: Int, sha256: [UInt8]) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
  }
}

/// The identity of a run: SHA-256 over the program's version, then every input table by path.
///
/// - Parameter choices: what else the papers' bytes depend on, as `mode=final` and `key=` with the hash of a public key.
/// - Parameter inputs: the policy tables and every table that was read, in any order.
/// - Returns: 64 hexadecimal digits; a run's folder is named by the first twelve.
package func runIdentity(version: String, choices: [String], inputs: [InputDigest]) -> String {
  var text = "allot/run/v2\n\(version)\n" + choices.sorted().map { $0 + "\n" }.joined() + "\n"
  for input in inputs.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
    text += "\(hex(input.sha256)) \(input.bytes) \(input.path)\n"
  }
  return hex(sha256(Array(text.utf8)))
}
