// The findings of a reconciliation, the gravest first: of all that hold of an order, the first one leads.

package import Tables

/// What holds of an order, or of a payment.
///
/// A *part* is what an order asks of one level, district or town. Only rows with status `paid` are payments on a part;
/// `returned` and `recovered` rows stand alone and count for nothing, and a voucher that is listed as paid and as
/// returned (recovered), with one amount and level, is one payment that came back.
package enum ReconciliationStatus: Int, CaseIterable, Sendable {
  /// A payment that belongs to no order by any step.
  case notInOrder
  /// A payment's name or credit code is not the order's (names as they are compared everywhere).
  case payeeDiffers
  /// A payment's account is not the order's, or was damaged so that nobody can say.
  case accountDiffers
  /// A part is paid too much by at least a payment that repeats another one's amount; or two rows are equal in all.
  case paidTwice
  /// The whole is paid, but not the parts as ordered; or a part that was paid is off by less than the pay unit, which
  /// is no instalment.
  case amountDiffers
  /// A part is paid too much, and repeated payments do not explain it.
  case overpaid
  /// A payment was taken back.
  case recovered
  /// A payment came back, and something is open or nothing was paid since.
  case returned
  /// Nothing is paid.
  case unpaid
  /// Something is paid and something is open.
  case partPaid
  /// A payment was made under another batch than the order's.
  case batchDiffers
  /// A payment came back, and everything was paid since.
  case returnedAndRepaid
  /// Both parts are paid to the fen, and nothing else holds.
  case matched

  /// As spec and tables write it.
  package var name: String {
    switch self {
    case .notInOrder: "not_in_order"
    case .payeeDiffers: "payee_differs"
    case .accountDiffers: "account_differs"
    case .paidTwice: "paid_twice"
    case .amountDiffers: "amount_differs"
    case .overpaid: "overpaid"
    case .recovered: "recovered"
    case .returned: "returned"
    case .unpaid: "unpaid"
    case .partPaid: "part_paid"
    case .batchDiffers: "batch_differs"
    case .returnedAndRepaid: "returned_and_repaid"
    case .matched: "matched"
    }
  }

  package func words(_ language: Language) -> String {
    guard language == .zh else { return name }
    switch self {
    case .notInOrder: return "不在明细"
    case .payeeDiffers: return "收款人不符"
    case .accountDiffers: return "账号不符"
    case .paidTwice: return "重复支付"
    case .amountDiffers: return "金额不符"
    case .overpaid: return "超付"
    case .recovered: return "已追回"
    case .returned: return "退汇未补付"
    case .unpaid: return "未支付"
    case .partPaid: return "部分支付"
    case .batchDiffers: return "批次不符"
    case .returnedAndRepaid: return "退汇已补付"
    case .matched: return "相符"
    }
  }

  /// Whether nobody has to look.
  package var isSettled: Bool { self == .matched || self == .returnedAndRepaid }
}

/// Several findings at once.
package struct StatusSet: Equatable, Sendable {
  private var bits: UInt16 = 0

  package init(_ statuses: [ReconciliationStatus] = []) { for status in statuses { insert(status) } }

  package func contains(_ status: ReconciliationStatus) -> Bool { bits & 1 << UInt16(status.rawValue) != 0 }
  package var isEmpty: Bool { bits == 0 }

  mutating func insert(_ status: ReconciliationStatus, where holds: Bool = true) {
    if holds { bits |= 1 << UInt16(status.rawValue) }
  }

  /// The gravest first.
  package var all: [ReconciliationStatus] { ReconciliationStatus.allCases.filter(contains) }
  package var leading: ReconciliationStatus? { ReconciliationStatus(rawValue: bits.trailingZeroBitCount) }
  /// Codes joined by `;`, the gravest first.
  package var names: String { all.map(\.name).joined(separator: ";") }
}
