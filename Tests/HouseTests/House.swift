// The package as it lies on the disk, read once: what the other tests of this folder look at.

import Foundation

/// A Swift file of the house.
struct Source: Sendable, CustomStringConvertible {
  /// The path below the package, as `Sources/Tables/Day.swift`.
  let path: String
  let text: String
  /// The text without its comments; line ends stay where they are.
  let code: String
  /// The identifiers, keywords and numbers of the code; of a string literal only what it interpolates.
  let words: Set<String>

  init(path: String, text: String) {
    (self.path, self.text) = (path, text)
    var reader = CodeReader(text)
    reader.read()
    code = String(decoding: reader.code, as: UTF8.self)
    words = Set(
      String(decoding: reader.bare, as: UTF8.self)
        .split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
  }

  var description: String { path }
  /// `Tables` of `Sources/Tables/Day.swift`.
  var room: String { String(path.split(separator: "/")[1]) }

  /// The modules of the import lines.
  var imports: [String] { code.split(separator: "\n").compactMap(importedModule) }
}

enum House {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every Swift file below `Sources`.
  static let sources = swiftFiles(in: "Sources")

  /// Every Swift file below `Sources` and `Tests`, and the manifest.
  static let everything = sources + swiftFiles(in: "Tests") + swiftFiles(in: "Package.swift")

  /// Files below the package as paths; what the build and the editor leave behind is no part of the house.
  static func files(below folder: String = "") -> [String] {
    let start = root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [folder] }
    var found: [String] = []
    while let name = walk.nextObject() as? String {
      let last = name.split(separator: "/").last.map(String.init) ?? name
      if leftBehind.contains(last) || last.hasPrefix(".staging-") {
        walk.skipDescendants()
      } else if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
        found.append(folder.isEmpty ? name : "\(folder)/\(name)")
      }
    }
    return found.sorted()
  }

  static func bytes(of path: String) throws -> Data { try Data(contentsOf: root.appending(path: path)) }

  private static let leftBehind: Set<String> = [
    ".build", ".git", "__pycache__", "payments", "ledger.jsonl", "Package.resolved", ".swiftpm", ".lock",
  ]

  private static func swiftFiles(in folder: String) -> [Source] {
    files(below: folder).filter { $0.hasSuffix(".swift") }.map { path in
      guard let data = try? bytes(of: path) else { fatalError("cannot read \(path)") }
      return Source(path: path, text: String(decoding: data, as: UTF8.self))
    }
  }
}

/// `Tables` of `package import Tables` and of `import struct Foundation.Data`.
private func importedModule(_ line: Substring) -> String? {
  var words = line.split(separator: " ")[...]
  let before: Set<Substring> = ["package", "public", "internal", "private", "fileprivate"]
  let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
  while let first = words.first, first.hasPrefix("@") || before.contains(first) { words.removeFirst() }
  guard words.popFirst() == "import" else { return nil }
  if let kind = words.first, kinds.contains(kind) { words.removeFirst() }
  return words.first.map { String($0.prefix { $0 != "." }) }
}
