// Rows in the order of their ids; of rows with one id, equal ones count once, and no other can be told from its twin.

import Cores
import Tables

extension Applications {
  /// Orders the rows, drops repeated ones and marks ids that stand on rows which differ.
  ///
  /// - Returns: what should be said of it.
  mutating func settle(on cores: Cores) -> [Fault] {
    order = idOrder(self, on: cores)
    let settled = settledTwins(on: cores)
    for twins in settled {
      for number in twins.repeated { dropped[Int(number)] = true }
      for number in twins.different {
        let (chunk, row) = locate(Int(number))
        chunks[chunk].invalid[row].insert(.duplicateID)
      }
    }
    if settled.contains(where: { !$0.repeated.isEmpty }) { order = order.without(dropped) }
    return settled.flatMap(\.faults)
  }

  private func settledTwins(on cores: Cores) -> [SettledTwins] {
    let (twins, step) = (twins(on: cores), 64)
    return cores.map((twins.count + step - 1) / step) { part in
      var settled = SettledTwins()
      for twins in twins[part * step..<min(twins.count, (part + 1) * step)] {
        settle(Array(order.numbers(twins)), haveID: hasID(order[twins.lowerBound]), &settled)
      }
      return settled
    }
  }

  /// Where in the order several rows have one id.
  private func twins(on cores: Cores) -> [Range<Int>] {
    let step = 1 << 14
    let same = cores.map((order.count + step - 1) / step) { part in
      sameAsBefore(max(1, part * step)..<max(1, min(order.count, (part + 1) * step)))
    }
    var twins: [Range<Int>] = []
    for at in same.joined() {
      if let last = twins.last, last.upperBound == at {
        twins[twins.count - 1] = last.lowerBound..<at + 1
      } else {
        twins.append(at - 1..<at + 1)
      }
    }
    return twins
  }

  /// The places of a part of the order whose rows have the id of the one before.
  private func sameAsBefore(_ part: Range<Int>) -> [Int] {
    guard !part.isEmpty else { return [] }
    let numbers = order.numbers(part.lowerBound - 1..<part.upperBound)
    var same: [Int] = []
    var (chunk, row) = locate(Int(numbers[numbers.startIndex]))
    var ids = chunks[chunk].ids
    for (at, number) in zip(part, numbers.dropFirst()) {
      let (next, nextRow) = locate(Int(number))
      if next == chunk {
        if ids.equals(nextRow, ids, row) { same.append(at) }
      } else {
        let before = ids
        ids = chunks[next].ids
        if ids.equals(nextRow, before, row) { same.append(at) }
      }
      (chunk, row) = (next, nextRow)
    }
    return same
  }

  /// Rows with one id, in file order: equal ones leave the first, different ones are all invalid. Rows without an id
  /// may only be equal.
  private func settle(_ numbers: [Int32], haveID: Bool, _ settled: inout SettledTwins) {
    var first: [[String]: Int32] = [:]
    var kept: [Int32] = []
    for number in numbers {
      let (chunk, row) = locate(Int(number))
      guard chunks[chunk].invalid[row].isDisjoint(with: [.wrongCellCount, .badQuote]) else { continue }
      let says = chunks[chunk].recognised(row)
      guard let twin = first[says] else {
        first[says] = number
        kept.append(number)
        continue
      }
      settled.repeated.append(number)
      settled.faults.append(fault(.skipped, number, .repeatedRow(of: place(twin))))
    }
    guard haveID, kept.count > 1 else { return }
    settled.different += kept
    for (index, number) in kept.enumerated() {
      settled.faults.append(fault(.error, number, .duplicateID(of: place(kept[index == 0 ? 1 : 0]))))
    }
  }

  private func hasID(_ number: Int32) -> Bool {
    let (chunk, row) = locate(Int(number))
    return !chunks[chunk].ids[row].isEmpty
  }

  private func place(_ number: Int32) -> Place {
    let (chunk, row) = locate(Int(number))
    return chunks[chunk].place(row)
  }

  private func fault(_ severity: Fault.Severity, _ number: Int32, _ problem: Problem) -> Fault {
    let (chunk, row) = locate(Int(number))
    let place = chunks[chunk].source.place(line: Int(chunks[chunk].lines[row]), Core.id.rawValue)
    return Fault(severity, place, found: excerpt(String(decoding: chunks[chunk].ids[row], as: UTF8.self)), problem)
  }
}

/// What became of rows with one id.
private struct SettledTwins: Sendable {
  /// Rows that repeat an earlier one, and those that say something else than others of their id.
  var repeated: [Int32] = []
  var different: [Int32] = []
  var faults: [Fault] = []
}

extension Chunk {
  /// What the row says, however its form is laid out.
  fileprivate func recognised(_ row: Int) -> [String] { source.recognised(Int(lines[row]), starts) }
}

/// A row number with the part of its id that is compared first.
private struct Entry: Sendable {
  let key: UInt64
  let number: Int32
}

/// The order of ids: bytes, then file and line.
private struct IDOrder: Sendable {
  let applications: Applications
  /// Ids of one office begin alike: the eight bytes that are compared first stand behind what all of them share.
  let skip: Int

  init(_ applications: Applications) {
    self.applications = applications
    let beginnings = applications.chunks.lazy.map(\.ids).filter { !$0.areBlank }.map(\.beginning)
    skip = beginnings.reduce(nil) { known, next in known.map { common($0, next) } ?? next }?.count ?? 0
  }

  func entry(_ number: Int32) -> Entry {
    let (chunk, row) = applications.locate(Int(number))
    return Entry(key: applications.chunks[chunk].ids.key(row, skip: skip), number: number)
  }

  func precedes(_ left: Entry, _ right: Entry) -> Bool {
    left.key == right.key ? applications.precedesByID(Int(left.number), Int(right.number)) : left.key < right.key
  }
}

/// Row numbers by application id in byte order, equal ids in file order.
private func idOrder(_ applications: Applications, on cores: Cores) -> Runs {
  let order = IDOrder(applications)
  let chunks = applications.chunks
  let runs = joined(
    cores.map(chunks.count) {
      ascendingRuns(chunks[$0], order)
    },
    order)
  if runs.count <= 1 { return Runs(runs.first ?? 0..<0) }
  // Rows in no order at all are sorted at once rather than merged run by run.
  if runs.count > 1024 {
    return Runs((0..<Int32(applications.count)).map(order.entry).sorted(by: order.precedes).map(\.number))
  }
  var parts = runs.map { Array($0) }
  while parts.count > 1 {
    let before = parts
    parts = cores.map((before.count + 1) / 2) { pair in
      pair * 2 + 1 < before.count ? merged(before[pair * 2], before[pair * 2 + 1], order) : before[pair * 2]
    }
  }
  return Runs(parts[0])
}

/// The rows of a chunk as runs that are in order: forms are mostly kept in the order of their ids.
private func ascendingRuns(_ chunk: Chunk, _ order: IDOrder) -> [Range<Int32>] {
  let keys = chunk.ids.keys(skip: order.skip)
  let base = Int32(chunk.base)
  var (runs, start) = ([Range<Int32>](), base)
  for row in keys.indices.dropFirst() where keys[row] <= keys[row - 1] {
    let number = base + Int32(row)
    guard order.precedes(order.entry(number), order.entry(number - 1)) else { continue }
    runs.append(start..<number)
    start = number
  }
  return keys.isEmpty ? [] : runs + [start..<base + Int32(keys.count)]
}

/// The runs of all chunks, in file order; one that goes on where the one before it ended is part of it.
private func joined(_ parts: [[Range<Int32>]], _ order: IDOrder) -> [Range<Int32>] {
  var runs: [Range<Int32>] = []
  for run in parts.joined() {
    if let last = runs.last, !order.precedes(order.entry(run.lowerBound), order.entry(last.upperBound - 1)) {
      runs[runs.count - 1] = last.lowerBound..<run.upperBound
    } else {
      runs.append(run)
    }
  }
  return runs
}

private func merged(_ left: [Int32], _ right: [Int32], _ order: IDOrder) -> [Int32] {
  var merged: [Int32] = []
  merged.reserveCapacity(left.count + right.count)
  var (one, other) = (0, 0)
  var (first, second) = (order.entry(left[0]), order.entry(right[0]))
  while one < left.count, other < right.count {
    if order.precedes(second, first) {
      merged.append(second.number)
      other += 1
      if other < right.count { second = order.entry(right[other]) }
    } else {
      merged.append(first.number)
      one += 1
      if one < left.count { first = order.entry(left[one]) }
    }
  }
  merged += left[one...]
  merged += right[other...]
  return merged
}

/// What two texts begin with alike.
private func common(_ one: [UInt8], _ other: some RandomAccessCollection<UInt8>) -> [UInt8] {
  let length = zip(one, other).prefix { $0 == $1 }.count
  return length == one.count ? one : Array(one[..<length])
}
