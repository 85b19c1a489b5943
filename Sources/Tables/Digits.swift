// Numbers as digits, put where there is room for them: eight at once, so that some bytes behind them may be touched.

@inline(__always)
func put(number value: Int64, _ room: inout MutableRawSpan, _ at: inout Int) {
  // Of one digit, as many are.
  if value >= 0, value < 10 { return put(UInt8(truncatingIfNeeded: 48 &+ value), &room, &at) }
  if value < 0 { put(UInt8(ascii: "-"), &room, &at) }
  put(digits: value.magnitude, width: decimalLength(value.magnitude), &room, &at)
}

func put(millionths value: Int64, _ room: inout MutableRawSpan, _ at: inout Int) {
  put(number: value / 1_000_000, &room, &at)
  put(UInt8(ascii: "."), &room, &at)
  put(digits: UInt64(value % 1_000_000), width: 6, &room, &at)
}

func put(moment value: Int64, _ room: inout MutableRawSpan, _ at: inout Int) {
  let (day, rest) = dayAndSeconds(value)
  put(day: day, &room, &at)
  put(UInt8(ascii: " "), rest / 3600, &room, &at)
  put(UInt8(ascii: ":"), rest / 60 % 60, &room, &at)
  put(UInt8(ascii: ":"), rest % 60, &room, &at)
}

func put(day: Day, _ room: inout MutableRawSpan, _ at: inout Int) {
  let (year, month, day) = day.parts
  put(digits: UInt64(year), width: max(4, decimalLength(UInt64(year))), &room, &at)
  put(UInt8(ascii: "-"), month, &room, &at)
  put(UInt8(ascii: "-"), day, &room, &at)
}

private func put(_ mark: UInt8, _ twoDigits: Int, _ room: inout MutableRawSpan, _ at: inout Int) {
  put(mark, &room, &at)
  put(UInt8(48 + twoDigits / 10), &room, &at)
  put(UInt8(48 + twoDigits % 10), &room, &at)
}

/// As many digits of a number.
@inline(__always)
func put(digits value: UInt64, width: Int, _ room: inout MutableRawSpan, _ at: inout Int) {
  put(digits: value, width: width, &room, from: at)
  at += width
}

/// The same at a place that is told, so that the place where the text ends can stay in a register.
private func put(digits value: UInt64, width: Int, _ room: inout MutableRawSpan, from at: Int) {
  guard width > 8 else {
    let digits = eightDigits(value) &>> UInt64(truncatingIfNeeded: 8 &* (8 &- width))
    room.storeBytes(of: digits, toByteOffset: at, as: UInt64.self)
    return
  }
  put(digits: value / 100_000_000, width: width - 8, &room, from: at)
  put(digits: value % 100_000_000, width: 8, &room, from: at + width - 8)
}

/// A number below 10^8 in eight digits, as they lie in memory.
@inline(__always)
private func eightDigits(_ value: UInt64) -> UInt64 {
  // Two numbers of four digits, then four of two, then eight of one: all within the word at once. The factors divide by
  // a hundred and by ten what has no more digits than that.
  let fours = value / 10_000 | (value % 10_000) &<< 32
  let hundreds = (fours &* 10_486) &>> 20 & 0x0000_007F_0000_007F
  let twos = hundreds | (fours &- hundreds &* 100) &<< 16
  let tens = (twos &* 103) &>> 10 & 0x000F_000F_000F_000F
  return (tens | (twos &- tens &* 10) &<< 8 | repeated(48)).littleEndian
}

/// How many digits a number has.
@inline(__always)
func decimalLength(_ value: UInt64) -> Int {
  // A digit for every 3.32 bits, or one less.
  let most = ((64 - (value | 1).leadingZeroBitCount) * 1233) &>> 12
  return value >= powersOfTen[most] ? most + 1 : max(1, most)
}

private let powersOfTen: [20 of UInt64] = [
  1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
  100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
  10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
]
