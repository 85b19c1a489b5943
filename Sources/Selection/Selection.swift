// One line per item: above the lines every enterprise gets the combination of its own projects that pays it most,
// and the lines are as low as the slots allow. The same rule draws the lines of Hungarian university admission.
//
// With money caps a textbook matching would burn slots on awards of zero, and a stable outcome need not exist; lines
// always do. They are found in two phases. All lines start below the last rank. A cuts: every item with too many chosen
// moves its line up, all at once, and whoever lost a project chooses again, until no item has too many. B admits: the
// items in turn try the next in line, and keep the line there if no item then has too many, until no line moves.
//
// An enterprise that lost nothing need not choose again: what it chose is still there and was the best of more.

/// Draws the lines of one group with slots.
package func select(_ contest: Contest) -> Outcome {
  var drawing = Drawing(contest)
  drawing.everyoneChooses()
  drawing.cutUntilNoItemIsOver()
  drawing.admitUntilNothingMoves()
  return drawing.outcome
}

/// The lines so far, and what everyone chooses above them.
struct Drawing {
  private let items: [ContestItem]
  private let field: Field
  private var lines: [Int]
  /// For each option whether it is chosen.
  private var chosen: [Bool]
  private var used: [Int]
  private var rounds: [Round] = []
  private var next: [NextInLine?]
  private var chooser = Chooser()

  init(_ contest: Contest) {
    items = contest.items
    field = Field(contest)
    lines = items.map(\.entries.count)
    chosen = Array(repeating: false, count: field.options.count)
    used = Array(repeating: 0, count: items.count)
    next = Array(repeating: nil, count: items.count)
  }

  mutating func everyoneChooses() {
    for enterprise in field.enterprises.indices {
      chooser.choose(enterprise, in: field, above: lines)
      replaceChoice(of: enterprise, by: chooser.picked)
    }
  }

  var outcome: Outcome {
    Outcome(
      lines: lines,
      chosen: field.optionOf.map { $0 >= 0 && chosen[Int($0)] },
      used: used,
      rounds: rounds,
      next: next,
      greedyEnterprises: field.enterprises.indices.filter { field.isGreedy[$0] }.map { field.enterprises[$0] })
  }

  // MARK: A, cutting

  mutating func cutUntilNoItemIsOver() {
    var number = 0
    var hasLost = Array(repeating: false, count: field.enterprises.count)
    while case let over = items.indices.filter(isOver), !over.isEmpty {
      number += 1
      var losers: [Int] = []
      for item in over {
        let (before, chosenBefore) = (lines[item], used[item])
        for loser in cut(item) where !hasLost[loser] {
          hasLost[loser] = true
          losers.append(loser)
        }
        rounds.append(
          Round(
            number: number, phase: .cut, item: item,
            lineBefore: before, lineAfter: lines[item], chosen: chosenBefore))
      }
      for loser in losers {
        hasLost[loser] = false
        chooser.choose(loser, in: field, above: lines)
        replaceChoice(of: loser, by: chooser.picked)
      }
    }
  }

  /// Moves an item's line up until just its slots are chosen, and says who lost a project: from below, every
  /// application down to the first one too many. A line walks each rank once, however many rounds there are.
  private mutating func cut(_ item: Int) -> [Int] {
    var losers: [Int] = []
    while isOver(item) {
      lines[item] -= 1
      let option = Int(field.optionOf[items[item].entries.lowerBound + lines[item]])
      if option >= 0, chosen[option] {
        chosen[option] = false
        used[item] -= 1
        losers.append(Int(field.options[option].enterprise))
      }
    }
    return losers
  }

  // MARK: B, admitting

  mutating func admitUntilNothingMoves() {
    var number = 0
    var hasMoved: Bool
    repeat {
      number += 1
      hasMoved = false
      for item in items.indices {
        let before = lines[item]
        while lines[item] < items[item].entries.count, admitNext(of: item) {}
        guard lines[item] > before else { continue }
        hasMoved = true
        rounds.append(
          Round(
            number: number, phase: .admit, item: item,
            lineBefore: before, lineAfter: lines[item], chosen: used[item]))
      }
    } while hasMoved
  }

  /// Moves an item's line down by one rank, unless some item would then be over its slots.
  private mutating func admitNext(of item: Int) -> Bool {
    let entry = items[item].entries.lowerBound + lines[item]
    lines[item] += 1
    if let overfilled = itemOverfilled(byAdmitting: Int(field.optionOf[entry])) {
      lines[item] -= 1
      next[item] = NextInLine(entry: entry, overfilled: overfilled)
      return false
    }
    next[item] = nil
    return true
  }

  /// Lets the owner of an option choose again; where that leaves some item over its slots, takes it back and names the
  /// first such item. An option below zero is an application that a better ranked one of its project stands for.
  private mutating func itemOverfilled(byAdmitting option: Int) -> Int? {
    if option < 0 { return nil }
    let enterprise = Int(field.options[option].enterprise)
    chooser.choose(enterprise, in: field, above: lines)
    let old = field.range(of: enterprise).filter { chosen[$0] }
    if old == chooser.picked { return nil }
    replaceChoice(of: enterprise, by: chooser.picked)
    guard let first = chooser.picked.first(where: { isOver(Int(field.options[$0].item)) }) else { return nil }
    let overfilled = Int(field.options[first].item)
    replaceChoice(of: enterprise, by: old)
    return overfilled
  }

  // MARK: The count

  private func isOver(_ item: Int) -> Bool {
    guard let slots = items[item].slots else { return false }
    return used[item] > slots
  }

  private mutating func replaceChoice(of enterprise: Int, by picked: [Int]) {
    for option in field.range(of: enterprise) where chosen[option] {
      chosen[option] = false
      used[Int(field.options[option].item)] -= 1
    }
    for option in picked {
      chosen[option] = true
      used[Int(field.options[option].item)] += 1
    }
  }
}
