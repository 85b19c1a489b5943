// Forms are read piece by piece, on all cores; what takes turns (numbers for new texts, line numbers) is done in order.

import Cores
import Rulebook
import Tables

/// A piece of a form, as far as it can be read without knowing what stands before it.
struct Piece: Sendable {
  var chunk: Chunk
  let evidence: Evidence
  var faults: [Fault]
  /// By row, the hashes of the credit code and of the subject's text; 0 where it is blank.
  var codeHashes: [UInt64] = []
  var subjectHashes: [UInt64] = []
}

/// Reads pieces; holds nothing that changes.
struct PieceReader: Sendable {
  private let rulebook: Rulebook
  private let registers: Registers
  private let names: NameTable
  let columns: [ColumnSpec]

  init(_ rulebook: Rulebook, _ registers: Registers) {
    self.rulebook = rulebook
    self.registers = registers
    columns = Schema.applications(rulebook)
    names = NameTable(rulebook)
  }

  func read(_ table: Table) -> Piece {
    let evidence = Evidence(table, rulebook.fields)
    var piece = Piece(chunk: Chunk(table, rulebook.fields), evidence: evidence, faults: table.faults)
    piece.chunk.received = Numbers(table.column(Core.receivedAt.rawValue) ?? [])
    piece.chunk.lines = Runs(table.lines)
    piece.chunk.starts.append(table)
    identify(table, &piece)
    join(table, &piece)
    for (row, field) in evidence.overflows {
      piece.chunk.invalid[row].insert(.invalidCell)
      let place = Place(file: table.source.file, line: Int(table.lines[row]), column: rulebook.fields[field].name)
      piece.faults.append(Fault(.error, place, found: rulebook.fields[field].type, .tooLarge))
    }
    return piece
  }

  // MARK: Registers

  /// Finds the rows' enterprises, subjects and sheets in the registers, a column at a time.
  private func join(_ table: Table, _ piece: inout Piece) {
    piece.codeHashes = table.hashes(Core.uscc.rawValue)
    let enterprises = table.numbers(
      Core.uscc.rawValue, in: registers.codes, piece.codeHashes, blank: Chunk.blank, unknown: Chunk.unnumbered)
    piece.chunk.enterprises = enterprises
    piece.subjectHashes = table.hashes(Core.subject.rawValue)
    // The registers know subjects only of enterprises that have awards.
    let haveAwards = enterprises.map { !registers.marks($0).isDisjoint(with: [.priorAwards, .upperAwards]) }
    piece.chunk.subjects = table.numbers(
      Core.subject.rawValue, in: registers.subjects, piece.subjectHashes, blank: Chunk.blank,
      unknown: Chunk.unnumbered, among: haveAwards)
    let id = Core.id.rawValue
    piece.chunk.ids = AlikeTexts(table.texts(id))
    let panels = table.numbers(
      id, in: registers.panels.applications, table.hashes(id), blank: Chunk.blank, unknown: Chunk.unnumbered)
    for (row, application) in panels.enumerated() where application >= 0 {
      piece.chunk.panels.append((Int32(row), application))
    }
    let name = Core.name.rawValue
    for (row, isNamed) in registers.enterprises.areNamed(name, of: table, enterprises).enumerated() where !isNamed {
      piece.chunk.names.append(row, Array(table.text(row, name)))
    }
  }

  // MARK: Items

  /// The item and level that each row names, and what makes it invalid so far.
  private func identify(_ table: Table, _ piece: inout Piece) {
    piece.chunk.reserve(rows: table.count)
    let (items, levels) = (names.words(table, Core.item.rawValue), names.words(table, Core.level.rawValue))
    for row in 0..<table.count {
      let (item, level, invalid) = matter(table, row, items[row], levels[row], &piece)
      piece.chunk.items.append(Int16(item))
      piece.chunk.levels.append(Int16(level))
      piece.chunk.invalid.append(invalid)
    }
  }

  private func matter(
    _ table: Table, _ row: Int, _ itemWord: Int32, _ levelWord: Int32, _ piece: inout Piece
  ) -> (item: Int, level: Int, Invalidity) {
    switch table.states[row] {
    case .wrongCellCount: return (-1, -1, .wrongCellCount)
    case .brokenQuote: return (-1, -1, .badQuote)
    case .good: break
    }
    var invalid: Invalidity = table.hasInvalidCell[row] ? .invalidCell : []
    guard let item = names.item(itemWord) else {
      piece.note(table, row, .item, .unknownItem)
      return (-1, -1, invalid.union(.unknownItem))
    }
    if levelWord != NameTable.blank {
      if let level = names.level(levelWord, of: item) { return (item, level, invalid) }
      piece.note(table, row, .level, .unknownLevel)
    } else if rulebook.items[item].levels.count == 1 {
      return (item, rulebook.items[item].levels.lowerBound, invalid)
    } else {
      piece.note(table, row, .level, .levelNeeded)
    }
    invalid.insert(.unknownLevel)
    return (item, -1, invalid)
  }
}

extension Piece {
  fileprivate mutating func note(_ table: Table, _ row: Int, _ column: Core, _ problem: Problem) {
    let found = excerpt(table.string(row, column.rawValue))
    faults.append(Fault(.error, table.place(row, column.rawValue), found: found, problem))
  }
}

/// The applications as they come together, piece after piece in file order.
struct ApplicationReader<Found: Sendable>: Sendable {
  private(set) var applications = Applications()
  private(set) var faults: [Fault] = []
  /// By chunk, what was made of it.
  private(set) var found: [Found] = []
  private(set) var subjects: Symbols
  /// Codes that no register names, numbered behind those of the registers.
  private(set) var strangers = Symbols()
  private let known: Int32
  private let keepsEvidence: Bool
  /// By form, why it cannot be used.
  private var unusable: [String: [Fault]] = [:]
  /// The forms, with the bytes of all forms before each.
  private var forms: [(file: String, before: Int)] = []
  /// Told how many bytes of the forms were read, and how many rows.
  private let progress: @Sendable (_ bytes: Int, _ rows: Int) -> Void
  /// The form that is being read, and how much there was before it.
  private var current = 0
  private var mark = (chunks: 0, faults: 0)

  private init(_ registers: Registers, keepsEvidence: Bool, progress: @escaping @Sendable (Int, Int) -> Void) {
    subjects = registers.subjects
    known = Int32(registers.codes.count)
    self.keepsEvidence = keepsEvidence
    self.progress = progress
  }

  /// Reads all forms, which come in the byte order of their names.
  ///
  /// - Parameter each: what is made of every piece, on any core.
  static func reading(
    _ forms: [InputFile], under rulebook: Rulebook, _ registers: Registers, keepsEvidence: Bool, on cores: Cores,
    each: @Sendable (Facts) -> Found, progress: @escaping @Sendable (_ bytes: Int, _ rows: Int) -> Void
  ) -> ApplicationReader {
    var reader = ApplicationReader(registers, keepsEvidence: keepsEvidence, progress: progress)
    let pieces = PieceReader(rulebook, registers)
    var before = 0
    for form in forms {
      reader.forms.append((form.path, before))
      before += form.size
    }
    return readRows(of: forms.map { ($0, pieces.columns) }, on: cores, into: consume reader) { _, table in
      let piece = pieces.read(table)
      return (piece, each(Facts(piece.chunk, piece.evidence, rulebook, registers)))
    }
  }

  /// What stands in the way of reading the forms, in their order.
  var fatal: [Fault] { unusable.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.flatMap(\.value) }

  /// Adds the next piece.
  ///
  /// - Parameter lines: how many lines stand before it in the file.
  private mutating func add(_ piece: Piece, _ found: Found, lines: Int) {
    var chunk = piece.chunk
    chunk.base = applications.count
    number(&chunk, piece)
    chunk.lines.shift(by: lines)
    chunk.starts.shift(lines: lines)
    if keepsEvidence { chunk.kept = piece.evidence.shifted(lines: lines) }
    faults += piece.faults.map { $0.shifted(lines: lines) }
    applications.append(chunk)
    self.found.append(found)
  }

  /// Gives numbers to the texts that were seen for the first time.
  private mutating func number(_ chunk: inout Chunk, _ piece: Piece) {
    let table = piece.evidence.table
    subjects.fetch(piece.subjectHashes)
    table.intern(
      Core.uscc.rawValue, piece.codeHashes, in: &strangers, &chunk.enterprises, where: Chunk.unnumbered, from: known)
    table.intern(
      Core.subject.rawValue, piece.subjectHashes, in: &subjects, &chunk.subjects, where: Chunk.unnumbered)
  }

  /// Hands over the numbers of subjects, and of codes that the registers did not know; from then on none is given.
  mutating func name(_ registers: inout Registers) {
    for stranger in 0..<Int32(strangers.count) { _ = registers.codes.intern(strangers.bytes(stranger)) }
    registers.subjects = subjects
    (strangers, subjects) = (Symbols(), Symbols())
    registers.codes.close()
    registers.subjects.close()
    registers.panels.applications.close()
  }

  /// Puts the rows into their order and settles those with one id. Call once, after all forms.
  mutating func settle(on cores: Cores) { faults += applications.settle(on: cores) }
}

extension ApplicationReader: RowTaker {
  mutating func begin(_ file: Int) {
    current = file
    mark = (applications.chunks.count, faults.count)
  }

  mutating func take(_: Table, _ made: (Piece, Found), lines: Int) {
    add(made.0, made.1, lines: lines)
    progress(forms[current].before + made.0.chunk.end, applications.count)
  }

  mutating func forget() {
    applications.removeAll(behind: mark.chunks)
    faults.removeSubrange(mark.faults...)
    found.removeSubrange(mark.chunks...)
  }

  mutating func end(_ read: Result<FileReader, Unusable>) {
    switch read {
    case .success(let form):
      // Pieces are of any size; people read a form line by line.
      let own = form.remarks + faults[mark.faults...]
      faults.replaceSubrange(mark.faults..., with: own.inLineOrder)
    case .failure(let error):
      unusable[forms[current].file] = error.faults
    }
  }
}
