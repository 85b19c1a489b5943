// What the registers say: the facts that applications are checked against, joined by small numbers.

import Rulebook
package import Tables

/// The year's registers.
///
/// Credit codes are numbers in `codes`; per-code arrays may be shorter than `codes`, which grows as applications
/// name codes that no register knows.
package struct Registers: Sendable {
  /// Credit codes, folded; first those of the enterprise register in the order of its rows, then all others.
  package var codes = Symbols()
  /// Subject numbers, folded.
  package var subjects = Symbols()
  /// Towns, industries and other words of the enterprise register.
  package var words = Symbols()
  package var enterprises = Enterprises()
  package var towns: [Town] = []
  package var shares: [Share] = []
  package var figures = Sheaf<FiguresRow>()
  package var upperAwards = Sheaf<UpperAward>()
  package var specialDeals = Sheaf<SpecialDeal>()
  package var vetoes = Sheaf<Veto>()
  package var priorAwards = Sheaf<PriorAward>()
  package var panels = Panels()
  /// The days of workdays.csv, and whether people work on them.
  package var workdays: [Day: Bool] = [:]
  /// By credit code: a row that concerns this enterprise cannot be read; where it stands.
  package var unreadable: [Int32: Place] = [:]
  /// Credit codes with a figures row that cannot be read: none of their figures is taken for a fact.
  package var unreadableFigures: Set<Int32> = []
  /// By register name, the tables that were read.
  package internal(set) var tables: [String: RegisterTable] = [:]

  package init() {}

  /// By credit code: what there is to look up elsewhere.
  package internal(set) var marks: [Marks] = []

  /// The enterprise's row, or nil if the register does not know the code.
  package func enterprise(_ code: Int32) -> Int? {
    code >= 0 && Int(code) < enterprises.count ? Int(code) : nil
  }

  /// Index into `towns`, or -1 where the enterprise of a code, or its town, is unknown.
  package func town(_ code: Int32) -> Int { enterprise(code).map(enterprises.town) ?? -1 }

  /// What the registers hold of a code; nothing of one that none of them names.
  package func marks(_ code: Int32) -> Marks {
    code >= 0 && Int(code) < marks.count ? marks[Int(code)] : []
  }

  /// Whether people work on the day: as workdays.csv says, else Monday to Friday.
  package func isWorkday(_ day: Day) -> Bool {
    // 1970-01-01 was a Thursday.
    workdays[day] ?? !(2...3).contains(((day.number % 7) + 7) % 7)
  }

  /// The district's share of an award, millionths, with its line in shares.csv; nil if no row speaks of the town.
  package func share(town: Int, item: Int) -> Share? {
    shares.first { $0.town == town && $0.item == item } ?? shares.first { $0.town == town && $0.item == nil }
  }
}

package struct Town: Sendable {
  package let name: String
  package let aliases: [String]
  /// Whether this district administers it; nil if the row cannot be read or another row says otherwise.
  package var administered: Bool?
  /// The row, or a share of the town, cannot be read.
  package var unreadable: Bool
  package let place: RowPlace
}

package struct Share: Sendable {
  package let town: Int
  /// Nil for any item.
  package let item: Int?
  /// Millionths.
  package let district: Int64
  package let place: RowPlace
}

package struct FiguresRow: Sendable {
  /// Fen, or `Cell.missing`.
  package let sales: Int64
  package let output: Int64
  package let year: Int32
  package let place: RowPlace
  private let flags: UInt8

  init(year: Int32, sales: Int64, output: Int64, growthList: Int64, historyComplete: Int64, place: RowPlace) {
    self.year = year
    self.sales = sales
    self.output = output
    self.place = place
    flags = FiguresRow.packed(growthList) | FiguresRow.packed(historyComplete) << 4
  }

  /// 0, 1 or `Cell.missing`.
  package var growthList: Int64 { flags & 15 == 2 ? Cell.missing : Int64(flags & 15) }
  package var historyComplete: Int64 { flags >> 4 == 2 ? Cell.missing : Int64(flags >> 4) }

  private static func packed(_ flag: Int64) -> UInt8 { Cell.isKnown(flag) ? UInt8(flag) : 2 }

  func says(theSameAs other: FiguresRow) -> Bool {
    year == other.year && sales == other.sales && output == other.output && flags == other.flags
  }
}

package struct UpperAward: Sendable {
  package enum Status: Int64, Sendable { case granted, paid, announced, applied }
  package let amount: Int64
  private let itemNumber: Int16
  /// A number in `subjects`, -1 if blank.
  package let subject: Int32
  package let place: RowPlace
  package let status: Status
  /// Nil if the register does not say.
  package let sameSubject: Bool?

  init(item: Int, subject: Int32, amount: Int64, status: Status, sameSubject: Bool?, place: RowPlace) {
    (itemNumber, self.subject, self.amount) = (Int16(item), subject, amount)
    (self.status, self.sameSubject, self.place) = (status, sameSubject, place)
  }

  /// Index into the rulebook's items.
  package var item: Int { Int(itemNumber) }
}

package struct SpecialDeal: Sendable {
  /// Nil if the agreement names none.
  package let items: [Int]?
  package let from: Day
  package let to: Day?
  package let place: RowPlace
}

package struct Veto: Sendable {
  package enum Advice: Int64, Sendable { case veto, hold, note }
  package let advice: Advice
  package let date: Day
  package let cleared: Day?
  package let place: RowPlace
}

package struct PriorAward: Sendable {
  package let amount: Int64
  package let year: Int32
  private let itemNumber: Int16
  private let levelNumber: Int16
  /// A number in `subjects`, -1 if blank.
  package let subject: Int32
  package let place: RowPlace
  package let paid: Bool

  init(year: Int32, item: Int, level: Int, subject: Int32, amount: Int64, paid: Bool, place: RowPlace) {
    (self.year, itemNumber, levelNumber) = (year, Int16(item), Int16(level))
    (self.subject, self.amount, self.paid, self.place) = (subject, amount, paid, place)
  }

  /// Index into the rulebook's items.
  package var item: Int { Int(itemNumber) }
  /// Index into the rulebook's levels, -1 where the register does not say which of several.
  package var level: Int { Int(levelNumber) }
}
