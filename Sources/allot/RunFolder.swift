// A published run on disk: found by its folder or its number, read whole.

import Glibc
import Tables

struct RunFolder {
  /// As it was given, the link `latest` followed.
  let path: String
  /// The run's number, the folder's own name.
  let name: String

  /// Finds a run by its folder, or by its number below the reports of the year.
  init(_ session: Session, _ word: String) throws {
    var path = word
    if !isFolder(path), !word.contains("/") {
      let years = session.arguments["year"].map { [$0] } ?? entries(of: session.reports).sorted().reversed()
      path = years.map { session.reports + "/" + $0 + "/" + word }.first(where: isFolder) ?? word
    }
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard isFolder(path), let full = unsafe realpath(path, nil) else {
      throw Failure(code: .fileMissing, zh: "没有运行 \(word)", en: "there is no run \(word)")
    }
    defer { unsafe free(full) }
    let real = unsafe String(cString: full)
    self.path = real
    name = String(real.split(separator: "/").last ?? "")
  }

  /// The folder of the year's reports that the run lies in.
  var reports: String { parent(of: path) }

  /// Every file of the run, by its path there. `payments/`, which finance adds to a signed run, is none of them.
  func readAll() throws(Failure) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try names(below: "") {
      guard let bytes = try readFile(path + "/" + name, called: name) else { continue }
      files[name] = bytes
    }
    return files
  }

  private func names(below folder: String) throws(Failure) -> [String] {
    var found: [String] = []
    for name in try allot.names(in: path + "/" + folder) {
      let relative = folder + name
      if relative == "payments" { continue }
      if isRealFolder(path + "/" + relative) {
        found += try names(below: relative + "/")
      } else {
        found.append(relative)
      }
    }
    return found
  }
}
