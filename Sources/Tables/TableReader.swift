// A document that is held whole becomes typed rows, all at once or some at a time.

package struct TableReader: Sendable {
  package let document: Document
  package let source: TableSource
  /// What the header gave cause to say: unknown columns, a second reading of the encoding.
  package let remarks: [Fault]
  private var scanner: RecordScanner
  private var index = RecordIndex()

  package var header: Header { source.header }

  /// Reads the header.
  ///
  /// - Throws: `Unusable` where required columns are missing, two columns mean the same, or there is no header.
  package init(_ document: Document, columns: [ColumnSpec]) throws(Unusable) {
    do throws(Unusable) {
      self = try TableReader(reading: document, columns: columns, remarks: [])
    } catch {
      // `元` and its like are valid UTF-8 by accident: the reading under which nothing is missing is the right one.
      guard error.faults.contains(where: \.isMissingColumn), let other = document.rereadAsGB18030() else { throw error }
      let note = Fault(.warning, Place(file: document.file), found: "", .readAsGB18030)
      guard let second = try? TableReader(reading: other, columns: columns, remarks: [note]) else { throw error }
      self = second
    }
  }

  private init(reading document: Document, columns: [ColumnSpec], remarks: [Fault]) throws(Unusable) {
    let (header, body, faults) = try readHeader(document.bytes, from: 0, columns: columns, file: document.file)
    self.document = document
    self.remarks = remarks + faults
    source = TableSource(
      file: document.file, encoding: document.encoding, columns: columns, header: header,
      text: InputFile(path: document.file, bytes: document.bytes), body: body, isInFile: false)
    scanner = body
  }

  /// The next rows of the file, or nil at its end.
  ///
  /// - Throws: `Unusable` at a quote that is never closed: what follows cannot be cut into rows.
  package mutating func next(_ limit: Int = 8192) throws(Unusable) -> Table? {
    guard scanner.position < document.bytes.count else { return nil }
    index.removeAll()
    do throws(RecordScanner.Unclosed) {
      let bytes = document.bytes
      try scanner.read(limit, from: bytes.span, into: &index)
    } catch {
      throw Unusable([Fault(.error, Place(file: document.file, line: error.line), found: "", .unclosedQuote)])
    }
    return source.table(of: document.bytes, origin: 0, end: scanner.position, &index)
  }

  /// The whole file as one table.
  package mutating func readAll() throws(Unusable) -> Table {
    try next(.max) ?? source.noRows
  }
}

/// Finds the header in a text and matches it to the columns.
///
/// - Parameter start: where the text begins in the bytes, behind a byte order mark.
/// - Returns: the header, the cursor behind it, and what should be said of it.
func readHeader(
  _ bytes: [UInt8], from start: Int, columns: [ColumnSpec], file: String
) throws(Unusable) -> (Header, RecordScanner, [Fault]) {
  var scanner = RecordScanner(position: start)
  var index = RecordIndex()
  do throws(RecordScanner.Unclosed) {
    repeat {
      index.removeAll()
      try scanner.read(1, from: bytes.span, into: &index)
    } while index.records.first?.broken == false && index.cells.allSatisfy { cellText($0, in: bytes.span).isEmpty }
  } catch {
    throw Unusable([Fault(.error, Place(file: file, line: error.line), found: "", .unclosedQuote)])
  }
  guard let first = index.records.first else {
    throw Unusable([Fault(.error, Place(file: file), found: "", .emptyFile)])
  }
  guard !first.broken else {
    throw Unusable([Fault(.error, Place(file: file, line: first.line), found: "", .brokenHeader)])
  }
  let names = index.cells.map { cellText($0, in: bytes.span) }
  let (header, faults) = try matchHeader(names, to: columns, in: file, line: first.line)
  return (header, scanner, faults)
}

extension Fault {
  fileprivate var isMissingColumn: Bool {
    if case .missingColumn = problem { return true }
    return false
  }
}
