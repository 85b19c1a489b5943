// A year folder's files become a year: the rulebook, the registers and the applications, with every fault found.

package import Cores
package import Rulebook
package import Tables

package struct Year: Sendable {
  package let rulebook: Rulebook
  package let registers: Registers
  package let applications: Applications
  /// Everything that a person should be told, by file in the order of reading.
  package let faults: [Fault]
}

extension Year {
  /// The same tables under another policy; nil where its columns or names differ, so that they must be read again.
  package func under(_ other: Rulebook) -> Year? {
    func names(_ rulebook: Rulebook) -> [[String]] {
      [rulebook.items.flatMap { [$0.id, $0.title] }, rulebook.levels.flatMap { [$0.id, $0.title] }]
    }
    guard other.fields == rulebook.fields, other.aliases == rulebook.aliases, names(other) == names(rulebook),
      other.items.map(\.levels) == rulebook.items.map(\.levels),
      other.items.map(\.criteria) == rulebook.items.map(\.criteria)
    else { return nil }
    return Year(rulebook: other, registers: registers, applications: applications, faults: faults)
  }
}

extension Year {
  /// The credit code of a row of a chunk, folded; no bytes where nobody can read it.
  package func uscc(_ chunk: Int, _ row: Int) -> ArraySlice<UInt8> { uscc(applications.chunks[chunk].enterprises[row]) }

  /// Index into `Registers.towns`, or -1 where the enterprise of a row, or its town, is unknown.
  package func town(_ chunk: Int, _ row: Int) -> Int {
    registers.town(applications.chunks[chunk].enterprises[row])
  }

  /// The towns of some rows of a chunk.
  package func towns(_ chunk: Int, _ rows: [Int32]) -> [Int32] {
    let codes = applications.chunks[chunk].enterprises
    return registers.enterprises.towns(rows.map { codes[Int($0)] })
  }

  /// The name as applied, trimmed.
  package func name(_ chunk: Int, _ row: Int) -> ArraySlice<UInt8> { applications.chunks[chunk].name(row, registers) }

  /// The subject's number, folded; no bytes where the claim is for the enterprise itself.
  package func subject(_ chunk: Int, _ row: Int) -> ArraySlice<UInt8> {
    subject(applications.chunks[chunk].subjects[row])
  }

  /// How a register or form is written, and its rows of data; nil for a file that is none.
  package func reading(of file: String) -> (Encoding, rows: Int)? {
    if let register = registers.tables.values.first(where: { $0.source.file == file }) {
      return (register.source.encoding, register.count)
    }
    let chunks = applications.chunks.filter { $0.source.file == file }
    return chunks.first.map { ($0.source.encoding, chunks.reduce(0) { $0 + $1.count }) }
  }

  /// Whether all that the forms say is at hand; else it is read again where it is asked for.
  package var isAtHand: Bool { applications.chunks.allSatisfy { $0.kept != nil } }
}

/// Years whose forms are larger than this, in bytes, are read again where a paper asks for more than was kept.
private let mostKept = 1 << 26

/// Reads the tables of a year under its policy.
///
/// - Parameter files: the folder's files but the policy's, in any order.
/// - Parameter each: what is made of every piece of a form while it is at hand, on any core. Of what other pieces say it
///   knows nothing: neither which rows are repeated, nor numbers for subjects and codes that no register names.
/// - Parameter progress: told now and then how many bytes of the forms were read, and how many rows.
/// - Returns: the year, and by chunk what was made of it.
/// - Throws: `Unusable` naming every file that cannot be used or is missing.
package func readYear<Found: Sendable>(
  _ files: [InputFile], under rulebook: Rulebook, on cores: Cores, each: @Sendable (Facts) -> Found,
  progress: @escaping @Sendable (_ bytes: Int, _ rows: Int) -> Void = { _, _ in }
) throws(Unusable) -> (Year, [Found]) {
  let read = RegisterReader.reading(of: files, under: rulebook, on: cores)
  let (registerFaults, registerFatal) = (read.faults, read.fatal)
  // The registers grow on, so that nobody else must hold them.
  var registers = (consume read).registers
  let forms = files.filter { isForm($0.path) }.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  var reader = ApplicationReader.reading(
    forms, under: rulebook, registers, keepsEvidence: forms.reduce(0) { $0 + $1.size } <= mostKept, on: cores,
    each: each, progress: progress)
  let noForms = Fault(.error, Place(file: "applications/*.csv"), found: "", .missingFile)
  let fatal = registerFatal + (forms.isEmpty ? [noForms] : reader.fatal)
  guard fatal.isEmpty else { throw Unusable(fatal) }
  reader.name(&registers)
  reader.settle(on: cores)
  let faults = registerFaults + sheetFaults(registers, reader.applications) + reader.faults
  return (
    Year(rulebook: rulebook, registers: registers, applications: reader.applications, faults: faults), reader.found
  )
}

/// The same where nothing is made of the pieces.
package func readYear(_ files: [InputFile], under rulebook: Rulebook, on cores: Cores = .one) throws(Unusable) -> Year {
  try readYear(files, under: rulebook, on: cores) { _ in }.0
}

/// `applications/NAME.csv`, not below a further folder.
private func isForm(_ path: String) -> Bool {
  let parts = path.split(separator: "/")
  return parts.count == 2 && parts[0] == "applications" && parts[1].lowercased().hasSuffix(".csv")
    && !parts[1].hasPrefix(".")
}
