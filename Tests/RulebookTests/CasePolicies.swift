// The policies of the ten cases, where the folder beside the package is there.

import Foundation
import Rulebook
import Tables

let casesFolder: URL? = {
  let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder = package.deletingLastPathComponent().appending(path: "shared/cases")
  return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
}()

/// The policy files of a case, named by its number.
func caseFiles(_ number: String) throws -> [(path: String, bytes: [UInt8])] {
  let folders = try FileManager.default.contentsOfDirectory(atPath: casesFolder!.path)
  let name = folders.first { $0.hasPrefix(number + "-") }!
  let policy = casesFolder!.appending(path: "\(name)/2024/policy")
  return try FileManager.default.contentsOfDirectory(atPath: policy.path).map { file in
    ("policy/\(file)", Array(try Data(contentsOf: policy.appending(path: file))))
  }
}

func casePolicy(_ number: String) throws -> Rulebook {
  try Rulebook(sheets: Rulebook.readSheets(caseFiles(number)).sheets)
}
