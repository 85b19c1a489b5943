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
  /// - Parameter printing: prints the papers.
  func publish(
    exit: ExitCode, on cores: Cores, _ printing: (inout FolderPress) throws(Failure) -> Void
  ) throws(Failure) {
    try Publisher.place(path, staging: folder + "/.staging-" + run, exit: exit, on: cores, printing)
    try point(to: run)
  }

  /// Prints papers into a staging folder, whole and flushed, and gives it its name, which must be free.
  ///
  /// - Parameter staging: a folder on the same disk.
  /// - Parameter mode: who may look into it.
  static func place(
    _ path: String, staging: String, mode: mode_t = 0o755, exit: ExitCode, on cores: Cores,
    _ printing: (inout FolderPress) throws(Failure) -> Void
  ) throws(Failure) {
    removeFolder(staging)
    do throws(Failure) {
      try Stop.mayLeave(staging)
      try makeFolder(staging, mode: mode)
      var press = FolderPress(staging, on: cores)
      try printing(&press)
      try press.finish()
      try Stop.commit(exit) { unsafe rename(staging, path) == 0 }
    } catch {
      removeFolder(staging)
      throw error
    }
    do throws(Failure) { for folder in Set([parent(of: path), parent(of: staging)]) { try synchronize(folder) } } catch
    {
      // Nobody knows whether the new name is on the disk: it is taken back, and what was there before stays.
      if unsafe rename(path, staging) == 0 { removeFolder(staging) }
      throw error
    }
  }

  /// Makes `latest` name the run, by a new link renamed over the old one; nothing is written if it does already.
  func point(to run: String) throws(Failure) {
    guard Publisher.latest(in: folder) != run else { return }
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

  /// The run that `latest` names, nil if there is none.
  static func latest(in folder: String) -> String? {
    var name = [UInt8](repeating: 0, count: 256)
    let count = unsafe name.withUnsafeMutableBytes { buffer in
      unsafe readlink(folder + "/latest", buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    return count < 0 ? nil : String(decoding: name[..<count], as: UTF8.self)
  }
}
