// A folder for files that nobody keeps: gone with the value that names it.

import Glibc

struct TemporaryFolder: ~Copyable {
  let path: String

  init() throws(Failure) {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var name = Array((parent + "/allot-XXXXXX").utf8CString)
    guard unsafe mkdtemp(&name) != nil else {
      throw Failure(
        code: notMade(), zh: "无法在 \(parent) 下建临时文件夹：\(systemMessage())",
        en: "no temporary folder can be made in \(parent): \(systemMessage())")
    }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { removeFolder(path) }
}
