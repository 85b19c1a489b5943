// The words of a command line, by getopt_long: options anywhere, `--` ends them.

import CLibrary
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
  private var values: [String: [String]] = [:]
  private(set) var words: [String] = []

  func has(_ name: String) -> Bool { values[name] != nil }
  subscript(name: String) -> String? { values[name]?.last }

  /// Every value of an option that may stand several times.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// Reads the words beside the command's name; other words may stand anywhere among the options.
  init(_ line: [String], options: [Option]) throws(UsageError) {
    // Copies that getopt_long may reorder; all of them are freed on every way out.
    var words = unsafe (["allot"] + line).map { unsafe strdup($0) } + [nil]
    let copies = unsafe words
    let names = unsafe options.map { unsafe strdup($0.name) }
    defer { _ = unsafe (copies + names).map { unsafe free($0) } }
    var table = unsafe options.indices.map { index in
      unsafe option(
        name: names[index], has_arg: options[index].value == nil ? no_argument : required_argument, flag: nil,
        val: Int32(1000 + index))
    }
    unsafe table.append(option(name: nil, has_arg: 0, flag: nil, val: 0))
    var place: Int32 = 1
    var value: UnsafeMutablePointer<CChar>? = nil
    while true {
      let found = unsafe next_option(Int32(line.count + 1), &words, table, &place, &value)
      if found == -1 { break }
      guard found >= 1000 else {
        let word = unsafe words[Int(place) - 1].map { unsafe String(cString: $0) } ?? ""
        throw found == Int32(UInt8(ascii: ":"))
          ? UsageError(zh: "\(word) 需要一个值", en: "\(word) needs a value")
          : UsageError(zh: "选项 \(word) 不对", en: "no such option, or it takes no value: \(word)")
      }
      let text = unsafe value.map { unsafe String(cString: $0) } ?? ""
      values[options[Int(found) - 1000].name, default: []].append(text)
    }
    for at in Int(place)..<(line.count + 1) { self.words.append(unsafe String(cString: words[at]!)) }
  }
}
