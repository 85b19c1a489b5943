// Works that mostly wait, as for a disk, so that they take hardly anything from the cores.

import Dispatch
import Synchronization

/// Works that are done one after another, while who began them goes on.
package struct Lane: Sendable {
  // A queue of its own has a thread of its own, while those that share one wait for each other.
  private let queue = DispatchQueue(label: "lane")

  package init() {}

  package func begin(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

  /// Returns once all works are done that were begun before.
  package func wait() { queue.sync {} }
}

extension Cores {
  /// Makes parts that mostly wait, as for a disk: up to eight at once, however few cores there are.
  ///
  /// - Returns: the parts in their order.
  package static func awaiting<Part: Sendable>(_ parts: Int, _ make: @escaping @Sendable (Int) -> Part) -> [Part] {
    let made = Waiting([Part?](repeating: nil, count: parts))
    let lanes = (0..<min(parts, 8)).map { _ in Lane() }
    for at in lanes.indices {
      lanes[at].begin {
        for part in stride(from: at, to: parts, by: lanes.count) { made.put(make(part), at: part) }
      }
    }
    for lane in lanes { lane.wait() }
    return made.all
  }
}

/// Parts that are made in any order.
private final class Waiting<Part: Sendable>: Sendable {
  private let parts: Mutex<[Part?]>

  init(_ parts: [Part?]) { self.parts = Mutex(parts) }

  func put(_ part: Part, at index: Int) { parts.withLock { $0[index] = part } }

  var all: [Part] { parts.withLock { $0.map { $0! } } }
}
