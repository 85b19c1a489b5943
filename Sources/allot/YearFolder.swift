// A year folder on disk: which files belong to it.

import Glibc
import Intake
import Rulebook
import Tables

struct YearFolder {
  /// The folder, as `Data/2024`.
  let path: String
  /// Its name, as `2024`.
  let name: String

  /// The named year below a data folder, or the latest there.
  init(data: String, year: String?) throws(Failure) {
    guard let name = year ?? YearFolder.years(in: data).last else {
      throw Failure(
        code: .fileMissing, zh: "\(data) 下没有年度文件夹；应如 \(data)/2024",
        en: "no year folder in \(data); there should be one like \(data)/2024")
    }
    self.name = name
    path = data + "/" + name
    guard name.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil, isFolder(path) else {
      let years = YearFolder.years(in: data)
      throw Failure(
        code: .fileMissing,
        zh: "没有年度文件夹 \(path)" + (years.isEmpty ? "" : "；\(data) 下有 \(years.joined(separator: "、"))"),
        en: "there is no year folder \(path)" + (years.isEmpty ? "" : "; \(data) has \(years.joined(separator: ", "))"))
    }
  }

  private static func years(in data: String) -> [String] {
    entries(of: data).filter { $0.wholeMatch(of: /[0-9]{4}/) != nil && isFolder(data + "/" + $0) }.sorted()
  }

  /// The policy tables that are there.
  func policyFiles() throws(Failure) -> [OpenFile] {
    try open(Rulebook.tables.map { "policy/\($0).csv" })
  }

  /// The registers and forms that are there.
  func tableFiles() throws(Failure) -> [OpenFile] {
    let found = try names(in: path + "/applications")
    let forms = found.filter { $0.lowercased().hasSuffix(".csv") && !$0.hasPrefix(".") }.sorted()
    let files = try open(Schema.registers.map(\.file) + forms.map { "applications/\($0)" })
    for form in forms.map({ "applications/\($0)" }) where !files.contains(where: { $0.name == form }) {
      throw unreadable(form, "读取时消失 (gone while the folder was read)")
    }
    return files
  }

  private func open(_ names: [String]) throws(Failure) -> [OpenFile] {
    for folder in ["policy", "applications"] where isFolder(path + "/" + folder) && !isRealFolder(path + "/" + folder) {
      throw unreadable(folder, "是一个链接 (a link)")
    }
    var files: [OpenFile] = []
    for name in names {
      if let file = try OpenFile(path + "/" + name, called: name) { files.append(file) }
    }
    return files
  }
}

/// The names in a folder, without `.` and `..`, as far as it can be read.
func entries(of folder: String) -> [String] { (try? names(in: folder)) ?? [] }

/// The names in a folder, without `.` and `..`; none if there is no such folder.
func names(in folder: String) throws(Failure) -> [String] {
  guard let handle = unsafe opendir(folder) else {
    if errno == ENOENT { return [] }
    throw unreadable(folder, systemMessage())
  }
  defer { unsafe closedir(handle) }
  var names: [String] = []
  errno = 0
  while let entry = unsafe readdir(handle) {
    // The entry is valid until the next call; its name ends with NUL.
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
    errno = 0
  }
  if errno != 0 { throw unreadable(folder, systemMessage()) }
  return names
}

func isFolder(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The bytes of a file, nil if there is none.
///
/// - Throws: `Failure` if it cannot be read, is a link or no plain file, or changed while it was read.
func readFile(_ path: String, called name: String) throws(Failure) -> [UInt8]? {
  guard let file = try OpenFile(path, called: name) else { return nil }
  let bytes: [UInt8]
  do throws(Unusable) { bytes = try file.input.read(0, .max) } catch { throw Failure(unreadable: error) }
  try file.check()
  return bytes
}
