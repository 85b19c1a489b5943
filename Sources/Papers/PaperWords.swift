// The words that stand in most rows of the papers, as bytes.

import Intake
import Rulebook
import Screening

/// The words of the policy and of the program. Made for every part of a paper: words that two cores share cost both of
/// them more than to make them twice.
struct PaperWords: Sendable {
  private let items: [[UInt8]]
  private let levels: [[UInt8]]
  private let statuses: [[UInt8]]
  private let codes: [[UInt8]]
  private let files: [[UInt8]]
  /// By chunk, the file that it is from.
  let fileOfChunk: [Int]

  init(_ year: Year) {
    let rulebook = year.rulebook
    fileOfChunk = year.applications.fileOfChunk
    files = year.applications.files.map { Array($0.utf8) }
    items = rulebook.items.map { Array($0.id.utf8) }
    levels = rulebook.levels.map { Array($0.id.utf8) }
    statuses = Status.allCases.map { Array($0.name.utf8) }
    codes = rulebook.reasons.codes.map { Array($0.utf8) }
  }

  /// The item's id; nothing for -1.
  func item(_ item: Int) -> [UInt8] { item < 0 ? [] : items[item] }

  /// The level's id; nothing for -1.
  func level(_ level: Int) -> [UInt8] { level < 0 ? [] : levels[level] }

  /// By place of a stretch, the form that its row is from.
  func files(of stretch: Stretch) -> [[UInt8]] {
    var found = [[UInt8]](repeating: [], count: stretch.count)
    for (at, places) in stretch.chunks { for place in places { found[Int(place)] = files[fileOfChunk[at]] } }
    return found
  }

  func status(_ status: Status) -> [UInt8] { statuses[Int(status.rawValue)] }

  func code(_ reason: ReasonID) -> [UInt8] { codes[Int(reason)] }
}
