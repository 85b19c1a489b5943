// One run at a time in a year of reports: an advisory lock that the kernel drops when its holder dies.

import Glibc

/// Held as long as the value's descriptor is open, which is until the process ends.
struct RunLock {
  private let descriptor: Int32

  /// Takes the lock on `Reports/2024/.lock`.
  ///
  /// - Parameter patience: seconds to wait for another run; 0 gives up at once.
  /// - Throws: `Failure` with exit code 75 if another run holds it.
  init(_ folder: String, patience: Int) throws(Failure) {
    let path = folder + "/.lock"
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw Failure(
        code: .cannotCreate, zh: "无法打开 \(path)：\(systemMessage())", en: "cannot open \(path): \(systemMessage())")
    }
    let pause: Int = 50
    var left = patience * 1000 / pause
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK else {
        throw Failure(
          code: .inputOutput, zh: "无法锁定 \(path)：\(systemMessage())", en: "cannot lock \(path): \(systemMessage())")
      }
      guard left > 0 else {
        throw Failure(
          code: .locked, zh: "另一次运行正在使用 \(folder)；请稍后再试，或用 --wait 秒数 等待",
          en: "another run holds \(folder); try later, or wait for it with --wait SECONDS")
      }
      left -= 1
      usleep(UInt32(pause * 1000))
    }
  }
}
