import Testing

/// Words by which a program reaches for files, the terminal, its arguments, the clock or chance.
private let worldly: Set<String> = [
  "CommandLine", "ProcessInfo", "Process", "FileManager", "FileHandle", "URL", "Data", "Date", "Calendar", "Locale",
  "ContinuousClock", "SuspendingClock", "Task", "Thread", "DispatchQueue", "print", "debugPrint", "dump", "readLine",
  "fopen", "fread", "fwrite", "fputs", "stdin", "stdout", "stderr", "getenv", "setenv", "exit", "abort",
  "clock_gettime", "gettimeofday", "localtime", "localtime_r", "time_t", "timespec", "SystemRandomNumberGenerator",
  "random", "randomElement", "shuffle", "shuffled", "arc4random", "srand", "Hasher", "hashValue",
]

/// What a paper must say for itself: a style sheet's media, and the C type of the workbook's fixed day.
private let harmless: [String: Set<String>] = [
  "Sources/Pages/NoticePage.swift": ["print"], "Sources/Workbook/WorkbookFile.swift": ["time_t"],
]

@Test func `Only the commands reach for files, the terminal, the clock or chance`() {
  for source in House.sources where source.room != "allot" {
    let found = source.words.intersection(worldly).subtracting(harmless[source.path] ?? []).sorted()
    #expect(found.isEmpty, "\(source) says \(found)")
  }
}

/// The workbook is written by a library that knows only files, and read back before it is published.
@Test func `Of the C library the tables take the converter and nothing that opens, reads or asks`() {
  for source in House.sources where source.room == "Tables" && source.imports.contains("Glibc") {
    let found = source.words.intersection(["open", "openat", "read", "write", "close", "mmap", "stat", "time", "clock"])
      .sorted()
    #expect(found.isEmpty, "\(source) says \(found)")
  }
}

/// Spreadsheets know no other numbers; the workbook is read back and compared with the fen.
private let spreadsheet: Set<String> = [
  "Sources/Workbook/Grid.swift", "Sources/Workbook/SheetWriter.swift", "Sources/Workbook/FundsSheet.swift",
]

@Test func `No amount is ever a floating-point number: only the progress bar and spreadsheet cells know such`() {
  let floating: Set<String> = [
    "Double", "Float", "Float16", "Float32", "Float64", "Float80", "CGFloat", "TimeInterval", "Decimal",
  ]
  for source in House.sources where source.path != "Sources/allot/Progress.swift" && !spreadsheet.contains(source.path)
  {
    let found = source.words.intersection(floating).sorted()
    #expect(found.isEmpty, "\(source) says \(found)")
  }
}

@Test func `Words in comments and in texts are no words of the code`() {
  let specimen = Source(
    path: "Sources/x/y.swift",
    text: """
      // Double
      let a = "Float \\"print\\" // no comment" + c  // random
      let b = 1 /// Date
      """)
  #expect(specimen.words == ["let", "a", "c", "b", "1"])
  #expect(specimen.code.contains("// no comment"))
  #expect(!specimen.code.contains("random"))
}
