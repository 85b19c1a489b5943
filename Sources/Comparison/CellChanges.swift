// The cells that two traces of one application show, held against each other.

import Rulebook
import Tables
import Verification

struct TracedChange {
  let isOwn: Bool
  let cell: CellChange
}

/// Cells of one kind meet in the order of their rows, equal ones first; what is left over came or went with its row.
///
/// - Parameter comesAndGoes: whether a cell that only one trace has is a change: not where the policy or the claim
///   itself looks at other cells than before.
func changes(_ first: Traced, _ second: Traced, comesAndGoes: Bool) -> [TracedChange] {
  let (one, two) = (first.byKind, second.byKind)
  var kinds: [FactCell.Kind] = []
  // Cells that nobody can read are told by the faults.
  for cell in first.cells + second.cells where cell.fact != "unreadable" && !kinds.contains(cell.kind) {
    kinds.append(cell.kind)
  }
  var (pairs, gone, come): ([TracedChange], [FactCell], [FactCell]) = ([], [], [])
  for kind in kinds {
    var (left, right) = (one[kind] ?? [], two[kind] ?? [])
    for cell in left {
      let alike = right.indices.filter { right[$0].raw == cell.raw }
      guard let at = alike.first(where: { right[$0].row == cell.row }) ?? alike.first else { continue }
      right.remove(at: at)
      left.remove(at: left.firstIndex(of: cell)!)
    }
    for (old, new) in zip(left, right) { pairs.append(change([old], [new])) }
    gone += left.dropFirst(right.count)
    come += right.dropFirst(left.count)
  }
  guard comesAndGoes else { return pairs }
  // A step that one side never reached shows nothing.
  gone = gone.filter { second.wouldShow($0) }
  come = come.filter { first.wouldShow($0) }
  return pairs + moved(gone, come)
}

/// Rows that came or went, each told once; a cell that went under one name and came under another is one change.
private func moved(_ gone: [FactCell], _ come: [FactCell]) -> [TracedChange] {
  var (gone, come) = (gone, come)
  var found: [TracedChange] = []
  for old in gone {
    guard let at = come.firstIndex(where: { $0.file == old.file && $0.row == old.row && $0.column == old.column })
    else { continue }
    found.append(renamed(old, come.remove(at: at)))
    gone.remove(at: gone.firstIndex(of: old)!)
  }
  return found + rows(gone).map { change($0, []) } + rows(come).map { change([], $0) }
}

/// Cells of registers by their rows, each cell of a form for itself.
private func rows(_ cells: [FactCell]) -> [[FactCell]] {
  var rows: [[FactCell]] = []
  for cell in cells {
    if !cell.isOwn, let at = rows.firstIndex(where: { $0[0].file == cell.file && $0[0].row == cell.row }) {
      rows[at].append(cell)
    } else {
      rows.append([cell])
    }
  }
  return rows
}

/// A cell that changed; or, of a register, a row that came or went, with what it says.
private func change(_ old: [FactCell], _ new: [FactCell]) -> TracedChange {
  let cell = (new + old)[0]
  let isRow = (old.isEmpty || new.isEmpty) && !cell.isOwn
  func told(_ cells: [FactCell]) -> String? {
    if cells.isEmpty { return nil }
    return isRow ? cells.map { "\($0.column) \($0.raw)" }.joined(separator: " · ") : cells[0].raw
  }
  return TracedChange(
    isOwn: cell.isOwn,
    cell: CellChange(
      file: cell.file, row: cell.row, column: isRow ? "" : cell.column, before: told(old), after: told(new)))
}

/// A sheet is called by its criterion and its expert, a row of figures by its year: where the name differs, the cell
/// that says it is the one that changed.
private func renamed(_ old: FactCell, _ new: FactCell) -> TracedChange {
  let (was, isNow) = (old.fact.split(separator: "."), new.fact.split(separator: "."))
  func named(_ column: String, _ before: Substring, _ after: Substring) -> TracedChange {
    TracedChange(
      isOwn: false,
      cell: CellChange(file: new.file, row: new.row, column: column, before: String(before), after: String(after)))
  }
  switch (old.file, was.count, isNow.count) {
  case ("figures.csv", 2, 2): return named("year", was[0], isNow[0])
  case ("scores.csv", 3, 3) where was[1] != isNow[1]: return named("criterion", was[1], isNow[1])
  case ("scores.csv", 3, 3): return named("expert", was[2], isNow[2])
  case _: return change([old], [new])
  }
}

// MARK: Faults

/// The faults of a run by where they stand.
struct FaultIndex {
  struct Entry: Equatable {
    let file: String
    let row: Int
    let column: String
    let found: String
    /// Another row of the file that says the same key.
    let twin: Int?
  }

  private var byRow: [String: [Entry]] = [:]

  init(_ table: Cells) {
    for row in 0..<table.count where table.string(row, 5) != "skipped" {
      let (file, line) = (table.string(row, 0), table.integer(row, 1) ?? 0)
      let entry = Entry(
        file: file, row: Int(line), column: table.string(row, 2), found: table.string(row, 3),
        twin: twin(table.string(row, 4), in: file))
      byRow["\(file):\(line)", default: []].append(entry)
    }
  }

  /// The line of `FILE:LINE` in what was expected.
  private func twin(_ text: String, in file: String) -> Int? {
    guard let found = text.firstRange(of: file + ":") else { return nil }
    return Int(text[found.upperBound...].prefix { $0.isNumber })
  }

  func at(_ file: String, _ line: Int) -> [Entry] { byRow["\(file):\(line)"] ?? [] }
}

struct FaultChanges {
  let before: FaultIndex
  let after: FaultIndex

  init(_ before: Cells, _ after: Cells) { (self.before, self.after) = (FaultIndex(before), FaultIndex(after)) }

  /// Register cells that one trace could use and the other run could not read.
  func cells(_ first: Traced, _ second: Traced) -> [CellChange] {
    let broken = newFaults(first, second, in: after, not: before).map { cell, fault in
      guard let twin = fault.twin else {
        return CellChange(
          file: fault.file, row: fault.row, column: fault.column, before: cell?.raw, after: fault.found)
      }
      return collided(fault, twin, first)
    }
    let mended = newFaults(second, first, in: before, not: after).map { cell, fault in
      CellChange(file: fault.file, row: fault.row, column: fault.column, before: fault.found, after: cell?.raw)
    }
    return broken + mended
  }

  /// Of two rows that now say the same key, the one that did not say it before.
  private func collided(_ fault: FaultIndex.Entry, _ twin: Int, _ first: Traced) -> CellChange {
    func key(_ row: Int) -> String? {
      guard let cell = first.cells.first(where: { $0.file == fault.file && $0.row == row }) else { return nil }
      return fault.file == "figures.csv" ? String(cell.fact.prefix { $0 != "." }) : fault.found
    }
    if key(fault.row) == nil, key(twin) == nil {
      // Nothing was read of either before: both are named.
      return CellChange(
        file: fault.file, row: fault.row, column: fault.column, before: nil,
        after: "\(fault.found) = \(fault.file):\(twin)", isKey: true)
    }
    let row = key(fault.row) == fault.found ? twin : fault.row
    let column = fault.file == "figures.csv" ? "year" : fault.column
    return CellChange(file: fault.file, row: row, column: column, before: key(row), after: fault.found, isKey: true)
  }

  /// The cell for which a row came or went, where that is why it cannot be used in the other run.
  func reason(for row: CellChange, _ first: Traced, _ second: Traced) -> CellChange? {
    let (traced, index) = row.after == nil ? (first, after) : (second, before)
    guard let fault = index.at(row.file, row.row).first(where: { !$0.column.isEmpty }) else { return nil }
    let cells = traced.cells.filter { $0.file == row.file && $0.row == row.row }
    let criterion = cells.first.map { String($0.fact.split(separator: ".").dropFirst().first ?? "") }
    let used = fault.column == "criterion" ? criterion : cells.first { $0.column == fault.column }?.raw
    guard let used, used != fault.found else { return nil }
    return row.after == nil
      ? CellChange(file: row.file, row: row.row, column: fault.column, before: used, after: fault.found)
      : CellChange(file: row.file, row: row.row, column: fault.column, before: fault.found, after: used)
  }

  /// - Parameter traced: of the run that can read the row.
  private func newFaults(
    _ traced: Traced, _ blind: Traced, in index: FaultIndex, not other: FaultIndex
  ) -> [(FactCell?, FaultIndex.Entry)] {
    var rows: [(file: String, row: Int)] = []
    for cell in traced.cells + blind.cells where !cell.isOwn && !rows.contains(where: { $0 == (cell.file, cell.row) }) {
      rows.append((cell.file, cell.row))
    }
    // Towns and shares go into a run whole, and are compared whole.
    return rows.filter { $0.file != "towns.csv" && $0.file != "shares.csv" }.flatMap { file, row in
      index.at(file, row).filter { !other.at(file, row).contains($0) }.map { fault in
        (traced.cells.first { $0.file == file && $0.row == row && $0.column == fault.column }, fault)
      }
    }
  }
}
