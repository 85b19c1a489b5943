// allot reconcile: a run's payment order against the payments that the bank reports.

import Audit
import Finance
import Glibc
import Pages
import Papers
import Rulebook
import Tables
import Verification
import Workbook

enum ReconcileCommand {
  static let help = Help(
    words: "RUN",
    summary: ("拨付明细与支付记录对账", "a run's payment order against the payments"),
    details: (
      """
      RUN 是已生成拨付明细的运行。支付记录按拨付编号、申报编号、信用代码和金额依次对上明细；不互相冲抵，
      应拨 = 已拨 + 未拨 − 超拨，分事项、镇街、级次，逐分相等。写出 reconciliation.html、reconciliation.xlsx 和
      orders.csv、payments.csv、totals.csv、statuses.csv、faults.csv，只有本人可读，不含账号。
      每笔都是 matched 或 returned_and_repaid、没有别的问题时退出码为 0，否则为 1。
      """,
      """
      RUN is a run with a payment order. A payment finds its order by order number, else by application id, else by credit
      code and amount. Nothing is netted: ordered = paid + open - over, by item, town and level, to the fen. Writes
      reconciliation.html, reconciliation.xlsx, orders.csv, payments.csv, totals.csv, statuses.csv and faults.csv, readable
      by their owner only and without accounts. Exits 0 if every order is matched or returned_and_repaid and nothing else
      is wrong, else 1.
      """
    ),
    options: [
      Option("payments", "FILE", zh: "支付记录（默认 DATA/YEAR/payments.csv）", en: "the payments (DATA/YEAR/payments.csv)"),
      Option(
        "output", "DIR", zh: "写到这个文件夹（默认 RUN/payments 下按内容命名的文件夹）",
        en: "write into this folder (a folder named by its content in RUN/payments)"),
      Option(
        "batch", "NAME", zh: "明细的批次号（默认运行编号；没有一条这样写时，取多数记录的）",
        en: "the order's batch (the run's number, or what most payments say if none says that)"),
      Option("year", "YEAR", zh: "RUN 是编号时的年度", en: "the year, where RUN is a number"),
    ])

  static func run(_ session: Session) throws -> ExitCode {
    guard session.arguments.words.count == 1 else {
      throw UsageError(zh: "请给出一个运行", en: "name one run")
    }
    try ReconciliationFolder.check(session)
    let folder = try RunFolder(session, session.arguments.words[0])
    let book = try orderBook(folder)
    let year = folder.reports.split(separator: "/").last.map(String.init) ?? ""
    let path = session.arguments["payments"] ?? session.data + "/" + year + "/payments.csv"
    guard let bytes = try readFile(path, called: path) else {
      throw Failure(code: .fileMissing, zh: "没有支付记录 \(path)", en: "there is no payment file \(path)")
    }
    let all = Reconciliation(try payments(path, bytes, book), batch: session.arguments["batch"])
    report(all.file.faults, session.terminal)
    let totals = ReconciliationTotals(all)
    let letterhead = Letterhead(book.awards.rulebook.settings, isFinal: true, run: folder.name)
    let output = try ReconciliationFolder(session, folder, name: name(bytes, folder, all.batch))
    let code: ExitCode = all.isSettled ? .done : .findings
    let written = try output.write(exit: code) { press throws(Failure) in
      _ = try press.put(all.tables(totals) + [reconciliationPage(all, totals, letterhead)])
      let book = ReconciliationBook(all, totals, letterhead)
      let scratch = press.scratch
      _ = try press.put(try Stop.errand { () throws(Failure) in try workbook(book, in: scratch) })
    }
    let summary = ReconciliationSummary(all, totals, session.terminal.language)
    try session.terminal.print(
      summary.text(path: output.path, unchanged: !written), done: ("对账结果已写出", "the reconciliation stands"))
    return code
  }

  private static func workbook(_ book: ReconciliationBook, in folder: String) throws(Failure) -> Paper {
    do throws(WorkbookFailure) { return try book.workbook(in: folder) } catch {
      throw Failure(
        code: .inputOutput, zh: "无法写出 reconciliation.xlsx：\(error.reason)",
        en: "cannot write reconciliation.xlsx: \(error.reason)")
    }
  }

  /// Twelve digits of what the papers are made from: the same order and payments, the same name.
  private static func name(_ payments: [UInt8], _ folder: RunFolder, _ batch: Batch) throws -> String {
    let order = try readFile(folder.path + "/payments/totals.csv", called: "payments/totals.csv") ?? []
    let text = [programVersion, hex(sha256(order)), hex(sha256(payments)), batch.name].joined(separator: "\n")
    return String(hex(sha256(Array(text.utf8))).prefix(12))
  }

  /// The order of a run, read from the run's own papers, each held against the sums that two people signed.
  private static func orderBook(_ folder: RunFolder) throws -> OrderBook {
    guard let order = try readFile(folder.path + "/payments/order.csv", called: "payments/order.csv"),
      let totals = try readFile(folder.path + "/payments/totals.csv", called: "payments/totals.csv")
    else {
      throw Failure(
        code: .fileMissing, zh: "运行 \(folder.name) 还没有拨付明细；请先运行 allot order",
        en: "run \(folder.name) has no payment order yet; make it with allot order")
    }
    do {
      return try OrderBook(try Awards(try signedPapers(folder), run: folder.name), order: order, totals: totals)
    } catch let error as Broken {
      throw Failure(code: .dataUnusable, zh: error.saying.zh, en: error.saying.en)
    }
  }

  private static func signedPapers(_ folder: RunFolder) throws -> [String: [UInt8]] {
    let sums = String(decoding: try readFile(folder.path + "/SHA256SUMS", called: "SHA256SUMS") ?? [], as: UTF8.self)
      .split(separator: "\n")
    var files: [String: [UInt8]] = [:]
    for name in ["decisions.csv", "entitlements.csv"] + Rulebook.tables.map({ "policy/\($0).csv" }) {
      guard let bytes = try readFile(folder.path + "/" + name, called: name) else { continue }
      guard sums.contains("\(hex(sha256(bytes)))  \(name)"[...]) else {
        throw Broken(name, "is not what SHA256SUMS says; see allot verify")
      }
      files[name] = bytes
    }
    return files
  }

  private static func payments(_ path: String, _ bytes: [UInt8], _ book: OrderBook) throws -> PaymentFile {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    do throws(Unusable) {
      return try PaymentFile(try Document(file: name, raw: bytes), book)
    } catch {
      throw Failure(
        code: .dataUnusable, zh: "支付记录不能用：\(path)", en: "the payments cannot be used: \(path)", faults: error.faults)
    }
  }
}
