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
  var again = Texts()
  for index in texts.indices { again.append(index, of: kept) }
  for all in [kept, again] {
    #expect(all.count == texts.count)
    #expect((0..<all.count).map { String(decoding: all[$0], as: UTF8.self) } == texts)
  }
}
