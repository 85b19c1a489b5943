// A claim as a row of its form.

import Rulebook
import Tables

/// Writes rows of one form; keeps the numbers of a row until they are put in the order of the columns.
struct ClaimRows {
  private let year: SyntheticYear
  private let form: Form
  /// One value per evidence column of the form.
  private var values: [Int64]
  private var texts: [Int]

  init(_ year: SyntheticYear, _ form: Form) {
    (self.year, self.form) = (year, form)
    values = [Int64](repeating: unsaid, count: form.fields.count)
    texts = [Int](repeating: 0, count: form.fields.count)
  }

  mutating func put(_ number: Int, on ink: inout Ink) {
    let start = ink.bytes.count
    let claim = year.claims.claim(number, form)
    var chance = Chance(year.seed, .evidence, number)
    ink.putApplicationID(number)
    ink.endCell()
    ink.cell(form.isChinese ? year.itemTitles : year.itemIDs, claim.item)
    if year.isOnlyLevel[claim.level] {
      ink.endCell()
    } else {
      ink.cell(form.isChinese ? year.levelTitles : year.levelIDs, claim.level)
    }
    year.enterprises.codes.put(claim.enterprise, on: &ink)
    ink.endCell()
    year.enterprises.putName(claim.enterprise, on: &ink)
    ink.endCell()
    if claim.subject >= 0 { year.putSubject(claim.subject, claim.item, on: &ink) }
    ink.endCell()
    if claim.subject >= 0 { putSubjectName(on: &ink, &chance) }
    ink.endCell()
    putEvidence(claim, on: &ink, &chance)
    year.putMoment(on: &ink, &chance)
    ink.endCell()
    if let dirt = year.dirt(of: number) {
      ink.spoil(
        from: start, dirt, evidence: evidence(), earlier: max(form.claims.lowerBound, number - 1), form.lineEnd)
    } else {
      ink.endRow(form.lineEnd)
    }
  }

  private func putSubjectName(on ink: inout Ink, _ chance: inout Chance) {
    let pick = chance.below(32 * 16 * 64)
    let listed = pick >> 9 == 0
    if listed { ink.put(quote) }
    ink.put(Words.products, pick & 31)
    if listed { ink.put(comma) }
    ink.put(Words.projects, pick >> 5 & 15)
    if listed { ink.put(quote) }
  }

  // MARK: Evidence

  private mutating func putEvidence(_ claim: Claim, on ink: inout Ink, _ chance: inout Chance) {
    for at in values.indices { values[at] = unsaid }
    let drawn = year.evidence[claim.level]
    for drawing in drawn.indices { draw(drawn[drawing], drawing, &chance) }
    for at in values.indices {
      let value = values[at]
      if value != unsaid {
        switch year.cells[form.fields[at]] {
        case .money: ink.put(fen: value, form.money)
        case .number: ink.put(millionths: value)
        case .day: ink.put(Day(number: Int(value)).parts, form.days)
        case .flag: ink.put(value == 1 ? yes : no)
        case .text: putWord(drawn[texts[at]], Int(value), on: &ink)
        case .document: year.putDocument(Int(value), on: &ink)
        }
      }
      ink.endCell()
    }
  }

  /// -1 - n stands for the n-th of the words that are not accepted.
  private func putWord(_ drawn: Drawn, _ word: Int, on ink: inout Ink) {
    guard case .word(let good, let other) = drawn.value else { return }
    if word >= 0 { ink.put(good, word) } else { ink.put(other, -1 - word) }
  }

  private mutating func draw(_ drawn: Drawn, _ number: Int, _ chance: inout Chance) {
    guard let at = year.position[form.number][drawn.field] else { return }
    let luck = chance.below(1000)
    // Fifteen in a thousand say nothing, fifty say the wrong thing.
    if luck < 15 { return }
    let wrong = luck < 65
    switch drawn.value {
    case .day(let range): values[at] = chance.within(range) - (wrong ? range.upperBound - range.lowerBound : 0)
    case .word(let good, let other):
      values[at] = Int64(wrong ? -1 - chance.below(other.count) : chance.below(good.count))
      texts[at] = number
      if at + 1 < values.count, year.cells[form.fields[at + 1]] == .document {
        values[at + 1] = Int64(chance.below(400) + 1)
      }
    case .flag(let good): values[at] = good != wrong ? 1 : 0
    case .number(let numbers):
      values[at] = numbers[chance.below(numbers.count)] + (wrong ? 1_000_000 : 0)
    case .amount(let range, let threshold):
      values[at] = luck < 20 ? threshold : luck < 30 ? threshold + 10_000 : skewed(range, &chance)
    case .near(let other): values[at] = share(of: other, luck < 600 ? 1_000_000 : 820_000 + Int64(luck) * 200)
    case .share(let other, let range): values[at] = share(of: other, chance.within(range))
    case .whole(let other, let range):
      if let value = value(of: other) {
        values[at] = rounded(value / 1000 * 1_000_000 / (chance.within(range) / 1000))
      }
    }
  }

  private func value(of field: Int) -> Int64? {
    guard let at = year.position[form.number][field], values[at] != unsaid else { return nil }
    return values[at]
  }

  private func share(of field: Int, _ millionths: Int64) -> Int64 {
    value(of: field).map { rounded($0 / 1000 * millionths / 1000) } ?? unsaid
  }

  /// Small numbers are many: the cube of an even draw.
  private func skewed(_ range: ClosedRange<Int64>, _ chance: inout Chance) -> Int64 {
    let even = Int64(chance.below(65_536))
    let cube = (((even * even) >> 16) * even) >> 16
    return rounded(range.lowerBound + (range.upperBound - range.lowerBound) / 65_536 * cube)
  }

  /// To a hundred yuan, or a hundredth of a unit.
  private func rounded(_ value: Int64) -> Int64 { value - value % 10_000 }

  /// What dirt may take: the first amount, or else the first day.
  private func evidence() -> [Evidence] {
    let kinds = form.fields.map { year.cells[$0] }
    let said = values.indices.filter { values[$0] != unsaid }
    let first = said.first { kinds[$0] == .money } ?? said.first { kinds[$0] == .day }
    return first.map {
      [Evidence(column: Column.core + $0, isMoney: kinds[$0] == .money, value: values[$0])]
    } ?? []
  }
}

/// A cell that says nothing.
let unsaid = Int64.min
