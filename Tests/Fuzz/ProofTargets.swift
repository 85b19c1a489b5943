// What a stranger hands in as proof: notes, checkpoints, tree proofs, JSON. What is accepted is exactly what we would
// write: there are no two forms of one proof.

import Audit
import Tables
import Verification

func fuzzProof(_ bytes: [UInt8]) {
  if let note = SignedNote(parsing: bytes) {
    insist(note.bytes == bytes, "a note of two forms")
    if let head = Checkpoint(note.text) { insist(head.text == note.text, "a checkpoint of two forms") }
  }
  if let proof = TreeProof(parsing: bytes) {
    insist(TreeProof(parsing: proof.bytes) == proof, "a proof that changes as it is written")
    insist(
      proof.bytes == bytes || bytes.split(separator: 10).contains { $0.starts(with: "extra ".utf8) },
      "a proof of two forms")
    _ = proof.holds(for: bytes[...])
  }
  if let json = try? JSON(parsing: bytes) {
    let line = Array(json.line.utf8)
    insist((try? JSON(parsing: line)) == json, "JSON that changes as it is written")
  }
  if let log = AuditLog(parsing: bytes) {
    insist(log.lines.flatMap { Array($0) + [10] } == bytes, "a log of two forms")
  }
  if let text = String(validating: bytes, as: UTF8.self), let decoded = Audit.bytes(base64: text) {
    insist(base64(decoded) == text, "base64 of two forms")
  }
  _ = try? VerifyingKey(pem: bytes)
}

private let run = files(below: (setting("FUZZ_DATA") ?? ".") + "/run")

/// A published run of which one paper, by the first byte, is replaced by any bytes: verification fails, it does not fall.
func fuzzRun(_ bytes: [UInt8]) {
  guard let first = bytes.first else { return }
  insist(run.count > 20, "FUZZ_DATA should hold a run")
  let changed = run[Int(first) % run.count]
  let body = Array(bytes.dropFirst())
  guard changed.bytes != body else { return }
  var papers = Dictionary(uniqueKeysWithValues: run.map { ($0.path, $0.bytes) })
  papers[changed.path] = body
  let checks = verify(RunFiles(folder: setting("FUZZ_RUN") ?? "", files: papers), key: nil)
  insist(checks.contains { !$0.holds }, "\(changed.path) may say anything")
}
