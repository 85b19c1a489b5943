// Values of rows, found by row number and kept chunk by chunk as screening handed them over.

import Intake
package import Screening

/// A value for every row number.
///
/// A generic of another module is not specialised, so that the subscripts are written out for the values that there are.
package struct ByRow<Value: Sendable>: Sendable {
  private let layout: Layout
  /// By chunk, then row.
  private var chunks: [[Value]] = []

  init(_ layout: Layout) { self.layout = layout }

  /// Adds the values of the next chunk's rows.
  mutating func append(_ values: [Value]) { chunks.append(values) }

  @inline(__always)
  private func value(_ number: Int) -> Value {
    let (chunk, row) = layout.locate(number)
    return chunks[chunk][row]
  }

  /// Changes the value of a row.
  mutating func change(_ number: Int, _ body: (inout Value) -> Void) {
    let (chunk, row) = layout.locate(number)
    body(&chunks[chunk][row])
  }
}

extension ByRow where Value == Int64 {
  package subscript(number: Int) -> Int64 { value(number) }
}

extension ByRow where Value == OutcomeReasons {
  package subscript(number: Int) -> OutcomeReasons { value(number) }
}
