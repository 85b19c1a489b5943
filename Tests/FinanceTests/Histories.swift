// Payment histories with known answers: each is a story that somebody could tell, the rows that it leaves in the file,
// and what a careful clerk would say of it.

/// A row of the payment file as it is meant.
struct MadePayment {
  var voucher = ""
  var batch = MadeRun.name
  var order = ""
  var application = ""
  var payee = ""
  var uscc = ""
  var account = ""
  var amount: Int64 = 0
  var day = 10
  var isTown = false
  var status = "paid"

  func line(_ chance: inout SplitMix) -> String {
    let level = (isTown ? ["town", "镇级"] : ["district", "区级"]).randomElement(using: &chance)!
    let words = ["paid": ["paid", "成功", "已拨付"], "returned": ["returned", "退汇"], "recovered": ["recovered", "收回"]]
    let yuan = "\(amount / 100)." + String(String(100 + amount % 100).dropFirst())
    return [
      voucher, batch, order, application, payee, uscc, account, yuan, "2025-06-\(String(100 + day).dropFirst())", level,
      "", "", words[status]!.randomElement(using: &chance)!,
    ].joined(separator: ",")
  }
}

/// What must come out of an order's history.
struct Answer {
  var statuses: Set<String>
  /// Paid on each level, fen.
  var district: Int64
  var town: Int64
}

struct History {
  var payments: [MadePayment]
  var answer: Answer
}

enum Story: CaseIterable {
  case exact, instalments, nothing, partly, fenLess, fenMore, tooMuch, twice, twiceAndMore, listedTwice, wrongLevels
  case wholeFromDistrict, wrongPayee, wrongCode, wrongAccount, damagedAccount, wrongBatch, returned, returnedLater
  case repaid, sameVoucher, recovered, doubleRecovered, byApplication, byAmount, otherSpelling

  /// The rows and the answer; nil where the story cannot be told of this award.
  func tell(_ award: MadeAward, number: String, _ chance: inout SplitMix) -> History? {
    var teller = Teller(award, number, &chance)
    let known = teller.tell(self, &chance)
    return known.map { History(payments: teller.rows, answer: $0) }
  }
}

private struct Teller {
  let award: MadeAward
  var rows: [MadePayment] = []
  private let model: MadePayment
  private var count = 0

  init(_ award: MadeAward, _ number: String, _ chance: inout SplitMix) {
    self.award = award
    model = MadePayment(
      voucher: "V\(chance.next() % 1_000_000_000)-", order: number, application: award.id, payee: award.name,
      uscc: award.uscc, account: award.account)
  }

  mutating func pay(_ amount: Int64, town: Bool = false, _ change: (inout MadePayment) -> Void = { _ in }) {
    guard amount > 0 else { return }
    count += 1
    var row = model
    row.voucher += String(count)
    row.amount = amount
    row.isTown = town
    change(&row)
    rows.append(row)
  }

  mutating func payAll(_ change: (inout MadePayment) -> Void = { _ in }) {
    pay(award.district, change)
    pay(award.townPart, town: true, change)
  }

  /// The whole is paid as ordered.
  private func whole(_ statuses: Set<String>) -> Answer {
    Answer(statuses: statuses, district: award.district, town: award.townPart)
  }

  private func none(_ statuses: Set<String>) -> Answer { Answer(statuses: statuses, district: 0, town: 0) }

  mutating func tell(_ story: Story, _ chance: inout SplitMix) -> Answer? {
    let (district, town) = (award.district, award.townPart)
    switch story {
    case .exact: payAll()
    case .instalments: payInParts(&chance)
    case .byApplication: payAll { $0.order = "" }
    case .byAmount:
      payAll { row in (row.order, row.application) = ("", "") }
    case .otherSpelling:
      payAll { row in
        row.payee = row.payee.replacing("（", with: " (").replacing("）", with: ")")
        row.account = "\(row.account.prefix(4)) \(row.account.dropFirst(4).prefix(4))-\(row.account.dropFirst(8))"
        row.order = row.order.uppercased()
      }
    case .nothing: return none(["unpaid"])
    case .partly:
      guard district >= 2 * unit else { return nil }
      pay(district - Int64.random(in: unit...(district - 1), using: &chance))
      return Answer(statuses: ["part_paid"], district: rows[0].amount, town: 0)
    case .fenLess, .fenMore:
      guard district > 1 else { return nil }
      let paid = story == .fenLess ? district - 1 : district + 1
      pay(paid)
      pay(town, town: true)
      let second = story == .fenLess ? "part_paid" : "overpaid"
      return Answer(statuses: ["amount_differs", second], district: paid, town: town)
    case .tooMuch:
      pay(district + unit * Int64.random(in: 1...50, using: &chance))
      pay(town, town: true)
      guard rows[0].amount != district + town || town == 0 else { return nil }
      return Answer(statuses: ["overpaid"], district: rows[0].amount, town: town)
    case .twice, .twiceAndMore:
      payAll()
      pay(district)
      guard story == .twiceAndMore else {
        return Answer(statuses: ["paid_twice"], district: 2 * district, town: town)
      }
      guard district != unit * 3 else { return nil }
      pay(unit * 3)
      return Answer(statuses: ["paid_twice", "overpaid"], district: 2 * district + unit * 3, town: town)
    case .listedTwice:
      guard district % 2 == 0, district > 0 else { return nil }
      for _ in 0..<2 { pay(district / 2) { $0.voucher = "SAME\($0.application)" } }
      pay(town, town: true)
      return whole(["paid_twice"])
    case .wrongLevels:
      guard abs(district - town) >= unit, town > 0 else { return nil }
      pay(town)
      pay(district, town: true)
      return Answer(statuses: ["amount_differs", "overpaid", "part_paid"], district: town, town: district)
    case .wholeFromDistrict:
      guard town > 0 else { return nil }
      pay(district + town)
      return Answer(statuses: ["amount_differs", "overpaid", "part_paid"], district: district + town, town: 0)
    case .wrongPayee:
      payAll { $0.payee = "常州别家有限公司" }
      return whole(["payee_differs"])
    case .wrongCode:
      payAll { $0.uscc = "91320412MADEUP0000" }
      return whole(["payee_differs"])
    case .wrongAccount:
      payAll { $0.account = "6228480402564890018" }
      return whole(["account_differs"])
    case .damagedAccount:
      let damaged = ["6.2E+15", String(award.account.drop { $0 == "0" }), award.account.prefix(15) + "0"]
      payAll { $0.account = String(damaged.randomElement(using: &chance)!) }
      return whole(["account_differs"])
    case .wrongBatch:
      payAll { $0.batch = "2023-09" }
      return whole(["batch_differs"])
    case .returned:
      payAll { $0.status = "returned" }
      return none(["returned", "unpaid"])
    case .returnedLater:
      payAll()
      payAll { row in (row.status, row.day) = ("returned", 20) }
      return whole(["returned"])
    case .repaid:
      payAll { row in (row.status, row.account) = ("returned", "1") }
      payAll { $0.day = 20 }
      return whole(["returned_and_repaid"])
    case .sameVoucher:
      payAll { $0.voucher = "BACK\($0.application)" }
      payAll { row in (row.voucher, row.status, row.day) = ("BACK\(row.application)", "returned", 12) }
      return none(["returned", "unpaid"])
    case .recovered:
      payAll { $0.status = "recovered" }
      return none(["recovered", "unpaid"])
    case .doubleRecovered:
      payAll()
      pay(district) { $0.status = "recovered" }
      return whole(["recovered"])
    }
    return whole(["matched"])
  }

  private mutating func payInParts(_ chance: inout SplitMix) {
    for (amount, isTown) in [(award.district, false), (award.townPart, true)] {
      var left = amount
      while left > 1, chance.next() % 3 != 0 {
        let piece = left / 2
        pay(piece, town: isTown)
        left -= piece
      }
      pay(left, town: isTown)
    }
  }
}
