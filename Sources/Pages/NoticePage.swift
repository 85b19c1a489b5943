// notice.html: the public list as an official annex on A4, with its period and where objections go.

package import Papers
import Rulebook
import Tables

/// The most lines of the page; the table notice.csv holds all.
private let mostLines = 20_000

package func noticePage(_ lines: [NoticeLine], _ letterhead: Letterhead, _ period: NoticePeriod) -> Paper {
  let settings = letterhead.settings
  let total = lines.reduce(Int128(0)) { $0 + Int128($1.amount) }
  let heading = "\(settings.title)拟安排资金公示"
  let html = """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(escaped(heading))</title>
    <style>\(noticeStyle(letterhead))</style>
    </head>
    <body>
    <main>
    <p class="mark">\(letterhead.mark)</p>
    <h1>\(escaped(settings.title))<br>拟安排资金公示</h1>
    <p>根据\(escaped(quotedTitle(settings.title)))，经受理、审核、评审和核定，现将拟安排资金的单位和项目予以公示。</p>
    <p>公示期：\(period.words)。</p>
    <p>公示期内，任何单位和个人对公示内容有异议的，可以书面形式实名反映，并提供联系方式和有关证明材料。</p>
    <p>异议受理：\(settings.contact.isEmpty ? "<span class=\"blank\"></span>" : escaped(settings.contact))</p>
    <p class="annex">附件：拟安排资金名单（共 \(lines.count) 项，合计 \(wanText(Int64(clamping: total))) 万元）</p>
    <p class="sign">\(settings.issuer.isEmpty ? "<span class=\"blank\"></span>" : escaped(settings.issuer))<br>\(period.dates.map { chineseDate($0.lowerBound) } ?? "　　　年　　月　　日")</p>
    <section class="list">
    <p class="annex-mark">附件</p>
    <h2>拟安排资金名单</h2>
    <table>
    <caption class="unseen">拟安排资金名单，共 \(lines.count) 项</caption>
    <thead>
    \(row(noticeTitles, tag: "th"))</thead>
    <tbody>
    \(lines.prefix(mostLines).map(noticeRow).joined())</tbody>
    <tfoot>
    \(row(["", "合计", "", "\(lines.count) 项", "", wanText(Int64(clamping: total))], classes: rowClasses))</tfoot>
    </table>
    \(lines.count > mostLines ? "<p>名单共 \(lines.count) 项，本页列前 \(mostLines) 项，全部见 notice.csv。</p>" : "")
    </section>
    <footer>\(escaped(letterhead.runLine))</footer>
    </main>
    </body>
    </html>

    """
  return Paper(name: "notice.html", bytes: Array(html.utf8))
}

/// A title in 书名号, unless it brings its own.
private func quotedTitle(_ title: String) -> String { title.contains("《") ? title : "《\(title)》" }

private let rowClasses = ["n", "", "", "", "t", "m"]

private func noticeRow(_ line: NoticeLine) -> String {
  row(
    [
      "\(line.serial)", escaped(line.item), escaped(line.enterprise), escaped(line.subject), escaped(line.town),
      wanText(line.amount),
    ], classes: rowClasses)
}

private func noticeStyle(_ letterhead: Letterhead) -> String {
  """
  :root{color-scheme:light dark;--paper:#fdfcf9;--ink:#1c1d1f;--soft:#5b6069;--rule:#c9c5ba;--red:#a8231d;--band:#f4f1e8}
  @media (prefers-color-scheme:dark){:root{--paper:#16181b;--ink:#e7e5df;--soft:#a2a6ad;--rule:#3f444b;--red:#ef8a80;--band:#1f2226}}
  *{box-sizing:border-box}
  body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.9 "FangSong","仿宋","STFangsong","Noto Serif CJK SC","Source Han Serif SC",serif}
  main{max-width:62rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
  h1{font:700 1.75rem/1.5 "FZXiaoBiaoSong-B05S","方正小标宋简体","Noto Serif CJK SC","Source Han Serif SC","SimSun",serif;text-align:center;margin:0 0 2rem;padding-bottom:1.4rem;border-bottom:3px solid var(--red);text-wrap:balance}
  h2{font:700 1.35rem/1.5 "FZXiaoBiaoSong-B05S","Noto Serif CJK SC","Source Han Serif SC","SimSun",serif;text-align:center;margin:.5rem 0 1rem}
  p{margin:.3rem 0;text-indent:2em}
  .mark{text-indent:0;text-align:right;color:var(--red);font-weight:700;letter-spacing:.3em}
  .annex{margin-top:1.2rem}.annex-mark{text-indent:0;font-family:"SimHei","黑体","Noto Sans CJK SC",sans-serif}
  .sign{text-indent:0;text-align:right;margin:2.2rem 2em 0 0}
  .blank{display:inline-block;min-width:16em;border-bottom:1px solid var(--ink)}
  .list{margin-top:3rem;overflow-x:auto;position:relative}
  table{width:100%;border-collapse:collapse;font-size:.88em;line-height:1.5}
  th:nth-child(1){width:4em}th:nth-child(2){width:24%}th:nth-child(3){width:23%}th:nth-child(5){width:6.5em}th:nth-child(6){width:7.5em}
  th,td{border:1px solid var(--rule);padding:.4em .6em;text-align:left;vertical-align:middle}
  th{background:var(--band);font-family:"SimHei","Noto Sans CJK SC",sans-serif;font-weight:700;text-align:center}
  td{overflow-wrap:anywhere}
  .n,.t{text-align:center;white-space:nowrap}.m{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
  tfoot td{font-weight:700;background:var(--band)}
  footer{margin-top:2rem;text-align:right;color:var(--soft);font-size:.8em}
  .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
  @media (max-width:40rem){body{font-size:16px}main{padding:1.2rem .9rem 3rem}h1{font-size:1.3rem}table{min-width:44rem}}
  @media print{
  @page{size:A4;margin:22mm 18mm 20mm;@top-right{content:"\(cssText(letterhead.mark))";font:9pt sans-serif}@bottom-left{content:"\(cssText(letterhead.settings.title)) · 运行编号 \(cssText(letterhead.run))";font:8pt sans-serif}@bottom-right{content:"第 " counter(page) " 页，共 " counter(pages) " 页";font:8pt sans-serif}}
  :root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--rule:#777;--red:#a8231d;--band:#f2f2f2}
  body{font-size:12.5pt}main{max-width:none;padding:0}.list{break-before:page;margin:0;overflow:visible}
  table{font-size:9.5pt;line-height:1.35;min-width:0}th,td{padding:.25em .4em}th:nth-child(1){width:3em}th:nth-child(2){width:24%}th:nth-child(3){width:23%}th:nth-child(5){width:6em}th:nth-child(6){width:6.5em}thead{display:table-header-group}tr{break-inside:avoid}footer{display:none}tfoot{display:table-row-group}
  }
  """
}

/// Text inside a CSS string in a style element.
func cssText(_ text: String) -> String {
  text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("<", with: "\\3C ").replacing(
    "\n", with: " ")
}
