// The enterprises of a synthetic year: their names and codes, their rows in the register, their accounts and sales.

import Rulebook
import Tables

/// Every sixteenth enterprise is big enough for the awards that look at sales, every other sixteenth has just moved in.
enum Kind: Int, Sendable {
  case ordinary = -1
  case big = 0
  case movedIn = 1
}

struct Enterprises: Sendable {
  let count: Int
  let codes: CreditCodes
  private let seed: UInt64
  private let place: [UInt8]
  /// The district's own towns, then those of others.
  private let towns: Words
  private let own: Int
  private let region: Words
  private let legalForms: Words
  private let statuses: Words
  private let industries: Words
  private let grades: Words
  private let year: ClosedRange<Int64>
  private let policyYear: Int
  /// What counts as big sales and as big growth, fen.
  private let (sales, growth): (Int64, Int64)

  init(_ rulebook: Rulebook, towns: (own: [String], others: [String]), count: Int, seed: UInt64) {
    let settings = rulebook.settings
    (self.count, self.seed) = (count, seed)
    codes = CreditCodes(region: settings.region)
    place = Array(settings.regionName.dropLast(settings.regionName.count > 2 ? 1 : 0).utf8)
    own = max(1, towns.own.count)
    self.towns = Words((towns.own.isEmpty ? ["未列镇"] : towns.own) + towns.others + ["外埠镇"])
    region = Words([settings.region, "320100"])
    legalForms = Words(rulebook.accepted(.legalForm, "企业法人").prefix(1) + ["个体工商户"])
    statuses = Words(rulebook.accepted(.status, "存续") + ["注销"])
    industries = Words(["C", "C", "C", "C", "C", "C", "G", "I"] + rulebook.accepted(.industry, "C"))
    let grades = rulebook.items.flatMap(\.criteria).filter { $0.fact == .enterprise(.grade) }.flatMap(\.bands)
    self.grades = Words(
      Array(Set(grades.compactMap(\.word))).sorted() + ["D", "A", "B", ""])
    year = Int64(settings.from.number)...Int64(settings.to.number)
    policyYear = settings.year
    sales = rulebook.threshold(.sales) ?? 500_000_000_000
    growth = rulebook.threshold(.growth) ?? 100_000_000_000
  }

  /// How many enterprises are of the kind.
  func count(of kind: Kind) -> Int { kind == .ordinary ? count : (count + 15 - kind.rawValue) / 16 }

  /// The enterprise of the kind with this number.
  func enterprise(_ number: Int, of kind: Kind) -> Int { kind == .ordinary ? number : number * 16 + kind.rawValue }

  func putName(_ enterprise: Int, on ink: inout Ink) {
    ink.put(place)
    // A factor without 2 in it permutes the numbers below 2^25.
    let mixed = enterprise &* 20_077_213 & 0x1FF_FFFF
    ink.put(Words.creatures, mixed & 63)
    ink.put(Words.creatures, mixed >> 6 & 63)
    ink.put(Words.creatures, mixed >> 12 & 63)
    ink.put(Words.products, mixed >> 18 & 31)
    ink.put(Words.companies, mixed >> 23 & 3)
  }

  /// The row of the register; three enterprises in a thousand are missing there, a few rows cannot be read.
  func putRow(_ enterprise: Int, on ink: inout Ink) {
    var chance = Chance(seed, .enterprise, enterprise)
    if chance.happens(3) { return }
    codes.put(enterprise, on: &ink)
    ink.endCell()
    putName(enterprise, on: &ink)
    ink.endCell()
    ink.cell(legalForms, chance.happens(15) ? 1 : 0)
    ink.cell(region, chance.happens(20) ? 1 : 0)
    ink.cell(towns, chance.happens(15) ? chance.below(towns.count) : chance.below(own))
    ink.put(industries, chance.below(industries.count))
    ink.put(10 + chance.below(33))
    ink.put(chance.below(100), width: 2)
    ink.endCell()
    ink.cell(statuses, chance.happens(15) ? statuses.count - 1 : chance.below(statuses.count - 1))
    let founded = Day(number: Int(year.lowerBound) - 400 - chance.below(9000))
    if chance.below(5000) == 0 { ink.put(Array("2009-02-30".utf8)) } else { ink.put(founded.parts, .dashes) }
    ink.endCell()
    putArrival(enterprise, on: &ink, &chance)
    ink.cell(grades, chance.below(grades.count))
    ink.endRow(.lf)
  }

  private func putArrival(_ enterprise: Int, on ink: inout Ink, _ chance: inout Chance) {
    let isNew = enterprise % 16 == Kind.movedIn.rawValue
    if chance.happens(isNew ? 960 : 30) {
      let late = chance.happens(isNew ? 50 : 900) ? 700 : 0
      ink.put(Day(number: Int(chance.within(year)) - Int(late)).parts, .dashes)
    }
    ink.endCell()
  }

  /// The account; a few bear another name than the enterprise.
  func putAccount(_ enterprise: Int, on ink: inout Ink) {
    codes.put(enterprise, on: &ink)
    ink.endCell()
    putName(enterprise, on: &ink)
    if enterprise % 500 == 77 { ink.put(Array("分公司".utf8)) }
    ink.endCell()
    ink.cell(Words.banks, enterprise & 3)
    ink.cell(Array("000000000000".utf8))
    ink.put(Array("9999".utf8))
    ink.put(enterprise, width: 12)
    ink.endCell()
    ink.endRow(.lf)
  }

  /// Four years of a big enterprise: some pass the mark for the first time, some passed it before, some stand on it.
  func putFigures(_ number: Int, on ink: inout Ink) {
    let enterprise = enterprise(number, of: .big)
    var chance = Chance(seed, .figures, enterprise)
    let rise = chance.happens(100) ? growth : growth / 4 + Int64(chance.below(Int(growth) * 2))
    let now = chance.happens(100) ? sales : sales * 7 / 10 + Int64(chance.below(Int(sales) * 6 / 10))
    let (listed, complete) = (chance.happens(750), chance.below(20))
    let gap = chance.happens(30) ? 1 : -1
    for back in 0..<4 where back != gap {
      let year = max(0, now - rise * Int64(back))
      codes.put(enterprise, on: &ink)
      ink.endCell()
      ink.put(policyYear - back, width: 4)
      ink.endCell()
      ink.put(fen: year, .yuan)
      ink.endCell()
      ink.put(fen: year / 100 * 104, .yuan)
      ink.endCell()
      ink.cell(back == 0 && listed ? yes : [])
      ink.cell(complete == 0 ? no : complete == 1 ? [] : yes)
      ink.endRow(.lf)
    }
  }
}

let yes = Array("是".utf8)
let no = Array("否".utf8)

extension Rulebook {
  /// The words that some condition accepts for a fact of the enterprise.
  fileprivate func accepted(_ fact: EnterpriseFact, _ otherwise: String) -> [String] {
    let words = conditions.filter { $0.fact == .enterprise(fact) }.flatMap { $0.words }
    var texts: [String] = []
    for text in words.map({ String(decoding: $0, as: UTF8.self) }) where !texts.contains(text) { texts.append(text) }
    return texts.isEmpty ? [otherwise] : texts
  }

  fileprivate func threshold(_ fact: FiguresFact) -> Int64? {
    conditions.first { $0.fact == .figures(fact) && !$0.numbers.isEmpty }?.numbers[0]
  }

  /// The kind of enterprise that claims an item.
  func claimant(_ item: Int) -> Kind {
    for condition in items[item].conditions.map({ conditions[$0] }) {
      if case .figures = condition.fact { return .big }
      if condition.fact == .enterprise(.movedIn), condition.test == .inYear { return .movedIn }
    }
    return .ordinary
  }
}

extension Band {
  fileprivate var word: String? {
    if case .equals(let word) = from { String(decoding: word, as: UTF8.self) } else { nil }
  }
}
