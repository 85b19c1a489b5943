"""Opens a run's pages in headless Chromium: python3 pages.py RUN [CHROMIUM]

No console message, no request beyond the file itself, search by name, code and id, the line where lines.csv has it,
readable without scripts, and PDF pages within bounds. Exit: 0 all hold, 1 some do not.
"""

import csv
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

PAGES = {"report.html": (3, 40), "notice.html": (2, 60)}


def table(run, name):
    with open(f"{run}/{name}", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Browser:
    def __init__(self, program, folder):
        self.program, self.folder, self.calls = program, folder, 0

    def run(self, address, *options):
        """What the browser writes to stdout and stderr, and the requests that left it."""
        self.calls += 1
        log = f"{self.folder}/net-{self.calls}.json"
        command = [self.program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                   "--disable-component-update", "--no-first-run", "--enable-logging=stderr",
                   f"--user-data-dir={self.folder}/profile", f"--log-net-log={log}", "--virtual-time-budget=3000",
                   *options, address]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        console = [line for line in done.stderr.splitlines() if ":CONSOLE" in line]
        with open(log, encoding="utf-8", errors="replace") as file:
            asked = set(re.findall(r'"(https?://[^"]+)"', file.read()))
        return done.stdout, console, asked


def main(run, program):
    problems = []

    def check(what, holds):
        if not holds:
            problems.append(what)

    def visible(page):
        return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", page)))

    address = "file://" + urllib.parse.quote(os.path.realpath(run))
    decisions = table(run, "decisions.csv")
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(program, folder)

        def dump(name, *options):
            page, console, asked = browser.run(f"{address}/{name}", "--dump-dom", *options)
            check(f"{name}: console says {console[:1]}", not console)
            # The browser asks its maker for things of its own, which is not the page's doing.
            own = {url for url in asked if not re.search(r"google|gstatic|chromium|gvt1", url)}
            check(f"{name}: asks for {sorted(own)[:3]}", not own)
            return page

        page = dump("report.html")
        lines = [row["line"] for row in table(run, "lines.csv")]
        check("the lines stand elsewhere", re.findall(r'data-line="(\d+)"', page) == lines)
        samples = {}
        for row in decisions:
            samples.setdefault(row["status"], row)
        for row in samples.values():
            found = dump("report.html#q=" + urllib.parse.quote(row["application_id"]))
            check(f"{row['application_id']} is not found by id", "找到 1 件" in found and row["enterprise_name"] in visible(found))
            check(f"{row['application_id']} has no explanation", 'class="steps"' in found)
        one = samples["awarded"]
        own = [row for row in decisions if row["uscc"] == one["uscc"]]
        found = dump("report.html#q=" + urllib.parse.quote(one["uscc"].lower()))
        check("not found by code", f"找到 {len(own)} 件" in found)
        found = dump("report.html#q=" + urllib.parse.quote(one["enterprise_name"][2:]))
        check("not found by name", one["application_id"] in visible(found.split('id="hits"')[1].split("</ul>")[0]))
        found = dump("report.html#q=" + urllib.parse.quote("没有这样的单位<img src=x>"))
        check("a name that nobody has is not said", "没有与" in found and "<img" not in found)
        with open(f"{run}/report.html", encoding="utf-8") as file:
            still = file.read()
        for word in ["总体情况", "资金分布", "评审排名", "口径影响", "拟支持名单", "查询需要浏览器脚本", one["enterprise_name"]]:
            check(f"without scripts {word} is missing", word in visible(still))
        dump("notice.html")
        counts = []
        for name, (least, most) in PAGES.items():
            paper = f"{folder}/{name}.pdf"
            browser.run(f"{address}/{name}", f"--print-to-pdf={paper}", "--no-pdf-header-footer")
            with open(paper, "rb") as file:
                count = len(re.findall(rb"/Type\s*/Page\b", file.read()))
            counts.append(count)
            check(f"{name} prints on {count} pages", least <= count <= most)
    for problem in problems[:20]:
        print(problem)
    print(f"pages: {browser.calls} visits, prints on {', '.join(map(str, counts))} pages, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    chromium = sys.argv[2] if len(sys.argv) > 2 else shutil.which("chromium")
    if not chromium:
        print("pages: skipped, there is no chromium (apt-get install chromium)")
        sys.exit(0)
    sys.exit(main(sys.argv[1], chromium))
