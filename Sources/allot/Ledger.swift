// ledger.jsonl: a line for every execution that read data, each with the SHA-256 of the line before it. Time and actor
// stand here and nowhere else.

import Audit
import Glibc
import Tables

struct Ledger {
  enum Outcome: String { case published, unchanged, refused, failed }

  /// The mode of a line that speaks of a payment order, not of a run.
  static let order = "order"

  let folder: String

  private var path: String { folder + "/ledger.jsonl" }

  /// Appends a line and flushes it. Only the holder of the lock may call it.
  ///
  /// - Parameter before: for a final run the final run before it.
  func note(_ outcome: Outcome, run: String?, mode: String, exit: ExitCode, before: String?, reason: String = "")
    throws(Failure)
  {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw failure("open") }
    defer { close(descriptor) }
    let lines = try Ledger.lines(of: (try readFile(path, called: path)) ?? [])
    let end = lines.last?.upperBound ?? 0
    var record: [String: JSON] = [
      "actor": .string(actor()), "at": .string(utcNow()), "exit": .integer(Int64(exit.rawValue)), "mode": .string(mode),
      "outcome": .string(outcome.rawValue), "run": run.map { .string($0) } ?? .null,
      "previous": .string(lines.last.map { hex(sha256(Array($0.bytes))) } ?? String(repeating: "0", count: 64)),
      "version": .string(programVersion),
    ]
    if let before { record["final_before"] = .string(before) }
    if !reason.isEmpty { record["reason"] = .string(reason) }
    let line = Array((JSON.object(record).line + "\n").utf8)
    // A line without its end is of a run that died while it wrote: it never was.
    guard ftruncate(descriptor, off_t(end)) == 0, lseek(descriptor, off_t(end), SEEK_SET) == off_t(end) else {
      throw failure("truncate")
    }
    guard writeAll(line, to: descriptor), holds(end + line.count, descriptor), fsync(descriptor) == 0 else {
      let failure = failure("write")
      ftruncate(descriptor, off_t(end))
      throw failure
    }
    do throws(Failure) { if end == 0 { try synchronize(folder) } } catch {
      ftruncate(descriptor, off_t(end))
      throw error
    }
  }

  /// The runs that were published, oldest first, each once, at its last mention.
  func runs() throws(Failure) -> [(run: String, mode: String)] {
    var found: [(run: String, mode: String)] = []
    for line in try Ledger.lines(of: (try readFile(path, called: path)) ?? []) {
      guard case .object(let record)? = try? JSON(parsing: Array(line.bytes)), case .string(let run)? = record["run"],
        case .string(let mode)? = record["mode"], mode != Ledger.order, case .string(let outcome)? = record["outcome"],
        outcome == Outcome.published.rawValue || outcome == Outcome.unchanged.rawValue
      else { continue }
      found.removeAll { $0.run == run }
      found.append((run, mode))
    }
    return found
  }

  private struct Line {
    /// Without its end.
    let bytes: ArraySlice<UInt8>
    /// Where the next line begins.
    let upperBound: Int
  }

  private static func lines(of bytes: [UInt8]) throws(Failure) -> [Line] {
    var lines: [Line] = []
    var start = 0
    while let end = bytes[start...].firstIndex(of: 10) {
      lines.append(Line(bytes: bytes[start..<end], upperBound: end + 1))
      start = end + 1
    }
    return lines
  }

  private func failure(_ call: String) -> Failure {
    let reason = systemMessage()
    return Failure(
      code: .inputOutput, zh: "无法写台账：\(call) \(path)：\(reason)",
      en: "the ledger cannot be written: \(call) \(path): \(reason)")
  }
}

/// Who runs the program, by the machine's own list: the C library would ask services, some of them over the network.
private func actor() -> String {
  let number = String(geteuid())
  let people = (try? readFile("/etc/passwd", called: "/etc/passwd")) ?? nil
  for line in (people ?? []).split(separator: 10) {
    let cells = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    if cells.count > 2, cells[2].elementsEqual(number.utf8) { return String(decoding: cells[0], as: UTF8.self) }
  }
  return "uid " + number
}

/// The time, as `2026-11-24 01:50:00Z`.
private func utcNow() -> String { momentText(Int64(time(nil))) + "Z" }
