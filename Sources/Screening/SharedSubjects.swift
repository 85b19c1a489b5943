// Subjects that two enterprises claim within one group: nobody can know whose they are.

package import Intake
package import Rulebook

package struct SharedSubjects: Sendable {
  private var shared: Set<Int64> = []

  /// Looks through all rows that are valid and not repeated.
  package init(_ applications: Applications, _ rulebook: Rulebook) {
    var owners: [Int64: Int32] = [:]
    for chunk in applications.chunks {
      for row in 0..<chunk.count where chunk.subjects[row] >= 0 && chunk.invalid[row].isEmpty {
        if applications.dropped[chunk.base + row] { continue }
        let claim = key(rulebook.items[Int(chunk.items[row])].group, chunk.subjects[row])
        let enterprise = chunk.enterprises[row]
        if owners[claim, default: enterprise] != enterprise { shared.insert(claim) }
        owners[claim] = owners[claim] ?? enterprise
      }
    }
  }

  package func contains(group: Int, subject: Int32) -> Bool {
    !shared.isEmpty && subject >= 0 && shared.contains(key(group, subject))
  }
}

private func key(_ group: Int, _ subject: Int32) -> Int64 { Int64(group) << 32 | Int64(subject) }
