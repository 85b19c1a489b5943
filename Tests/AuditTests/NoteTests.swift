// Notes, checkpoints and proofs against the examples of their specifications, and against a note that Go's
// implementation signed.

import Audit
import Tables
import Testing

@Suite struct NoteTests {
  /// Of the documentation of golang.org/x/mod/sumdb/note: a note, its signer, its verifier.
  static let note = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

    """
  static let verifier = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

  @Test func aNoteSignedElsewhereIsAccepted() throws {
    let note = try #require(SignedNote(parsing: Array(NoteTests.note.utf8)))
    // The first byte is the kind of the key.
    let key = try VerifyingKey(raw: Array(try #require(bytes(base64: NoteTests.verifier)).dropFirst()))
    #expect(hex(key.id(as: "PeterNeumann")) == "c74f20a3")
    #expect(note.isSigned(by: key, as: "PeterNeumann"))
    #expect(!note.isSigned(by: key, as: "PaulNeumann"))
    #expect(note.bytes == Array(NoteTests.note.utf8))
  }

  @Test func aProofIsReadAsItIsWrittenAndNothingElseIsOne() throws {
    let note = try #require(SignedNote(parsing: Array(NoteTests.note.utf8)))
    for count in [0, 1, 7, 63] {
      let proof = TreeProof(index: count, hashes: (0..<count).map { sha256([UInt8($0)]) }, checkpoint: note)
      #expect(TreeProof(parsing: proof.bytes) == proof)
    }
    let proof = TreeProof(index: 5, hashes: [sha256([1]), sha256([2])], checkpoint: note)
    let text = String(decoding: proof.bytes, as: UTF8.self)
    func read(_ old: String, _ new: String) -> TreeProof? {
      TreeProof(parsing: Array(text.replacing(old, with: new, maxReplacements: 1).utf8))
    }
    #expect(read("index 5", "extra AAAA\nindex 5") == proof)
    for (old, new) in [
      ("index 5", "extra AAAA"), ("index 5", "index 05"), ("index 5", "index -5"), ("index 5", "number 5"),
      ("@v1", "@v2"),
      (base64(sha256([2])), base64([2])), (base64(sha256([2])), "?"), ("\n\n", "\n"), ("— ", "- "),
    ] {
      #expect(read(old, new) == nil, "\(old) → \(new)")
    }
    let long = TreeProof(index: 5, hashes: (0..<64).map { sha256([$0]) }, checkpoint: note)
    #expect(TreeProof(parsing: long.bytes) == nil)
    #expect(TreeProof(parsing: Array(text.utf8.prefix(20))) == nil)
    #expect(TreeProof(parsing: Array("c2sp.org/tlog-proof@v1\nextra A\n".utf8)) == nil)
  }

  @Test func everyFlippedBitSpoilsTheNote() throws {
    let key = try VerifyingKey(raw: Array(try #require(bytes(base64: NoteTests.verifier)).dropFirst()))
    let good = Array(NoteTests.note.utf8)
    for at in good.indices {
      for bit in 0..<8 {
        var bad = good
        bad[at] ^= 1 << UInt8(bit)
        let accepted = SignedNote(parsing: bad)?.isSigned(by: key, as: "PeterNeumann") ?? false
        #expect(!accepted, "byte \(at), bit \(bit)")
      }
    }
  }

  @Test func ourSignatureHolds() throws {
    let pem = """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
      -----END PRIVATE KEY-----

      """
    // The first key of RFC 8032, section 7.1.
    let key = try SigningKey(pem: Array(pem.utf8))
    #expect(hex(key.verifying.bytes) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    #expect(
      hex(key.sign([]))
        == "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    #expect(try VerifyingKey(pem: Array(key.verifying.pem.utf8)) == key.verifying)
    let note = SignedNote("text\n", signedBy: key, as: "allot/320412/2024/0123456789ab")
    #expect(
      try #require(SignedNote(parsing: note.bytes)).isSigned(by: key.verifying, as: "allot/320412/2024/0123456789ab"))
  }

  @Test(arguments: [
    "", "text", "text\n", "text\n\n— a b\n", "text\n\n— a\n", "te\u{1}xt\n\n", "text\n\n- a AAAAAAAA\n",
  ])
  func whatIsNoNoteIsRefused(_ text: String) {
    #expect(SignedNote(parsing: Array(text.utf8)) == nil)
  }

  @Test func aCheckpointComesBack() {
    let head = Checkpoint(origin: "allot/320412/2024/0123456789ab", size: 7, root: sha256([]))
    #expect(Checkpoint(head.text) == head)
    for text in ["a\n07\n\(base64(sha256([])))\n", "a\n7\nAAAA\n", "\n7\n\(base64(sha256([])))\n", "a\n7\n"] {
      #expect(Checkpoint(text) == nil)
    }
  }

  @Test func base64IsReadAsItIsWritten() {
    #expect(base64(Array("foobar".utf8)) == "Zm9vYmFy")
    #expect(base64(Array("fooba".utf8)) == "Zm9vYmE=")
    #expect(bytes(base64: "Zm9vYg==") == Array("foob".utf8))
    for text in ["Zm9vYh==", "Zm9vYg=", "Zm9vYg", "Zm9v Yg==", "=Zm9vYg="] { #expect(bytes(base64: text) == nil) }
  }

  /// HMAC of RFC 4231, test case 2.
  @Test func hmacIsTheKnownOne() {
    #expect(
      hex(hmacSHA256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8)))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }
}
