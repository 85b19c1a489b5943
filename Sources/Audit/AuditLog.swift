// audit.jsonl: what a run started from, every decision, the totals, and the papers that it ended with, a canonical JSON
// line each, all under one Merkle root.

package import Tables

/// A decision as the log holds it; amounts in fen, the score in millionths, nil where blank.
package struct LoggedDecision: Sendable {
  package var id: String
  package var item: String
  package var level: String
  package var status: String
  package var reasons: [String]
  package var standard: Int64?
  package var upper: Int64?
  package var entitlement: Int64?
  package var score: Int64?
  package var rank: Int64?
  package var amount: Int64?
  package var district: Int64?
  package var town: Int64?
  package var file: String
  package var line: Int64

  package init(
    id: String, item: String, level: String, status: String, reasons: [String], standard: Int64?, upper: Int64?,
    entitlement: Int64?, score: Int64?, rank: Int64?, amount: Int64?, district: Int64?, town: Int64?, file: String,
    line: Int64
  ) {
    self.id = id
    self.item = item
    self.level = level
    self.status = status
    self.reasons = reasons
    self.standard = standard
    self.upper = upper
    self.entitlement = entitlement
    self.score = score
    self.rank = rank
    self.amount = amount
    self.district = district
    self.town = town
    self.file = file
    self.line = line
  }

  /// The line without its end.
  package func line(salt: String?) -> [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, salt: salt)
    return bytes
  }

  /// The members of the line in the byte order of their keys.
  fileprivate func write(to bytes: inout [UInt8], salt: String?) {
    func number(_ key: StaticString, _ value: Int64?, _ bytes: inout [UInt8]) {
      bytes += "\(key)".utf8
      (value.map { JSON.integer($0) } ?? .null).write(to: &bytes)
    }
    func text(_ key: StaticString, _ value: String, _ bytes: inout [UInt8]) {
      bytes += "\(key)".utf8
      JSON.string(value).write(to: &bytes)
    }
    number("{\"amount_fen\":", amount, &bytes)
    number(",\"district_fen\":", district, &bytes)
    number(",\"entitlement_fen\":", entitlement, &bytes)
    text(",\"file\":", file, &bytes)
    text(",\"id\":", id, &bytes)
    text(",\"item\":", item, &bytes)
    bytes += ",\"kind\":\"decision\"".utf8
    text(",\"level\":", level, &bytes)
    number(",\"line\":", line, &bytes)
    number(",\"rank\":", rank, &bytes)
    bytes += ",\"reasons\":".utf8
    JSON.array(reasons.map { .string($0) }).write(to: &bytes)
    if let salt { text(",\"salt\":", salt, &bytes) }
    number(",\"score\":", score, &bytes)
    number(",\"standard_fen\":", standard, &bytes)
    text(",\"status\":", status, &bytes)
    number(",\"town_fen\":", town, &bytes)
    number(",\"upper_fen\":", upper, &bytes)
    bytes += "}".utf8
  }
}

/// The salt of a decision: so that its published hash gives nothing away to who guesses at its amounts.
package func leafSalt(of id: String, secret: [UInt8]) -> String {
  hex(hmacSHA256(key: secret, Array("allot/leaf-salt/v1\n\(id)".utf8)).prefix(16))
}

/// A log taken apart into its lines.
package struct AuditLog: Sendable {
  private let bytes: [UInt8]
  private var starts: [Int] = [0]

  /// Nil if the last line does not end.
  package init?(parsing bytes: [UInt8]) {
    guard bytes.isEmpty || bytes.last == 10 else { return nil }
    self.bytes = bytes
    for (at, byte) in bytes.enumerated() where byte == 10 { starts.append(at + 1) }
  }

  package var count: Int { starts.count - 1 }

  /// A line without its end.
  package subscript(line: Int) -> ArraySlice<UInt8> { bytes[starts[line]..<starts[line + 1] - 1] }

  package var lines: some Collection<ArraySlice<UInt8>> { (0..<count).lazy.map { self[$0] } }
}

/// Adds a line of the log.
package func appendLine(_ members: [String: JSON], to bytes: inout [UInt8]) {
  JSON.object(members).write(to: &bytes)
  bytes.append(10)
}

/// Adds the line of a decision, salted if there is a secret.
package func appendLine(_ decision: LoggedDecision, secret: [UInt8]?, to bytes: inout [UInt8]) {
  decision.write(to: &bytes, salt: secret.map { leafSalt(of: decision.id, secret: $0) })
  bytes.append(10)
}
