// How the program ends: the exit codes of sysexits.h, and the one way to stop early.

import Tables

enum ExitCode: Int32 {
  /// Done; also "nothing changed".
  case done = 0
  /// Done, and there is something to look at.
  case findings = 1
  case usage = 64
  case dataUnusable = 65
  case fileMissing = 66
  case internalError = 70
  case cannotCreate = 73
  case inputOutput = 74
  case locked = 75
  case policyFaulty = 78
}

/// Ends a command with a code and a sentence for stderr.
struct Failure: Error {
  let code: ExitCode
  let zh: String
  let en: String
  /// Faults to list below the sentence.
  var faults: [Fault] = []

  func text(in language: Language) -> String { language == .zh ? zh : en }
}
