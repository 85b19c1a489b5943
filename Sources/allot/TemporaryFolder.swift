// A folder for files that nobody keeps: gone with the value that names it.

import Glibc

struct TemporaryFolder: ~Copyable {
  let path: String

  init() throws(Failure) {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    path = parent + "/allot-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    Stop.mayLeave([path])
    try Stop.step { [path] () throws(Failure) in
      guard unsafe mkdir(path, 0o700) == 0 else {
        throw Failure(
          code: notMade(), zh: "无法在 \(parent) 下建临时文件夹：\(systemMessage())",
          en: "no temporary folder can be made in \(parent): \(systemMessage())")
      }
    }
  }

  deinit { removeFolder(path) }
}
