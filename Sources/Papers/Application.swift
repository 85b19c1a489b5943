// The application that is being explained, and the rows that tell of it, each read once.

import Intake
import Rulebook
import Tables

/// One application and what is asked of it again and again.
final class Application {
  /// Among all rows of the year.
  let number: Int
  /// Among those of its chunk.
  let row: Int
  let facts: Facts
  /// Indices into the rulebook's items and levels, -1 where they cannot be told.
  let item: Int
  let level: Int
  /// Numbers in the registers' `codes` and `subjects`, -1 if blank.
  let enterprise: Int32
  let subject: Int32
  let id: [UInt8]
  let invalid: Invalidity
  /// The row as it stands in the form.
  private(set) lazy var written = facts.written(row)
  private var read: [(register: String, line: Int, row: WrittenRow)] = []

  init(_ number: Int, _ year: Year) {
    let (at, row) = year.applications.locate(number)
    (self.number, self.row) = (number, row)
    facts = Facts(year.applications.chunks[at], year.rulebook, year.registers)
    (item, level) = facts.subjectMatter(row)
    (enterprise, subject) = (facts.chunk.enterprises[row], facts.chunk.subjects[row])
    (id, invalid) = (facts.chunk.id(row), facts.chunk.invalid[row])
  }

  /// The row of a register as it stands there.
  func written(_ table: RegisterTable, _ register: String, _ place: RowPlace) -> WrittenRow {
    let line = place.line
    for at in read.indices where read[at].line == line && read[at].register == register { return read[at].row }
    let row = table.written(place)
    read.append((register, line, row))
    return row
  }
}
