// What every command starts from: its arguments, the terminal, the folders, and the year read and checked.

import Cores
import Decision
import Glibc
import Intake
import Rulebook
import Screening
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
  func number(_ option: String, below limit: Int = 1_000_000) throws(UsageError) -> Int? {
    guard let text = arguments[option] else { return nil }
    guard text.utf8.allSatisfy(isDigit), let number = Int(text), number < limit else {
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

  /// How many cores the work may take: `--jobs`, or all there are.
  func cores() throws(UsageError) -> Cores {
    guard let jobs = try number("jobs") else { return Cores(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
    guard (1...256).contains(jobs) else { throw UsageError(zh: "--jobs 应为 1 到 256", en: "--jobs takes 1 to 256") }
    return Cores(jobs)
  }

  /// The policy, checked as a whole.
  func rulebook(_ folder: YearFolder) throws -> (Rulebook, [OpenFile]) {
    let files = try folder.policyFiles()
    do {
      var tables: [(path: String, bytes: [UInt8])] = []
      for file in files { tables.append((file.name, try file.input.readWhole())) }
      let (sheets, remarks) = try Rulebook.readSheets(tables)
      for remark in remarks { terminal.note(remark.message(in: terminal.language), event: "fault") }
      for file in files { try file.check() }
      return (try Rulebook(sheets: sheets), files)
    } catch let error as Unusable {
      let missing = error.faults.allSatisfy { $0.problem == .missingFile }
      throw Failure(
        code: missing ? .fileMissing : .policyFaulty, zh: "政策表有误，未运行", en: "the policy is faulty; nothing was run",
        faults: error.faults)
    }
  }

  /// The year read and decided under its policy.
  ///
  /// - Parameter isHeard: whether the digests of all files will be asked for.
  func decisions(
    _ folder: YearFolder, _ rulebook: Rulebook, isHeard: Bool = false
  ) throws -> (Decisions, [OpenFile]) {
    let (files, cores) = (try folder.tableFiles(), try cores())
    let inputs = files.map(\.input)
    let progress = Progress(
      terminal, bytes: inputs.reduce(0) { $0 + ($1.path.hasPrefix("applications/") ? $1.size : 0) })
    defer { progress.clear() }
    do throws(Unusable) {
      let (year, screened) = try readYear(inputs, under: rulebook, on: cores, each: screen) {
        progress.show($0, rows: $1)
      }
      // What no table asked for is heard while one core decides; a file that cannot be read is told by who asks for it.
      let hearing = cores.begin { for file in files where isHeard { _ = try? file.digest() } }
      defer { hearing.wait() }
      return (decide(year, screened: screened, on: cores), files)
    } catch {
      let missing = error.faults.allSatisfy { $0.problem == .missingFile }
      throw Failure(
        code: missing ? .fileMissing : .dataUnusable, zh: "\(folder.path) 的数据不能用，未运行",
        en: "the data in \(folder.path) cannot be used; nothing was run", faults: error.faults)
    }
  }
}
