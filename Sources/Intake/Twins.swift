// Rows in the order of their ids; of rows with one id, equal ones count once, and no other can be told from its twin.

import Cores
import Tables

extension Applications {
  /// Orders the rows, drops repeated ones and marks ids that stand on rows which differ.
  ///
  /// - Returns: what should be said of it.
  mutating func settle(on cores: Cores) -> [Fault] {
    let entries = idOrder(self, on: cores)
    order = entries.map(\.number)
    var faults: [Fault] = []
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, entries[end].prefix == entries[start].prefix, same(id(at: end), id(at: start)) { end += 1 }
      if end - start > 1 { settleTwins(Array(order[start..<end]), haveID: !id(at: start).isEmpty, &faults) }
      start = end
    }
    if !faults.isEmpty { order.removeAll { dropped[Int($0)] } }
    return faults
  }

  private func id(at position: Int) -> ArraySlice<UInt8> {
    let (chunk, row) = locate(Int(order[position]))
    return chunks[chunk].ids[row]
  }

  /// Rows with one id, in file order: equal ones leave the first, different ones are all invalid. Rows without an id
  /// may only be equal.
  private mutating func settleTwins(_ numbers: [Int32], haveID: Bool, _ faults: inout [Fault]) {
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
      dropped[Int(number)] = true
      faults.append(fault(.skipped, number, .repeatedRow(of: place(twin))))
    }
    guard haveID, kept.count > 1 else { return }
    for (index, number) in kept.enumerated() {
      let (chunk, row) = locate(Int(number))
      chunks[chunk].invalid[row].insert(.duplicateID)
      faults.append(fault(.error, number, .duplicateID(of: place(kept[index == 0 ? 1 : 0]))))
    }
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

extension Chunk {
  /// What the row says, however its form is laid out.
  fileprivate func recognised(_ row: Int) -> [String] { source.recognised(at: origin + Int(starts[row])) }
}

/// A row number with the part of its id that is compared first.
private struct Entry: Sendable {
  let prefix: UInt64
  let number: Int32
}

/// The order of ids: bytes, then file and line.
private struct IDOrder: Sendable {
  let applications: Applications
  /// Ids of one office begin alike: the eight bytes that are compared first stand behind what all of them share.
  private let skip: Int

  init(_ applications: Applications, on cores: Cores) {
    self.applications = applications
    let shared = cores.map(applications.chunks.count) { sharedPrefix(applications.chunks[$0].ids) }
    skip = shared.compactMap { $0 }.reduce(nil) { known, next in known.map { common($0, next) } ?? next }?.count ?? 0
  }

  func entry(_ chunk: Chunk, _ row: Int) -> Entry {
    Entry(prefix: prefix(chunk.ids[row], skip: skip), number: Int32(chunk.base + row))
  }

  func precedes(_ left: Entry, _ right: Entry) -> Bool {
    if left.prefix != right.prefix { return left.prefix < right.prefix }
    let order = compare(id(left.number), id(right.number))
    return order == 0 ? left.number < right.number : order < 0
  }

  private func id(_ number: Int32) -> ArraySlice<UInt8> {
    let (chunk, row) = applications.locate(Int(number))
    return applications.chunks[chunk].ids[row]
  }
}

/// All rows by application id in byte order, equal ids in file order.
private func idOrder(_ applications: Applications, on cores: Cores) -> [Entry] {
  let order = IDOrder(applications, on: cores)
  var runs = joined(cores.map(applications.chunks.count) { ascendingRuns(applications.chunks[$0], order) }, order)
  // Rows in no order at all are sorted at once rather than merged run by run.
  if runs.count > 1024 { runs = [runs.flatMap { $0 }.sorted(by: order.precedes)] }
  while runs.count > 1 {
    let before = runs
    runs = cores.map((before.count + 1) / 2) { pair in
      pair * 2 + 1 < before.count ? merged(before[pair * 2], before[pair * 2 + 1], order) : before[pair * 2]
    }
  }
  return runs.first ?? []
}

/// A chunk's rows as runs that are in order: forms are mostly kept in the order of their ids.
private func ascendingRuns(_ chunk: Chunk, _ order: IDOrder) -> [[Entry]] {
  var runs: [[Entry]] = []
  var run: [Entry] = []
  run.reserveCapacity(chunk.count)
  for row in 0..<chunk.count {
    let entry = order.entry(chunk, row)
    if let last = run.last, order.precedes(entry, last) {
      runs.append(run)
      run.removeAll(keepingCapacity: true)
    }
    run.append(entry)
  }
  if !run.isEmpty { runs.append(run) }
  return runs
}

/// The runs of all chunks, in file order; one that goes on where the one before it ended is part of it.
private func joined(_ parts: [[[Entry]]], _ order: IDOrder) -> [[Entry]] {
  var runs: [[Entry]] = []
  for run in parts.joined() {
    if let last = runs.last?.last, let first = run.first, !order.precedes(first, last) {
      runs[runs.count - 1] += run
    } else {
      runs.append(run)
    }
  }
  return runs
}

private func prefix(_ id: ArraySlice<UInt8>, skip: Int) -> UInt64 {
  var prefix: UInt64 = 0
  var shift: UInt64 = 64
  var at = id.startIndex + min(skip, id.count)
  while shift > 0, at < id.endIndex {
    shift -= 8
    prefix |= UInt64(id[at]) << shift
    at += 1
  }
  return prefix
}

private func merged(_ left: [Entry], _ right: [Entry], _ order: IDOrder) -> [Entry] {
  var merged: [Entry] = []
  merged.reserveCapacity(left.count + right.count)
  var (one, other) = (0, 0)
  while one < left.count, other < right.count {
    if order.precedes(right[other], left[one]) {
      merged.append(right[other])
      other += 1
    } else {
      merged.append(left[one])
      one += 1
    }
  }
  merged += left[one...]
  merged += right[other...]
  return merged
}

/// What all ids begin with alike; nil if there are none.
private func sharedPrefix(_ ids: Texts) -> [UInt8]? {
  guard ids.count > 0 else { return nil }
  return (0..<ids.count).reduce(Array(ids[0])) { $0.isEmpty ? $0 : common($0, ids[$1]) }
}

/// What two texts begin with alike.
private func common(_ one: [UInt8], _ other: some RandomAccessCollection<UInt8>) -> [UInt8] {
  let length = zip(one, other).prefix { $0 == $1 }.count
  return length == one.count ? one : Array(one[..<length])
}

/// Below, above or at zero as the left bytes stand before, behind or with the right ones.
private func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
  let offset = right.startIndex - left.startIndex
  for at in left.startIndex..<left.startIndex + min(left.count, right.count) where left[at] != right[at + offset] {
    return left[at] < right[at + offset] ? -1 : 1
  }
  return left.count - right.count
}
