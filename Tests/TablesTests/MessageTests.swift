import Tables
import Testing

@Test func `A message says the place, what was found and what would be right`() {
  let place = Place(file: "applications/projects.csv", line: 41, column: "total", position: 7)
  let fault = Fault(.error, place, found: "1.2E+03", .scientific)
  #expect(
    fault.message(in: .en)
      == "applications/projects.csv:41:7: \"1.2E+03\": is no amount; write it out, for example 1,200.00")
  #expect(fault.message(in: .zh) == "applications/projects.csv:41:7: \"1.2E+03\": 科学记数法不能用；请写成完整数字，如 1,200.00")
}

@Test func `A place leaves out what is not known`() {
  #expect(Place(file: "f.csv").description == "f.csv")
  #expect(Place(file: "f.csv", line: 3).description == "f.csv:3")
  #expect(Place(file: "f.csv", line: 3, column: "id").description == "f.csv:3:id")
  #expect(Place(file: "f.csv", line: 3, column: "id", position: 2).description == "f.csv:3:2")
  #expect(Fault(.error, Place(file: "f.csv"), found: "", .emptyFile).message(in: .en).hasPrefix("f.csv: the file"))
}

@Test func `An excerpt shows what cannot be seen, and at most sixty characters`() {
  #expect(excerpt("a\nb\r\tc") == "a\\nb\\r\\tc")
  #expect(excerpt("\u{0}\u{FEFF}\u{202E}") == "\\u{0}\\u{feff}\\u{202e}")
  #expect(excerpt(String(repeating: "甲", count: 60)) == String(repeating: "甲", count: 60))
  #expect(excerpt(String(repeating: "甲", count: 61)) == String(repeating: "甲", count: 60) + "…")
}

@Test func `An excerpt stays short wherever the invisible characters stand`() {
  for before in 50...62 {
    let text = String(repeating: "a", count: before) + "\n\u{0}\u{202E}" + String(repeating: "b", count: 500)
    #expect(excerpt(text).count <= 70, "\(before) before the line end")
    #expect(excerpt(text).hasSuffix("…"))
  }
}

@Test func `Every problem says something in both languages, and never the same`() {
  let place = Place(file: "f.csv", line: 2)
  let problems: [Problem] = [
    .undecodable(.gb18030, offset: 7), .unclosedQuote, .missingColumn(name: "id", title: "编号"),
    .doubledColumn(name: "id"), .notParted,
    .unknownColumn, .brokenHeader, .emptyFile, .missingFile, .unreadableFile(reason: "EIO"), .readAsGB18030,
    .wrongCellCount(found: 1, expected: 2), .brokenQuote, .notData, .repeatedRow(of: place), .duplicateID(of: place),
    .unknownItem, .unknownLevel, .levelNeeded, .blank, .notMoney, .tooFine, .negative, .scientific, .tooLarge,
    .unitContradicts, .notQuantity, .notPercent, .notDay, .spreadsheetSerial(Day(number: 0)), .notMoment, .notFlag,
    .notYear, .unknownWord(["是", "否"]), .spreadsheetDamage, .rowsDiffer(from: place), .pointsExceeded("10"),
    .unknownCriterion, .expertTwice, .unknownEnterprise, .unknownApplication, .unknownPolicyItem, .unknownTown,
    .overWhole, .noShare,
  ]
  for problem in problems {
    let (chinese, english) = (problem.text(in: .zh), problem.text(in: .en))
    #expect(!chinese.isEmpty && !english.isEmpty && chinese != english)
    #expect(chinese.unicodeScalars.contains { $0.value > 0x4E00 }, "\(chinese)")
  }
}
