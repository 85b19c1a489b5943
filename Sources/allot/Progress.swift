// A bar on the terminal for work that takes longer than a second: rows, rate, time left. Nowhere else.

import Glibc
import Synchronization

final class Progress: Sendable {
  private let terminal: Terminal
  private let bytes: Int
  private let start = now()
  private let shown = Mutex(Shown())

  private struct Shown {
    var last = now()
    var isShown = false
  }

  init(_ terminal: Terminal, bytes: Int) {
    self.terminal = terminal
    self.bytes = bytes
  }

  func show(_ done: Int, rows: Int) {
    guard terminal.isInteractive, done > 0 else { return }
    let time = now()
    let isDue = shown.withLock { shown in
      guard time - start > 1, time - shown.last > 0.1 else { return false }
      shown = Shown(last: time, isShown: true)
      return true
    }
    if isDue { draw(done, rows, time) }
  }

  private func draw(_ done: Int, _ rows: Int, _ time: Double) {
    let share = min(1, Double(done) / Double(max(1, bytes)))
    let filled = Int(share * 20)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    let rate = Int(Double(rows) / (time - start))
    let left = Int((time - start) * (1 - share) / share)
    let text = terminal.text("\(rows) 行，\(rate) 行/秒，还需 \(left) 秒", "\(rows) rows, \(rate) rows/s, \(left) s left")
    _ = writeAll(Array("\r\u{1B}[K\(bar) \(text)".utf8), to: STDERR_FILENO)
  }

  /// Takes the bar off the screen.
  func clear() {
    if shown.withLock({ $0.isShown }) { _ = writeAll(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
  }
}

/// Seconds of the monotonic clock.
private func now() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
