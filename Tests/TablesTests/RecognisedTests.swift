import Tables
import Testing

private let columns = [
  ColumnSpec("id", "编号", .code), ColumnSpec("m", "金额", .money), ColumnSpec("t", "文", .text),
]

/// What every row says, as twins are compared.
private func said(_ text: String) throws -> [[String]] {
  let read = try table(text, columns)
  var starts = RowStarts()
  starts.append(read)
  return read.lines.map { read.source.recognised(Int($0), starts) }
}

private func same(_ one: String, _ other: String) throws -> Bool {
  let (left, right) = (try said(one), try said(other))
  return left == right
}

@Test func `Equal rows say the same, whatever the order and the spelling of the columns`() throws {
  let row = "id,m,t\nA,5,x\n"
  #expect(try same(row, "t,m,id\nx,5,A\n"))
  #expect(try same(row, "文,编号,金额\nx,A,5\n"))
  #expect(try same(row, "id,extra,m,t\nA,whatever,5,x\n"))
  #expect(try same(row, "id,m,t\n\" A\",5　,\"x\"\n"))
  #expect(try same(row, "id,m(元),t\nA,5,x\n"))
}

@Test func `A unit is the same in either bracket and in its short form, and another unit is another row`() throws {
  #expect(try same("id,m(万元),t\nA,5,x\n", "id,金额（万）,t\nA,5,x\n"))
  #expect(try !same("id,m(万元),t\nA,5,x\n", "id,m(千元),t\nA,5,x\n"))
  #expect(try !same("id,m(万元),t\nA,5,x\n", "id,m,t\nA,5,x\n"))
  #expect(try same("id,m(万元),t\nA,,x\n", "id,m,t\nA,,x\n"))
}

@Test func `A column that a file lacks equals an empty cell`() throws {
  #expect(try same("id,t\nA,x\n", "id,m,t\nA,,x\n"))
  #expect(try same("id,t\nA,x\n", "id,m,t\nA,\"  \",x\n"))
}

@Test func `Rows are compared as trimmed text, not as what it means`() throws {
  for (one, other) in [
    ("A,5,x", "a,5,x"), ("A,5,x", "A,5.00,x"), ("A,5,x", "A,5元,x"), ("A,,x", "A,-,x"), ("A,5,x", "A,5,X"),
  ] {
    #expect(try !same("id,m,t\n\(one)\n", "id,m,t\n\(other)\n"), "\(one) | \(other)")
  }
}

@Test func `A text in another column, or cut elsewhere, is another row`() throws {
  #expect(try !same("id,m,t\nA,,\n", "id,m,t\n,,A\n"))
  #expect(try !same("id,m,t\nAB,,C\n", "id,m,t\nA,,BC\n"))
  #expect(try same("id,m,t\nA,5,\"a\"\"b\"\n", "id,m,t\nA,5,a\"b\n"))
}

@Test func `One changed byte is seen, at every place of a text of any length`() throws {
  for length in [1, 7, 8, 9, 16, 17, 40] {
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
    let right = try said("id,m,t\n,,\(String(decoding: text, as: UTF8.self))\n")
    for place in text.indices {
      var changed = text
      changed[place] = UInt8(ascii: "b")
      #expect(try said("id,m,t\n,,\(String(decoding: changed, as: UTF8.self))\n") != right)
    }
  }
}
