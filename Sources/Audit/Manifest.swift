// run.json: what a run was made of and what it left, in one object that names no clock, host, user or path.

package import Tables

/// A table that was read: where it stands, what it holds.
package struct ManifestInput: Sendable {
  package let digest: InputDigest
  package let encoding: Encoding
  package let rows: Int

  package init(digest: InputDigest, encoding: Encoding, rows: Int) {
    self.digest = digest
    self.encoding = encoding
    self.rows = rows
  }

  package var json: JSON {
    .object([
      "path": .string(digest.path), "bytes": .integer(Int64(digest.bytes)), "sha256": .string(hex(digest.sha256)),
      "encoding": .string(encoding.rawValue), "rows": .integer(Int64(rows)),
    ])
  }
}

/// What a run says of itself before it says what it decided.
package struct RunHead: Sendable {
  package let identity: String
  package let version: String
  package let mode: String
  package let region: String
  package let year: Int
  /// In path order.
  package let inputs: [ManifestInput]
  /// Each ruling as a JSON object.
  package let rulings: [JSON]
  /// The final run before this one, for a final run.
  package let previous: String?
  /// The first day of the public notice, if the run names one.
  package let noticeFrom: String?

  package init(
    identity: String, version: String, mode: String, region: String, year: Int, inputs: [ManifestInput],
    rulings: [JSON], previous: String?, noticeFrom: String?
  ) {
    self.identity = identity
    self.version = version
    self.mode = mode
    self.region = region
    self.year = year
    self.inputs = inputs.sorted { $0.digest.path.utf8.lexicographicallyPrecedes($1.digest.path.utf8) }
    self.rulings = rulings
    self.previous = previous
    self.noticeFrom = noticeFrom
  }

  package var run: String { String(identity.prefix(12)) }
  package var origin: String { "allot/\(region)/\(year)/\(run)" }

  /// The hash of the policy tables alone.
  package var policy: String { policyHash(inputs.map { ($0.digest.path, hex($0.digest.sha256)) }) }

  /// The members that both `run.json` and the first line of the log carry.
  package var members: [String: JSON] {
    [
      "run": .string(run), "identity": .string(identity), "version": .string(version),
      "semantics": .integer(semanticsVersion), "mode": .string(mode), "region": .string(region),
      "year": .integer(Int64(year)), "inputs": .array(inputs.map(\.json)), "policy": .string(policy),
      "rulings": .array(rulings), "previous": previous.map { .string($0) } ?? .null,
      "notice_from": noticeFrom.map { .string($0) } ?? .null,
    ]
  }
}

/// The version of the rules by which decisions are made and papers are read.
package let semanticsVersion: Int64 = 1

/// SHA-256 over the lines `<sha256>  <path>` of the policy tables, in path order.
package func policyHash(_ inputs: [(path: String, sha256: String)]) -> String {
  let tables = inputs.filter { $0.path.hasPrefix("policy/") }
    .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  return hex(sha256(Array(tables.map { "\($0.sha256)  \($0.path)\n" }.joined().utf8)))
}

/// The files of a run in path order, as JSON.
package func filesJSON(_ files: [FileDigest]) -> JSON {
  .array(
    files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }.map {
      .object(["path": .string($0.path), "bytes": .integer(Int64($0.bytes)), "sha256": .string($0.sha256)])
    })
}
