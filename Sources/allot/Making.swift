// A run is made of its inputs and a few choices; from them follow its identity and every byte of its papers.

import Audit
import Cores
import Decision
import Intake
import Papers
import Rulebook
import Tables

/// Which papers a run leaves.
struct Extent: Equatable {
  enum Papers: String {
    /// For programs, for people, and the proof of all of it.
    case all
    /// For programs, and the proof.
    case proof
    /// Decisions, the small tables, and their sums.
    case decisions
  }

  let papers: Papers
  /// Whether every application is explained in trace.jsonl.
  let trace: Bool
  /// What the identity of the run says of it; a verifier tries each, so that a new one has to be told there.
  let choices: [String]

  /// The most applications that are explained without being asked.
  static let mostTraced = 100_000

  /// - Parameter traceAll: explain also more than that.
  init(_ papers: Papers, traceAll: Bool, applications: Int) {
    let isSmall = applications <= Extent.mostTraced
    self.papers = papers
    trace = papers != .decisions && (isSmall || traceAll)
    choices = (papers == .all ? [] : ["papers=\(papers.rawValue)"]) + (trace && !isSmall ? ["trace=all"] : [])
  }
}

struct Making {
  private let files: [OpenFile]
  private let digests: [InputDigest]
  let mode: String
  /// The first day of the public notice, if it is known.
  let noticeFrom: Day?
  /// The final run before, for a final run.
  let previous: String?
  let key: SigningKey?
  let extent: Extent
  let cores: Cores

  init(
    files: [OpenFile], mode: String, noticeFrom: Day?, previous: String?, key: SigningKey?, extent: Extent, cores: Cores
  ) throws(Failure) {
    var digests: [InputDigest] = []
    for file in files {
      digests.append(try file.digest())
      try file.check()
    }
    (self.files, self.digests, self.mode, self.noticeFrom) = (files, digests, mode, noticeFrom)
    (self.previous, self.key, self.extent, self.cores) = (previous, key, extent, cores)
  }

  /// The name of the run's folder.
  var run: String { String(identity.prefix(12)) }

  private var identity: String {
    var choices = ["mode=\(mode)"]
    if let noticeFrom { choices.append("notice-from=\(noticeFrom.description)") }
    if let key { choices.append("key=\(hex(sha256(key.verifying.bytes)))") }
    return runIdentity(version: programVersion, choices: choices + extent.choices, inputs: digests)
  }

  /// Prints every paper of the run.
  ///
  /// - Parameter scratch: a folder for temporary files.
  func print<P: Press>(
    _ decisions: Decisions, _ totals: YearTotals, scratch: String, on press: inout P
  ) throws(Failure) where P.Trouble == Failure {
    var papers = [decisionTable(decisions)] + certificateTables(decisions)
    papers += [totalsTable(decisions, totals), faultTable(decisions.year.faults, decisions.remarks)]
    if extent.papers != .decisions { papers.append(entitlementTable(decisions)) }
    if extent.trace { papers.append(trace(Explainer(decisions, .zh))) }
    if extent.papers == .all { papers += try peoplesPapers(decisions, totals, scratch) }
    let inputs = files.map(\.input)
    do throws(Unusable) { papers += try carriedTables(inputs) } catch { throw Failure(unreadable: error) }
    let printed = zip(papers, try press.put(papers)).map { Printed($0, $1) }
    let head = head(decisions)
    if extent.papers == .decisions {
      try printSums(head, totals, printed: printed, on: &press)
    } else {
      try printProof(head, decisions, totals, printed: printed, key: key, on: &press, cores: cores)
    }
    for file in files { try file.check() }
  }

  private func peoplesPapers(
    _ decisions: Decisions, _ totals: YearTotals, _ scratch: String
  ) throws(Failure) -> [Paper] {
    let (rulebook, registers) = (decisions.year.rulebook, decisions.year.registers)
    let papers = PeoplesPapers(
      decisions: decisions, totals: totals,
      letterhead: Letterhead(rulebook.settings, isFinal: mode == "final", run: run),
      period: NoticePeriod(days: rulebook.settings.noticeDays, from: noticeFrom, registers), cores: cores)
    let inputs = files.map(\.input)
    return try papers.make(in: scratch) { other in try? readYear(inputs, under: other) }
  }

  private func head(_ decisions: Decisions) -> RunHead {
    let rulebook = decisions.year.rulebook
    return RunHead(
      identity: identity, version: programVersion, mode: mode, region: rulebook.settings.region,
      year: rulebook.settings.year, inputs: zip(files, digests).map { described($0, $1, decisions.year) },
      rulings: rulebook.rulings.map { ruling in
        .object([
          "ruling": .string(ruling.id), "choice": .string(ruling.choice), "where": .string(ruling.location),
          "status": .string(ruling.status.rawValue), "decided_by": .string(ruling.decidedBy),
          "document": .string(ruling.document),
        ])
      }, previous: previous, noticeFrom: noticeFrom?.description)
  }

  /// A file that was read, with its encoding and its rows of data.
  private func described(_ file: OpenFile, _ digest: InputDigest, _ year: Year) -> ManifestInput {
    if let (encoding, rows) = year.reading(of: file.name) {
      return ManifestInput(digest: digest, encoding: encoding, rows: rows)
    }
    // A policy table: what was decided on is readable, and small.
    guard let raw = try? file.input.read(0, .max), let document = try? Document(file: file.name, raw: raw),
      var reader = try? TableReader(document, columns: [])
    else { return ManifestInput(digest: digest, encoding: .utf8, rows: 0) }
    return ManifestInput(digest: digest, encoding: document.encoding, rows: ((try? reader.readAll())?.count) ?? 0)
  }
}
