// Text as people mean it: trimmed, and for codes and numbers the compatibility forms of Unicode folded together.

import Foundation

/// ASCII white space, and the ideographic space U+3000 as it stands in UTF-8.
@inline(__always)
package func isBlankByte(_ byte: UInt8) -> Bool { byte == 32 || byte &- 9 < 5 }

/// The part of `start ..< end` without ASCII and ideographic space at its ends.
@inline(__always)
package func trimmed(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> (Int, Int) {
  guard start < end, mayBeSpace(text[start]) || mayBeSpace(text[end - 1]) else { return (start, end) }
  return closelyTrimmed(text, start, end)
}

/// Whether a byte is white space, or the first or last of the ideographic space.
@inline(__always)
private func mayBeSpace(_ byte: UInt8) -> Bool {
  // A printed character of ASCII, most of all, is told at once.
  byte &- 33 >= 94 && (byte <= 32 || byte == 0x80 || byte == 0xE3)
}

private func closelyTrimmed(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> (Int, Int) {
  var (from, to) = (start, end)
  while from < to {
    if isBlankByte(text[from]) {
      from += 1
    } else if to - from >= 3, text[from] == 0xE3, text[from + 1] == 0x80, text[from + 2] == 0x80 {
      from += 3
    } else {
      break
    }
  }
  while from < to {
    if isBlankByte(text[to - 1]) {
      to -= 1
    } else if to - from >= 3, text[to - 1] == 0x80, text[to - 2] == 0x80, text[to - 3] == 0xE3 {
      to -= 3
    } else {
      break
    }
  }
  return (from, to)
}

/// Without ASCII and ideographic space at its ends.
package func trimmedText(_ text: Substring) -> String {
  let bytes = Array(text.utf8)
  let (start, end) = trimmed(bytes.span, 0, bytes.count)
  return String(decoding: bytes[start..<end], as: UTF8.self)
}

/// The words for "nothing": an empty cell, `-`, `—`, `/`, `无`, `空`.
@inline(__always)
package func saysNothing(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
  if start == end { return true }
  guard end - start <= 3 else { return false }
  switch (end - start, eightBytes(text, start, end)) {
  case (1, 0x2D), (1, 0x2F), (3, 0x94_80E2), (3, 0xA0_97E6), (3, 0xBA_A9E7): return true
  default: return false
  }
}

/// The compatibility composition (NFKC): full-width forms become plain ones.
package func foldedForm(_ text: String) -> String {
  text.precomposedStringWithCompatibilityMapping
}

/// A code as it is compared and printed: folded, upper case.
package func foldedCode(_ text: String) -> String {
  foldedForm(text).uppercased()
}

/// A name as it is compared: folded, with half-width brackets, without white space.
package func foldedName(_ text: String) -> String {
  var name = ""
  for scalar in foldedForm(text).unicodeScalars where !scalar.properties.isWhitespace {
    name.unicodeScalars.append(scalar)
  }
  return name
}

/// Whether the bytes need no folding as a number or a date.
@inline(__always)
package func isASCII(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
  allPass(text, start, end) { $0 & repeated(0x80) == 0 }
}

/// Whether the bytes stand as a folded code already: ASCII without small letters.
@inline(__always)
package func isFoldedCode(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
  allPass(text, start, end) { isFoldedCode($0) }
}

/// The same of eight bytes.
@inline(__always)
func isFoldedCode(_ word: UInt64) -> Bool {
  // What is no ASCII is found by its high bit; in the rest a small letter is what passes 128 when counted from `a` but
  // not when counted from behind `z`.
  let small = (word &+ repeated(128 - 97)) & ~(word &+ repeated(128 - 123))
  return (word | small) & repeated(0x80) == 0
}
