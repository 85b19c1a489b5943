// What the tests of this room share: one cell read the whole way from bytes, one file read as a table, and a chance
// that is the same every time.

import Tables

/// How one cell came out: a value in its kind's unit, a text, nothing, or the fault that names it.
enum Reading: Equatable, ExpressibleByIntegerLiteral {
  case value(Int64)
  case text(String)
  case blank
  case no(Problem)

  init(integerLiteral value: Int64) { self = .value(value) }
}

/// Reads `cell` as the only interesting cell of a file: through decoding, records, trimming and folding.
func read(_ cell: String, as kind: CellKind, header: String = "x") -> Reading {
  let quoted = cell.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
  let raw = Array("id,\(header)\r\n1,\"".utf8) + quoted + Array("\"\r\n".utf8)
  do throws(Unusable) {
    let document = try Document(file: "specimen.csv", raw: raw)
    var reader = try TableReader(document, columns: [ColumnSpec("id", "编号", .text), ColumnSpec("x", "数", kind)])
    let table = try reader.readAll()
    if let fault = table.faults.first { return .no(fault.problem) }
    let value = table.value(0, 1)
    if value == Cell.missing { return .blank }
    return kind.isText ? .text(table.string(0, 1)) : .value(value)
  } catch {
    return .no(error.faults[0].problem)
  }
}

/// Reads a file whole.
func table(_ text: String, _ columns: [ColumnSpec]) throws(Unusable) -> Table {
  try table(Array(text.utf8), columns)
}

func table(_ raw: [UInt8], _ columns: [ColumnSpec]) throws(Unusable) -> Table {
  var reader = try TableReader(Document(file: "specimen.csv", raw: raw), columns: columns)
  return try reader.readAll()
}

/// Every row as its texts, for columns of text.
func texts(_ table: Table) -> [[String]] {
  (0..<table.count).map { row in table.columns.indices.map { table.string(row, $0) } }
}

/// The faults as a reader of the log sees them, without the wording: `line:position found problem`.
func faults(_ body: () throws(Unusable) -> Table) -> [Fault] {
  do throws(Unusable) { return try body().faults } catch { return error.faults }
}

func fault(
  _ severity: Fault.Severity = .error, line: Int, column: String = "", position: Int = 0, found: String = "",
  _ problem: Problem
) -> Fault {
  let place = Place(file: "specimen.csv", line: line, column: column, position: position)
  return Fault(severity, place, found: found, problem)
}

/// Three columns of plain text, `a`, `b` and `c`.
let threeTexts = [ColumnSpec("a", "甲", .text), ColumnSpec("b", "乙", .text), ColumnSpec("c", "丙", .text)]

/// SplitMix64: the same numbers on every machine and every day.
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
