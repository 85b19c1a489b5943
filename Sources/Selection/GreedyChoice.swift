// The choice of an enterprise with too many combinations: it takes again and again what adds most.
//
// An application adds its entitlement, or what its item's cap still leaves if that is less. Of equals the first in
// policy order is taken, then the better ranked; a project that was placed does not move. Nothing is taken that adds
// nothing. Within an item the largest entitlement adds most as long as the cap has room for it; beyond that all larger
// ones add the same rest, the best ranked of them is taken, and the item is full. So each item is walked twice at most.

struct GreedyChoice {
  /// An item in which the enterprise has options.
  private struct Lane {
    let options: Range<Int>
    /// The place of the largest option that may still be free, in the field's order by entitlement.
    var top: Int
    /// What the cap still leaves, in fen.
    var room: Int128
    let line: Int
  }

  private var lanes: [Lane] = []
  private var isPlaced: [Bool] = []

  /// Appends to `picked` what is taken of those options in the range that stand above the lines.
  mutating func run(_ range: Range<Int>, in field: Field, above lines: [Int], into picked: inout [Int]) {
    prepare(range, in: field, above: lines)
    while let lane = laneThatAddsMost(in: field) {
      let option = candidate(of: lane, in: field)
      lanes[lane].room -= min(Int128(field.options[option].entitlement), lanes[lane].room)
      isPlaced[Int(field.options[option].project)] = true
      picked.append(option)
    }
    picked.sort()
  }

  private mutating func prepare(_ range: Range<Int>, in field: Field, above lines: [Int]) {
    lanes.removeAll(keepingCapacity: true)
    isPlaced = Array(repeating: false, count: range.count)
    var start = range.lowerBound
    while start < range.upperBound {
      let item = field.options[start].item
      let end = range[start...].first { field.options[$0].item != item } ?? range.upperBound
      lanes.append(
        Lane(options: start..<end, top: start, room: field.caps[Int(item)], line: lines[Int(item)]))
      start = end
    }
  }

  /// The first lane in policy order in which the next application adds most; nil if none adds anything.
  private mutating func laneThatAddsMost(in field: Field) -> Int? {
    var (most, best) = (Int128(0), Int?.none)
    for lane in lanes.indices where lanes[lane].room > most {
      guard let top = largestFree(of: lane, in: field) else { continue }
      let gain = min(Int128(field.options[top].entitlement), lanes[lane].room)
      if gain > most { (most, best) = (gain, lane) }
    }
    return best
  }

  private mutating func largestFree(of lane: Int, in field: Field) -> Int? {
    while lanes[lane].top < lanes[lane].options.upperBound {
      let option = Int(field.byEntitlement[lanes[lane].top])
      if isFree(option, in: lanes[lane], field) { return option }
      lanes[lane].top += 1
    }
    return nil
  }

  /// What the lane takes next: its largest free option, or, if the cap has no room for that, the best ranked free one
  /// that uses up the rest.
  private func candidate(of lane: Int, in field: Field) -> Int {
    let largest = Int(field.byEntitlement[lanes[lane].top])
    let room = lanes[lane].room
    if Int128(field.options[largest].entitlement) <= room { return largest }
    return lanes[lane].options.first { option in
      Int128(field.options[option].entitlement) >= room && isFree(option, in: lanes[lane], field)
    } ?? largest
  }

  private func isFree(_ option: Int, in lane: Lane, _ field: Field) -> Bool {
    Int(field.options[option].rank) <= lane.line && !isPlaced[Int(field.options[option].project)]
  }
}
