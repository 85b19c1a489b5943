import Finance
import Papers
import Tables
import Testing

private func run(_ awards: [(firm: Int, district: Int64, town: Int64)]) -> MadeRun {
  var chance = SplitMix(seed: 1)
  var run = MadeRun(count: awards.count, &chance)
  run.accountLines = []
  for (at, award) in awards.enumerated() {
    run.awards[at].uscc = "9132041200000\(10000 + award.firm)"
    run.awards[at].name = "第\(award.firm)厂"
    run.awards[at].account = "99\(award.firm)"
    (run.awards[at].district, run.awards[at].townPart) = (award.district, award.town)
    run.accountLines.append("\(run.awards[at].uscc),第\(award.firm)厂,示例银行,102304000000,99\(award.firm)")
  }
  return run
}

private func reconcile(_ run: MadeRun, _ payments: [MadePayment], batch: String? = nil) throws -> Reconciliation {
  var chance = SplitMix(seed: 1)
  let header = PaymentFile.columns.map(\.title).joined(separator: ",")
  let lines = [header] + payments.map { $0.line(&chance) }
  return Reconciliation(try PaymentFile(Document(file: "p.csv", raw: csv(lines)), run.book()), batch: batch)
}

private func payment(_ run: MadeRun, _ award: Int, _ amount: Int64, town: Bool = false) -> MadePayment {
  MadePayment(
    voucher: "V\(amount)-\(town)-\(award)", order: run.number(award), application: run.awards[award].id,
    payee: run.awards[award].name, uscc: run.awards[award].uscc, account: run.awards[award].account, amount: amount,
    isTown: town)
}

@Suite struct MatchingTests {
  @Test func anOrderNumberHasSixDigitsOrAsManyAsItNeeds() throws {
    let made = run([(1, 600_000, 0)])
    for (number, isOurs) in [
      ("-000001", true), ("-0000001", false), ("-00001", false), ("-000002", false), ("-00000x", false),
      ("_000001", false),
      ("-9999999999", false),
    ] {
      var row = payment(made, 0, 600_000)
      (row.order, row.application, row.uscc) = (MadeRun.name + number, "", "")
      let all = try reconcile(made, [row])
      #expect(all.matches.map(\.order) == [isOurs ? 0 : -1], "\(number)")
    }
  }

  @Test func theOrderNumberGoesBeforeTheApplicationAndTheApplicationBeforeTheAmount() throws {
    let made = run([(1, 600_000, 0), (2, 700_000, 0), (3, 800_000, 0)])
    var crossed = payment(made, 0, 600_000)
    crossed.application = made.awards[1].id
    var byApplication = payment(made, 1, 800_000)
    (byApplication.order, byApplication.uscc) = ("", made.awards[2].uscc)
    var byAmount = payment(made, 2, 800_000)
    (byAmount.order, byAmount.application) = ("", "")
    let all = try reconcile(made, [crossed, byApplication, byAmount])
    #expect(all.matches.map(\.order) == [0, 1, 2])
    #expect(all.matches.map(\.step) == [.order, .application, .usccAmount])
    #expect(all.file.faults.map(\.problem) == [.contradictsOrder])
    #expect(!all.isSettled)
  }

  @Test func ofTwoEqualOrdersEachGetsOnePaymentAndTheThirdIsPaidTwice() throws {
    let made = run([(1, 600_000, 400_000), (1, 600_000, 400_000)])
    func bare(_ number: Int, _ amount: Int64, town: Bool) -> MadePayment {
      var row = payment(made, 0, amount, town: town)
      (row.voucher, row.order, row.application) = ("B\(number)", "", "")
      return row
    }
    let four = [
      bare(1, 600_000, town: false), bare(2, 600_000, town: false), bare(3, 400_000, town: true),
      bare(4, 400_000, town: true),
    ]
    let all = try reconcile(made, four)
    #expect(all.outcomes.map(\.statuses.names) == ["matched", "matched"])
    #expect(all.isSettled)
    let five = try reconcile(made, four + [bare(5, 600_000, town: false)])
    #expect(five.outcomes.map(\.statuses.names) == ["paid_twice", "matched"])
  }

  @Test func aPaymentOfAWholeOrderIsFoundByItsSum() throws {
    let made = run([(1, 600_000, 400_000)])
    var row = payment(made, 0, 1_000_000)
    (row.order, row.application) = ("", "")
    let all = try reconcile(made, [row])
    #expect(all.matches.map(\.step) == [.usccAmount])
    #expect(all.outcomes[0].statuses.names == "amount_differs;overpaid;part_paid")
  }

  @Test func whoNamesAnApplicationThatWasNotAwardedIsNotMatchedByAmount() throws {
    let made = run([(1, 600_000, 0)])
    for id in ["NO-1", "UNHEARD-OF"] {
      var row = payment(made, 0, 600_000)
      (row.order, row.application) = ("", id)
      let all = try reconcile(made, [row])
      #expect(all.matches[0].step == (id == "NO-1" ? .noOrder : .usccAmount))
    }
  }

  @Test func aPaymentOfAnAwardThatWasSetAsideIsNotInTheOrder() throws {
    var made = run([(1, 600_000, 0), (2, 600_000, 0)])
    made.accountLines.removeFirst()
    var second = payment(made, 0, 600_000)
    second.order = ""
    let all = try reconcile(made, [payment(made, 0, 600_000), second, payment(made, 1, 600_000)])
    #expect(all.book.count == 1)
    #expect(all.strays == [0, 1])
    #expect(all.outcomes[0].statuses.names == "matched")
    let item = made.awards[0].item
    let group = all.groups(ReconciliationTotals(all)).first { $0.kind == .item && $0.name == item }
    #expect(group?.sum.district.over == 1_200_000)
  }

  @Test func theBatchIsTheOneThatIsSaidElseTheRunElseWhatMostPaymentsSay() throws {
    let made = run([(1, 600_000, 0), (2, 600_000, 0), (3, 600_000, 0)])
    func statuses(_ batches: [String], said: String? = nil) throws -> [String] {
      var rows = (0..<3).map { payment(made, $0, 600_000) }
      for at in rows.indices { rows[at].batch = batches[at] }
      return try reconcile(made, rows, batch: said).outcomes.map(\.statuses.names)
    }
    #expect(try statuses(["x", "x", "y"]) == ["matched", "matched", "batch_differs"])
    #expect(try statuses(["x", "x", MadeRun.name]) == ["batch_differs", "batch_differs", "matched"])
    #expect(try statuses(["x", "x", "y"], said: "ｙ") == ["batch_differs", "batch_differs", "matched"])
    #expect(try statuses(["x", "x", "y"], said: "z") == ["batch_differs", "batch_differs", "batch_differs"])
  }

  @Test func aRowThatCannotBeReadIsCountedNowhereAndSaid() throws {
    let made = run([(1, 600_000, 0)])
    let header = PaymentFile.columns.map(\.name).joined(separator: ",")
    let good = "V1,b,\(made.number(0)),,第1厂,,991,6000.00,2025-06-10,district,,,paid"
    let bad = [
      good.replacing("6000.00", with: "6E+3"), good.replacing(",paid", with: ",gone"),
      good.replacing("district", with: "county"), good + ",more",
    ]
    let file = try PaymentFile(Document(file: "p.csv", raw: csv([header, good] + bad)), made.book())
    let all = Reconciliation(file)
    #expect(all.file.unreadable == [3, 4, 5, 6])
    #expect(all.file.faults.map(\.place.description) == ["p.csv:3:8", "p.csv:4:13", "p.csv:5:10", "p.csv:6"])
    #expect(all.outcomes[0].statuses.names == "matched")
    #expect(!all.isSettled)
  }

  @Test func blankCellsThatAreNeededAreSaidAndTheMoneyCounts() throws {
    let made = run([(1, 600_000, 0)])
    let header = PaymentFile.columns.map(\.name).joined(separator: ",")
    let blank = ",,\(made.number(0)),,,,,6000.00,,district,,,paid"
    let all = Reconciliation(
      try PaymentFile(Document(file: "p.csv", raw: csv([header, blank])), made.book()))
    #expect(all.file.faults.map(\.place.column) == ["voucher", "batch", "payee", "account", "date"])
    #expect(all.outcomes[0].district.paid == 600_000)
    #expect(all.outcomes[0].statuses.names == "payee_differs;account_differs;batch_differs")
  }

  @Test func anOrderThatWasChangedIsRefused() throws {
    let made = run([(1, 600_000, 0)])
    let papers = try made.order().papers(accounts: [])
    var changed = papers[0].bytes
    changed[changed.count - 10] ^= 1
    #expect(throws: (any Error).self) {
      try OrderBook(try Awards(made.files, run: MadeRun.name), order: changed, totals: papers[2].bytes)
    }
  }
}
