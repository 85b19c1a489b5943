import Tables
import Testing

private func day(_ year: Int, _ month: Int, _ day: Int) -> Reading {
  Day(year: year, month: month, day: day).map { .value(Int64($0.number)) } ?? .blank
}

@Test(arguments: [
  "2024-05-03", "2024-5-3", "2024/5/3", "2024/05/03", "2024.5.3", "2024年5月3日", "2024年05月03日", "20240503",
  "２０２４-５-３", "２０２４年５月３日", "２０２４０５０３", "2024／5／3", " 2024-05-03　",
])
func `Every way of writing a day means the same day`(cell: String) {
  #expect(read(cell, as: .day) == 19_846)
}

@Test(arguments: [
  "2024-5/3", "2024-05", "2024年5月", "2024年5月3", "2024年5月3号", "24-05-03", "2024-005-03", "2024-05-003", "2024 05 03",
  "5/3/2024",
  "202405031", "2024-05-03 09:12", "二〇二四年五月三日", "2024-05-03-", "2024-05-03T", "-2024-05-03", "2024--05-03", "today",
])
func `What is no day is refused`(cell: String) {
  #expect(read(cell, as: .day) == .no(.notDay))
}

@Test func `A leap day exists in leap years only`() {
  #expect(read("2024-02-29", as: .day) == day(2024, 2, 29))
  #expect(read("2000-02-29", as: .day) == day(2000, 2, 29))
  #expect(read("2023-02-29", as: .day) == .no(.notDay))
  #expect(read("1900-02-29", as: .day) == .no(.notDay))
  #expect(read("20230229", as: .day) == .no(.notDay))
  #expect(read("2024-02-30", as: .day) == .no(.notDay))
}

@Test(arguments: [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated().map { ($0 + 1, $1) })
func `A month ends on its last day`(month: Int, length: Int) {
  #expect(read("2024-\(month)-\(length)", as: .day) == day(2024, month, length))
  #expect(read("2024-\(month)-\(length + 1)", as: .day) == .no(.notDay))
}

@Test func `Months run from 1 to 12, days and years from 1`() {
  for wrong in ["2024-0-1", "2024-13-1", "2024-1-0", "0000-01-01", "20241301", "20240100"] {
    #expect(read(wrong, as: .day) == .no(.notDay), "\(wrong)")
  }
  #expect(read("0001-01-01", as: .day) == -719_162)
  #expect(read("9999-12-31", as: .day) == 2_932_896)
}

@Test func `A spreadsheet's serial number is refused with the day that it would mean`() throws {
  let meant = try #require(Day(year: 2024, month: 5, day: 3))
  #expect(read("45415", as: .day) == .no(.spreadsheetSerial(meant)))
  #expect(read("４５４１５", as: .day) == .no(.spreadsheetSerial(meant)))
  #expect(Problem.spreadsheetSerial(meant).text(in: .en).contains("2024-05-03"))
  #expect(Problem.spreadsheetSerial(meant).text(in: .zh).contains("2024-05-03"))
  #expect(Day(spreadsheetSerial: 61).description == "1900-03-01")
  #expect(read("0", as: .day) == .no(.notDay))
  #expect(read("45415.5", as: .day) == .no(.notDay))
}

@Test(arguments: [
  (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 1, 1, 10_957), (2000, 3, 1, 11_017), (2024, 2, 29, 19_782),
  (2024, 12, 31, 20_088), (2025, 1, 1, 20_089), (1600, 1, 1, -135_140), (1, 1, 1, -719_162), (9999, 12, 31, 2_932_896),
])
func `Known days have their known numbers`(year: Int, month: Int, dayOfMonth: Int, number: Int) throws {
  let day = try #require(Day(year: year, month: month, day: dayOfMonth))
  #expect(day.number == number)
  #expect(day.parts == (year, month, dayOfMonth))
}

@Test func `The calendar walks from 1890 to 2110 without a gap, a repeat or a month too long`() throws {
  var expected = try #require(Day(year: 1890, month: 1, day: 1)).number
  for year in 1890...2110 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    for (month, length) in zip(1..., [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
      for dayOfMonth in 1...length {
        let day = Day(year: year, month: month, day: dayOfMonth)
        guard day?.number == expected, Day(number: expected).parts == (year, month, dayOfMonth) else {
          Issue.record("\(year)-\(month)-\(dayOfMonth) is not day \(expected)")
          return
        }
        expected += 1
      }
      #expect(Day(year: year, month: month, day: length + 1) == nil)
    }
  }
}

@Test func `A day is written as it is read`() throws {
  for number in stride(from: -719_162, through: 2_932_896, by: 9_973) {
    #expect(read(Day(number: number).description, as: .day) == .value(Int64(number)))
  }
  let days = try ["2024-12-31", "2025-01-01"].map { text in
    guard case .value(let number) = read(text, as: .day) else { throw NotRead() }
    return Day(number: Int(number))
  }
  #expect(days[0] < days[1])
}

private struct NotRead: Error {}
