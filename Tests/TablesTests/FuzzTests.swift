// Bytes as chance makes them. The reader may refuse them and may complain; it may not trap, hang or lose a row.

import Tables
import Testing

private let columns: [ColumnSpec] = [
  ColumnSpec("t", "文", .text, filled: true), ColumnSpec("c", "码", .code), ColumnSpec("u", "信用代码", .creditCode),
  ColumnSpec("y", "年", .year), ColumnSpec("m", "金额", .money), ColumnSpec("q", "数量", .quantity),
  ColumnSpec("p", "比例", .percent), ColumnSpec("d", "日期", .day), ColumnSpec("s", "时间", .moment),
  ColumnSpec("f", "是否", .flag), ColumnSpec("w", "词", .word([["one", "一"], ["two", "二"]])),
]

private let specimen = """
  t,c,u,y,金额(万元),q,p,d,s,f,w,more
  甲,a1,91350100M000100Y43,2024,"1,234.5",0.5,5%,2024-05-03,2024-05-03 09:12,是,one,x
  "a""b
  c",ｂ２,9.1E+17,２０２４,50万元,１,12.5%,2024年2月29日,2024/5/3 09:12:30,√,二,
  合计,,,,99

  -,—,,24,-5,1e3,5,45415,2024-05-03,maybe,three,"
  "

  """

/// Turns some bytes of the specimen into others: single bytes, pieces copied elsewhere, pieces left out.
private func mutated(_ bytes: [UInt8], _ chance: inout Chance) -> [UInt8] {
  let signs: [UInt8] = [0, 9, 10, 13, 32, 34, 34, 44, 45, 46, 47, 48, 57, 69, 0x80, 0x81, 0xC2, 0xE3, 0xEF, 0xFE, 0xFF]
  var bytes = bytes
  for _ in 0...chance.below(6) where bytes.count > 20 {
    let at = chance.below(bytes.count - 10)
    switch chance.below(6) {
    case 0: bytes[at] = UInt8(chance.below(256))
    case 1: bytes[at] = chance.pick(signs)
    case 2: bytes.insert(chance.pick(signs), at: at)
    case 3: bytes.removeSubrange(at..<at + 1 + chance.below(8))
    case 4: bytes.insert(contentsOf: bytes[at..<at + 1 + chance.below(9)], at: chance.below(bytes.count))
    default: bytes.removeLast(chance.below(10))
    }
  }
  return bytes
}

@Test func `No bytes make the reader trap, and every row that it keeps can be asked about`() {
  var chance = Chance(seed: 63)
  var (read, refused) = (0, 0)
  let marks: [[UInt8]] = [
    [], [], [], [], [], [], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0x84, 0x31, 0x95, 0x33],
  ]
  for _ in 0..<3000 {
    let raw = chance.pick(marks) + mutated(Array(specimen.utf8), &chance)
    do throws(Unusable) {
      for document in try Document.readings(file: "specimen.csv", raw: raw) {
        var reader = try TableReader(document, columns: columns)
        while let table = try reader.next(1 + chance.below(5)) { ask(table) }
        read += 1
      }
    } catch {
      #expect(!error.faults.isEmpty)
      refused += 1
    }
  }
  #expect(read > 500 && refused > 500, "\(read) read, \(refused) refused: the chances tell too little")
}

/// Everything that later rooms ask of a table.
private func ask(_ table: Table) {
  for row in 0..<table.count {
    for (column, spec) in table.columns.enumerated() {
      let value = table.value(row, column)
      if spec.kind.isText {
        _ = table.string(row, column)
      } else if Cell.isKnown(value), value < 0 {
        askSign(value, spec)
      }
    }
    _ = table.written(row).cell(row % table.columns.count)
  }
  for fault in table.faults {
    if fault.message(in: .zh).count > 300 { Issue.record("a message of \(fault.message(in: .zh).count) characters") }
  }
  let named = Set(table.faults.map(\.place.line))
  for row in 0..<table.count where table.hasInvalidCell[row] || table.states[row] != .good {
    if !named.contains(Int(table.lines[row])) { Issue.record("row \(row) is invalid and no fault says why") }
  }
}

/// Only days and moments before 1970 may be negative.
private func askSign(_ value: Int64, _ spec: ColumnSpec) {
  if spec.kind != .day, spec.kind != .moment { Issue.record("\(spec.name) came out as \(value)") }
}
