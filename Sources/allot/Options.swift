// The words of a command line, by getopt_long: options anywhere, `--` ends them.

import Glibc

/// An option as a command declares it.
struct Option {
  let name: String
  /// What stands for its value in the help, nil for a flag.
  let value: String?
  let help: (zh: String, en: String)

  init(_ name: String, _ value: String? = nil, zh: String, en: String) {
    self.name = name
    self.value = value
    help = (zh, en)
  }
}

/// A command line that does not fit its command.
struct UsageError: Error {
  let zh: String
  let en: String
}

/// The options and the other words of a command line.
struct Arguments {
  private(set) var values: [String: String] = [:]
  private(set) var words: [String] = []

  func has(_ name: String) -> Bool { values[name] != nil }
  subscript(name: String) -> String? { values[name] }

  /// Reads the words behind the command's name.
  init(_ line: [String], options: [Option]) throws(UsageError) {
    var pointers = (["allot"] + line).map { unsafe strdup($0) } + [nil]
    defer { for pointer in unsafe pointers { unsafe free(pointer) } }
    var names = options.map { unsafe strdup($0.name) }
    defer { for name in unsafe names { unsafe free(name) } }
    var table = options.indices.map { index in
      unsafe option(name: names[index], has_arg: options[index].value == nil ? 0 : 1, flag: nil, val: Int32(1000 + index))
    }
    unsafe table.append(option(name: nil, has_arg: 0, flag: nil, val: 0))
    unsafe optind = 0
    unsafe opterr = 0
    while true {
      // getopt_long keeps its place in globals; the program reads one command line, once, on one thread.
      let found = unsafe getopt_long(Int32(line.count + 1), &pointers, ":", &table, nil)
      if found == -1 { break }
      guard found >= 1000 else {
        let word = unsafe optind > 0 ? (["allot"] + line)[Int(optind) - 1] : ""
        throw found == Int32(UInt8(ascii: ":"))
          ? UsageError(zh: "\(word) 需要一个值", en: "\(word) needs a value")
          : UsageError(zh: "不认识的选项 \(word)", en: "unknown option \(word)")
      }
      values[options[Int(found) - 1000].name] = unsafe optarg.map { unsafe String(cString: $0) } ?? ""
    }
    // getopt_long has moved the other words to the end.
    for at in unsafe Int(optind)..<(line.count + 1) { words.append(unsafe String(cString: pointers[at]!)) }
  }
}
