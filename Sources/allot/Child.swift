// Another program, run with bytes on its stdin, whose output comes back.

import Glibc

/// Runs a program to its end; its stdout and stderr together.
func runProgram(_ path: String, _ words: [String], input: [UInt8]) throws(Failure) -> (status: Int32, output: [UInt8]) {
  var (into, out): ([Int32], [Int32]) = ([0, 0], [0, 0])
  guard unsafe pipe(&into) == 0, unsafe pipe(&out) == 0 else { throw cannotRun(path) }
  for end in into + out { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  unsafe posix_spawn_file_actions_adddup2(&actions, into[0], STDIN_FILENO)
  unsafe posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO)
  unsafe posix_spawn_file_actions_adddup2(&actions, out[1], STDERR_FILENO)
  let arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
  let environment = ["LC_ALL=C", "PATH=/usr/bin:/bin"]
  let plain: [UnsafeMutablePointer<CChar>?] = unsafe environment.map { unsafe strdup($0) } + [nil]
  defer { unsafe release(arguments + plain) }
  var child = pid_t()
  let started = unsafe posix_spawn(&child, path, &actions, nil, arguments, plain)
  unsafe posix_spawn_file_actions_destroy(&actions)
  let areGiven = [close(into[0]), close(out[1])]
  guard started == 0 else {
    close(into[1])
    close(out[0])
    errno = started
    throw cannotRun(path)
  }
  // The inputs are some kilobytes, which a pipe takes whole or the child reads before it answers, or it answers without.
  let isWritten = writeAll(input, to: into[1]) || errno == EPIPE
  // An end that stays open is one that the child, or we, would wait for without end.
  guard close(into[1]) == 0, areGiven == [0, 0], isWritten else {
    kill(child, SIGKILL)
    waitpid(child, nil, 0)
    throw cannotRun(path)
  }
  var output: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 4096)
  while true {
    let got = unsafe block.withUnsafeMutableBytes { unsafe read(out[0], $0.baseAddress, $0.count) }
    if got < 0 && errno == EINTR { continue }
    if got <= 0 { break }
    output += block[..<got]
  }
  close(out[0])
  var status: Int32 = 0
  while unsafe waitpid(child, &status, 0) < 0 && errno == EINTR {}
  return (status == 0 ? 0 : 1, output)
}

private func cannotRun(_ path: String) -> Failure {
  Failure(code: .inputOutput, zh: "无法运行 \(path)：\(systemMessage())", en: "cannot run \(path): \(systemMessage())")
}

private func release(_ texts: [UnsafeMutablePointer<CChar>?]) {
  for at in unsafe texts.indices { unsafe free(texts[at]) }
}
