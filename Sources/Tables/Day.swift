// Days and moments, read from bytes and counted in the proleptic Gregorian calendar, without a clock or a time zone.

/// A day, counted from 1970-01-01.
package struct Day: Hashable, Comparable, Sendable {
  package let number: Int

  package init(number: Int) { self.number = number }

  /// The day of a calendar date, or nil if the calendar has none.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= 28 || day <= Day.length(month, of: year)
    else { return nil }
    // Days from civil, counting the year from March so that the leap day comes last.
    let shifted = UInt(month > 2 ? year : year - 1)
    let dayOfYear = (153 * UInt(month > 2 ? month - 3 : month + 9) + 2) / 5 + UInt(day) - 1
    number = Int(shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear) - 719_468
  }

  /// A day as the tables write it, in any of their forms; nil if the text is none.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    let value = readDay(bytes.span, 0, bytes.count)
    guard Cell.isKnown(value) else { return nil }
    number = Int(value)
  }

  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  /// Year, month and day.
  package var parts: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  /// `2024-05-03`
  package var description: String {
    shortText { room, at in put(day: self, &room, &at) }
  }

  /// The day that a spreadsheet's serial number stands for, in the 1900 date system.
  package init(spreadsheetSerial serial: Int) { number = serial - 25_569 }

  private static func length(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }
}

/// `2025-03-05 11:14:00` of a moment in seconds.
package func momentText(_ seconds: Int64) -> String {
  shortText { room, at in put(moment: seconds, &room, &at) }
}

/// A text of less than thirty bytes.
private func shortText(_ put: (inout MutableRawSpan, inout Int) -> Void) -> String {
  var output = Output(capacity: 32)
  output.write(upTo: 30) { room, start in
    var at = start
    put(&room, &at)
    return at
  }
  return output.text
}

/// The day of a moment, and its seconds on that day; rounded down, so that a time before 1970 is one of its own day.
func dayAndSeconds(_ moment: Int64) -> (Day, seconds: Int) {
  let rest = (Int(moment) % 86_400 + 86_400) % 86_400
  return (Day(number: (Int(moment) - rest) / 86_400), rest)
}

/// A number with leading zeros up to `width` digits.
package func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// A day: `2024-05-03`, `2024/5/3`, `2024.5.3`, `2024年5月3日` or `20240503`.
package func readDay(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
  if end - start == 10, let (year, month) = yearAndMonth(eightBytes(text, start)),
    let day = digitPairs(eightBytes(text, start + 8, end), of: 0x3030, marks: 0)
  {
    return Day(year: year, month: month, day: pair(day, 0)).map { Int64($0.number) } ?? Cell.invalid
  }
  guard let day = scanDay(text, start, end), day.end == end else { return Cell.invalid }
  return Int64(day.number)
}

/// A moment in seconds: a day, white space, `09:12` or `09:12:30`.
package func readMoment(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
  let length = end - start
  // `03 09:12` and `:30`, the first sign in the lowest byte.
  guard length == 16 || length == 19, let (year, month) = yearAndMonth(eightBytes(text, start)),
    let rest = digitPairs(eightBytes(text, start + 8), of: 0x3030_3A30_3020_3030, marks: 0xFF00_00FF_0000),
    let second = length == 16 ? 0 : digitPairs(eightBytes(text, start + 16, end), of: 0x30_303A, marks: 0xFF)
  else { return scanMoment(text, start, end) }
  guard let day = Day(year: year, month: month, day: pair(rest, 0)), pair(rest, 3) < 24, pair(rest, 6) < 60,
    pair(second, 1) < 60
  else { return Cell.invalid }
  return Int64(day.number * 86_400 + pair(rest, 3) * 3600 + pair(rest, 6) * 60 + pair(second, 1))
}

/// The year and month of `2024-05-`, `2024/05/` or `2024.05.`.
@inline(__always)
private func yearAndMonth(_ word: UInt64) -> (year: Int, month: Int)? {
  let mark = word >> 32 & 0xFF
  guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/") || mark == UInt8(ascii: "."),
    let pairs = digitPairs(word, of: 0x30_3000_3030_3030 | mark << 32 | mark << 56, marks: 0xFF00_00FF_0000_0000)
  else { return nil }
  return (pair(pairs, 0) * 100 + pair(pairs, 2), pair(pairs, 5))
}

/// The number that each byte and the one behind it make, if all are digits where the form has a zero.
///
/// - Parameter marks: the bytes that have to be those of the form.
@inline(__always)
private func digitPairs(_ word: UInt64, of form: UInt64, marks: UInt64) -> UInt64? {
  let digits = word ^ form
  // Counted from 118, what is no digit passes 128.
  guard ((digits &+ repeated(118)) | digits) & repeated(0x80) | digits & marks == 0 else { return nil }
  return digits &* 10 &+ digits >> 8
}

@inline(__always)
private func pair(_ pairs: UInt64, _ at: UInt64) -> Int { Int(pairs &>> (at * 8) & 0xFF) }

private func scanMoment(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int64 {
  guard let day = scanDay(text, start, end) else { return Cell.invalid }
  var at = day.end
  while at < end, text[at] == UInt8(ascii: " ") { at += 1 }
  guard at > day.end,
    let hour = scanNumber(text, &at, end, digits: 1...2), hour < 24, step(text, &at, end, over: UInt8(ascii: ":")),
    let minute = scanNumber(text, &at, end, digits: 2...2), minute < 60
  else { return Cell.invalid }
  var second = 0
  if at < end {
    guard step(text, &at, end, over: UInt8(ascii: ":")), let found = scanNumber(text, &at, end, digits: 2...2),
      found < 60
    else { return Cell.invalid }
    second = found
  }
  guard at == end else { return Cell.invalid }
  return Int64(day.number * 86_400 + hour * 3600 + minute * 60 + second)
}

private func scanDay(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> (number: Int, end: Int)? {
  var at = start
  guard let year = scanNumber(text, &at, end, digits: 4...4) else { return nil }
  var month: Int?
  var day: Int?
  if at < end, isDigit(text[at]) {
    month = scanNumber(text, &at, end, digits: 2...2)
    day = scanNumber(text, &at, end, digits: 2...2)
    if at < end, isDigit(text[at]) { return nil }
  } else if step(text, &at, end, over: (0xE5, 0xB9, 0xB4)) {  // 年
    month = scanNumber(text, &at, end, digits: 1...2)
    guard step(text, &at, end, over: (0xE6, 0x9C, 0x88)) else { return nil }  // 月
    day = scanNumber(text, &at, end, digits: 1...2)
    guard step(text, &at, end, over: (0xE6, 0x97, 0xA5)) else { return nil }  // 日
  } else {
    guard at < end else { return nil }
    let separator = text[at]
    guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") || separator == UInt8(ascii: ".") else {
      return nil
    }
    at += 1
    month = scanNumber(text, &at, end, digits: 1...2)
    guard step(text, &at, end, over: separator) else { return nil }
    day = scanNumber(text, &at, end, digits: 1...2)
  }
  guard let month, let day, let found = Day(year: year, month: month, day: day) else { return nil }
  return (found.number, at)
}

private func scanNumber(_ text: Span<UInt8>, _ at: inout Int, _ end: Int, digits: ClosedRange<Int>) -> Int? {
  var (value, count) = (0, 0)
  while at < end, count < digits.upperBound, isDigit(text[at]) {
    value = value * 10 + Int(text[at] &- 48)
    at += 1
    count += 1
  }
  return digits.contains(count) ? value : nil
}

private func step(_ text: Span<UInt8>, _ at: inout Int, _ end: Int, over byte: UInt8) -> Bool {
  guard at < end, text[at] == byte else { return false }
  at += 1
  return true
}

private func step(_ text: Span<UInt8>, _ at: inout Int, _ end: Int, over sign: (UInt8, UInt8, UInt8)) -> Bool {
  guard at + 3 <= end, text[at] == sign.0, text[at + 1] == sign.1, text[at + 2] == sign.2 else { return false }
  at += 3
  return true
}
