// Values of rows, found by row number and kept chunk by chunk as screening handed them over.

import Intake
package import Screening
package import Tables

/// A column of values for every chunk.
///
/// A generic of another module is not specialised, so that the subscripts are written out for the columns that there are.
package struct ByRow<Column: Sendable>: Sendable {
  private let layout: Layout
  private var chunks: [Column] = []

  init(_ layout: Layout) { self.layout = layout }

  /// Adds the values of the next chunk's rows.
  mutating func append(_ values: Column) { chunks.append(values) }
}

package typealias NumbersByRow = ByRow<Numbers>

extension ByRow where Column == Numbers {
  package internal(set) subscript(number: Int) -> Int64 {
    get {
      let (chunk, row) = layout.locate(number)
      return chunks[chunk][row]
    }
    set {
      let (chunk, row) = layout.locate(number)
      chunks[chunk][row] = newValue
    }
  }

  /// The values of a chunk's rows.
  func column(_ chunk: Int) -> Numbers { chunks[chunk] }
}

extension ByRow where Column == [OutcomeReasons] {
  package internal(set) subscript(number: Int) -> OutcomeReasons {
    get { self[layout.locate(number)] }
    set { self[layout.locate(number)] = newValue }
  }

  /// The values of a chunk's rows.
  func column(_ chunk: Int) -> [OutcomeReasons] { chunks[chunk] }

  /// Changes values of a chunk's rows, all at once.
  mutating func change(_ chunk: Int, _ body: (inout [OutcomeReasons]) -> Void) { body(&chunks[chunk]) }

  subscript(place: (chunk: Int, row: Int)) -> OutcomeReasons {
    get { chunks[place.chunk][place.row] }
    set { chunks[place.chunk][place.row] = newValue }
  }
}
