// Forms are read chunk by chunk; then repeated rows are dropped and ids that were given twice are found.

package import Rulebook
package import Tables

package struct ApplicationReader {
  package private(set) var applications = Applications()
  package private(set) var faults: [Fault] = []
  private let rulebook: Rulebook
  private let columns: [ColumnSpec]
  private let names: NameTable

  package init(_ rulebook: Rulebook) {
    self.rulebook = rulebook
    columns = Schema.applications(rulebook)
    names = NameTable(rulebook)
  }

  /// Reads one form. Forms come in the byte order of their names.
  ///
  /// - Throws: `Unusable` if the file cannot be read as a table.
  package mutating func read(
    _ document: Document, _ registers: inout Registers, progress: (_ bytes: Int, _ rows: Int) -> Void
  ) throws(Unusable) {
    var reader = try TableReader(document, columns: columns)
    faults += reader.remarks
    while let table = try reader.next() {
      faults += table.faults
      applications.chunks.append(resolve(table, &registers))
      applications.dropped += [Bool](repeating: false, count: table.count)
      progress(table.offsets.last ?? 0, applications.count)
    }
  }

  // MARK: A chunk

  private mutating func resolve(_ table: Table, _ registers: inout Registers) -> Chunk {
    var chunk = Chunk(
      table: table, base: applications.count, items: [], levels: [], enterprises: [], subjects: [], invalid: [],
      fields: fieldColumns(table))
    for row in 0..<table.count {
      let code = table.value(row, Core.uscc.rawValue)
      let subject = table.value(row, Core.subject.rawValue)
      chunk.enterprises.append(
        Cell.isKnown(code) ? registers.codes.intern(table.bytes(CellText(bits: code))) : -1)
      chunk.subjects.append(
        Cell.isKnown(subject) ? registers.subjects.intern(table.bytes(CellText(bits: subject))) : -1)
      let (item, level, invalid) = identify(table, row)
      chunk.items.append(Int16(item))
      chunk.levels.append(Int32(level))
      chunk.invalid.append(invalid)
    }
    computeFields(&chunk)
    return chunk
  }

  /// The item and level that a row names, and what makes it invalid so far.
  private mutating func identify(_ table: Table, _ row: Int) -> (item: Int, level: Int, Invalidity) {
    switch table.states[row] {
    case .wrongCellCount: return (-1, -1, .wrongCellCount)
    case .brokenQuote: return (-1, -1, .badQuote)
    case .good: break
    }
    var invalid: Invalidity = table.hasInvalidCell[row] ? .invalidCell : []
    let itemCell = table.value(row, Core.item.rawValue)
    guard Cell.isKnown(itemCell), let item = names.item(table.bytes(CellText(bits: itemCell))) else {
      note(table, row, .item, .unknownItem)
      return (-1, -1, invalid.union(.unknownItem))
    }
    let levelCell = table.value(row, Core.level.rawValue)
    if Cell.isKnown(levelCell) {
      if let level = names.level(table.bytes(CellText(bits: levelCell)), of: item) { return (item, level, invalid) }
      note(table, row, .level, .unknownLevel)
    } else if rulebook.items[item].levels.count == 1 {
      return (item, rulebook.items[item].levels.lowerBound, invalid)
    } else {
      note(table, row, .level, .levelNeeded)
    }
    invalid.insert(.unknownLevel)
    return (item, -1, invalid)
  }

  private mutating func note(_ table: Table, _ row: Int, _ column: Core, _ problem: Problem) {
    let found = excerpt(table.string(row, column.rawValue))
    faults.append(Fault(.error, table.place(row, column.rawValue), found: found, problem))
  }

  // MARK: Evidence

  private func fieldColumns(_ table: Table) -> [[Int64]?] {
    var next = Core.allCases.count
    return rulebook.fields.map { field in
      guard field.source == .column else { return nil }
      defer { next += 1 }
      return table.column(next)
    }
  }

  /// Works out the computed fields; a value that 64 bits cannot hold makes the row invalid.
  private mutating func computeFields(_ chunk: inout Chunk) {
    for (number, field) in rulebook.fields.enumerated() {
      let compute: (Int64, Int64) -> Int64
      let (a, b): (Int, Int)
      switch field.source {
      case .column: continue
      case .lower(let left, let right): (a, b, compute) = (left, right, { min($0, $1) })
      case .sum(let left, let right): (a, b, compute) = (left, right, sum)
      case .ratio(let left, let right): (a, b, compute) = (left, right, ratio)
      }
      guard let left = chunk.fields[a], let right = chunk.fields[b] else { continue }
      var values = [Int64](repeating: Cell.missing, count: chunk.count)
      for row in 0..<chunk.count where Cell.isKnown(left[row]) && Cell.isKnown(right[row]) {
        let value = compute(left[row], right[row])
        values[row] = value
        guard value == Cell.invalid, chunk.table.states[row] == .good else { continue }
        chunk.invalid[row].insert(.invalidCell)
        let place = Place(file: chunk.table.document.file, line: Int(chunk.table.lines[row]), column: field.name)
        faults.append(Fault(.error, place, found: field.type, .tooLarge))
      }
      chunk.fields[number] = values
    }
  }

  // MARK: Ids

  /// Orders the rows, drops repeated ones and marks ids that stand on rows which differ. Call once, after all forms.
  package mutating func settle() {
    applications.order = idOrder(applications)
    var start = 0
    while start < applications.order.count {
      let id = self.id(at: start)
      var end = start + 1
      while end < applications.order.count, same(self.id(at: end), id) { end += 1 }
      if end - start > 1 { settleTwins(Array(applications.order[start..<end]), haveID: !id.isEmpty) }
      start = end
    }
  }

  private func id(at position: Int) -> ArraySlice<UInt8> {
    let (chunk, row) = applications.locate(Int(applications.order[position]))
    return applications.chunks[chunk].id(row)
  }

  /// Rows with one id, in file order: equal ones leave the first, different ones are all invalid. Rows without an id
  /// may only be equal.
  private mutating func settleTwins(_ numbers: [Int32], haveID: Bool) {
    var kept: [(chunk: Int, row: Int)] = []
    for number in numbers {
      let (chunk, row) = applications.locate(Int(number))
      let table = applications.chunks[chunk].table
      guard table.states[row] == .good else { continue }
      let twin = kept.first { applications.chunks[$0.chunk].table.digests[$0.row] == table.digests[row] }
      guard let twin else {
        kept.append((chunk, row))
        continue
      }
      applications.dropped[Int(number)] = true
      let place = applications.chunks[twin.chunk].table.place(twin.row)
      let found = String(decoding: applications.chunks[chunk].id(row), as: UTF8.self)
      faults.append(Fault(.skipped, table.place(row, Core.id.rawValue), found: excerpt(found), .repeatedRow(of: place)))
    }
    guard haveID, kept.count > 1 else { return }
    for (index, (chunk, row)) in kept.enumerated() {
      applications.chunks[chunk].invalid[row].insert(.duplicateID)
      let other = kept[index == 0 ? 1 : 0]
      let table = applications.chunks[chunk].table
      let place = applications.chunks[other.chunk].table.place(other.row)
      let found = String(decoding: applications.chunks[chunk].id(row), as: UTF8.self)
      faults.append(Fault(.error, table.place(row, Core.id.rawValue), found: excerpt(found), .duplicateID(of: place)))
    }
  }
}

/// Row numbers by application id in byte order, equal ids in file order.
private func idOrder(_ applications: Applications) -> [Int32] {
  struct Entry {
    let prefix: UInt64
    let number: Int32
  }
  // Ids of one office begin alike: the eight bytes that are compared first stand behind what all of them share.
  let skip = sharedPrefix(applications)
  var entries: [Entry] = []
  entries.reserveCapacity(applications.count)
  for chunk in applications.chunks {
    for row in 0..<chunk.count {
      let id = chunk.id(row)
      var prefix: UInt64 = 0
      var shift: UInt64 = 64
      var at = id.startIndex + min(skip, id.count)
      while shift > 0, at < id.endIndex {
        shift -= 8
        prefix |= UInt64(id[at]) << shift
        at += 1
      }
      entries.append(Entry(prefix: prefix, number: Int32(chunk.base + row)))
    }
  }
  func id(_ number: Int32) -> ArraySlice<UInt8> {
    let (chunk, row) = applications.locate(Int(number))
    return applications.chunks[chunk].id(row)
  }
  entries.sort { left, right in
    if left.prefix != right.prefix { return left.prefix < right.prefix }
    let order = compare(id(left.number), id(right.number))
    return order == 0 ? left.number < right.number : order < 0
  }
  return entries.map(\.number)
}

/// How many bytes all ids begin with alike.
private func sharedPrefix(_ applications: Applications) -> Int {
  var shared: [UInt8]?
  for chunk in applications.chunks {
    for row in 0..<chunk.count {
      let id = chunk.id(row)
      guard let known = shared else {
        shared = Array(id)
        continue
      }
      var length = 0
      while length < min(known.count, id.count), known[length] == id[id.startIndex + length] { length += 1 }
      if length < known.count { shared = Array(known.prefix(length)) }
      if length == 0 { return 0 }
    }
  }
  return shared?.count ?? 0
}

/// Below, above or at zero as the left bytes stand before, behind or with the right ones.
private func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
  let offset = right.startIndex - left.startIndex
  for at in left.startIndex..<left.startIndex + min(left.count, right.count) where left[at] != right[at + offset] {
    return left[at] < right[at + offset] ? -1 : 1
  }
  return left.count - right.count
}

private func sum(_ left: Int64, _ right: Int64) -> Int64 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  return overflow ? Cell.invalid : sum
}

/// a/b in millionths, truncated; missing if b is zero.
private func ratio(_ left: Int64, _ right: Int64) -> Int64 {
  guard right != 0 else { return Cell.missing }
  return Int64(exactly: Int128(left) * 1_000_000 / Int128(right)) ?? Cell.invalid
}

/// The names of items and levels, looked up by bytes without making Strings.
private struct NameTable {
  private var words = Symbols()
  private var itemOfWord: [Int] = []
  /// By item and word, the level or -1.
  private var levelOfWord: [[Int32]] = []

  init(_ rulebook: Rulebook) {
    for item in rulebook.items {
      _ = words.intern(item.id)
      _ = words.intern(item.title)
    }
    for level in rulebook.levels {
      _ = words.intern(level.id)
      _ = words.intern(level.title)
    }
    for alias in rulebook.aliases { _ = words.intern(alias.text) }
    let texts = (0..<Int32(words.count)).map(words.string)
    itemOfWord = texts.map { rulebook.item(named: $0) ?? -1 }
    levelOfWord = rulebook.items.indices.map { item in
      texts.map { Int32(rulebook.level(named: $0, of: item) ?? -1) }
    }
  }

  func item(_ text: ArraySlice<UInt8>) -> Int? {
    guard let word = words.number(of: text), itemOfWord[Int(word)] >= 0 else { return nil }
    return itemOfWord[Int(word)]
  }

  func level(_ text: ArraySlice<UInt8>, of item: Int) -> Int? {
    guard let word = words.number(of: text), levelOfWord[item][Int(word)] >= 0 else { return nil }
    return Int(levelOfWord[item][Int(word)])
  }
}
