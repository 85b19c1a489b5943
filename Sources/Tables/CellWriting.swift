// The cells of a block become bytes.

extension CSVWriter {
  /// Writes the rows of a block. The row before has ended.
  package mutating func rows(_ block: CellBlock) { output.append(block) }
}

extension Output {
  /// Writes the rows of a block.
  package mutating func append(_ block: CellBlock) {
    write(upTo: block.mostBytes) { room, at in block.write(to: &room, at: at) }
  }
}

extension CellBlock {
  /// Writes all rows; returns where they end.
  fileprivate func write(to room: inout MutableRawSpan, at start: Int) -> Int {
    var at = start
    let pens = columns.indices.map { Pen(columns[$0], before[$0], blanks[$0]) }
    let isJSON = isJSON
    let texts = texts.whole
    let (cells, text) = (cells.span, texts.span)
    var cell = 0
    for _ in 0..<rows {
      for column in pens.indices {
        let pen = pens[column]
        if pen.mark != 0 {
          put(pen.mark, &room, &at)
        } else {
          copy(text, pen.before, &room, &at)
        }
        let value = cells[cell]
        cell += 1
        guard Cell.isKnown(value) else {
          if pen.blank.length > 0 { copy(text, pen.blank, &room, &at) }
          continue
        }
        switch pen.kind {
        case .text: put(text: text, CellText(bits: value), isJSON, &room, &at)
        case .words: copy(text, CellText(bits: value), &room, &at)
        case .number: put(number: value, &room, &at)
        case .millionths: apart(&at) { put(millionths: value, &room, &$0) }
        case .moment: apart(&at) { put(moment: value, &room, &$0) }
        }
      }
      copy(text, end, &room, &at)
    }
    return at
  }
}

/// How the cells of a column are written.
private struct Pen {
  let kind: RowForm.Kind
  /// What stands before each, where it is one byte and need not be copied; else 0.
  let mark: UInt8
  let before: CellText
  let blank: CellText

  init(_ column: RowForm.Column, _ before: CellText, _ blank: CellText) {
    (kind, self.before, self.blank) = (column.kind, before, blank)
    mark = column.before.count == 1 ? column.before[0] : 0
  }
}

/// Lets a function put something that stands on its own: it is lent a copy of the place where the text ends, so that the
/// place itself can stay in a register.
@inline(__always)
private func apart(_ at: inout Int, _ put: (inout Int) -> Void) {
  var place = at
  put(&place)
  at = place
}

// MARK: Texts

@inline(__always)
func put(_ byte: UInt8, _ room: inout MutableRawSpan, _ at: inout Int) {
  room.storeBytes(of: byte, toByteOffset: at, as: UInt8.self)
  at += 1
}

@inline(__always)
private func copy(_ text: Span<UInt8>, _ place: CellText, _ room: inout MutableRawSpan, _ at: inout Int) {
  put(text, place.start, count: place.length, &room, &at)
}

@inline(__always)
private func put(text: Span<UInt8>, _ place: CellText, _ isJSON: Bool, _ room: inout MutableRawSpan, _ at: inout Int) {
  if isJSON { put(quote, &room, &at) }
  if !place.needsCare {
    copy(text, place, &room, &at)
  } else if isJSON {
    apart(&at) { for from in place.start..<place.end { put(escaped(text[from]), &room, &$0) } }
  } else {
    apart(&at) { put(guarded(text, place.start, place.end), &room, &$0) }
  }
  if isJSON { put(quote, &room, &at) }
}

private func put(_ bytes: [UInt8], _ room: inout MutableRawSpan, _ at: inout Int) {
  for byte in bytes { put(byte, &room, &at) }
}

private let quote = UInt8(ascii: "\"")
