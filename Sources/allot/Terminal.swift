// What the program says: results to stdout, everything else to stderr; a stdout that cannot be written is an error.

import Glibc
import Tables

struct Terminal: Sendable {
  let language: Language
  let quiet: Bool
  let jsonLog: Bool

  /// Whether stderr is a terminal, so that a progress bar makes sense.
  var isInteractive: Bool { isatty(STDERR_FILENO) == 1 && !quiet && !jsonLog }

  func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  /// Writes a result to stdout, whole.
  func print(_ text: String) throws(Failure) {
    guard writeAll(Array((text + "\n").utf8), to: STDOUT_FILENO) else {
      throw Failure(
        code: .inputOutput, zh: "无法写标准输出：\(systemMessage())", en: "stdout cannot be written: \(systemMessage())")
    }
  }

  /// Writes what a command did; if nobody can be told, the failure says that it is done all the same.
  func print(_ text: String, done: (zh: String, en: String)) throws(Failure) {
    do throws(Failure) { try print(text) } catch {
      throw Failure(code: error.code, zh: "\(done.zh)，但\(error.zh)", en: "\(done.en), but \(error.en)")
    }
  }

  /// A remark on the way; silent with `--quiet`.
  func note(_ text: String, event: String = "note", _ members: [String: JSON] = [:]) {
    if jsonLog {
      log("info", event, members.merging(["message": .string(text)]) { $1 })
    } else if !quiet {
      _ = writeAll(Array((text + "\n").utf8), to: STDERR_FILENO)
    }
  }

  /// Something that a person must read, whatever the options.
  func warn(_ text: String, event: String = "warning") {
    if jsonLog {
      log("error", event, ["message": .string(text)])
    } else {
      _ = writeAll(Array(("allot: " + text + "\n").utf8), to: STDERR_FILENO)
    }
  }

  /// A line for the programs that read the log; people read the same on stdout.
  func log(event: String, _ members: [String: JSON]) {
    if jsonLog { log("info", event, members) }
  }

  private func log(_ level: String, _ event: String, _ members: [String: JSON]) {
    let line = JSON.object(members.merging(["level": .string(level), "event": .string(event)]) { $1 }).line
    _ = writeAll(Array((line + "\n").utf8), to: STDERR_FILENO)
  }
}

/// Writes every byte, going on after interrupts and short writes.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var at = 0
  while at < bytes.count {
    // The slice lives through the call, which reads no further than its count.
    let written = unsafe bytes[at...].withUnsafeBytes { buffer in
      unsafe write(descriptor, buffer.baseAddress, min(buffer.count, 1 << 20))
    }
    if written < 0 {
      if errno == EINTR { continue }
      return false
    }
    // Nothing was taken and nothing said: asking again would go on for ever.
    guard written > 0 else {
      errno = EIO
      return false
    }
    at += written
  }
  return true
}

/// The C library's words for the last error.
func systemMessage() -> String { unsafe String(cString: strerror(errno)) }
