import Cores
import Dispatch
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
