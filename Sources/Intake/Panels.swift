// The experts' sheets, by application: what each expert gave for each criterion.

package import Tables

/// One expert's points for one criterion of one application.
package struct ScoreSheet: Sendable {
  package let expert: Int32
  /// A number in `Panels.criteria`.
  package let criterion: Int32
  /// Millionths of a point, or `Cell.missing` on a recused sheet.
  package let points: Int64
  package let recused: Bool
  package let place: RowPlace
}

package struct Panels: Sendable {
  /// Application ids that have sheets.
  package var applications = Symbols()
  package var experts = Symbols()
  /// Criteria as the sheets name them.
  package var criteria = Symbols()
  package var sheets = Sheaf<ScoreSheet>()
  /// Applications with a sheet that cannot be read, or an expert who marked a criterion twice.
  package var unreadable: [Int32: Place] = [:]

  package init() {}

  /// The sheets of an application, by its number in `applications`.
  package subscript(application: Int32) -> ArraySlice<ScoreSheet> { sheets[application] }
}
