// Items and levels by what the forms and registers call them.

import Rulebook
import Tables

/// The names of items and levels; a table's words are looked up by bytes, without making Strings, and numbered.
struct NameTable: Sendable {
  private var words = Symbols()
  private var itemOfWord: [Int] = []
  /// By item and word, the level or -1.
  private var levelOfWord: [[Int32]] = []

  init(_ rulebook: Rulebook) {
    // An id goes before a title, a title before an alias, and the first before the next: what counts most is set last.
    let items = rulebook.items.map { (id: words.intern($0.id), title: words.intern($0.title)) }
    let levels = rulebook.levels.map { (id: words.intern($0.id), title: words.intern($0.title)) }
    let aliases = rulebook.aliases.map { words.intern($0.text) }
    itemOfWord = Array(repeating: -1, count: words.count)
    for item in items.indices.reversed() { itemOfWord[Int(items[item].title)] = item }
    for item in items.indices.reversed() { itemOfWord[Int(items[item].id)] = item }
    levelOfWord = Array(repeating: Array(repeating: -1, count: words.count), count: items.count)
    for (alias, word) in zip(rulebook.aliases, aliases).reversed() {
      levelOfWord[alias.item][Int(word)] = Int32(alias.level)
    }
    for (item, rules) in rulebook.items.enumerated() {
      for level in rules.levels.reversed() { levelOfWord[item][Int(levels[level].title)] = Int32(level) }
      for level in rules.levels.reversed() { levelOfWord[item][Int(levels[level].id)] = Int32(level) }
    }
  }

  /// By row of a table, the number that the word of a column has here.
  func words(_ table: Table, _ column: Int) -> [Int32] {
    table.numbers(column, in: words, blank: NameTable.blank, unknown: NameTable.unknown)
  }

  /// The numbers of no word, and of one that names nothing.
  static let blank: Int32 = -1
  static let unknown: Int32 = -2

  func item(_ word: Int32) -> Int? {
    guard word >= 0, itemOfWord[Int(word)] >= 0 else { return nil }
    return itemOfWord[Int(word)]
  }

  func level(_ word: Int32, of item: Int) -> Int? {
    guard word >= 0, levelOfWord[item][Int(word)] >= 0 else { return nil }
    return Int(levelOfWord[item][Int(word)])
  }
}
