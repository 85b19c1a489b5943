@testable import Papers
import Testing

@Test func capitalAmounts() { #expect(capitalAmount(0) == "零元整") }
