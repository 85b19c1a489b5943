// SIGTERM, SIGINT and SIGHUP stop a run within a second, leave nothing behind, and are raised again; once the run is
// published they come too late, and the exit code stays that of the published run.
//
// A thread of its own waits for the signals, because the work may be deep in a sort or in an fsync. It shares one locked
// state with the work: before each new file the work passes `gate`, which never returns once a signal has come. So the
// waiting thread may remove the staging folder without a race, and end the process.

import Glibc
import Synchronization

enum Stop {
  private enum State {
    case working
    /// Papers are being written into these folders.
    case staging([String])
    /// The run stands; this is how the program ends.
    case committed(ExitCode)
    case stopped
  }

  private static let state = Mutex(State.working)
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

  /// Waits until no signal has come; never returns after one.
  static func gate() throws(Failure) {
    let isStopped = state.withLock { state in
      if case .stopped = state { true } else { false }
    }
    while isStopped { pause() }
  }

  /// From here on a signal removes these folders.
  static func mayLeave(_ folders: [String]) throws(Failure) {
    try gate()
    state.withLock { state in
      if case .working = state { state = .staging(folders) }
    }
    try gate()
  }

  /// Does the one step that publishes, unless a signal came first; one that comes meanwhile waits for the outcome.
  static func commit(_ exit: ExitCode, _ step: () throws(Failure) -> Void) throws(Failure) {
    try gate()
    try state.withLock { state throws(Failure) in
      if case .stopped = state { return }
      try step()
      state = .committed(exit)
    }
    try gate()
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
    case .staging(let folders): for folder in folders { removeFolder(folder) }
    case .working, .stopped: break
    }
    raiseAgain(number)
    return nil
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
