// allot order: the payment order of a final run, once two people have signed it.

import Finance
import Glibc
import Papers
import Tables
import Verification

enum OrderCommand {
  static let help = Help(
    words: "[RUN]",
    summary: ("两人签字的正式运行：生成拨付明细", "the payment order of a final run that two people signed"),
    details: (
      """
      RUN 是运行的文件夹或编号（默认最近一次）。先按 allot verify --final 核对，再读 DATA/年度/accounts.csv，
      写出 RUN/payments/：order.csv 拨付明细、set_aside.csv 暂不拨付及原因、totals.csv 控制总数，只有本人可读。
      已有相同的明细则不再写；不同则拒绝。有暂不拨付的，退出码为 1。
      """,
      """
      RUN is a run's folder or number (the latest). Proves it as allot verify --final does, reads DATA/YEAR/accounts.csv and
      writes RUN/payments/: order.csv, set_aside.csv with the reasons, totals.csv; readable by their owner only.
      An equal order is left as it is, a different one refused. The exit code is 1 where awards are set aside.
      """
    ),
    options: [
      Option(
        "signers", "FILE", zh: "允许签字的人（默认 DATA/YEAR/allowed_signers）", en: "who may sign (DATA/YEAR/allowed_signers)"),
      Option("year", "YEAR", zh: "RUN 是编号时的年度", en: "the year, where RUN is a number"),
      Option("wait", "SECONDS", zh: "另一次运行占用时最多等这么久", en: "wait this long for another run to end"),
    ])

  static func run(_ session: Session) throws -> ExitCode {
    guard session.arguments.words.count <= 1 else {
      throw UsageError(
        zh: "多余的参数 \(session.arguments.words[1])", en: "one word too many: \(session.arguments.words[1])")
    }
    let patience = try session.number("wait") ?? 0
    let folder = try RunFolder(session, session.arguments.words.first ?? "latest")
    try Stop.listen()
    let lock = try RunLock(folder.reports, patience: patience)
    return try withExtendedLifetime(lock) {
      Publisher.clearStale(in: folder.reports)
      let ledger = Ledger(folder: folder.reports)
      let made: (code: ExitCode, summary: String)
      do {
        made = try publish(session, folder, ledger)
      } catch let failure as Failure {
        // A ledger that cannot be written is a failure of its own, and the first one is the one that is told.
        try? ledger.note(
          .refused, run: folder.name, mode: Ledger.order, exit: failure.code, before: nil, reason: failure.en)
        throw failure
      }
      try session.terminal.print(
        made.summary, done: ("运行 \(folder.name) 的拨付明细已生成", "the order of run \(folder.name) stands"))
      return made.code
    }
  }

  /// The order stands and the ledger knows it: both, or neither.
  private static func publish(
    _ session: Session, _ folder: RunFolder, _ ledger: Ledger
  ) throws -> (code: ExitCode, summary: String) {
    let files = try folder.readAll()
    try prove(session, folder, files)
    let (order, accounts) = try makeOrder(session, folder, files)
    let papers = order.papers(accounts: accounts)
    let path = folder.path + "/payments"
    let unchanged = try isThere(papers, path)
    let code = unchanged || order.setAside.isEmpty ? ExitCode.done : .findings
    let record = { () throws(Failure) in
      try ledger.note(
        unchanged ? .unchanged : .published, run: folder.name, mode: Ledger.order, exit: code, before: nil)
    }
    if unchanged {
      try record()
    } else {
      try Publisher.place(
        path, staging: folder.reports + "/.staging-\(folder.name)-payments", mode: 0o700, exit: code,
        on: try session.cores()
      ) { press throws(Failure) in
        _ = try press.put(papers)
      } show: {
        () throws(Failure) in
        try record()
      }
    }
    return (code, summary(order, path, unchanged, session.terminal.language))
  }

  /// Refuses a run that does not hold, or that two people have not signed.
  private static func prove(_ session: Session, _ folder: RunFolder, _ files: [String: [UInt8]]) throws {
    var checks = verify(RunFiles(folder: folder.name, files: files), key: nil)
    checks += try TwoPairs(session, folder, files).checks()
    let failed = checks.filter { !$0.holds }
    guard failed.isEmpty else {
      func lines(_ language: Language) -> String {
        failed.map { "\n" + VerifyCommand.line($0, language) }.joined()
      }
      throw Failure(
        code: .dataUnusable, zh: "不能生成拨付明细，运行 \(folder.name) 有核对未通过：" + lines(.zh),
        en: "no payment order, run \(folder.name) does not hold:" + lines(.en))
    }
  }

  private static func makeOrder(
    _ session: Session, _ folder: RunFolder, _ files: [String: [UInt8]]
  ) throws -> (PaymentOrder, [UInt8]) {
    let path = session.data + "/" + (folder.reports.split(separator: "/").last.map(String.init) ?? "") + "/accounts.csv"
    guard let bytes = try readFile(path, called: path) else {
      throw Failure(
        code: .fileMissing, zh: "没有收款账户表 \(path)", en: "there is no register of accounts, \(path)")
    }
    do {
      let awards = try Awards(files, run: folder.name)
      let accounts = try Accounts(try Document(file: "accounts.csv", raw: bytes))
      report(accounts.faults, session.terminal)
      return (PaymentOrder(awards, accounts), bytes)
    } catch let error as Unusable {
      throw Failure(
        code: .dataUnusable, zh: "收款账户表不能用", en: "the register of accounts cannot be used", faults: error.faults)
    } catch let error as Broken {
      throw Failure(code: .dataUnusable, zh: error.saying.zh, en: error.saying.en)
    }
  }

  /// Whether the same order is there, whatever else accounts.csv says by now; a different order is never replaced.
  private static func isThere(_ papers: [Paper], _ path: String) throws(Failure) -> Bool {
    guard isFolder(path) else { return false }
    for paper in papers where paper.name != "totals.csv" {
      guard try readFile(path + "/" + paper.name, called: paper.name) == paper.bytes else {
        throw Failure(
          code: .cannotCreate,
          zh: "\(path)/\(paper.name) 已存在而内容不同，不能覆盖；账户表改过之后要重新生成，请先把 payments 移到别处保存（编号不变）",
          en:
            "\(path)/\(paper.name) is there and differs; it is not replaced. To make the order anew after a change of accounts, first move payments away and keep it (the order numbers stay)"
        )
      }
    }
    return true
  }

  private static func summary(_ order: PaymentOrder, _ path: String, _ unchanged: Bool, _ language: Language) -> String
  {
    func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    func yuan(_ fen: Int128) -> String { yuanText(Int64(clamping: fen)) }
    let sum = order.sum(order.orders.map(\.award))
    var lines = [
      say(
        "拨付 \(sum.count) 笔，\(yuan(sum.amount)) 元：区级 \(yuan(sum.district)) 元，镇级 \(yuan(sum.townPart)) 元",
        "\(sum.count) orders, \(yuan(sum.amount)) yuan: district \(yuan(sum.district)), towns \(yuan(sum.townPart))")
    ]
    for reason in AccountTrouble.allCases {
      let rows = order.setAside.filter { $0.reason == reason }
      guard !rows.isEmpty else { continue }
      let money = yuan(order.sum(rows.map(\.award)).amount)
      lines.append(
        say(
          "暂不拨付 \(rows.count) 笔，\(money) 元：\(reason.words(.zh))（\(reason.rawValue)）",
          "set aside \(rows.count), \(money) yuan: \(reason.words(.en)) (\(reason.rawValue))"))
    }
    lines.append(
      say("明细：\(path)", "papers: \(path)")
        + (unchanged ? say("；没有变化，未重新写出", "; nothing changed, nothing was written") : ""))
    return lines.joined(separator: "\n")
  }
}

/// Says the faults of a table that finance reads, the first of them in full.
func report(_ faults: [Fault], _ terminal: Terminal) {
  let told = faults.filter { $0.severity == .error }
  for fault in told.prefix(20) { terminal.warn(fault.message(in: terminal.language), event: "fault") }
  if told.count > 20 {
    terminal.warn(terminal.text("还有 \(told.count - 20) 处，未逐一列出", "and \(told.count - 20) more"), event: "fault")
  }
}
