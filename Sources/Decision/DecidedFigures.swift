// The figures of one application as the papers print them, found in one go.

package import Intake
import Screening
import Tables

/// Amounts in fen, the score in millionths; `Cell.missing` where blank.
package struct DecidedFigures: Sendable {
  package let standard: Int64
  package let upper: Int64
  package let entitlement: Int64
  package let score: Int64
  /// From 1; `Cell.missing` where the application is not ranked or its item has no slots.
  package let rank: Int64
  package let amount: Int64
  package let district: Int64
  package let town: Int64
}

extension Decisions {
  /// The figures of a row of a chunk.
  ///
  /// - Parameter number: its row number.
  /// - Parameter at: the number of its chunk.
  package func figures(_ number: Int, _ at: Int, _ chunk: Chunk, _ row: Int) -> DecidedFigures {
    let standard = standard[at, row]
    let isValued = Cell.isKnown(standard)
    let hasAmount = statuses[number].hasAmount
    let amount = amount[number]
    let district = amount > 0 ? district(amount, town: chunk.towns[row], item: chunk.items[row]) : 0
    let rank = isValued ? rank(number) : 0
    return DecidedFigures(
      standard: standard, upper: isValued ? screened[at].upper[row] ?? 0 : Cell.missing,
      entitlement: entitlement[at, row],
      score: isValued ? otherPoints[Int32(number)] ?? screened[at].scores[row] ?? Cell.missing : Cell.missing,
      rank: rank > 0 ? Int64(rank) : Cell.missing, amount: hasAmount ? amount : Cell.missing,
      district: hasAmount ? district : Cell.missing, town: hasAmount ? amount - district : Cell.missing)
  }
}
