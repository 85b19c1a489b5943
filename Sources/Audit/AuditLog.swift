// audit.jsonl: what a run started from, every decision, the totals, and the papers that it ended with, a canonical JSON
// line each, all under one Merkle root.

package import Tables

/// A decision as the log holds it, for who has only the tables and writes its line to hold it against the log's; the run
/// itself writes many at once, by `decisionForm`. Amounts in fen, the score in millionths, nil where blank; texts in UTF-8.
package struct LoggedDecision: Sendable {
  package var id: ArraySlice<UInt8>
  package var item: [UInt8]
  package var level: [UInt8]
  package var status: [UInt8]
  package var reasons: [[UInt8]]
  package var standard: Int64?
  package var upper: Int64?
  package var entitlement: Int64?
  package var score: Int64?
  package var rank: Int64?
  package var amount: Int64?
  package var district: Int64?
  package var town: Int64?
  package var file: [UInt8]
  package var line: Int64

  package init(
    id: ArraySlice<UInt8>, item: [UInt8], level: [UInt8], status: [UInt8], reasons: [[UInt8]], standard: Int64?,
    upper: Int64?, entitlement: Int64?, score: Int64?, rank: Int64?, amount: Int64?, district: Int64?, town: Int64?,
    file: [UInt8], line: Int64
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
    var output = Output()
    write(to: &output, salt: salt)
    return output.bytes
  }

  /// The members of the line in the byte order of their keys.
  fileprivate func write(to output: inout Output, salt: String?) {
    func number(_ key: [UInt8], _ value: Int64?) {
      output.append(key)
      output.append(json: value)
    }
    func text(_ key: [UInt8], _ value: [UInt8]) {
      output.append(key)
      output.append(json: value[...])
    }
    let keys = decisionKeys
    number(keys.amount, amount)
    number(keys.district, district)
    number(keys.entitlement, entitlement)
    text(keys.file, file)
    output.append(keys.id)
    output.append(json: id)
    text(keys.item, item)
    text(keys.level, level)
    number(keys.line, line)
    number(keys.rank, rank)
    output.append(keys.reasons)
    for (at, reason) in reasons.enumerated() { text(at == 0 ? [] : keys.comma, reason) }
    output.append(keys.reasonsEnd)
    if let salt { text(keys.salt, Array(salt.utf8)) }
    number(keys.score, score)
    number(keys.standard, standard)
    text(keys.status, status)
    number(keys.town, town)
    number(keys.upper, upper)
    output.append(keys.end)
  }
}

/// What stands between the values of a decision's line.
private let decisionKeys = DecisionKeys()

/// The line of a decision as a form for many: the values in the byte order of their keys.
///
/// The file, item, level, status and reasons are words with their quotes, several reasons parted by commas. Between the
/// reasons and the score stands a cell for `saltMember`, empty where nothing is salted.
package func decisionForm() -> RowForm {
  let keys = decisionKeys
  return RowForm(
    json: [
      (keys.amount, .number), (keys.district, .number), (keys.entitlement, .number), (keys.file, .words),
      (keys.id, .text), (keys.item, .words), (keys.level, .words), (keys.line, .number), (keys.rank, .number),
      (keys.reasons, .words), (keys.reasonsEnd, .words), (keys.score, .number), (keys.standard, .number),
      (keys.status, .words), (keys.town, .number), (keys.upper, .number),
    ], end: keys.end)
}

/// The member of a line that holds the salt of its decision.
///
/// - Parameter id: the application's, in UTF-8.
package func saltMember(of id: some Sequence<UInt8>, secret: [UInt8]) -> [UInt8] {
  decisionKeys.salt + Array("\"\(leafSalt(of: id, secret: secret))\"".utf8)
}

private struct DecisionKeys {
  let amount = Array("{\"amount_fen\":".utf8)
  let district = Array(",\"district_fen\":".utf8)
  let entitlement = Array(",\"entitlement_fen\":".utf8)
  let file = Array(",\"file\":".utf8)
  let id = Array(",\"id\":".utf8)
  let item = Array(",\"item\":".utf8)
  let level = Array(",\"kind\":\"decision\",\"level\":".utf8)
  let line = Array(",\"line\":".utf8)
  let rank = Array(",\"rank\":".utf8)
  let reasons = Array(",\"reasons\":[".utf8)
  let comma = Array(",".utf8)
  let reasonsEnd = Array("]".utf8)
  let salt = Array(",\"salt\":".utf8)
  let score = Array(",\"score\":".utf8)
  let standard = Array(",\"standard_fen\":".utf8)
  let status = Array(",\"status\":".utf8)
  let town = Array(",\"town_fen\":".utf8)
  let upper = Array(",\"upper_fen\":".utf8)
  let end = Array("}".utf8)
}

/// The salt of a decision: so that its published hash gives nothing away to who guesses at its amounts.
///
/// - Parameter id: the application's, in UTF-8.
package func leafSalt(of id: some Sequence<UInt8>, secret: [UInt8]) -> String {
  hex(hmacSHA256(key: secret, Array("allot/leaf-salt/v1\n".utf8) + id).prefix(16))
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
package func appendLine(_ members: [String: JSON], to output: inout Output) {
  JSON.object(members).write(to: &output)
  output.append(10)
}
