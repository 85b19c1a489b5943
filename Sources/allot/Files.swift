// Files as a run leaves them: written whole and on the disk before anyone is told; a failed fsync is final.

import Cores
import Glibc

/// A file that did not exist before.
final class NewFile: Sendable {
  let path: String
  let descriptor: Int32
  /// Where the disk is waited for, so that no core that makes papers has to.
  private let sending = Lane()

  init(_ path: String, mode: mode_t) throws(Failure) {
    var descriptor: Int32 = -1
    try Stop.step { descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode) }
    (self.path, self.descriptor) = (path, descriptor)
    guard descriptor >= 0 else { throw unpublished("open", path) }
  }

  /// Has the system begin to write a stretch to the disk, so that `finish` has less to wait for, and forget the stretches
  /// before it that are there already: memory that is used again costs less than new. A failure shows in `finish`.
  func send(_ stretch: Range<Int>) {
    let start = max(0, stretch.lowerBound - 6 * stretch.count)
    sending.begin { [descriptor] in
      _ = posix_fadvise(descriptor, off_t(start), off_t(stretch.upperBound - start), POSIX_FADV_DONTNEED)
    }
  }

  /// Flushes the file to the disk and closes it. Call once.
  ///
  /// - Parameter count: how many bytes were written.
  /// - Parameter isWritten: whether every byte of it was taken; if not, `trouble` says why.
  func finish(_ count: Int, isWritten: Bool, trouble: Int32) throws(Failure) {
    sending.wait()
    let isFlushed = isWritten && holds(count, descriptor) && fsync(descriptor) == 0
    let trouble = isWritten ? errno : trouble
    guard close(descriptor) == 0, isFlushed else {
      if !isFlushed { errno = trouble }
      throw unpublished("write", path)
    }
  }
}

/// Writes a new file and flushes it to the disk.
func writeFile(_ bytes: [UInt8], to path: String, mode: mode_t) throws(Failure) {
  let file = try NewFile(path, mode: mode)
  let isWritten = writeAll(bytes, to: file.descriptor)
  try file.finish(bytes.count, isWritten: isWritten, trouble: errno)
}

/// Whether a file is as long as what was written: a disk that lost a part and said nothing is one that failed.
func holds(_ count: Int, _ descriptor: Int32) -> Bool {
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0 else { return false }
  if Int(status.st_size) != count { errno = EIO }
  return Int(status.st_size) == count
}

/// Writes files that somebody asked for, in place of those of their names: all are written beside them first, so that the
/// old ones or the new ones are there, whole. What a program that died left is written over by the next.
func replaceFiles(_ files: [(path: String, bytes: [UInt8])]) throws(Failure) {
  let fresh = files.map { $0.path + ".part" }
  try Stop.listen()
  for path in fresh { unsafe unlink(path) }
  Stop.mayLeave(fresh)
  do throws(Failure) {
    for (file, part) in zip(files, fresh) { try writeFile(file.bytes, to: part, mode: 0o644) }
    try Stop.commit(.done) { () throws(Failure) in
      for (file, part) in zip(files, fresh) {
        guard unsafe rename(part, file.path) == 0 else { throw unpublished("rename", file.path) }
      }
      for folder in Set(files.map { parent(of: $0.path) }) { try synchronize(folder) }
    }
  } catch {
    let (reason, code, path) = (systemMessage(), notMade(), files.first?.path ?? "")
    for part in fresh { unsafe unlink(part) }
    throw Failure(code: code, zh: "无法写出 \(path)：\(reason)", en: "cannot write \(path): \(reason)")
  }
}

/// Flushes a folder's entries to the disk.
func synchronize(_ folder: String) throws(Failure) {
  let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { throw unpublished("open", folder) }
  defer { close(descriptor) }
  guard fsync(descriptor) == 0 else { throw unpublished("fsync", folder) }
}

/// Makes a folder and those above it, where they are missing; each is on the disk when the next is made.
func makeFolder(_ path: String, mode: mode_t = 0o755) throws(Failure) {
  if isFolder(path) { return }
  var parent = "."
  if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
    parent = String(path[..<slash])
    try makeFolder(parent)
  }
  try Stop.step { () throws(Failure) in
    guard unsafe mkdir(path, mode) == 0 || errno == EEXIST else { throw unpublished("mkdir", path, code: notMade()) }
  }
  try synchronize(parent)
}

/// The exit code where something cannot be made: a disk that is full or fails, or a place where we may not write.
func notMade() -> ExitCode { [ENOSPC, EDQUOT, EIO].contains(errno) ? .inputOutput : .cannotCreate }

/// The folder that a path lies in.
func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Removes a folder with all that is in it; follows no link.
func removeFolder(_ path: String) {
  for name in entries(of: path) {
    let entry = path + "/" + name
    if isRealFolder(entry) { removeFolder(entry) } else { unsafe unlink(entry) }
  }
  unsafe rmdir(path)
}

/// Whether the path is a folder itself, not a link to one.
func isRealFolder(_ path: String) -> Bool {
  var status = stat()
  return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The failure of a call on the way to a published run; `errno` says why.
func unpublished(_ call: String, _ path: String, code: ExitCode = .inputOutput) -> Failure {
  let reason = systemMessage()
  return Failure(
    code: code, zh: "无法写出：\(call) \(path)：\(reason)；没有发布任何内容，原有的保持不变",
    en: "cannot write: \(call) \(path): \(reason); nothing was published, what was there stays as it was")
}
