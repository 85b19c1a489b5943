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
    _ papers: [Paper], noting: @Sendable ([UInt8]) -> Note
  ) throws(Failure) -> [(FileDigest, [Note])] {
    var printing = Printing<Note>()
    for paper in papers { printing.papers.append(PrintedPaper(try newFile(paper))) }
    // The parts of all papers, one behind the other.
    let parts = papers.indices.flatMap { paper in (0..<papers[paper].parts).map { (paper: paper, part: $0) } }
    printing = cores.inOrder(parts.count, into: printing) { at in
      let bytes = papers[parts[at].paper].part(parts[at].part)
      return (parts[at].paper, bytes, noting(bytes))
    } take: { printing, part in
      printing.add(part.1, part.2, to: part.0)
    }
    if let failed = printing.failed {
      let paper = printing.papers[failed.paper]
      try paper.file.finish(paper.bytes, isWritten: false, trouble: failed.trouble)
    }
    unfinished += printing.papers.map { ($0.file, $0.bytes) }
    return zip(papers, printing.papers).map {
      (FileDigest(path: $0.name, bytes: $1.bytes, sha256: hex($1.hash.finish())), $1.notes)
    }
  }

  /// The paper's file, and the folder that it lies in.
  private mutating func newFile(_ paper: Paper) throws(Failure) -> NewFile {
    if let slash = paper.name.lastIndex(of: "/") {
      let path = folder + "/" + paper.name[..<slash]
      try makeFolder(path, mode: paper.isPrivate ? 0o700 : 0o755)
      if !below.contains(path) { below.append(path) }
    }
    return try NewFile(folder + "/" + paper.name, mode: paper.isPrivate ? 0o600 : 0o644)
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

/// Papers while they are printed.
private struct Printing<Note: Sendable>: Sendable {
  var papers: [PrintedPaper<Note>] = []
  /// The paper that could not be written, and why.
  private(set) var failed: (paper: Int, trouble: Int32)?

  mutating func add(_ part: [UInt8], _ note: Note, to paper: Int) {
    guard failed == nil else { return }
    if !papers[paper].add(part, note) { failed = (paper, errno) }
  }
}

private struct PrintedPaper<Note: Sendable>: Sendable {
  let file: NewFile
  let hash = RunningHash()
  private(set) var bytes = 0
  /// How many of them are on their way to the disk.
  private var sent = 0
  private(set) var notes: [Note] = []

  init(_ file: NewFile) { self.file = file }

  /// Whether the part was written; if not, `errno` says why.
  mutating func add(_ part: [UInt8], _ note: Note) -> Bool {
    hash.add(part[...])
    bytes += part.count
    notes.append(note)
    guard writeAll(part, to: file.descriptor) else { return false }
    // So many bytes are sent on their way to the disk together.
    if bytes - sent >= 1 << 23 {
      file.send(sent..<bytes)
      sent = bytes
    }
    return true
  }
}

/// Keeps the papers.
struct KeepingPress: Press {
  private(set) var papers: [(name: String, bytes: [UInt8])] = []

  mutating func put<Note: Sendable>(
    _ papers: [Paper], noting: @Sendable ([UInt8]) -> Note
  ) throws(Failure) -> [(FileDigest, [Note])] {
    papers.map { paper in
      let parts = (0..<paper.parts).map(paper.part)
      let bytes = Array(parts.joined())
      self.papers.append((paper.name, bytes))
      return (FileDigest(path: paper.name, contents: bytes), parts.map(noting))
    }
  }
}
