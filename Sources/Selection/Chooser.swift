// What an enterprise takes above the lines: the combination of its projects that pays it most.
//
// A combination gives each project to one item, or to none. The best one pays most, each item's part cut to its cap;
// among these it has the fewest applications, so that a project that adds nothing takes no slot; among these, item by
// item in policy order, it has the best ranks. Two combinations never tie: the same ranks are the same applications.

/// CHOOSE, with room to work in that is kept from one enterprise to the next.
struct Chooser {
  /// The options taken by the enterprise that chose last, in policy order, then by rank.
  private(set) var picked: [Int] = []
  private var search = CombinationSearch()
  private var greedy = GreedyChoice()

  mutating func choose(_ enterprise: Int, in field: Field, above lines: [Int]) {
    picked.removeAll(keepingCapacity: true)
    if field.isGreedy[enterprise] {
      greedy.run(field.range(of: enterprise), in: field, above: lines, into: &picked)
    } else {
      search.run(field.range(of: enterprise), in: field, above: lines, into: &picked)
    }
  }
}
