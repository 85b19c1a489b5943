// allot prove: one applicant's line of the log, and the proof that it is there.

import Audit
import Glibc
import Tables

enum ProveCommand {
  static let help = Help(
    words: "ID",
    summary: ("取出一件申报的结论及其入日志证明", "one applicant's inclusion proof"),
    details: (
      "写出 ID.line 和 ID.tlog-proof；任何人可用运行中的 verify.sh 核对，看不到别人的信息。",
      "Writes ID.line and ID.tlog-proof; anyone can check them with the run's verify.sh, and learns nothing of others."
    ),
    options: [
      Option("run", "RUN", zh: "运行的文件夹或编号（默认最近一次）", en: "the run's folder or number (the latest)"),
      Option("output", "DIR", zh: "写到这个文件夹（默认当前）", en: "write into this folder (here)"),
      Option("year", "YEAR", zh: "年度（默认最近一年）", en: "the year (the latest)"),
    ])

  static func run(_ session: Session) throws -> ExitCode {
    guard session.arguments.words.count == 1 else { throw UsageError(zh: "请给出一个申报编号", en: "name one application id") }
    let id = foldedCode(session.arguments.words[0])
    let folder = try RunFolder(session, session.arguments["run"] ?? "latest")
    guard let note = SignedNote(parsing: try readFile(folder.path + "/checkpoint", called: "checkpoint") ?? []),
      let head = Checkpoint(note.text)
    else { throw damaged(folder) }
    let (tree, log) = (try PieceReader(folder.path + "/audit.tree"), try PieceReader(folder.path + "/audit.jsonl"))
    let reader = TreeReader(size: head.size, tree: tree.read, log: log.read)
    let found = try indices(of: id, in: reader, folder)
    guard !found.isEmpty else {
      session.terminal.warn(
        session.terminal.text("\(folder.name) 中没有申报 \(id)", "there is no application \(id) in \(folder.name)"))
      return .findings
    }
    let target = session.arguments["output"] ?? "."
    try makeFolder(target)
    var files: [(path: String, bytes: [UInt8])] = []
    for (at, index) in found.enumerated() {
      guard let line = reader.line(index), let hashes = reader.proof(of: index) else { throw damaged(folder) }
      let proof = TreeProof(index: index, hashes: hashes, checkpoint: note)
      guard proof.holds(for: line[...]) else { throw damaged(folder) }
      let name = target + "/" + id.map { $0 == "/" ? "_" : String($0) }.joined() + (at > 0 ? "-\(at + 1)" : "")
      files += [(name + ".line", line + [10]), (name + ".tlog-proof", proof.bytes)]
    }
    try replaceFiles(files)
    try session.terminal.print(files.map(\.path).joined(separator: "\n"), done: ("证明已写出", "the proof stands"))
    return .done
  }

  /// The lines of the id: decisions stand in the order of their ids behind the first line, before the totals.
  private static func indices(of id: String, in reader: TreeReader, _ folder: RunFolder) throws(Failure) -> [Int] {
    var (low, high) = (1, reader.size)
    while low < high {
      let middle = (low + high) / 2
      if let other = try idOf(middle, reader, folder), other.utf8.lexicographicallyPrecedes(id.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var found: [Int] = []
    while low < reader.size, try idOf(low, reader, folder) == id {
      found.append(low)
      low += 1
    }
    return found
  }

  /// Nil for a line that is no decision.
  private static func idOf(_ index: Int, _ reader: TreeReader, _ folder: RunFolder) throws(Failure) -> String? {
    guard let line = reader.line(index), case .object(let members)? = try? JSON(parsing: line) else {
      throw damaged(folder)
    }
    guard case .string(let id)? = members["id"], members["kind"] == .string("decision") else { return nil }
    return id
  }

  private static func damaged(_ folder: RunFolder) -> Failure {
    Failure(
      code: .dataUnusable, zh: "运行 \(folder.name) 的日志已损坏；请用 allot verify 核对",
      en: "the log of run \(folder.name) is damaged; see allot verify")
  }
}

/// Reads pieces of a file that stays open.
struct PieceReader {
  private let descriptor: Int32

  init(_ path: String) throws(Failure) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw Failure(
        code: .fileMissing, zh: "无法打开 \(path)：\(systemMessage())", en: "cannot open \(path): \(systemMessage())")
    }
  }

  /// Nil unless the file holds all of it.
  func read(_ offset: Int, _ count: Int) -> [UInt8]? {
    guard offset >= 0, count >= 0, count < 1 << 28 else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
      }
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else { return nil }
      filled += got
    }
    return bytes
  }
}
