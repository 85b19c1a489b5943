// Why a claim that came through screening ended as it did.

package import Rulebook

/// Reasons of the outcome, a set in the order of `ProgramReason`.
@usableFromInline package struct OutcomeReasons: OptionSet, Sendable {
  @usableFromInline package let rawValue: UInt16
  @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }
  package init(_ reason: ProgramReason) { self.init(rawValue: 1 << reason.id) }

  package static var full: OutcomeReasons { OutcomeReasons(.full) }
  package static var reducedByUpper: OutcomeReasons { OutcomeReasons(.reducedByUpper) }
  package static var reducedByPromotion: OutcomeReasons { OutcomeReasons(.reducedByPromotion) }
  package static var reducedByLimit: OutcomeReasons { OutcomeReasons(.reducedByLimit) }

  /// Said here so that the library's generic question is not asked across rooms.
  @inlinable package var isEmpty: Bool { rawValue == 0 }

  package var reasons: [ReasonID] { (0..<16).filter { rawValue & 1 << $0 != 0 } }

  /// The reason, if it is the only one.
  package var onlyReason: ReasonID? { rawValue.nonzeroBitCount == 1 ? ReasonID(rawValue.trailingZeroBitCount) : nil }

  package func contains(_ reason: ProgramReason) -> Bool { contains(OutcomeReasons(reason)) }
}
