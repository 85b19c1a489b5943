// Why an application ended as it did: the program's own codes, then those that the policy's conditions add.

/// An index into the rulebook's `ReasonCatalogue`; the program's codes come first, in the order of `ProgramReason`.
package typealias ReasonID = UInt16

/// The codes that the program itself gives, in the order in which they are listed.
package enum ProgramReason: String, CaseIterable, Sendable {
  // awarded
  case full
  case reducedByUpper = "reduced_by_upper"
  case reducedByPromotion = "reduced_by_promotion"
  case reducedByLimit = "reduced_by_limit"
  case reducedByBudget = "reduced_by_budget"
  // reserve
  case belowLine = "below_line"
  case belowPassMark = "below_pass_mark"
  // capped
  case enterpriseLimit = "enterprise_limit"
  // superseded
  case higherInGroup = "higher_in_group"
  case placedElsewhere = "placed_elsewhere"
  case sameClaim = "same_claim"
  case upperAwardCovers = "upper_award_covers"
  case promotionPaid = "promotion_paid"
  // ineligible
  case specialDeal = "special_deal"
  case veto
  case alreadyAwarded = "already_awarded"
  case nothingToPay = "nothing_to_pay"
  // pending: identity, in this order
  case enterpriseUnknown = "enterprise_unknown"
  case usccInvalid = "uscc_invalid"
  case nameDiffers = "name_differs"
  case townUnknown = "town_unknown"
  case townNotAdministered = "town_not_administered"
  case subjectShared = "subject_shared"
  case registerUnreadable = "register_unreadable"
  // pending: the rest
  case specialDealUnclear = "special_deal_unclear"
  case vetoHold = "veto_hold"
  case upperAwardUndecided = "upper_award_undecided"
  case upperAwardUnclear = "upper_award_unclear"
  case panelIncomplete = "panel_incomplete"
  // deferred, service
  case rulesPending = "rules_pending"
  case nonCash = "non_cash"
  // invalid, in this order
  case invalidCell = "invalid_cell"
  case wrongCellCount = "wrong_cell_count"
  case badQuote = "bad_quote"
  case duplicateID = "duplicate_id"
  case unknownItem = "unknown_item"
  case unknownLevel = "unknown_level"

  package var id: ReasonID { ReasonCatalogue.numbers[self]! }
}

/// Every reason code that can occur under a policy, each once.
package struct ReasonCatalogue: Equatable, Sendable {
  package private(set) var codes: [String] = ProgramReason.allCases.map(\.rawValue)

  package init() {}

  /// The number of a code, added if it is new.
  package mutating func id(of code: String) -> ReasonID {
    if let known = codes.firstIndex(of: code) { return ReasonID(known) }
    codes.append(code)
    return ReasonID(codes.count - 1)
  }

  package func code(_ id: ReasonID) -> String { codes[Int(id)] }

  fileprivate static let numbers: [ProgramReason: ReasonID] = Dictionary(
    uniqueKeysWithValues: ProgramReason.allCases.enumerated().map { ($1, ReasonID($0)) })
}
