// SIGTERM, SIGINT and SIGHUP stop a run within a second, leave nothing behind, and are raised again; once the run is
// published they come too late, and the exit code stays that of the published run.
//
// A thread of its own waits for the signals, because the work may be deep in a sort or in an fsync. It shares one locked
// state with the work: every new file and folder is made in a `step`, which never returns once a signal has come. So the
// waiting thread may remove the staging folder without a race, and end the process. A library that makes files of its
// own is given until the end of its `errand`, if that does not last.

import Glibc
import Synchronization

enum Stop {
  private enum State {
    case working
    /// Papers are being written into these folders, or are these files.
    case staging([String])
    /// The run stands; this is how the program ends.
    case committed(ExitCode)
    case stopped
  }

  private static let state = Mutex(State.working)
  private static let isOnErrand = Mutex(false)
  private static let signals = [SIGTERM, SIGINT, SIGHUP]

  /// Starts waiting for the signals; those that the caller ignores stay ignored, as under `nohup`.
  static func listen() throws(Failure) {
    var awaited = sigset_t()
    unsafe sigemptyset(&awaited)
    for number in signals where !isIgnored(number) { unsafe sigaddset(&awaited, number) }
    unsafe pthread_sigmask(SIG_BLOCK, &awaited, nil)
    var thread = pthread_t()
    let started = unsafe pthread_create(&thread, nil, { _ in unsafe Stop.wait() }, nil)
    guard started == 0 else {
      errno = started
      throw unpublished("pthread_create", "SIGTERM")
    }
  }

  /// Makes a file or a folder, unless a signal came first; then it never returns.
  static func step(_ make: () throws(Failure) -> Void) throws(Failure) {
    let isDone = try state.withLock { state throws(Failure) in
      if case .stopped = state { return false }
      try make()
      return true
    }
    while !isDone { pause() }
  }

  /// From here on a signal removes these folders or files.
  static func mayLeave(_ paths: [String]) {
    state.withLock { state in
      if case .working = state { state = .staging(paths) }
    }
  }

  /// Work of a library that makes files in its own time.
  static func errand<Result>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
    try step { isOnErrand.withLock { $0 = true } }
    defer { isOnErrand.withLock { $0 = false } }
    return try work()
  }

  /// Does the one step that publishes, unless a signal came first; one that comes meanwhile waits for the outcome.
  static func commit(_ exit: ExitCode, _ publish: () throws(Failure) -> Void) throws(Failure) {
    let isDone = try state.withLock { state throws(Failure) in
      if case .stopped = state { return false }
      try publish()
      state = .committed(exit)
      return true
    }
    while !isDone { pause() }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    // SIG_IGN is the address 1.
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }

  private static func wait() -> UnsafeMutableRawPointer? {
    var awaited = sigset_t()
    unsafe sigemptyset(&awaited)
    for number in signals where !isIgnored(number) { unsafe sigaddset(&awaited, number) }
    var number: Int32 = 0
    guard unsafe sigwait(&awaited, &number) == 0 else { return nil }
    let before = state.withLock { state in
      let before = state
      if case .committed = state {} else { state = .stopped }
      return before
    }
    switch before {
    case .committed(let exit):
      // Too late to stop: the rest takes milliseconds, unless somebody does not read our output.
      usleep(700_000)
      _exit(exit.rawValue)
    case .staging(let paths):
      for _ in 0..<70 where isOnErrand.withLock({ $0 }) { usleep(10_000) }
      for path in paths where unsafe unlink(path) != 0 { removeForGood(path) }
    case .working, .stopped: break
    }
    raiseAgain(number)
    return nil
  }

  /// A library on a slow errand may make one more file while its folder is emptied; once it is gone, none.
  private static func removeForGood(_ folder: String) {
    for _ in 0..<50 where isRealFolder(folder) { removeFolder(folder) }
  }

  private static func raiseAgain(_ number: Int32) {
    signal(number, SIG_DFL)
    var own = sigset_t()
    unsafe sigemptyset(&own)
    unsafe sigaddset(&own, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &own, nil)
    raise(number)
  }
}
