// How report.html looks: warm paper, dark ink, one red; light and dark; A4 in print.

import Papers
import Rulebook

func reportStyle(_ letterhead: Letterhead) -> String {
  """
  :root{color-scheme:light dark;--paper:#faf8f3;--card:#fffefb;--ink:#1d2024;--soft:#5a616b;--faint:#8a9099;--rule:#dcd7ca;--red:#a5251d;--blue:#2b5a87;--bar:#3a6a98;--band:#f2eee3;--ok:#2f6b3c;--wait:#8a5a00;--hint:#eef3f8}
  @media (prefers-color-scheme:dark){:root{--paper:#15171a;--card:#1c1f23;--ink:#e9e6df;--soft:#a9aeb6;--faint:#7d838c;--rule:#353a41;--red:#f08b80;--blue:#8fb8e0;--bar:#6f9cc8;--band:#23272c;--ok:#8cc99a;--wait:#e0b060;--hint:#1f2932}}
  *{box-sizing:border-box}
  html{scroll-behavior:smooth;scroll-padding-top:1rem}
  @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
  body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.7 "PingFang SC","Source Han Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;font-variant-numeric:tabular-nums}
  .serif,h1,h2{font-family:"Source Han Serif SC","Noto Serif CJK SC","Songti SC","SimSun",serif}
  a{color:var(--blue)}
  :focus-visible{outline:3px solid var(--blue);outline-offset:2px}
  .skip{position:absolute;left:-99em}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:9}
  header.top{border-top:6px solid var(--red);background:var(--card);border-bottom:1px solid var(--rule)}
  .wrap{max-width:70rem;margin:0 auto;padding:0 1.5rem}
  header.top .wrap{padding-top:1.8rem;padding-bottom:1.2rem}
  h1{font-size:clamp(1.35rem,3.2vw,2.1rem);line-height:1.4;margin:.2rem 0 .5rem;text-wrap:balance}
  .run{color:var(--soft);font-size:.9rem;margin:0}
  .mark{display:inline-block;border:1.5px solid var(--red);color:var(--red);padding:0 .6em;margin-right:.8em;letter-spacing:.25em;text-indent:.25em;font-weight:700}
  nav{border-bottom:1px solid var(--rule);background:var(--card)}
  nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;list-style:none;margin:0;padding:.55rem 0}
  nav a{text-decoration:none;color:var(--ink);border-bottom:2px solid transparent}nav a:hover{border-color:var(--red)}
  main{padding-bottom:4rem}
  section{margin-top:2.6rem}
  h2{font-size:1.4rem;line-height:1.4;margin:0 0 1rem;padding-left:.7rem;border-left:5px solid var(--red)}
  h3{font-size:1.08rem;margin:1.8rem 0 .5rem}
  p{margin:.4rem 0}.soft{color:var(--soft)}.small{font-size:.88rem}
  .figures{display:grid;grid-template-columns:repeat(3,1fr);gap:1px;background:var(--rule);border:1px solid var(--rule)}
  .figures div{background:var(--card);padding:1rem 1.2rem}
  .figures dt{color:var(--soft);font-size:.9rem}.figures dd{margin:0;font-size:1.75rem;line-height:1.35;font-weight:600}
  .figures dd small{font-size:.95rem;font-weight:400;color:var(--soft);margin-left:.3em;white-space:nowrap}
  .words{margin:.8rem 0 0}
  .scroll{overflow-x:auto;position:relative}
  table{width:100%;border-collapse:collapse;font-size:.94rem;line-height:1.5}
  caption{text-align:left;color:var(--soft);padding:.3rem 0}
  th,td{padding:.42em .7em;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}
  thead th{background:var(--band);font-weight:600;white-space:nowrap}
  tfoot td,tfoot th{font-weight:700;border-top:2px solid var(--ink);border-bottom:none}
  .m{text-align:right;white-space:nowrap}.c{text-align:center;white-space:nowrap}.w{white-space:nowrap}
  td.bar{width:34%;min-width:9rem;padding-top:.75em}td.bar.both{width:16%;min-width:7rem}td.q{min-width:19em}td.what{min-width:13em}td.bar svg{display:block;width:100%;height:1rem;overflow:visible}
  .strip{display:block;width:100%;height:1.6rem;margin:1.2rem 0 .5rem}
  .legend{display:flex;flex-wrap:wrap;gap:.25rem 1.3rem;list-style:none;padding:0;margin:.2rem 0;font-size:.92rem}
  .legend svg{width:1.1em;height:1.1em;vertical-align:-.15em;margin-right:.35em}
  figure{margin:0;background:var(--card);border:1px solid var(--rule);padding:1rem 1rem .6rem}
  figure .scroll svg{display:block;width:100%;min-width:44rem;height:auto}
  figcaption{margin-bottom:.5rem}
  svg text{fill:var(--ink);font-family:inherit}svg .t{fill:var(--soft)}
  .axis{stroke:var(--rule)}.cut{stroke:var(--red);stroke-width:2;stroke-dasharray:7 4}svg .cutword{fill:var(--red);font-weight:700}
  .above{fill:var(--hint)}
  .s-awarded{fill:var(--bar);stroke:var(--bar)}.s-reserve{fill:var(--card);stroke:var(--soft)}.s-superseded{fill:var(--card);stroke:var(--wait)}.s-capped{fill:var(--wait);stroke:var(--wait)}
  .f0{fill:var(--bar)}.f1{fill:var(--faint)}.f2{fill:var(--wait)}.f3{fill:#9b86b8}.f4{fill:var(--red)}.f5{fill:#c9972f}.f6{fill:#6d8f86}.f7{fill:#5f9e6e}.f8{fill:var(--ink)}
  details{border:1px solid var(--rule);background:var(--card);margin:.5rem 0}
  summary{cursor:pointer;padding:.55rem .9rem;font-weight:600}details[open]>summary{border-bottom:1px solid var(--rule)}
  details>div{padding:.2rem .9rem .8rem}
  form{display:flex;gap:.6rem;flex-wrap:wrap}
  input[type=search]{flex:1 1 18rem;font:inherit;padding:.65rem .9rem;border:1.5px solid var(--soft);background:var(--card);color:var(--ink);border-radius:3px}
  button{font:inherit;padding:.65rem 1.4rem;border:1.5px solid var(--blue);background:var(--blue);color:var(--paper);border-radius:3px;cursor:pointer}
  .hits{list-style:none;padding:0;margin:.4rem 0}.hits>li{margin:.6rem 0}
  .hit{background:var(--card);border:1px solid var(--rule);border-left:5px solid var(--faint)}
  .hit.awarded{border-left-color:var(--ok)}.hit.pending{border-left-color:var(--wait)}.hit.ineligible,.hit.invalid{border-left-color:var(--red)}
  .hit>summary{font-weight:400}.hit b{font-weight:600}.hit .status{font-weight:700;margin:0 .5em}
  ol.steps{list-style:none;padding:0;margin:.4rem 0}ol.steps li{padding:.35rem 0 .35rem 2em;position:relative;border-bottom:1px dashed var(--rule)}
  ol.steps li:last-child{border:none}ol.steps .sign{position:absolute;left:.3em;font-weight:700}
  .met .sign{color:var(--ok)}.failed .sign{color:var(--red)}.doubtful .sign{color:var(--wait)}.noted .sign{color:var(--faint)}
  .basis{display:block;color:var(--soft);font-size:.86rem}
  .plus{color:var(--red)}.minus{color:var(--ok)}
  footer{margin-top:3rem;border-top:1px solid var(--rule);padding:1rem 0 2rem;color:var(--soft);font-size:.88rem}
  .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
  html:not(.scripted) .needs-script{display:none}
  @media (max-width:40rem){body{font-size:15px}.wrap{padding:0 1rem}.figures{grid-template-columns:1fr 1fr}.figures div{padding:.7rem .8rem}.figures dd{font-size:1.2rem}.figures dd small{font-size:.85rem}td.bar{min-width:4.5rem;width:28%}td.what{min-width:6.5em}th,td{padding:.4em .45em}.wide{display:none}}
  @media print{
  @page{size:A4;margin:20mm 15mm 18mm;@top-left{content:"\(cssText(letterhead.settings.title))";font:8pt sans-serif}@top-right{content:"\(cssText(letterhead.mark))";font:9pt sans-serif}@bottom-left{content:"运行编号 \(cssText(letterhead.run))";font:8pt sans-serif}@bottom-right{content:"第 " counter(page) " 页，共 " counter(pages) " 页";font:8pt sans-serif}}
  :root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--faint:#777;--rule:#bbb;--red:#a5251d;--blue:#2b5a87;--bar:#3a6a98;--band:#f0f0f0;--ok:#2f6b3c;--wait:#8a5a00;--hint:#eef3f8}
  *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
  html{font-size:10pt}body{font-size:1rem}.figures dd{font-size:1.45rem}.figures div{padding:.6rem .9rem}nav,.skip,#search,.screen-only{display:none}.wrap{max-width:none;padding:0}section{margin-top:1.4rem}
  table{font-size:.86rem}tr,figure,.figures{break-inside:avoid}h2,h3{break-after:avoid}details:not([open]){display:none}
  td.q{min-width:0;width:46%}td.what{min-width:0;width:30%}td.bar.both{min-width:0;width:12%}figure .scroll svg{min-width:0}.scroll{overflow:visible}header.top{border-top-width:3px}thead{display:table-header-group}tfoot{display:table-row-group}
  }
  """
}
