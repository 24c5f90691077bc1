#!/usr/bin/env python3
"""What a trial costs beside the command itself: `membudget run` against a bare loop of spawns.

usage: bench-launch.py PRODUCTS [ROUNDS]

The start of membudget itself is taken out: it is in the time of one trial as in that of many.
"""

import os
import statistics
import subprocess
import sys
import time

TRIALS = 50
COMMAND = "/bin/true"
VARIANTS = [
    ("as it comes", []),
    ("--no-ptrace", ["--no-ptrace"]),
    ("--budget 1GiB", ["--budget", "1GiB"]),
    ("--allocator jemalloc", ["--allocator", "jemalloc"]),
]


def bare_ms():
    """Milliseconds of one spawn and wait."""
    start = time.monotonic()
    for _ in range(TRIALS):
        os.waitpid(os.posix_spawn(COMMAND, [COMMAND], os.environ), 0)
    return (time.monotonic() - start) * 1e3 / TRIALS


def run_seconds(products, options, trials):
    arguments = [os.path.join(products, "membudget"), "run", "--trials", str(trials), *options]
    start = time.monotonic()
    finished = subprocess.run(
        [*arguments, "--", COMMAND], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True)
    if finished.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: status {finished.returncode}\n{finished.stderr}")
    return time.monotonic() - start


def trial_ms(products, options):
    """Milliseconds of one trial more."""
    many = run_seconds(products, options, TRIALS)
    return (many - run_seconds(products, options, 1)) * 1e3 / (TRIALS - 1)


def main(products, rounds):
    # A round measures everything once, so that a slow minute slows all alike.
    added = {name: [] for name, _ in VARIANTS}
    bare = []
    for _ in range(rounds):
        bare.append(bare_ms())
        for name, options in VARIANTS:
            added[name].append(trial_ms(products, options) - bare[-1])
    print(f"{COMMAND} by itself: {statistics.median(bare):.2f} ms, median of {rounds} rounds")
    print("a trial adds, median (range):")
    for name, values in added.items():
        print(f"  {name:22} {statistics.median(values):6.2f} ms "
              f"({min(values):.2f} to {max(values):.2f})")


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 7)
