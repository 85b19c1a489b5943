// The cells that made a decision differ: of its own form, of the registers, of the policy.

import Rulebook
import Tables

struct CauseFinder {
  let before: RunPapers
  let after: RunPapers
  let policy: [PolicyChange]
  /// Rows of towns.csv and shares.csv that differ, with the names of the town that they concern.
  private let towns: [TownChange]
  /// Faults that only one of the runs has.
  private let faults: FaultChanges
  /// By item whose group changed, the items that it met or left there.
  private let companions: [String: Set<String>]

  init(_ before: RunPapers, _ after: RunPapers, _ policy: [PolicyChange]) {
    (self.before, self.after, self.policy) = (before, after, policy)
    towns = townChanges(before, after)
    faults = FaultChanges(before.faults, after.faults)
    var companions: [String: Set<String>] = [:]
    for change in policy where change.table == .items {
      companions[change.path.key] = before.rulebook.companions(of: change.path.key).union(
        after.rulebook.companions(of: change.path.key))
    }
    self.companions = companions
  }

  /// The causes that the papers show for a decision by itself; none where others displaced it.
  func causes(_ row: Int, _ other: Int) -> [Cause] {
    let (one, two) = (before.decisions[row], after.decisions[other])
    let cells = isTouched(one, two) ? cellCauses(row, other) : []
    let rules = policyCauses(one, two, row, other, hasCells: !cells.isEmpty)
    if !cells.isEmpty || !rules.isEmpty { return cells + rules }
    guard isTouched(one, two), !isSharedDoubt(one, two) else { return [] }
    let inputs = Set(before.inputs.keys).union(after.inputs.keys).filter { before.inputs[$0] != after.inputs[$0] }
    return [.unseen(inputs: inputs.sorted(), program: before.version != after.version)]
  }

  /// Whether something that is known of the application alone differs.
  private func isTouched(_ one: Decided, _ two: Decided) -> Bool {
    one.alone != two.alone || one.identity != two.identity || one.ties != two.ties
      || one.receivedAt != two.receivedAt || one.amount == two.amount && one.district != two.district
  }

  /// Whether only what other rows say makes the difference: a subject claimed twice, an id given twice.
  private func isSharedDoubt(_ one: Decided, _ two: Decided) -> Bool {
    guard one.identity == two.identity else { return false }
    return !Set(one.reasons).symmetricDifference(two.reasons).isDisjoint(with: ["subject_shared", "duplicate_id"])
  }

  // MARK: Cells

  private func cellCauses(_ row: Int, _ other: Int) -> [Cause] {
    let (one, two) = (before.decisions[row], after.decisions[other])
    let (first, second) = (before.traced(row), after.traced(other))
    var own = invalidCells(one, two, first, second)
    for cell in coreCauses(one, two, first, second) where !own.contains(where: { $0.column == cell.column }) {
      own.append(cell)
    }
    var registers: [CellChange] = []
    if let first, let second {
      let sameClaim =
        one.item == two.item && one.level == two.level && one.uscc == two.uscc && one.subject == two.subject
      for change in changes(first, second, comesAndGoes: sameClaim && !isRuledOtherwise(one, two)) {
        if change.isOwn {
          if !own.contains(where: { $0.column == change.cell.column }) { own.append(change.cell) }
        } else if one.uscc == two.uscc {
          let isRow = change.cell.column.isEmpty
          registers.append(isRow ? faults.reason(for: change.cell, first, second) ?? change.cell : change.cell)
        }
      }
      // A town that moved brings its own share.
      if registers.contains(where: { $0.file == "enterprises.csv" && $0.column == "town" }) {
        registers.removeAll { $0.file == "shares.csv" }
      }
      let unreadable = one.uscc == two.uscc ? faults.cells(first, second) : []
      // Where two rows now say the same key, what either of them says is no change of a cell.
      for cell in unreadable where cell.isKey { registers.removeAll { $0.file == cell.file } }
      let told = registers
      for cell in unreadable
      where !told.contains(where: { $0.file == cell.file && ($0.row == cell.row || cell.file == "scores.csv") }) {
        registers.append(cell)
      }
    }
    let town = (second ?? first)?.cells.first { $0.fact == "enterprise.town" }?.raw
    if let town, one.uscc == two.uscc {
      let own = towns.filter { $0.names.contains(town) }.map(\.cell)
      if !own.isEmpty { registers.removeAll { $0.file == "shares.csv" } }
      registers += own
    }
    return own.map(Cause.own) + registers.map(Cause.register)
  }

  /// The columns that every application has, as the decisions state them.
  private func coreCauses(_ one: Decided, _ two: Decided, _ first: Traced?, _ second: Traced?) -> [CellChange] {
    let columns: [(String, String, String)] = [
      ("item", one.item, two.item), ("level", one.level, two.level), ("uscc", one.uscc, two.uscc),
      ("enterprise_name", one.name, two.name), ("subject", one.subject, two.subject),
      ("received_at", one.receivedAt, two.receivedAt),
    ]
    return columns.compactMap { column, was, isNow in
      // A level follows its item, and an unvalued claim states no time.
      guard was != isNow, column != "level" || one.item == two.item,
        column != "received_at" || !was.isEmpty && !isNow.isEmpty
      else { return nil }
      let (old, new) = (first?.own(column)?.raw, second?.own(column)?.raw)
      // The same word, understood otherwise: that is the policy's doing.
      if let old, old == new { return nil }
      return CellChange(file: two.file, row: two.line, column: column, before: old ?? was, after: new ?? isNow)
    }
  }

  /// What keeps a row from being read, or kept it before.
  private func invalidCells(_ one: Decided, _ two: Decided, _ first: Traced?, _ second: Traced?) -> [CellChange] {
    guard one.status == "invalid" || two.status == "invalid" else { return [] }
    let (was, isNow) = (faults.before.at(one.file, one.line), faults.after.at(two.file, two.line))
    let columns = (was + isNow).map(\.column)
    return Set(columns).sorted { columns.firstIndex(of: $0)! < columns.firstIndex(of: $1)! }.compactMap { column in
      // An id given twice is the other row's doing as well.
      if column == "application_id", one.id == two.id { return nil }
      let old = was.first { $0.column == column }?.found ?? first?.own(column)?.raw
      let new = isNow.first { $0.column == column }?.found ?? second?.own(column)?.raw
      return old == new ? nil : CellChange(file: two.file, row: two.line, column: column, before: old, after: new)
    }
  }

  /// Whether the policy looks at other facts of this claim than before.
  private func isRuledOtherwise(_ one: Decided, _ two: Decided) -> Bool {
    policy.contains { concern($0, one, two) != nil }
  }

  // MARK: Policy

  private func concern(_ change: PolicyChange, _ one: Decided, _ two: Decided) -> Concern? {
    change.concern(of: one, companions) ?? change.concern(of: two, companions)
  }

  private func policyCauses(_ one: Decided, _ two: Decided, _ row: Int, _ other: Int, hasCells: Bool) -> [Cause] {
    guard !policy.isEmpty else { return [] }
    let alone = one.alone != two.alone || one.ties != two.ties
    let names = (before.traced(row)?.names ?? []).union(after.traced(other)?.names ?? [])
    var found = policy.filter { change in
      switch concern(change, one, two) {
      case .everything: true
      case .alone: alone || one.identity != two.identity
      case .competition: !hasCells && (one.alone == two.alone || change.path.table == "ties")
      case .field(let field): alone && (names.isEmpty || names.contains(field))
      case nil: false
      }
    }
    // Of several conditions those count whose codes came or went.
    let codes = Set(one.reasons).symmetricDifference(two.reasons)
    let told = found.filter { $0.table != .conditions || $0.gives(codes, before.rulebook, after.rulebook) }
    if !told.isEmpty { found = told }
    return found.map(Cause.policy)
  }
}

extension Rulebook {
  /// The items of an item's group, itself among them.
  fileprivate func companions(of item: String) -> Set<String> {
    guard let found = items.first(where: { $0.id == item }) else { return [] }
    return Set(groups[found.group].items.map { items[$0].id })
  }
}
