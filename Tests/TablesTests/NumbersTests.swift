import Tables
import Testing

/// What a column of numbers may hold, on both sides of every edge of four bytes.
private let edges: [Int64] = [
  Cell.missing, Cell.invalid, -1, 0, 1, Int64(UInt32.max) - 1, Int64(UInt32.max), Int64(UInt32.max) + 1, .max,
]

@Test(arguments: edges)
func `A column gives every number back`(number: Int64) {
  #expect(Array(Numbers([7, number, Cell.missing])) == [7, number, Cell.missing])
}

@Test func `A column that is written says what an array says`() {
  var chance = Chance(seed: 5)
  for _ in 0..<200 {
    var array = [Int64](repeating: 0, count: 5)
    var numbers = Numbers(repeating: 0, count: 5)
    for _ in 0..<8 {
      let (row, number) = (Int.random(in: 0..<5, using: &chance), edges.randomElement(using: &chance)!)
      array[row] = number
      numbers[row] = number
      #expect(Array(numbers) == array)
    }
  }
}

@Test func `A column may be blank throughout`() {
  #expect(Array(Numbers(repeating: Cell.missing, count: 2)) == [Cell.missing, Cell.missing])
}

/// Texts of one length are kept without their ends until one differs.
@Test(arguments: [
  [], [""], ["", ""], ["ab", "cd"], ["ab", "cd", "e"], ["ab", ""], ["", "ab"], ["", "", "c", ""],
  ["a", "bc", "def", "g"],
])
func `Texts give every text back`(texts: [String]) {
  var kept = Texts()
  for text in texts { kept.append(Array(text.utf8)[...]) }
  #expect(kept.count == texts.count)
  #expect((0..<kept.count).map { String(decoding: kept[$0], as: UTF8.self) } == texts)
}

@Test func `Rare values are found in whatever order they are asked for`() {
  var chance = Chance(seed: 7)
  for _ in 0..<200 {
    var rare = Rare<Int64>()
    var number = 0
    for _ in 0..<chance.below(12) {
      number += 1 + chance.below(4)
      rare.append(number, Int64(number * 10))
    }
    let upwards = (0..<Int32(number + 3)).map { $0 }
    let anyhow = (0..<40).map { _ in Int32(chance.below(number + 3)) }
    for asked in [upwards, upwards.reversed(), anyhow] { #expect(rare.of(asked) == asked.map { rare[Int($0)] }) }
  }
}
