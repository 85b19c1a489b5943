// What every command starts from: its arguments, the terminal, the folders, and the year read and checked.

import Glibc
import Intake
import Rulebook
import Tables

struct Session {
  let arguments: Arguments
  let terminal: Terminal

  init(_ arguments: Arguments) throws(UsageError) {
    self.arguments = arguments
    let language: Language
    switch arguments["lang"] {
    case nil: language = localeLanguage()
    case "zh": language = .zh
    case "en": language = .en
    default: throw UsageError(zh: "--lang 应为 zh 或 en", en: "--lang takes zh or en")
    }
    terminal = Terminal(language: language, quiet: arguments.has("quiet"), jsonLog: arguments.has("json-log"))
  }

  /// The terminal that the words ask for, even where the rest of them is wrong.
  static func terminal(_ words: [String]) throws -> Terminal {
    let known = Command.allCases.flatMap(\.help.options) + globalOptions
    return try Session(Arguments(words, options: known)).terminal
  }

  var data: String { arguments["data"] ?? "Data" }
  var reports: String { arguments["reports"] ?? "Reports" }

  /// The whole number that an option gives, nil if the option is not there.
  func number(_ option: String) throws(UsageError) -> Int? {
    guard let text = arguments[option] else { return nil }
    guard text.utf8.allSatisfy(isDigit), let number = Int(text), number < 1_000_000 else {
      throw UsageError(zh: "--\(option) 应为整数", en: "--\(option) takes a whole number")
    }
    return number
  }

  /// The year that the command names, or the latest one.
  func folder() throws -> YearFolder {
    guard arguments.words.count <= 1 else {
      throw UsageError(zh: "多余的参数 \(arguments.words[1])", en: "one word too many: \(arguments.words[1])")
    }
    return try YearFolder(data: data, year: arguments.words.first)
  }

  /// The policy, checked as a whole.
  func rulebook(_ folder: YearFolder) throws(Failure) -> (Rulebook, [InputFile]) {
    let files = try folder.policyFiles()
    do throws(Unusable) {
      let (sheets, remarks) = try Rulebook.readSheets(files.map { ($0.path, $0.bytes) })
      for remark in remarks { terminal.note(remark.message(in: terminal.language), event: "fault") }
      return (try Rulebook(sheets: sheets), files)
    } catch {
      let missing = error.faults.allSatisfy { $0.problem == .missingFile }
      throw Failure(
        code: missing ? .fileMissing : .policyFaulty, zh: "政策表有误，未运行", en: "the policy is faulty; nothing was run",
        faults: error.faults)
    }
  }

  /// The year's tables, read under its policy.
  func year(_ folder: YearFolder, _ rulebook: Rulebook) throws(Failure) -> (Year, [InputFile]) {
    let files = try folder.tableFiles()
    var progress = Progress(
      terminal, bytes: files.reduce(0) { $0 + ($1.path.hasPrefix("applications/") ? $1.bytes.count : 0) })
    defer { progress.clear() }
    do throws(Unusable) {
      return (try readYear(files, under: rulebook) { progress.show($0, rows: $1) }, files)
    } catch {
      let missing = error.faults.allSatisfy { $0.problem == .missingFile }
      throw Failure(
        code: missing ? .fileMissing : .dataUnusable, zh: "\(folder.path) 的数据不能用，未运行",
        en: "the data in \(folder.path) cannot be used; nothing was run", faults: error.faults)
    }
  }
}
