import Cores
import Dispatch
import Synchronization
import Testing

@Test func `Parts that wait are made at once, also where there are fewer cores, and come in their order`() {
  // Each waits until all eight have begun.
  let (begun, all) = (DispatchGroup(), 8)
  for _ in 0..<all { begun.enter() }
  let made = Cores.awaiting(20) { part in
    if part < all {
      begun.leave()
      guard begun.wait(timeout: .now() + 60) == .success else { return -1 }
    }
    return part
  }
  #expect(made == Array(0..<20))
  #expect(Cores.awaiting(0) { $0 }.isEmpty)
}

@Test func `Works of one lane are done one after another, and waited for`() {
  let done = Mutex<[Int]>([])
  let lane = Lane()
  lane.wait()
  for work in 0..<100 { lane.begin { done.withLock { $0.append(work) } } }
  lane.wait()
  #expect(done.withLock { $0 } == Array(0..<100))
}
