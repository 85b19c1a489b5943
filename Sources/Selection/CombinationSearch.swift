// The exact choice: a walk through all combinations that turns back where no better one can follow.
//
// The walk decides one option after the other, in policy order, then by rank, and takes before it leaves. Of two
// combinations it therefore meets first the one that has the first option in which they differ. With as many options in
// both, that is the one with the better ranks, item by item. So the walk keeps the first of equals, and a later
// combination replaces it only by paying more, or as much with fewer options. It may turn back when
//
//   · the options still open cannot pay enough, neither under the caps of their items nor counting each project once, or
//   · they can pay just as much, but not with fewer options;
//
// and it need not take an option whose item is full to the cap: without it the same is paid with fewer options.

struct CombinationSearch {
  /// An option above the lines, and what can still come from it on.
  private struct Step {
    let option: Int
    let project: Int
    let entitlement: Int128
    let cap: Int128
    let endsItem: Bool
    /// All entitlements of the item from here on.
    let rest: Int128
    /// What the items after this one pay at most.
    let later: Int128
    /// The project's largest entitlement from here on, and after this option.
    let projectMost: Int128
    let projectMostAfter: Int128
    /// The largest entitlement of all from here on.
    let largest: Int128
  }

  /// A combination decided up to some step.
  private struct Partial {
    var pay: Int128 = 0
    var count = 0
    /// The entitlements taken in the step's item.
    var sum: Int128 = 0
    /// What the projects not yet placed would pay at most, each counted once.
    var open: Int128 = 0
    /// A bit for each project placed. An enterprise with more than 16 projects has too many maps to come here.
    var placed: UInt32 = 0
  }

  private var steps: [Step] = []
  /// The partial combination before each step, and after the last.
  private var before: [Partial] = []
  private var taken: [Bool] = []
  private var best = Partial()
  private var bestTaken: [Bool] = []

  /// Appends to `picked` the best combination of those options in the range that stand above the lines.
  mutating func run(_ range: Range<Int>, in field: Field, above lines: [Int], into picked: inout [Int]) {
    prepare(range, in: field, above: lines)
    walk()
    for (step, isTaken) in bestTaken.enumerated() where isTaken { picked.append(steps[step].option) }
  }

  private mutating func walk() {
    var depth = 0
    while true {
      if depth < steps.count, canImprove(depth) {
        taken[depth] = isWorthTaking(depth)
        before[depth + 1] = taken[depth] ? taking(depth) : leaving(depth)
        depth += 1
        continue
      }
      if depth == steps.count { keepIfBetter(before[depth]) }
      repeat { depth -= 1 } while depth >= 0 && !taken[depth]
      if depth < 0 { break }
      taken[depth] = false
      before[depth + 1] = leaving(depth)
      depth += 1
    }
  }

  private func canImprove(_ depth: Int) -> Bool {
    let (now, step) = (before[depth], steps[depth])
    let most = now.pay + min(min(step.cap - min(step.cap, now.sum), step.rest) + step.later, now.open)
    if most != best.pay { return most > best.pay }
    let allowed = best.count - now.count - 1
    return allowed >= 0 && step.largest * Int128(allowed) >= best.pay - now.pay
  }

  private func isWorthTaking(_ depth: Int) -> Bool {
    let (now, step) = (before[depth], steps[depth])
    return now.placed & (1 << UInt32(step.project)) == 0 && now.sum < step.cap
  }

  private func taking(_ depth: Int) -> Partial {
    let step = steps[depth]
    var next = before[depth]
    next.pay += min(step.entitlement, step.cap - next.sum)
    next.count += 1
    next.sum = step.endsItem ? 0 : next.sum + step.entitlement
    next.open -= step.projectMost
    next.placed |= 1 << UInt32(step.project)
    return next
  }

  private func leaving(_ depth: Int) -> Partial {
    let step = steps[depth]
    var next = before[depth]
    if step.endsItem { next.sum = 0 }
    if next.placed & (1 << UInt32(step.project)) == 0 { next.open -= step.projectMost - step.projectMostAfter }
    return next
  }

  private mutating func keepIfBetter(_ found: Partial) {
    guard found.pay > best.pay || found.pay == best.pay && found.count < best.count else { return }
    best = found
    for step in steps.indices { bestTaken[step] = taken[step] }
  }

  /// Lists the options above the lines, from the last to the first, for each step looks at what follows it.
  private mutating func prepare(_ range: Range<Int>, in field: Field, above lines: [Int]) {
    steps.removeAll(keepingCapacity: true)
    var projectMost = InlineArray<16, Int128>(repeating: 0)
    var (item, rest, later, largest, open) = (Int32(-1), Int128(0), Int128(0), Int128(0), Int128(0))
    for option in range.reversed() {
      let candidate = field.options[option]
      guard Int(candidate.rank) <= lines[Int(candidate.item)] else { continue }
      let (entitlement, project) = (Int128(candidate.entitlement), Int(candidate.project))
      let endsItem = candidate.item != item
      if endsItem {
        if item >= 0 { later += min(field.caps[Int(item)], rest) }
        (item, rest) = (candidate.item, 0)
      }
      let after = projectMost[project]
      projectMost[project] = max(after, entitlement)
      open += projectMost[project] - after
      rest += entitlement
      largest = max(largest, entitlement)
      steps.append(
        Step(
          option: option, project: project, entitlement: entitlement, cap: field.caps[Int(item)], endsItem: endsItem,
          rest: rest, later: later, projectMost: projectMost[project], projectMostAfter: after, largest: largest))
    }
    steps.reverse()
    start(Partial(open: open))
  }

  private mutating func start(_ nothing: Partial) {
    best = Partial(pay: -1)
    taken = Array(repeating: false, count: steps.count)
    bestTaken = taken
    before = Array(repeating: nothing, count: steps.count + 1)
  }
}
