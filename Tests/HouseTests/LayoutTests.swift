import Foundation
import Testing

@Test func `A file is one idea: none is longer than 400 lines`() {
  for source in House.everything {
    let lines = source.text.utf8.count { $0 == UInt8(ascii: "\n") }
    #expect(lines <= 400, "\(source) has \(lines) lines")
  }
}

@Test func `Every source opens with the sentence that says what it is`() {
  for source in House.sources {
    #expect(source.text.hasPrefix("// ") || source.text.hasPrefix("/// "), "\(source)")
  }
}

@Test func `Nothing is left to be done later`() {
  // Put together, so that this file does not find itself.
  let notes = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
  for source in House.everything {
    let found = notes.filter { source.text.contains($0) }
    #expect(found.isEmpty, "\(source) says \(found)")
  }
}

@Test func `No file knows the machine that it was written on`() throws {
  let homes = ["work", "root", "home"].map { Array("/\($0)".utf8) }
  for path in House.files() {
    let bytes = try House.bytes(of: path)
    for home in homes {
      let found = firstPath(home, in: bytes)
      #expect(found == nil, "\(path) names \(String(decoding: home, as: UTF8.self)) at byte \(found ?? 0)")
    }
  }
}

/// Where `home` begins a path: nothing before it that makes the path a relative one, no letter behind it.
private func firstPath(_ home: [UInt8], in bytes: Data) -> Int? {
  var from = bytes.startIndex
  while let found = bytes.range(of: Data(home), in: from..<bytes.endIndex) {
    let relative = found.lowerBound > bytes.startIndex && continues(bytes[found.lowerBound - 1], "_-.})~*")
    let longer = found.upperBound < bytes.endIndex && continues(bytes[found.upperBound], "_-")
    if !relative, !longer { return found.lowerBound }
    from = found.upperBound
  }
  return nil
}

private func continues(_ byte: UInt8, _ signs: String) -> Bool {
  let character = Character(Unicode.Scalar(byte))
  return byte >= 0x80 || character.isLetter || character.isNumber || signs.contains(character)
}

@Test func `A path of a machine is told from a relative one`() {
  let slash = "/"
  #expect(firstPath(Array("/x".utf8), in: Data("cd \(slash)x".utf8)) == 3)
  #expect(firstPath(Array("/x".utf8), in: Data("\"\(slash)x/y\"".utf8)) == 1)
  for relative in ["../x/y", "a/x", "~/x", "${A}/x", "/xy", "/x-y"] {
    #expect(firstPath(Array("/x".utf8), in: Data(relative.utf8)) == nil, "\(relative)")
  }
}
