// The policy held against the law's text: every quote must stand there, and every amount of the law should be quoted.

package import Tables

package struct QuoteCheck: Equatable, Sendable {
  /// How many quotes the tables hold.
  package let checked: Int
  /// Quotes that the text does not say, by table and line.
  package let faults: [Fault]
  /// Sentences of the law with amounts that no row quotes, in the order of the text.
  package let unquoted: [Sentence]

  package struct Sentence: Equatable, Sendable {
    /// The line of the text on which it begins, from 1.
    package let line: Int
    /// As the law says it, without white space.
    package let text: String
  }
}

extension Rulebook {
  /// Checks the quotes of all tables against the law's text. White space and line ends make no difference.
  package func checkQuotes(in source: String) -> QuoteCheck {
    let text = squeezed(source[...])
    var (faults, quotes): ([Fault], [String]) = ([], [])
    for sheet in sheets where sheet.columns.contains("quote") {
      for row in sheet.rows.indices.map({ Row(sheet: sheet, index: $0) }) {
        let quote = squeezed(row["quote"][...])
        guard !quote.isEmpty else { continue }
        quotes.append(quote)
        if !text.contains(quote) {
          faults.append(Fault(.error, row.place("quote"), found: excerpt(row["quote"]), .notInSource))
        }
      }
    }
    let unquoted = sentences(of: source).filter { sentence in
      saysAmount(sentence.text) && !quotes.contains { sentence.text.contains($0) }
    }
    return QuoteCheck(checked: quotes.count, faults: faults, unquoted: unquoted)
  }
}

/// The text without white space.
private func squeezed(_ text: Substring) -> String {
  var squeezed = String.UnicodeScalarView()
  for scalar in text.unicodeScalars where !scalar.properties.isWhitespace { squeezed.append(scalar) }
  return String(squeezed)
}

/// The text cut at 。 and ；, which belong to the sentence before them. A line end does not end a sentence, so that
/// wrapped texts keep theirs; headings cling to the first sentence behind them.
private func sentences(of source: String) -> [QuoteCheck.Sentence] {
  var sentences: [QuoteCheck.Sentence] = []
  var (line, start) = (1, 1)
  var text = ""
  func close() {
    if !text.isEmpty { sentences.append(QuoteCheck.Sentence(line: start, text: text)) }
    text = ""
  }
  for character in source {
    if character.isNewline { line += 1 }
    guard !character.isWhitespace else { continue }
    if text.isEmpty { start = line }
    text.append(character)
    if character == "。" || character == "；" { close() }
  }
  close()
  return sentences
}

/// Whether a digit stands before a unit of money, share or quantity.
private func saysAmount(_ sentence: String) -> Bool {
  let folded = foldedForm(sentence)
  let units = ["万", "亿", "千元", "元", "%", "‰", "个", "项", "家", "户", "吨"]
  for index in folded.indices where folded[index].isASCII && folded[index].isNumber {
    let rest = folded[folded.index(after: index)...]
    if units.contains(where: { rest.hasPrefix($0) }) { return true }
  }
  return false
}
