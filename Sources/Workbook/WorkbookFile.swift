// Grids become an .xlsx file through libxlsxwriter, and the file comes back as bytes only if every cell is in it.
//
// libxlsxwriter 1.1.4 does not look whether its temporary files could be written: on a full disk it reports success
// and leaves a damaged or shortened workbook. So the file is read back and compared, cell by cell (`proofread`). What is
// no cell, such as a style, shows in a second writing: the same grids make the same bytes, unless something was lost.

import CXLSXWriter
import Glibc
package import Papers
import Rulebook
import Tables

/// The workbook could not be made, or what was made is not what was meant.
package struct WorkbookFailure: Error {
  package let reason: String
}

/// Writes the grids as sheets of one workbook.
///
/// - Parameter folder: for temporary files, which are gone afterwards.
package func workbookFile(
  _ grids: [Grid], _ letterhead: Letterhead, name: String, in folder: String
) throws(WorkbookFailure) -> Paper {
  let bytes = try written(grids, letterhead, in: folder)
  if let difference = proofread(bytes, against: grids) {
    throw WorkbookFailure(reason: "\(name): \(difference)")
  }
  guard try written(grids, letterhead, in: folder) == bytes else {
    throw WorkbookFailure(reason: "\(name): two writings differ")
  }
  return Paper(name: name, bytes: bytes)
}

private func written(_ grids: [Grid], _ letterhead: Letterhead, in folder: String) throws(WorkbookFailure) -> [UInt8] {
  let path = folder + "/.\(letterhead.run)-\(getpid()).xlsx"
  defer { unsafe unlink(path) }
  try write(grids, letterhead, to: path, temporary: folder)
  return try readAll(path)
}

private func write(
  _ grids: [Grid], _ letterhead: Letterhead, to path: String, temporary: String
) throws(WorkbookFailure) {
  let folder = unsafe strdup(temporary)
  defer { unsafe free(folder) }
  var options = unsafe lxw_workbook_options(constant_memory: 0, tmpdir: folder, use_zip64: 0)
  guard let book = unsafe workbook_new_opt(path, &options) else { throw WorkbookFailure(reason: "workbook_new") }
  unsafe setProperties(book, letterhead)
  var formats = unsafe Formats(book)
  for grid in grids {
    guard let sheet = unsafe workbook_add_worksheet(book, grid.name) else {
      throw WorkbookFailure(reason: "workbook_add_worksheet \(grid.name)")
    }
    var writer = unsafe SheetWriter(book: book, sheet: sheet, grid: grid)
    try writer.write(&formats, letterhead)
  }
  let code = unsafe workbook_close(book)
  guard code == LXW_NO_ERROR else {
    throw WorkbookFailure(reason: unsafe lxw_strerror(code).map { unsafe String(cString: $0) } ?? "workbook_close")
  }
}

private func setProperties(_ book: UnsafeMutablePointer<lxw_workbook>, _ letterhead: Letterhead) {
  let words = [letterhead.settings.title, letterhead.runLine, "allot", letterhead.mark]
  let texts = unsafe words.map { unsafe strdup($0) }
  defer { for at in words.indices { unsafe free(texts[at]) } }
  var properties = unsafe lxw_doc_properties()
  unsafe properties.title = texts[0]
  unsafe properties.subject = texts[1]
  unsafe properties.author = texts[2]
  unsafe properties.status = texts[3]
  // A fixed day, the policy year's last: the same decisions make the same bytes.
  unsafe properties.created = time_t(letterhead.settings.to.number * 86_400)
  _ = unsafe workbook_set_properties(book, &properties)
}

private func readAll(_ path: String) throws(WorkbookFailure) -> [UInt8] {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw WorkbookFailure(reason: "open: errno \(errno)") }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress!, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw WorkbookFailure(reason: "read: errno \(errno)") }
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  return bytes
}
