// A run is written into a staging folder, whole, and then renamed; `latest` follows last.

import Cores
import Glibc

struct Publisher {
  /// `Reports/2024`
  let folder: String
  /// The first twelve digits of the run's identity.
  let run: String

  var path: String { folder + "/" + run }
  var isPublished: Bool { isRealFolder(path) }

  /// Writes the papers of the run and makes it the latest.
  ///
  /// - Parameter exit: how the program ends once the run is published; from then on a signal does not change it.
  /// - Parameter record: writes the ledger; a run that the ledger cannot know is taken back.
  /// - Parameter printing: prints the papers.
  func publish(
    exit: ExitCode, on cores: Cores, record: () throws(Failure) -> Void,
    _ printing: (inout FolderPress) throws(Failure) -> Void
  ) throws(Failure) {
    try Publisher.place(path, staging: folder + "/.staging-" + run, exit: exit, on: cores, printing) {
      () throws(Failure) in
      try show(record)
    } isShown: {
      mayBeShown
    }
  }

  /// Prints papers into a staging folder, whole and flushed, and gives it its name, which must be free.
  ///
  /// - Parameter staging: a folder on the same disk.
  /// - Parameter mode: who may look into it.
  /// - Parameter show: what follows before a signal can no longer stop it.
  /// - Parameter isShown: whether a failure comes too late to take the folder back.
  static func place(
    _ path: String, staging: String, mode: mode_t = 0o755, exit: ExitCode, on cores: Cores,
    _ printing: (inout FolderPress) throws(Failure) -> Void, show: () throws(Failure) -> Void = {},
    isShown: () -> Bool = { false }
  ) throws(Failure) {
    try stage(staging, mode: mode, exit: exit, on: cores, printing) { () throws(Failure) in
      guard unsafe rename(staging, path) == 0 else { throw unpublished("rename", path) }
      do throws(Failure) {
        for folder in Set([parent(of: path), parent(of: staging)]) { try synchronize(folder) }
        try show()
      } catch {
        // Nobody knows whether all of this is on the disk: it is taken back, and what was there before stays.
        if !isShown() { unsafe rename(path, staging) }
        throw error
      }
    }
  }

  /// Prints papers into a staging folder, whole and flushed, and shows them in the one step that a signal waits for.
  static func stage(
    _ staging: String, mode: mode_t, exit: ExitCode, on cores: Cores,
    _ printing: (inout FolderPress) throws(Failure) -> Void, show: () throws(Failure) -> Void
  ) throws(Failure) {
    // Not below the other one: whatever stays there by accident must not be published.
    let scratch = staging + "-scratch"
    for folder in [staging, scratch] { removeFolder(folder) }
    defer { for folder in [staging, scratch] { removeFolder(folder) } }
    Stop.mayLeave([staging, scratch])
    for folder in [staging, scratch] { try makeFolder(folder, mode: mode) }
    var press = FolderPress(staging, scratch: scratch, on: cores)
    try printing(&press)
    try press.finish()
    try Stop.commit(exit, show)
  }

  /// Makes a run that stands already the latest.
  func publishAgain(record: () throws(Failure) -> Void) throws(Failure) {
    try Stop.commit(.done) { () throws(Failure) in try show(record) }
  }

  /// Whether `latest` names the run, or cannot be asked.
  private var mayBeShown: Bool {
    do throws(Failure) { return try Publisher.latest(in: folder) == run } catch { return true }
  }

  /// `latest` names the run and the ledger knows it: both, or neither.
  private func show(_ record: () throws(Failure) -> Void) throws(Failure) {
    let before = try Publisher.latest(in: folder)
    do throws(Failure) {
      try point(to: run)
      try record()
    } catch {
      if let before { try? point(to: before) } else { unsafe unlink(folder + "/latest") }
      throw error
    }
  }

  /// Makes `latest` name a run, by a new link renamed over the old one; nothing is written if it does already.
  private func point(to run: String) throws(Failure) {
    guard try Publisher.latest(in: folder) != run else { return }
    let fresh = folder + "/.latest-" + run
    unsafe unlink(fresh)
    guard unsafe symlink(run, fresh) == 0 else { throw unpublished("symlink", fresh) }
    guard unsafe rename(fresh, folder + "/latest") == 0 else {
      let failure = unpublished("rename", folder + "/latest")
      unsafe unlink(fresh)
      throw failure
    }
    try synchronize(folder)
  }

  /// What a run that died left behind. Only the holder of the lock may call it.
  static func clearStale(in folder: String) {
    for name in entries(of: folder) where name.hasPrefix(".staging-") { removeFolder(folder + "/" + name) }
    for name in entries(of: folder) where name.hasPrefix(".latest-") { unsafe unlink(folder + "/" + name) }
  }

  /// The run that `latest` names, nil if there is no such link.
  static func latest(in folder: String) throws(Failure) -> String? {
    var name = [UInt8](repeating: 0, count: 256)
    let count = unsafe name.withUnsafeMutableBytes { buffer in
      unsafe readlink(folder + "/latest", buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    guard count >= 0 else {
      if errno == ENOENT { return nil }
      throw unpublished("readlink", folder + "/latest")
    }
    return String(decoding: name[..<count], as: UTF8.self)
  }
}
