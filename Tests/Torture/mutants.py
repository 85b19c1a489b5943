"""Publishers with one mistake each, to show that the torture finds it: every mutant must fail a test that the program passes.

    mutants.py [--scratch .build/mutants] [--only NAME]… [--figures FILE]

A mutant is one edit of a copy of the sources. An edit whose text is no longer there is an error: it must follow the code."""
import argparse
import os
import shutil
import subprocess
import sys
import time

import figures

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

MUTANTS = {
    "files are not flushed": ("Files.swift", " && fsync(descriptor) == 0\n", "\n"),
    "folders are not flushed": ("Presses.swift", "    for folder in below + [folder] { try synchronize(folder) }\n", ""),
    "the name of the run is not flushed": ("Publisher.swift", "        for folder in Set([parent(of: path), parent(of: staging)]) { try synchronize(folder) }\n", ""),
    "the name of latest is not flushed": ("Publisher.swift", "      throw failure\n    }\n    try synchronize(folder)\n", "      throw failure\n    }\n"),
    "new folders are not flushed": ("Files.swift", "  try synchronize(parent)\n", ""),
    "the ledger is not flushed": ("Ledger.swift", ", fsync(descriptor) == 0 else", " else"),
    "the pointer comes first": ("Publisher.swift", "    try Publisher.place(path", "    try point(to: run)\n    try Publisher.place(path"),
    "the pointer is not replaced in one step": ("Publisher.swift", "    guard unsafe rename(fresh, folder + \"/latest\") == 0 else {", "    unsafe unlink(folder + \"/latest\")\n    guard unsafe rename(fresh, folder + \"/latest\") == 0 else {"),
    "a failed write is ignored": ("Terminal.swift", "      if errno == EINTR { continue }\n      return false\n", "      if errno == EINTR { continue }\n      return true\n"),
    "an interrupted write is given up": ("Terminal.swift", "      if errno == EINTR { continue }\n      return false\n", "      return true\n"),
    "a short write is taken for a whole one": ("Terminal.swift", "    at += written\n", "    at = bytes.count\n"),
    "a lost write is not missed": ("Files.swift", "holds(count, descriptor) && ", ""),
    "a failed flush is ignored": ("Files.swift", "fsync(descriptor) == 0\n", "(fsync(descriptor) == 0 || true)\n"),
    "a failed flush of a folder is ignored": ("Files.swift", "  guard fsync(descriptor) == 0 else { throw unpublished(\"fsync\", folder) }\n", "  fsync(descriptor)\n"),
    "a failed close is ignored": ("Files.swift", "    guard close(descriptor) == 0, isFlushed else {", "    close(descriptor)\n    guard isFlushed else {"),
    "nobody asks for the lock": ("RunLock.swift", "while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {", "while false {"),
    "the clean-up is partial": ("Publisher.swift", "name.hasPrefix(\".staging-\") { removeFolder(folder + \"/\" + name) }", "name.hasPrefix(\".staging-\") { unsafe rmdir(folder + \"/\" + name) }"),
    "an old link stays": ("Publisher.swift", "name.hasPrefix(\".latest-\") { unsafe unlink(folder + \"/\" + name) }", "name.hasPrefix(\".latest\") && name.isEmpty { }"),
    "success is told before the run stands": ("Publisher.swift", "      guard unsafe rename(staging, path) == 0 else { throw unpublished(\"rename\", path) }", "      guard unsafe rename(staging, path) == 0 else { return }"),
    "the ledger is written whatever comes": ("Publisher.swift", "      try point(to: run)\n      try record()", "      try record()\n      try point(to: run)"),
    "a run that the ledger missed stays": ("Publisher.swift", "      if let before { try? point(to: before) } else { unsafe unlink(folder + \"/latest\") }\n", "      _ = before\n"),
    "temporary files stand among the papers": ("Publisher.swift", "FolderPress(staging, scratch: scratch, on: cores)", "FolderPress(staging, scratch: staging, on: cores)"),
    "a folder that cannot be read is empty": ("YearFolder.swift", "let found = try names(in: path + \"/applications\")", "let found = entries(of: path + \"/applications\")"),
    "an order that the ledger does not know stands": ("OrderCommand.swift", "        () throws(Failure) in\n        try record()\n", "        () throws(Failure) in\n"),
    "a proof is written over in its place": ("Files.swift", "files.map { $0.path + \".part\" }", "files.map(\\.path)"),
    "half of a dead reconciliation is cleared": ("ReconciliationFolder.swift", ".prefix { $0 != \"-\" }\n", "\n"),
    "papers that cannot be listed are none": ("ReconciliationFolder.swift", "try names(in: staging)", "entries(of: staging)"),
    "a signal leaves what was begun": ("Stop.swift", "      for path in paths where unsafe unlink(path) != 0 { removeForGood(path) }\n", "      _ = paths\n"),
    "a signal after the publication counts": ("Stop.swift", "      usleep(700_000)\n      _exit(exit.rawValue)\n", "      _ = exit\n"),
}


def text_of(sources, name):
    file, old, _ = MUTANTS[name]
    path = os.path.join(sources, "allot", file)
    with open(path, encoding="utf-8") as source:
        text = source.read()
    if text.count(old) != 1:
        raise SystemExit(f"mutant \"{name}\": {file} holds its text {text.count(old)} times; let the edit follow the code")
    return path, text


def mutate(sources, name):
    _, old, new = MUTANTS[name]
    path, text = text_of(sources, name)
    with open(path, "w", encoding="utf-8") as source:
        source.write(text.replace(old, new))
    return path, text


def build(place):
    """Not optimised: then only the file with the mistake is compiled again."""
    done = subprocess.run(["swift", "build", "--product", "allot", "--package-path", place, "--scratch-path", place + "/.build"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout[-3000:] + done.stderr[-1000:])
    return place + "/.build/debug/allot"


def finds(program, samples):
    """The first complaint about a program, None if there is none."""
    for sample in samples:
        words = ["torture.py", "--program", program, "--fail-fast", "--sample", str(sample)]
        done = subprocess.run([sys.executable, os.path.join(HERE, words[0]), *words[1:]], capture_output=True, text=True, check=False)
        if done.returncode:
            return next((line[8:] for line in done.stdout.splitlines() if line.startswith("FAILED: ")), done.stderr.strip()[-200:])
    return None


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--scratch", default=os.path.join(ROOT, ".build", "mutants"))
    options.add_argument("--only", action="append", help="this one, perhaps among others; what was found of the rest stays")
    options.add_argument("--check", action="store_true", help="only whether every edit still has its text")
    options.add_argument("--figures")
    options = options.parse_args()
    for name in MUTANTS:
        text_of(os.path.join(ROOT, "Sources"), name)
    if options.check:
        return
    os.makedirs(options.scratch, exist_ok=True)
    for name in ("Sources", "Tests"):
        shutil.rmtree(os.path.join(options.scratch, name), ignore_errors=True)
        shutil.copytree(os.path.join(ROOT, name), os.path.join(options.scratch, name), ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(os.path.join(ROOT, "Package.swift"), options.scratch)
    sources = os.path.join(options.scratch, "Sources")
    if found := finds(build(options.scratch), [60]):
        raise SystemExit(f"the program itself fails: {found}")
    known = (figures.read([os.path.dirname(options.figures or "")], "mutants") or {}) if options.only else {}
    caught = {name: found for name, found in known.get("found", {}).items() if name in MUTANTS}
    for name in options.only or MUTANTS:
        started = time.monotonic()
        path, text = mutate(sources, name)
        found = finds(build(options.scratch), [60, 1000])
        with open(path, "w", encoding="utf-8") as source:
            source.write(text)
        caught[name] = bool(found)
        missed = [name for name, found in caught.items() if not found]
        figures.leave(options.figures, {"caught": len(caught) - len(missed), "missed": missed, "found": caught})
        print(f"{name}: {'caught, ' + found if found else 'MISSED'} ({time.monotonic() - started:.0f} s)", flush=True)
    print(f"mutants: {len(caught) - len(missed)} caught, {len(missed)} missed")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
