// What a run's trace holds of one application: the cells that its decision rests on, step by step.

import Tables

/// A cell that the decision looked at.
struct FactCell: Equatable {
  let step: String
  let fact: String
  /// Empty where no table says it.
  let file: String
  let row: Int
  let column: String
  let raw: String

  /// Of the application's own form, whatever that file is called.
  var isOwn: Bool { file.hasPrefix("applications/") }
  /// Cells of one kind are held against each other, those of the forms without their file's name.
  var kind: Kind { Kind(file: isOwn ? "" : file, fact: isOwn ? "" : fact, column: column) }

  struct Kind: Hashable {
    let file: String
    let fact: String
    let column: String
  }
}

struct Traced {
  /// The steps that were taken.
  private(set) var steps: Set<String> = []
  /// Each cell once, in the order in which it was looked at.
  private(set) var cells: [FactCell] = []

  init(_ members: [String: JSON]) {
    guard case .array(let steps)? = members["steps"] else { return }
    var seen: Set<String> = []
    for case .object(let step) in steps {
      let name = step["step"]?.text ?? ""
      self.steps.insert(name)
      guard case .array(let facts)? = step["facts"] else { continue }
      for case .object(let fact) in facts {
        guard let file = fact["file"]?.text, let column = fact["column"]?.text, case .integer(let row)? = fact["row"],
          seen.insert("\(file):\(row):\(column)").inserted
        else { continue }
        cells.append(
          FactCell(
            step: name, fact: fact["fact"]?.text ?? "", file: file, row: Int(row), column: column,
            raw: fact["raw"]?.text ?? ""))
      }
    }
  }

  /// Whether a cell of another trace would stand here too, had it been there: its step was come to. That of the
  /// registers shows only where there are rows, and sheets show also where they cannot be used.
  func wouldShow(_ cell: FactCell) -> Bool {
    if cell.file == "scores.csv" { return steps.contains("score") || cells.contains { $0.file == cell.file } }
    return steps.contains(cell.step == "register" ? "identify" : cell.step)
  }

  /// The facts that the decision named, places or not.
  var names: Set<String> { Set(cells.map(\.fact)) }

  /// The cells by kind.
  var byKind: [FactCell.Kind: [FactCell]] { Dictionary(grouping: cells, by: \.kind) }

  /// What stands in a column of the application's form.
  func own(_ column: String) -> FactCell? { cells.first { $0.isOwn && $0.column == column } }
}
