#!/usr/bin/env python3
"""Compares the time of a trial with that of the bare command, and of a tracer that makes the same
stops and does nothing: `membudget run` against a loop of spawns.

usage: bench-launch.py PRODUCTS [ROUNDS]

The cost of a trial excludes the start of membudget itself, which a run of one trial and a run of many
share. The figures of the second table include it, where it hardly matters.
"""

import os
import resource
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
# A program that causes many stops for a tracer.
WORKS = [
    ("5,000 threads", ["threads", "5000"]),
    ("100,000 signals", ["signals", "100000"]),
    ("2,000 processes", ["processes", "2000"]),
]
# A program with many processes to watch.
CHILDREN = [10, 100, 1000]
CHILDREN_MS = 3000
# The maximum time of membudget, as a multiple of that of the bare tracer.
RATIO_MAX = 1.3


def bare_ms():
    """Returns the milliseconds of one spawn and wait."""
    start = time.monotonic()
    for _ in range(TRIALS):
        os.waitpid(os.posix_spawn(COMMAND, [COMMAND], os.environ), 0)
    return (time.monotonic() - start) * 1e3 / TRIALS


def seconds(arguments):
    """Returns the wall time of a command, and the processor time of it and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    finished = subprocess.run(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if finished.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: exit status {finished.returncode}\n{finished.stderr}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, used


def membudget(products, options):
    return [os.path.join(products, "membudget"), "run", *options]


def trial_ms(products, options):
    """Returns the milliseconds of one additional trial."""
    def run(trials):
        command = membudget(products, ["--trials", str(trials), *options, "--", COMMAND])
        return seconds(command)[0]
    return (run(TRIALS) - run(1)) * 1e3 / (TRIALS - 1)


def launches(products, rounds):
    # Each round measures everything once, so that a slow minute affects all alike.
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


def stops(products, rounds):
    """Prints times of programs with many stops: bare, under a bare tracer, and under membudget."""
    print(f"\nstops, wall time in ms and as a multiple of the bare time, median of {rounds} rounds:")
    print(f"  {'':16} {'bare':>7} {'tracer':>14} {'run':>14} {'run/tracer':>11} "
          f"{'--no-ptrace':>14}")
    is_within = True
    for name, work in WORKS:
        command = [os.path.join(products, "bench-work"), *work]
        variants = {
            "bare": command,
            "tracer": [os.path.join(products, "bench-tracer"), *command],
            "run": membudget(products, ["--", *command]),
            "untraced": membudget(products, ["--no-ptrace", "--", *command]),
        }
        taken = {key: [] for key in variants}
        for _ in range(rounds):
            for key, arguments in variants.items():
                taken[key].append(seconds(arguments)[0] * 1e3)
        bare, tracer, run, untraced = (statistics.median(taken[key]) for key in variants)
        is_within = is_within and run <= RATIO_MAX * tracer
        print(f"  {name:16} {bare:7.0f} {tracer:7.0f} ×{tracer / bare:5.2f} {run:7.0f} "
              f"×{run / bare:5.2f} {run / tracer:11.2f} {untraced:7.0f} ×{untraced / bare:5.2f}")
    verdict = "yes" if is_within else "NO"
    print(f"  every run within {RATIO_MAX} times the bare tracer: {verdict}")


def children(products):
    """Prints the CPU share of watching: the difference between the tree with and without membudget."""
    print(f"\nwatching children that sleep for {CHILDREN_MS / 1000:.0f} s, percent of a core:")
    for count in CHILDREN:
        command = [os.path.join(products, "bench-work"), "children", str(count), str(CHILDREN_MS)]
        shares = []
        for options in ([], ["--no-ptrace"]):
            bare = seconds(command)[1]
            wall, used = seconds(membudget(products, [*options, "--", *command]))
            shares.append(100 * (used - bare) / wall)
        print(f"  {count:5} children  run {shares[0]:5.1f} %   --no-ptrace {shares[1]:5.1f} %")


def main(products, rounds):
    launches(products, rounds)
    stops(products, rounds)
    children(products)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 7)
