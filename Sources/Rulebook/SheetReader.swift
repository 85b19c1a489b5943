// A policy file becomes a sheet: trimmed cells, as text, with the places of their rows and columns.

package import Tables

extension Rulebook {
  /// Reads one policy table.
  ///
  /// The sheet has every column that the table knows, then the file's unknown ones, which `Rulebook(sheets:)` lists as
  /// faults together with all others.
  ///
  /// - Parameter name: one of `tables`.
  /// - Returns: the sheet, and what else should be said of the file: totals rows passed over, its encoding.
  /// - Throws: `Unusable` with the place of everything that keeps the file from being cut into rows and cells.
  package static func readSheet(named name: String, raw: [UInt8]) throws(Unusable) -> (Sheet, [Fault]) {
    guard let table = PolicyTable(rawValue: name) else { preconditionFailure("no policy table \(name)") }
    let document = try Document(file: table.file, raw: raw)
    let first = try TableReader(document, columns: table.columns)
    let unknown = first.header.names.filter { name in !table.columns.contains { $0.name == name } }
    var reader = try TableReader(first.document, columns: table.columns + unknown.map { ColumnSpec($0, $0, .text) })
    let rows = try reader.readAll()
    let remarks = first.remarks.filter { $0.problem != .unknownColumn } + rows.faults
    let errors = remarks.filter { $0.severity == .error }
    guard errors.isEmpty else { throw Unusable(errors) }
    return (Sheet(rows, named: name), remarks)
  }

  /// Reads all tables of a policy.
  ///
  /// - Parameter files: the files below the year folder, by path, as `policy/items.csv`; others are not looked at.
  /// - Throws: `Unusable` naming every file that is missing or cannot be read.
  package static func readSheets(
    _ files: [(path: String, bytes: [UInt8])]
  ) throws(Unusable) -> (sheets: [Sheet], remarks: [Fault]) {
    var (sheets, remarks, fatal): ([Sheet], [Fault], [Fault]) = ([], [], [])
    for table in PolicyTable.allCases {
      guard let file = files.first(where: { $0.path == table.file }) else {
        fatal.append(Fault(.error, Place(file: table.file), found: "", .missingFile))
        continue
      }
      do throws(Unusable) {
        let (sheet, said) = try readSheet(named: table.rawValue, raw: file.bytes)
        sheets.append(sheet)
        remarks += said
      } catch {
        fatal += error.faults
      }
    }
    guard fatal.isEmpty else { throw Unusable(fatal) }
    return (sheets, remarks)
  }
}

extension Sheet {
  fileprivate init(_ table: Table, named name: String) {
    self.init(
      name: name, columns: table.columns.map(\.name),
      rows: (0..<table.count).map { row in table.columns.indices.map { table.string(row, $0) } },
      lines: table.lines.map(Int.init), positions: table.header.positions.map { $0.map { $0 + 1 } ?? 0 })
  }
}
