// A synthetic table on its way to the disk: pieces are made on all cores and written in their order.

import Cores
import Generation
import Glibc

struct TableStream {
  private let year: SyntheticYear
  private let table: SyntheticTable
  /// Pieces that are made at a time, about a mebibyte.
  private let portion = 6000

  init(_ year: SyntheticYear, _ table: SyntheticTable) { (self.year, self.table) = (year, table) }

  /// Writes the table to a new file and returns its bytes; memory stays the same whatever its length.
  ///
  /// - Parameter progress: told how many pieces have been written.
  func make(_ path: String, on cores: Cores, progress: @Sendable (Int) -> Void) throws(Failure) -> Int {
    var opened: Int32 = -1
    try Stop.step { opened = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644) }
    let descriptor = opened
    guard descriptor >= 0 else { throw unwritten(path, errno) }
    let start = Written(
      bytes: table.header.count, trouble: writeAll(table.header, to: descriptor) ? 0 : errno)
    let end = cores.inOrder((table.count + portion - 1) / portion, into: start) { part in
      var ink = Ink(capacity: 2 << 20)
      year.put(part * portion..<min(table.count, (part + 1) * portion), of: table, on: &ink)
      return ink.bytes
    } take: { written, bytes in
      if written.trouble == 0, !writeAll(bytes, to: descriptor) { written.trouble = errno }
      written.bytes += bytes.count
      written.parts += 1
      progress(min(table.count, written.parts * portion))
    }
    guard close(descriptor) == 0, end.trouble == 0 else {
      throw unwritten(path, end.trouble == 0 ? errno : end.trouble)
    }
    return end.bytes
  }

  private struct Written: Sendable {
    var bytes: Int
    var parts = 0
    /// The `errno` of the first write that failed.
    var trouble: Int32
  }

  private func unwritten(_ path: String, _ trouble: Int32) -> Failure {
    let reason = unsafe String(cString: strerror(trouble))
    return Failure(
      code: [ENOSPC, EDQUOT, EIO].contains(trouble) ? .inputOutput : .cannotCreate, zh: "无法写 \(path)：\(reason)",
      en: "\(path) cannot be written: \(reason)")
  }
}
