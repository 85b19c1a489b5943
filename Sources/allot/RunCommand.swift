// allot run: decide the year and publish the papers.

import Audit
import Decision
import Intake
import Papers
import Rulebook
import Synchronization
import Tables

enum RunCommand {
  static let help = Help(
    words: "[YEAR]",
    summary: ("核定一年的奖补并发布材料", "decide the year and publish the papers"),
    details: (
      "默认是草案；--final 要求所有口径已经确定。\n输入不变则结果不变，不重复发布。",
      "A draft unless --final, which asks that every ruling is decided.\nThe same inputs make the same run, which is published once."
    ),
    options: [
      Option("draft", zh: "草案（默认）", en: "a draft (the default)"),
      Option("final", zh: "正式：口径未定则拒绝", en: "for decision: refuses while a ruling is open"),
      Option(
        "if-changed", zh: "输入与最近一次相同则什么也不做（供定时任务）",
        en: "do nothing if the inputs are those of the latest run (for timers)"),
      Option("notice-from", "DATE", zh: "公示的第一天（工作日）", en: "the first day of the public notice, a working day"),
      Option("trace", "all", zh: "超过十万件时也写逐件说明", en: "write trace.jsonl above 100,000 applications too"),
      Option(
        "papers", "all|proof|decisions", zh: "出哪些材料：全部（默认）、不含供人阅读的、只有结论",
        en: "which papers: all (the default), none for people, the decisions only"),
      Option("key", "FILE", zh: "用这个 Ed25519 私钥（PEM）签署日志", en: "sign the log with this Ed25519 private key (PEM)"),
      Option("wait", "SECONDS", zh: "另一次运行占用时最多等这么久", en: "wait this long for another run to end"),
      Option(
        "keep", "N", zh: "只保留最近 N 份草案；正式的和最新的总是保留", en: "keep the N newest drafts; finals and the latest always stay"),
    ])

  static func run(_ session: Session) throws -> ExitCode {
    let (patience, keep) = (try session.number("wait") ?? 0, try session.number("keep"))
    let folder = try session.folder()
    let reports = session.reports + "/" + folder.name
    try Stop.listen()
    try makeFolder(reports)
    let lock = try RunLock(reports, patience: patience)
    return try withExtendedLifetime(lock) {
      Publisher.clearStale(in: reports)
      let execution = Execution(folder: reports, mode: session.arguments.has("final") ? "final" : "draft")
      do {
        let code = try execute(session, folder, execution)
        if let keep { prune(session, Drafts(folder: reports), keep) }
        return code
      } catch let failure as Failure {
        try execution.note(failure)
        throw failure
      }
    }
  }

  private static func execute(_ session: Session, _ folder: YearFolder, _ execution: Execution) throws -> ExitCode {
    let key = try signingKey(session)
    let (rulebook, policyFiles) = try session.rulebook(folder)
    let final = session.arguments.has("final")
    if final { try refuseOpenRulings(rulebook) }
    if session.arguments.has("if-changed"), let run = try latestOfThese(policyFiles, key, session, folder, execution) {
      try execution.note(.unchanged, run: run, exit: .done)
      session.terminal.note(
        session.terminal.text("输入与 \(run) 相同，没有变化", "the inputs are those of \(run): nothing changed"),
        event: "unchanged",
        ["run": .string(run), "exit": .integer(0)])
      return .done
    }
    let (decisions, tableFiles) = try session.decisions(folder, rulebook, isHeard: true)
    let making = try Making(
      files: policyFiles + tableFiles, mode: execution.mode, noticeFrom: try noticeStart(session, decisions.year),
      previous: try execution.finalBefore(), key: key, extent: try extent(session, decisions),
      cores: session.cores())
    let publisher = Publisher(folder: execution.folder, run: making.run)
    let before = try Publisher.latest(in: execution.folder)
    let totals = YearTotals(decisions, on: making.cores)
    let summary = Summary(decisions, totals, session.terminal.language)
    let code = summary.hasFindings ? ExitCode.findings : .done
    let unchanged = publisher.isPublished
    let record = { () throws(Failure) in
      try execution.note(unchanged ? .unchanged : .published, run: publisher.run, exit: unchanged ? .done : code)
    }
    if unchanged {
      try publisher.publishAgain(record: record)
    } else {
      try publisher.publish(exit: code, on: making.cores, record: record) { press throws(Failure) in
        try making.print(decisions, totals, scratch: press.scratch, on: &press)
      }
    }
    let news = unchanged ? nil : before.flatMap { News(since: $0, publisher, totals) }
    try session.terminal.print(
      summary.text(final: final, path: publisher.path, unchanged: unchanged, news: news),
      done: ("运行 \(publisher.run) 已发布", "run \(publisher.run) is published"))
    session.terminal.log(
      event: unchanged ? "unchanged" : "published",
      summary.members.merging(news?.members ?? [:]) { $1 }.merging([
        "run": .string(publisher.run), "exit": .integer(Int64((unchanged ? .done : code).rawValue)),
      ]) { $1 })
    kept.withLock { $0 = decisions }
    return unchanged ? .done : code
  }

  /// Old drafts that cannot be removed stay, which is no failure of the run.
  private static func prune(_ session: Session, _ drafts: Drafts, _ keep: Int) {
    do throws(Failure) { try drafts.prune(keeping: keep) } catch {
      session.terminal.warn(session.terminal.text("旧草案未清理：\(error.zh)", "old drafts stay: \(error.en)"))
    }
  }

  /// The latest run if it is the one that these inputs and options make. How far its papers go depends on the tables,
  /// which are not read for this: every extent that they may ask for is tried.
  private static func latestOfThese(
    _ policyFiles: [OpenFile], _ key: SigningKey?, _ session: Session, _ folder: YearFolder, _ execution: Execution
  ) throws -> String? {
    guard let latest = try Publisher.latest(in: execution.folder),
      Publisher(folder: execution.folder, run: latest).isPublished
    else { return nil }
    let files = policyFiles + (try folder.tableFiles())
    let papers = try asked(session)
    for papers in papers == .all ? [.all, .proof] : [papers] {
      for applications in [0, .max] {
        let extent = Extent(papers, traceAll: session.arguments["trace"] == "all", applications: applications)
        let making = try Making(
          files: files, mode: execution.mode, noticeFrom: session.arguments["notice-from"].flatMap { Day($0) },
          previous: try execution.finalBefore(), key: key, extent: extent, cores: session.cores())
        if making.run == latest { return latest }
      }
    }
    return nil
  }

  /// The papers that a run of this folder would publish, published nowhere.
  ///
  /// - Parameter scratch: a folder for temporary files.
  static func make(
    _ session: Session, _ folder: YearFolder, mode: String, noticeFrom: Day?, previous: String?,
    papers: Extent.Papers, traceAll: Bool, scratch: String
  ) throws -> [(name: String, bytes: [UInt8])] {
    let (rulebook, policyFiles) = try session.rulebook(folder)
    let (decisions, tableFiles) = try session.decisions(folder, rulebook)
    let making = try Making(
      files: policyFiles + tableFiles, mode: mode, noticeFrom: noticeFrom, previous: previous,
      key: try signingKey(session), extent: Extent(papers, traceAll: traceAll, applications: decisions.order.count),
      cores: session.cores())
    var press = KeepingPress()
    try making.print(decisions, YearTotals(decisions), scratch: scratch, on: &press)
    return press.papers
  }

  /// Which papers the command asks for, as far as the year's size allows.
  private static func extent(_ session: Session, _ decisions: Decisions) throws(UsageError) -> Extent {
    var papers = try asked(session)
    if papers == .all, !decisions.year.isAtHand {
      papers = .proof
      session.terminal.note(
        session.terminal.text(
          "申报表过大，只出供程序和核对用的材料", "the forms are too large for the papers for people; only those for programs are made"))
    }
    return Extent(papers, traceAll: session.arguments["trace"] == "all", applications: decisions.order.count)
  }

  private static func asked(_ session: Session) throws(UsageError) -> Extent.Papers {
    guard let papers = Extent.Papers(rawValue: session.arguments["papers"] ?? Extent.Papers.all.rawValue) else {
      throw UsageError(zh: "--papers 应为 all、proof 或 decisions", en: "--papers takes all, proof or decisions")
    }
    return papers
  }

  private static func signingKey(_ session: Session) throws(Failure) -> SigningKey? {
    guard let path = session.arguments["key"] else { return nil }
    guard let pem = try readFile(path, called: path) else {
      throw Failure(code: .fileMissing, zh: "没有密钥文件 \(path)", en: "there is no key file \(path)")
    }
    do throws(NoKey) { return try SigningKey(pem: pem) } catch {
      throw Failure(
        code: .dataUnusable, zh: "\(path) 不是 Ed25519 私钥；可用 openssl genpkey -algorithm ed25519 生成",
        en: "\(path) holds no Ed25519 private key; make one with openssl genpkey -algorithm ed25519")
    }
  }

  private static func refuseOpenRulings(_ rulebook: Rulebook) throws(Failure) {
    let open = rulebook.rulings.filter { $0.status == .byDefault }
    guard open.isEmpty else {
      let names = open.map { "  \($0.id)  \($0.question)" }.joined(separator: "\n")
      throw Failure(
        code: .policyFaulty, zh: "还有 \(open.count) 项口径未定，不能正式运行：\n\(names)",
        en: "\(open.count) rulings are still open; a final run must wait:\n\(names)")
    }
  }

  /// The first day of the notice, if the command names one.
  private static func noticeStart(_ session: Session, _ year: Year) throws(UsageError) -> Day? {
    guard let text = session.arguments["notice-from"] else { return nil }
    guard let day = Day(text) else {
      throw UsageError(zh: "--notice-from 应为日期，如 2025-06-03", en: "--notice-from takes a day, as 2025-06-03")
    }
    guard year.registers.isWorkday(day) else {
      throw UsageError(
        zh: "公示须从工作日开始，\(day.description) 不是工作日", en: "a notice begins on a working day, and \(day.description) is none"
      )
    }
    return day
  }
}

/// The year that was run: the process ends next, and to give back a large one piece by piece would only take time.
private let kept = Mutex<Decisions?>(nil)
