// The folders that the tests read: the repository's own, and the shared cases where they are.

import Foundation
import Intake
import Papers
import Rulebook
import Tables

let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
let sampleYear = repository.appending(path: "Data/2024")
let sharedCases = repository.deletingLastPathComponent().appending(path: "shared/cases")
let hasSharedCases = FileManager.default.fileExists(atPath: sharedCases.path)

/// Every CSV below a year folder, by its path there.
func filesOfYear(_ folder: URL) throws -> [InputFile] {
  let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".csv") }
  return try names.sorted().map { name in
    InputFile(path: name, bytes: [UInt8](try Data(contentsOf: folder.appending(path: name))))
  }
}

func rulebook(_ files: [InputFile]) throws -> Rulebook {
  try Rulebook(sheets: Rulebook.readSheets(files.map { ($0.path, try $0.readWhole()) }).sheets)
}

func year(_ files: [InputFile]) throws -> Year {
  try readYear(files, under: rulebook(files))
}

/// Rows of a CSV paper as dictionaries by column.
func rows(_ bytes: [UInt8]) -> [[String: String]] {
  var records: [[String]] = [[]]
  var (cell, quoted) = ("", false)
  for character in String(decoding: bytes, as: UTF8.self).unicodeScalars.drop(while: { $0 == "\u{FEFF}" }) {
    switch character {
    case "\"": quoted.toggle()
    case "," where !quoted:
      records[records.count - 1].append(cell)
      cell = ""
    case "\r" where !quoted: break
    case "\n" where !quoted:
      records[records.count - 1].append(cell)
      cell = ""
      records.append([])
    default: cell.unicodeScalars.append(character)
    }
  }
  if records.last!.isEmpty { records.removeLast() }
  return records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(records[0], $0)) }
}
