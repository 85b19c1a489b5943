"""Reads strace's log of a run: what was called, what was injected, and whether everything was on the disk in time."""
import os
import re

LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(.*)$")
DESCRIPTOR = re.compile(r"^(\d+)<([^>]*)>(\(deleted\))?")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


class Call:
    def __init__(self, match, folder):
        self.thread, self.name, self.arguments, self.result = match[1], match[2], match[3], match[4]
        self.failed = match[4].startswith("-") or match[4] == "?"
        self.injected = "(INJECTED)" in match[5]
        descriptor = DESCRIPTOR.match(self.arguments)
        names = [os.path.normpath(os.path.join(folder, name)) for name in QUOTED.findall(self.arguments)]
        # A file without a name is nobody's to lose.
        self.path = ("" if descriptor[3] else descriptor[2]) if descriptor else names[0] if names else ""
        self.target = names[-1] if names else ""

    def __repr__(self):
        return f"{self.name}({self.arguments[:90]}) = {self.result}"


def read(path, folder):
    """The calls of a log, in order. Relative paths are of `folder`."""
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    # A call that another thread interrupts is written in two parts.
    calls, open_parts = [], {}
    for line in text.splitlines():
        thread = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            open_parts[thread] = line[: -len("<unfinished ...>")].rstrip()
            continue
        resumed = re.match(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$", line)
        if resumed and thread in open_parts:
            line = open_parts.pop(thread) + resumed[2]
        match = LINE.match(line)
        if match:
            calls.append(Call(match, folder))
    return calls, text


def fired(text, what):
    """Whether the injection happened."""
    return {"signal=KILL": "killed by SIGKILL", "signal=STOP": "stopped by SIGSTOP"}.get(what, "(INJECTED)") in text


def late_flushes(calls, reports, existing, points=True):
    """Where a power cut could lose what was told as published: bytes or names that were not flushed before the step that
    relies on them. The order of the calls alone decides, so a machine that never loses power can tell.

    existing: the paths below the reports before the run; a file that is opened with O_CREAT and was there needs no new name.
    points: whether `latest` must come to name the run."""
    wrong, unwritten, unnamed, renamed, pointed = [], set(), set(), set(), False
    for call in calls:
        if call.failed:
            continue
        inside = call.target.startswith(reports)
        if call.name in ("write", "pwrite64", "writev", "ftruncate") and call.path.startswith(reports + "/"):
            unwritten.add(call.path)
        elif (call.name == "openat" and "O_CREAT" in call.arguments or call.name == "mkdir") and inside and call.target not in existing:
            unnamed.add(call.target)
        elif call.name in ("unlink", "rmdir"):
            if call.target == os.path.join(reports, os.path.basename(os.path.dirname(call.target)), "latest"):
                wrong.append("latest is taken away before the new one is there")
            unwritten.discard(call.target)
            unnamed.discard(call.target)
        elif call.name in ("fsync", "fdatasync"):
            unwritten.discard(call.path)
            unnamed = {name for name in unnamed if os.path.dirname(name) != call.path}
        elif call.name == "rename" and inside:
            late = {name for name in unwritten | unnamed if name.startswith(call.path + "/")}
            wrong += [f"not flushed before its folder is renamed: {os.path.relpath(name, call.path)}" for name in sorted(late)]
            if os.path.basename(call.target) == "latest":
                pointed = True
                wrong += [f"latest is renamed before the name of {os.path.basename(name)} is flushed" for name in unnamed if name in renamed]
            renamed = {call.target}
            unwritten, unnamed = unwritten - late, unnamed - late - {call.path} | {call.target}
    late = sorted(name for name in unwritten | unnamed if not name.endswith("/.lock"))
    wrong += [f"never flushed: {os.path.relpath(name, reports)}" for name in late]
    return wrong + ([] if pointed or not points else ["latest is not renamed into its place"])
