// 评审结果: each competition in the order of its ranking, with the line through it.

import Decision
import Intake
import Papers
import Rulebook
import Scoring
import Screening
import Tables

extension Allocation {
  func resultSheet() -> Grid {
    var grid = sheet(
      "评审结果", "评审结果", note: note,
      [
        Grid.Column("事项", 20), Grid.Column("名次", 6, .center), Grid.Column("申报编号", 13, .center),
        Grid.Column("单位名称", 26), Grid.Column("项目名称", 28), Grid.Column("所属镇街", 11, .center),
        Grid.Column("客观分", 7, .right), Grid.Column("专家分", 10, .right), Grid.Column("总分", 10, .right),
        Grid.Column("应奖补额（万元）", 10, .right), Grid.Column("拟安排（万元）", 10, .right), Grid.Column("入围线", 7, .center),
        Grid.Column("结论", 11, .center), Grid.Column("说明", 26),
      ])
    grid.addHeader()
    for competition in decisions.competitions {
      for (place, number) in competition.ranking.prefix(Allocation.mostLines).enumerated() {
        let above = place < competition.line
        grid.add(
          above ? .chosen : .body, resultLine(Int(number), rank: place + 1, above: above),
          isLastAboveLine: place + 1 == competition.line)
      }
    }
    let unranked = roll.order.filter { decisions.statuses[$0] == .reserve && decisions.rank($0) == 0 }
    for number in unranked.prefix(Allocation.mostLines) { grid.add(.body, resultLine(number, rank: nil, above: false)) }
    grid.endFilter()
    return grid
  }

  /// Of each competition its slots and where its line fell.
  private var note: String {
    decisions.competitions.map { competition in
      let item = rulebook.items[competition.item]
      var text =
        "\(item.title)：参评 \(competition.ranking.count) 项，名额 \(competition.slots) 个，入围 \(competition.used) 项，入围线第 \(competition.line) 名"
      if competition.line > 0 {
        let score = decisions.score(Int(competition.ranking[competition.line - 1]))
        if Cell.isKnown(score) { text += "（\(pointsText(score)) 分）" }
      }
      let tied = competition.decidedByID
      if tied.contains(competition.line + 1) { text += "；线上线下只能以申报编号区分，提请会议研究" }
      return text + "。"
    }.joined(separator: "\n") + "\n" + cut(decisions.competitions.map(\.ranking.count).max() ?? 0)
  }

  private func resultLine(_ number: Int, rank: Int?, above: Bool) -> [Grid.Value] {
    let entry = roll.entry(number)
    let (objective, experts) = points(number, entry.item)
    return [
      .text(roll.itemTitle(entry.item)), rank.map(Grid.Value.count) ?? .blank, .text(entry.id), .text(entry.name),
      .text(entry.subjectName), .text(roll.townName(entry.town)), objective, experts,
      Cell.isKnown(decisions.score(number)) ? .points(decisions.score(number)) : .blank,
      .wan(decisions.entitlement(number)), .wan(decisions.amount(number)),
      rank == nil ? .blank : .text(above ? "线上" : "线下"), .text(entry.status.words(.zh)),
      .text(roll.reasonWords(entry).joined(separator: "；")),
    ]
  }

  /// The points that facts gave, and those of the experts.
  private func points(_ number: Int, _ item: Int) -> (Grid.Value, Grid.Value) {
    let criteria = rulebook.items[item].criteria
    guard !criteria.isEmpty else { return (.blank, .blank) }
    let (at, row) = roll.year.applications.locate(number)
    let marks = Scoring.score(row, Facts(roll.year.applications.chunks[at], rulebook, roll.year.registers)).marks
    func sum(_ kind: Criterion.Kind) -> Int64 {
      zip(criteria, marks).reduce(0) { $0 + ($1.0.kind == kind ? $1.1.points ?? 0 : 0) }
    }
    return (.points(sum(.facts)), .points(sum(.experts)))
  }
}
