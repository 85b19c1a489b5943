// The contest seen by the enterprises: what each of them has to choose from.

/// An application that can be chosen. Of several by one project under one item that is the best ranked one only.
struct Option {
  /// Places in the contest: the item, and the rank under it.
  let item: Int32
  let rank: Int32
  /// The enterprise, numbered without gaps, and its project, numbered without gaps within the enterprise.
  let enterprise: Int32
  let project: Int32
  /// In fen.
  let entitlement: Int64
}

/// All options, enterprise after enterprise, each enterprise's in policy order, then by rank.
struct Field {
  /// An enterprise compares its combinations one by one up to this many; one with more chooses greedily.
  static let mostMaps = 65_536

  private(set) var options: [Option] = []
  /// For each entry of the contest its option, or -1 where a better ranked application of its project stands for it.
  private(set) var optionOf: [Int32]
  /// The ids, ascending; their places here are the numbers that options use.
  private(set) var enterprises: [Int32] = []
  private(set) var isGreedy: [Bool] = []
  /// For each item the most one enterprise may get; where there is no limit, more than any sum of entitlements.
  let caps: [Int128]
  /// The options of the greedy enterprises in the order in which each item would be filled: largest entitlement first,
  /// then by rank. Empty if nobody is greedy.
  private(set) var byEntitlement: [Int32] = []
  /// For each enterprise its first option, and the end of the last one's.
  private var firstOption: [Int] = []

  func range(of enterprise: Int) -> Range<Int> { firstOption[enterprise]..<firstOption[enterprise + 1] }

  init(_ contest: Contest) {
    caps = contest.items.map { $0.cap.map { Int128($0) } ?? .max }
    optionOf = Array(repeating: -1, count: contest.entries.count)
    var itemOf: [Int32] = []
    itemOf.reserveCapacity(contest.entries.count)
    for (item, limits) in contest.items.enumerated() {
      itemOf.append(contentsOf: repeatElement(Int32(item), count: limits.entries.count))
    }
    let owners = number(contest.entries, itemOf)
    arrange(contest, itemOf, owners)
    orderByEntitlement()
  }

  /// Whose an entry is and which project's, in the numbers of this field; nil for one that another stands for.
  private struct Owner {
    let enterprise: Int32
    let project: Int32
  }

  /// Numbers enterprises and projects, counts each enterprise's maps, and makes room for its options.
  private mutating func number(_ entries: [Entry], _ itemOf: [Int32]) -> [Owner?] {
    var owners: [Owner?] = Array(repeating: nil, count: entries.count)
    var (project, optionsOfProject, maps, count) = (Int32(0), 0, 1, 0)
    var previous: ProjectEntry?
    for current in ProjectEntry.sorted(entries) {
      if current.enterprise != previous?.enterprise {
        if previous != nil { isGreedy.append(maps * (optionsOfProject + 1) > Field.mostMaps) }
        enterprises.append(current.enterprise)
        firstOption.append(count)
        (project, optionsOfProject, maps) = (0, 0, 1)
      } else if current.project != previous?.project {
        maps = min(maps * (optionsOfProject + 1), Field.mostMaps + 1)
        (project, optionsOfProject) = (project + 1, 0)
      } else if let previous, itemOf[Int(current.entry)] == itemOf[Int(previous.entry)] {
        continue
      }
      owners[Int(current.entry)] = Owner(enterprise: Int32(enterprises.count - 1), project: project)
      optionsOfProject += 1
      count += 1
      previous = current
    }
    if previous != nil { isGreedy.append(maps * (optionsOfProject + 1) > Field.mostMaps) }
    firstOption.append(count)
    return owners
  }

  /// Puts the options in their places; walking the entries in order keeps policy order and rank within an enterprise.
  private mutating func arrange(_ contest: Contest, _ itemOf: [Int32], _ owners: [Owner?]) {
    let nowhere = Option(item: 0, rank: 0, enterprise: 0, project: 0, entitlement: 0)
    options = Array(repeating: nowhere, count: firstOption[enterprises.count])
    var place = firstOption
    for (entry, owner) in owners.enumerated() {
      guard let owner else { continue }
      let item = Int(itemOf[entry])
      let option = place[Int(owner.enterprise)]
      place[Int(owner.enterprise)] += 1
      optionOf[entry] = Int32(option)
      options[option] = Option(
        item: Int32(item), rank: Int32(entry - contest.items[item].entries.lowerBound + 1),
        enterprise: owner.enterprise, project: owner.project, entitlement: contest.entries[entry].entitlement)
    }
  }

  private mutating func orderByEntitlement() {
    guard isGreedy.contains(true) else { return }
    byEntitlement = options.indices.map(Int32.init)
    for enterprise in enterprises.indices where isGreedy[enterprise] {
      byEntitlement[range(of: enterprise)].sort { left, right in
        let (one, other) = (options[Int(left)], options[Int(right)])
        if one.item != other.item { return one.item < other.item }
        if one.entitlement != other.entitlement { return one.entitlement > other.entitlement }
        return left < right
      }
    }
  }
}

/// An entry under its project: sorted, all that an enterprise has stands together, and in it all that a project has.
private struct ProjectEntry {
  /// The enterprise in the upper half, its sign bit turned so that ids ascend; the key in the lower half.
  let project: UInt64
  let entry: Int32

  var enterprise: Int32 { Int32(truncatingIfNeeded: project >> 32) ^ .min }

  static func sorted(_ entries: [Entry]) -> [ProjectEntry] {
    var list: [ProjectEntry] = []
    list.reserveCapacity(entries.count)
    for (index, entry) in entries.enumerated() {
      let upper = UInt64(UInt32(bitPattern: entry.enterprise ^ .min))
      list.append(
        ProjectEntry(project: upper << 32 | UInt64(UInt32(bitPattern: entry.key)), entry: Int32(index)))
    }
    list.sort { $0.project != $1.project ? $0.project < $1.project : $0.entry < $1.entry }
    return list
  }
}
