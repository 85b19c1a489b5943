// The program: finds the command, reads the options, and turns every ending into an exit code.

import CLibrary
import Glibc
import Tables

/// The version that stands in every run's identity. A change of any decision or paper changes it.
let programVersion = "0.2.0"

@main
enum Allot {
  static func main() {
    // A closed pipe and a file that may not grow are errors of `write`, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    fillStandardDescriptors()
    // Large rooms go back to the system when they are done with; those that come again and again stay.
    mallopt(M_MMAP_THRESHOLD, 1 << 24)
    mallopt(M_TRIM_THRESHOLD, 1 << 25)
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  /// Where the caller closed stdin, stdout or stderr, so that no paper gets that number and takes what is printed; a
  /// stdout of this kind takes nothing, which is an error as on a full disk.
  private static func fillStandardDescriptors() {
    for (number, way) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDWR)]
    where fcntl(number, F_GETFD) < 0 {
      // The lowest free number is the one that is missing.
      _ = unsafe open("/dev/null", way)
    }
  }

  private static func run(_ words: [String]) -> ExitCode {
    let fallback = Terminal(language: localeLanguage(), quiet: false, jsonLog: words.contains("--json-log"))
    do {
      let (command, rest) = try find(words)
      let arguments = try Arguments(rest, options: globalOptions + (command?.help.options ?? []))
      let session = try Session(arguments)
      return try perform(command, session)
    } catch let error as UsageError {
      let terminal = (try? Session.terminal(words)) ?? fallback
      terminal.warn(terminal.text(error.zh, error.en) + terminal.text("；见 allot --help", "; see allot --help"))
      return .usage
    } catch let failure as Failure {
      report(failure, words, fallback)
      return failure.code
    } catch {
      fallback.warn("\(error)")
      return .internalError
    }
  }

  private static func perform(_ command: Command?, _ session: Session) throws -> ExitCode {
    if session.arguments.has("version") {
      try session.terminal.print("allot \(programVersion)")
      return .done
    }
    guard let command else {
      guard session.arguments.has("help") else { throw UsageError(zh: "请给出命令", en: "name a command") }
      try session.terminal.print(overview(session.terminal.language))
      return .done
    }
    if session.arguments.has("help") {
      try session.terminal.print(command.help.text(command.rawValue, session.terminal.language))
      return .done
    }
    return try command.run(session)
  }

  /// The first word that is neither an option nor an option's value, and the words without it.
  private static func find(_ words: [String]) throws(UsageError) -> (Command?, [String]) {
    var at = 0
    while at < words.count {
      let word = words[at]
      guard word.hasPrefix("-") else {
        guard let command = Command(rawValue: word) else {
          throw UsageError(zh: "没有“\(word)”这个命令", en: "there is no command \"\(word)\"")
        }
        return (command, Array(words[..<at] + words[(at + 1)...]))
      }
      if globalOptions.contains(where: { $0.value != nil && "--" + $0.name == word }) { at += 1 }
      at += 1
    }
    return (nil, words)
  }

  private static func report(_ failure: Failure, _ words: [String], _ fallback: Terminal) {
    let terminal = (try? Session.terminal(words)) ?? fallback
    terminal.warn(failure.text(in: terminal.language), event: "failed")
    for fault in failure.faults { terminal.warn("  " + fault.message(in: terminal.language), event: "fault") }
  }
}

/// Chinese where the locale is, English elsewhere.
func localeLanguage() -> Language {
  for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
    guard let value = unsafe getenv(name), let text = unsafe String(validatingCString: value), !text.isEmpty else {
      continue
    }
    return text.hasPrefix("zh") ? .zh : .en
  }
  return .en
}
