// Two pairs of eyes: a final run counts once two different people have signed its SHA256SUMS, one as reviewer, one as
// approver, each with a key of their own that the year's allowed_signers names. The program never holds a person's key;
// ssh-keygen checks the signatures.

import Audit
import Glibc
import Tables
import Verification

struct TwoPairs {
  private let terminal: Terminal
  private let folder: RunFolder
  private let files: [String: [UInt8]]
  private let signers: String

  init(_ session: Session, _ folder: RunFolder, _ files: [String: [UInt8]]) throws {
    terminal = session.terminal
    self.folder = folder
    self.files = files
    let year = folder.path.split(separator: "/").dropLast().last.map(String.init) ?? ""
    signers = session.arguments["signers"] ?? session.data + "/" + year + "/allowed_signers"
    guard try readFile(signers, called: signers) != nil else {
      throw Failure(code: .fileMissing, zh: "没有 \(signers)", en: "there is no \(signers)")
    }
  }

  func checks() throws -> [Check] {
    var manifest: [String: JSON] = [:]
    if case .object(let members)? = try? JSON(parsing: files["run.json"] ?? []) { manifest = members }
    let reviewer = try signer("review")
    let approver = try signer("approve")
    return [
      signatureCheck(
        isFinal: manifest["mode"] == .string("final"), reviewer: reviewer, approver: approver,
        sameKey: reviewer.key != nil && reviewer.key == approver.key)
    ]
  }

  /// Who signed for a role: the principals whom allowed_signers gives the key, or why nobody did.
  private func signer(_ role: String) throws -> Signer {
    let path = folder.path + "/SHA256SUMS.\(role).sig"
    guard files["SHA256SUMS.\(role).sig"] != nil else { return Signer(trouble: .missing) }
    let found = try sshKeygen(["-Y", "find-principals", "-f", signers, "-s", path], input: [])
    let names = String(decoding: found.output, as: UTF8.self).split(separator: "\n").map(String.init)
    guard found.status == 0, let name = names.first else {
      return try listed(files["SHA256SUMS.\(role).sig"]!).map { Signer(name: $0, trouble: .notAllowed) }
        ?? Signer(trouble: .unknown)
    }
    let proof = try sshKeygen(
      ["-Y", "verify", "-n", "allot-\(role)", "-f", signers, "-I", name, "-s", path], input: files["SHA256SUMS"] ?? [])
    let words = String(decoding: proof.output, as: UTF8.self)
    guard proof.status == 0 else {
      let other = try sshKeygen(
        ["-Y", "check-novalidate", "-n", "allot-\(role)", "-s", path], input: files["SHA256SUMS"] ?? [])
      if other.status == 0 { return Signer(name: name, trouble: .notAllowed) }
      let wrong = String(decoding: other.output, as: UTF8.self)
      return Signer(name: name, trouble: wrong.contains("namespace") ? .namespace : .otherFile)
    }
    let key = words.split(separator: " ").last { $0.hasPrefix("SHA256:") }.map { trimmedText($0) }
    return Signer(name: name, key: key)
  }

  /// Whom the file of signers gives the signature's key, whatever it says of times and namespaces.
  private func listed(_ signature: [UInt8]) throws(Failure) -> String? {
    let armour = String(decoding: signature, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("-----") }
    // SSHSIG, a version, then the public key behind its length.
    guard let blob = bytes(base64: armour.joined()), blob.count > 14 else { return nil }
    let count = blob[10..<14].reduce(0) { $0 << 8 | Int($1) }
    guard count <= blob.count - 14 else { return nil }
    let key = base64(blob[14..<14 + count])
    let lines = String(decoding: try readFile(signers, called: signers) ?? [], as: UTF8.self).split(separator: "\n")
    let line = lines.first { line in !line.hasPrefix("#") && line.split(separator: " ").contains { $0 == key } }
    return line?.split(separator: " ").first.map(String.init)
  }

  /// Runs ssh-keygen with the bytes on its stdin; its stdout and stderr together.
  private func sshKeygen(_ words: [String], input: [UInt8]) throws(Failure) -> (status: Int32, output: [UInt8]) {
    try runProgram("/usr/bin/ssh-keygen", ["ssh-keygen"] + words, input: input)
  }
}
