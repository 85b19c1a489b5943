// Papers are printed into a folder, and all on the disk before anyone is told; or kept, to be held against others.

import Audit
import Cores
import Glibc
import Papers
import Synchronization
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
    var files: [PrintedPaper<Note>] = []
    for paper in papers { files.append(PrintedPaper(try newFile(paper))) }
    // The parts of all papers, one behind the other.
    let parts = papers.indices.flatMap { paper in (0..<papers[paper].parts).map { (paper: paper, part: $0) } }
    let failed = Mutex<(paper: Int, trouble: Int32)?>(nil)
    let printed = cores.inOrder(parts.count, into: files) { at -> (paper: Int, bytes: [UInt8], note: Note)? in
      // What nobody can write need not be made.
      guard failed.withLock({ $0 == nil }) else { return nil }
      let bytes = papers[parts[at].paper].part(parts[at].part)
      return (parts[at].paper, bytes, noting(bytes))
    } take: { printed, part in
      guard let part, failed.withLock({ $0 == nil }) else { return }
      if let trouble = printed[part.paper].add(part.bytes, part.note) {
        failed.withLock { $0 = (part.paper, trouble) }
      }
    }
    if let (paper, trouble) = failed.withLock({ $0 }) {
      try printed[paper].file.finish(printed[paper].bytes, isWritten: false, trouble: trouble)
    }
    unfinished += printed.map { ($0.file, $0.bytes) }
    return zip(papers, printed).map {
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

/// A paper while it is printed.
private struct PrintedPaper<Note: Sendable>: Sendable {
  let file: NewFile
  let hash = RunningHash()
  private(set) var bytes = 0
  /// How many of them are on their way to the disk.
  private var sent = 0
  private(set) var notes: [Note] = []

  init(_ file: NewFile) { self.file = file }

  /// - Returns: why the part could not be written, nil if it was.
  mutating func add(_ part: [UInt8], _ note: Note) -> Int32? {
    hash.add(part[...])
    bytes += part.count
    notes.append(note)
    guard writeAll(part, to: file.descriptor) else { return errno }
    // So many bytes are sent on their way to the disk together.
    if bytes - sent >= 1 << 23 {
      file.send(sent..<bytes)
      sent = bytes
    }
    return nil
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
