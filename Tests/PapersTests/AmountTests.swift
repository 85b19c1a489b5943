import Testing

@testable import Papers

@Test func capitalAmounts() { #expect(capitalAmount(0) == "零元整") }
