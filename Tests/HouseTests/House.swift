// The package as it lies on the disk, read once: what the other tests of this folder look at.

import Foundation

/// A Swift file of the house.
struct Source: Sendable, CustomStringConvertible {
  /// The path below the package, as `Sources/Tables/Day.swift`.
  let path: String
  let text: String
  /// The text without its comments; line ends stay where they are.
  let code: String
  /// The identifiers and keywords of the code, nothing out of a string literal.
  let words: Set<String>

  init(path: String, text: String) {
    (self.path, self.text) = (path, text)
    let (code, bare) = split(text)
    self.code = code
    words = Set(bare.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
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

/// The text without comments, and without comments and string literals. Quotes toggle, so an interpolation counts as
/// a part of its literal; a literal of several lines toggles three times at each of its ends.
private func split(_ text: String) -> (code: String, bare: String) {
  let bytes = Array(text.utf8)
  var (code, bare): ([UInt8], [UInt8]) = ([], [])
  var (quoted, at) = (false, 0)
  while at < bytes.count {
    let byte = bytes[at]
    if quoted, byte == UInt8(ascii: "\\"), at + 1 < bytes.count {
      code += bytes[at...at + 1]
      at += 2
      continue
    }
    if !quoted, byte == UInt8(ascii: "/"), at + 1 < bytes.count, bytes[at + 1] == byte {
      while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
      continue
    }
    if byte == UInt8(ascii: "\"") { quoted.toggle() }
    code.append(byte)
    bare.append(quoted ? UInt8(ascii: " ") : byte)
    at += 1
  }
  return (String(decoding: code, as: UTF8.self), String(decoding: bare, as: UTF8.self))
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
