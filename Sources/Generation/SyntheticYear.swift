// A whole year that nobody lived: every table of it, any rows of any table, each row a function of the seed and its
// number. Whoever asks, in whatever pieces, gets the same bytes.

package import Rulebook
import Tables

/// A file of the year: its path in the year's folder, its header, and how many pieces it has.
package struct SyntheticTable: Sendable {
  package let path: String
  package let header: [UInt8]
  /// Pieces of one or more rows, sometimes of none.
  package let count: Int
  let kind: Kind

  enum Kind: Sendable {
    case form(Int)
    case enterprises, figures, scores, upperAwards, specialDeals, vetoes, priorAwards, accounts
  }
}

package struct SyntheticYear: Sendable {
  package let tables: [SyntheticTable]
  let rulebook: Rulebook
  let seed: UInt64
  let enterprises: Enterprises
  let claims: Claims
  let count: Int
  /// How a field's cell is written.
  let cells: [CellStyle]
  /// For each form, where each field stands in it.
  let position: [[Int?]]
  /// What a claim of each level says.
  let evidence: [[Drawn]]
  let (itemTitles, itemIDs): (Words, Words)
  let (levelTitles, levelIDs): (Words, Words)
  let isOnlyLevel: [Bool]

  enum CellStyle: Sendable { case money, number, day, flag, text, document }

  /// - Parameters:
  ///   - towns: the district's own towns and those of others, as the register names them.
  ///   - applications: claims of the year; there is an enterprise for every three.
  package init(
    _ rulebook: Rulebook, towns: (own: [String], others: [String]), applications: Int, seed: UInt64
  ) {
    (self.rulebook, self.seed, count) = (rulebook, seed, applications)
    enterprises = Enterprises(rulebook, towns: towns, count: max(1, applications / 3), seed: seed)
    claims = Claims(rulebook, enterprises: enterprises, claims: applications, seed: seed)
    evidence = rulebook.levels.indices.map { rulebook.evidence(rulebook.levels[$0].item, $0) }
    let named = Set(evidence.flatMap { $0.map(\.field) })
    cells = rulebook.fields.indices.map { field in
      switch rulebook.fields[field].kind {
      case .money: .money
      case .number: .number
      case .day, .moment: .day
      case .flag: .flag
      case .text, .code: named.contains(field) ? .text : .document
      }
    }
    position = claims.forms.map { form in rulebook.fields.indices.map { form.fields.firstIndex(of: $0) } }
    itemTitles = Words(rulebook.items.map(\.title))
    itemIDs = Words(rulebook.items.map(\.id))
    levelTitles = Words(rulebook.levels.map(\.title))
    levelIDs = Words(rulebook.levels.map(\.id))
    isOnlyLevel = rulebook.levels.map { rulebook.items[$0.item].levels.count == 1 }
    tables = SyntheticYear.tables(rulebook, claims, enterprises, applications)
  }

  /// Puts some pieces of a table, in order.
  package func put(_ pieces: Range<Int>, of table: SyntheticTable, on ink: inout Ink) {
    switch table.kind {
    case .form(let number):
      let form = claims.forms[number]
      var rows = ClaimRows(self, form)
      for piece in pieces { rows.put(form.claims.lowerBound + piece, on: &ink) }
    case .enterprises: for piece in pieces { enterprises.putRow(piece, on: &ink) }
    case .accounts: for piece in pieces { enterprises.putAccount(piece, on: &ink) }
    case .figures: for piece in pieces { enterprises.putFigures(piece, on: &ink) }
    case .scores: putPanels(pieces, on: &ink)
    case .upperAwards: for piece in pieces { putUpperAward(piece, on: &ink) }
    case .priorAwards: for piece in pieces { putPriorAward(piece, on: &ink) }
    case .specialDeals: for piece in pieces { putSpecialDeal(piece, on: &ink) }
    case .vetoes: for piece in pieces { putVeto(piece, on: &ink) }
    }
  }

  /// What is wrong with the row of a claim, one in a hundred.
  package func dirt(of claim: Int) -> Dirt? {
    var chance = Chance(seed, .dirt, claim)
    guard chance.happens(10) else { return nil }
    return Dirt.allCases[chance.below(Dirt.allCases.count)]
  }

  /// The claims whose items experts score, form by form.
  var competing: [Range<Int>] {
    claims.forms.filter { form in form.items.contains { rulebook.items[$0].hasExperts } }.map(\.claims)
  }

  /// `2403-320412-89-02-000000001` for a project, `CP-2024-000000001` for a product.
  func putSubject(_ subject: Int, _ item: Int, on ink: inout Ink) {
    // A factor without 2 and 5 in it permutes the numbers below 10^9.
    let mixed = subject &* 618_033_989 % 1_000_000_000
    if rulebook.groups[rulebook.items[item].group].hasSlots {
      ink.put((rulebook.settings.year - 1) % 100, width: 2)
      ink.put(1 + subject % 12, width: 2)
      ink.put(UInt8(ascii: "-"))
      ink.put(Array(rulebook.settings.region.utf8))
      ink.put(Array("-89-02-".utf8))
    } else {
      ink.put(Array("CP-".utf8))
      ink.put(rulebook.settings.year, width: 4)
      ink.put(UInt8(ascii: "-"))
    }
    ink.put(mixed, width: 9)
  }

  func putDocument(_ number: Int, on ink: inout Ink) {
    ink.put(Array("样工信〔".utf8))
    ink.put(rulebook.settings.year)
    ink.put(Array("〕".utf8))
    ink.put(number)
    ink.put(Array("号".utf8))
  }

  /// A time of acceptance: office hours of sixty days behind the policy year.
  func putMoment(on ink: inout Ink, _ chance: inout Chance) {
    let draw = chance.below(60 * 540 * 300)
    ink.put(Day(number: rulebook.settings.to.number + 62 + draw % 60).parts, .dashes)
    ink.put(UInt8(ascii: " "))
    let minute = draw / 60 % 540
    ink.put(8 + minute / 60, width: 2)
    ink.put(UInt8(ascii: ":"))
    ink.put(minute % 60, width: 2)
    let second = draw / 32_400
    if second < 60 {
      ink.put(UInt8(ascii: ":"))
      ink.put(second, width: 2)
    }
  }
}
