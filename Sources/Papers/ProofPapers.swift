// The papers that prove the others: the log and its checkpoint, the manifest, the package, the sums, the script.

package import Audit
package import Cores
package import Decision
import Intake
import Rulebook
import Screening
import Tables

/// Prints the proof of a run over its other papers.
///
/// - Parameter printed: everything else that the run leaves, `carriedTables` too.
/// - Parameter key: signs the checkpoint and salts the decisions; without it neither is done, and the manifest says so.
package func printProof<P: Press>(
  _ head: RunHead, _ decisions: Decisions, _ totals: YearTotals, printed: [Printed], key: SigningKey?,
  on press: inout P, cores: Cores
) throws(P.Trouble) {
  let digests = printed.map(\.digest)
  let log = auditLog(head, decisions, totals, digests, secret: key?.runSecret(identity: head.identity))
  var (logDigest, leaves) = try press.put([log]) { Leaves(of: $0) }[0]
  let tree = MerkleTree(&leaves, on: cores)
  let checkpoint = SignedNote(
    Checkpoint(origin: head.origin, size: tree.size, root: tree.root).text, signedBy: key, as: head.origin)
  let end = tree.size - 1
  let stored = TreeFile(leaves.map(\.lengths), tree)
  let last = endLine(head, totals, digests)
  let papers =
    [
      Paper(name: "audit.tree", parts: stored.parts, make: stored.part),
      Paper(name: "checkpoint", bytes: checkpoint.bytes), Paper(name: "run-end.line", bytes: last),
      Paper(
        name: "run-end.tlog-proof",
        bytes: TreeProof(index: end, hashes: tree.proof(of: end), checkpoint: checkpoint).bytes),
      Paper(name: "verify.sh", bytes: Array(verifyScript.utf8)),
    ] + (key.map { [Paper(name: "checkpoint.pub", bytes: Array($0.verifying.pem.utf8))] } ?? [])
  var proof = [logDigest] + (try press.put(papers))
  let audit: JSON = .object([
    "size": .integer(Int64(tree.size)), "root": .string(hex(tree.root)), "salted": .bool(key != nil),
    "signed": .bool(key != nil),
  ])
  proof.append(try press.put(Paper(name: "run.json", bytes: line(manifest(head, totals, digests + proof, audit)))))
  let package = dataPackage(
    name: "allot-\(head.year)-\(head.run)", title: decisions.year.rulebook.settings.title, packagedTables(printed))
  proof.append(try press.put(Paper(name: "datapackage.json", bytes: line(package))))
  _ = try press.put(Paper(name: "SHA256SUMS", bytes: sums(digests + proof)))
}

/// What stands for the proof where only the decisions are asked for: the manifest and the sums.
package func printSums<P: Press>(
  _ head: RunHead, _ totals: YearTotals, printed: [Printed], on press: inout P
) throws(P.Trouble) {
  var digests = printed.map(\.digest)
  digests.append(try press.put(Paper(name: "run.json", bytes: line(manifest(head, totals, digests, .null)))))
  _ = try press.put(Paper(name: "SHA256SUMS", bytes: sums(digests)))
}

/// A paper that is printed, and its digest.
package struct Printed: Sendable {
  let paper: Paper
  let digest: FileDigest

  package init(_ paper: Paper, _ digest: FileDigest) {
    self.paper = paper
    self.digest = digest
  }
}

private func line(_ json: JSON) -> [UInt8] { Array((json.line + "\n").utf8) }

private func auditLog(
  _ head: RunHead, _ decisions: Decisions, _ totals: YearTotals, _ digests: [FileDigest], secret: [UInt8]?
) -> Paper {
  let numbers = decisions.order
  let parts = (numbers.count + rowsToPart - 1) / rowsToPart
  return Paper(name: "audit.jsonl", parts: parts + 2) { part in
    if part == 0 {
      var output = Output()
      appendLine(head.members.merging(["kind": .string("run-start")]) { $1 }, to: &output)
      return output.bytes
    }
    if part == parts + 1 { return totalLines(decisions.year.rulebook, totals) + endLine(head, totals, digests) }
    let rows = numbers.numbers((part - 1) * rowsToPart..<min(numbers.count, part * rowsToPart))
    return decisionLines(rows, decisions, secret: secret)
  }
}

/// The lines of some decisions.
private func decisionLines(_ numbers: ArraySlice<Int32>, _ decisions: Decisions, secret: [UInt8]?) -> [UInt8] {
  let year = decisions.year
  let words = PaperWords(year, isJSON: true)
  let columns = DecisionColumns(
    item: 5, level: 6, status: 13, reasons: 9, standard: 12, upper: 15, entitlement: 2, score: 11, rank: 8, amount: 0,
    district: 1, town: 14, file: 3, line: 7)
  let salt = 10
  var block = CellBlock(decisionForm(), words: words.all)
  var output = Output(capacity: numbers.count * 384)
  year.visit(numbers) { stretch in
    block.start(rows: stretch.count)
    block.set(4, toIDsOf: stretch, year)
    words.say(decisions, of: stretch, in: columns, &block)
    if let secret {
      let ids = year.ids(of: stretch)
      for (place, id) in ids.enumerated() { block.set(salt, place, to: saltMember(of: id, secret: secret)) }
    }
    output.append(block)
  }
  return output.bytes
}

private func totalLines(_ rulebook: Rulebook, _ totals: YearTotals) -> [UInt8] {
  var output = Output()
  for (name, sums) in zip(
    rulebook.items.map(\.id) + ["unknown", "total"], totals.items + [totals.unknown, totals.total])
  {
    appendLine(counts(sums).merging(["kind": .string("total"), "item": .string(name)]) { $1 }, to: &output)
  }
  return output.bytes
}

/// The last line of the log: the papers that the run ended with.
private func endLine(_ head: RunHead, _ totals: YearTotals, _ digests: [FileDigest]) -> [UInt8] {
  var output = Output()
  appendLine(
    [
      "kind": .string("run-end"), "run": .string(head.run), "files": filesJSON(digests),
      "decisions": .integer(Int64(totals.total.read)),
    ], to: &output)
  return output.bytes
}

private func counts(_ totals: Totals) -> [String: JSON] {
  var members: [String: JSON] = ["read": .integer(Int64(totals.read))]
  for status in Status.allCases { members[status.name] = .integer(Int64(totals.count(status))) }
  members["requested_fen"] = .integer(Int64(clamping: totals.requested))
  members["entitled_fen"] = .integer(Int64(clamping: totals.entitled))
  members["awarded_fen"] = .integer(Int64(clamping: totals.awarded))
  members["district_fen"] = .integer(Int64(clamping: totals.district))
  members["town_fen"] = .integer(Int64(clamping: totals.town))
  return members
}

private func manifest(
  _ head: RunHead, _ totals: YearTotals, _ files: [FileDigest], _ audit: JSON
) -> JSON {
  let sums = counts(totals.total)
  return .object(
    head.members.merging([
      "program": .string("allot"), "audit": audit, "files": filesJSON(files),
      "counts": .object(sums.filter { !$0.key.hasSuffix("_fen") }),
      "totals": .object(sums.filter { $0.key.hasSuffix("_fen") }),
    ]) { $1 })
}

// MARK: The data package

private func packagedTables(_ printed: [Printed]) -> [PackagedTable] {
  printed.compactMap { printed in
    let (paper, digest) = (printed.paper, printed.digest)
    if let schema = paperSchemas.first(where: { $0.name + ".csv" == paper.name }) {
      return PackagedTable(file: digest, encoding: .utf8, schema: schema)
    }
    guard paper.name.hasPrefix("policy/") || paper.name.hasPrefix("registers/"),
      let document = try? Document(file: paper.name, raw: paper.bytes),
      let reader = try? TableReader(document, columns: [])
    else { return nil }
    let name = paper.name.dropLast(4).map { $0 == "/" || $0 == "_" ? "-" : String($0) }.joined()
    return PackagedTable(
      file: digest, encoding: document.encoding,
      schema: TableSchema(name, paper.name, columns: reader.header.names))
  }
}

/// The tables that every run has; a paper of another name is no table.
private let paperSchemas = [
  TableSchema(
    "decisions", "审核结论",
    "application_id item level uscc enterprise_name subject status* reasons* standard_fen:integer upper_fen:integer "
      + "entitlement_fen:integer score:number rank:integer amount_fen:integer district_fen:integer town_fen:integer file* "
      + "line:integer*", key: ["file", "line"]),
  TableSchema(
    "entitlements", "核定依据",
    "application_id* base earlier_fen:integer* received_at* keys town district_share:number", key: ["application_id"],
    refersToDecisions: "application_id"),
  TableSchema(
    "rankings", "评审排名",
    "item* rank:integer* application_id* uscc* subject entitlement_fen:integer* score:number keys above_line:boolean*",
    key: ["item", "rank"], refersToDecisions: "application_id"),
  TableSchema(
    "lines", "入围线",
    "item* slots:integer* used:integer* ranked:integer* line:integer* line_score:number next_application why_not_next",
    key: ["item"]),
  TableSchema(
    "rounds", "划线过程", "round:integer* phase* item* line_before:integer* line_after:integer* chosen:integer*",
    key: ["round", "phase", "item"]),
  TableSchema(
    "totals", "汇总",
    "item* read:integer* awarded:integer* reserve:integer* capped:integer* superseded:integer* ineligible:integer* "
      + "pending:integer* deferred:integer* service:integer* invalid:integer* requested_fen:integer* "
      + "entitled_fen:integer* awarded_fen:integer* district_fen:integer* town_fen:integer* slots:integer",
    key: ["item"]),
  TableSchema("faults", "数据问题", "file row:integer column found expected* severity*"),
]
