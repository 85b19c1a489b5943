// The experts' sheets, by application: what each expert gave for each criterion.

import Rulebook
package import Tables

/// One expert's points for one criterion of one application, in 12 bytes.
package struct ScoreSheet: Sendable {
  package let expert: Int32
  private let millionths: Int32
  /// The criterion, twice, and whether the expert is recused.
  private let bits: UInt32

  init(expert: Int32, criterion: Int32, points: Int64, recused: Bool) {
    self.expert = expert
    bits = UInt32(criterion) << 1 | (recused ? 1 : 0)
    millionths = Cell.isKnown(points) ? Int32(clamping: points) : .min
  }

  /// A number in `Panels.criteria`.
  package var criterion: Int32 { Int32(bits >> 1) }
  package var recused: Bool { bits & 1 == 1 }
  /// Millionths of a point, or `Cell.missing` on a recused sheet; 2,147 points stand for all above them.
  package var points: Int64 { millionths == .min ? Cell.missing : Int64(millionths) }
}

package struct Panels: Sendable {
  /// Application ids that have sheets.
  package var applications = Symbols()
  package var experts = Symbols()
  /// Criteria as the sheets name them.
  package var criteria = Symbols()
  package internal(set) var sheets = Sheaf<ScoreSheet>()
  /// By index in `sheets`, the line of the register.
  var lines = Runs()
  /// Applications with a sheet that cannot be read, or an expert who marked a criterion twice.
  package var unreadable: [Int32: Place] = [:]

  package init() {}

  /// Where a sheet stands, by its index in `sheets`.
  package func place(_ sheet: Int) -> RowPlace { RowPlace(line: lines[sheet]) }

  /// The sheets of an application, by its number in `applications`.
  package subscript(application: Int32) -> ArraySlice<ScoreSheet> { sheets[application] }

  /// By item and criterion number the most points, -1 where the item has no such experts criterion.
  private var ceilings: [[Int64]] = []

  /// By item and its criteria, the number in `criteria`; nil where no sheet names it.
  private var numbers: [[Int32?]] = []

  /// The number of an item's criterion in `criteria`; nil where no sheet names it.
  func number(ofCriterion at: Int, of item: Int) -> Int32? { numbers.isEmpty ? nil : numbers[item][at] }

  /// Notes what every item allows. Call once all sheets are read.
  mutating func hold(under rulebook: Rulebook) {
    let names = (0..<Int32(criteria.count)).map(criteria.string)
    numbers = rulebook.items.map { $0.criteria.map { criteria.number(of: $0.id) } }
    ceilings = rulebook.items.map { item in
      names.map { name in item.criteria.first { $0.kind == .experts && $0.id == name }?.points ?? -1 }
    }
  }

  /// What is wrong with a sheet if its application is for this item.
  package func fault(of sheet: ScoreSheet, for item: Int) -> Problem? {
    let ceiling = ceilings[item][Int(sheet.criterion)]
    if ceiling < 0 { return .unknownCriterion }
    guard Cell.isKnown(sheet.points), sheet.points > ceiling else { return nil }
    return .pointsExceeded(String(ceiling / 1_000_000))
  }
}

/// What only shows when sheets meet the applications: points above the criterion's, criteria of no panel, sheets for
/// nobody's application.
func sheetFaults(_ registers: Registers, _ applications: Applications) -> [Fault] {
  guard let table = registers.tables["scores"] else { return [] }
  let panels = registers.panels
  var faults: [Fault] = []
  var known = [Bool](repeating: false, count: panels.applications.count)
  for chunk in applications.chunks {
    for (row, application) in chunk.panels where !known[Int(application)] {
      known[Int(application)] = true
      guard chunk.items[Int(row)] >= 0 else { continue }
      let sheets = panels[application]
      for (at, sheet) in zip(sheets.indices, sheets) {
        guard let problem = panels.fault(of: sheet, for: Int(chunk.items[Int(row)])) else { continue }
        let column = problem == .unknownCriterion ? 2 : 3
        let place = table.source.place(line: panels.place(at).line, column)
        faults.append(Fault(.error, place, found: excerpt(table.written(panels.place(at)).cell(column)), problem))
      }
    }
  }
  for application in known.indices where !known[application] {
    let sheets = panels[Int32(application)]
    guard !sheets.isEmpty else { continue }
    let place = table.source.place(line: panels.place(sheets.startIndex).line, 0)
    faults.append(
      Fault(.warning, place, found: excerpt(panels.applications.string(Int32(application))), .unknownApplication))
  }
  return faults.sorted { $0.place.line < $1.place.line }
}
