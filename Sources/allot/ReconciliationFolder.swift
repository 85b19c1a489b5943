// Where a reconciliation goes: a folder named by its content beside the payment order, which is written once; or a
// folder that somebody names, whose papers are replaced one by one, each whole.

import Cores
import Glibc
import Papers

struct ReconciliationFolder {
  let path: String
  private let isNamed: Bool
  private let cores: Cores
  private static let staging = ".staging-reconciliation-"

  init(_ session: Session, _ run: RunFolder, name: String) throws(UsageError) {
    cores = try session.cores()
    isNamed = session.arguments.has("output")
    path = session.arguments["output"] ?? run.path + "/payments/reconciliation-" + name
  }

  /// - Throws: `UsageError` where the named folder lies in a run: a published run never changes, and the papers of its
  ///   order are not written over.
  static func check(_ session: Session) throws(UsageError) {
    guard let path = session.arguments["output"] else { return }
    var (there, below) = (path, "")
    while true {
      if let full = unsafe realpath(there, nil) {
        defer { unsafe free(full) }
        there = unsafe String(cString: full)
        break
      }
      below = "/" + (there.split(separator: "/").last ?? "") + below
      there = parent(of: there)
    }
    let whole = there + below
    var folder = whole
    while folder != "/" {
      if isFile(folder + "/SHA256SUMS"), !whole.hasPrefix(folder + "/payments/") {
        throw UsageError(
          zh: "\(folder) 是已发布的运行，不能写入；请另选文件夹",
          en: "\(folder) is a published run, which never changes; name another folder")
      }
      folder = parent(of: folder)
    }
  }

  /// Writes the papers.
  ///
  /// - Parameter printing: prints them, first into a folder that nobody else knows.
  /// - Returns: false where the same papers were there.
  func write(exit: ExitCode, _ printing: (inout FolderPress) throws(Failure) -> Void) throws -> Bool {
    try Stop.listen()
    clearStale(parent(of: path))
    if !isNamed, isRealFolder(path) { return false }
    let staging = parent(of: path) + "/" + ReconciliationFolder.staging + String(getpid())
    guard isNamed, isFolder(path) else {
      try makeFolder(parent(of: path))
      try Publisher.place(path, staging: staging, mode: 0o700, exit: exit, on: cores, printing)
      return true
    }
    try replace(staging, exit: exit, printing)
    return true
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0
  }

  /// What reconciliations left behind that died.
  private func clearStale(_ folder: String) {
    for name in entries(of: folder) where name.hasPrefix(ReconciliationFolder.staging) {
      let number = name.dropFirst(ReconciliationFolder.staging.count).prefix { $0 != "-" }
      guard let process = pid_t(number) else { continue }
      if kill(process, 0) != 0 && errno == ESRCH { removeFolder(folder + "/" + name) }
    }
  }

  private func replace(
    _ staging: String, exit: ExitCode, _ printing: (inout FolderPress) throws(Failure) -> Void
  ) throws(Failure) {
    try Publisher.stage(staging, mode: 0o700, exit: exit, on: cores, printing) { () throws(Failure) in
      for name in try names(in: staging).sorted() {
        guard unsafe rename(staging + "/" + name, path + "/" + name) == 0 else {
          throw unpublished("rename", path + "/" + name)
        }
      }
      try synchronize(path)
    }
  }
}
