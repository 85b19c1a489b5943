// Rows in the order of their ids; of rows with one id, equal ones count once, and no other can be told from its twin.

import Cores
import Tables

extension Applications {
  /// Orders the rows, drops repeated ones and marks ids that stand on rows which differ.
  ///
  /// - Returns: what should be said of it.
  mutating func settle(on cores: Cores) -> [Fault] {
    order = idOrder(self, on: cores)
    var faults: [Fault] = []
    var start = 0
    while start < order.count {
      let id = self.id(at: start)
      var end = start + 1
      while end < order.count, same(self.id(at: end), id) { end += 1 }
      if end - start > 1 { settleTwins(Array(order[start..<end]), haveID: !id.isEmpty, &faults) }
      start = end
    }
    order.removeAll { dropped[Int($0)] }
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
  private let applications: Applications
  /// Ids of one office begin alike: the eight bytes that are compared first stand behind what all of them share.
  private let skip: Int

  init(_ applications: Applications) {
    self.applications = applications
    skip = sharedPrefix(applications)
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

/// Row numbers by application id in byte order, equal ids in file order.
private func idOrder(_ applications: Applications, on cores: Cores) -> [Int32] {
  let order = IDOrder(applications)
  var runs = ascendingRuns(applications, order)
  while runs.count > 1 {
    let before = runs
    runs = cores.map((before.count + 1) / 2) { pair in
      pair * 2 + 1 < before.count ? merged(before[pair * 2], before[pair * 2 + 1], order) : before[pair * 2]
    }
  }
  return runs.first.map { $0.map(\.number) } ?? []
}

/// The rows as runs that are in order: forms are mostly kept in the order of their ids.
private func ascendingRuns(_ applications: Applications, _ order: IDOrder) -> [[Entry]] {
  var runs: [[Entry]] = []
  var run: [Entry] = []
  for chunk in applications.chunks {
    for row in 0..<chunk.count {
      let entry = order.entry(chunk, row)
      if let last = run.last, order.precedes(entry, last) {
        runs.append(run)
        run.removeAll(keepingCapacity: true)
      }
      run.append(entry)
    }
  }
  if !run.isEmpty { runs.append(run) }
  // Rows in no order at all are sorted at once rather than merged run by run.
  guard runs.count > 1024 else { return runs }
  return [runs.flatMap { $0 }.sorted(by: order.precedes)]
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

/// How many bytes all ids begin with alike.
private func sharedPrefix(_ applications: Applications) -> Int {
  var shared: [UInt8]?
  for chunk in applications.chunks {
    for row in 0..<chunk.count {
      let id = chunk.ids[row]
      guard let known = shared else {
        shared = Array(id)
        continue
      }
      var length = 0
      while length < min(known.count, id.count), known[length] == id[id.startIndex + length] { length += 1 }
      if length < known.count { shared = Array(known.prefix(length)) }
      if length == 0 { return 0 }
    }
  }
  return shared?.count ?? 0
}

/// Below, above or at zero as the left bytes stand before, behind or with the right ones.
private func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
  let offset = right.startIndex - left.startIndex
  for at in left.startIndex..<left.startIndex + min(left.count, right.count) where left[at] != right[at + offset] {
    return left[at] < right[at + offset] ? -1 : 1
  }
  return left.count - right.count
}
