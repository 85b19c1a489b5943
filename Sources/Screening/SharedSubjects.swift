// Subjects that two enterprises claim within one group: nobody can know whose they are.

package import Intake
package import Rulebook

package struct SharedSubjects: Sendable {
  private var shared: Set<Int64> = []
  /// By subject, whether it is shared in some group, so that most rows need not ask which.
  private var isSomewhere: [Bool] = []

  /// Looks through all rows that are valid and not repeated.
  package init(_ applications: Applications, _ rulebook: Rulebook) {
    var owners = Owners()
    for chunk in applications.chunks {
      for row in 0..<chunk.count where chunk.subjects[row] >= 0 && chunk.invalid[row].isEmpty {
        if applications.dropped[chunk.base + row] { continue }
        let (group, subject) = (rulebook.items[Int(chunk.items[row])].group, chunk.subjects[row])
        if owners.isOther(than: chunk.enterprises[row], group: group, subject: subject) {
          shared.insert(key(group, subject))
          if isSomewhere.count <= subject {
            isSomewhere += repeatElement(false, count: Int(subject) + 1 - isSomewhere.count)
          }
          isSomewhere[Int(subject)] = true
        }
      }
    }
  }

  package func contains(group: Int, subject: Int32) -> Bool {
    subject >= 0 && Int(subject) < isSomewhere.count && isSomewhere[Int(subject)]
      && shared.contains(key(group, subject))
  }
}

/// Who claimed a subject first in each group; few subjects are claimed in more than one.
private struct Owners {
  private var first: [(group: Int32, enterprise: Int32)] = []
  private var further: [Int64: Int32] = [:]

  /// Whether somebody else claimed the subject in this group before.
  mutating func isOther(than enterprise: Int32, group: Int, subject: Int32) -> Bool {
    while first.count <= subject { first.append((-1, -1)) }
    let known = first[Int(subject)]
    if known.group < 0 {
      first[Int(subject)] = (Int32(group), enterprise)
      return false
    }
    if known.group == Int32(group) { return known.enterprise != enterprise }
    let owner = further[key(group, subject)] ?? enterprise
    further[key(group, subject)] = owner
    return owner != enterprise
  }
}

private func key(_ group: Int, _ subject: Int32) -> Int64 { Int64(group) << 32 | Int64(subject) }
