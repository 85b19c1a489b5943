// The words that stand in most rows of the papers, as bytes.

import Intake
import Rulebook
import Screening
import Tables

/// The words of the policy and of the program.
struct PaperWords: Sendable {
  private let items: [[UInt8]]
  private let levels: [[UInt8]]
  private let statuses: [[UInt8]]
  private let codes: [[UInt8]]
  /// By chunk, the form that it is from.
  let files: [[UInt8]]

  init(_ year: Year) {
    let rulebook = year.rulebook
    files = year.applications.chunks.map { Array($0.source.file.utf8) }
    items = rulebook.items.map { Array($0.id.utf8) }
    levels = rulebook.levels.map { Array($0.id.utf8) }
    statuses = Status.allCases.map { Array($0.name.utf8) }
    codes = rulebook.reasons.codes.map { Array($0.utf8) }
  }

  /// The item's id; nothing for -1.
  func item(_ item: Int) -> [UInt8] { item < 0 ? [] : items[item] }

  /// The level's id; nothing for -1.
  func level(_ level: Int) -> [UInt8] { level < 0 ? [] : levels[level] }

  func status(_ status: Status) -> [UInt8] { statuses[Int(status.rawValue)] }

  func code(_ reason: ReasonID) -> [UInt8] { codes[Int(reason)] }
}
