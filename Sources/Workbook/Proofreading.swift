// The workbook read back and held against the grids: every cell with its value, no cell more, no formula, every part
// of the file whole.

/// What differs, or nil if the file says exactly what the grids say.
package func proofread(_ bytes: [UInt8], against grids: [Grid]) -> String? {
  guard let archive = Archive(bytes) else { return "the archive is damaged" }
  for part in archive.parts where !isWhole(part.bytes) { return "\(part.name) is cut short" }
  guard let strings = archive["xl/sharedStrings.xml"].map(sharedStrings) else { return "the texts are missing" }
  for (at, grid) in grids.enumerated() {
    guard let sheet = archive["xl/worksheets/sheet\(at + 1).xml"] else { return "\(grid.name) is missing" }
    if let difference = compare(cells(of: sheet, strings), grid) { return "\(grid.name): \(difference)" }
  }
  let drawn = grids.reduce(0) { $0 + $1.charts.count }
  let charts = archive.parts.count { $0.name.hasPrefix("xl/charts/chart") }
  return charts == drawn ? nil : "\(charts) charts instead of \(drawn)"
}

private func compare(_ found: [Reference: FoundCell]?, _ grid: Grid) -> String? {
  guard let found else { return "a cell cannot be read, or holds a formula" }
  var count = 0
  for (at, row) in grid.rows.enumerated() {
    for (column, value) in row.values.enumerated() {
      guard let meant = FoundCell(value) else { continue }
      count += 1
      let there = found[Reference(row: at, column: column)]
      guard there == meant else {
        return "row \(at + 1), column \(column + 1): \(there.map { "\($0)" } ?? "nothing") instead of \(meant)"
      }
    }
  }
  return found.count == count ? nil : "\(found.count) cells instead of \(count)"
}

struct Reference: Hashable {
  let row: Int
  let column: Int
}

/// A cell as the file holds it; numbers in millionths.
enum FoundCell: Equatable {
  case text(String)
  case number(Int128)

  /// Nil for a blank.
  init?(_ value: Grid.Value) {
    switch value {
    case .blank, .text(""): return nil
    case .text(let text): self = .text(cellText(text))
    case .wan(let value), .points(let value): self = .number(Int128(value))
    case .yuan(let value): self = .number(Int128(value) * 10_000)
    case .count(let value): self = .number(Int128(value) * 1_000_000)
    }
  }
}

/// The cells of a sheet that hold something; nil if one holds what no grid can mean.
private func cells(of sheet: [UInt8], _ strings: [String]) -> [Reference: FoundCell]? {
  var cells: [Reference: FoundCell] = [:]
  var scanner = Markup(sheet)
  var place: Reference?
  var isString = false
  while let token = scanner.next() {
    switch token {
    case .open("c", let attributes, let isEmpty):
      place = isEmpty ? nil : attributes["r"].flatMap(Reference.init)
      isString = attributes["t"] == "s"
      if !isEmpty, place == nil || (attributes["t"] != nil && !isString) { return nil }
    case .open("f", _, _): return nil
    case .open("v", _, _):
      guard let place, let text = scanner.text() else { return nil }
      if isString {
        guard let index = Int(text), strings.indices.contains(index) else { return nil }
        cells[place] = .text(strings[index])
      } else {
        guard let number = millionths(text) else { return nil }
        cells[place] = .number(number)
      }
    case .open, .close: break
    }
  }
  return cells
}

private func sharedStrings(_ part: [UInt8]) -> [String] {
  var strings: [String] = []
  var scanner = Markup(part)
  while let token = scanner.next() {
    switch token {
    case .open("si", _, _): strings.append("")
    case .open("t", _, let isEmpty): if !isEmpty { strings[strings.count - 1] += scanner.text() ?? "" }
    case .open, .close: break
    }
  }
  return strings
}

extension Reference {
  /// `AB12`, counted from A1.
  init?(_ text: String) {
    let letters = text.utf8.prefix { $0 >= 65 && $0 <= 90 }
    guard !letters.isEmpty, let row = Int(text.utf8.dropFirst(letters.count).map { String(UnicodeScalar($0)) }.joined())
    else { return nil }
    self.init(row: row - 1, column: letters.reduce(0) { $0 * 26 + Int($1) - 64 } - 1)
  }
}

/// `-12.5` or `1.5E-05` in millionths, rounded to the nearest: the 16 digits that the file gives to a double may end a
/// trillionth beside the number that is meant. Nil if it is no number.
func millionths(_ text: String) -> Int128? {
  let parts = text.split(separator: "E", omittingEmptySubsequences: false)
  guard parts.count <= 2, let exponent = parts.count == 2 ? Int(parts[1]) : 0 else { return nil }
  var digits = parts[0]
  let isNegative = digits.hasPrefix("-")
  if isNegative { digits = digits.dropFirst() }
  let decimals = digits.split(separator: ".", omittingEmptySubsequences: false)
  guard decimals.count <= 2, var value = Int128(decimals.joined()), !decimals[0].isEmpty else { return nil }
  var scale = 6 + exponent - (decimals.count == 2 ? decimals[1].utf8.count : 0)
  while scale > 0 {
    value *= 10
    scale -= 1
  }
  while scale < -1 {
    value /= 10
    scale += 1
  }
  if scale < 0 { value = (value + 5) / 10 }
  return isNegative ? -value : value
}
