package import Papers
package import Pricing

package func reportPage(_ roll: Roll, _ letterhead: Letterhead, _ totals: YearTotals, prices: [RulingPrice]?) -> Paper {
  Paper(name: "report.html", bytes: [])
}
