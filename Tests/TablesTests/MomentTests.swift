import Tables
import Testing

/// 2024-05-03 00:00:00
private let midnight: Int64 = 19_846 * 86_400

@Test func `A moment has hours and minutes, and seconds where somebody wrote them`() {
  #expect(read("2024-05-03 09:12", as: .moment) == .value(midnight + 9 * 3600 + 12 * 60))
  #expect(read("2024-05-03 09:12:30", as: .moment) == .value(midnight + 9 * 3600 + 12 * 60 + 30))
  #expect(read("2024-05-03 09:12:00", as: .moment) == read("2024-05-03 09:12", as: .moment))
}

@Test(arguments: [
  "2024/5/3 09:12", "2024.5.3 09:12", "2024年5月3日 09:12", "20240503 09:12", "2024-05-03   09:12", "２０２４-０５-０３　０９：１２",
])
func `Every way of writing the day goes with a time`(cell: String) {
  #expect(read(cell, as: .moment) == read("2024-05-03 09:12", as: .moment))
}

@Test func `A day lasts from 00:00:00 to 23:59:59`() {
  #expect(read("2024-05-03 00:00:00", as: .moment) == .value(midnight))
  #expect(read("2024-05-03 23:59:59", as: .moment) == .value(midnight + 86_399))
  for wrong in ["24:00", "23:60", "23:59:60", "25:00", "99:99"] {
    #expect(read("2024-05-03 \(wrong)", as: .moment) == .no(.notMoment), "\(wrong)")
  }
}

@Test(arguments: [
  "2024-05-03", "09:12", "2024-02-30 09:12", "2024-05-03T09:12", "2024-05-0309:12", "2024-05-03 09:1",
  "2024-05-03 0912",
  "2024-05-03 09:12:", "2024-05-03 09:12:3", "2024-05-03 09:12:30.5", "2024-05-03 09:12 PM", "2024-05-03 09:12Z",
  "45415.38",
])
func `A day alone, a time alone and a half-written time are no moment`(cell: String) {
  #expect(read(cell, as: .moment) == .no(.notMoment))
}

@Test func `A moment is written with its seconds`() {
  #expect(momentText(midnight) == "2024-05-03 00:00:00")
  #expect(momentText(midnight + 11 * 3600 + 14 * 60 + 5) == "2024-05-03 11:14:05")
  #expect(momentText(-1) == "1969-12-31 23:59:59")
  #expect(momentText(-86_400) == "1969-12-31 00:00:00")
}
