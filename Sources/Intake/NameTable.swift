// Items and levels by what the forms call them.

import Rulebook
import Tables

/// The names of items and levels, looked up by bytes without making Strings.
struct NameTable: Sendable {
  private var words = Symbols()
  private var itemOfWord: [Int] = []
  /// By item and word, the level or -1.
  private var levelOfWord: [[Int32]] = []

  init(_ rulebook: Rulebook) {
    for item in rulebook.items {
      _ = words.intern(item.id)
      _ = words.intern(item.title)
    }
    for level in rulebook.levels {
      _ = words.intern(level.id)
      _ = words.intern(level.title)
    }
    for alias in rulebook.aliases { _ = words.intern(alias.text) }
    let texts = (0..<Int32(words.count)).map(words.string)
    itemOfWord = texts.map { rulebook.item(named: $0) ?? -1 }
    levelOfWord = rulebook.items.indices.map { item in
      texts.map { Int32(rulebook.level(named: $0, of: item) ?? -1) }
    }
  }

  func item(_ text: ArraySlice<UInt8>) -> Int? {
    guard let word = words.number(of: text), itemOfWord[Int(word)] >= 0 else { return nil }
    return itemOfWord[Int(word)]
  }

  func level(_ text: ArraySlice<UInt8>, of item: Int) -> Int? {
    guard let word = words.number(of: text), levelOfWord[item][Int(word)] >= 0 else { return nil }
    return Int(levelOfWord[item][Int(word)])
  }
}
