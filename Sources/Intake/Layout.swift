// Row numbers and chunks: which chunk a row is in.

/// Where the chunks of a year begin.
package struct Layout: Sendable {
  /// By chunk, the number of its first row; last the number of all rows.
  private var bases = [0]
  /// By every 1,024th row number, the chunk that it is in.
  private var guides: [Int32] = []

  mutating func append(rows: Int) {
    let end = bases[bases.count - 1] + rows
    while guides.count << 10 < end { guides.append(Int32(bases.count - 1)) }
    bases.append(end)
  }

  /// The chunk and the row in it of a row number.
  package func locate(_ number: Int) -> (chunk: Int, row: Int) {
    var chunk = Int(guides[number >> 10])
    while bases[chunk + 1] <= number { chunk += 1 }
    return (chunk, number - bases[chunk])
  }
}
