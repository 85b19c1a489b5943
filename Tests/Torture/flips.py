"""Turns single bits of a published run over, and asks the stock commands: every bit of the checkpoint, of the proof and of
SHA256SUMS, and ten thousand bits of other files.

    flips.py --program .build/release/allot [--sample N] [--figures FILE]

sha256sum --strict -c SHA256SUMS is asked first; what it takes (a hash in capitals) is for verify.sh to find."""
import argparse
import concurrent.futures
import os
import random
import shutil
import subprocess
import sys
import threading
import time

import figures
from desk import Bureau
from world import memory_folder

WHOLE = ("checkpoint", "run-end.tlog-proof", "SHA256SUMS")
ELSEWHERE = 10_000


def is_found(run):
    """Whether the stock commands refuse a run."""
    for words in (["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], ["sh", "verify.sh"]):
        if subprocess.run(words, cwd=run, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode:
            return True
    return False


def turn(path, bit):
    """Turns one bit of a file over; done twice the file is what it was."""
    with open(path, "r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def flips(run, sample):
    """A name and a bit for each."""
    sizes = {os.path.relpath(os.path.join(folder, name), run): os.path.getsize(os.path.join(folder, name)) * 8 for folder, _, names in os.walk(run) for name in names}
    every = [(name, bit) for name in WHOLE for bit in range(sizes[name])]
    chance = random.Random(7)
    others = sorted(name for name, bits in sizes.items() if bits and name not in WHOLE and not name.endswith(".sig"))
    more = [(name, chance.randrange(sizes[name])) for name in chance.choices(others, k=ELSEWHERE)]
    return chance.sample(every + more, sample) if sample else every + more


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--sample", type=int)
    options.add_argument("--figures")
    options = options.parse_args()
    began, own = time.monotonic(), threading.local()
    with memory_folder() as folder:
        run = Bureau(os.path.abspath(options.program), os.path.realpath(folder)).run
        assert not is_found(run), "the run itself is refused"

        def missed(flip):
            if not hasattr(own, "run"):
                own.run = shutil.copytree(run, f"{folder}/{threading.get_ident()}/{os.path.basename(run)}")
            path = os.path.join(own.run, flip[0])
            turn(path, flip[1])
            found = is_found(own.run)
            turn(path, flip[1])
            return None if found else f"{flip[0]}: bit {flip[1] % 8} of byte {flip[1] // 8} may be turned over"

        work = flips(run, options.sample)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            failures = [text for text in pool.map(missed, work, chunksize=64) if text]
    for text in failures[:100]:
        print("FAILED:", text)
    print(f"flips: {len(work)} bits turned over, {len(failures)} not found in {time.monotonic() - began:.0f} s")
    figures.leave(options.figures, {"flips": len(work), "failures": len(failures)})
    sys.exit(1 if failures or not work else 0)


if __name__ == "__main__":
    main()
