// The words that stand in most rows of the papers, by their numbers in a block of rows.

import Decision
import Intake
import Rulebook
import Screening
import Tables

/// The words of the policy and of the program. Made for every part of a paper: words that two cores share cost both of
/// them more than to make them twice.
struct PaperWords {
  let all: [[UInt8]]
  private let isJSON: Bool
  private let levels: Int32
  private let statuses: Int32
  private let codes: Int32
  private let files: Int32
  /// Says that there is no item or level.
  private let none: Int32
  private let fileOfChunk: [Int]

  /// - Parameter isJSON: the words are JSON strings.
  init(_ year: Year, isJSON: Bool = false) {
    let rulebook = year.rulebook
    let lists = [
      rulebook.items.map(\.id), rulebook.levels.map(\.id), Status.allCases.map(\.name), rulebook.reasons.codes,
      year.applications.files, [""],
    ]
    all = lists.joined().map { word in
      var output = Output(capacity: 64)
      if isJSON { output.append(json: word) } else { output.append(word) }
      return output.bytes
    }
    let ends = lists.reduce(into: [0]) { $0.append($0.last! + Int32($1.count)) }
    (levels, statuses, codes, files, none) = (ends[1], ends[2], ends[3], ends[4], ends[5])
    fileOfChunk = year.applications.fileOfChunk
    self.isJSON = isJSON
  }

  /// Several reasons in one cell.
  private func several(_ reasons: [ReasonID]) -> [UInt8] {
    Array(reasons.map { all[Int(codes) + Int($0)] }.joined(separator: [UInt8(ascii: isJSON ? "," : ";")]))
  }
}

/// Which columns of a paper say what of a decision.
struct DecisionColumns {
  let item: Int
  let level: Int
  let status: Int
  let reasons: Int
  let standard: Int
  let upper: Int
  let entitlement: Int
  let score: Int
  let rank: Int
  let amount: Int
  let district: Int
  let town: Int
  let file: Int
  let line: Int
}

extension PaperWords {
  /// Says what was decided of the rows of a stretch.
  func say(_ decisions: Decisions, of stretch: Stretch, in columns: DecisionColumns, _ block: inout CellBlock) {
    let figures = decisions.figures(of: stretch)
    let said = [Int32](capacity: figures.count * 4) { said in
      for figures in figures {
        said.append(figures.money.item < 0 ? none : figures.money.item)
        said.append(figures.level < 0 ? none : levels + figures.level)
        said.append(statuses + Int32(figures.money.status.rawValue))
        said.append(figures.reason < 0 ? -1 : codes + figures.reason)
      }
    }
    block.set([columns.item, columns.level, columns.status, columns.reasons], words: said)
    for (place, figures) in figures.enumerated() where figures.reason < 0 {
      block.set(columns.reasons, place, to: several(decisions.reasons(Int(stretch.numbers[place]))))
    }
    for (at, places) in stretch.chunks { block.set(columns.file, in: places, word: files + Int32(fileOfChunk[at])) }
    let numbers = [Int64](capacity: figures.count * 9) { numbers in
      for figures in figures {
        let money = figures.money
        numbers.append(money.standard)
        numbers.append(figures.upper)
        numbers.append(money.entitlement)
        numbers.append(figures.score)
        numbers.append(figures.rank)
        numbers.append(money.amount)
        numbers.append(money.district)
        numbers.append(money.town)
        numbers.append(figures.line)
      }
    }
    block.set(
      [
        columns.standard, columns.upper, columns.entitlement, columns.score, columns.rank, columns.amount,
        columns.district, columns.town, columns.line,
      ], to: numbers)
  }
}

extension CellBlock {
  /// Says the application ids of the rows of a stretch.
  mutating func set(_ column: Int, toIDsOf stretch: Stretch, _ year: Year) {
    for (at, places) in stretch.chunks {
      set(column, in: places, to: year.applications.chunks[at].ids.found(places.map { stretch.rows[Int($0)] }))
    }
  }
}
