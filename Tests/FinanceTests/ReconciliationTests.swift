import Finance
import Papers
import Tables
import Testing

/// A year of orders, each with a story, and the file that they leave.
private struct MadeYear {
  let run: MadeRun
  var stories: [(story: Story, answer: Answer)] = []
  /// Payments that belong to no order, by what they say.
  var strays: [MadePayment] = []
  var lines: [String] = []

  init(_ seed: UInt64) {
    var chance = SplitMix(seed: seed)
    run = MadeRun(count: 40, &chance)
    var all: [MadePayment] = []
    for (at, award) in run.awards.enumerated() {
      let others = run.awards.filter { $0.uscc == award.uscc }.count
      var told: (Story, History)?
      while told == nil {
        let story = Story.allCases.randomElement(using: &chance)!
        // By amount alone two awards of one enterprise may be told apart or not; that has a test of its own.
        if story == .byAmount, others > 1 { continue }
        told = story.tell(award, number: run.number(at), &chance).map { (story, $0) }
      }
      stories.append((told!.0, told!.1.answer))
      all += told!.1.payments
    }
    for number in 0..<Int(chance.next() % 5) {
      var stray = MadePayment(
        voucher: "STRAY\(number)", payee: "无此单位", uscc: "91320412NOBODY0000", account: "1", amount: 777_700)
      if number == 1 { (stray.order, stray.application) = ("ffffffffffff-000001", "X-1") }
      if number == 2 { (stray.uscc, stray.application) = (run.awards[0].uscc, "NO-1") }
      if number == 2 { stray.amount = run.awards[0].district }
      if number == 3 { stray.status = "returned" }
      strays.append(stray)
    }
    lines = (all + strays).shuffled(using: &chance).map { $0.line(&chance) }
  }

  func reconcile(_ lines: [String]) throws -> Reconciliation {
    let header = PaymentFile.columns.map(\.name).joined(separator: ",")
    return Reconciliation(
      try PaymentFile(Document(file: "payments.csv", raw: csv([header] + lines)), run.book()), batch: MadeRun.name)
  }
}

@Suite struct ReconciliationTests {
  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func everyHistoryIsToldAsItWas(_ seed: UInt64) throws {
    let made = MadeYear(seed)
    let all = try made.reconcile(made.lines)
    #expect(all.outcomes.count == made.stories.count)
    for (at, (story, answer)) in made.stories.enumerated() {
      let outcome = all.outcomes[at]
      #expect(Set(outcome.statuses.all.map(\.name)) == answer.statuses, "\(story), seed \(seed)")
      #expect(outcome.district.paid == Int128(answer.district), "\(story), seed \(seed)")
      #expect(outcome.town.paid == Int128(answer.town), "\(story), seed \(seed)")
      let step: MatchStep = story == .byApplication ? .application : story == .byAmount ? .usccAmount : .order
      #expect(all.payments(of: at).allSatisfy { all.matches[Int($0)].step == step }, "\(story), seed \(seed)")
    }
    #expect(all.strays.count == made.strays.count)
    #expect(all.file.unreadable.isEmpty)
  }

  @Test(arguments: 301...500 as ClosedRange<UInt64>)
  func nothingIsLostAndNothingIsNetted(_ seed: UInt64) throws {
    let made = MadeYear(seed)
    let all = try made.reconcile(made.lines)
    let totals = ReconciliationTotals(all)
    // Each sum once more, from the stories.
    var (ordered, paid): ([String: Int128], [String: Int128]) = ([:], [:])
    var (open, over): (Int128, Int128) = (0, 0)
    func add(_ sums: inout [String: Int128], _ award: MadeAward?, _ level: String, _ fen: Int64) {
      for name in ["total", award?.item ?? "", "T" + (award?.town ?? "")] {
        sums["\(name) \(level)", default: 0] += Int128(fen)
      }
    }
    for (award, (_, answer)) in zip(made.run.awards, made.stories) {
      let parts = [("district", award.district, answer.district), ("town", award.townPart, answer.town)]
      for (level, asked, got) in parts {
        add(&ordered, award, level, asked)
        add(&paid, award, level, got)
        open += Int128(max(0, asked - got))
        over += Int128(max(0, got - asked))
      }
    }
    for stray in made.strays where stray.status == "paid" {
      add(&paid, nil, "district", stray.amount)
      over += Int128(stray.amount)
    }
    #expect(totals.total.whole.open == open && totals.total.whole.over == over)
    for group in all.groups(totals) {
      let name = group.kind == .total ? "total" : group.kind == .town ? "T" + group.name : group.name
      for (level, balance) in [("district", group.sum.district), ("town", group.sum.town)] {
        #expect(balance.ordered == ordered["\(name) \(level)"] ?? 0, "\(name), seed \(seed)")
        #expect(balance.paid == paid["\(name) \(level)"] ?? 0, "\(name), seed \(seed)")
        #expect(balance.ordered == balance.paid + balance.open - balance.over, "\(name), seed \(seed)")
      }
    }
    #expect(totals.leading.reduce(0, +) == all.outcomes.count + made.strays.count)
    #expect(totals.steps.reduce(0, +) == made.lines.count)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func theOrderOfTheRowsMeansNothing(_ seed: UInt64) throws {
    let made = MadeYear(seed)
    let straight = try made.reconcile(made.lines)
    let turned = try made.reconcile(made.lines.reversed())
    func papers(_ all: Reconciliation) -> [[UInt8]] {
      all.tables(ReconciliationTotals(all)).filter { !["payments.csv", "faults.csv"].contains($0.name) }.map(\.bytes)
    }
    #expect(papers(straight) == papers(turned))
  }

  /// Rows without any sense: the law holds of them too, and each is counted once.
  @Test(arguments: 1...150 as ClosedRange<UInt64>)
  func theLawHoldsOfAnyRows(_ seed: UInt64) throws {
    var chance = SplitMix(seed: seed)
    let made = MadeYear(seed)
    let awards = made.run.awards
    var payments: [MadePayment] = []
    for _ in 0..<200 {
      let award = Int.random(in: 0..<6, using: &chance)
      let amounts = [awards[award].district, awards[award].townPart, awards[award].amount, 1, 33_333, 0]
      payments.append(
        MadePayment(
          voucher: "V\(chance.next() % 40)", batch: ["a", "b"].randomElement(using: &chance)!,
          order: [made.run.number(award), "", "nonsense"].randomElement(using: &chance)!,
          application: [awards[award].id, "", awards[0].id, "NO-2"].randomElement(using: &chance)!,
          payee: [awards[award].name, "别人"].randomElement(using: &chance)!,
          uscc: ["", awards[award].uscc].randomElement(using: &chance)!,
          account: ["1E+9", awards[award].account, "5"].randomElement(using: &chance)!,
          amount: amounts.randomElement(using: &chance)!, day: Int.random(in: 1...28, using: &chance),
          isTown: chance.next() % 2 == 0,
          status: ["paid", "paid", "returned", "recovered"].randomElement(using: &chance)!))
    }
    let all = try made.reconcile(payments.map { $0.line(&chance) })
    #expect(all.file.rows.count == 200)
    let tied = all.outcomes.indices.flatMap { all.payments(of: $0).map(Int.init) } + all.strays
    #expect(tied.sorted() == Array(0..<200))
    var whole = Balance()
    for outcome in all.outcomes {
      for part in [outcome.district, outcome.town] {
        #expect(part.ordered == part.paid + part.open - part.over)
        #expect(part.open == 0 || part.over == 0)
      }
      #expect(!outcome.statuses.isEmpty)
      #expect(!outcome.statuses.contains(.matched) || outcome.statuses.all == [.matched])
      whole += outcome.whole
    }
    let counted = all.file.rows.indices.filter { all.counts[$0] && all.matches[$0].order >= 0 }
    #expect(whole.paid == counted.reduce(Int128(0)) { $0 + Int128(all.file.rows[$1].amount) })
  }
}
