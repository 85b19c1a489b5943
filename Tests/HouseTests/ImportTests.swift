import Testing

/// The staircase, lowest step first: each room and what it may import. A room imports nothing that stands below it here.
private let rooms: [(name: String, mayImport: Set<String>)] = [
  // Parts of a work on all cores, taken in their order, so that nobody sees how many cores there were.
  ("Cores", ["Dispatch", "Synchronization"]),
  ("Tables", ["Cores", "CVectors"]),
  ("Rulebook", ["Tables"]),
  ("Intake", ["Cores", "Tables", "Rulebook"]),
  ("Scoring", ["Tables", "Rulebook", "Intake"]),
  ("Screening", ["Tables", "Rulebook", "Intake", "Scoring"]),
  ("Selection", []),
  ("Decision", ["Cores", "Tables", "Rulebook", "Intake", "Scoring", "Screening", "Selection"]),
  ("Audit", ["Cores", "Tables", "COpenSSL", "Synchronization"]),
  // What proves a run must know nothing of how it was decided.
  ("Verification", ["Tables", "Rulebook", "Audit"]),
  // What compares two runs reads their papers as the proof does.
  ("Comparison", ["Tables", "Rulebook", "Verification"]),
  ("Papers", ["Cores", "Tables", "Rulebook", "Intake", "Scoring", "Screening", "Selection", "Decision", "Audit"]),
  ("Finance", ["Tables", "Rulebook", "Audit", "Verification", "Papers"]),
  ("Pricing", ["Cores", "Tables", "Rulebook", "Intake", "Scoring", "Screening", "Decision"]),
  (
    "Workbook",
    [
      "Tables", "Rulebook", "Intake", "Scoring", "Screening", "Decision", "Papers", "Pricing", "Finance", "CXLSXWriter",
      "CZlib",
    ]
  ),
  ("Pages", ["Tables", "Rulebook", "Intake", "Scoring", "Screening", "Decision", "Papers", "Pricing", "Finance"]),
  // Years that nobody lived: it makes bytes and knows of no reader.
  ("Generation", ["Tables", "Rulebook"]),
  (
    "allot",
    [
      "Cores", "Tables", "Rulebook", "Intake", "Scoring", "Screening", "Selection", "Decision", "Audit",
      "Verification", "Comparison", "Papers", "Finance", "Pricing", "Workbook", "Pages", "Generation", "CLibrary",
      "Glibc", "Synchronization",
    ]
  ),
]

/// Single files that need more than their room may have, and what for.
private let exceptions: [String: Set<String>] = [
  "Sources/Tables/Folding.swift": ["Foundation"],  // the compatibility forms of Unicode
  "Sources/Tables/Document.swift": ["Glibc"],  // iconv, the strict converter
  "Sources/Workbook/WorkbookFile.swift": ["Glibc"],  // the file that libxlsxwriter leaves, read back
]

/// What comes from outside the house.
private let libraries: Set<String> = [
  "COpenSSL", "CXLSXWriter", "CZlib", "CLibrary", "CVectors", "Glibc", "Dispatch", "Synchronization",
]

@Test func `Each room imports what its step of the staircase allows`() {
  for source in House.sources {
    guard let room = rooms.first(where: { $0.name == source.room }) else { continue }
    let allowed = room.mayImport.union(exceptions[source.path] ?? [])
    for module in source.imports {
      #expect(allowed.contains(module), "\(source) imports \(module), which \(source.room) may not")
    }
  }
}

@Test func `Every room stands in the table, and every row of the table is a room`() {
  #expect(Set(House.sources.map(\.room)).subtracting(rooms.map(\.name)) == [])
  #expect(Set(rooms.map(\.name)).subtracting(House.sources.map(\.room)) == [])
}

@Test func `The staircase has no circles: each room imports only rooms above it in the table`() {
  var above = libraries
  for room in rooms {
    #expect(room.mayImport.isSubset(of: above), "\(room.name)")
    above.insert(room.name)
  }
}

@Test func `The rooms that decide import rooms of the house only, and Selection none`() {
  let house = Set(rooms.map(\.name))
  for room in rooms where ["Scoring", "Screening", "Selection", "Decision"].contains(room.name) {
    #expect(room.mayImport.isSubset(of: house), "\(room.name)")
  }
  #expect(House.sources.filter { $0.room == "Selection" }.allSatisfy { $0.imports.isEmpty })
}

@Test func `What proves a run imports nothing that decided it`() {
  let deciding: Set<String> = ["Intake", "Scoring", "Screening", "Selection", "Decision", "Papers", "Pricing"]
  for room in rooms where ["Audit", "Verification", "Comparison"].contains(room.name) {
    #expect(room.mayImport.isDisjoint(with: deciding), "\(room.name)")
  }
}

@Test func `The sources were found, with the imports that they are known to have`() {
  #expect(House.sources.count > 50)
  #expect(Set(House.sources.map(\.room)).isSuperset(of: ["Tables", "Selection", "Decision", "allot"]))
  #expect(
    Source(path: "Sources/x/y.swift", text: "package import Tables\n@testable import struct A.B\n// import C\n").imports
      == ["Tables", "A"])
}
