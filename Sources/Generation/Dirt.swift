// The dirt of real exports, one kind to a dirty row: some of it must be read through, some makes the row invalid.

import Tables

/// What is wrong, or merely odd, with a row.
package enum Dirt: Int, CaseIterable, Sendable {
  /// Full-width digits in the time of acceptance.
  case wideDigits
  /// White space around cells, the ideographic one too.
  case spaces
  /// A line end and a comma inside a quoted name.
  case lineBreak
  /// An amount with its unit behind it, a day in Chinese.
  case otherNotation
  /// An amount, number or day that is none.
  case badCell
  case wrongCellCount
  /// Text behind a closing quote.
  case badQuote
  /// The number of the row before.
  case duplicateID
  /// The whole row once more.
  case repeatedRow
  /// A total below the row, which is no data.
  case totalRow
  case blankLine
  case unknownItem, unknownLevel
  /// A credit code with a wrong check character.
  case badCheck
  /// A credit code as a spreadsheet damages it.
  case spreadsheetCode
  case otherName
}

/// Where the core cells of a row stand.
enum Column {
  static let (id, item, level, uscc, name, subjectName) = (0, 1, 2, 3, 4, 6)
  static let core = 7
}

extension Ink {
  /// Spoils the row that begins at `start` and has no line end yet.
  mutating func spoil(from start: Int, _ dirt: Dirt, evidence: [Evidence], earlier: Int, _ lineEnd: LineEnd) {
    let row = Array(bytes[start..<bytes.count - 1])
    var cells = split(row)
    bytes.removeSubrange(start...)
    cells.spoil(dirt, evidence, earlier: earlier)
    putRow(cells, lineEnd)
    switch dirt {
    case .repeatedRow: putRow(cells, lineEnd)
    case .totalRow: putRow([Array("合计".utf8), Array("1".utf8)] + cells.dropFirst(2).map { _ in [] }, lineEnd)
    case .blankLine: putRow([[]], lineEnd)
    default: break
    }
  }

  private mutating func putRow(_ cells: [[UInt8]], _ lineEnd: LineEnd) {
    for text in cells { cell(text) }
    endRow(lineEnd)
  }

  /// The cells between the commas that stand outside quotes.
  private func split(_ row: [UInt8]) -> [[UInt8]] {
    var (cells, inside): ([[UInt8]], Bool) = ([[]], false)
    for byte in row {
      if byte == quote { inside.toggle() }
      if byte == comma, !inside { cells.append([]) } else { cells[cells.count - 1].append(byte) }
    }
    return cells
  }
}

/// An evidence cell that dirt may take: where it stands and what it says.
struct Evidence {
  let column: Int
  let isMoney: Bool
  let value: Int64
}

extension [[UInt8]] {
  fileprivate mutating func spoil(_ dirt: Dirt, _ evidence: [Evidence], earlier: Int) {
    let last = count - 1
    let victim = evidence.first
    switch dirt {
    case .wideDigits: self[last] = self[last].flatMap { 48...57 ~= $0 ? [0xEF, 0xBC, 0x90 + $0 - 48] : [$0] }
    case .spaces:
      self[Column.name] = [UInt8]("　".utf8) + self[Column.name] + [UInt8](" ".utf8)
      self[last] = [UInt8](" ".utf8) + self[last]
    case .lineBreak: self[Column.subjectName] = [UInt8]("\"一期工程，\n二期,及配套\"".utf8)
    case .otherNotation: if let victim { self[victim.column] = victim.otherNotation }
    case .badCell:
      self[victim?.column ?? last] = [UInt8](
        (victim.map { $0.isMoney ? "1.2E+06" : "45415" } ?? "2025-02-30 09:00").utf8)
    case .wrongCellCount: if earlier % 2 == 0 { removeLast() } else { append([UInt8]("多余".utf8)) }
    case .badQuote: self[last] = [quote] + self[last] + [quote] + [UInt8]("补".utf8)
    case .duplicateID: self[Column.id] = applicationID(earlier)
    case .repeatedRow, .totalRow, .blankLine: break
    case .unknownItem: self[Column.item] = [UInt8]("机器换人补助".utf8)
    case .unknownLevel: self[Column.level] = [UInt8]("特级".utf8)
    case .badCheck: self[Column.uscc][17] = self[Column.uscc][17] == 49 ? 50 : 49
    case .spreadsheetCode: self[Column.uscc] = [UInt8]("9.13204E+17".utf8)
    case .otherName: self[Column.name] += [UInt8]("（原）".utf8)
    }
  }
}

extension Evidence {
  /// An amount in 10,000 yuan to the last fen; a day in Chinese.
  fileprivate var otherNotation: [UInt8] {
    guard isMoney else {
      let day = Day(number: Int(value)).parts
      return Array("\(day.year)年\(day.month)月\(day.day)日".utf8)
    }
    var ink = Ink()
    ink.put(millionths: value)
    return ink.bytes + Array("万元".utf8)
  }
}

/// `2024-00000001` for the first claim.
func applicationID(_ claim: Int) -> [UInt8] {
  var ink = Ink()
  ink.putApplicationID(claim)
  return ink.bytes
}

extension Ink {
  mutating func putApplicationID(_ claim: Int) {
    put(UInt8(ascii: "S"))
    put(UInt8(ascii: "Q"))
    put(claim + 1, width: 9)
  }
}
