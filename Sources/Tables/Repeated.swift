// Neighbours in a column often say the same.

extension Table {
  /// Of some values of a column of texts, whether each is the same text as the one before it.
  package func repeated(_ values: [Int64]) -> [Bool] {
    let (plain, folded) = (bytes.span, folds.span)
    return values.indices.map { at in
      guard at > 0, Cell.isKnown(values[at]), Cell.isKnown(values[at - 1]) else { return false }
      let (text, before) = (CellText(bits: values[at]), CellText(bits: values[at - 1]))
      return text.length == before.length
        && sameBytes(
          text.folded ? folded : plain, text.start, before.folded ? folded : plain, before.start, count: text.length)
    }
  }
}
