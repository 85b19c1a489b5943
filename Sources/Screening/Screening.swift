// Identify, hold against every condition, ask every register: eligible, or every reason why not.

package import Intake
import Rulebook
import Tables

/// Finds the verdict of one row that is valid, with all reasons in the order in which they are listed: identity,
/// conditions in table order, special deals, vetoes, earlier awards, upper-level awards (spec 3, step 2 and 3).
///
/// - Parameter sharedSubjects: nil while not all rows are known.
package func findings(_ row: Int, _ facts: Facts, _ gates: Gates, sharedSubjects: SharedSubjects?) -> Findings {
  var found = Findings()
  identify(row, facts, sharedSubjects, &found)
  let (_, level) = facts.subjectMatter(row)
  for gate in gates.of(level: level) { found.add(gate, evaluate(gate, row, facts)) }
  let marks = facts.marks(row)
  askHistory(row, marks, AwardsBefore(row, marks, facts, gates.once), facts, &found)
  return found
}

// MARK: Identity

private func identify(_ row: Int, _ facts: Facts, _ sharedSubjects: SharedSubjects?, _ found: inout Findings) {
  let code = facts.chunk.enterprises[row]
  let (enterprise, marks) = (facts.registers.enterprise(code), facts.registers.marks(code))
  if enterprise == nil { found.doubt(.enterpriseUnknown) }
  if !isCreditCode(row, facts, marks) { found.doubt(.usccInvalid) }
  var unreadable = marks.contains(.unreadable)
  if let enterprise, !facts.registers.enterprises.isFaulty(enterprise) {
    if !hasNameOfRegister(row, facts, enterprise) { found.doubt(.nameDiffers) }
    let town = facts.town(row)
    if town < 0 {
      found.doubt(.townUnknown)
    } else {
      if facts.registers.towns[town].administered == false { found.doubt(.townNotAdministered) }
      if facts.registers.towns[town].unreadable { unreadable = true }
    }
  }
  found.doubtsBeforeShared = found.doubts.count
  if let sharedSubjects {
    let group = facts.rulebook.items[Int(facts.chunk.items[row])].group
    if sharedSubjects.contains(group: group, subject: facts.chunk.subjects[row]) { found.doubt(.subjectShared) }
  }
  if unreadable || hasUnreadableSheet(row, facts) { found.doubt(.registerUnreadable) }
}

/// Whether the code that the row gives has its form and both check characters.
private func isCreditCode(_ row: Int, _ facts: Facts, _ marks: Marks) -> Bool {
  guard facts.registers.marks.count <= Int(facts.chunk.enterprises[row]) || facts.chunk.enterprises[row] < 0 else {
    return marks.contains(.isCreditCode)
  }
  return Tables.isCreditCode(facts.evidence.table.text(row, Core.uscc.rawValue))
}

private func hasNameOfRegister(_ row: Int, _ facts: Facts, _ enterprise: Int) -> Bool {
  if facts.chunk.isNamedAsRegistered(row) { return true }
  let applied = facts.chunk.name(row, facts.registers)
  guard !applied.isEmpty else { return false }
  return foldedName(String(decoding: applied, as: UTF8.self))
    == foldedName(String(decoding: facts.registers.enterprises.name(enterprise), as: UTF8.self))
}

/// A sheet of this application that cannot be read, is for no criterion of its item, or gives too many points.
func hasUnreadableSheet(_ row: Int, _ facts: Facts) -> Bool {
  guard let application = facts.panel(row) else { return false }
  if facts.registers.panels.unreadable[application] != nil { return true }
  let item = Int(facts.chunk.items[row])
  return facts.registers.panels[application].contains { facts.registers.panels.fault(of: $0, for: item) != nil }
}
