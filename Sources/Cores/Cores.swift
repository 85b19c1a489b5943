// Parts of a work are made on all cores and taken in their order, so that nobody sees how many cores there were.

import Dispatch
import Synchronization

/// How many cores a work may take.
package struct Cores: Sendable {
  package let count: Int

  package init(_ count: Int) {
    precondition(count > 0, "no work is done on \(count) cores")
    self.count = count
  }

  package static let one = Cores(1)

  /// Makes the parts `0 ..< parts` and takes each in its order, one at a time, while later ones are being made.
  ///
  /// - Parameter ahead: how many parts may be made that are not taken; nil for a few per core, so that memory does not
  ///   grow with their number.
  /// - Parameter make: makes a part; called on any core, in any order.
  /// - Parameter take: adds a part to the state; called once for each, part 0 first.
  /// - Returns: the state with all parts.
  package func inOrder<Part: Sendable, State: Sendable>(
    _ parts: Int, ahead: Int? = nil, into state: consuming State, make: @Sendable (Int) -> Part,
    take: @Sendable (inout State, Part) -> Void
  ) -> State {
    guard count > 1, parts > 1 else {
      var state = state
      for part in 0..<parts { take(&state, make(part)) }
      return state
    }
    let line = Line<Part>()
    let taken = Mutex(state)
    let permits = DispatchSemaphore(value: ahead ?? count * 3)
    DispatchQueue.concurrentPerform(iterations: min(count, parts)) { _ in
      while true {
        permits.wait()
        guard let part = line.next(below: parts) else { break }
        line.put(make(part), at: part)
        while let ready = line.claim() {
          taken.withLock { take(&$0, ready) }
          permits.signal()
          line.release()
        }
      }
      permits.signal()
    }
    return taken.withLock { $0 }
  }

  /// Begins a work on another core, if there is one; else it is done at once.
  package func begin(_ work: @escaping @Sendable () -> Void) -> BegunWork {
    let begun = BegunWork()
    if count > 1 { DispatchQueue.global().async(group: begun.group, execute: work) } else { work() }
    return begun
  }

  /// Makes the parts `0 ..< parts` and returns them in their order.
  package func map<Part: Sendable>(_ parts: Int, _ make: @Sendable (Int) -> Part) -> [Part] {
    inOrder(parts, into: [], make: make) { $0.append($1) }
  }
}

/// A work that somebody does meanwhile.
package struct BegunWork: Sendable {
  fileprivate let group = DispatchGroup()

  /// Returns once it is done.
  package func wait() { group.wait() }
}

/// Parts on their way: which one is made next, which are made and wait, whose turn it is.
private final class Line<Part: Sendable>: Sendable {
  private struct State: Sendable {
    var next = 0
    var turn = 0
    var waiting: [Int: Part] = [:]
    var isClaimed = false
  }

  private let state = Mutex(State())

  func next(below end: Int) -> Int? {
    state.withLock { state in
      guard state.next < end else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  func put(_ part: Part, at index: Int) {
    state.withLock { $0.waiting[index] = part }
  }

  /// The part whose turn it is, nil if it is not made yet or somebody else is taking one.
  func claim() -> Part? {
    state.withLock { state in
      guard !state.isClaimed, let part = state.waiting.removeValue(forKey: state.turn) else { return nil }
      state.isClaimed = true
      return part
    }
  }

  func release() {
    state.withLock { state in
      state.isClaimed = false
      state.turn += 1
    }
  }
}
