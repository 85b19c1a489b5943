// Numbers as digits, put where there is room for them.

@inline(__always)
func put(number value: Int64, _ pairs: Span<UInt16>, _ room: inout MutableRawSpan, _ at: inout Int) {
  if value < 0 { put(UInt8(ascii: "-"), &room, &at) }
  put(digits: value.magnitude, width: decimalLength(value.magnitude), pairs, &room, &at)
}

func put(millionths value: Int64, _ pairs: Span<UInt16>, _ room: inout MutableRawSpan, _ at: inout Int) {
  put(number: value / 1_000_000, pairs, &room, &at)
  put(UInt8(ascii: "."), &room, &at)
  put(digits: UInt64(value % 1_000_000), width: 6, pairs, &room, &at)
}

func put(moment value: Int64, _ pairs: Span<UInt16>, _ room: inout MutableRawSpan, _ at: inout Int) {
  let (date, rest) = dayAndSeconds(value)
  let (year, month, day) = date.parts
  put(digits: UInt64(year), width: 4, pairs, &room, &at)
  put(UInt8(ascii: "-"), month, pairs, &room, &at)
  put(UInt8(ascii: "-"), day, pairs, &room, &at)
  put(UInt8(ascii: " "), rest / 3600, pairs, &room, &at)
  put(UInt8(ascii: ":"), rest / 60 % 60, pairs, &room, &at)
  put(UInt8(ascii: ":"), rest % 60, pairs, &room, &at)
}

@inline(__always)
func put(
  _ mark: UInt8, _ twoDigits: Int, _ pairs: Span<UInt16>, _ room: inout MutableRawSpan, _ at: inout Int
) {
  put(mark, &room, &at)
  put(digits: UInt64(twoDigits), width: 2, pairs, &room, &at)
}

/// As many digits of a number, two at a time, the last ones first.
@inline(__always)
func put(
  digits value: UInt64, width: Int, _ pairs: Span<UInt16>, _ room: inout MutableRawSpan, _ at: inout Int
) {
  var (rest, left) = (value, width)
  while left >= 2 {
    left -= 2
    room.storeBytes(of: pairs[Int(rest % 100)], toByteOffset: at + left, as: UInt16.self)
    rest /= 100
  }
  if left == 1 { room.storeBytes(of: UInt8(48 + rest % 10), toByteOffset: at, as: UInt8.self) }
  at += width
}

/// Of every number below 100 its two digits, as they lie in memory.
let pairsOfDigits: [UInt16] = (0..<100).map { UInt16(littleEndian: 48 + $0 / 10 | (48 + $0 % 10) << 8) }

/// How many digits a number has.
func decimalLength(_ value: UInt64) -> Int {
  var (length, rest) = (1, value)
  while rest >= 10_000 { (length, rest) = (length + 4, rest / 10_000) }
  while rest >= 10 { (length, rest) = (length + 1, rest / 10) }
  return length
}
