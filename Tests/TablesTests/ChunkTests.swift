import Cores
import Synchronization
import Tables
import Testing

/// A row as everything that a reader can ask about it.
private struct Seen: Equatable {
  let line: Int32
  let state: RowState
  let hasInvalidCell: Bool
  let recognised: [String]
  let cells: [String]
}

private let columns = [
  ColumnSpec("id", "编号", .code), ColumnSpec("m", "金额", .money), ColumnSpec("t", "文", .text, filled: true),
]

private func seen(_ table: Table) -> [Seen] {
  var starts = RowStarts()
  starts.append(table)
  return (0..<table.count).map { row in
    let cells = columns.indices.map { columns[$0].kind.isText ? table.string(row, $0) : "\(table.value(row, $0))" }
    return Seen(
      line: table.lines[row], state: table.states[row],
      hasInvalidCell: table.hasInvalidCell[row], recognised: table.source.recognised(Int(table.lines[row]), starts),
      cells: cells)
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

/// What files give when they are read piece by piece.
private struct Gathered: Equatable, Sendable {
  var rows: [Seen] = []
  var faults: [String] = []
}

/// Gathers what every file gives, and what stood in its way.
private struct Gatherer: RowTaker {
  typealias Made = Int

  private(set) var files: [Result<Gathered, Unusable>] = []
  private var current = Gathered()

  mutating func begin(_ file: Int) {
    #expect(file == files.count, "one file after another")
    current = Gathered()
  }

  mutating func take(_ table: Table, _ made: Int, lines: Int) {
    #expect(made == table.count)
    current.rows += seen(table)
    current.faults += table.faults.map { $0.message(in: .en) }
  }

  mutating func forget() { current = Gathered() }

  mutating func end(_ read: Result<FileReader, Unusable>) {
    current.faults.sort()
    files.append(read.map { _ in current })
  }
}

private func gather(_ texts: [[UInt8]], pieceSize: Int, cores: Int) -> [Result<Gathered, Unusable>] {
  let heard = Mutex([[UInt8]](repeating: [], count: texts.count))
  let files = texts.enumerated().map { at, text in
    InputFile(path: "specimen.csv", size: text.count) { offset, count throws(Unusable) in
      Array(text[min(offset, text.count)..<min(text.count, offset + count)])
    } hear: { offset, piece in
      heard.withLock { heard in
        if offset == 0 { heard[at] = [] }
        heard[at] += piece
      }
    }
  }
  let gatherer = readRows(
    of: files.map { ($0, columns) }, pieceSize: pieceSize, on: Cores(cores), into: Gatherer()
  ) { _, table in table.count }
  for (at, file) in gatherer.files.enumerated() {
    guard case .success = file else { continue }
    #expect(heard.withLock { $0[at] } == texts[at], "every byte is heard once, in order")
  }
  return gatherer.files
}

private func gather(_ text: [UInt8], pieceSize: Int, cores: Int) throws -> Gathered {
  try gather([text], pieceSize: pieceSize, cores: cores)[0].get()
}

@Test func `A file read in pieces of any size, on any number of cores, is the file read at once`() throws {
  let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  let crlf = specimen.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
  let cr = specimen.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r")
  for text in [Array(specimen.utf8), mark + specimen.utf8, Array(crlf.utf8), Array(cr.utf8)] {
    let whole = try gather(text, pieceSize: 1 << 20, cores: 1)
    #expect(whole.rows.count == 8)
    for size in 1...text.count + 1 {
      for cores in [1, 2, 4] {
        #expect(try gather(text, pieceSize: size, cores: cores) == whole, "pieces of \(size) on \(cores)")
      }
    }
  }
}

@Test func `Quotes that look like rows do not mislead a piece`() throws {
  let inner = (0..<200).map { "x\($0),\($0),\"\"y\"\"\r\n" }.joined()
  let text = Array("id,m,t\na,1,\"\(inner)\"\nb,2,\"\(inner)\"\nc,3,z\n".utf8)
  let whole = try gather(text, pieceSize: 1 << 20, cores: 1)
  #expect(whole.rows.map(\.line) == [2, 203, 404])
  for size in [1, 7, 64, 100, 1000] {
    #expect(try gather(text, pieceSize: size, cores: 2) == whole, "pieces of \(size)")
  }
}

@Test func `What is not UTF-8 far behind the header is read as GB18030 from the start`() throws {
  var text = Array("id,m,t\n".utf8)
  for number in 0..<50 { text += Array("r\(number),1,x\n".utf8) }
  text += Array("last,1,".utf8) + [0xB3, 0xA3, 0xD6, 0xDD, 0x0A]
  for size in [8, 64, 1000] {
    let read = try gather(text, pieceSize: size, cores: 2)
    #expect(read.rows.count == 51)
    #expect(read.rows.last?.cells == ["LAST", "100", "常州"])
  }
}

@Test func `Files in one line of pieces give what each gives alone, whatever is wrong with their neighbours`() throws {
  let sound = Array(specimen.utf8)
  let empty = Array("id,m,t\n".utf8)
  let unclosed = Array("id,m,t\na,1,x\nb,2,\"y\nc,3,z\n".utf8)
  let other = Array("id,m,t\na,1,x\nlast,1,".utf8) + [0xB3, 0xA3, 0xD6, 0xDD, 0x0A]
  let neither = Array("id,m,t\na,1,x\nlast,1,".utf8) + [0xFF, 0x0A]
  let alone = try gather(sound, pieceSize: 1 << 20, cores: 1)
  let headless: [UInt8] = []
  for size in [8, 16, 64, 1 << 20] {
    for cores in [1, 2, 4] {
      let files = gather(
        [sound, empty, unclosed, other, sound, neither, sound, headless], pieceSize: size, cores: cores)
      #expect(files.count == 8)
      for at in [0, 4, 6] { #expect(try files[at].get() == alone, "file \(at) in pieces of \(size) on \(cores)") }
      #expect(try files[1].get() == Gathered())
      #expect(throws: Unusable.self) { try files[2].get() }
      #expect(try files[3].get().rows.last?.cells == ["LAST", "100", "常州"])
      #expect(throws: Unusable.self) { try files[5].get() }
      #expect(throws: Unusable.self) { try files[7].get() }
    }
  }
}

@Test func `An unclosed quote is found on its line in pieces of any size`() throws {
  let text = Array("id,m,t\na,1,x\nb,2,y\nc,3,\"z\nd,4,w\n".utf8)
  for size in 1...text.count {
    var refusal: [Fault] = []
    do { _ = try gather(text, pieceSize: size, cores: 2) } catch let error as Unusable { refusal = error.faults }
    #expect(refusal == [fault(line: 4, .unclosedQuote)], "pieces of \(size)")
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

/// Notes where rows stand.
private struct Placing: RowTaker {
  private(set) var starts = RowStarts()
  private(set) var source: TableSource?

  mutating func begin(_: Int) {}
  mutating func take(_ table: Table, _: Void, lines _: Int) { starts.append(table) }
  mutating func forget() {}
  mutating func end(_ read: Result<FileReader, Unusable>) { source = try? read.get().source }
}

@Test func `A row is read again where it stands, and says nothing once its file is gone`() throws {
  let text = Array("编号,金额,文\na1,5,x\nb2,6,y\n".utf8)
  let isThere = Mutex(true)
  let file = InputFile(path: "specimen.csv", size: text.count) { offset, count throws(Unusable) in
    guard isThere.withLock({ $0 }) else { throw Unusable([]) }
    return Array(text[min(offset, text.count)..<min(text.count, offset + count)])
  } hear: { _, _ in
  }
  let placing = readRows(of: [(file, columns)], on: .one, into: Placing()) { _, _ in }
  let (places, source) = (placing.starts, try #require(placing.source))
  let again = seen(source.rows(places, to: text.count))
  #expect(again.map(\.line) == [2, 3] && again.map(\.cells) == [["A1", "500", "x"], ["B2", "600", "y"]])
  #expect(source.written(3, places).cell(2) == "y" && source.row(3, places).count == 1)
  #expect(source.written(4, places).cell(2).isEmpty && source.written(1, places).cell(2).isEmpty, "no row stands there")
  isThere.withLock { $0 = false }
  #expect(source.written(3, places).cell(2).isEmpty && source.row(3, places).count == 0)
  #expect(source.rows(places, to: text.count).count == 0)
}
