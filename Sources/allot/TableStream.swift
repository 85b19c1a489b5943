// A synthetic table on its way to the disk: a few pieces at a time made side by side, written in their order.

import Dispatch
import Generation
import Glibc
import Synchronization

struct TableStream {
  private let year: SyntheticYear
  private let table: SyntheticTable
  private let workers: Int
  /// Pieces that one worker makes at a time, about a mebibyte.
  private let portion = 6000

  init(_ year: SyntheticYear, _ table: SyntheticTable, workers: Int) {
    (self.year, self.table, self.workers) = (year, table, max(1, workers))
  }

  /// Writes the table to a new file and returns its bytes; memory stays the same whatever its length.
  func make(_ path: String) throws(Failure) -> Int {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw unwritten(path) }
    var (written, start) = (table.header.count, 0)
    var isWhole = writeAll(table.header, to: descriptor)
    let inks = (0..<workers).map { _ in InkPot() }
    while isWhole, start < table.count {
      try Stop.gate()
      let here = start
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        let first = min(table.count, here + worker * portion)
        let last = min(table.count, first + portion)
        inks[worker].ink.withLock { ink in
          ink.clear()
          year.put(first..<last, of: table, on: &ink)
        }
      }
      for pot in inks where isWhole {
        pot.ink.withLock { ink in
          isWhole = writeAll(ink.bytes, to: descriptor)
          written += ink.bytes.count
        }
      }
      start += workers * portion
    }
    guard close(descriptor) == 0, isWhole else { throw unwritten(path) }
    return written
  }

  private func unwritten(_ path: String) -> Failure {
    Failure(
      code: errno == ENOSPC || errno == EIO ? .inputOutput : .cannotCreate, zh: "无法写 \(path)：\(systemMessage())",
      en: "\(path) cannot be written: \(systemMessage())")
  }
}

/// One worker's buffer.
private final class InkPot: Sendable {
  let ink = Mutex(Ink(capacity: 2 << 20))
}
