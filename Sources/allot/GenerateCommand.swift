// allot generate: a synthetic year of any size, under the policy of a real one.

import Cores
import Generation
import Glibc
import Intake
import Rulebook
import Tables

enum GenerateCommand {
  static let help = Help(
    words: "[YEAR]",
    summary: ("按某年政策生成任意规模的虚构数据", "a synthetic year of any size under a year's policy"),
    details: (
      """
      政策、镇街、分级比例和调休取自 --data 下的 YEAR，其余全部编造；写到 DIR/YEAR，可用 allot run --data DIR 运行。
      种子相同则每个字节相同。DIR/YEAR 已经存在时拒绝。
      """,
      """
      Policy, towns, shares and workdays are those of YEAR below --data, the rest is made up; it is written to DIR/YEAR,
      for allot run --data DIR. The same seed makes the same bytes. Refuses where DIR/YEAR exists.
      """
    ),
    options: [
      Option("applications", "N", zh: "申报件数；企业数为其三分之一", en: "so many claims, and a third as many enterprises"),
      Option("seed", "S", zh: "种子（默认 1）", en: "the seed (1)"),
      Option("output", "DIR", zh: "写到这个文件夹之下", en: "the folder for the year"),
    ])

  /// A file that is taken over as it is.
  private struct Copy {
    let path: String
    let bytes: [UInt8]
  }

  /// Tables of the real year that the synthetic one takes over.
  private static let carried = ["towns.csv", "shares.csv", "workdays.csv"]

  static func run(_ session: Session) throws -> ExitCode {
    guard let count = try session.number("applications", below: 1_000_000_000), count > 0 else {
      throw UsageError(zh: "请给出 --applications，如 10000", en: "give --applications, for example 10000")
    }
    guard let output = session.arguments["output"], !output.isEmpty else {
      throw UsageError(zh: "请给出 --output", en: "give --output")
    }
    let seed = try session.number("seed", below: Int.max) ?? 1
    let folder = try session.folder()
    let (rulebook, _) = try session.rulebook(folder)
    let names = Rulebook.tables.map { "policy/\($0).csv" } + carried
    let copies = try names.compactMap { name throws(Failure) in
      try readFile(folder.path + "/" + name, called: name).map { Copy(path: name, bytes: $0) }
    }
    let year = SyntheticYear(
      rulebook, towns: try towns(copies, rulebook), applications: count, seed: UInt64(seed))
    let target = output + "/" + folder.name
    try refuse(target)
    let bytes = try make(target, copies, year, session)
    try session.terminal.print(
      session.terminal.text("\(target)：\(count) 件申报，\(bytes) 字节", "\(target): \(count) claims, \(bytes) bytes"))
    return .done
  }

  private static func refuse(_ target: String) throws(Failure) {
    var status = stat()
    guard unsafe lstat(target, &status) != 0 else {
      throw Failure(
        code: .cannotCreate, zh: "\(target) 已经存在；请删除它或另选 --output",
        en: "\(target) is there already; remove it or choose another --output")
    }
  }

  private static func towns(
    _ copies: [Copy], _ rulebook: Rulebook
  ) throws(Failure) -> (own: [String], others: [String]) {
    guard let file = copies.first(where: { $0.path == Schema.towns.file }) else {
      throw Failure(code: .fileMissing, zh: "没有 towns.csv", en: "there is no towns.csv")
    }
    let read = RegisterReader.reading(
      [Schema.towns], of: [InputFile(path: file.path, bytes: file.bytes)], under: rulebook, on: .one)
    guard read.fatal.isEmpty else {
      throw Failure(code: .dataUnusable, zh: "镇街表不能用", en: "the towns cannot be used", faults: read.fatal)
    }
    let towns = read.registers.towns
    return (
      own: towns.filter { $0.administered == true }.map(\.name),
      others: towns.filter { $0.administered != true }.map(\.name)
    )
  }

  /// Writes everything below another name, which becomes the year's when all of it stands.
  private static func make(
    _ target: String, _ copies: [Copy], _ year: SyntheticYear, _ session: Session
  ) throws -> Int {
    let staging = target + ".staging-\(getpid())"
    try Stop.listen()
    try makeFolders(staging, for: target)
    do {
      Stop.mayLeave([staging])
      for copy in copies { try writeFile(copy.bytes, to: staging + "/" + copy.path, mode: 0o644) }
      let bytes = try stream(year, into: staging, session)
      try Stop.commit(.done) { () throws(Failure) in
        guard unsafe rename(staging, target) == 0 else { throw unpublished("rename", target) }
      }
      return copies.reduce(bytes) { $0 + $1.bytes.count }
    } catch {
      removeFolder(staging)
      throw error
    }
  }

  private static func makeFolders(_ staging: String, for target: String) throws(Failure) {
    do throws(Failure) {
      try makeFolder(staging + "/policy")
      try makeFolder(staging + "/applications")
    } catch {
      let reason = systemMessage()
      removeFolder(staging)
      throw Failure(
        code: error.code, zh: "无法创建 \(target)：\(reason)", en: "\(target) cannot be made: \(reason)")
    }
  }

  /// The tables that are made up, one after another.
  private static func stream(_ year: SyntheticYear, into folder: String, _ session: Session) throws -> Int {
    let progress = Progress(session.terminal, bytes: year.tables.reduce(0) { $0 + $1.count })
    defer { progress.clear() }
    let cores = try session.cores()
    var (bytes, pieces) = (0, 0)
    for table in year.tables {
      bytes += try TableStream(year, table).make(folder + "/" + table.path, on: cores) { [pieces] done in
        progress.show(pieces + done, rows: pieces + done)
      }
      pieces += table.count
    }
    return bytes
  }
}
