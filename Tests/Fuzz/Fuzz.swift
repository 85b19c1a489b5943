// Coverage-guided fuzzing by libFuzzer: each target takes bytes and insists on what must hold for all of them.
// FUZZ names the target, FUZZ_DATA the folder with a small year's tables and papers. `make fuzz` builds and runs it.

import Glibc

private let name = setting("FUZZ") ?? ""

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  switch name {
  case "table": fuzzTable(bytes)
  case "cells": fuzzCells(bytes)
  case "policy": fuzzPolicy(bytes)
  case "proof": fuzzProof(bytes)
  case "run": fuzzRun(bytes)
  case "payments": fuzzPayments(bytes)
  default: fatalError("FUZZ should be table, cells, policy, proof, run or payments")
  }
  return 0
}

/// A property that holds for all bytes; the fuzzer keeps those for which it does not.
func insist(_ holds: Bool, _ sentence: @autoclosure () -> String) {
  if !holds { fatalError(sentence()) }
}

func setting(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }

/// Every file below a folder, by its path there.
func files(below folder: String, _ prefix: String = "") -> [(path: String, bytes: [UInt8])] {
  guard let handle = unsafe opendir(folder + "/" + prefix) else { return [] }
  defer { unsafe closedir(handle) }
  var found: [(path: String, bytes: [UInt8])] = []
  while let entry = unsafe readdir(handle) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    if name.hasPrefix(".") { continue }
    let path = prefix + name
    let below = files(below: folder, path + "/")
    found += below.isEmpty ? [(path, contents(of: folder + "/" + path))] : below
  }
  return found.sorted { $0.path < $1.path }
}

private func contents(of path: String) -> [UInt8] {
  guard let file = unsafe fopen(path, "r") else { return [] }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = unsafe fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
  return bytes
}
