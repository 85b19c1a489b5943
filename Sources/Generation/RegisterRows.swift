// Rows of the registers that speak of claims: experts' sheets, awards of other levels and years, deals, vetoes.

import Rulebook
import Tables

extension SyntheticYear {
  /// The sheets of the panels of some competing claims, one row per expert and criterion.
  func putPanels(_ pieces: Range<Int>, on ink: inout Ink) {
    let ranges = competing
    for piece in pieces {
      var rest = piece
      for range in ranges {
        if rest < range.count {
          putPanel(range.lowerBound + rest, on: &ink)
          break
        }
        rest -= range.count
      }
    }
  }

  private func putPanel(_ number: Int, on ink: inout Ink) {
    let claim = claims.claim(number)
    let criteria = rulebook.items[claim.item].criteria
    var chance = Chance(seed, .panel, number)
    let luck = chance.below(1000)
    // Seldom too few experts, now and then one less or one who may not judge.
    let experts = luck < 12 ? 2 : luck < 40 ? 4 : 5
    let recused = luck >= 960 ? 1 : -1
    let first = chance.below(400)
    // A good enterprise has good projects.
    var own = Chance(seed, .merit, claim.enterprise)
    let merit = 560 + own.below(350) + chance.below(50)
    for expert in 0..<experts {
      for criterion in criteria where criterion.kind == .experts {
        ink.putApplicationID(number)
        ink.endCell()
        ink.put(UInt8(ascii: "Z"))
        ink.put(UInt8(ascii: "J"))
        ink.put((first + expert) % 400 + 1, width: 3)
        ink.endCell()
        ink.cell(Array(criterion.id.utf8))
        // In half points, around the merit of the project.
        let halves = Int(criterion.points / 500_000)
        let mark = min(halves, halves * (merit + chance.below(160) - 60) / 1000)
        if chance.below(20_000) == 0 { ink.put(halves * 5) } else { ink.put(millionths: Int64(mark) * 500_000) }
        ink.endCell()
        ink.cell(expert == recused ? yes : no)
        ink.endRow(.lf)
      }
    }
  }

  /// An upper-level award for one claim of every ten.
  func putUpperAward(_ number: Int, on ink: inout Ink) {
    var chance = Chance(seed, .upperAward, number)
    let claim = claims.claim(number * 10 + chance.below(10))
    let luck = chance.below(100)
    putCode(claim, on: &ink)
    ink.cell(Array(["国家", "省", "市"][chance.below(3)].utf8))
    ink.cell(itemIDs, claim.item)
    if luck % 2 == 0 { ink.endCell() } else { ink.cell(levelIDs, claim.level) }
    if claim.subject >= 0, luck != 3 { putSubject(claim.subject, claim.item, on: &ink) }
    ink.endCell()
    ink.put(fen: typical(claim) * Int64(1 + chance.below(120)) / 100 / 10_000 * 10_000, .yuan)
    ink.endCell()
    putDay(&chance, on: &ink)
    ink.cell(Array((luck < 45 ? "granted" : luck < 90 ? "已拨付" : luck < 95 ? "公示中" : "applied").utf8))
    ink.cell(luck % 10 < 7 ? yes : luck % 10 < 9 ? no : [])
    putDocument(1 + chance.below(300), on: &ink)
    ink.endCell()
    ink.endRow(.lf)
  }

  /// An earlier award for one claim of every twenty: of another level or subject, the same, recovered, or forgotten.
  func putPriorAward(_ number: Int, on ink: inout Ink) {
    var chance = Chance(seed, .priorAward, number)
    let claim = claims.claim(number * 20 + chance.below(20))
    let back = 1 + chance.below(5)
    let luck = chance.below(100)
    ink.put(Array("P".utf8))
    ink.put(rulebook.settings.year - back, width: 4)
    ink.cell(Array("-1".utf8))
    ink.put(rulebook.settings.year - back, width: 4)
    ink.endCell()
    putCode(claim, on: &ink)
    let levels = rulebook.items[claim.item].levels
    let level = luck < 40 ? claim.level : levels.lowerBound + chance.below(levels.count)
    if luck < 3 { ink.cell(Array("机器换人补助".utf8)) } else { ink.cell(itemIDs, claim.item) }
    if levels.count == 1 || luck < 3 { ink.endCell() } else { ink.cell(levelIDs, level) }
    if claim.subject >= 0 {
      putSubject(luck < 30 ? claim.subject : (claim.subject + 7_777_777) % 1_000_000_000, claim.item, on: &ink)
    }
    ink.endCell()
    ink.put(fen: typical(claim) * Int64(20 + chance.below(80)) / 100 / 10_000 * 10_000, .yuan)
    ink.endCell()
    ink.cell(Array((luck % 10 == 9 ? "recovered" : "paid").utf8))
    ink.endRow(.lf)
  }

  /// A special deal for one enterprise of every four hundred; some name no items, some have run out.
  func putSpecialDeal(_ number: Int, on ink: inout Ink) {
    var chance = Chance(seed, .specialDeal, number)
    let claim = Claim(
      item: chance.below(rulebook.items.count), level: 0, enterprise: number * 400 + chance.below(400), subject: -1)
    putCode(claim, on: &ink)
    let start = rulebook.settings.year - chance.below(6)
    ink.put(Array("YSYY-".utf8))
    ink.put(start, width: 4)
    ink.put(UInt8(ascii: "-"))
    ink.put(number + 1, width: 3)
    ink.endCell()
    let luck = chance.below(10)
    if luck < 8 {
      ink.put(itemIDs, claim.item)
      for item in [0, 7, 13] where luck < 5 {
        ink.put(UInt8(ascii: ";"))
        ink.put(itemIDs, (claim.item + 1 + item) % rulebook.items.count)
      }
    }
    ink.endCell()
    ink.put((start, 1, 1), .dashes)
    ink.endCell()
    if luck != 4 { ink.put((start + 3, 12, 31), .dashes) }
    ink.endCell()
    ink.endRow(.lf)
  }

  /// A finding of another department against one enterprise of every two hundred.
  func putVeto(_ number: Int, on ink: inout Ink) {
    var chance = Chance(seed, .veto, number)
    let claim = Claim(item: 0, level: 0, enterprise: number * 200 + chance.below(200), subject: -1)
    let luck = chance.below(10)
    putCode(claim, on: &ink)
    ink.cell(Words.departments, chance.below(Words.departments.count))
    ink.cell(Words.faults, chance.below(Words.faults.count))
    putDay(&chance, on: &ink)
    if luck < 3 { putDay(&chance, on: &ink, later: 420) } else { ink.endCell() }
    ink.cell(Array(["veto", "否决", "hold", "暂缓", "note"][luck / 2].utf8))
    putDocument(1 + chance.below(300), on: &ink)
    ink.endCell()
    ink.endRow(.lf)
  }

  private func putCode(_ claim: Claim, on ink: inout Ink) {
    enterprises.codes.put(claim.enterprise, on: &ink)
    ink.endCell()
  }

  /// A day of the policy year, or of the time behind it.
  private func putDay(_ chance: inout Chance, on ink: inout Ink, later: Int = 0) {
    ink.put(Day(number: rulebook.settings.from.number + later + chance.below(360)).parts, .dashes)
    ink.endCell()
  }

  /// What a claim of the level may bring, fen.
  private func typical(_ claim: Claim) -> Int64 { rulebook.levels[claim.level].amount ?? 20_000_000 }
}
