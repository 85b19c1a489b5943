// Papers are printed into a folder, and all on the disk before anyone is told; or kept, to be held against others.

import Audit
import Cores
import Glibc
import Papers
import Tables

/// Prints into a folder that nobody else knows yet.
struct FolderPress: Press {
  let folder: String
  /// For temporary files, which are not printed.
  let scratch: String
  let cores: Cores
  /// Folders below it that were made for papers.
  private(set) var below: [String] = []
  /// Papers that are printed and not yet on the disk, with their sizes.
  private var unfinished: [(file: NewFile, bytes: Int)] = []

  init(_ folder: String, scratch: String, on cores: Cores) {
    (self.folder, self.scratch) = (folder, scratch)
    self.cores = cores
  }

  mutating func put<Note: Sendable>(
    _ paper: Paper, noting: @Sendable ([UInt8]) -> Note
  ) throws(Failure) -> (FileDigest, [Note]) {
    if let slash = paper.name.lastIndex(of: "/") {
      let path = folder + "/" + paper.name[..<slash]
      try makeFolder(path, mode: paper.isPrivate ? 0o700 : 0o755)
      if !below.contains(path) { below.append(path) }
    }
    let path = folder + "/" + paper.name
    let file = try NewFile(path, mode: paper.isPrivate ? 0o600 : 0o644)
    let printing = cores.inOrder(paper.parts, into: Printing<Note>()) { part in
      let bytes = paper.part(part)
      return (bytes, noting(bytes))
    } take: { printing, part in
      if printing.isWritten { printing.add(part.0, part.1, to: file) }
    }
    if !printing.isWritten { try file.finish(printing.bytes, isWritten: false, trouble: printing.trouble) }
    unfinished.append((file, printing.bytes))
    return (
      FileDigest(path: paper.name, bytes: printing.bytes, sha256: hex(printing.hash.finish())), printing.notes
    )
  }

  /// Flushes the papers, all at once since the disk then has least to do, and the entries of the folders.
  mutating func finish() throws(Failure) {
    let papers = unfinished
    unfinished = []
    let flushed = Cores.awaiting(papers.count) { at in
      Result { () throws(Failure) in try papers[at].file.finish(papers[at].bytes, isWritten: true, trouble: 0) }
    }
    for paper in flushed { try paper.get() }
    for folder in below + [folder] { try synchronize(folder) }
  }
}

/// A paper while it is printed.
private struct Printing<Note: Sendable>: Sendable {
  let hash = RunningHash()
  var bytes = 0
  /// How many of them are on their way to the disk.
  private var sent = 0
  var notes: [Note] = []
  var isWritten = true
  /// Why it could not be written.
  var trouble: Int32 = 0

  mutating func add(_ part: [UInt8], _ note: Note, to file: borrowing NewFile) {
    hash.add(part[...])
    bytes += part.count
    notes.append(note)
    guard writeAll(part, to: file.descriptor) else {
      (isWritten, trouble) = (false, errno)
      return
    }
    if bytes - sent >= Printing.stretch {
      file.send(sent..<bytes)
      sent = bytes
    }
  }

  /// So many bytes are sent on their way to the disk together.
  private static var stretch: Int { 1 << 23 }
}

/// Keeps the papers.
struct KeepingPress: Press {
  private(set) var papers: [(name: String, bytes: [UInt8])] = []

  mutating func put<Note: Sendable>(
    _ paper: Paper, noting: @Sendable ([UInt8]) -> Note
  ) throws(Failure) -> (FileDigest, [Note]) {
    let parts = (0..<paper.parts).map(paper.part)
    let bytes = Array(parts.joined())
    papers.append((paper.name, bytes))
    return (FileDigest(path: paper.name, contents: bytes), parts.map(noting))
  }
}
