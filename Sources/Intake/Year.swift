// A year folder's files become a year: the rulebook, the registers and the applications, with every fault found.

package import Rulebook
package import Tables

/// A file of the year folder as it was read: its path below the folder, its bytes.
package struct InputFile: Sendable {
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

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
      other.items.map(\.levels) == rulebook.items.map(\.levels)
    else { return nil }
    return Year(rulebook: other, registers: registers, applications: applications, faults: faults)
  }
}

/// Reads the tables of a year under its policy.
///
/// - Parameter files: the folder's files but the policy's, in any order.
/// - Parameter progress: told now and then how many bytes of the forms were read, and how many rows.
/// - Throws: `Unusable` naming every file that cannot be used or is missing.
package func readYear(
  _ files: [InputFile], under rulebook: Rulebook, progress: (_ bytes: Int, _ rows: Int) -> Void = { _, _ in }
) throws(Unusable) -> Year {
  var fatal: [Fault] = []
  var faults: [Fault] = []
  var reader = RegisterReader(rulebook)
  for schema in Schema.registers {
    guard let file = files.first(where: { $0.path == schema.file }) else {
      let fault = Fault(schema.required ? .error : .warning, Place(file: schema.file), found: "", .missingFile)
      if schema.required { fatal.append(fault) } else { faults.append(fault) }
      continue
    }
    attempt(&fatal) { () throws(Unusable) in
      try reader.read(schema, try Document(file: file.path, raw: file.bytes))
    }
  }
  faults += reader.faults
  var registers = reader.registers
  var applications = ApplicationReader(rulebook)
  let forms = files.filter { isForm($0.path) }.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  if forms.isEmpty { fatal.append(Fault(.error, Place(file: "applications/*.csv"), found: "", .missingFile)) }
  var done = 0
  for form in forms {
    attempt(&fatal) { () throws(Unusable) in
      try applications.read(try Document(file: form.path, raw: form.bytes), &registers) { bytes, rows in
        progress(done + bytes, rows)
      }
    }
    done += form.bytes.count
  }
  guard fatal.isEmpty else { throw Unusable(fatal) }
  applications.settle()
  faults += sheetFaults(registers, applications.applications, rulebook) + applications.faults
  return Year(rulebook: rulebook, registers: registers, applications: applications.applications, faults: faults)
}

/// `applications/NAME.csv`, not below a further folder.
private func isForm(_ path: String) -> Bool {
  let parts = path.split(separator: "/")
  return parts.count == 2 && parts[0] == "applications" && parts[1].lowercased().hasSuffix(".csv")
    && !parts[1].hasPrefix(".")
}

private func attempt(_ fatal: inout [Fault], _ work: () throws(Unusable) -> Void) {
  do throws(Unusable) { try work() } catch { fatal += error.faults }
}
