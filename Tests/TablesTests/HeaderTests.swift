import Tables
import Testing

private let claims = [
  ColumnSpec("id", "申报编号", .code, required: true), ColumnSpec("total", "总投资", .money),
  ColumnSpec("note", "说明", .text),
]

private func header(_ line: String) throws(Unusable) -> TableReader {
  try TableReader(Document(file: "specimen.csv", raw: Array(line.utf8)), columns: claims)
}

private func refusals(_ line: String) -> [Fault] {
  do throws(Unusable) {
    _ = try header(line)
    return []
  } catch {
    return error.faults
  }
}

@Test func `A header is the machine name or the title, in any order`() throws {
  #expect(try header("id,total,note").header.positions == [0, 1, 2])
  #expect(try header("说明,总投资,申报编号").header.positions == [2, 1, 0])
  #expect(try header("note, 申报编号　,\"total\"\r\n").header.positions == [1, 2, 0])
  #expect(try header("id").header.positions == [0, nil, nil])
}

@Test(arguments: [
  ("总投资(万元)", MoneyUnit.tenThousand), ("总投资（万元）", .tenThousand), ("total(千元)", .thousand),
  ("total（亿）", .hundredMillion),
  ("总投资 (元)", .yuan), ("总投资　（千）", .thousand), (" 总投资(万) ", .tenThousand),
])
func `A money header may carry its unit in either kind of bracket`(name: String, unit: MoneyUnit) throws {
  let read = try header("id,\(name)")
  #expect(read.header.positions[1] == 1)
  #expect(read.header.units == [nil, unit, nil])
  #expect(read.remarks.isEmpty)
}

@Test(arguments: [
  "总投资(美元)", "总投资（万元)", "总投资(万元）", "总投资(万元", "总投资万元", "总投资()", "(万元)", "说明(万元)", "总投资(万元)(元)", "Total", "ｔｏｔａｌ",
  "总投资(5万元)", "",
])
func `Any other header is an unknown column, ignored and named`(name: String) throws {
  let read = try header("id,\(name)")
  #expect(read.header.positions == [0, nil, nil])
  #expect(read.remarks == [fault(.skipped, line: 1, column: name, position: 2, found: name, .unknownColumn)])
}

@Test func `A missing required column refuses the file, a missing optional one does not`() {
  #expect(refusals("total,note") == [fault(line: 1, .missingColumn(name: "id", title: "申报编号"))])
  #expect(refusals("id,note").isEmpty)
}

@Test func `Two columns that mean the same refuse the file`() {
  #expect(
    refusals("id,total,总投资(万元)") == [
      fault(line: 1, column: "总投资(万元)", position: 3, found: "总投资(万元)", .doubledColumn(name: "total"))
    ])
  #expect(refusals("note,note").count == 2)
  #expect(refusals("id,x,x").isEmpty)
}

@Test func `A file without a header is refused`() {
  for nothing in ["", "\n", "\r\n\r\n", ",,\n", " \n　\n"] {
    #expect(refusals(nothing) == [fault(line: 0, .emptyFile)], "\(nothing.debugDescription)")
  }
}

@Test func `Blank lines before the header are passed over and counted`() throws {
  var read = try header("\n\n,,\nid,note\nA,x\n")
  #expect(read.header.positions == [0, nil, 1])
  #expect(try read.readAll().lines == [5])
  #expect(refusals("\n\nnote\n") == [fault(line: 3, .missingColumn(name: "id", title: "申报编号"))])
  #expect(refusals("\nid,id\n") == [fault(line: 2, column: "id", position: 2, found: "id", .doubledColumn(name: "id"))])
}

@Test func `A header with a broken quote refuses the file, wherever the quote stands`() {
  for broken in ["id,\"total\"x,note\n", "\"id\" ,total\n", "\"x\"y\nid,total\n"] {
    #expect(refusals(broken) == [fault(line: 1, .brokenHeader)], "\(broken.debugDescription)")
  }
}

@Test func `A header may hold line ends and is one record`() throws {
  var read = try header("id,\"说\n明\",note\nA,x,y\n")
  #expect(read.header.width == 3)
  #expect(read.remarks.map(\.found) == ["说\\n明"])
  #expect(try read.readAll().lines == [3])
}

@Test func `A file of a header alone is an empty table`() throws {
  for alone in ["id,note", "id,note\n", "id,note\n\n"] {
    #expect(try table(alone, claims).count == 0)
  }
}

@Test func `A column that the file lacks is missing in every row`() throws {
  let read = try table("id\nA\nB\n", claims)
  #expect((read.value(0, 1), read.value(1, 2)) == (Cell.missing, Cell.missing))
  #expect(read.column(1) == nil)
  #expect(read.string(1, 2) == "")
}
