// One grid onto one worksheet: cells, widths, page set-up, filter, charts.

import CXLSXWriter
import Glibc
import Papers
import Rulebook
import Tables

/// The formats of a workbook, one for each look, kind of number and alignment that occurs; they hold until it is closed.
@safe struct Formats {
  private let book: UnsafeMutablePointer<lxw_workbook>
  private var made: [Key: UnsafeMutablePointer<lxw_format>] = unsafe [:]

  struct Key: Hashable {
    let look: Grid.Look
    let align: Grid.Column.Align
    let number: String
    let isLastAboveLine: Bool
  }

  init(_ book: UnsafeMutablePointer<lxw_workbook>) { unsafe self.book = unsafe book }

  mutating func format(_ key: Key) -> UnsafeMutablePointer<lxw_format> {
    if let known = unsafe made[key] { return unsafe known }
    let format = unsafe workbook_add_format(book)!
    unsafe format_set_font_name(
      format, key.look == .title ? "方正小标宋简体" : key.look == .body || key.look == .chosen ? "仿宋" : "黑体")
    unsafe format_set_font_size(format, key.look == .title ? 18 : key.look == .section ? 13 : 10.5)
    unsafe format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    let align: lxw_format_alignments =
      switch key.align {
      case .left: LXW_ALIGN_LEFT
      case .center: LXW_ALIGN_CENTER
      case .right: LXW_ALIGN_RIGHT
      }
    unsafe format_set_align(format, UInt8(align.rawValue))
    if !key.number.isEmpty { unsafe format_set_num_format(format, key.number) }
    if key.look != .title, key.look != .section { unsafe format_set_text_wrap(format) }
    unsafe dress(format, key)
    unsafe made[key] = unsafe format
    return unsafe format
  }

  private func dress(_ format: UnsafeMutablePointer<lxw_format>, _ key: Key) {
    switch key.look {
    case .title, .section: return
    case .note: return unsafe format_set_font_color(format, 0x555555)
    case .header:
      unsafe format_set_bg_color(format, 0xE7ECF2)
      unsafe format_set_bold(format)
    case .subtotal: unsafe format_set_bg_color(format, 0xF5F2EA)
    case .total:
      unsafe format_set_bg_color(format, 0xEDE6D6)
      unsafe format_set_bold(format)
    case .chosen: unsafe format_set_bg_color(format, 0xEFF5EC)
    case .body: break
    }
    unsafe format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
    unsafe format_set_border_color(format, 0x9AA3AD)
    if key.isLastAboveLine {
      unsafe format_set_bottom(format, UInt8(LXW_BORDER_THICK.rawValue))
      unsafe format_set_bottom_color(format, 0xB3261E)
    }
  }
}

/// One sheet in the making; its pointers hold until the workbook is closed.
@safe struct SheetWriter {
  let book: UnsafeMutablePointer<lxw_workbook>
  let sheet: UnsafeMutablePointer<lxw_worksheet>
  let grid: Grid
  private let widths: [Double]

  init(book: UnsafeMutablePointer<lxw_workbook>, sheet: UnsafeMutablePointer<lxw_worksheet>, grid: Grid) {
    unsafe self.book = unsafe book
    unsafe self.sheet = unsafe sheet
    self.grid = grid
    widths = grid.columns.map(\.width)
  }

  mutating func write(_ formats: inout Formats, _ letterhead: Letterhead) throws(WorkbookFailure) {
    for (at, row) in grid.rows.enumerated() { try write(row, at, &formats) }
    for (at, width) in widths.enumerated() {
      unsafe worksheet_set_column(sheet, UInt16(at), UInt16(at), width, nil)
    }
    setPage(letterhead)
    for chart in grid.charts { insert(chart) }
  }

  // MARK: Cells

  private func write(_ row: Grid.Row, _ at: Int, _ formats: inout Formats) throws(WorkbookFailure) {
    let line = UInt32(at)
    if row.look.isAcross {
      let align: Grid.Column.Align = row.look == .title ? .center : .left
      let format = unsafe formats.format(.init(look: row.look, align: align, number: "", isLastAboveLine: false))
      guard case .text(let text)? = row.values.first else { return }
      let last = UInt16(grid.columns.count - 1)
      try check(unsafe worksheet_merge_range(sheet, line, 0, line, last, cellText(text), format))
      unsafe worksheet_set_row(sheet, line, row.look == .title ? 32 : row.look == .section ? 24 : noteHeight(text), nil)
      return
    }
    unsafe worksheet_set_row(sheet, line, rowHeight(row), nil)
    for column in grid.columns.indices {
      let value = column < row.values.count ? row.values[column] : .blank
      let align = row.look == .header ? .center : grid.columns[column].align
      let format = unsafe formats.format(
        .init(look: row.look, align: align, number: numberFormat(value), isLastAboveLine: row.isLastAboveLine))
      try unsafe write(value, line, UInt16(column), format)
    }
  }

  private func write(
    _ value: Grid.Value, _ row: UInt32, _ column: UInt16, _ format: UnsafeMutablePointer<lxw_format>
  ) throws(WorkbookFailure) {
    switch value {
    case .blank, .text(""): try check(unsafe worksheet_write_blank(sheet, row, column, format))
    case .text(let text): try check(unsafe worksheet_write_string(sheet, row, column, cellText(text), format))
    // The quotients are the doubles nearest to the decimal numbers: up to 15 digits they are written exactly.
    case .wan(let value), .points(let value):
      try check(unsafe worksheet_write_number(sheet, row, column, Double(value) / 1_000_000, format))
    case .yuan(let value): try check(unsafe worksheet_write_number(sheet, row, column, Double(value) / 100, format))
    case .count(let value): try check(unsafe worksheet_write_number(sheet, row, column, Double(value), format))
    }
  }

  private func check(_ code: lxw_error) throws(WorkbookFailure) {
    guard code == LXW_NO_ERROR else { throw WorkbookFailure(reason: "\(grid.name): libxlsxwriter \(code.rawValue)") }
  }

  /// As high as its cell with the most lines needs: readers differ in whether they work it out themselves.
  private func rowHeight(_ row: Grid.Row) -> Double {
    var lines = 1
    for (column, value) in row.values.enumerated() {
      guard case .text(let text) = value else { continue }
      let width = max(2, widths[column] - 1)
      let own = text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) {
        $0 + max(1, Int((Double(displayWidth($1)) / width).rounded(.up)))
      }
      lines = max(lines, own)
    }
    return min(Double(lines) * 14 + 5, 400)
  }

  /// 18 points for every line that the text takes across the sheet.
  private func noteHeight(_ text: String) -> Double {
    let width = widths.reduce(0, +)
    let lines = text.split(separator: "\n").reduce(0) {
      $0 + max(1, Int((Double(displayWidth($1)) * 1.1 / width).rounded(.up)))
    }
    return 18 * Double(max(1, lines))
  }

  // MARK: The page

  private func setPage(_ letterhead: Letterhead) {
    unsafe worksheet_set_paper(sheet, 9)  // A4
    unsafe worksheet_set_landscape(sheet)
    unsafe worksheet_set_margins(sheet, 0.5, 0.5, 0.8, 0.7)
    unsafe worksheet_fit_to_pages(sheet, 1, 0)
    unsafe worksheet_center_horizontally(sheet)
    // An ampersand begins a code in headers; two are one that is printed. 255 characters are all there is room for.
    let title = String(letterhead.settings.title.prefix(60)).replacing("&", with: "&&")
    _ = unsafe worksheet_set_header(sheet, "&L&9 \(title)&R&9 \(letterhead.mark)")
    _ = unsafe worksheet_set_footer(sheet, "&L&9 运行编号 \(letterhead.run)&C&9第 &P 页，共 &N 页&R&9&A")
    var breaks = grid.pageBreaks.map { UInt32($0) } + [0]
    if breaks.count > 1 { _ = unsafe worksheet_set_h_pagebreaks(sheet, &breaks) }
    if let header = grid.headerRow {
      unsafe worksheet_freeze_panes(sheet, UInt32(header + 1), 0)
      // Charts stand better without column titles above them.
      if grid.charts.isEmpty { _ = unsafe worksheet_repeat_rows(sheet, UInt32(header), UInt32(header)) }
      if let end = grid.filterEnd {
        _ = unsafe worksheet_autofilter(sheet, UInt32(header), 0, UInt32(end), UInt16(grid.columns.count - 1))
      }
    }
  }

  // MARK: Charts

  private func insert(_ chart: Grid.Chart) {
    let type = chart.isBar ? LXW_CHART_BAR : LXW_CHART_COLUMN
    guard let made = unsafe workbook_add_chart(book, UInt8(type.rawValue)) else { return }
    let series = unsafe chart_add_series(made, nil, nil)
    let (first, last) = (UInt32(chart.rows.lowerBound), UInt32(chart.rows.upperBound))
    unsafe chart_series_set_categories(series, grid.name, first, UInt16(chart.names), last, UInt16(chart.names))
    unsafe chart_series_set_values(series, grid.name, first, UInt16(chart.values), last, UInt16(chart.values))
    var fill = lxw_chart_fill(color: 0x2F5D8A, none: 0, transparency: 0)
    unsafe chart_series_set_fill(series, &fill)
    unsafe chart_series_set_labels(series)
    unsafe chart_series_set_labels_num_format(series, "#,##0.00;;")
    unsafe chart_series_set_name(series, "拟安排（万元）")
    unsafe chart_title_set_name(made, chart.title)
    unsafe chart_legend_set_position(made, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
    if chart.isBar { unsafe chart_axis_set_reverse(made.pointee.y_axis) }
    var font = unsafe lxw_chart_font()
    unsafe font.size = 8
    unsafe chart_axis_set_num_font(chart.isBar ? made.pointee.y_axis : made.pointee.x_axis, &font)
    var options = unsafe lxw_chart_options()
    let (width, height) = (480.0, 288.0)
    unsafe options.x_scale = Double(chart.size.width) / width
    unsafe options.y_scale = Double(chart.size.height) / height
    _ = unsafe worksheet_insert_chart_opt(sheet, UInt32(chart.place.row), UInt16(chart.place.column), made, &options)
  }
}

/// `#,##0.00`, with the decimals behind it that an exact amount needs.
private func numberFormat(_ value: Grid.Value) -> String {
  switch value {
  case .blank, .text: ""
  case .wan(let fen): fen % 10_000 == 0 ? "#,##0.00" : "#,##0.00####"
  case .yuan: "#,##0.00;-#,##0.00;–"
  case .points: "0.00####"
  case .count: "0;-0;–"
  }
}
