// Days on which people work though the week says otherwise, and the other way round (调休).

import Tables

extension RegisterReader {
  mutating func readWorkdays(_ table: Table) {
    var seen: [Day: Int] = [:]
    for row in 0..<table.count where table.states[row] == .good && !table.hasInvalidCell[row] {
      let day = Day(number: Int(table.value(row, 0)))
      if let earlier = seen[day] {
        _ = settleTwin(table, row, earlier, found: day.description)
        continue
      }
      seen[day] = row
      registers.workdays[day] = table.value(row, 1) == 1
    }
  }
}
