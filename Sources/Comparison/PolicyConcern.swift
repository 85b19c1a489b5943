// Which claims a cell of the policy concerns, and whether it speaks of each alone or of their competition.

import Rulebook

enum Concern: Equatable {
  /// Verdict, entitlement, points.
  case alone
  /// Slots, enterprise limits, ties, budgets.
  case competition
  /// Claims whose decision names this evidence.
  case field(String)
  /// What belongs together: verdicts and competition alike.
  case everything
}

extension PolicyChange {
  /// Nil where the cell means nothing for the claim: words, other items, the ledger of rulings.
  ///
  /// - Parameter companions: by item, those that it shares or shared a group with.
  func concern(of decided: Decided, _ companions: [String: Set<String>]) -> Concern? {
    let names = path.key
    func isOf(_ item: String) -> Bool { names == item || names.hasPrefix(item + ".") }
    switch table {
    case .policy: return ["year", "region", "from", "to", "pay_unit"].contains(names) ? .alone : nil
    case .items:
      let isGroup = ["group", "group_per", ""].contains(path.column)
      if isGroup, companions[names]?.contains(decided.item) == true { return .everything }
      return isOf(decided.item) && path.column != "clause" ? .alone : nil
    case .levels: return isOf(decided.item + "." + decided.level) || names == decided.item ? .alone : nil
    case .conditions: return isOf(decided.item) || isOf("*") ? .alone : nil
    case .criteria, .bands: return isOf(decided.item) ? .alone : nil
    case .limits:
      guard isOf(decided.item) else { return nil }
      let isAlone =
        names.hasSuffix(".pass_score") || names.hasSuffix(".pass_score.application")
        || names.hasSuffix(".amount.subject")
      return isAlone ? .alone : .competition
    case .ties: return isOf(decided.item) ? .competition : nil
    case .budgets: return .competition
    case .fields: return .field(names)
    case .titles: return isOf(decided.item) ? .alone : nil
    case .clauses, .rulings: return nil
    }
  }

  /// Whether this condition, as it was or is, gives one of these codes.
  func gives(_ codes: Set<String>, _ before: Rulebook, _ after: Rulebook) -> Bool {
    let words = Set(
      [path.key, self.before ?? "", self.after ?? ""].flatMap { text in
        text.split { " ·.".contains($0) }.map(String.init)
      })
    return codes.contains { code in
      words.contains(code) || code.hasPrefix("missing_") && path.key.hasSuffix(code.dropFirst("missing_".count))
    }
  }
}
