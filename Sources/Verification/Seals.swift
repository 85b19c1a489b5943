// The outer proof: every file is what the sums, the manifest, the package and the log say, and the log is what the
// checkpoint says.

import Audit
import Tables

/// A run's files by their paths below the run.
package struct RunFiles: Sendable {
  package let folder: String
  package let files: [String: [UInt8]]

  package init(folder: String, files: [String: [UInt8]]) {
    self.folder = folder
    self.files = files
  }

  subscript(name: String) -> [UInt8] { files[name] ?? [] }
}

struct Seals {
  let run: RunFiles
  private let digests: [String: FileDigest]
  let manifest: [String: JSON]
  let log: AuditLog
  private(set) var checks: [Check] = []

  init(_ run: RunFiles, key: VerifyingKey?) throws(Broken) {
    self.run = run
    digests = Dictionary(uniqueKeysWithValues: run.files.map { ($0, FileDigest(path: $0, contents: $1)) })
    guard case .object(let manifest)? = try? JSON(parsing: run["run.json"]) else {
      throw Broken("run.json", "is no JSON object")
    }
    self.manifest = manifest
    guard let log = AuditLog(parsing: run["audit.jsonl"]), log.count > 1 else {
      throw Broken("audit.jsonl", "does not end")
    }
    self.log = log
    checkSums()
    checkManifest()
    checkInputs()
    checkLog()
    checkCheckpoint(key)
    checkPackage()
  }

  private mutating func checkSums() {
    var check = Check("sums", "文件与 SHA256SUMS 一致", "files are what SHA256SUMS says")
    let listed = run["SHA256SUMS"].split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    let names = run.files.keys.filter { $0 != "SHA256SUMS" && !$0.hasSuffix(".sig") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for (line, name) in zip(listed, names) {
      let right = "\(digests[name]!.sha256)  \(name)"
      check.expect(line == right, differs("SHA256SUMS", says: line, shouldSay: right))
    }
    check.expect(
      listed.count == names.count,
      differs("SHA256SUMS", says: "\(listed.count) files", shouldSay: "\(names.count) files"))
    check.expect(
      run["SHA256SUMS"] == sums(names.map { digests[$0]! }),
      Saying(zh: "SHA256SUMS 的写法与 sha256sum 不同", en: "SHA256SUMS is not written as sha256sum writes it"))
    checks.append(check)
  }

  private mutating func checkManifest() {
    var check = Check("manifest", "run.json 所列文件", "run.json lists the files")
    let own: Set = ["run.json", "datapackage.json", "SHA256SUMS"]
    let files = digests.values.filter { !own.contains($0.path) && !$0.path.hasSuffix(".sig") }
    let right = filesJSON(files)
    check.expect(manifest["files"] == right, listDifference("run.json", manifest["files"], right))
    let identity = string("identity")
    check.expect(
      string("run") == identity.prefix(12) && identity.utf8.count == 64,
      differs("run.json run", says: string("run"), shouldSay: String(identity.prefix(12))))
    check.expect(
      string("run") == run.folder, differs("run.json run", says: string("run"), shouldSay: run.folder))
    checks.append(check)
  }

  /// The identity follows from the listed inputs, and the carried tables are among them.
  private mutating func checkInputs() {
    var check = Check("inputs", "运行标识与所列输入一致", "the identity follows from the inputs")
    var inputs: [InputDigest] = []
    for input in array("inputs") {
      guard case .object(let entry) = input, case .string(let path)? = entry["path"],
        case .integer(let bytes)? = entry["bytes"], case .string(let sum)? = entry["sha256"]
      else {
        check.fail(Saying(zh: "run.json 的 inputs 无法读取", en: "the inputs of run.json cannot be read"))
        continue
      }
      inputs.append(InputDigest(path: path, bytes: Int(bytes), sha256: bytesOf(hex: sum)))
      let carried = path.hasPrefix("policy/") ? path : "registers/" + path
      if let own = digests[carried] {
        check.expect(own.sha256 == sum, differs("run.json inputs \(path)", says: sum, shouldSay: own.sha256))
      } else if path.hasPrefix("policy/") || path == "towns.csv" || path == "shares.csv" {
        check.fail(Saying(zh: "缺少 \(carried)", en: "\(carried) is missing"))
      }
    }
    for name in digests.keys where name.hasPrefix("policy/") {
      check.expect(
        inputs.contains { $0.path == name }, Saying(zh: "\(name) 不在输入之中", en: "\(name) is not among the inputs"))
    }
    var choices = ["mode=\(string("mode"))"]
    if !string("notice_from").isEmpty { choices.append("notice-from=\(string("notice_from"))") }
    if let key = try? VerifyingKey(pem: run["checkpoint.pub"]) { choices.append("key=\(hex(sha256(key.bytes)))") }
    let extents = [[], ["papers=proof"]].flatMap { [$0, $0 + ["trace=all"]] }
    let identities = extents.map {
      runIdentity(version: string("version"), choices: choices + $0, inputs: inputs)
    }
    check.expect(
      identities.contains(string("identity")),
      differs("run.json identity", says: string("identity"), shouldSay: identities[0]))
    let policy = policyHash(inputs.map { ($0.path, hex($0.sha256)) })
    check.expect(string("policy") == policy, differs("run.json policy", says: string("policy"), shouldSay: policy))
    checks.append(check)
  }

  /// The first and the last line: the run as the manifest has it, and every paper with its hash.
  private mutating func checkLog() {
    var check = Check("log", "日志的首尾与材料一致", "the log begins and ends with the run")
    let names = [
      "run", "identity", "version", "semantics", "mode", "region", "year", "inputs", "policy", "rulings", "previous",
      "notice_from",
    ]
    let start = object(log[0])
    check.expect(
      start["kind"] == .string("run-start"),
      differs("audit.jsonl:1", says: "\(text(start["kind"]))", shouldSay: "run-start"))
    for name in names {
      check.expect(
        start[name] == manifest[name],
        differs("audit.jsonl:1 \(name)", says: text(start[name]), shouldSay: text(manifest[name])))
    }
    let end = object(log[log.count - 1])
    check.expect(
      end["kind"] == .string("run-end"),
      differs("audit.jsonl:\(log.count)", says: text(end["kind"]), shouldSay: "run-end"))
    let papers = digests.values.filter { !Seals.proof.contains($0.path) && !$0.path.hasSuffix(".sig") }
    let right = filesJSON(papers)
    check.expect(end["files"] == right, listDifference("audit.jsonl run-end", end["files"], right))
    checks.append(check)
  }

  private static let proof: Set = [
    "audit.jsonl", "audit.tree", "checkpoint", "checkpoint.pub", "run-end.line", "run-end.tlog-proof", "verify.sh",
    "run.json", "datapackage.json", "SHA256SUMS",
  ]

  private mutating func checkCheckpoint(_ trusted: VerifyingKey?) {
    var check = Check("checkpoint", "日志的默克尔根与检查点一致", "the log's root is the checkpoint's")
    let tree = MerkleTree(log.lines)
    let origin = "allot/\(string("region"))/\(text(manifest["year"]))/\(string("run"))"
    let right = Checkpoint(origin: origin, size: tree.size, root: tree.root)
    guard let note = SignedNote(parsing: run["checkpoint"]), let head = Checkpoint(note.text) else {
      check.fail(Saying(zh: "checkpoint 无法读取", en: "checkpoint cannot be read"))
      checks.append(check)
      return
    }
    check.expect(head.origin == right.origin, differs("checkpoint", says: head.origin, shouldSay: right.origin))
    check.expect(head.size == right.size, differs("checkpoint", says: "\(head.size)", shouldSay: "\(right.size)"))
    check.expect(head.root == right.root, differs("checkpoint", says: base64(head.root), shouldSay: base64(right.root)))
    check.expect(
      run["checkpoint"] == note.bytes, Saying(zh: "checkpoint 写法不对", en: "checkpoint is not written as a note is"))
    var audit: [String: JSON] = [:]
    if case .object(let members)? = manifest["audit"] { audit = members }
    check.expect(
      audit["size"] == .integer(Int64(tree.size)),
      differs("run.json audit.size", says: text(audit["size"]), shouldSay: "\(tree.size)"))
    check.expect(
      audit["root"] == .string(hex(tree.root)),
      differs("run.json audit.root", says: text(audit["root"]), shouldSay: hex(tree.root)))
    let end = TreeProof(index: tree.size - 1, hashes: tree.proof(of: tree.size - 1), checkpoint: note)
    check.expect(
      run["run-end.tlog-proof"] == end.bytes,
      Saying(zh: "run-end.tlog-proof 不是日志最后一行的证明", en: "run-end.tlog-proof does not prove the log's last line"))
    check.expect(
      run["run-end.line"] == Array(log[tree.size - 1]) + [10],
      Saying(zh: "run-end.line 不是日志的最后一行", en: "run-end.line is not the log's last line"))
    if let stored = run.files["audit.tree"] {
      check.expect(
        stored == TreeFile([log.lines.map { Int32($0.count + 1) }], tree).bytes,
        Saying(zh: "audit.tree 与日志不符", en: "audit.tree is not the tree of the log"))
    }
    checks.append(check)
    checkSignature(note, head, trusted, isSaidSigned: audit["signed"] == .bool(true))
  }

  private mutating func checkSignature(
    _ note: SignedNote, _ head: Checkpoint, _ trusted: VerifyingKey?, isSaidSigned: Bool
  ) {
    var check = Check("signature", "检查点的签名", "the checkpoint's signature")
    let own = try? VerifyingKey(pem: run["checkpoint.pub"])
    check.expect(
      isSaidSigned == !note.signatures.isEmpty && isSaidSigned == (own != nil),
      Saying(
        zh: "run.json 说\(isSaidSigned ? "已" : "未")签名，checkpoint 却不是",
        en: "run.json says \(isSaidSigned ? "signed" : "not signed"), the checkpoint does not"))
    for key in [own, trusted].compactMap({ $0 }) {
      check.expect(
        note.isSigned(by: key, as: head.origin),
        Saying(
          zh: "checkpoint 的签名对 \(key == trusted ? "所信任的公钥" : "checkpoint.pub") 不成立",
          en: "the checkpoint is not signed by \(key == trusted ? "the trusted key" : "checkpoint.pub")"))
    }
    checks.append(check)
  }

  private mutating func checkPackage() {
    var check = Check("package", "datapackage.json 所列表格", "datapackage.json lists the tables")
    guard case .object(let package)? = try? JSON(parsing: run["datapackage.json"]),
      case .array(let resources)? = package["resources"]
    else {
      check.fail(Saying(zh: "datapackage.json 无法读取", en: "datapackage.json cannot be read"))
      checks.append(check)
      return
    }
    for case .object(let resource) in resources {
      guard case .string(let path)? = resource["path"], let digest = digests[path] else {
        check.fail(Saying(zh: "datapackage.json 所列文件不存在", en: "datapackage.json lists a file that is not there"))
        continue
      }
      check.expect(
        resource["hash"] == .string("sha256:" + digest.sha256) && resource["bytes"] == .integer(Int64(digest.bytes)),
        differs("datapackage.json \(path)", says: text(resource["hash"]), shouldSay: "sha256:" + digest.sha256))
    }
    let tables = digests.keys.filter { $0.hasSuffix(".csv") && $0 != "notice.csv" && !$0.hasPrefix("payments/") }.count
    check.expect(
      resources.count >= tables, differs("datapackage.json", says: "\(resources.count)", shouldSay: "\(tables)"))
    checks.append(check)
  }

  // MARK: Words

  func string(_ name: String) -> String {
    if case .string(let text)? = manifest[name] { text } else { "" }
  }

  func array(_ name: String) -> [JSON] {
    if case .array(let values)? = manifest[name] { values } else { [] }
  }

  func object(_ line: ArraySlice<UInt8>) -> [String: JSON] {
    if case .object(let members)? = try? JSON(parsing: Array(line)) { members } else { [:] }
  }
}

/// A value in a message, shortened.
func text(_ value: JSON?) -> String {
  guard let value else { return "" }
  if case .string(let text) = value { return excerpt(text) }
  return excerpt(value.line)
}

/// The first entry in which two lists of files differ.
private func listDifference(_ what: String, _ found: JSON?, _ right: JSON) -> Saying {
  guard case .array(let list)? = found, case .array(let should) = right else {
    return Saying(zh: "\(what) 没有文件清单", en: "\(what) has no list of files")
  }
  for at in 0..<max(list.count, should.count) {
    let (one, other) = (at < list.count ? list[at] : .null, at < should.count ? should[at] : .null)
    if one != other { return differs(what, says: one.line, shouldSay: other.line) }
  }
  return Saying(zh: "\(what) 的文件清单不符", en: "\(what): the list of files is not as it should be")
}

private func bytesOf(hex text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var at = text.startIndex
  while let end = text.index(at, offsetBy: 2, limitedBy: text.endIndex), at < end {
    bytes.append(UInt8(text[at..<end], radix: 16) ?? 0)
    at = end
  }
  return bytes
}
