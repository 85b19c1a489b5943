// A run is written into a staging folder, whole, and then renamed; `latest` follows last.

import Glibc
import Papers

struct Publisher {
  /// `Reports/2024`
  let folder: String
  /// The first twelve digits of the run's identity.
  let run: String

  var path: String { folder + "/" + run }
  var isPublished: Bool { isFolder(path) }

  /// Writes the papers of the run and makes it the latest.
  ///
  /// - Parameter more: makes further papers, with a folder for temporary files.
  func publish(_ papers: [Paper], more: (_ folder: String) throws(Failure) -> [Paper]) throws(Failure) {
    let staging = folder + "/.staging-" + run
    try makeFolder(folder)
    removeFolder(staging)
    do throws(Failure) {
      try makeFolder(staging)
      for paper in papers { try write(paper, in: staging) }
      for paper in try more(staging) { try write(paper, in: staging) }
      try synchronize(staging)
      guard unsafe rename(staging, path) == 0 else { throw failure("rename", path) }
    } catch {
      removeFolder(staging)
      throw error
    }
    try synchronize(folder)
    try point(to: run)
  }

  /// Makes `latest` name the run, by a new link renamed over the old one.
  func point(to run: String) throws(Failure) {
    let fresh = folder + "/.latest-" + run
    unsafe unlink(fresh)
    guard unsafe symlink(run, fresh) == 0 else { throw failure("symlink", fresh) }
    guard unsafe rename(fresh, folder + "/latest") == 0 else { throw failure("rename", folder + "/latest") }
    try synchronize(folder)
  }

  private func write(_ paper: Paper, in staging: String) throws(Failure) {
    let path = staging + "/" + paper.name
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("open", path) }
    let written = writeAll(paper.bytes, to: descriptor) && fsync(descriptor) == 0
    let trouble = errno
    guard close(descriptor) == 0, written else {
      if !written { errno = trouble }
      throw failure("write", path)
    }
  }

  private func synchronize(_ folder: String) throws(Failure) {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("fsync", folder) }
  }

  /// Makes a folder and those above it, where they are missing.
  private func makeFolder(_ path: String) throws(Failure) {
    if isFolder(path) { return }
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try makeFolder(String(path[..<slash])) }
    if unsafe mkdir(path, 0o755) != 0 && errno != EEXIST { throw failure("mkdir", path, code: .cannotCreate) }
  }

  private func removeFolder(_ path: String) {
    for name in entries(of: path) { unsafe unlink(path + "/" + name) }
    unsafe rmdir(path)
  }

  private func failure(_ call: String, _ path: String, code: ExitCode = .inputOutput) -> Failure {
    let reason = systemMessage()
    return Failure(
      code: code, zh: "无法发布：\(call) \(path)：\(reason)；上一次的结果保持不变",
      en: "cannot publish: \(call) \(path): \(reason); the run before stays as it was")
  }
}
