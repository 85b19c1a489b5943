// Ed25519 keys: a private one as `openssl genpkey -algorithm ed25519` writes it, and its public half.

import COpenSSL

package struct NoKey: Error {}

/// A private key that signs checkpoints; never written anywhere.
package struct SigningKey: Sendable {
  private let secret: [UInt8]
  package let verifying: VerifyingKey

  /// Reads a PEM file.
  package init(pem: [UInt8]) throws(NoKey) {
    let key = try unsafe parse(pem) { unsafe PEM_read_bio_PrivateKey($0, nil, nil, nil) }
    defer { unsafe EVP_PKEY_free(key) }
    secret = unsafe try raw { unsafe EVP_PKEY_get_raw_private_key(key, $0, &$1) }
    verifying = unsafe try VerifyingKey(raw: try raw { unsafe EVP_PKEY_get_raw_public_key(key, $0, &$1) })
  }

  /// The 64 bytes of the signature (RFC 8032).
  package func sign(_ message: [UInt8]) -> [UInt8] {
    let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, secret, secret.count)
    let context = unsafe EVP_MD_CTX_new()
    defer {
      unsafe EVP_MD_CTX_free(context)
      unsafe EVP_PKEY_free(key)
    }
    var (signature, count) = ([UInt8](repeating: 0, count: 64), 64)
    let done =
      unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1
      && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
    precondition(done && count == 64, "libcrypto could not sign")
    return signature
  }

  /// The secret of a run, from which its salts come.
  package func runSecret(identity: String) -> [UInt8] {
    hmacSHA256(key: secret, Array("allot/run-secret/v1\n\(identity)".utf8))
  }
}

/// A public key.
package struct VerifyingKey: Equatable, Sendable {
  /// 32 bytes (RFC 8032).
  package let bytes: [UInt8]

  package init(raw bytes: [UInt8]) throws(NoKey) {
    guard bytes.count == 32 else { throw NoKey() }
    self.bytes = bytes
  }

  /// Reads a PEM file.
  package init(pem: [UInt8]) throws(NoKey) {
    let key = try unsafe parse(pem) { unsafe PEM_read_bio_PUBKEY($0, nil, nil, nil) }
    defer { unsafe EVP_PKEY_free(key) }
    unsafe try self.init(raw: try raw { unsafe EVP_PKEY_get_raw_public_key(key, $0, &$1) })
  }

  /// The key as openssl reads it: DER of RFC 8410 in PEM.
  package var pem: String {
    let der: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00] + bytes
    return "-----BEGIN PUBLIC KEY-----\n\(base64(der))\n-----END PUBLIC KEY-----\n"
  }

  package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard signature.count == 64 else { return false }
    let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
    let context = unsafe EVP_MD_CTX_new()
    defer {
      unsafe EVP_MD_CTX_free(context)
      unsafe EVP_PKEY_free(key)
    }
    return unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}

private func parse(_ pem: [UInt8], _ read: (OpaquePointer) -> OpaquePointer?) throws(NoKey) -> OpaquePointer {
  guard let source = unsafe BIO_new_mem_buf(pem, Int32(pem.count)) else { throw NoKey() }
  defer { unsafe BIO_free(source) }
  guard let key = unsafe read(source) else { throw NoKey() }
  guard unsafe EVP_PKEY_get_id(key) == EVP_PKEY_ED25519 else {
    unsafe EVP_PKEY_free(key)
    throw NoKey()
  }
  return unsafe key
}

private func raw(_ read: (UnsafeMutablePointer<UInt8>, inout Int) -> Int32) throws(NoKey) -> [UInt8] {
  var (bytes, count) = ([UInt8](repeating: 0, count: 32), 32)
  let done = unsafe bytes.withUnsafeMutableBufferPointer { unsafe read($0.baseAddress!, &count) }
  guard done == 1, count == 32 else { throw NoKey() }
  return bytes
}
