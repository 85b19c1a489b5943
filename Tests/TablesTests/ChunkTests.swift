import Tables
import Testing

/// A row as everything that a reader can ask about it.
private struct Seen: Equatable {
  let line: Int32
  let offset: Int
  let state: RowState
  let hasInvalidCell: Bool
  let digest: RowDigest
  let cells: [String]
}

private let columns = [
  ColumnSpec("id", "编号", .code), ColumnSpec("m", "金额", .money), ColumnSpec("t", "文", .text, filled: true),
]

private func seen(_ table: Table) -> [Seen] {
  (0..<table.count).map { row in
    let cells = columns.indices.map { columns[$0].kind.isText ? table.string(row, $0) : "\(table.value(row, $0))" }
    return Seen(
      line: table.lines[row], offset: table.offsets[row], state: table.states[row],
      hasInvalidCell: table.hasInvalidCell[row], digest: table.digests[row], cells: cells)
  }
}

private let specimen = """
  编号,金额(万元),文
  a1,5,"x,""y""
  z"

  ｂ２,-5,ok
  合计,10
  "c"3,5,broken
  d4,5
  ,,
  e5,1e3,\"\"\"\"
  f6,,
  -,50元,g
  "h""7",１,　h　
  """

@Test func `Reading in chunks of any size reads what reading at once reads`() throws {
  let document = try Document(file: "specimen.csv", raw: Array(specimen.utf8))
  var reader = try TableReader(document, columns: columns)
  let whole = try reader.readAll()
  #expect(whole.count == 8)
  for size in 1...14 {
    var reader = try TableReader(document, columns: columns)
    var (rows, faults): ([Seen], [Fault]) = ([], [])
    while let chunk = try reader.next(size) {
      #expect(chunk.count <= size)
      rows += seen(chunk)
      faults += chunk.faults
    }
    #expect(rows == seen(whole), "chunks of \(size)")
    // Within a chunk the faults stand row faults first, then column by column.
    #expect(
      Set(faults.map { $0.message(in: .en) }) == Set(whole.faults.map { $0.message(in: .en) }), "chunks of \(size)")
    #expect(faults.count == whole.faults.count)
  }
}

@Test func `A file at its end stays at its end`() throws {
  var reader = try TableReader(Document(file: "specimen.csv", raw: Array("id,m,t\na,1,x\n".utf8)), columns: columns)
  #expect(try reader.next(1)?.count == 1)
  #expect(try reader.next(1) == nil)
  #expect(try reader.next(1) == nil)
  #expect(try reader.readAll().count == 0)
}

@Test func `An unclosed quote is found in whatever chunk it stands`() throws {
  let document = try Document(file: "specimen.csv", raw: Array("id,m,t\na,1,x\nb,2,y\nc,3,\"z\n".utf8))
  for size in 1...4 {
    var reader = try TableReader(document, columns: columns)
    var refusal: [Fault] = []
    do throws(Unusable) { while try reader.next(size) != nil {} } catch { refusal = error.faults }
    #expect(refusal == [fault(line: 4, .unclosedQuote)])
  }
}
