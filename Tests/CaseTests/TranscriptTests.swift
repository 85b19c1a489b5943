// The program tested like a manual: what is typed, what it answers, how it ends.
//
// A transcript runs in a fresh folder with a copy of Data, and of Reports under the name Published. A line `$ …` goes to the shell, the lines up to the next one
// are what must come back (stdout and stderr together), and `[n]` is the exit code. `ALLOT_WRITE=1` writes the answers
// into the files instead, to be read before they are committed.

import Foundation
import Testing

@Suite struct TranscriptTests {
  static let folder = repository.appending(path: "Tests/CaseTests/Transcripts")
  static let names = try! FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }

  @Test(arguments: names.sorted())
  func programAnswersAsWritten(_ name: String) throws {
    let file = Self.folder.appending(path: name)
    let expected = try String(contentsOf: file, encoding: .utf8)
    let work = FileManager.default.temporaryDirectory.appending(path: "allot-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: work) }
    try FileManager.default.copyItem(at: repository.appending(path: "Data"), to: work.appending(path: "Data"))
    try FileManager.default.copyItem(
      at: repository.appending(path: "Reports"), to: work.appending(path: "Published"))
    var answer = ""
    for line in expected.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# ") { answer += line + "\n" }
      if line.hasPrefix("$ ") { answer += line + "\n" + (try run(String(line.dropFirst(2)), in: work)) }
    }
    if ProcessInfo.processInfo.environment["ALLOT_WRITE"] != nil {
      try answer.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(answer == expected)
    }
  }

  private func run(_ command: String, in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "{ \(command)\n} 2>&1"]
    process.currentDirectoryURL = folder
    process.environment = ["PATH": programFolder + ":/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "Asia/Shanghai"]
    // Where `make coverage` wants to be told what ran.
    process.environment?["LLVM_PROFILE_FILE"] = ProcessInfo.processInfo.environment["LLVM_PROFILE_FILE"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self) + "[\(process.terminationStatus)]\n"
  }

  /// Where the build left the program: what ALLOT_PROGRAM names (`make test` names the optimised one), else beside the
  /// tests themselves.
  private var programFolder: String {
    if let named = ProcessInfo.processInfo.environment["ALLOT_PROGRAM"] {
      return URL(filePath: named).deletingLastPathComponent().path
    }
    let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
    let built = repository.appending(path: ".build/debug").path
    return FileManager.default.fileExists(atPath: beside + "/allot") ? beside : built
  }
}
