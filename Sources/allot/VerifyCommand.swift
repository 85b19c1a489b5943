// allot verify: prove a published run from its papers alone.

import Audit
import Glibc
import Papers
import Tables
import Verification

enum VerifyCommand {
  static let help = Help(
    words: "RUN",
    summary: ("只凭材料核对一次已发布的运行", "prove a published run from its papers alone"),
    details: (
      "RUN 是运行的文件夹，如 Reports/2024/latest，或运行编号。逐项写明核对了多少、结果如何。",
      "RUN is a run's folder, as Reports/2024/latest, or its number. Every check says how much it looked at."
    ),
    options: [
      Option("pub", "FILE", zh: "检查点必须由这个公钥（PEM）签署", en: "the checkpoint must be signed by this public key (PEM)"),
      Option(
        "inputs", "DIR", zh: "用这个年度文件夹重新计算并逐字节比较", en: "recompute the run from this year folder and compare every byte"),
      Option("key", "FILE", zh: "重新计算已签署的运行时用的私钥", en: "the private key, to recompute a signed run"),
      Option("final", zh: "还要求两人签字", en: "ask for two people's signatures too"),
      Option(
        "signers", "FILE", zh: "允许签字的人（默认 DATA/YEAR/allowed_signers）", en: "who may sign (DATA/YEAR/allowed_signers)"),
      Option("year", "YEAR", zh: "RUN 是编号时的年度", en: "the year, where RUN is a number"),
    ])

  static func run(_ session: Session) throws -> ExitCode {
    guard session.arguments.words.count == 1 else {
      throw UsageError(zh: "请给出一个运行的文件夹", en: "name one run's folder")
    }
    let folder = try RunFolder(session, session.arguments.words[0])
    let files = try folder.readAll()
    var checks = verify(RunFiles(folder: folder.name, files: files), key: try trustedKey(session))
    if session.arguments["inputs"] != nil { checks.append(try recompute(session, folder, files)) }
    if session.arguments.has("final") { checks += try TwoPairs(session, folder, files).checks() }
    let language = session.terminal.language
    try session.terminal.print(checks.map { line($0, language) }.joined(separator: "\n"))
    let failed = checks.count { !$0.holds }
    try session.terminal.print(
      failed == 0
        ? session.terminal.text(
          "\(checks.count) 项核对全部通过：\(folder.path)", "all \(checks.count) checks hold: \(folder.path)")
        : session.terminal.text("\(failed) 项核对未通过：\(folder.path)", "\(failed) checks fail: \(folder.path)"))
    return failed == 0 ? .done : .findings
  }

  /// A check with what it looked at, and the first thing that is wrong.
  static func line(_ check: Check, _ language: Language) -> String {
    let mark = check.holds ? "✓" : "✗"
    let head =
      "\(mark) " + padded(check.id, toWidth: 13) + padded(String(check.count), toWidth: 9) + check.title.text(language)
    guard let first = check.first else { return head }
    let more = check.failures > 1 ? (language == .zh ? "（共 \(check.failures) 处）" : " (\(check.failures) in all)") : ""
    return head + "\n    " + first.text(language) + more
  }

  private static func trustedKey(_ session: Session) throws(Failure) -> VerifyingKey? {
    guard let path = session.arguments["pub"] else { return nil }
    guard let pem = try readFile(path, called: path), let key = try? VerifyingKey(pem: pem) else {
      throw Failure(
        code: .fileMissing, zh: "\(path) 不是 Ed25519 公钥（PEM）", en: "\(path) holds no Ed25519 public key (PEM)")
    }
    return key
  }

  /// Makes the run again and compares every byte.
  private static func recompute(_ session: Session, _ folder: RunFolder, _ files: [String: [UInt8]]) throws -> Check {
    let path = session.arguments["inputs"]!
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let name = String(parts.last { !$0.isEmpty } ?? "")
    let parent = path.hasSuffix("/") ? String(path.dropLast(name.count + 1)) : String(path.dropLast(name.count))
    let year = try YearFolder(data: parent.isEmpty ? "." : String(parent.dropLast()), year: name)
    var manifest: [String: JSON] = [:]
    if case .object(let members)? = try? JSON(parsing: files["run.json"] ?? []) { manifest = members }
    var previous: String?
    if case .string(let run)? = manifest["previous"] { previous = run }
    var noticeFrom: Day?
    if case .string(let text)? = manifest["notice_from"] { noticeFrom = Day(text) }
    try Stop.listen()
    let scratch = try TemporaryFolder()
    let papers = try RunCommand.make(
      session, year, mode: manifest["mode"] == .string("final") ? "final" : "draft", noticeFrom: noticeFrom,
      previous: previous,
      papers: files["report.html"] == nil ? .proof : .all, traceAll: files["trace.jsonl"] != nil,
      scratch: scratch.path)
    return comparison(files, papers)
  }
}
