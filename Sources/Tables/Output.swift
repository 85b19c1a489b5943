// Bytes as they are written, one text after another: room is made ahead, and texts are copied sixteen bytes at a time.

package struct Output: Sendable {
  /// What is written, and at least `spareBytes` more: words are written and read whole.
  private var room: [UInt8]
  package private(set) var count = 0

  /// - Parameter capacity: about how many bytes there will be.
  package init(capacity: Int = 1024) { room = [UInt8](repeating: 0, count: capacity + spareBytes) }

  /// What was written, as text.
  package var text: String { String(decoding: room[..<count], as: UTF8.self) }

  /// What was written; the room itself where nobody writes on.
  package var bytes: [UInt8] {
    consuming get {
      room.removeLast(room.count - count)
      return room
    }
  }

  package mutating func append(_ byte: UInt8) {
    makeRoom(for: 1)
    room[count] = byte
    count += 1
  }

  package mutating func append(_ bytes: [UInt8]) { append(bytes.span, 0, bytes.count) }

  package mutating func append(_ text: String) {
    let span = text.utf8Span.span
    append(span, 0, span.count)
  }

  /// Appends the bytes `start ..< end` of a text.
  mutating func append(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
    write(upTo: end - start) { room, at in
      var at = at
      put(text, start, count: end - start, &room, &at)
      return at
    }
  }

  /// Appends such stretches of a text, one behind the other.
  mutating func append(_ text: Span<UInt8>, _ stretches: [(start: Int, end: Int)]) {
    write(upTo: stretches.reduce(0) { $0 + $1.end - $1.start }) { room, at in
      var at = at
      for stretch in stretches { put(text, stretch.start, count: stretch.end - stretch.start, &room, &at) }
      return at
    }
  }

  /// Appends a number in decimal digits, with zeros before it up to a width.
  package mutating func append(digits value: UInt64, atLeast width: Int = 1) {
    let length = max(width, decimalLength(value))
    write(upTo: length) { room, start in
      var at = start
      put(digits: value, width: length, &room, &at)
      return at
    }
  }

  package mutating func append(number value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(digits: value.magnitude)
  }

  /// Appends a number of millionths with six decimals; never negative.
  mutating func append(millionths value: Int64) {
    append(number: value / 1_000_000)
    append(UInt8(ascii: "."))
    append(digits: UInt64(value % 1_000_000), atLeast: 6)
  }

  /// What was written, and at least `spareBytes` more.
  var whole: [UInt8] { room }

  /// Forgets what was written from a place on.
  mutating func removeAll(from end: Int) { count = end }

  /// Lets somebody write where the text ends.
  ///
  /// - Parameter more: no more bytes are written; of what is put in whole words, `spareBytes` more may be touched.
  /// - Parameter write: writes from a place of the room on, and returns where it ended.
  mutating func write(upTo more: Int, _ write: (inout MutableRawSpan, Int) -> Int) {
    makeRoom(for: more)
    let start = count
    var span = room.mutableSpan
    var bytes = unsafe span.mutableBytes
    count = write(&bytes, start)
  }

  private mutating func makeRoom(for more: Int) {
    let needed = count + more + spareBytes
    guard needed > room.count else { return }
    room += repeatElement(0, count: max(room.count, needed - room.count))
  }
}
