import Testing

/// Words by which a program reaches for files, the terminal, its arguments, the clock or chance.
private let worldly: Set<String> = [
  "CommandLine", "ProcessInfo", "Process", "FileManager", "FileHandle", "URL", "Data", "Date", "Calendar", "Locale",
  "ContinuousClock", "SuspendingClock", "Task", "Thread", "DispatchQueue", "print", "debugPrint", "dump", "readLine",
  "fopen", "fread", "fwrite", "fputs", "stdin", "stdout", "stderr", "getenv", "setenv", "exit", "abort",
  "clock_gettime", "gettimeofday", "localtime", "localtime_r", "time_t", "timespec", "SystemRandomNumberGenerator",
  "random", "randomElement", "shuffle", "shuffled", "arc4random", "srand", "Hasher", "hashValue",
]

/// Words of the C library by which a program opens and asks; elsewhere they are anybody's words.
private let asking: Set<String> = [
  "open", "openat", "read", "write", "close", "unlink", "mmap", "stat", "time", "clock",
]

/// The one file outside the commands that touches the disk, by these words: libxlsxwriter can only write to files, so
/// the workbook is written into the folder that the commands name and read back.
private let workbookFile = "Sources/Workbook/WorkbookFile.swift"
private let workbookWords: Set<String> = ["open", "read", "write", "close", "unlink", "time_t"]

/// The room outside the commands that asks for the cores; the order in which they finish does not show.
private let askingForCores = "Cores"

@Test func `Only the commands reach for files, the terminal, the clock or chance`() {
  for source in House.sources where source.room != "allot" {
    let allowed =
      source.path == workbookFile ? workbookWords : source.room == askingForCores ? ["DispatchQueue"] : []
    let found = source.words.intersection(worldly).subtracting(allowed).sorted()
    #expect(found.isEmpty, "\(source) says \(found)")
  }
}

@Test func `Of the C library the tables take the converter and nothing that opens, reads or asks`() {
  for source in House.sources where source.room == "Tables" && source.imports.contains("Glibc") {
    let found = source.words.intersection(asking).sorted()
    #expect(found.isEmpty, "\(source) says \(found)")
  }
}

@Test func `The workbook's file is opened in one place and nowhere asks for the time`() {
  for source in House.sources where source.room == "Workbook" && source.imports.contains("Glibc") {
    let allowed = source.path == workbookFile ? workbookWords : ["write"]  // a sheet is written, cell by cell
    let found = source.words.intersection(asking).subtracting(allowed).sorted()
    #expect(found.isEmpty, "\(source) says \(found)")
  }
}

/// The progress bar; and the cells, widths and heights of a workbook, which knows no other numbers and is read back and
/// compared with the fen.
private let mayUseFloatingPoint: Set<String> = [
  "Sources/allot/Progress.swift", "Sources/Workbook/Grid.swift", "Sources/Workbook/SheetWriter.swift",
  "Sources/Workbook/FundsSheet.swift",
]

@Test func `No amount is decided, read or printed as a floating-point number`() {
  let floating: Set<String> = [
    "Double", "Float", "Float16", "Float32", "Float64", "Float80", "CGFloat", "TimeInterval", "Decimal",
  ]
  for source in House.sources where !mayUseFloatingPoint.contains(source.path) {
    let found = source.words.intersection(floating).sorted()
    #expect(found.isEmpty, "\(source) says \(found)")
  }
}
