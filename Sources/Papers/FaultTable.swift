// faults.csv: everything that was found wrong or passed over in the tables, in the order of reading.

package import Tables

/// - Parameter faults: one list behind the other; they are not copied together, since the paper may wait for long ones.
package func faultTable(_ faults: [Fault]...) -> Paper {
  Paper(name: "faults.csv", parts: 1) { _ in
    var csv = CSVWriter(header: ["file", "row", "column", "found", "expected", "severity"])
    for fault in faults.joined() {
      csv.text(fault.place.file)
      if fault.place.line > 0 { csv.integer(Int64(fault.place.line)) } else { csv.empty() }
      csv.text(fault.place.column)
      csv.text(fault.found)
      csv.text(fault.problem.text(in: .zh))
      csv.plain(fault.severity.rawValue)
      csv.endRow()
    }
    return (consume csv).bytes
  }
}
