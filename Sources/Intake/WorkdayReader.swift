// Days on which people work though the week says otherwise, and the other way round (调休).

import Tables

extension RegisterReader {
  mutating func addWorkdays(_ table: Table) {
    for row in 0..<table.count where table.states[row] == .good && !table.hasInvalidCell[row] {
      let day = Day(number: Int(table.value(row, 0)))
      if let earlier = workdayPlaces[day] {
        _ = settleTwin(table, row, of: "workdays", earlier, found: day.description)
        continue
      }
      workdayPlaces[day] = place(table, row)
      registers.workdays[day] = table.value(row, 1) == 1
    }
  }
}
