// A run is made of its inputs and a few choices; from them follow its identity and every byte of its papers.

import Audit
import Decision
import Intake
import Papers
import Rulebook
import Tables

struct Making {
  let inputs: [InputFile]
  let mode: String
  /// The first day of the public notice, if it is known.
  let noticeFrom: Day?
  /// The final run before, for a final run.
  let previous: String?
  let key: SigningKey?
  let traceAll: Bool

  /// The name of the run's folder.
  func run(of decisions: Decisions) -> String { String(identity(decisions).prefix(12)) }

  private func identity(_ decisions: Decisions) -> String {
    var choices = ["mode=\(mode)"]
    if let noticeFrom { choices.append("notice-from=\(noticeFrom.description)") }
    if let key { choices.append("key=\(hex(sha256(key.verifying.bytes)))") }
    if traceAll && !isSmall(decisions) { choices.append("trace=all") }
    return runIdentity(
      version: programVersion, choices: choices, inputs: inputs.map { InputDigest(path: $0.path, contents: $0.bytes) })
  }

  /// - Parameter scratch: a folder for temporary files.
  func papers(_ decisions: Decisions, _ totals: YearTotals, scratch: String) throws(Failure) -> [Paper] {
    var papers = [decisionTable(decisions), entitlementTable(decisions)] + certificateTables(decisions)
    papers += [totalsTable(decisions, totals), faultTable(decisions.year.faults + decisions.remarks)]
    if traceAll || isSmall(decisions) { papers.append(trace(Explainer(decisions, .zh))) }
    papers += try peoplesPapers(decisions, totals, scratch)
    papers += carriedTables(inputs)
    return papers + proofPapers(head(decisions), decisions, totals, papers: papers, key: key)
  }

  private func peoplesPapers(
    _ decisions: Decisions, _ totals: YearTotals, _ scratch: String
  ) throws(Failure) -> [Paper] {
    let (rulebook, registers) = (decisions.year.rulebook, decisions.year.registers)
    let papers = PeoplesPapers(
      decisions: decisions, totals: totals,
      letterhead: Letterhead(rulebook.settings, isFinal: mode == "final", run: run(of: decisions)),
      period: NoticePeriod(days: rulebook.settings.noticeDays, from: noticeFrom, registers))
    let inputs = inputs
    return try papers.make(in: scratch) { other in try? readYear(inputs, under: other) }
  }

  private func isSmall(_ decisions: Decisions) -> Bool { decisions.year.applications.count <= 100_000 }

  private func head(_ decisions: Decisions) -> RunHead {
    let rulebook = decisions.year.rulebook
    return RunHead(
      identity: identity(decisions), version: programVersion, mode: mode, region: rulebook.settings.region,
      year: rulebook.settings.year, inputs: inputs.map { described($0, decisions.year) },
      rulings: rulebook.rulings.map { ruling in
        .object([
          "ruling": .string(ruling.id), "choice": .string(ruling.choice), "where": .string(ruling.location),
          "status": .string(ruling.status.rawValue), "decided_by": .string(ruling.decidedBy),
          "document": .string(ruling.document),
        ])
      }, previous: previous, noticeFrom: noticeFrom?.description)
  }

  /// A file that was read, with its encoding and its rows of data.
  private func described(_ file: InputFile, _ year: Year) -> ManifestInput {
    let digest = InputDigest(path: file.path, contents: file.bytes)
    let chunks = year.applications.chunks.filter { $0.table.document.file == file.path }
    if let first = chunks.first {
      return ManifestInput(
        digest: digest, encoding: first.table.document.encoding, rows: chunks.reduce(0) { $0 + $1.count })
    }
    let known = year.registers.sources.values.first { $0.document.file == file.path }?.document
    // What was decided on is readable: a document that is none here has no rows either.
    guard let document = known ?? (try? Document(file: file.path, raw: file.bytes)),
      var reader = try? TableReader(document, columns: [])
    else { return ManifestInput(digest: digest, encoding: .utf8, rows: 0) }
    return ManifestInput(digest: digest, encoding: document.encoding, rows: ((try? reader.readAll())?.count) ?? 0)
  }
}
