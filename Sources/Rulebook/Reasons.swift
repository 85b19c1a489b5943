// Why an application ended as it did: the program's own codes, then those that the policy's conditions add.

/// An index into the rulebook's `ReasonCatalogue`; the program's codes come first, in the order of `ProgramReason`.
package typealias ReasonID = UInt16

/// The codes that the program itself gives, in the order in which they are listed.
package enum ProgramReason: UInt16, CaseIterable, Sendable {
  // awarded
  case full
  case reducedByUpper
  case reducedByPromotion
  case reducedByLimit
  case reducedByBudget
  // reserve
  case belowLine
  case belowPassMark
  // capped
  case enterpriseLimit
  // superseded
  case higherInGroup
  case placedElsewhere
  case sameClaim
  case upperAwardCovers
  case promotionPaid
  // ineligible
  case specialDeal
  case veto
  case alreadyAwarded
  case nothingToPay
  // pending: identity, in this order
  case enterpriseUnknown
  case usccInvalid
  case nameDiffers
  case townUnknown
  case townNotAdministered
  case subjectShared
  case registerUnreadable
  // pending: the rest
  case specialDealUnclear
  case vetoHold
  case upperAwardUndecided
  case upperAwardUnclear
  case panelIncomplete
  // deferred, service
  case rulesPending
  case nonCash
  // invalid, in this order
  case invalidCell
  case wrongCellCount
  case badQuote
  case duplicateID
  case unknownItem
  case unknownLevel

  package var id: ReasonID { rawValue }

  /// The code as the papers write it.
  package var code: String {
    switch self {
    case .full: "full"
    case .reducedByUpper: "reduced_by_upper"
    case .reducedByPromotion: "reduced_by_promotion"
    case .reducedByLimit: "reduced_by_limit"
    case .reducedByBudget: "reduced_by_budget"
    case .belowLine: "below_line"
    case .belowPassMark: "below_pass_mark"
    case .enterpriseLimit: "enterprise_limit"
    case .higherInGroup: "higher_in_group"
    case .placedElsewhere: "placed_elsewhere"
    case .sameClaim: "same_claim"
    case .upperAwardCovers: "upper_award_covers"
    case .promotionPaid: "promotion_paid"
    case .specialDeal: "special_deal"
    case .veto: "veto"
    case .alreadyAwarded: "already_awarded"
    case .nothingToPay: "nothing_to_pay"
    case .enterpriseUnknown: "enterprise_unknown"
    case .usccInvalid: "uscc_invalid"
    case .nameDiffers: "name_differs"
    case .townUnknown: "town_unknown"
    case .townNotAdministered: "town_not_administered"
    case .subjectShared: "subject_shared"
    case .registerUnreadable: "register_unreadable"
    case .specialDealUnclear: "special_deal_unclear"
    case .vetoHold: "veto_hold"
    case .upperAwardUndecided: "upper_award_undecided"
    case .upperAwardUnclear: "upper_award_unclear"
    case .panelIncomplete: "panel_incomplete"
    case .rulesPending: "rules_pending"
    case .nonCash: "non_cash"
    case .invalidCell: "invalid_cell"
    case .wrongCellCount: "wrong_cell_count"
    case .badQuote: "bad_quote"
    case .duplicateID: "duplicate_id"
    case .unknownItem: "unknown_item"
    case .unknownLevel: "unknown_level"
    }
  }
}

/// Every reason code that can occur under a policy, each once.
package struct ReasonCatalogue: Equatable, Sendable {
  package private(set) var codes: [String] = ProgramReason.allCases.map(\.code)

  package init() {}

  /// The number of a code, added if it is new.
  package mutating func id(of code: String) -> ReasonID {
    if let known = codes.firstIndex(of: code) { return ReasonID(known) }
    codes.append(code)
    return ReasonID(codes.count - 1)
  }

  package func code(_ id: ReasonID) -> String { codes[Int(id)] }
}
