// A file of the year on disk: opened once, hashed as it is read, and refused if it changes meanwhile.

import Audit
import Glibc
import Synchronization
import Tables

final class OpenFile: Sendable {
  /// The path below the year folder.
  let name: String
  private let descriptor: Int32
  private let size: Int
  private let stamp: Stamp
  private let hash = Mutex(Hash())
  /// How many bytes before they are asked for the disk may fetch them.
  private static let ahead = 1 << 22
  /// Why a read failed; whoever asked may have gone on without.
  private let failed = Mutex<String?>(nil)

  /// What has been heard of the file so far.
  private struct Hash {
    var running = RunningHash()
    var position = 0
    var digest: [UInt8]?
  }

  private struct Stamp: Equatable {
    let bytes: Int
    let seconds: Int
    let nanoseconds: Int
  }

  /// Opens a file; nil if there is none.
  ///
  /// - Throws: `Failure` if it cannot be opened, or is a link or no plain file.
  init?(_ path: String, called name: String) throws(Failure) {
    // A pipe by the name of a table would wait for its writer for ever.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    if descriptor < 0 {
      if errno == ENOENT { return nil }
      throw unreadable(name, errno == ELOOP ? "是一个链接 (a link)" : systemMessage())
    }
    guard let stamp = OpenFile.stamp(of: descriptor) else {
      close(descriptor)
      throw unreadable(name, "不是普通文件 (not a plain file)")
    }
    (self.name, self.descriptor, self.stamp, size) = (name, descriptor, stamp, stamp.bytes)
  }

  deinit { close(descriptor) }

  /// The file as the tables read it.
  var input: InputFile {
    InputFile(path: name, size: size) { offset, count throws(Unusable) in
      try self.read(offset, count)
    } hear: { offset, piece in
      self.hear(offset, piece)
    }
  }

  /// The digest of what was read; bytes that no table asked for are read now.
  func digest() throws(Failure) -> InputDigest {
    let sha256: [UInt8]
    do throws(Unusable) { sha256 = try wholeHash() } catch { throw Failure(unreadable: error) }
    return InputDigest(path: name, bytes: size, sha256: sha256)
  }

  /// Makes sure that the file is what it was when it was opened, and that every read of it succeeded.
  func check() throws(Failure) {
    if let reason = failed.withLock({ $0 }) { throw unreadable(name, reason) }
    guard OpenFile.stamp(of: descriptor) == stamp else {
      throw unreadable(name, "读取时被改动 (changed while it was read)")
    }
  }

  private static func stamp(of descriptor: Int32) -> Stamp? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Stamp(
      bytes: Int(status.st_size), seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
  }

  private func read(_ offset: Int, _ count: Int) throws(Unusable) -> [UInt8] {
    let wanted = max(0, min(count, size - offset))
    var trouble: String?
    // The buffer has room for what is asked for; as many bytes of it count as were read.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while filled < wanted {
        let got = unsafe pread(
          descriptor, buffer.baseAddress! + filled, min(wanted - filled, 1 << 20), off_t(offset + filled))
        if got < 0 && errno == EINTR { continue }
        if got <= 0 {
          trouble = got < 0 ? systemMessage() : "读取时被改动 (changed while it was read)"
          break
        }
        filled += got
      }
    }
    guard let trouble else {
      // The disk fetches what will be asked for next, while this is worked on.
      _ = posix_fadvise(descriptor, off_t(offset + OpenFile.ahead), off_t(wanted), POSIX_FADV_WILLNEED)
      return bytes
    }
    failed.withLock { $0 = trouble }
    throw Unusable([Fault(.error, Place(file: name), found: "", .unreadableFile(reason: trouble))])
  }

  private func hear(_ offset: Int, _ piece: ArraySlice<UInt8>) {
    hash.withLock { hash in
      guard hash.digest == nil else { return }
      if offset == 0 { hash = Hash() }
      precondition(offset == hash.position, "the pieces of a file are heard in their order")
      hash.running.add(piece)
      hash.position += piece.count
    }
  }

  private func wholeHash() throws(Unusable) -> [UInt8] {
    var position = hash.withLock { $0.position }
    while position < size {
      let piece = try read(position, 1 << 20)
      hear(position, piece[...])
      position += piece.count
    }
    return hash.withLock { hash in
      let digest = hash.digest ?? hash.running.finish()
      hash.digest = digest
      return digest
    }
  }
}

extension Failure {
  init(unreadable: Unusable) {
    self.init(code: .dataUnusable, zh: "有文件无法读取", en: "a file cannot be read", faults: unreadable.faults)
  }
}

func unreadable(_ name: String, _ reason: String) -> Failure {
  Failure(unreadable: Unusable([Fault(.error, Place(file: name), found: "", .unreadableFile(reason: reason))]))
}
