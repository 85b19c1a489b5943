// Some hundred rows of a paper, put together column by column and written at once: one call between rooms for all their
// cells, and no look at who else holds a column.

/// The cells of some rows; each is empty until it is set.
package struct CellBlock: Sendable {
  let columns: [RowForm.Column]
  let isJSON: Bool
  private(set) var rows = 0
  /// Row by row: numbers, or where texts stand in `texts`; `Cell.missing` where empty.
  private(set) var cells: [Int64] = []
  private(set) var texts = Output()
  /// Where it stands in `texts` what is written before every column, for an empty cell of it, and behind a row.
  private(set) var before: [CellText] = []
  private(set) var blanks: [CellText] = []
  private(set) var end = CellText(bits: 0)
  private var words: [CellText] = []
  /// Where all of these end in `texts`.
  private var ground = 0
  /// No more than this is written, in a row of empty cells and in all rows.
  private var rowBytes = 0
  private(set) var mostBytes = 0

  /// - Parameter words: stand in the rows again and again, and are set by their numbers.
  package init(_ form: RowForm, words: [[UInt8]]) {
    (columns, isJSON) = (form.columns, form.isJSON)
    before = form.columns.map { keep($0.before.span, 0, $0.before.count) }
    blanks = form.columns.map { keep($0.blank.span, 0, $0.blank.count) }
    end = keep(form.end.span, 0, form.end.count)
    rowBytes = texts.count
    self.words = words.map { keep($0.span, 0, $0.count) }
    ground = texts.count
  }

  /// Begins with other rows, all of them empty.
  package mutating func start(rows: Int) {
    self.rows = rows
    cells.removeAll(keepingCapacity: true)
    cells += repeatElement(Cell.missing, count: columns.count * rows)
    texts.removeAll(from: ground)
    mostBytes = rows * rowBytes
  }

  /// Sets columns to numbers, `Cell.missing` where there is none.
  ///
  /// - Parameter numbers: row by row, one for each of the columns.
  package mutating func set(_ some: [Int], to numbers: [Int64]) {
    precondition(numbers.count == rows * some.count, "a number for every row and column")
    let (rows, width, columns, numbers) = (rows, columns.count, some.span, numbers.span)
    var cells = self.cells.mutableSpan
    var (most, at) = (UInt64(0), 0)
    for row in 0..<rows {
      for column in columns.indices {
        let number = numbers[at]
        at += 1
        cells[row &* width &+ columns[column]] = number
        if Cell.isKnown(number) { most = max(most, number.magnitude) }
      }
    }
    // A sign, a point and six decimals; a moment takes 19.
    mostBytes += at * max(decimalLength(most) + 8, 19)
  }

  /// Sets columns to words by their numbers; a negative one stands for nothing.
  ///
  /// - Parameter numbers: row by row, one for each of the columns.
  package mutating func set(_ some: [Int], words numbers: [Int32]) {
    precondition(numbers.count == rows * some.count, "a word for every row and column")
    let (rows, width, words, columns, numbers) = (rows, columns.count, words, some.span, numbers.span)
    var cells = self.cells.mutableSpan
    var (most, at) = (0, 0)
    for row in 0..<rows {
      for column in columns.indices {
        let number = numbers[at]
        at += 1
        guard number >= 0 else { continue }
        let word = words[Int(number)]
        cells[row &* width &+ columns[column]] = word.bits
        most += word.length
      }
    }
    mostBytes += most + 3 * at
  }

  /// Sets some cells of a column to one word.
  package mutating func set(_ column: Int, in rows: ArraySlice<Int32>, word number: Int32) {
    for row in rows { set(column, Int(row), words[Int(number)]) }
  }

  /// Sets a column to texts.
  package mutating func set(_ column: Int, to found: FoundTexts) {
    let span = found.bytes.span
    for place in found.places { span.fetch(place.start, place.end) }
    set(column, to: span, found.places) { found.places[$0].start < found.places[$0].end ? $0 : nil }
  }

  /// Sets some cells of a column to texts.
  ///
  /// - Parameter rows: of the block, one to a text.
  package mutating func set(_ column: Int, in rows: ArraySlice<Int32>, to found: FoundTexts) {
    set(column, to: found.bytes.span, found.places) { Int(rows[rows.startIndex + $0]) }
  }

  /// Sets one cell to a text.
  package mutating func set(_ column: Int, _ row: Int, to text: [UInt8]) {
    set(column, to: text.span, [(0, text.count)]) { _ in row }
  }

  /// Sets cells of a column to stretches of a text.
  ///
  /// - Parameter row: the cell that a stretch is for, nil if it stands for nothing.
  private mutating func set(
    _ column: Int, to text: Span<UInt8>, _ stretches: [(start: Int, end: Int)], row: (Int) -> Int?
  ) {
    var at = texts.count
    texts.append(text, stretches)
    let isWritten = columns[column].kind == .text
    // Mostly none needs care, which one look at all of them tells.
    let isPlain = !isWritten || !hasSpecial(texts.whole.span, at, texts.count, isJSON: isJSON)
    for (index, stretch) in stretches.enumerated() {
      let length = stretch.end - stretch.start
      if let row = row(index) {
        let needsCare =
          isWritten && length > 0
          && (!isJSON && startsFormula(text[stretch.start])
            || !isPlain && hasSpecial(text, stretch.start, stretch.end, isJSON: isJSON))
        set(column, row, CellText(start: at, length: length, needsCare: needsCare))
      }
      at += length
    }
  }

  private mutating func set(_ column: Int, _ row: Int, _ text: CellText) {
    cells[row * columns.count + column] = text.bits
    mostBytes += (text.needsCare ? text.length * (isJSON ? 6 : 2) : text.length) + 3
  }

  private mutating func keep(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> CellText {
    let at = texts.count
    texts.append(text, start, end)
    return CellText(start: at, length: end - start, needsCare: false)
  }
}

/// Texts where they lie: a run of bytes, and where each of them begins and ends in it.
package struct FoundTexts: Sendable {
  fileprivate let bytes: [UInt8]
  fileprivate let places: [(start: Int, end: Int)]

  package init(_ places: [(start: Int, end: Int)], in bytes: [UInt8]) {
    self.places = places
    self.bytes = bytes
  }
}

extension CellText {
  /// A text of a block, where none is folded: the mark says of it that it cannot be written as it stands.
  fileprivate init(start: Int, length: Int, needsCare: Bool) {
    self.init(start: start, length: length, folded: needsCare)
  }

  var needsCare: Bool { folded }
}
