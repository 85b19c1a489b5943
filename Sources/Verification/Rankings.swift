// Rankings made again from the published keys: the declared ties in order, then the application id.

import Rulebook
import Tables

extension Claims {
  /// The rows of an item in rank order: those that take part and reach the pass mark.
  func ranking(of item: Int, among rows: [Int]) -> [Int] {
    let rules = rulebook.items[item]
    let marked = rows.filter { row in
      guard let mark = rules.passScore, !rules.criteria.isEmpty else { return true }
      return Cell.isKnown(self.rows[row].score) && self.rows[row].score >= mark
    }
    let keys = marked.map { sortKeys($0, rules) }
    return marked.indices.sorted { left, right in
      for (one, other) in zip(keys[left], keys[right]) where one != other { return one < other }
      return texts.bytes(self.rows[marked[left]].id).lexicographicallyPrecedes(texts.bytes(self.rows[marked[right]].id))
    }.map { marked[$0] }
  }

  /// Numbers of which the smaller ranks first; what is not known ranks last.
  private func sortKeys(_ row: Int, _ rules: Item) -> [Int64] {
    let claim = rows[row]
    guard !rules.ties.isEmpty else { return [-claim.entitlement, Int64(claim.level), claim.receivedAt] }
    let stated = statedKeys(claim.keys)
    var place = 0
    return rules.ties.map { tie in
      var value = claim.score
      if tie.fact != .score {
        value = place < stated.count ? number(stated[place].value, tie.kind) : Cell.missing
        place += 1
      }
      guard Cell.isKnown(value) else { return Int64.max }
      return tie.prefer == .high || tie.prefer == .late ? -value : value
    }
  }

  func statedKeys(_ text: Int32) -> [(field: Substring, value: Substring)] {
    guard text >= 0 else { return [] }
    return texts.string(text).split(separator: ";", omittingEmptySubsequences: true).map { part in
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (sides[0], sides.count > 1 ? sides[1] : "")
    }
  }

  private func number(_ text: Substring, _ kind: FactKind) -> Int64 {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return Cell.missing }
    switch kind {
    case .money: return Int64(text) ?? Cell.missing
    case .number:
      let magnitude = Verification.millionths(bytes.drop { $0 == UInt8(ascii: "-") }) ?? Cell.missing
      return bytes.first == UInt8(ascii: "-") && Cell.isKnown(magnitude) ? -magnitude : magnitude
    case .day: return readDay(bytes.span, 0, bytes.count)
    case .moment: return readMoment(bytes.span, 0, bytes.count)
    case .flag: return text == "yes" ? 1 : 0
    case .text, .code: return Cell.missing
    }
  }
}
