// Rows lie under their keys, however many keys have none.

import Tables
import Testing

@testable import Intake

@Suite struct SheafTests {
  @Test(arguments: [1, 7, 64, 5_000])
  func everyKeyHasItsRowsInTheirOrder(keyCount: Int) {
    for count in [0, 1, 5, 60, 400] {
      var random = SplitMix(seed: UInt64(count))
      var (keys, rows) = ([Int32](), [Veto]())
      for number in 0..<count {
        keys.append(Int32.random(in: 0..<Int32(keyCount), using: &random))
        rows.append(
          Veto(advice: .veto, date: .init(number: number), cleared: nil, place: RowPlace(line: Int32(number))))
      }
      for sorted in [false, true] {
        if sorted { keys.sort() }
        var gathering = Gathering<Veto>()
        for (row, key) in zip(rows, keys) { gathering.add(row, under: key) }
        let (sheaf, order) = gathering.tiedInOrder(keyCount: keyCount)
        #expect(gathering.rows.isEmpty && (order == nil) == zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 })
        #expect((order ?? rows.indices.map { Int32($0) }).map { Int($0) } == sheaf.rows.map(\.date.number))
        for key in -1...Int32(keyCount) {
          let own = keys.indices.filter { keys[$0] == key }
          #expect(sheaf[key].map(\.date.number) == own, "key \(key) of \(keyCount), \(count) rows")
        }
      }
    }
  }
}
