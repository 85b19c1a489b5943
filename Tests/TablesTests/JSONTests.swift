import Foundation
import Tables
import Testing

@Test func `An object's keys stand in the order of their bytes, without spaces, on one line`() {
  let value = JSON.object([
    "b": .array([.integer(1), .null, .bool(true), .bool(false)]), "a": .string("甲"), "B": .object([:]), "甲": .array([]),
    "": .integer(-5), "aa": .string(""),
  ])
  #expect(value.line == #"{"":-5,"B":{},"a":"甲","aa":"","b":[1,null,true,false],"甲":[]}"#)
}

@Test func `Keys beyond the basic plane follow the bytes of UTF-8, not of UTF-16`() {
  #expect(JSON.object(["\u{FF01}": .null, "😀": .null]).line == #"{"！":null,"😀":null}"#)
}

@Test func `A string escapes the quote, the backslash and the control characters, and nothing else`() {
  #expect(JSON.string("\"\\/").line == #""\"\\/""#)
  #expect(JSON.string("\n\r\t\u{0}\u{1F}").line == #""\u000a\u000d\u0009\u0000\u001f""#)
  #expect(JSON.string("\u{7F}\u{2028}<&>").line == "\"\u{7F}\u{2028}<&>\"")
}

@Test func `Integers keep all 64 bits`() {
  #expect(JSON.array([.integer(.max), .integer(.min)]).line == "[9223372036854775807,-9223372036854775808]")
}

@Test func `Any JSON parser reads back the strings that were written`() throws {
  var chance = Chance(seed: 8259)
  let scalars: [Unicode.Scalar] = ["\"", "\\", "\n", "\u{0}", "\u{8}", "a", "甲", "😀", "\u{2028}", "/", "\u{7F}"]
  for _ in 0..<300 {
    var text = ""
    let plain = chance.below(20)
    for _ in 0..<chance.below(40) {
      text.unicodeScalars.append(chance.below(20) < plain ? "b" : chance.pick(scalars))
    }
    let parsed = try JSONSerialization.jsonObject(with: Data(JSON.array([.string(text)]).line.utf8)) as? [String]
    #expect(parsed == [text])
  }
}

@Test func `Every stretch of a text is written as it is, however long`() {
  let text = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
  for start in 0..<20 {
    for end in start...text.count {
      var output = Output(capacity: 4)
      output.append(json: text[start..<end])
      output.append(Array(text[start..<end]))
      let expected = "\"" + String(decoding: text[start..<end], as: UTF8.self) + "\""
      #expect(output.text == expected + expected.dropFirst().dropLast())
    }
  }
}

@Test func `Bytes are written as two small hexadecimal digits each`() {
  #expect(hex([0x00, 0x0F, 0xA5, 0xFF]) == "000fa5ff")
  #expect(hex([]) == "")
}

@Test func `A value comes back from its line, with spaces between its words and without`() throws {
  let value = JSON.object(["a": .array([.integer(-1), .object([:]), .array([])]), "b": .string("\"\n甲"), "c": .null])
  #expect(try JSON(parsing: Array(value.line.utf8)) == value)
  let spaced = #" { "a" : [ -1 , { } , [ ] ] , "b" : "\"\n甲" , "c" : null } "#
  #expect(try JSON(parsing: Array(spaced.utf8)) == value)
}

@Test(arguments: [
  "", " ", "\"", "\"a", "\"a\\", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\u{1}\"", "[", "[1", "[1,", "[1,]", "[1 2]",
  "[1}",
  "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{\"a\":1]",
  "{\"a\":1,\"a\":2}", "-",
  "01", "-01", "1.5", "1e3", "9223372036854775808", "nul", "True", "[] []", "1 2",
])
func `What is no JSON, or more than one value, is refused`(_ text: String) {
  #expect(throws: JSON.Malformed.self) { try JSON(parsing: Array(text.utf8)) }
}
