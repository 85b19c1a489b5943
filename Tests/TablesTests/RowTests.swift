import Tables
import Testing

@Test func `A row with a cell too few or too many is invalid, and its neighbours are not`() throws {
  let read = try table("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3\n1\n", threeTexts)
  #expect(read.states == [.good, .wrongCellCount, .wrongCellCount, .good, .wrongCellCount])
  #expect(
    read.faults == [
      fault(line: 3, .wrongCellCount(found: 2, expected: 3)), fault(line: 4, .wrongCellCount(found: 4, expected: 3)),
      fault(line: 6, .wrongCellCount(found: 1, expected: 3)),
    ])
}

@Test func `A trailing comma is one more cell`() throws {
  let read = try table("a,b,c\n1,2,\n1,2,3,\n", threeTexts)
  #expect(read.states == [.good, .wrongCellCount])
}

@Test func `A row with a wrong cell count keeps its texts and no amounts`() throws {
  let columns = [ColumnSpec("a", "甲", .text), ColumnSpec("m", "金额", .money), ColumnSpec("u", "码", .code)]
  let read = try table("a,m,u\nx,5,y,z\nx,oops\n", columns)
  #expect(read.string(0, 0) == "x")
  #expect(read.string(0, 2) == "Y")
  #expect(read.value(0, 1) == Cell.missing)
  #expect(read.value(1, 2) == Cell.missing)
  #expect(read.hasInvalidCell == [false, false])
  #expect(read.faults.count == 2)
}

@Test(arguments: ["合计", "小计", "总计", "制表", "备注", "合计：", "制表人：张三", "备注1", "　合计", " 合计 "])
func `A totals or remarks row is no data, whatever its width, and is named`(first: String) throws {
  let read = try table("a,b,c\n1,2,3\n\(first),9\n4,5,6\n\"\(first)\",8,7\n", threeTexts)
  #expect(read.lines == [2, 4])
  #expect(read.faults.map(\.place.line) == [3, 5])
  for remark in read.faults { #expect((remark.severity, remark.problem) == (.skipped, .notData)) }
}

@Test(arguments: ["合", "计合计", "共计", "合 计", "总", "备", "A合计", "合计"])
func `Only a first cell that begins with such a word is one`(word: String) throws {
  let read = try table("a,b,c\n1,\(word),3\n", threeTexts)
  #expect(read.count == 1)
  if word != "合计" { #expect(try table("a,b,c\n\(word),2,3\n", threeTexts).count == 1) }
}

@Test func `A totals row is told by its first cell even if a later quote is broken`() throws {
  let read = try table("a,b,c\n合计,\"1\"2,3\n", threeTexts)
  #expect(read.count == 0)
  #expect(read.faults.map(\.problem) == [.notData])
}

@Test(arguments: ["", ",,", " , ,", "　,\t,", "\"\",\"\",\" \"", ",", ",,,,,", "\" \n \""])
func `A row of nothing but space is a blank line`(line: String) throws {
  let read = try table("a,b,c\n1,2,3\n\(line)\n4,5,6\n\(line)", threeTexts)
  #expect(texts(read) == [["1", "2", "3"], ["4", "5", "6"]])
  #expect(read.faults.isEmpty)
}

@Test func `A row of words for nothing is a row`() throws {
  let read = try table("a,b,c\n-,—,/\n", threeTexts)
  #expect(read.count == 1)
  #expect(texts(read) == [["", "", ""]])
}

@Test func `Every invalid cell of a row is named, with its column and its position in the file`() throws {
  let columns = [ColumnSpec("m", "金额", .money), ColumnSpec("d", "日期", .day), ColumnSpec("f", "是否", .flag)]
  let read = try table("是否,x,日期,金额\nmaybe,1,2024-02-30,-5\n是,1,2024-02-29,5\n", columns)
  #expect(
    read.faults.filter { $0.place.line > 1 } == [
      fault(line: 2, column: "m", position: 4, found: "-5", .negative),
      fault(line: 2, column: "d", position: 3, found: "2024-02-30", .notDay),
      fault(line: 2, column: "f", position: 1, found: "maybe", .notFlag),
    ])
  #expect(read.hasInvalidCell == [true, false])
  #expect((read.value(0, 0), read.value(1, 0)) == (Cell.invalid, 500))
}

@Test func `A cell can be shown again as it was written`() throws {
  let columns = [ColumnSpec("u", "码", .code), ColumnSpec("m", "金额", .money), ColumnSpec("z", "无此列", .text)]
  let read = try table("m,u\n\" １,234 \",\"ab\"\"\n\"\"c\"\n", columns)
  #expect(read.written(0).cell(0) == "ab\"\n\"c")
  #expect(read.string(0, 0) == "AB\"\n\"C")
  #expect(read.written(0).cell(1) == "１,234")
  #expect(read.written(0).cell(2) == "")
  #expect(read.place(0, 1).description == "specimen.csv:2:1")
}

@Test func `Rows say the same if every cell means the same, however it is written`() throws {
  let columns = [ColumnSpec("u", "码", .code), ColumnSpec("m", "金额", .money), ColumnSpec("t", "文", .text)]
  let read = try table("u,m,t\nab,1,x\nＡＢ,1.00元,\"x\"\nab,1,y\nac,1,x\nab,2,x\nab,,x\n", columns)
  #expect((1..<6).map { says(read, 0, theSameAs: read, $0) } == [true, false, false, false, false])
}
