// The decisions of a run as its papers state them: a row of decisions.csv with its row of entitlements.csv.

import Rulebook
import Tables

enum Status: String, CaseIterable {
  case awarded, reserve, capped, superseded, ineligible, pending, deferred, service, invalid
}

/// Amounts in fen, the score in millionths; `Cell.missing` where a cell is empty.
struct Claim {
  var id: Int32
  /// Indices into the rulebook, -1 where the cell is empty.
  var item: Int
  var level: Int
  var uscc: Int32
  /// -1 if blank.
  var subject: Int32
  var status: Status
  var reasons: Int32
  var standard: Int64
  var upper: Int64
  var entitlement: Int64
  var score: Int64
  var rank: Int64
  var amount: Int64
  var district: Int64
  var town: Int64
  var file: Int32
  var line: Int64
  // Of entitlements.csv
  var base = Cell.missing
  var earlier = Cell.missing
  var receivedAt = Cell.missing
  var keys: Int32 = -1
  var townName: Int32 = -1
  var share = Cell.missing

  /// It came through screening and its panel with something to pay: it takes part in its group.
  var takesPart: Bool {
    guard Cell.isKnown(entitlement), entitlement > 0 else { return false }
    switch status {
    case .awarded, .reserve, .capped, .superseded: return true
    case .ineligible, .pending, .deferred, .service, .invalid: return false
    }
  }

  var isPaid: Bool { Cell.isKnown(amount) && amount > 0 }
}

struct Claims {
  let rulebook: Rulebook
  /// In the order of decisions.csv.
  var rows: [Claim] = []
  /// Every text of the papers that things are told by.
  var texts = Symbols()
  /// By text number of an id, the row; of ids that stand on several rows, the last.
  var rowOfID: [Int32: Int] = [:]

  func id(_ row: Int) -> String { texts.string(rows[row].id) }
  func reasons(_ row: Int) -> String { texts.string(rows[row].reasons) }
  func item(_ row: Int) -> Item { rulebook.items[rows[row].item] }
  func level(_ row: Int) -> Level { rulebook.levels[rows[row].level] }

  init(_ rulebook: Rulebook, decisions: Cells, entitlements: Cells) throws(Broken) {
    self.rulebook = rulebook
    rows.reserveCapacity(decisions.count)
    var items: [Int32: Int] = [:]
    for (at, item) in rulebook.items.enumerated() { items[texts.intern(item.id)] = at }
    for level in rulebook.levels { _ = texts.intern(level.id) }
    for row in 0..<decisions.count { rows.append(try claim(decisions, row, items)) }
    rowOfID.reserveCapacity(rows.count)
    for row in rows.indices where rows[row].status != .invalid { rowOfID[rows[row].id] = row }
    for row in 0..<entitlements.count { try add(entitlements, row) }
  }

  private mutating func claim(_ table: Cells, _ row: Int, _ items: [Int32: Int]) throws(Broken) -> Claim {
    func broken(_ column: Int) -> Broken {
      Broken(table.name, "row \(row + 1), \(table.header[column]): \"\(table.string(row, column))\" cannot be")
    }
    func number(_ column: Int) throws(Broken) -> Int64 {
      guard let value = table.integer(row, column) else { throw broken(column) }
      return value
    }
    let item = table.text(row, 1).isEmpty ? -1 : items[texts.intern(table.text(row, 1))]
    guard let item else { throw broken(1) }
    var level = -1
    if !table.text(row, 2).isEmpty, item >= 0 {
      let name = table.text(row, 2)
      guard let found = rulebook.items[item].levels.first(where: { rulebook.levels[$0].id.utf8.elementsEqual(name) })
      else { throw broken(2) }
      level = found
    }
    guard let status = Status(rawValue: table.string(row, 6)) else { throw broken(6) }
    guard let score = table.millionths(row, 11) else { throw broken(11) }
    return Claim(
      id: texts.intern(table.text(row, 0)), item: item, level: level, uscc: texts.intern(table.text(row, 3)),
      subject: table.text(row, 5).isEmpty ? -1 : texts.intern(table.text(row, 5)), status: status,
      reasons: texts.intern(table.text(row, 7)), standard: try number(8), upper: try number(9),
      entitlement: try number(10), score: score, rank: try number(12), amount: try number(13), district: try number(14),
      town: try number(15), file: texts.intern(table.text(row, 16)), line: try number(17))
  }

  private mutating func add(_ table: Cells, _ row: Int) throws(Broken) {
    func broken(_ column: Int) -> Broken {
      Broken(table.name, "row \(row + 1), \(table.header[column]): \"\(table.string(row, column))\" cannot be")
    }
    guard let number = texts.number(of: table.text(row, 0)), let at = rowOfID[number] else { throw broken(0) }
    guard rows[at].level >= 0 else { throw broken(0) }
    let isQuantity = rulebook.levels[rows[at].level].rule == .perUnit
    guard let base = isQuantity ? table.millionths(row, 1) : table.integer(row, 1) else { throw broken(1) }
    guard let earlier = table.integer(row, 2) else { throw broken(2) }
    guard let share = table.millionths(row, 6) else { throw broken(6) }
    let moment = Array(table.text(row, 3))
    rows[at].base = base
    rows[at].earlier = earlier
    rows[at].receivedAt = readMoment(moment.span, 0, moment.count)
    rows[at].keys = texts.intern(table.text(row, 4))
    rows[at].townName = texts.intern(table.text(row, 5))
    rows[at].share = share
  }

  /// The rows that take part, by item.
  func participants() -> [[Int]] {
    var found = [[Int]](repeating: [], count: rulebook.items.count)
    for row in rows.indices where rows[row].takesPart && rows[row].item >= 0 && rows[row].level >= 0 {
      found[rows[row].item].append(row)
    }
    return found
  }

  /// What a group pays once: the enterprise, and with it the subject, nothing, or the level.
  func key(_ row: Int) -> Key {
    let claim = rows[row]
    switch rulebook.items[claim.item].groupPer {
    case .subject: return Key(uscc: claim.uscc, kind: 0, part: claim.subject)
    case .enterprise: return Key(uscc: claim.uscc, kind: 1, part: 0)
    case .level: return Key(uscc: claim.uscc, kind: 2, part: texts.number(of: rulebook.levels[claim.level].id)!)
    }
  }
}

struct Key: Hashable {
  let uscc: Int32
  let kind: Int8
  let part: Int32
}
